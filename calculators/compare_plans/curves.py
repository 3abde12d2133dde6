"""Cost as a function of care, plan by plan, and where one plan becomes cheaper than another."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import pairwise

from attrs import evolve, frozen

from calculators.compare_plans.answers import Answer
from calculators.compare_plans.cost_of_year import (
    LARGE_BILLS,
    WithBill,
    a_bill,
    costs_by_visits,
    turning_points,
    varied_care,
    with_bill,
)
from calculators.compare_plans.standing import Ends, cheaper, leaders
from calculators.coverage.agreement import terms_problems


@frozen
class BreakEven:
    """From `at` on (visits, or cents of a bill) one plan costs less than another, and just before it does not."""

    at: int
    cheaper: str
    than: str


@frozen
class Stretch:
    """Amounts of care, the first and the last, over which the same plans are those that no other is cheaper than."""

    first: int
    last: int
    plans: tuple[str, ...]


@frozen
class Curve:
    """What each plan costs with so much care: points between which a bill's cost goes up in a straight line.

    `unit` is `visits`, where there is a point for each number of them, or `USD`. `planned` is where the household's
    own scenario stands. `left_out`: plans of which more would have to be known, or that would take too long.
    """

    unit: str
    person: str
    service: str
    planned: int
    points: Mapping[str, Mapping[int, Ends]]
    break_evens: Sequence[BreakEven]
    stretches: Sequence[Stretch]
    left_out: tuple[str, ...]

    def ever_cheapest(self) -> frozenset[str]:
        """Return the plans that are among the cheapest somewhere."""
        return frozenset(plan for stretch in self.stretches for plan in stretch.plans)


type Costs = Callable[[int], Mapping[str, Ends]]


def visits_curve(answers: Sequence[Answer], service: str | None) -> Curve | None:
    """Return the cost by visits of one service; None where fewer than two plans can be drawn."""
    varied = varied_care(answers[0].years[0][1].scenario, service)
    if varied is None:
        return None
    found = {answer.id: costs_by_visits(answer, service) for answer in answers if not answer.result.undecided}
    drawn = {plan: costs for plan, costs in found.items() if costs is not None}
    if len(drawn) < 2:
        return None
    last = min(len(costs) for costs in drawn.values()) - 1

    def costs_at(count: int) -> Mapping[str, Ends]:
        return {plan: costs[count] for plan, costs in drawn.items()}

    places = range(last + 1)
    return Curve(
        unit="visits",
        person=varied.person,
        service=varied.service,
        planned=varied.planned,
        points={plan: dict(enumerate(costs[: last + 1])) for plan, costs in drawn.items()},
        break_evens=_break_evens(_flips(places, costs_at)),
        stretches=tuple(_stretches(places, costs_at)),
        left_out=tuple(answer.id for answer in answers if answer.id not in drawn),
    )


def bill_curve(answers: Sequence[Answer], person: str) -> Curve | None:
    """Return the cost by the amount of one more bill, after all planned care; None where there is nothing to draw."""
    service = _service_of_bill(answers, person)
    if service is None:
        return None
    found = {answer.id: with_bill(answer, person, service) for answer in answers}
    drawn = {plan: ways for plan, ways in found.items() if ways is not None}
    if len(drawn) < 2:
        return None

    def costs_at(amount: int) -> Mapping[str, Ends]:
        return {plan: _ends(ways, amount) for plan, ways in drawn.items()}

    turns = {plan: turning_points(ways) for plan, ways in drawn.items()}
    every_turn = sorted({turn for points in turns.values() for turn in points})
    flips = list(_exact(every_turn, costs_at))
    places = sorted({*every_turn, *(flip.at for flip in flips), *(flip.at - 1 for flip in flips)})
    return Curve(
        unit="USD",
        person=person,
        service=service,
        planned=0,
        points={plan: {turn: _ends(drawn[plan], turn) for turn in points} for plan, points in turns.items()},
        break_evens=_break_evens(flips),
        stretches=tuple(_stretches(places, costs_at)),
        left_out=tuple(answer.id for answer in answers if answer.id not in drawn),
    )


def _service_of_bill(answers: Sequence[Answer], person: str) -> str | None:
    for service in LARGE_BILLS:
        courses = [(a_bill(person, service, answer.years[0][1].scenario).course, answer.plan) for answer in answers]
        if not any(list(terms_problems(course, plan, "")) for course, plan in courses):
            return service
    return None


def _ends(ways: Sequence[WithBill], amount: int) -> Ends:
    costs = [way.cost(amount) for way in ways]
    return min(costs), max(costs)


def _pairs(costs: Mapping[str, Ends]) -> Iterator[tuple[str, str]]:
    for one in sorted(costs):
        for other in sorted(costs):
            if one != other:
                yield one, other


@frozen
class _Flip:
    """From `at` on one plan is cheaper than another, where it was not (`becomes`), or no longer is where it was."""

    at: int
    one: str
    other: str
    becomes: bool


def _flips(places: Sequence[int], costs_at: Costs) -> Iterator[_Flip]:
    """Yield where what is cheaper changes from one place to the next."""
    for before, here in pairwise(places):
        earlier, now = costs_at(before), costs_at(here)
        for one, other in _pairs(now):
            becomes = cheaper(now[one], now[other])
            if becomes != cheaper(earlier[one], earlier[other]):
                yield _Flip(here, one, other, becomes)


def _exact(turns: Sequence[int], costs_at: Costs) -> Iterator[_Flip]:
    """Yield where what is cheaper changes, to the cent, between turns where costs go in straight lines."""
    for low, high in pairwise(turns):
        for flip in _flips((low, high), costs_at):
            before, at = low, high
            while at - before > 1:
                middle = (before + at) // 2
                costs = costs_at(middle)
                if cheaper(costs[flip.one], costs[flip.other]) == flip.becomes:
                    at = middle
                else:
                    before = middle
            yield evolve(flip, at=at)


def _break_evens(flips: Iterable[_Flip]) -> tuple[BreakEven, ...]:
    found = [BreakEven(flip.at, flip.one, flip.other) for flip in flips if flip.becomes]
    return tuple(sorted(found, key=lambda one: (one.at, one.cheaper, one.than)))


def _stretches(places: Sequence[int], costs_at: Costs) -> Iterator[Stretch]:
    first, here = places[0], leaders(costs_at(places[0]))
    last = first
    for place in places[1:]:
        now = leaders(costs_at(place))
        if now != here:
            yield Stretch(first, last, here)
            first, here = place, now
        last = place
    yield Stretch(first, last, here)
