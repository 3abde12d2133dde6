"""A comparison as JSON and as CSV."""

import csv
import io
from collections.abc import Mapping, Sequence
from typing import Any

from calculators import __version__
from calculators.compare_plans.compute import Comparison
from calculators.compare_plans.curves import Curve
from calculators.compare_plans.scenario import VERSION, ComparePlans
from calculators.compare_plans.standing import Ends
from calculators.declaration import money_as_written
from calculators.presentation.as_csv import safe_cell
from calculators.presentation.as_json import (
    Steps,
    figure_as_json,
    line_as_json,
    message_as_json,
    parameter_as_json,
    question_as_json,
    rule_as_json,
    rules_of,
)
from calculators.rules import Rule, all_rules

NAME = "compare-plans"


def rules_used(result: Comparison) -> Sequence[Rule]:
    """Return the rules with a source that any plan's year used, by their ids."""
    used = {rule for answer in result.answers for rule in rules_of(answer.result)}
    return [all_rules()[rule] for rule in sorted(used)]


def result_json(scenario: ComparePlans, result: Comparison) -> Mapping[str, Any]:  # noqa: ARG001 - as every calculator
    """Return the result as JSON values: figures by plan, ledgers plan by plan, the order, and the curves."""
    steps = Steps()
    figures = {
        f"plans.{answer.id}.{name}": figure_as_json(answer.result, name, steps)
        for answer in result.answers
        for name in answer.result.names
    }
    for curve in result.curves:
        for one in reversed(curve.break_evens):
            written = money_as_written(one.at) if curve.unit == "USD" else str(one.at)
            key = f"break_even.{'visits' if curve.unit == 'visits' else 'bill'}.{one.cheaper}.{one.than}"
            figures[key] = {"value": written, "unit": curve.unit, "steps": []}
    ledgers: dict[str, list[dict[str, Any]]] = {"ledger": []}
    for answer in result.answers:
        low, high = answer.result.low, answer.result.high
        for name, run in (("ledger", low), *([("ledger_high", high)] if low is not high else [])):
            lines = (line_as_json(number, line, steps) for number, line in enumerate(run.lines, 1))
            ledgers.setdefault(name, []).extend({"plan": answer.id, **line} for line in lines)
    return {
        "calculator": NAME,
        "version": VERSION,
        "engine": __version__,
        "outcome": result.outcome,
        "figures": figures,
        "order": [answer.id for answer in result.answers],
        "about_the_same": list(result.same_as_first),
        "never_cheapest": list(result.never_cheapest),
        "regrets": {plan: _written(ends) for plan, ends in sorted(result.regrets.items())},
        "must_haves": {
            plan: {name: {True: "met", False: "missed", None: "unknown"}[has] for name, has in found.items()}
            for plan, found in result.must_haves.items()
        },
        "curves": {key: _curve_as_json(c) for key, c in (("visits", result.visits), ("bill", result.bill)) if c},
        **ledgers,
        "messages": [
            *(message_as_json(message) for message in result.messages),
            *({"plan": a.id, **message_as_json(message)} for a in result.answers for message in a.result.messages),
        ],
        "unknowns": [
            {"plan": answer.id, **question_as_json(question, answer.result)}
            for answer in result.answers
            for question in answer.result.questions
        ],
        "rules": [rule_as_json(rule.id) for rule in rules_used(result)],
        "parameters": [
            {"plan": answer.id, **parameter_as_json(used)}
            for answer in result.answers
            for used in answer.result.parameters
        ],
        "steps": steps.written,
    }


def _written(ends: Ends) -> Mapping[str, str]:
    return dict(zip(("low", "high"), map(money_as_written, ends), strict=True))


def _curve_as_json(curve: Curve) -> Mapping[str, Any]:
    def care(amount: int) -> str:
        return str(amount) if curve.unit == "visits" else money_as_written(amount)

    return {
        "unit": curve.unit,
        "person": curve.person,
        "service": curve.service,
        "planned": care(curve.planned),
        "plans": {
            plan: [{"at": care(place), **_written(ends)} for place, ends in sorted(points.items())]
            for plan, points in sorted(curve.points.items())
        },
        "break_evens": [{"at": care(o.at), "cheaper": o.cheaper, "than": o.than} for o in curve.break_evens],
        "cheapest": [{"first": care(s.first), "last": care(s.last), "plans": list(s.plans)} for s in curve.stretches],
        "left_out": list(curve.left_out),
    }


_COLUMNS = (
    "total",
    "premium",
    "patient_pays",
    "account_money",
    "most_you_could_pay",
    "outlook.good.total",
    "outlook.bad.total",
    "outlook.worst.total",
    "visits_covered",
    "visits_over_limit",
)


def result_csv(scenario: ComparePlans, result: Comparison) -> str:  # noqa: ARG001 - as every calculator
    """Return the comparison as CSV, a line a plan; a range has its highest value in a column of its own."""
    text = io.StringIO()
    table = csv.writer(text, lineterminator="\r\n")
    ends = [f"{name}{end}" for name in (*_COLUMNS, "regret") for end in ("", "_high")]
    table.writerow(["plan", "name", "outcome", *ends])
    for answer in result.answers:
        cells: list[str] = []
        for name in _COLUMNS:
            cells += _cells(answer.ends(name), money=not name.startswith("visits"))
        cells += _cells(result.regrets.get(answer.id), money=True)
        table.writerow([safe_cell(answer.id), safe_cell(answer.plan.name), answer.result.outcome, *cells])
    return text.getvalue()


def _cells(ends: Ends | None, *, money: bool) -> Sequence[str]:
    if ends is None:
        return "", ""
    low, high = (money_as_written(value) if money else str(value) for value in ends)
    return low, "" if low == high else high
