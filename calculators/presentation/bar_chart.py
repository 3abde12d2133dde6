"""Bars that lie, one a plan, stacked by what its year is made of. Geometry only."""

from collections.abc import Mapping, Sequence

from attrs import frozen

from calculators.presentation import wording
from calculators.presentation.chart import Tick, scale

WIDTH = 640
LEFT, RIGHT, TOP, BOTTOM = 44, 130, 8, 40
SLOT, BAR = 64, 36


@frozen
class Block:
    """One part of a bar."""

    part: str
    x: int
    width: int


@frozen
class Bar:
    """One plan's bar: its letter, its parts at the lowest cost, and how far its highest cost goes beyond them.

    `middle` is its height's middle, `end` where its parts end, `label_x` where its label stands.
    """

    letter: str
    label: str
    y: int
    middle: int
    blocks: Sequence[Block]
    end: int
    beyond: int
    label_x: int


@frozen
class BarChart:
    """Everything the template needs to draw the bars."""

    bars: Sequence[Bar]
    ticks: Sequence[Tick]
    parts: Sequence[str]
    height: int
    base: int
    width: int = WIDTH
    left: int = LEFT
    top: int = TOP
    bar: int = BAR


def bar_chart(plans: Sequence[tuple[str, str, Mapping[str, int], int]], parts: Sequence[str]) -> BarChart:
    """Lay out bars: of each plan its letter, its label, its parts and the most that they can add up to, in cents.

    A tick's `y` is where it stands along the bars.
    """
    totals = [sum(max(0, amounts.get(part, 0)) for part in parts) for *_, amounts, _ in plans]
    step, top_of_scale = scale(max([*totals, *(most for *_, most in plans)], default=0))
    room = WIDTH - LEFT - RIGHT

    def x_of(cents: int) -> int:
        return LEFT + cents * room // top_of_scale

    bars = []
    for place, (letter, label, amounts, most) in enumerate(plans):
        blocks, stacked = [], 0
        for part in parts:
            begins = x_of(stacked)
            stacked += max(0, amounts.get(part, 0))
            if x_of(stacked) > begins:
                blocks.append(Block(part, begins, x_of(stacked) - begins))
        middle, end, last = TOP + SLOT * place + SLOT // 2, x_of(stacked), x_of(max(stacked, most))
        bars.append(Bar(letter, label, middle - BAR // 2, middle, tuple(blocks), end, last - end, last))
    base = TOP + SLOT * len(plans)
    ticks = [Tick(wording.money_in_prose(amount), x_of(amount)) for amount in range(0, top_of_scale + 1, step)]
    used = [part for part in parts if any(block.part == part for bar in bars for block in bar.blocks)]
    return BarChart(tuple(bars), tuple(ticks), tuple(used), base + BOTTOM, base)
