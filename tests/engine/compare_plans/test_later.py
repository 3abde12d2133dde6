"""What a page shows of a comparison at once, and what comes later: together they are the whole."""

import json
import re

import pytest

from calculators.catalogue import CALCULATORS
from calculators.declaration import nested, typed_texts
from calculators.page import answer

COMPARE_PLANS = CALCULATORS["compare-plans"]


def asked(typed, **request):
    return json.loads(answer(json.dumps({"calculator": "compare-plans", "typed": typed, **request})))


def without_spaces(html):
    return re.sub(r"\s+", "", html)


def in_two_steps(scenario):
    typed = nested(typed_texts(scenario).items())
    first = asked(typed, op="compute")
    parts = [asked(typed, op="later", step=step)["parts"] for step in range(first["later"])]
    assert not any(parts[:-1])
    html = first["html"]
    for name, part in parts[-1].items():
        waiting = re.compile(rf'(<div data-later="{name}") aria-busy="true">(.*?)</div>', re.DOTALL)
        ((_, note),) = waiting.findall(html)
        assert "One moment" in note
        html = waiting.sub(lambda found, part=part: f"{found[1]}>{part}</div>", html)
    assert "aria-busy" not in html
    return html


def whole(scenario):
    return COMPARE_PLANS.show.result_html(scenario, COMPARE_PLANS.compute(scenario), "compare-plans")


def test_both_together_are_the_whole():
    scenario = COMPARE_PLANS.examples()[0].scenario
    assert without_spaces(in_two_steps(scenario)) == without_spaces(whole(scenario))
    assert "chart-visits" in whole(scenario)


def test_where_no_plan_can_be_worked_out_the_rest_comes_all_the_same():
    made = COMPARE_PLANS.write(COMPARE_PLANS.examples()[0].scenario)
    for course in made["care"]:
        course["allowed"] = {"unknown": True}
    scenario = COMPARE_PLANS.read(made)
    assert COMPARE_PLANS.compute(scenario).outcome == "undecided"
    assert without_spaces(in_two_steps(scenario)) == without_spaces(whole(scenario))


@pytest.mark.parametrize("name", sorted(set(CALCULATORS) - {"compare-plans"}))
def test_other_calculators_answer_at_once(name):
    calculator = CALCULATORS[name]
    typed = nested(typed_texts(calculator.examples()[0].scenario).items())
    found = json.loads(answer(json.dumps({"op": "compute", "calculator": name, "typed": typed})))
    assert found["later"] == 0
    assert "data-later" not in found["html"]
