"""The engine's own tests, under the Python that runs in the browser."""

import subprocess
from pathlib import Path

import pytest

from build_scripts.runtime import paths
from build_scripts.runtime.library import STOCK_LIBRARY

RUNNER = Path(__file__).with_name("pytest_in_pyodide.mjs")

TESTS = paths.ROOT / "tests" / "engine"
# Each folder by itself, so that they can run beside each other.
PARTS = ["test_*.py", *sorted(path.parent.name for path in TESTS.glob("*/conftest.py"))]


@pytest.mark.parametrize("part", PARTS)
def test_engine_tests_pass_in_pyodide(part: str, runtime: Path) -> None:
    packages = Path(pytest.__file__).parents[1]
    names = [path.name for path in sorted(TESTS.glob(part))]
    ended = subprocess.run(
        ["node", RUNNER, runtime, STOCK_LIBRARY, packages, TESTS, *names],
        cwd=paths.ROOT,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert ended.returncode == 0, f"{ended.stdout}\n{ended.stderr[-2000:]}"
    assert " passed" in ended.stdout
