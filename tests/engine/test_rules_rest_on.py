"""Each thing that a rule says it rests on can change its result."""

import attrs
import pytest
from scenarios import ANNUAL_COST, limit, person, scenario

from calculators.coverage import adjudication
from calculators.coverage.plan import Terms
from calculators.coverage.step import Step

# What stands in a small year; each is then made a little larger and a little smaller.
ALLOWED, LEFT, ROOM = Step("given.allowed", 100), Step("cost_sharing.deductible_left", 100), Step("room", 100)
TERMS = Terms(service="physical_therapy", covered=True, copay=100, coinsurance=10_000)

RULES = {
    "deductible_part": lambda amounts: adjudication.deductible_part(*amounts),
    "copay_part": lambda amounts: adjudication.copay_part(attrs.evolve(TERMS, copay=amounts[0].amount), *amounts[1:]),
    "coinsurance_part": lambda amounts: adjudication.coinsurance_part(
        attrs.evolve(TERMS, coinsurance=min(10_000, amounts[0].amount * 100)), *amounts[1:]
    ),
}


@pytest.mark.parametrize("rule", RULES)
@pytest.mark.parametrize("place", [0, 1, 2])
def test_each_cause_can_be_the_one_that_decides(rule, place):
    amounts = [ALLOWED, LEFT, ROOM]
    before = RULES[rule](amounts).amount
    amounts[place] = attrs.evolve(amounts[place], amount=amounts[place].amount - 10)
    assert RULES[rule](amounts).amount < before


def plan_of(**changes):
    made = scenario(**changes)
    return ANNUAL_COST.read(made).plan


@pytest.mark.parametrize(
    ("maximum", "used", "today", "room"),
    [("10.00", 0, 0, 1000), ("9.00", 0, 0, 900), ("10.00", 100, 0, 900), ("10.00", 0, 100, 900), ("10.00", 2000, 0, 0)],
)
def test_room_under_the_maximum(maximum, used, today, room):
    plan = plan_of(out_of_pocket_maximum=person(maximum))
    found = adjudication.room_under_maximum(plan, Step("used", used), Step("today", today))
    assert found.amount == room


@pytest.mark.parametrize(("quantity", "used", "left"), [(5, 2, 3), (6, 2, 4), (5, 3, 2), (5, 9, 0)])
def test_visits_left(quantity, used, left):
    (one,) = plan_of(limits=[limit(quantity)]).limits
    assert adjudication.visits_left(one, Step("used", used)).amount == left


@pytest.mark.parametrize(("copay_due", "copay"), [(True, 4000), (False, 0)])
def test_the_answer_decides_the_copay_on_the_meeting_visit(copay_due, copay):
    terms = attrs.evolve(TERMS, copay_when_visit_meets_deductible=copay_due)
    found = adjudication.copay_when_visit_meets_deductible(terms, Step("copay", 4000), Step("deductible", 1), {})
    assert found.amount == copay
