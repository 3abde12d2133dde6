"""Lines of cost against care, one a plan, with the places where one becomes cheaper than another. Geometry only."""

from collections.abc import Mapping, Sequence

from attrs import frozen

from calculators.coverage.money import part_of
from calculators.presentation import wording
from calculators.presentation.chart import Tick, scale

WIDTH, HEIGHT = 640, 400
LEFT, RIGHT, TOP, BOTTOM = 100, 40, 24, 56

# Letters at the ends of lines stand at least so far apart.
LETTER_HEIGHT = 26

type Ends = tuple[int, int]


@frozen
class Mark:
    """A place where one plan becomes cheaper than another: its number in the list below the chart."""

    number: int
    x: int
    y: int


@frozen
class Drawn:
    """One plan's line, as SVG points: one line, or two where its cost is a range. `letter` stands at its end."""

    letter: str
    lines: Sequence[str]
    label_y: int


@frozen
class XTick:
    """One mark of the scale of care."""

    label: str
    x: int


@frozen
class LineChart:
    """Everything the template needs to draw the lines."""

    plans: Sequence[Drawn]
    x_ticks: Sequence[XTick]
    y_ticks: Sequence[Tick]
    marks: Sequence[Mark]
    planned: int | None
    width: int = WIDTH
    height: int = HEIGHT
    left: int = LEFT
    right: int = WIDTH - RIGHT
    top: int = TOP
    base: int = HEIGHT - BOTTOM


def value_at(points: Mapping[int, Ends], place: int) -> Ends:
    """Return the cost between two points of a line, where it goes straight; in whole cents, the half rounded up."""
    if place in points:
        return points[place]
    before = max(x for x in points if x < place)
    after = min(x for x in points if x > place)
    pairs = zip(points[before], points[after], strict=True)
    low, high = [first + part_of(last - first, place - before, after - before) for first, last in pairs]
    return low, high


def line_chart(
    plans: Mapping[str, Mapping[int, Ends]],
    last: int,
    x_labels: Mapping[int, str],
    marks: Sequence[tuple[int, str]],
    planned: int | None,
) -> LineChart:
    """Lay out the lines of plans, by letter, up to the last amount of care.

    `x_labels`: what stands under the scale of care, by amount. `marks`: amounts of care with the letter of the plan
    that becomes cheaper there.
    """
    shown = {
        letter: {x: points[x] for x in points if x < last} | {last: value_at(points, last)}
        for letter, points in plans.items()
    }
    least = min(low for points in shown.values() for low, _ in points.values())
    most = max(high for points in shown.values() for _, high in points.values())
    step, _ = scale(most - least)
    bottom, top_of_scale = least // step * step, -(-most // step) * step
    room, base = HEIGHT - BOTTOM - TOP, HEIGHT - BOTTOM

    def x_of(care: int) -> int:
        return LEFT + care * (WIDTH - RIGHT - LEFT) // max(1, last)

    def y_of(cents: int) -> int:
        return base - (cents - bottom) * room // max(1, top_of_scale - bottom)

    def line(points: Mapping[int, Ends], end: int) -> str:
        return " ".join(f"{x_of(x)},{y_of(points[x][end])}" for x in sorted(points))

    ends = {letter: y_of(sum(points[last]) // 2) for letter, points in shown.items()}
    label_ys = _apart(ends)
    return LineChart(
        plans=tuple(
            Drawn(letter, tuple(dict.fromkeys((line(points, 0), line(points, 1)))), label_ys[letter])
            for letter, points in shown.items()
        ),
        x_ticks=tuple(XTick(label, x_of(care)) for care, label in x_labels.items()),
        y_ticks=tuple(
            Tick(wording.money_in_prose(amount), y_of(amount)) for amount in range(bottom, top_of_scale + 1, step)
        ),
        marks=tuple(
            Mark(number, x_of(care), y_of(sum(value_at(plans[letter], care)) // 2))
            for number, (care, letter) in enumerate(marks, 1)
        ),
        planned=None if planned is None else x_of(planned),
    )


def _apart(heights: Mapping[str, int]) -> Mapping[str, int]:
    """Move labels that would stand on each other apart, from the top down, and up again where they leave the chart."""
    placed: dict[str, int] = {}
    lowest = TOP - LETTER_HEIGHT
    for letter in sorted(heights, key=lambda letter: (heights[letter], letter)):
        lowest = max(heights[letter], lowest + LETTER_HEIGHT)
        placed[letter] = lowest
    ceiling = HEIGHT - BOTTOM
    for letter in sorted(placed, key=lambda letter: -placed[letter]):
        placed[letter] = min(placed[letter], ceiling)
        ceiling = placed[letter] - LETTER_HEIGHT
    return placed
