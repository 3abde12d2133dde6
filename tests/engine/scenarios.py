"""Scenarios for tests, in the canonical form, each with only what it is about."""

from copy import deepcopy
from typing import Any

from calculators.catalogue import CALCULATORS
from calculators.coverage.result import Result

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
        **rest,
    }


def computed(given: dict[str, Any]) -> Result:
    return ANNUAL_COST.compute(ANNUAL_COST.read(given))


def dollars(result: Result, name: str) -> float | tuple[float, float]:
    """A figure in whole and hundredths of dollars for reading; both ends where it is a range."""
    low, high = (run.figures[name].value for run in result.ends(name))
    return low / 100 if low == high else (low / 100, high / 100)


def lines_of(result: Result, *parts: str) -> list[tuple[int, ...]]:
    """The chosen parts of each ledger line, in cents."""
    return [tuple(line.part(part).amount for part in parts) for line in result.low.lines]
