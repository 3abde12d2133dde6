"""The engine's own tests, under the Python that runs in the browser."""

import subprocess
from pathlib import Path

import pytest

from build_scripts.runtime import paths
from build_scripts.runtime.library import STOCK_LIBRARY

RUNNER = Path(__file__).with_name("pytest_in_pyodide.mjs")


@pytest.mark.parametrize("room", ["engine"])
def test_engine_tests_pass_in_pyodide(room: str, runtime: Path) -> None:
    packages = Path(pytest.__file__).parents[1]
    ended = subprocess.run(
        ["node", RUNNER, runtime, STOCK_LIBRARY, packages, paths.ROOT / "tests" / room],
        cwd=paths.ROOT,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert ended.returncode == 0, f"{ended.stdout}\n{ended.stderr[-2000:]}"
    assert " passed" in ended.stdout
