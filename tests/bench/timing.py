"""How long the engine takes for one scenario: the same code in this process and in a page. Milliseconds, the least."""

import json
import sys
import time

from calculators.catalogue import CALCULATORS
from calculators.coverage.care import unfold
from calculators.coverage.year import ledger

annual_cost = CALCULATORS["annual-cost"]
compare_plans = CALCULATORS["compare-plans"]
year_of = sys.modules[annual_cost.compute.__module__].year_of

SIX = 6


def comparison(text):
    """Return a comparison of six plans for the household of a scenario’s JSON text: dearer ones that ask for less."""
    year = json.loads(text)
    plans = []
    for number in range(SIX):
        deductible, maximum = 500 * (number + 1), 3000 + 1000 * number
        plan = {
            **year["plan"],
            "id": f"plan-{number}",
            "name": f"Plan {number}",
            "deductible": {"person": f"{deductible}.00", "family": f"{2 * deductible}.00"},
            "out_of_pocket_maximum": {"person": f"{maximum}.00", "family": f"{2 * maximum}.00"},
            "premium": {**year["plan"]["premium"], "amount": f"{1500 - 100 * number}.00"},
        }
        plans.append(plan)
    given = {"calculator": "compare-plans", "version": 1, "people": year["people"], "care": year["care"]}
    return {**given, "plans": plans}


def one_time(work):
    """Time some work once, by the processor’s clock: the second time it would be remembered. Milliseconds."""
    began = time.process_time()
    work()
    return 1000 * (time.process_time() - began)


def compared(text):
    """Time a comparison of six plans: all anew, and after an edit of one plan, as the answer to a page each time."""
    given = comparison(text)
    first = compare_plans.read(given)
    given["plans"][0]["premium"]["amount"] = "1499.00"
    edited = compare_plans.read(given)

    def answer(scenario):
        compare_plans.show.result_html(scenario, compare_plans.compute(scenario), "bench")

    return {"compare_anew": one_time(lambda: answer(first)), "compare_edited": one_time(lambda: answer(edited))}


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
        **compared(text),
    }
