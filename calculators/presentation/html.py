"""Templates: one environment for all of them, autoescaping and strict."""

from collections.abc import Iterator, Sequence
from functools import cache
from importlib.resources import files
from typing import Any

from attrs import frozen
from jinja2 import Environment, FunctionLoader, StrictUndefined

from calculators import __version__
from calculators.coverage.adjudication import PATIENT_PARTS, Line
from calculators.coverage.result import Result, Run
from calculators.coverage.services import SERVICES
from calculators.coverage.step import Step
from calculators.declaration import money_as_written
from calculators.presentation import wording
from calculators.presentation.as_json import rules_of
from calculators.presentation.chart import Chart, month_chart
from calculators.rules import all_rules


def _source(name: str) -> str:
    return files("calculators").joinpath(name).read_text(encoding="utf-8")


@cache
def environment() -> Environment:
    """Return the environment of every template; a template's name is its path in this package."""
    made = Environment(
        autoescape=True,
        undefined=StrictUndefined,
        loader=FunctionLoader(_source),
        auto_reload=False,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters |= {
        "money": wording.money,
        "prose": wording.money_in_prose,
        "day": wording.day,
        "written": money_as_written,
    }
    made.globals |= {
        "label": lambda section, identifier: wording.catalogue()[section][identifier],
        "services": SERVICES,
        "figure_text": wording.figure_text,
        "figure_value": wording.figure_value,
        "message_text": wording.message_text,
        "question_text": wording.question_text,
        "answers_text": wording.answers_text,
        "engine_version": __version__,
    }
    return made


def render(template: str, **values: Any) -> str:
    """Render a template of this package, such as `annual_cost/result.html.j2`."""
    return environment().get_template(template).render(**values)


@frozen
class Stretch:
    """Visits one after another with the same amount: how a total is told in a few lines."""

    first: int
    last: int
    count: int
    amount: int
    subtotal: int


def stretches(lines: Sequence[Line], part: str) -> Iterator[Stretch]:
    """Yield the stretches of visits in which a part has one and the same amount, leaving out zero."""
    first = 1
    for number, line in enumerate(lines, 1):
        amount = line.part(part).amount
        if number < len(lines) and lines[number].part(part).amount == amount:
            continue
        if amount:
            count = number - first + 1
            yield Stretch(first, number, count, amount, count * amount)
        first = number + 1


@frozen
class Row:
    """One line of the visit ledger, ready to show."""

    number: int
    line: Line
    running: int
    reasons: Sequence[str]
    limit_reached: bool


@frozen
class Ledger:
    """The visit ledger of one run: its columns (only those in which something stands) and its rows."""

    key: str
    run: Run
    several_services: bool
    billed: bool
    parts: Sequence[str]
    rows: Sequence[Row]
    chart: Chart


def _reasons(line: Line) -> list[str]:
    steps: list[Step] = [line.part(name) for name in PATIENT_PARTS]
    told = [
        wording.step_text(step) for step in steps if step.amount or step.rule == "cost_sharing.copay_on_meeting_visit"
    ]
    if line.plan_paid.amount:
        told.append(wording.step_text(line.plan_paid))
    if line.write_off.amount:
        told.append(wording.step_text(line.write_off))
    return told


def ledger_of(key: str, run: Run) -> Ledger:
    """Prepare the ledger of a run."""
    rows = []
    running = 0
    reached = False
    for number, line in enumerate(run.lines, 1):
        running += line.patient_pays
        over = bool(line.over_limit.amount)
        rows.append(Row(number, line, running, _reasons(line), over and not reached))
        reached = reached or over
    return Ledger(
        key=key,
        run=run,
        several_services=len({line.visit.service for line in run.lines}) > 1,
        billed=any(line.write_off.amount for line in run.lines),
        parts=tuple(part for part in PATIENT_PARTS if any(line.part(part).amount for line in run.lines)),
        rows=rows,
        chart=month_chart(run.lines),
    )


def ledgers_of(result: Result) -> tuple[Ledger, ...]:
    """Prepare the ledger, or in a range those of both ends of the yearly total."""
    if result.low is result.high:
        return (ledger_of("year", result.low),)
    return ledger_of("low", result.low), ledger_of("high", result.high)


def result_values(result: Result) -> dict[str, Any]:
    """Return what every result template gets: the result, its ledgers and the rules it stands on."""
    return {
        "result": result,
        "ledgers": ledgers_of(result),
        "stretches": stretches,
        "rules": [all_rules()[identifier] for identifier in rules_of(result)],
        "parts": PATIENT_PARTS,
    }
