"""Each thing that a rule says it rests on can change its result."""

from datetime import date

import attrs
import pytest
from scenarios import ANNUAL_COST, limit, person, scenario

from calculators.coverage import adjudication, cost_sharing, counting
from calculators.coverage.accumulators import Accumulators
from calculators.coverage.care import Visit
from calculators.coverage.cost_sharing import Ceiling
from calculators.coverage.in_force import in_force
from calculators.coverage.step import Step

# What stands in a small year; each is then made a little smaller.
ALLOWED, LEFT, ROOM = Step("given.allowed", 100), Step("cost_sharing.deductible_left", 100), Step("room", 100)

RULES = {
    "deductible_part": lambda amounts: cost_sharing.deductible_part(*amounts),
    "copay_part": lambda amounts: cost_sharing.copay_part(*amounts),
    "coinsurance_part": lambda amounts: cost_sharing.coinsurance_part(
        Step("given.coinsurance", min(10_000, amounts[0].amount * 100)), *amounts[1:]
    ),
}


@pytest.mark.parametrize("rule", RULES)
@pytest.mark.parametrize("place", [0, 1, 2])
def test_each_cause_can_be_the_one_that_decides(rule, place):
    amounts = [ALLOWED, LEFT, ROOM]
    before = RULES[rule](amounts)
    amounts[place] = attrs.evolve(amounts[place], amount=amounts[place].amount - 10)
    after = RULES[rule](amounts)
    assert after.amount < before.amount
    assert len(after.because) == 3


def ceiling(most, used):
    return Ceiling(Step("given.deductible", most), Step("accumulator.deductible", used))


@pytest.mark.parametrize(
    ("mine", "families", "today", "left"),
    [
        ((1000, 0), (3000, 0), 0, 1000),
        ((900, 0), (3000, 0), 0, 900),
        ((1000, 100), (3000, 0), 0, 900),
        ((1000, 0), (900, 0), 0, 900),
        ((1000, 0), (3000, 2100), 0, 900),
        ((1000, 0), (3000, 0), 100, 900),
        ((1000, 2000), (3000, 0), 0, 0),
    ],
)
def test_what_is_left_under_the_nearest_ceiling(mine, families, today, left):
    found = cost_sharing.least_left("room", [ceiling(*mine), ceiling(*families)], Step("today", today))
    assert found.amount == left
    assert len(found.because) == 5


def test_without_a_ceiling_nothing_is_left_to_say():
    assert cost_sharing.least_left("room", []) is None


@pytest.mark.parametrize(("quantity", "used", "left"), [(5, 2, 3), (6, 2, 4), (5, 3, 2), (5, 9, 0)])
def test_visits_left(quantity, used, left):
    found = counting.visits_left(Step("given.visit_limit", quantity), Step("given.visits_used", used))
    assert (found.rule, found.amount) == ("limit.visits_left", left)


def in_force_for(care=None, terms=None, **plan):
    made = ANNUAL_COST.read(scenario(care=care, terms=terms, **plan))
    course = made.care[0]
    visit = Visit(date(2026, 1, 5), course, course.service, False, False, 15000, "care.price")
    return visit, in_force(made.plan, [visit])


@pytest.mark.parametrize(
    ("terms", "care", "due"),
    [
        ({"copay": "40.00"}, {}, 4000),
        ({"copay": "41.00"}, {}, 4100),
        ({"copay": "40.00", "copay_per": "unit"}, {"units": 2}, 8000),
        ({"copay": "40.00", "copay_per": "unit"}, {"units": 3}, 12000),
        ({"copay": "40.00", "copay_per": "unit", "copay_most": "90.00"}, {"units": 3}, 9000),
    ],
)
def test_copay_due(terms, care, due):
    visit, plan = in_force_for(care=care, terms=terms)
    (row,) = plan.plan.terms
    assert cost_sharing.copay_due(plan, row, visit, Accumulators(), {}).amount == due


@pytest.mark.parametrize(("copay_due", "copay"), [(True, 4000), (False, 0)])
def test_the_answer_decides_the_copay_on_the_meeting_visit(copay_due, copay):
    _, plan = in_force_for(terms={"copay": "40.00", "copay_when_visit_meets_deductible": copay_due})
    (row,) = plan.plan.terms
    found = cost_sharing.copay_when_visit_meets_deductible(plan, row, Step("copay", 4000), Step("deductible", 1), {})
    assert found.amount == copay


@pytest.mark.parametrize(
    ("how", "allowed", "charge", "owed"),
    [
        ("contract_rate", 15000, 21000, 15000),
        ("contract_rate", 14000, 21000, 14000),
        ("charge", 15000, 21000, 21000),
        ("charge", 15000, 20000, 20000),
        ("write_off", 15000, 21000, 0),
    ],
)
def test_what_is_owed_for_a_visit_that_the_plan_does_not_pay(how, allowed, charge, owed):
    visit, _ = in_force_for(care={"unpaid_visits": how})
    found = adjudication.unpaid_visit(
        "line.over_limit", visit, Step("given.allowed", allowed), Step("given.charge", charge), {}
    )
    assert found.amount == owed


@pytest.mark.parametrize(
    ("network", "billed", "protected", "charge", "allowed", "owed"),
    [
        ("out", True, None, 21000, 15000, 6000),
        ("out", True, None, 20000, 15000, 5000),
        ("out", True, None, 21000, 14000, 7000),
        ("out", False, None, 21000, 15000, 0),
        ("out", True, Step("year.nsa_emergency", 1), 21000, 15000, 0),
        ("in", True, None, 21000, 15000, 0),
    ],
)
def test_balance_bill(network, billed, protected, charge, allowed, owed):  # noqa: PLR0913, PLR0917
    visit, _ = in_force_for()
    visit = attrs.evolve(visit, course=attrs.evolve(visit.course, network=network, balance_billed=billed))
    found = adjudication.balance_bill(
        visit, Step("given.allowed", allowed), Step("given.charge", charge), protected, {}
    )
    assert found.amount == owed


@pytest.mark.parametrize(
    ("allowed", "left", "takes", "share"),
    [(7000, 60, 70, 6000), (7100, 60, 70, 6086), (7000, 59, 70, 5900), (7000, 60, 80, 5250)],
)
def test_share_of_a_stay_within_a_limit(allowed, left, takes, share):
    # 71.00 × 60 ÷ 70 is 60.857 dollars, 70.00 × 60 ÷ 80 is 52.50.
    (one,) = ANNUAL_COST.read(scenario(limits=[limit(60)])).plan.limits
    count = counting.Count(one, (), takes, Step("accumulator.limit", 0), Step("limit.visits_left", left))
    assert adjudication.covered_share(Step("given.allowed", allowed), count).amount == share


@pytest.mark.parametrize(
    ("paid", "left", "more", "pays"), [(90, 100, 200, 90), (110, 100, 200, 100), (110, 200, 95, 95)]
)
def test_what_a_plan_pays_under_limits_in_dollars(paid, left, more, pays):
    (one,) = ANNUAL_COST.read(scenario(limits=[limit(60, unit="dollar")])).plan.limits
    counts = [
        counting.Count(one, (), 0, Step("accumulator.limit.dollars", 0), Step("limit.visits_left.dollars", amount))
        for amount in (left, more)
    ]
    assert adjudication.dollars_left(Step("line.plan_paid", paid), counts).amount == pays


def test_a_persons_and_a_familys_ceiling():
    _, plan = in_force_for(deductible={**person("500.00"), "family": "1000.00"})
    family = attrs.evolve(plan, family=True)
    amounts = plan.amounts["deductible", "in"]
    alone = cost_sharing.ceilings_of(amounts, plan, "me", Accumulators(), {})
    together = cost_sharing.ceilings_of(amounts, family, "me", Accumulators(), {})
    assert [one.most.amount for one in alone] == [50000]
    assert [one.most.amount for one in together] == [50000, 100000]
