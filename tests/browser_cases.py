"""Cases in a browser: each `test('…')` of a `*.test.mjs` file, run by Node and told of one by one."""

import json
import os
import re
import subprocess
import sys
from functools import cache
from pathlib import Path
from typing import Literal, NamedTuple

ROOT = Path(__file__).parents[1]
PAGES = ROOT / "tests" / "pages"

Browser = Literal["chromium", "firefox"]

# Functions of tests/pages/support.mjs that declare a case for some of the deliveries or browsers only.
_ELSEWHERE = {"file": "testOnWebsite", "firefox": "testInChromium"}


class Outcome(NamedTuple):
    """How one case ended."""

    passed: bool
    details: str


class Delivered(NamedTuple):
    """What the cases open: its address, with a slash at its end, and its folder."""

    address: str
    folder: Path


def cases_in(module: Path, browser: Browser = "chromium", *, from_files: bool = False) -> list[str]:
    """Return the names of a module's cases that apply to a browser and to pages from http:// or file://."""
    declared = re.findall(r"^(test\w*)\('(.+?)',", module.read_text(encoding="utf-8"), re.MULTILINE)
    left_out = {_ELSEWHERE["file"]} if from_files else set()
    left_out |= {_ELSEWHERE["firefox"]} if browser == "firefox" else set()
    return [name for function, name in declared if function not in left_out]


@cache
def outcomes_of(module: Path, delivered: Delivered, browser: Browser = "chromium") -> dict[str, Outcome]:
    """Run a module once, whichever of its cases asks first."""
    environment = os.environ | {
        "SITE_URL": delivered.address,
        "SITE_DIR": str(delivered.folder),
        "BROWSER": browser,
        "PYTHON": sys.executable,
    }
    command = ["node", "--test-reporter", str(PAGES / "reporter.mjs"), "--test", str(module)]
    ended = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    reports = [json.loads(line) for line in ended.stdout.splitlines() if line.startswith('{"name"')]
    found = {report["name"]: Outcome(report["passed"], report["details"]) for report in reports}
    missing = Outcome(False, f"The case was not run.\n{ended.stdout}\n{ended.stderr}")
    cases = cases_in(module, browser, from_files=delivered.address.startswith("file:"))
    return {name: found.get(name, missing) for name in cases}
