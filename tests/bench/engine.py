"""The engine by itself: a household's time, its growth with the visits, unknown prices, households by the batch."""

import json
import math
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from statistics import linear_regression
from threading import Thread
from typing import IO, Any

from tests.bench.households import household
from tests.bench.timing import annual_cost, decide, least_milliseconds, measured

# A household of four with so many visits each.
VISITS_EACH = 200

# Visits of a whole household, over which the growth is measured.
_SIZES = (52, 100, 200, 500, 1000, 2000, 5000)


def household_text() -> str:
    """Return the household of four, with `VISITS_EACH` visits each, as JSON text."""
    return json.dumps(household(VISITS_EACH))


def engine_report(rounds: int, households: int) -> dict[str, Any]:
    """Measure everything about the engine in this process, and in processes that it starts."""
    return {
        "household": [measured(household_text()) for _ in range(rounds)],
        "unknown": {str(prices): _unknown_prices(prices) for prices in (0, 1, 2)},
        "growth": growth(),
        "batch": batch(households),
    }


def _unknown_prices(count: int) -> float:
    """Time a person with two courses of 40 visits each of which so many have a price that is known within bounds."""
    made = household(40)
    care = [made["care"][0], made["care"][0] | {"service": "speech_therapy"}]
    for course in care[:count]:
        course["allowed"] = {"unknown": True, "low": "90.00", "high": "200.00"}
    courses = care[: max(count, 1)]
    scenario = annual_cost.read(made | {"people": made["people"][:1], "care": courses})
    return least_milliseconds(lambda: annual_cost.compute(scenario), 3)


def growth() -> dict[str, Any]:
    """Return the time for each number of visits, and the exponent of the power that fits them best."""
    taken = {}
    for size in _SIZES:
        scenario = annual_cost.read(household(size // 4))
        assert len(decide(scenario)) == size
        taken[size] = least_milliseconds(lambda scenario=scenario: decide(scenario), 5)
    fit = linear_regression([math.log(size) for size in taken], [math.log(time) for time in taken.values()])
    return {"milliseconds": taken, "exponent": fit.slope}


def batch(count: int) -> dict[str, Any]:
    """Run the command line's batch over different households of four with 10 visits each."""
    began = time.perf_counter()
    with subprocess.Popen(
        [sys.executable, "-c", _BATCH], stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=Path(__file__).parents[2]
    ) as running:
        assert running.stdin is not None and running.stdout is not None  # noqa: PT018
        writing = Thread(target=_write_lines, args=(running.stdin, _households(count)))
        writing.start()
        answered, last = 0, b""
        for line in running.stdout:
            answered, last = answered + 1, line
        writing.join()
    assert (running.returncode, answered) == (0, count + 1), (running.returncode, answered)
    return {"households": count, "seconds": time.perf_counter() - began, **json.loads(last)}


# Peak memory in KiB: of the process that reads and writes, and of the largest that it started.
_BATCH = """
import json, resource
from calculators.__main__ import main
assert main(["batch", "annual-cost"]) == 0
own, others = (resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
print(json.dumps({"peak": own, "peak_of_worker": others}))
"""


def _households(count: int) -> Iterator[bytes]:
    made = household(10)
    for number in range(count):
        for course in made["care"]:
            course["allowed"] = f"{90 + number % 120}.{number % 100:02d}"
        yield json.dumps(made).encode() + b"\n"


def _write_lines(stream: IO[bytes], lines: Iterator[bytes]) -> None:
    with stream:
        stream.writelines(lines)
