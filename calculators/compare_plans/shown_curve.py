"""A curve ready to show: its chart, what it says in a sentence, its break-evens, and the rows of its table."""

from collections.abc import Iterator, Mapping, Sequence

from attrs import evolve, frozen

from calculators.compare_plans.curves import Curve, Stretch
from calculators.compare_plans.standing import Ends
from calculators.coverage.money import CENTS_A_DOLLAR
from calculators.presentation import wording
from calculators.presentation.chart import scale
from calculators.presentation.line_chart import LineChart, line_chart, value_at

# A bill's chart ends this much behind the last place where something changes, in hundredths.
BEHIND = 120


def ends_text(ends: Ends) -> str:
    """Write a cost, or the two ends of what it can be."""
    low, high = (wording.money_in_prose(amount) for amount in ends)
    return low if low == high else wording.sentence("phrases", "between", low=low, high=high)


@frozen
class ShownCurve:
    """A curve with its words: the chart, what it says in a sentence, its marks, and the rows of its table."""

    key: str
    title: str
    axis: str
    takeaway: str
    chart: LineChart
    marks: Sequence[str]
    columns: Sequence[str]
    rows: Sequence[tuple[str, Sequence[str]]]
    left_out: Sequence[str]


def to_the_dollar(cents: int) -> int:
    """Return an amount in whole dollars, in cents: of a few cents around the place where two plans meet nobody asks."""
    return (cents + CENTS_A_DOLLAR // 2) // CENTS_A_DOLLAR * CENTS_A_DOLLAR


def _care_text(curve: Curve, amount: int) -> str:
    if curve.unit == "visits":
        return f"{amount:,}"
    return wording.money_in_prose(to_the_dollar(amount))


def _last(curve: Curve) -> int:
    """Return where a chart ends: with the last visit, or a little behind the last place where something changes."""
    ends = curve.stretches[-1].last
    if curve.unit == "visits":
        return ends
    turns = {turn for points in curve.points.values() for turn in points} | {one.at for one in curve.break_evens}
    return min(ends, max(turn for turn in turns if turn < ends) * BEHIND // 100 or ends)


def _stretch_words(curve: Curve, stretch: Stretch, names: Mapping[str, str]) -> str:
    plans = wording.listed([names[plan] for plan in stretch.plans])
    everyone = len(stretch.plans) == len(curve.points)
    key = "stretch" if len(stretch.plans) == 1 else "stretch_everyone" if everyone else "stretch_same"
    first, last = (_care_text(curve, amount) for amount in (stretch.first, stretch.last))
    begins, ends = stretch.first == curve.stretches[0].first, stretch.last == curve.stretches[-1].last
    if begins and ends:
        span = wording.sentence("phrases", f"span_all.{curve.unit}")
    elif begins:
        span = wording.sentence("phrases", f"span_to.{curve.unit}", last=last)
    elif ends and curve.unit == "USD":
        span = wording.sentence("phrases", f"span_from.{curve.unit}", first=first)
    else:
        span = wording.sentence("phrases", f"span.{curve.unit}", first=first, last=last)
    return wording.sentence("phrases", key, span=span, plans=plans)


def _told_stretches(curve: Curve) -> Iterator[Stretch]:
    """Yield the stretches that are wide enough to be told: of a bill none of less than a dollar."""
    least = 0 if curve.unit == "visits" else CENTS_A_DOLLAR
    told = [stretch for stretch in curve.stretches if stretch.last - stretch.first >= least]
    for place, stretch in enumerate(told):
        yield evolve(stretch, last=curve.stretches[-1].last) if place == len(told) - 1 else stretch


def shown_curve(
    key: str, curve: Curve, letters: Mapping[str, str], names: Mapping[str, str], people: Mapping[str, str]
) -> ShownCurve:
    """Make a curve ready to show.

    `letters` and `names` say what each plan goes by, in the order of their cost; `people` what each person does.
    """
    whom = wording.sentence("phrases", "course_for", person=people[curve.person]) if len(people) > 1 else ""
    last = _last(curve)
    evens = [one for one in curve.break_evens if one.at <= last]
    ticks = _ticks(curve.unit, last)
    every = {last, *ticks}
    if curve.unit == "visits":
        every |= {curve.planned, *(one.at for one in evens)}
    drawn = {letters[plan]: curve.points[plan] for plan in letters if plan in curve.points}
    return ShownCurve(
        key=key,
        title=wording.sentence("phrases", f"curve.{curve.unit}", service=curve.service, whom=whom),
        axis=wording.sentence("phrases", f"axis.{curve.unit}", service=curve.service),
        takeaway=" ".join(_stretch_words(curve, stretch, names) for stretch in _told_stretches(curve)),
        chart=line_chart(
            drawn,
            last,
            {tick: _care_text(curve, tick) for tick in ticks},
            [(one.at, letters[one.cheaper]) for one in evens],
            curve.planned if curve.unit == "visits" else None,
        ),
        marks=[
            wording.sentence(
                "phrases",
                f"break_even.{curve.unit}",
                at=_care_text(curve, one.at),
                plan=names[one.cheaper],
                other=names[one.than],
            )
            for one in evens
        ],
        columns=tuple(drawn),
        rows=[
            (_care_text(curve, care), [ends_text(value_at(points, care)) for points in drawn.values()])
            for care in sorted(every)
        ],
        left_out=[names[plan] for plan in curve.left_out],
    )


def _ticks(unit: str, last: int) -> Sequence[int]:
    """Return the places under a chart, in round steps."""
    step, _ = scale(last, 1 if unit == "visits" else CENTS_A_DOLLAR)
    return range(0, last + 1, step)
