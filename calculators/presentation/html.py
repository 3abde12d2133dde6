"""Templates: one environment for all of them, autoescaping and strict."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from functools import cache
from importlib.resources import files
from itertools import groupby
from operator import itemgetter
from typing import Any

from attrs import frozen
from jinja2 import Environment, FunctionLoader, StrictUndefined

from calculators import __version__
from calculators.coverage.adjudication import PATIENT_PARTS, Line
from calculators.coverage.result import Result, Run
from calculators.coverage.services import SERVICES
from calculators.coverage.step import Step
from calculators.coverage.terms import NETWORKS
from calculators.declaration import money_as_written
from calculators.parameters.series import one_series
from calculators.presentation import wording
from calculators.presentation.as_json import rules_of
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
        "short_day": wording.short_day,
        "named_step": wording.named,
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
        "sentence": wording.sentence,
        "one_series": one_series,
        "engine_version": __version__,
    }
    return made


def render(template: str, **values: Any) -> str:
    """Render a template of this package, such as `annual_cost/result.html.j2`."""
    return environment().get_template(template).render(**values)


@frozen
class Stretch:
    """Visits one after another with the same amount: how a total is told in a few lines."""

    person: str
    service: str
    first: date
    last: date
    count: int
    amount: int

    @property
    def subtotal(self) -> int:
        """What they come to, in cents."""
        return self.count * self.amount


def stretches(lines: Sequence[Line], part: str) -> Iterator[Stretch]:
    """Yield a person's visits of a service in stretches in which a part has one and the same amount, without zeros."""
    courses: dict[tuple[str, str], list[tuple[date, int]]] = {}
    for line in lines:
        visit = line.visit
        courses.setdefault((visit.person, visit.service), []).append((visit.date, line.part(part).amount))
    for (person, service), visits in courses.items():
        for amount, same in groupby(visits, key=itemgetter(1)):
            days = [day for day, _ in same]
            if amount:
                yield Stretch(person, service, days[0], days[-1], len(days), amount)


@frozen
class Row:
    """One line of the visit ledger, ready to show: a text for each column, and how it came about."""

    number: int
    day: str
    cells: Sequence[str]
    reasons: str
    limit_reached: bool


@frozen
class Ledger:
    """The visit ledger of one run: its columns (only those in which something stands) and its rows."""

    key: str
    run: Run
    people: bool
    services: bool
    parts: Sequence[str]
    columns: Sequence[str]
    rows: Sequence[Row]


def _service(line: Line) -> str:
    name = SERVICES[line.visit.service]
    return wording.sentence("phrases", "evaluation", service=name) if line.visit.evaluation else name


def _outcome(line: Line) -> str:
    name = wording.catalogue()["outcomes"][line.outcome]
    return name if line.protected is None else wording.sentence("phrases", "protected", outcome=name)


# The columns that hold a text; all others hold amounts.
_TEXTS: Mapping[str, Callable[[Line, Mapping[str, str]], str]] = {
    "person": lambda line, names: names[line.visit.person],
    "service": lambda line, _: _service(line),
    "network": lambda line, _: NETWORKS[line.visit.course.network],
    "outcome": lambda line, _: _outcome(line),
}


def _amount(line: Line, column: str, running: int) -> int:
    match column:
        case "charge":
            return line.charge
        case "patient_pays":
            return line.patient_pays
        case "running":
            return running
    return line.part(column).amount


def _columns(lines: Sequence[Line]) -> Sequence[str]:
    """Return the columns between the date and the last one, by their id in the catalogue."""
    wanted = {
        "person": len({line.visit.person for line in lines}) > 1,
        "service": len({line.visit.service for line in lines}) > 1,
        "network": any(line.visit.course.network != "in" for line in lines),
        "outcome": any(line.outcome != "covered" or line.protected is not None for line in lines),
        "charge": any(line.charge != line.allowed.amount for line in lines),
        "allowed": True,
        **{part: any(line.part(part).amount for line in lines) for part in PATIENT_PARTS},
        "plan_paid": True,
        "write_off": any(line.write_off.amount for line in lines),
        "patient_pays": True,
        "running": True,
    }
    return tuple(name for name, there in wanted.items() if there)


def _reasons(line: Line) -> list[str]:
    steps: list[Step] = [line.part(name) for name in PATIENT_PARTS]
    told = [
        wording.step_text(step) for step in steps if step.amount or step.rule == "cost_sharing.copay_on_meeting_visit"
    ]
    if line.plan_paid.amount:
        told.append(wording.step_text(line.plan_paid))
    if line.write_off.amount:
        told.append(wording.step_text(line.write_off))
    if line.protected is not None:
        told.append(wording.step_text(line.protected))
    return told


def ledger_of(key: str, run: Run, names: Mapping[str, str]) -> Ledger:
    """Prepare the ledger of a run; `names` says what to call each person."""
    columns = _columns(run.lines)
    rows = []
    running = 0
    reached: set[str] = set()
    for number, line in enumerate(run.lines, 1):
        running += line.patient_pays
        over = line.outcome == "over_limit" and line.visit.person not in reached
        cells = [
            _TEXTS[column](line, names) if column in _TEXTS else wording.money(_amount(line, column, running))
            for column in columns
        ]
        rows.append(Row(number, wording.day(line.visit.date), cells, "\n".join(_reasons(line)), over))
        if over:
            reached.add(line.visit.person)
    return Ledger(
        key=key,
        run=run,
        people="person" in columns,
        services="service" in columns,
        parts=tuple(part for part in PATIENT_PARTS if part in columns),
        columns=columns,
        rows=rows,
    )


def ledgers_of(result: Result, names: Mapping[str, str]) -> tuple[Ledger, ...]:
    """Prepare the ledger, or in a range those of both ends of the yearly total."""
    if result.low is result.high:
        return (ledger_of("year", result.low, names),)
    return ledger_of("low", result.low, names), ledger_of("high", result.high, names)


def result_values(result: Result, names: Mapping[str, str]) -> dict[str, Any]:
    """Return what every result template gets: the result, its ledgers and the rules it stands on."""
    return {
        "result": result,
        "ledgers": ledgers_of(result, names),
        "names": names,
        "stretches": stretches,
        "rules": [all_rules()[identifier] for identifier in rules_of(result)],
        "parts": PATIENT_PARTS,
    }
