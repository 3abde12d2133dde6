"""Policies that pay fixed amounts: by hand."""

from datetime import date

import pytest

from calculators.coverage.care import PlannedCare, unfold
from calculators.two_plans.cash import Cash, cash_paid, visits_to_break_even

# Ten visits, once a week from January 5, 2026; the sixth is on February 9.
VISITS = unfold([PlannedCare("me", "physical_therapy", 10, date(2026, 1, 5), "1_a_week", 10000)])


@pytest.mark.parametrize(
    ("policy", "accident", "paid"),
    [
        (Cash(5000, 20000), False, 50000),
        (Cash(5000, 20000, most_visits=6), False, 30000),
        (Cash(5000, 20000, pays_from=date(2026, 2, 9)), False, 25000),
        (Cash(5000, 20000, most_visits=3, pays_from=date(2026, 2, 9)), False, 15000),
        (Cash(5000, 20000, accident_only=True), False, 0),
        (Cash(5000, 20000, accident_only=True), True, 50000),
    ],
)
def test_what_a_policy_pays(policy, accident, paid):
    assert cash_paid(policy, VISITS, accident=accident).amount == paid


@pytest.mark.parametrize(
    ("policy", "visits"),
    [
        (Cash(5000, 20000), 4),
        (Cash(5000, 20100), 5),
        (Cash(5000, 20100, most_visits=4), None),
        (Cash(0, 20000), None),
        (Cash(5000, 0), 0),
    ],
)
def test_from_how_many_visits_it_pays_off(policy, visits):
    step = visits_to_break_even(policy)
    assert (step and step.amount) == visits
