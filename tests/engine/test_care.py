"""Planned care unfolds into dated visits."""

from datetime import date

import pytest
from scenarios import computed, limit, scenario

from calculators.coverage.adjudication import charge_for
from calculators.coverage.care import PlannedCare, unfold


def course(frequency, visits, first=date(2026, 7, 6)):
    return PlannedCare("me", "physical_therapy", visits, first, frequency, 15000)


@pytest.mark.parametrize(
    ("frequency", "days"),
    [
        ("5_a_week", [6, 7, 8, 9, 10, 13]),
        ("4_a_week", [6, 7, 9, 10, 13, 14]),
        ("3_a_week", [6, 8, 10, 13, 15, 17]),
        ("2_a_week", [6, 9, 13, 16, 20, 23]),
        ("1_a_week", [6, 13, 20, 27]),
        ("every_2_weeks", [6, 20]),
        ("daily", [6, 7, 8]),
    ],
)
def test_dates_in_july(frequency, days):
    assert [day.day for day in course(frequency, len(days)).dates()] == days


def test_every_4_weeks():
    assert list(course("every_4_weeks", 3).dates()) == [date(2026, 7, 6), date(2026, 8, 3), date(2026, 8, 31)]


def test_every_12_weeks():
    # 84 days after July 6 is September 28.
    assert list(course("every_12_weeks", 2).dates()) == [date(2026, 7, 6), date(2026, 9, 28)]


def test_charge_is_the_billed_amount_or_else_the_allowed_one():
    (visit,) = unfold([course("1_a_week", 1)])
    assert charge_for(visit, 15000) == 15000
    (billed,) = unfold([PlannedCare("me", "physical_therapy", 1, date(2026, 7, 6), "1_a_week", 15000, 21000)])
    assert charge_for(billed, 15000) == 21000


def test_nothing_planned_unfolds_into_nothing():
    assert unfold([course("1_a_week", 0)]) == []


def not_evaluated(care, terms=None, **plan):
    result = computed(scenario(care={"visits": 2} | care, terms=terms, **plan))
    return [message.values for message in result.messages if message.id == "evaluation.none"]


def test_a_rule_for_evaluations_without_an_evaluation_is_said_to_have_had_no_effect():
    told = [{"service": "physical_therapy"}]
    own_copay, no_count = {"copay": "30.00", "evaluation_copay": "60.00"}, [limit(1, evaluation_counts=False)]
    assert not_evaluated({}, own_copay) == told
    assert not_evaluated({}, limits=no_count) == told
    assert not_evaluated({"evaluation_allowed": "100.00"}, own_copay, limits=no_count) == []
    assert not_evaluated({}, limits=[limit(1, evaluation_counts=True)]) == []
    assert not_evaluated({"visits": 0}, own_copay) == []
