"""The chart of a year: what care costs each month, in bars stacked by part. Geometry only; the template draws it."""

from collections.abc import Mapping, Sequence
from datetime import date

from attrs import frozen

from calculators.presentation import wording

WIDTH, HEIGHT = 640, 360
LEFT, RIGHT, TOP, BOTTOM = 100, 8, 40, 40
WIDEST_BAR = 72
STEPS_OF_SCALE = (1, 2, 5)


@frozen
class MonthPaid:
    """What is paid in one calendar month, in cents: the premium, and care by part; and how many visits there were."""

    year: int
    month: int
    premium: int
    parts: Mapping[str, int]
    visits: int


@frozen
class Mark:
    """Something that happens on a day of the year: what it is, in words."""

    day: date
    words: str


@frozen
class Block:
    """One part of one month's bar."""

    part: str
    x: int
    y: int
    width: int
    height: int


@frozen
class Month:
    """One month: its label, its amounts in cents, where its bar stands, and the numbers of its marks."""

    label: str
    short: str
    paid: MonthPaid
    care: int
    middle: int
    top: int
    blocks: Sequence[Block]
    marks: Sequence[int]


@frozen
class Tick:
    """One line of the scale."""

    label: str
    y: int


@frozen
class Chart:
    """Everything the template needs to draw the chart and its table twin."""

    months: Sequence[Month]
    ticks: Sequence[Tick]
    parts: Sequence[str]
    marks: Sequence[Mark]
    dearest: Month | None
    premiums: bool
    width: int = WIDTH
    height: int = HEIGHT
    left: int = LEFT
    top: int = TOP
    right: int = WIDTH - RIGHT
    base: int = HEIGHT - BOTTOM


def scale(most: int, unit: int = 100) -> tuple[int, int]:
    """Return the step between ticks and the top of a scale with three to five round steps, each at least one unit."""
    while True:
        for factor in STEPS_OF_SCALE:
            step = unit * factor
            if most <= 5 * step:
                return step, max(1, -(-most // step)) * step
        unit *= 10


def month_chart(paid: Sequence[MonthPaid], parts: Sequence[str], marks: Sequence[Mark]) -> Chart:
    """Lay out what is paid for care in each month, with the marks of what happens when."""
    marks = sorted(marks, key=lambda mark: mark.day)
    totals = [sum(month.parts.values()) for month in paid]
    step, top_of_scale = scale(max(totals, default=0))
    base, room = HEIGHT - BOTTOM, HEIGHT - BOTTOM - TOP
    slot = (WIDTH - LEFT - RIGHT) // max(1, len(paid))
    width = min(WIDEST_BAR, slot * 7 // 10)

    def height_of(cents: int) -> int:
        return cents * room // top_of_scale

    months = []
    for place, (month, total) in enumerate(zip(paid, totals, strict=True)):
        middle = LEFT + slot * place + slot // 2
        blocks, stacked = [], 0
        for part in parts:
            low, high = height_of(stacked), height_of(stacked + month.parts.get(part, 0))
            stacked += month.parts.get(part, 0)
            if high > low:
                blocks.append(Block(part, middle - width // 2, base - high, width, high - low))
        months.append(
            Month(
                label=wording.month(month.year, month.month),
                short=wording.MONTHS[month.month - 1],
                paid=month,
                care=total,
                middle=middle,
                top=base - height_of(stacked),
                blocks=tuple(blocks),
                marks=tuple(
                    number
                    for number, mark in enumerate(marks, 1)
                    if (mark.day.year, mark.day.month) == (month.year, month.month)
                ),
            )
        )
    ticks = tuple(
        Tick(wording.money_in_prose(amount), base - height_of(amount)) for amount in range(0, top_of_scale + 1, step)
    )
    dearest = max(months, key=lambda month: month.care, default=None)
    return Chart(
        months=tuple(months),
        ticks=ticks,
        parts=parts,
        marks=tuple(marks),
        dearest=dearest if dearest and dearest.care else None,
        premiums=any(month.premium for month in paid),
    )
