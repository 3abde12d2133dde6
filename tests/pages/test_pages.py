"""The page in real Chromium. Each `test('…')` of the `*.test.mjs` files beside this one is a case of its own."""

import json
import os
import re
import subprocess
import sys
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import NamedTuple

import pytest

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
MODULES = sorted(HERE.glob("*.test.mjs"))


class Outcome(NamedTuple):
    """How one case ended."""

    passed: bool
    details: str


def cases_in(module: Path) -> list[str]:
    """Return the names of a module's cases."""
    return re.findall(r"^test\('(.+?)',", module.read_text(encoding="utf-8"), re.MULTILINE)


@pytest.fixture(scope="session")
def outcomes(site_url: str, site_dir: Path) -> Callable[[Path], dict[str, Outcome]]:
    """Run a module once, whichever of its cases asks first."""
    environment = os.environ | {
        "SITE_URL": site_url.rstrip("/") + "/",
        "SITE_DIR": str(site_dir),
        "PYTHON": sys.executable,
    }

    @cache
    def run(module: Path) -> dict[str, Outcome]:
        command = ["node", "--test-reporter", str(HERE / "reporter.mjs"), "--test", str(module)]
        ended = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
        reports = [json.loads(line) for line in ended.stdout.splitlines() if line.startswith('{"name"')]
        found = {report["name"]: Outcome(report["passed"], report["details"]) for report in reports}
        missing = Outcome(False, f"The case was not run.\n{ended.stdout}\n{ended.stderr}")
        return {name: found.get(name, missing) for name in cases_in(module)}

    return run


@pytest.mark.parametrize(
    ("module", "case"),
    [pytest.param(module, case, id=f"{module.name}: {case}") for module in MODULES for case in cases_in(module)],
)
def test_page(module: Path, case: str, outcomes: Callable[[Path], dict[str, Outcome]]) -> None:
    """One case in the browser."""
    outcome = outcomes(module)[case]
    assert outcome.passed, outcome.details
