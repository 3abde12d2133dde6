"""The way of a denial with its clocks: who has how long, one after the other, drawn along the months of an example."""

from calendar import monthrange
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from attrs import frozen

from build_scripts.pictures.drawing import WIDTH, WrongExample, drawn, share_of, table_of
from build_scripts.reference import figure_text
from calculators.parameters import NotLoaded, Value, all_series, look_up
from calculators.presentation.wording import MONTHS

LEFT, RIGHT = 2, WIDTH - 2
HEADING, BAR, GAP = 20, 22, 16
# The months along the way are named at every so many.
EVERY = 3
# The shortest clock stays visible.
NARROWEST = 4


@frozen
class Clock:
    """How long one side has, as the law of a day says it."""

    text: str
    verified: bool


@frozen
class Step:
    """One side's turn: how long it has, from which day to which in the example, and where it is drawn."""

    who: str
    what: str
    says: str
    time: Clock
    after_care: Clock | None
    urgent: Clock | None
    since: date
    until: date
    x: int
    width: int
    y: int

    @property
    def days(self) -> int:
        """How many days it lasts in the example."""
        return (self.until - self.since).days


def _value(series: str, on: date) -> Value:
    if series not in all_series():
        raise WrongExample(f"denial-clocks: no series is called “{series}”.")
    found = look_up(series, on)
    if isinstance(found, NotLoaded):
        raise WrongExample(f"denial-clocks: {series} holds nothing for {on}.")
    return found


def _clock(series: str | None, on: date) -> Clock | None:
    if series is None:
        return None
    value = _value(series, on)
    return Clock(figure_text(value), value.verified == "official")


def end_of(since: date, value: Value) -> date:
    """Return the last day of a clock that starts on a day; a month ends on its last day at the latest."""
    if value.unit == "days":
        return since + timedelta(days=value.amount)
    if value.unit == "months":
        years, month = divmod(since.month - 1 + value.amount, 12)
        year = since.year + years
        return date(year, month + 1, min(since.day, monthrange(year, month + 1)[1]))
    raise WrongExample(f"denial-clocks draws days and months, not {value.unit}.")


def steps_of(given: Mapping[str, Any]) -> Sequence[Step]:
    """Return the turns of an example, each taking all of its time."""
    starts, turns = given["asked"], []
    for turn in given["steps"]:
        until = end_of(starts, _value(turn["time"], starts))
        turns.append((turn, starts, until))
        starts = until
    begin, whole = given["asked"], (starts - given["asked"]).days
    steps = []
    for place, (turn, since, until) in enumerate(turns):
        x = LEFT + share_of(RIGHT - LEFT, (since - begin).days, whole)
        end = LEFT + share_of(RIGHT - LEFT, (until - begin).days, whole)
        time = _clock(turn["time"], since)
        assert time
        steps.append(
            Step(
                turn["who"],
                turn["what"],
                turn["from"],
                time,
                _clock(turn.get("after_care"), since),
                _clock(turn.get("urgent"), since),
                since,
                until,
                x,
                max(NARROWEST, end - x),
                HEADING + place * (HEADING + BAR + GAP),
            )
        )
    return tuple(steps)


def _ticks(begin: date, end: date) -> Sequence[tuple[str, int]]:
    """Return the first days of months along the way, with where they stand."""
    ticks = []
    for number in range(begin.year * 12 + begin.month, end.year * 12 + end.month, EVERY):
        day = date(number // 12, number % 12 + 1, 1)
        x = LEFT + share_of(RIGHT - LEFT, (day - begin).days, (end - begin).days)
        ticks.append((MONTHS[day.month - 1], x))
    return tuple(ticks)


def picture(given: Mapping[str, Any] | None = None) -> str:
    """Return the picture of a denial, or of the example, as a `figure` element."""
    given = given or table_of("denial-clocks")
    steps = steps_of(given)
    begin, end = steps[0].since, steps[-1].until
    return drawn(
        "denial-clocks",
        steps=steps,
        begin=begin,
        end=end,
        days=(end - begin).days,
        yours=sum(step.days for step in steps if step.who == "you"),
        elsewhere=[(other["what"], _clock(other["time"], begin)) for other in given["elsewhere"]],
        ticks=_ticks(begin, end),
        left=LEFT,
        right=RIGHT,
        bar=BAR,
        base=len(steps) * (HEADING + BAR + GAP) - GAP + 8,
        height=len(steps) * (HEADING + BAR + GAP) + 18,
    )
