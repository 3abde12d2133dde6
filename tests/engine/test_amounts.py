"""A year answered by way of an earlier one: what must not be taken over from it."""

from scenarios import ANNUAL_COST, course, limit, scenario

from calculators.household.amounts import compute_amounts


def over_the_limit(made, earlier):
    """How many visits are over the limit, and the answer, by way of an earlier one."""
    answered = compute_amounts(ANNUAL_COST.read(made), earlier)
    return answered.result.low.figures["visits_over_limit"].value, answered


def counters(answered):
    """What stands in the counters after each line."""
    return [{key: step.amount for key, step in line.after.amounts.items()} for line in answered.result.low.lines]


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


def test_what_counts_in_a_stay_counts_under_its_course_as_it_is_now():
    """A course is told apart by the number of its visits too, and so are its stays."""
    made = scenario(limits=[limit(1, per="stay")], care={"visits": 2})
    longer = scenario(limits=[limit(1, per="stay")], care={"visits": 3})
    _, earlier = over_the_limit(made, None)
    _, edited = over_the_limit(longer, earlier)
    _, from_scratch = over_the_limit(longer, None)
    assert counters(edited) == counters(from_scratch)
