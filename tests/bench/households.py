"""Households of any size for measuring: four people under one family plan, and their scenarios as JSON values."""

from datetime import date, timedelta
from typing import Any

PEOPLE = ("alex", "blake", "casey", "drew")

# What each person uses, in turn: therapies that share a limit, a hospital's facility fee, visits with a copay.
_SERVICES = ("physical_therapy", "occupational_therapy", "speech_therapy", "primary_care")
_PRICES = (15_000, 13_250, 14_475, 11_999)

# A course has so many visits, or more where a person would have more courses than a scenario holds for each of four.
_COURSE, _MOST_COURSES_EACH = 50, 15


def _dollars(cents: int) -> str:
    return f"{cents // 100}.{cents % 100:02d}"


def family_plan() -> dict[str, Any]:
    """Return a plan with deductible, coinsurance, copays, limits and both family amounts, as a scenario holds it."""
    therapy = {"deductible": "first", "coinsurance": "0.20"}
    return {
        "id": "family",
        "name": "Family plan",
        "starts": "2026-01-01",
        "market": "large_group",
        "terms": [
            {"service": "physical_therapy", **therapy},
            {"service": "occupational_therapy", **therapy},
            {
                "service": "speech_therapy",
                "deductible": "first",
                "copay": "40.00",
                "copay_when_visit_meets_deductible": False,
            },
            {"service": "primary_care", "copay": "25.00"},
            {"service": "specialist", "copay": "50.00"},
            {"service": "x_ray", **therapy},
            {"service": "laboratory", **therapy},
        ],
        "limits": [
            {
                "id": "therapy",
                "quantity": 60,
                "services": ["physical_therapy", "occupational_therapy"],
                "per": "plan_year",
                "networks": "shared",
                "same_day_counts_once": False,
                "evaluation_counts": True,
                "deductible_visits_count": True,
                "telehealth_counts": True,
                "mental_health_exempt": False,
            },
        ],
        "deductible": {"person": "1500.00", "family": "3000.00"},
        "out_of_pocket_maximum": {"person": "6000.00", "family": "12000.00"},
        "premium": {"amount": "1200.00", "every": "month", "employer_pays": "900.00"},
        "one_copay_a_day": True,
    }


def household(visits: int, **changes: Any) -> dict[str, Any]:
    """Return a household of four people with so many visits each, in courses that lie within the plan year."""
    return {
        "calculator": "annual-cost",
        "version": 1,
        "people": [{"id": person} for person in PEOPLE],
        "care": [course for place in range(len(PEOPLE)) for course in _courses(place, visits)],
        "plan": family_plan(),
    } | changes


def _courses(place: int, visits: int) -> list[dict[str, Any]]:
    longest = max(_COURSE, -(-visits // _MOST_COURSES_EACH))
    begins = date(2026, 1, 5) + timedelta(days=place)
    return [
        {
            "person": PEOPLE[place],
            "service": _SERVICES[(place + number) % len(_SERVICES)],
            "visits": min(longest, visits - number * longest),
            "first_visit": (begins + timedelta(weeks=number % 12, days=number // 12)).isoformat(),
            "frequency": "2_a_week" if longest == _COURSE else "5_a_week",
            "allowed": _dollars(_PRICES[place] + number),
            "unpaid_visits": "contract_rate",
        }
        for number in range(-(-visits // longest))
    ]
