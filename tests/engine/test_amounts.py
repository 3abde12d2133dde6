"""A year answered by way of an earlier one: what must not be taken over from it."""

from scenarios import ANNUAL_COST, course, limit, scenario

from calculators.household.amounts import compute_amounts


def over_the_limit(made, earlier):
    """How many visits are over the limit, and the answer, by way of an earlier one."""
    answered = compute_amounts(ANNUAL_COST.read(made), earlier)
    return answered.result.low.figures["visits_over_limit"].value, answered


def test_visits_used_go_with_the_first_planned_visit():
    """Two visits a month, one of them used: of January where a visit is planned in it, else of February."""
    january = course("physical_therapy", first_visit="2026-01-26")
    february = course("physical_therapy", first_visit="2026-02-02", visits=4)
    made = scenario(limits=[limit(2, per="month", used=1)])
    both, earlier = over_the_limit({**made, "care": [january, february]}, None)
    assert both == 2
    later, _ = over_the_limit({**made, "care": [february]}, earlier)
    assert later == 3


def test_a_limit_that_comes_into_reach_is_asked_about():
    """Four visits cannot use up a limit of five, so nobody asks whether they count; eight can."""
    made = scenario(
        terms={"deductible": "first", "coinsurance": "0.20"},
        deductible={"person": "150.00"},
        limits=[limit(5, deductible_visits_count={"unknown": True})],
    )
    few, earlier = over_the_limit({**made, "care": [{**made["care"][0], "visits": 4}]}, None)
    assert few == 0
    _, answered = over_the_limit({**made, "care": [{**made["care"][0], "visits": 8}]}, earlier)
    ends = answered.result.ends("visits_over_limit")
    assert [run.figures["visits_over_limit"].value for run in ends] == [2, 3]
