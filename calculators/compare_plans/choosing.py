"""When to choose which plan: the care and the years for which it is the cheapest. No English."""

from collections.abc import Iterator, Mapping, Sequence

from attrs import frozen

from calculators.compare_plans.answers import Answer
from calculators.compare_plans.curves import Curve
from calculators.compare_plans.standing import SCENARIOS, costs_in, leaders


@frozen
class Reason:
    """Why to choose a plan. `kind` is a kind of year, or `visits` or `bill` with the care for which it is cheapest.

    Of care, `first` is None where it is cheapest from none on, and `last` where no bill is too large. `planned`: the
    care that the household expects lies between them.
    """

    kind: str
    first: int | None = None
    last: int | None = None
    planned: bool = False


def reasons(plan: str, answers: Sequence[Answer], curves: Sequence[Curve]) -> Iterator[Reason]:
    """Yield the reasons to choose a plan: where it alone is the cheapest, or shares that place with others for a part.

    A year that is not worked out for every plan gives no reason.
    """
    for curve in curves:
        begins, ends = curve.stretches[0].first, curve.stretches[-1].last
        for first, last in _spans(plan, curve):
            planned = first <= curve.planned <= last
            from_first = None if first == begins else first
            if curve.unit == "visits":
                whole = from_first is None and last == ends
                yield Reason("visits", from_first, None if whole else last, planned)
            else:
                yield Reason("bill", from_first, None if last == ends else last, planned)
    for name in SCENARIOS:
        if leaders(costs_in(name, answers)) == (plan,):
            yield Reason(name)


def _spans(plan: str, curve: Curve) -> Iterator[tuple[int, int]]:
    """Yield the care for which no other plan is cheaper, if for some of it the plan alone is the cheapest."""
    span: list[int] = []
    alone = False
    for stretch in curve.stretches:
        if plan in stretch.plans:
            span = [span[0] if span else stretch.first, stretch.last]
            alone |= stretch.plans == (plan,)
            continue
        if alone:
            yield span[0], span[1]
        span, alone = [], False
    if alone:
        yield span[0], span[1]


def worth_choosing(answers: Sequence[Answer], curves: Sequence[Curve]) -> Mapping[str, Sequence[Reason]]:
    """Return the first plan with its reasons, and the one other that has the most; a plan without any is left out.

    `answers` are in the order of their cost.
    """
    found = {answer.id: tuple(reasons(answer.id, answers, curves)) for answer in answers}
    first, *others = found
    others.sort(key=lambda plan: -len(found[plan]))
    return {plan: found[plan] for plan in (first, *others[:1]) if found[plan]}
