"""A year with a visit limit: which visits the plan helps with, which not, and the day on which the limit is reached."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from itertools import groupby
from typing import Any

from attrs import frozen

from build_scripts.pictures.drawing import WIDTH, WrongExample, answered, drawn, scenario_of
from calculators.presentation.wording import MONTHS, service_within

LEFT, RIGHT, TOP = 38, WIDTH - 2, 2
ROW, CELL, PITCH = 31, 26, 29


@frozen
class Cell:
    """One visit: its number in the year, its day, whether the plan covers it, and where it stands in its month."""

    number: int
    day: date
    covered: bool
    last_covered: bool
    x: int


@frozen
class MonthRow:
    """One month of the plan year with its visits."""

    label: str
    y: int
    cells: Sequence[Cell]


@frozen
class Stretch:
    """Visits one after another that cost the same: the first and the last of them, and what is paid for each. Cents."""

    first: int
    last: int
    since: date
    until: date
    covered: bool
    you: int
    plan: int

    @property
    def visits(self) -> int:
        """How many they are."""
        return self.last - self.first + 1


def stretches_of(lines: Sequence[Any]) -> Sequence[Stretch]:
    """Return the visits of a year, those that cost the same together."""
    found = []
    numbered = enumerate(lines, 1)
    for (outcome, you, plan), group in groupby(
        numbered, key=lambda pair: (pair[1].outcome, pair[1].patient_pays, pair[1].plan_paid.amount)
    ):
        visits = list(group)
        (first, earliest), (last, latest) = visits[0], visits[-1]
        found.append(Stretch(first, last, earliest.visit.date, latest.visit.date, outcome == "covered", you, plan))
    return tuple(found)


def _rows(first_day: date, lines: Sequence[Any], last_covered: int) -> Sequence[MonthRow]:
    months = [
        ((first_day.year * 12 + first_day.month - 1 + place) // 12, (first_day.month - 1 + place) % 12 + 1)
        for place in range(12)
    ]
    numbered = list(enumerate(lines, 1))
    by_month = {
        month: [(number, line) for number, line in numbered if (line.visit.date.year, line.visit.date.month) == month]
        for month in months
    }
    pitch = min(PITCH, (RIGHT - LEFT) // max(1, *(len(visits) for visits in by_month.values())))
    if pitch < CELL:
        raise WrongExample("The example of visit-limit-year has too many visits in one month to draw each of them.")
    return tuple(
        MonthRow(
            MONTHS[month[1] - 1],
            TOP + ROW * place,
            tuple(
                Cell(number, line.visit.date, line.outcome == "covered", number == last_covered, LEFT + pitch * column)
                for column, (number, line) in enumerate(by_month[month])
            ),
        )
        for place, month in enumerate(months)
    )


def picture(given: Mapping[str, Any] | None = None) -> str:
    """Return the picture of a scenario, or of the example, as a `figure` element."""
    scenario, result = answered(given or scenario_of("visit-limit-year"))
    lines = result.low.lines
    covered = [number for number, line in enumerate(lines, 1) if line.outcome == "covered"]
    over = [line for line in lines if line.outcome == "over_limit"]
    if not covered or not over or len(covered) + len(over) != len(lines) or covered[-1] != len(covered):
        raise WrongExample("The example of visit-limit-year needs visits within a limit, and then visits over it.")
    limit = scenario.plan.limits[0]
    stretches = stretches_of(lines)
    rows = _rows(scenario.plan.starts, lines, covered[-1])
    return drawn(
        "visit-limit-year",
        rows=rows,
        stretches=stretches,
        limit=limit,
        service=service_within(lines[0].visit.service),
        visits=len(lines),
        covered=len(covered),
        over=len(over),
        reached=lines[covered[-1] - 1].visit.date,
        first_over=over[0].visit.date,
        you=sum(line.patient_pays for line in lines),
        you_over=sum(line.patient_pays for line in over),
        plan_pays=sum(line.plan_paid.amount for line in lines),
        again=scenario.plan.ends + timedelta(days=1) if limit.per == "plan_year" else None,
        left=LEFT,
        right=RIGHT,
        cell=CELL,
        row=ROW,
        height=TOP + ROW * len(rows) + 28,
    )
