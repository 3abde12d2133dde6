"""What a second payer pays, by hand and by others' vectors."""

import pytest

from calculators.coverage.step import Step
from calculators.two_plans.methods import (
    carve_out,
    equal_share,
    fills_what_is_left,
    maintenance_of_benefits,
    medicaid_ceiling,
    medicaid_lower_of,
    medicare_by_fee_schedule,
    medicare_ceiling,
    medicare_institutional,
    standard,
    with_reserve,
)


def step(dollars):
    return Step("given.amount", round(dollars * 100))


def pays(function, *dollars):
    return function(*[step(amount) for amount in dollars]).amount / 100


@pytest.mark.parametrize(
    ("normal", "allowable", "paid", "expected"),
    [
        # Allowed 100, both plans at 80 percent.
        (80, 100, 80, 20),
        # Open Dental: 110 at 80 percent after 80 of 100; by its own fee, then by the first plan's.
        (88, 110, 80, 30),
        (88, 100, 80, 20),
        (72, 90, 80, 10),
        (55, 110, 50, 55),
        (45, 90, 50, 40),
        (45, 100, 50, 45),
        # A normal benefit that is smaller than the rest, and a first plan that paid more than the allowable expense.
        (10, 100, 50, 10),
        (80, 90, 95, 0),
    ],
)
def test_standard(normal, allowable, paid, expected):
    assert pays(standard, normal, allowable, paid) == expected


def test_a_reserve_pays_what_the_normal_benefit_would_leave():
    assert pays(with_reserve, 40, 60, 100, 0) == 100
    assert pays(with_reserve, 40, 25, 100, 0) == 65
    assert pays(with_reserve, 80, 500, 100, 80) == 20


def test_maintenance_of_benefits_is_never_above_the_normal_benefit():
    # Dentrix: 125 at 75 percent after 75: 75 percent of 50.
    assert pays(maintenance_of_benefits, 93.75, 37.50) == 37.50
    assert pays(maintenance_of_benefits, 30, 37.50) == 30


@pytest.mark.parametrize(
    ("normal", "paid", "expected"),
    # Dentrix; the crown of 500 at 50 and 80 percent; 80 after 80; the crown of 1,200 at 50 and 75 percent.
    [(93.75, 75, 18.75), (400, 250, 150), (64, 80, 0), (900, 600, 300)],
)
def test_carve_out(normal, paid, expected):
    assert pays(carve_out, normal, paid) == expected


@pytest.mark.parametrize(
    ("amounts", "expected"),
    # Charge, what Medicare pays alone, its fee, the first plan's allowed amount and payment.
    [
        # 42 CFR 411.33(b).
        ((175, 100, 125, 150, 120), 30),
        # Noridian's, the third with an amount that the supplier must accept.
        ((500, 300, 375, 500, 400), 100),
        ((300, 200, 250, 200, 160), 90),
        ((200, 200, 250, 200, 160), 40),
        ((150, 16, 120, 150, 120), 16),
    ],
)
def test_medicare_by_fee_schedule(amounts, expected):
    assert pays(medicare_by_fee_schedule, *amounts) == expected


@pytest.mark.parametrize(
    ("charge", "own_parts", "gross", "paid", "expected"),
    # 42 CFR 411.33(f)(1) and (3).
    [(2800, 520, 2700, 2360, 340), (1280, 269.60, 1048, 1024, 24)],
)
def test_medicare_for_an_institution(charge, own_parts, gross, paid, expected):
    assert pays(medicare_institutional, charge, own_parts, gross, paid) == expected


@pytest.mark.parametrize(
    ("amounts", "expected"),
    # Rate, owed in all, paid before, copay. A billing handbook's, then Open Dental's two; a copay is part of the rate.
    [
        ((90, 100, 80, 0), 10),
        ((20, 70, 35, 0), 0),
        ((30, 40, 20, 0), 10),
        ((90, 85, 80, 0), 5),
        ((60, 100, 50, 4), 6),
        ((60, 100, 58, 4), 0),
    ],
)
def test_medicaid_lower_of(amounts, expected):
    assert pays(medicaid_lower_of, *amounts) == expected


def test_tricare_fills_what_is_left():
    fill = lambda *amounts: fills_what_is_left("tricare.for_life", *amounts)  # noqa: E731 - the rule is the same in each
    assert pays(fill, 60, 100, 80) == 20
    assert pays(fill, 10, 100, 80) == 10


def test_equal_shares():
    assert equal_share(step(80), step(100), Step("given.sharers", 2)).amount == 5000
    assert equal_share(step(30), step(100), Step("given.sharers", 2)).amount == 3000


@pytest.mark.parametrize(("own_parts", "paid", "expected"), [(25, 120, 0), (269.60, 100, 169.60)])
def test_the_most_a_patient_owes_with_medicare_second(own_parts, paid, expected):
    assert pays(medicare_ceiling, own_parts, paid) == pytest.approx(expected)


@pytest.mark.parametrize(("copay", "rate", "paid", "expected"), [(4, 60, 80, 0), (4, 60, 50, 4), (4, 60, 58, 2)])
def test_the_most_a_patient_owes_with_medicaid(copay, rate, paid, expected):
    assert pays(medicaid_ceiling, copay, rate, paid) == expected
