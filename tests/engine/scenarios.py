"""Scenarios for tests, in the canonical form, each with only what it is about."""

from copy import deepcopy
from typing import Any

import pytest

from calculators.catalogue import CALCULATORS
from calculators.coverage.result import Result
from calculators.declaration import Invalid

ANNUAL_COST = CALCULATORS["annual-cost"]

BASE = {
    "calculator": "annual-cost",
    "version": 1,
    "people": [{"id": "me"}],
    "care": [
        {
            "person": "me",
            "service": "physical_therapy",
            "visits": 40,
            "first_visit": "2026-01-05",
            "frequency": "2_a_week",
            "allowed": "150.00",
            "unpaid_visits": "contract_rate",
        }
    ],
    "plan": {
        "id": "plan",
        "name": "A plan",
        "starts": "2026-01-01",
        "terms": [{"service": "physical_therapy", "covered": True, "copay": "40.00"}],
        "limits": [],
        "deductible": {"person": "0.00"},
        "out_of_pocket_maximum": {"person": "none"},
        "premium": {"amount": "0.00", "every": "month", "employer_pays": "0.00"},
    },
}

UNKNOWN = {"unknown": True}


def scenario(*, care: dict[str, Any] | None = None, terms: dict[str, Any] | None = None, **plan: Any) -> dict[str, Any]:
    """The base scenario with its one course of care, its one set of terms and its plan changed."""
    made = deepcopy(BASE)
    made["care"][0] |= care or {}
    if terms is not None:
        made["plan"]["terms"] = [{"service": "physical_therapy", "covered": True} | terms]
    made["plan"] |= plan
    return made


def person(amount: str) -> dict[str, str]:
    return {"person": amount}


def limit(quantity: int, *services: str, **rest: Any) -> dict[str, Any]:
    return {
        "id": rest.pop("id", "therapy"),
        "quantity": quantity,
        "services": list(services or ("physical_therapy",)),
        "per": "plan_year",
        "deductible_visits_count": True,
        "same_day_counts_once": False,
        **rest,
    }


def course(service: str, **rest: Any) -> dict[str, Any]:
    """One visit of a service, changed as the test needs it."""
    return {
        "person": "me",
        "service": service,
        "visits": 1,
        "first_visit": "2026-01-05",
        "frequency": "1_a_week",
        "allowed": "100.00",
        "unpaid_visits": "contract_rate",
        **rest,
    }


def household(care: list[dict[str, Any]], terms: list[dict[str, Any]], **plan: Any) -> dict[str, Any]:
    """A scenario with this care, whoever is in it, and these terms."""
    made = scenario(**plan)
    made["people"] = [{"id": person} for person in sorted({row["person"] for row in care})]
    made["care"] = care
    made["plan"]["terms"] = terms
    return made


def computed(given: dict[str, Any]) -> Result:
    return ANNUAL_COST.compute(ANNUAL_COST.read(given))


def dollars(result: Result, name: str) -> float | tuple[float, float]:
    """A figure in whole and hundredths of dollars for reading; both ends where it is a range."""
    low, high = (run.figures[name].value for run in result.ends(name))
    return low / 100 if low == high else (low / 100, high / 100)


def lines_of(result: Result, *parts: str) -> list[tuple[int, ...]]:
    """The chosen parts of each ledger line, in cents."""
    return [tuple(line.part(part).amount for part in parts) for line in result.low.lines]


def problems_of(given: dict[str, Any]) -> dict[str, str]:
    """What is wrong with a scenario: path and reason."""
    with pytest.raises(Invalid) as invalid:
        ANNUAL_COST.read(given)
    return {problem.path: problem.reason for problem in invalid.value.problems}


def messages_of(result: Result) -> list[str]:
    """The ids of a result's messages."""
    return [message.id for message in result.messages]
