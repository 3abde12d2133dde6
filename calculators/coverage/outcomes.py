"""Every way in which a year can turn out while some facts are unknown.

A choice is tried in each of its options. A number is tried at its bounds and at its turning points: the numbers between
them at which some decision in the ledger changes, found by halving. Between two of them every part of the ledger moves
in one direction, so that the ends of a range are reached at numbers that were tried. With several unknown numbers each
is searched while the others stand at their bounds.
"""

from collections.abc import Callable, Mapping, Sequence
from itertools import product

from attrs import frozen

from calculators.coverage.adjudication import PATIENT_PARTS, Line
from calculators.coverage.step import Step
from calculators.coverage.unknowns import Answer, Answers, Fact
from calculators.coverage.year import Unfinished, Year, ledger

# More ways than this are too many to work out while somebody waits.
MOST_OUTCOMES = 4096

type Measures = Mapping[str, int]
type Measure = Callable[[Sequence[Line]], Measures]


@frozen
class Outcome:
    """One way the year can turn out: the answers that were assumed, and the ledger."""

    answers: Answers
    lines: Sequence[Line]


class Undecided(Exception):
    """Nothing can be worked out before these facts are known: amounts without bounds, or too many facts."""

    def __init__(self, facts: Sequence[str], *, too_many: bool) -> None:
        super().__init__(", ".join(facts))
        self.facts = facts
        self.too_many = too_many


class _Search:
    def __init__(self, year: Year) -> None:
        self._year = year
        self._left = MOST_OUTCOMES
        self.numbers: dict[str, Fact] = {}
        self.choices: dict[str, Fact] = {}
        self.unbounded: dict[str, None] = {}

    def run(self, tried: Mapping[str, Sequence[int]], start: Answers) -> list[Outcome]:
        """Return every outcome, with the numbers that were given; a number that is not given is tried at its bounds."""
        outcomes = []
        waiting: list[Outcome] = [Outcome(start, ())]
        while waiting:
            here = waiting.pop()
            try:
                outcomes.append(Outcome(here.answers, ledger(self._year, here.answers, here.lines)))
            except Unfinished as met:
                options = self._options(met.fact, tried)
                waiting += [Outcome({**here.answers, met.fact.id: option}, met.lines) for option in reversed(options)]
                continue
            self._left -= 1
            if self._left < 0:
                raise Undecided(sorted(self.numbers | self.choices), too_many=True)
        return outcomes

    def _options(self, fact: Fact, tried: Mapping[str, Sequence[int]]) -> Sequence[Answer]:
        if fact.options:
            self.choices[fact.id] = fact
            return fact.options
        if fact.low is None or fact.high is None:
            self.unbounded[fact.id] = None
            return (0,)
        self.numbers[fact.id] = fact
        return tried.get(fact.id, tuple(dict.fromkeys((fact.low, fact.high))))


def _decider(step: Step) -> tuple[object, ...]:
    """Return which of the things a step rests on decides it: what changes where a turning point is passed."""
    amounts = [cause.amount for cause in step.because]
    nearest = amounts.index(min(amounts)) if amounts else -1
    inner = tuple(
        _decider(cause)
        for cause in step.because
        if cause.rule in ("cost_sharing.deductible_left", "cost_sharing.room_under_maximum", "cost_sharing.copay_most")
    )
    return step.rule, bool(step.amount), nearest, inner


def _shape(outcomes: Sequence[Outcome]) -> tuple[object, ...]:
    return tuple(
        (line.outcome, *(_decider(line.part(name)) for name in PATIENT_PARTS))
        for outcome in outcomes
        for line in outcome.lines
    )


def _halved(low: int, high: int, at: Callable[[int], list[Outcome]]) -> dict[int, list[Outcome]]:
    """Return the outcomes at both ends and on both sides of every turning point between them."""
    found = {low: at(low), high: at(high)}
    shapes = {number: _shape(outcomes) for number, outcomes in found.items()}
    waiting = [(low, high)]
    while waiting:
        first, last = waiting.pop()
        if last - first <= 1 or shapes[first] == shapes[last]:
            continue
        middle = (first + last) // 2
        found[middle] = at(middle)
        shapes[middle] = _shape(found[middle])
        waiting += [(first, middle), (middle, last)]
    return found


def _turning_points(found: Mapping[int, Sequence[Outcome]], measure: Measure) -> list[int]:
    """Return the numbers at which some figure is highest or lowest among its neighbors, the bounds included."""
    numbers = sorted(found)
    rows = [[measure(outcome.lines) for outcome in found[number]] for number in numbers]
    kept = {numbers[0], numbers[-1]}
    for place in range(1, len(numbers) - 1):
        before, here, after = rows[place - 1 : place + 2]
        if len({len(before), len(here), len(after)}) > 1:
            kept.add(numbers[place])
            continue
        for one, middle, other in zip(before, here, after, strict=True):
            for name, value in middle.items():
                steps = (value - one.get(name, value), other.get(name, value) - value)
                if steps[0] * steps[1] < 0 or bool(steps[0]) != bool(steps[1]):
                    kept.add(numbers[place])
    return sorted(kept)


def every_outcome(year: Year, measure: Measure) -> list[Outcome]:
    """Return every way the year can turn out. `measure` gives the figures whose ends must be found.

    Raises `Undecided` where a number has no bounds, or where there are too many ways.
    """
    search = _Search(year)
    outcomes = search.run({}, {})
    if search.unbounded:
        raise Undecided(sorted(search.unbounded), too_many=False)
    wide = {name: fact for name, fact in search.numbers.items() if (fact.high or 0) - (fact.low or 0) > 1}
    if not wide:
        return outcomes
    if len(wide) == 1:
        ((name, fact),) = wide.items()
        found = _halved(fact.low or 0, fact.high or 0, lambda number: search.run({name: (number,)}, {}))
        return [outcome for number in sorted(found) for outcome in found[number]]
    tried: dict[str, Sequence[int]] = {}
    for name, fact in wide.items():
        others = [other for other in wide.values() if other is not fact]
        points: set[int] = set()
        for bounds in product(*((other.low or 0, other.high or 0) for other in others)):
            fixed = {other.id: (bound,) for other, bound in zip(others, bounds, strict=True)}
            found = _halved(
                fact.low or 0,
                fact.high or 0,
                lambda number, name=name, fixed=fixed: search.run({**fixed, name: (number,)}, {}),  # type: ignore[misc]
            )
            points.update(_turning_points(found, measure))
        tried[name] = sorted(points)
    return search.run(tried, {})
