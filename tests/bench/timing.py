"""How long the engine takes for one scenario: the same code in this process and in a page. Milliseconds, the least."""

import json
import sys
import time

from calculators.catalogue import CALCULATORS
from calculators.coverage.care import unfold
from calculators.coverage.year import ledger

annual_cost = CALCULATORS["annual-cost"]
year_of = sys.modules[annual_cost.compute.__module__].year_of


def least_milliseconds(work, times):
    """Time some work by the processor’s clock; the least of several times is the one that was disturbed least."""
    taken = []
    for _ in range(times):
        began = time.process_time()
        work()
        taken.append(time.process_time() - began)
    return 1000 * min(taken)


def decide(scenario):
    """Unfold the care and decide every visit, as it is when nothing is unknown; returns the ledger."""
    visits = unfold(scenario.care)
    return ledger(year_of(scenario, visits), {})


def measured(text, times=5):
    """Time each part of answering the JSON text of a scenario."""
    scenario = annual_cost.read_text(text)
    result = annual_cost.compute(scenario)
    return {
        "lines": len(result.low.lines),
        "read": least_milliseconds(lambda: annual_cost.read_text(text), times),
        "decide": least_milliseconds(lambda: decide(scenario), times),
        "answer": least_milliseconds(lambda: annual_cost.compute(scenario), times),
        "html": least_milliseconds(lambda: annual_cost.show.result_html(scenario, result, "bench"), times),
        "json": least_milliseconds(lambda: json.dumps(annual_cost.show.result_json(scenario, result)), times),
    }
