"""The four checks of the page on other calculators: the answers that stand there, worked out by hand there."""

import pytest
from scenarios import computed, dollars, limit, person, scenario

COPAY_AFTER = {"deductible": "first", "copay": "40.00"}


@pytest.mark.parametrize(
    ("terms", "pays"),
    [
        ({"copay": "40.00"}, 1600),
        (COPAY_AFTER, (1940, 1980)),
        (COPAY_AFTER | {"copay_when_visit_meets_deductible": False}, 1940),
        (COPAY_AFTER | {"copay_when_visit_meets_deductible": True}, 1980),
    ],
)
def test_40_visits_with_a_copay(terms, pays):
    assert dollars(computed(scenario(terms=terms, deductible=person("500.00"))), "patient_pays") == pays


def test_two_rates_in_one_plan():
    made = scenario(
        care={"visits": 10},
        terms={"coinsurance": "0.20"},
    )
    made["plan"]["terms"].append({"service": "advanced_imaging", "coinsurance": "0.50"})
    made["care"].append(
        {
            "person": "me",
            "service": "advanced_imaging",
            "visits": 1,
            "first_visit": "2026-02-02",
            "frequency": "1_a_week",
            "allowed": "1000.00",
        }
    )
    assert dollars(computed(made), "patient_pays") == 800


def test_a_limit_of_20_with_40_needed():
    made = scenario(care={"unpaid_visits": "contract_rate"}, terms={"copay": "40.00"}, limits=[limit(20)])
    result = computed(made)
    assert dollars(result, "visits_covered") == 0.20
    assert dollars(result, "visits_over_limit") == 0.20
    assert dollars(result, "patient_pays") == 3800


@pytest.mark.parametrize(("place", "pays"), [("not_applied", 35), ("first", 150)])
def test_a_copay_before_or_after_the_deductible(place, pays):
    made = scenario(care={"visits": 1}, terms={"deductible": place, "copay": "35.00"}, deductible=person("500.00"))
    assert dollars(computed(made), "patient_pays") == pays
