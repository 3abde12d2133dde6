"""Original Medicare as a plan: its figures are the parameters, and a yearly amount stands in place of a limit."""

import json
from datetime import date
from importlib.resources import files

from scenarios import ANNUAL_COST

from calculators.parameters import Value, look_up


def example():
    room = files("calculators")
    care = json.loads(room.joinpath("annual_cost/examples/original-medicare-2026.json").read_text(encoding="utf-8"))
    plan = json.loads(room.joinpath("coverage/examples/original-medicare-2026.json").read_text(encoding="utf-8"))
    return ANNUAL_COST.read({"calculator": "annual-cost", "version": 1, **care, "plan": plan["plan"]})


def test_the_plan_holds_the_figures_of_its_year():
    plan = example().plan
    deductible = look_up("cms.medicare_part_b_deductible", plan.starts)
    share = look_up("cms.medicare_part_b_coinsurance", plan.starts)
    assert isinstance(deductible, Value)
    assert isinstance(share, Value)
    assert plan.deductible.person == deductible.amount
    assert {terms.coinsurance for terms in plan.terms} == {share.amount}


def test_32_visits_at_110():
    # 3,520 in all: the deductible of 283, then 20 % of 3,237 is 647.40. Visit 23 brings the year to 2,530, above 2,480;
    # visit 28 to 3,080, above 3,000. Two visits a week from Monday, February 2: visit 23 is Monday, April 20, and
    # visit 28 Thursday, May 7.
    result = ANNUAL_COST.compute(example())
    assert result.outcome == "decided"
    assert result.low.figures["patient_pays"].value == 93040
    told = {message.id: message.values for message in result.messages}
    assert told["medicare.threshold"]["date"] == date(2026, 4, 20)
    assert told["medicare.review"]["date"] == date(2026, 5, 7)
