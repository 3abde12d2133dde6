"""The chart of a year: what care costs each month, in bars stacked by part. Geometry only; the template draws it."""

from collections import defaultdict
from collections.abc import Sequence

from attrs import frozen

from calculators.coverage.adjudication import PATIENT_PARTS, Line
from calculators.presentation import wording

WIDTH, HEIGHT = 640, 360
LEFT, RIGHT, TOP, BOTTOM = 100, 8, 40, 40
WIDEST_BAR = 72
STEPS_OF_SCALE = (1, 2, 5)


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
    """One month: its label, its amounts by part in cents, and where its bar stands."""

    label: str
    short: str
    amounts: dict[str, int]
    total: int
    visits: int
    over_limit_from: int | None
    mark_anchor: str
    middle: int
    top: int
    blocks: Sequence[Block]


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
    dearest: Month | None
    width: int = WIDTH
    height: int = HEIGHT
    left: int = LEFT
    top: int = TOP
    right: int = WIDTH - RIGHT
    base: int = HEIGHT - BOTTOM


def _scale(most: int) -> tuple[int, int]:
    """Return the step between ticks and the top of the scale, in cents, with three to five round steps."""
    unit = 100
    while True:
        for factor in STEPS_OF_SCALE:
            step = unit * factor
            if most <= 5 * step:
                return step, max(1, -(-most // step)) * step
        unit *= 10


def month_chart(lines: Sequence[Line]) -> Chart:
    """Lay out what the patient pays for care in each month from the first visit to the last."""
    by_month: dict[tuple[int, int], list[tuple[int, Line]]] = defaultdict(list)
    for number, line in enumerate(lines, 1):
        by_month[line.visit.date.year, line.visit.date.month].append((number, line))
    if not by_month:
        return Chart((), (), (), None)

    first, last = min(by_month), max(by_month)
    keys = [divmod(index, 12) for index in range(first[0] * 12 + first[1] - 1, last[0] * 12 + last[1])]
    parts = tuple(part for part in PATIENT_PARTS if any(line.part(part).amount for line in lines))
    paid = {key: sum(line.patient_pays for _, line in by_month[key]) for key in by_month}
    most = max(paid.values())
    step, top_of_scale = _scale(most)
    base, room = HEIGHT - BOTTOM, HEIGHT - BOTTOM - TOP
    slot = (WIDTH - LEFT - RIGHT) // len(keys)
    width = min(WIDEST_BAR, slot * 7 // 10)

    def height_of(cents: int) -> int:
        return cents * room // top_of_scale

    months = []
    reached = False
    for place, (year, month) in enumerate(keys):
        here = by_month.get((year, month + 1), [])
        amounts = {part: sum(line.part(part).amount for _, line in here) for part in parts}
        middle = LEFT + slot * place + slot // 2
        blocks, stacked = [], 0
        for part, amount in amounts.items():
            low, high = height_of(stacked), height_of(stacked + amount)
            stacked += amount
            if high > low:
                blocks.append(Block(part, middle - width // 2, base - high, width, high - low))
        over = next((number for number, line in here if line.over_limit.amount), None)
        months.append(
            Month(
                label=wording.month(year, month + 1),
                short=wording.MONTHS[month],
                amounts=amounts,
                total=stacked,
                visits=len(here),
                over_limit_from=None if reached else over,
                mark_anchor="start" if middle < WIDTH // 3 else "end" if middle > WIDTH * 2 // 3 else "middle",
                middle=middle,
                top=base - height_of(stacked),
                blocks=tuple(blocks),
            )
        )
        reached = reached or over is not None
    ticks = tuple(
        Tick(wording.money_in_prose(amount), base - height_of(amount)) for amount in range(0, top_of_scale + 1, step)
    )
    dearest = max(months, key=lambda month: month.total)
    return Chart(tuple(months), ticks, parts, dearest)
