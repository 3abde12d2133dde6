"""Plan years start in any month, and what falls outside is refused with the days named."""

from datetime import date

import pytest
from scenarios import ANNUAL_COST, computed, scenario

from calculators.declaration import Invalid


@pytest.mark.parametrize(
    ("starts", "ends"),
    [
        ("2026-01-01", date(2026, 12, 31)),
        ("2026-07-01", date(2027, 6, 30)),
        ("2026-03-15", date(2027, 3, 14)),
        ("2027-03-01", date(2028, 2, 29)),
        ("2028-02-29", date(2029, 2, 28)),
    ],
)
def test_plan_year_ends(starts, ends):
    made = scenario(care={"first_visit": starts, "visits": 1}, starts=starts)
    assert ANNUAL_COST.read(made).plan.ends == ends


def problem(made):
    with pytest.raises(Invalid) as invalid:
        ANNUAL_COST.read(made)
    (found,) = invalid.value.problems
    return found


def test_july_to_june():
    result = computed(scenario(care={"first_visit": "2026-07-06"}, starts="2026-07-01"))
    assert result.low.lines[-1].visit.date == date(2026, 11, 19)


def test_first_visit_before_the_plan_year():
    found = problem(scenario(care={"first_visit": "2026-06-30"}, starts="2026-07-01"))
    assert (found.path, found.reason) == ("care.0.first_visit", "date.before_plan_year")
    assert found.values == {"starts": "7/1/2026", "ends": "6/30/2027"}


def test_first_visit_after_the_plan_year():
    found = problem(scenario(care={"first_visit": "2027-07-01"}, starts="2026-07-01"))
    assert (found.path, found.reason) == ("care.0.first_visit", "date.after_plan_year")


def test_visits_that_run_past_the_plan_year():
    # Mondays and Thursdays from November 2 to December 31: 18 visits.
    found = problem(scenario(care={"first_visit": "2026-11-02"}))
    assert (found.path, found.reason) == ("care.0.visits", "visits.after_plan_year")
    assert found.values["fit"] == 18
