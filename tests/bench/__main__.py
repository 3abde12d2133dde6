"""`make bench`: how fast the engine is, and each delivery in a browser, beside other ways to run the same Python there.

Prints a table, and writes every measurement with the versions to `build/bench.json`; with `--keep` also what the page
on speed shows. Ends well whether or not the targets are met: how fast a machine is that does other things too is no
test of the code.
"""

import argparse
import json
import os
import re
import shutil
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from build_scripts import offline
from build_scripts.runtime import paths
from build_scripts.runtime.inputs import node_package_version
from build_scripts.runtime.warm_up import nested
from build_scripts.speed import KEPT
from build_scripts.website import build
from calculators.catalogue import CALCULATORS
from calculators.declaration import typed_texts
from calculators.link import pack
from calculators.page import answer
from tests.bench.builds import builds_report
from tests.bench.engine import VISITS_EACH, engine_report, household_text
from tests.bench.households import PEOPLE
from tests.bench.kept import kept_of
from tests.bench.places import copy_delivery, served, write_other_ways
from tests.bench.table import table
from tests.bench.timing import comparison

_FOLDER = paths.BUILD / "bench"
_REPORT = paths.BUILD / "bench.json"
_BROWSER = Path(__file__).with_name("browser.mjs")
_TIMING = Path(__file__).with_name("timing.py")

_EARLY_VISITS = "39"
_COMPARISON_WARMING, _COMPARISON_EDITS = 2, 5
_COURSES = {
    "40": {"fields": {"care.0.frequency": "2_a_week"}, "between": {"39": 39, "40": 40}},
    "200": {"fields": {"care.0.frequency": "5_a_week"}, "between": {"199": 199, "200": 200}},
}


def main() -> int:
    """Measure and report; returns the exit status."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description="Measures the site in a browser.")
    parser.add_argument("--rounds", type=int, default=5, help="how often everything is measured (5)")
    parser.add_argument("--edits", type=int, default=100, help="round trips in each round, for each length (100)")
    parser.add_argument("--households", type=int, default=10_000, help="how many `batch` answers (10,000)")
    parser.add_argument("--no-builds", action="store_true", help="do not measure how long the build takes")
    parser.add_argument("--keep", action="store_true", help=f"renew {KEPT.relative_to(paths.ROOT)}, which a page shows")
    options = parser.parse_args()
    if options.keep and options.no_builds:
        parser.error("what is kept has the builds in it")
    if min(options.rounds, options.edits) < 2:
        parser.error("medians need two rounds and two edits at least")

    engine = engine_report(options.rounds, options.households)
    shutil.rmtree(_FOLDER, ignore_errors=True)
    copy_delivery(build(), _FOLDER / "site")
    bundle, archive = offline.build()
    copy_delivery(bundle, _FOLDER / "bundle")
    with served(_FOLDER / "site") as site:
        wheel = write_other_ways(_FOLDER / "others", site)
        with served(_FOLDER / "others") as others:
            places = {
                "site": site,
                "folder": str(_FOLDER / "site"),
                "bundle": f"{(_FOLDER / 'bundle').as_uri()}/",
                "others": others,
                "wheel": wheel,
            }
            measured = _measure(places | _task() | vars(options))
    report = {
        "measured_on": datetime.now(UTC).date().isoformat(),
        "versions": _versions() | {"chromium": measured.pop("chromium")},
        "rounds": options.rounds,
        "edits": options.edits,
        "bundle": {"zip": archive.stat().st_size, "folder": _size_of(_FOLDER / "bundle")},
        "engine": engine,
        **measured,
        **({} if options.no_builds else {"builds": builds_report()}),
    }
    _REPORT.write_text(json.dumps(report, indent=1) + "\n", "utf-8")
    if options.keep:
        KEPT.write_text(json.dumps(kept_of(report), indent=2) + "\n", "utf-8")
    shutil.rmtree(_FOLDER)
    print(table(report))
    print(f"\nEvery measurement: {_REPORT.relative_to(paths.ROOT)}")
    return 0


def _size_of(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


def _task() -> dict[str, Any]:
    """The computation that every way does, and what shows that its result is the right one."""
    calculator = CALCULATORS["annual-cost"]
    typed = typed_texts(calculator.examples()[0].scenario) | {"care.0.visits": _EARLY_VISITS}
    request = json.dumps({"op": "compute", "calculator": calculator.name, "typed": nested(typed.items())})
    html = json.loads(answer(request))["html"]
    # Without quotation marks, so that it looks the same inside JSON.
    shown = re.search(r'data-figure="patient_pays" value="[^"]+"(>[^<"]+</data>)', html)
    assert shown is not None, html
    return {
        "request": request,
        "shown": shown[1],
        "visits": _EARLY_VISITS,
        "courses": _COURSES | _course_of_a_household(),
        "comparison": _comparison(),
        "engine": json.dumps({"source": _TIMING.read_text("utf-8"), "scenario": household_text()}),
    }


def _course_of_a_household() -> dict[str, Any]:
    """The household of four, opened by its link; one visit more or less of the first of its courses."""
    text = household_text()
    visits, lines = json.loads(text)["care"][0]["visits"], len(PEOPLE) * VISITS_EACH
    return {
        str(lines): {
            "link": pack("annual-cost", text),
            "fields": {},
            "between": {str(visits - 1): lines - 1, str(visits): lines},
            # Each takes long enough to be measured by itself.
            "warming": 2,
            "edits": 10,
        }
    }


def _comparison() -> dict[str, Any]:
    """The household of four under six plans, opened by its link, and edits of a plan and of the care."""
    given = comparison(household_text())
    edits = _COMPARISON_WARMING + _COMPARISON_EDITS
    premium, visits = int(float(given["plans"][0]["premium"]["amount"])), given["care"][0]["visits"]
    return {
        "link": pack("compare-plans", json.dumps(given)),
        "warming": _COMPARISON_WARMING,
        "edits": {
            "plans.0.premium.amount": [str(premium - 1 - number) for number in range(edits)],
            "care.0.visits": [str(visits - 1 - number) for number in range(edits)],
        },
    }


def _measure(task: dict[str, Any]) -> dict[str, Any]:
    done = subprocess.run(
        ["node", str(_BROWSER)],
        cwd=paths.ROOT,
        input=json.dumps(task),
        stdout=subprocess.PIPE,
        encoding="utf-8",
        check=True,
    )
    measured: dict[str, Any] = json.loads(done.stdout)
    return measured


def _manifest() -> dict[str, Any]:
    """What the measured site says of its runtime."""
    (path,) = (_FOLDER / "site" / "runtime").glob("*/manifest.json")
    manifest: dict[str, Any] = json.loads(path.read_text("utf-8"))
    return manifest


def _versions() -> dict[str, Any]:
    runtime = _manifest()
    node, commit = (
        subprocess.run(command, cwd=paths.ROOT, capture_output=True, text=True, check=True).stdout.strip()
        for command in (["node", "--version"], ["git", "describe", "--always", "--dirty"])
    )
    return {
        "commit": commit,
        "engine": runtime["engine"],
        "pyodide": runtime["pyodide"],
        "python": runtime["python"],
        "pyscript": node_package_version("@pyscript/core"),
        "node": node.removeprefix("v"),
        "cores": os.cpu_count(),
    }


if __name__ == "__main__":
    sys.exit(main())
