"""How the two plans calculator shows its answer."""

from typing import Any

from calculators.coverage.step import Step
from calculators.declaration import money_as_written
from calculators.presentation.as_json import Steps, accumulators_as_json, as_json
from calculators.two_plans.compute import TwoPlansResult
from calculators.two_plans.coordination import CoordinatedLine, Share
from calculators.two_plans.periods import Period
from calculators.two_plans.scenario import TwoPlans


def _order(period: Period, result: TwoPlansResult) -> dict[str, Any]:
    decision, order = period.decision, period.decision.order
    return {
        "from": period.since.isoformat(),
        "until": period.until.isoformat() if period.until else None,
        "outcome": decision.outcome,
        "places": [list(place) for place in order.places] if order else [],
        "rulings": [
            {"first": ruling.first, "second": ruling.second, "rule": ruling.rule}
            for ruling in (order.rulings or order.conflict if order else ())
        ],
        "apart": [{"coverage": stands.coverage, "rule": stands.rule} for stands in (order.apart if order else ())],
        "open": [result.money.facts[fact].path for fact in decision.facts],
        "confirm": {
            "facts": [result.money.facts[fact].path for fact in decision.confirm_facts],
            "rules": list(decision.confirm_rules),
        },
    }


def _order_figures(result: TwoPlansResult) -> dict[str, Any]:
    """Return what the day of the care's order is, as figures: ids in their order, and the days on which it holds."""
    now = result.periods[0]
    figures = {"order.outcome": {"value": now.decision.outcome, "unit": "outcome", "steps": []}}
    if (order := now.decision.order) and order.places:
        told = ", ".join(" = ".join(place) for place in order.places)
        figures["order"] = {"value": told, "unit": "coverages", "steps": []}
        if order.rulings:
            rules = ", ".join(ruling.rule for ruling in order.rulings)
            figures["order.rules"] = {"value": rules, "unit": "rules", "steps": []}
    if now.until is not None:
        figures["order.holds_until"] = {"value": now.until.isoformat(), "unit": "date", "steps": []}
    return figures


def _share(share: Share, steps: Steps) -> dict[str, Any]:
    alone = share.alone
    return {
        "coverage": share.coverage,
        "method": share.method,
        "alone": {
            "outcome": alone.outcome,
            "allowed": money_as_written(alone.allowed.amount),
            "deductible": money_as_written(alone.deductible.amount),
            "copay": money_as_written(alone.copay.amount),
            "coinsurance": money_as_written(alone.coinsurance.amount),
            "plan_paid": money_as_written(alone.plan_paid.amount),
        },
        "paid": money_as_written(share.paid.amount),
        "accumulators": accumulators_as_json(share.after),
        "steps": {"paid": steps.refer(share.paid)} if share.paid.amount else {},
    }


def line_as_json(number: int, line: CoordinatedLine, steps: Steps) -> dict[str, Any]:
    """Return a line of the coordinated ledger."""
    parts: dict[str, Step] = {"owed": line.owed, "patient_pays": line.left, "write_off": line.write_off}
    return {
        "visit": number,
        "date": line.visit.date.isoformat(),
        "person": line.visit.person,
        "service": line.visit.service,
        "charge": money_as_written(line.charge),
        "plan_paid": {share.coverage: money_as_written(share.paid.amount) for share in line.shares},
        **{name: money_as_written(step.amount) for name, step in parts.items()},
        "payers": [_share(share, steps) for share in line.shares],
        "steps": {name: steps.refer(step) for name, step in parts.items() if step.amount},
    }


def _outcome(result: TwoPlansResult) -> str:
    """Return how far the answer is decided: by the order first, then by the money."""
    order = result.periods[0].decision.outcome
    if order in ("not_loaded", "undecided"):
        return order
    money = result.money
    if money.undecided:
        return "undecided"
    return "range" if any(money.is_range(name) for name in money.runs[0].figures) else order


def result_json(scenario: TwoPlans, result: TwoPlansResult) -> dict[str, Any]:  # noqa: ARG001 - as every calculator
    """Return the result as JSON values."""
    written = dict(as_json(result.money, line_as_json))
    return {
        **written,
        "outcome": _outcome(result),
        "order": [_order(period, result) for period in result.periods],
        "figures": {**_order_figures(result), **written["figures"]},
    }
