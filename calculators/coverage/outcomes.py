"""Every way in which a year can turn out while some facts are unknown.

A choice is tried in each of its options. A number is tried at its bounds and at its turning points: the numbers between
them at which some decision in the ledger changes. Between two of them every part of the ledger moves
in one direction, so that the ends of a range are reached at numbers that were tried. With several unknown numbers each
is searched while the others stand at their bounds, and only so far: an end that needs two numbers between their bounds
at once can be missed.
"""

from array import array
from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import pairwise, takewhile
from math import prod
from typing import Protocol

from attrs import frozen

from calculators.coverage.cost_sharing import NOTHING
from calculators.coverage.money import share_of
from calculators.coverage.step import Step
from calculators.coverage.unknowns import Answer, Answers, Fact, Unfinished

# More ways than this are too many to work out while somebody waits.
MOST_OUTCOMES = 4096

# Of so many tries to find a turning point on a straight line, the last one halves what is left.
_STRAIGHT_TRIES = 8

# In how many combinations several numbers are tried where the bounds alone give fewer.
MOST_COMBINATIONS = 128

# More lines than this are too many, too.
MOST_LINES_IN_ALL = 1_000_000

type Measures = dict[str, int]


@frozen
class Effort:
    """How far a search goes.

    In how many ways a ledger may turn out; in how many lines of ledgers between the bounds of unknown numbers; whether
    of several numbers more than the bounds is tried; how many lines there may be in all.
    """

    outcomes: int
    lines: int
    several: bool
    in_all: int = MOST_LINES_IN_ALL


THOROUGH = Effort(MOST_OUTCOMES, 20_000, several=True)
SKETCH = Effort(MOST_OUTCOMES, 5_000, several=False)


class Decided(Protocol):
    """A line of a ledger, as far as the search needs it: how it ended, and the steps that were decided in it."""

    @property
    def outcome(self) -> str:
        """How the line ended."""

    @property
    def decisions(self) -> Sequence[Step]:
        """The steps that were decided in it, in the order in which they were decided."""

    @property
    def write_off(self) -> Step:
        """What nobody pays of the charge."""


# A ledger under some answers, taken up after the lines that are decided already; raises `Unfinished` at an open fact.
type Ledger[Line: Decided] = Callable[[Answers, Sequence[Line]], Sequence[Line]]
type Measure[Line: Decided] = Callable[[Sequence[Line]], Measures]


@frozen
class Outcome[Line: Decided]:
    """One way the year can turn out: the answers that were assumed, and the ledger."""

    answers: Answers
    lines: Sequence[Line]


class Undecided(Exception):
    """Nothing can be worked out before these facts are known: amounts without bounds, or too many facts."""

    def __init__(self, facts: Sequence[str], *, too_many: bool) -> None:
        super().__init__(", ".join(facts))
        self.facts = facts
        self.too_many = too_many


class _Search[Line: Decided]:
    def __init__(self, ledger: Ledger[Line], effort: Effort) -> None:
        self._ledger = ledger
        self.effort = effort
        self.lines = 0
        self.numbers: dict[str, Fact] = {}
        self.choices: dict[str, Fact] = {}
        self.unbounded: dict[str, None] = {}

    def run(self, tried: Mapping[str, Sequence[int]], start: Answers) -> list[Outcome[Line]]:
        """Return every outcome, with the numbers that were given; a number that is not given is tried at its bounds."""
        outcomes: list[Outcome[Line]] = []
        waiting: list[Outcome[Line]] = [Outcome(start, ())]
        while waiting:
            here = waiting.pop()
            try:
                outcomes.append(Outcome(here.answers, self._ledger(here.answers, here.lines)))
            except Unfinished as met:
                options = self._options(met.fact, tried)
                waiting += [Outcome({**here.answers, met.fact.id: option}, met.lines) for option in reversed(options)]
                continue
            self.lines += len(outcomes[-1].lines)
            if len(outcomes) > self.effort.outcomes or self.lines > self.effort.in_all:
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


# Steps whose own causes decide too, wherever they stand among the causes of a part.
_LEAST = ("cost_sharing.deductible_left", "cost_sharing.room_under_maximum")
_INNER = (*_LEAST, "cost_sharing.copay_most", "cost_sharing.one_copay_a_day", "cost_sharing.coinsurance")

type Shape = tuple[object, ...]


def _competing(step: Step) -> list[int]:
    """Return the amounts of which the least decides a step."""
    causes = step.because
    if step.rule == "cost_sharing.coinsurance":
        rate, left, *room = causes
        return [share_of(left.amount, rate.amount), *[cause.amount for cause in room]]
    if step.rule in _LEAST:
        pairs = pairwise(causes)
        return [most.amount - used.amount for most, used in pairs if most.rule.startswith("given.")]
    if step.rule == "cost_sharing.copay_on_meeting_visit":
        causes = causes[2:]
    return [cause.amount for cause in causes]


def _nearest(amounts: Sequence[int]) -> int:
    return amounts.index(min(amounts)) if amounts else -1


def _decider(step: Step) -> Shape:
    """Return which of the things a step rests on decides it: what changes where a turning point is passed."""
    if step is NOTHING:
        return ()
    inner = [_decider(cause) for cause in step.because if cause.rule in _INNER]
    return step.rule, step.amount > 0, _nearest(_competing(step)), *inner


def _apart(one: Step, other: Step) -> tuple[int, int] | None:
    """Return how far what decides a step is from what decides it elsewhere, here and there; None if nobody can say."""
    if one.rule != other.rule or len(one.because) != len(other.because):
        return None
    here, there = _competing(one), _competing(other)
    first, second = _nearest(here), _nearest(there)
    if first != second:
        return here[second] - here[first], there[first] - there[second]
    for cause, counterpart in zip(one.because, other.because, strict=True):
        if cause.rule in _INNER and _decider(cause) != _decider(counterpart):
            return _apart(cause, counterpart)
    return None


class _Tried[Line: Decided]:
    """The outcomes that follow from one number, and their shape: what decides each part of each line."""

    def __init__(self, outcomes: Sequence[Outcome[Line]], known: dict[Shape, int]) -> None:
        self._outcomes = outcomes
        self.shape = array("l", self._shapes(known))

    def _shapes(self, known: dict[Shape, int]) -> Iterator[int]:
        """Yield the shape of each line as a number: the same one for the same shape."""
        before: Sequence[Line] = ()
        numbers: list[int] = []
        for outcome in self._outcomes:
            # Outcomes of one number share the lines before their first difference.
            shared = sum(1 for _ in takewhile(_same, zip(before, outcome.lines, strict=False)))
            del numbers[shared:]
            for line in outcome.lines[shared:]:
                shape = line.outcome, *[_decider(step) for step in line.decisions]
                numbers.append(known.setdefault(shape, len(known)))
            before = outcome.lines
            yield from numbers

    def line(self, place: int) -> Line:
        """Return a line by its place in the shape."""
        for outcome in self._outcomes:
            if place < len(outcome.lines):
                return outcome.lines[place]
            place -= len(outcome.lines)
        raise IndexError(place)


def _same(pair: tuple[object, object]) -> bool:
    return pair[0] is pair[1]


def _first_difference[Line: Decided](one: _Tried[Line], other: _Tried[Line]) -> tuple[Step, Step] | None:
    """Return the first part that is decided in another way, as it is in either; None if the ways differ before that."""
    pairs = enumerate(zip(one.shape, other.shape, strict=False))
    place = next((place for place, (mine, others) in pairs if mine != others), None)
    if place is None:
        return None
    parts = zip(one.line(place).decisions, other.line(place).decisions, strict=False)
    return next((pair for pair in parts if _decider(pair[0]) != _decider(pair[1])), None)


@frozen
class _Stretch[Line: Decided]:
    """Two numbers, what follows from each, and how often the way here was narrowed on a straight line, and blindly."""

    first: int
    last: int
    one: _Tried[Line]
    other: _Tried[Line]
    straight: int = 0
    blind: int = 0

    def split(self, at: Callable[[int], _Tried[Line]]) -> "tuple[_Stretch[Line], _Stretch[Line]]":
        """Return the stretches below and above a number next to which a turning point is likely.

        Up to the first line that differs, amounts go up or down in proportion. So do the two that decide it, one at
        each end: they meet where a straight line says, or next to it where cents are rounded. A part that is not due at
        one end often begins right next to it. Where neither helps, the number is halfway.
        """
        found = _first_difference(self.one, self.other)
        apart = _apart(*found) if found else None
        straight, blind = self.straight, self.blind
        middle = (self.first + self.last) // 2
        if apart and sum(apart) > 0:
            straight += 1
            meeting = self.first + (self.last - self.first) * apart[0] // sum(apart)
            number = min(max(meeting, self.first + 1), self.last - 1) if straight % _STRAIGHT_TRIES else middle
        else:
            blind += 1
            number = middle
            if found and blind == 1:
                number = self.first + 1 if found[0] is NOTHING else self.last - 1
        tried = at(number)
        return (
            _Stretch(self.first, number, self.one, tried, straight, blind),
            _Stretch(number, self.last, tried, self.other, straight, blind),
        )


def _turning_points[Line: Decided](
    low: int, high: int, at: Callable[[int], list[Outcome[Line]]], measure: Measure[Line], go_on: Callable[[], bool]
) -> list[int]:
    """Return the numbers at which some figure is highest or lowest among its neighbors, the bounds included.

    The search ends early where `go_on` says no more. The neighbors are the numbers on both sides of every turning
    point. Their outcomes are let go as soon as the search has passed them: of a large household's year there is no room
    for all.
    """
    rows: dict[int, list[Measures]] = {}
    known: dict[Shape, int] = {}

    def tried(number: int) -> _Tried[Line]:
        outcomes = at(number)
        rows[number] = [measure(outcome.lines) for outcome in outcomes]
        return _Tried(outcomes, known)

    # Breadth first, so that a search that must stop early has looked everywhere a little.
    waiting = deque([_Stretch(low, high, tried(low), tried(high))])
    while waiting and go_on():
        here = waiting.popleft()
        if here.last - here.first > 1 and here.one.shape != here.other.shape:
            waiting += here.split(tried)
    return _extremes(rows)


def _extremes(rows: Mapping[int, Sequence[Measures]]) -> list[int]:
    numbers = sorted(rows)
    kept = {numbers[0], numbers[-1]}
    for below, number, above in zip(numbers, numbers[1:], numbers[2:], strict=False):
        ways = rows[below], rows[number], rows[above]
        if len({len(way) for way in ways}) > 1 or any(
            _turns(*[row.get(name, 0) for row in (before, here, after)])
            for before, here, after in zip(*ways, strict=True)
            for name in before | here | after
        ):
            kept.add(number)
    return sorted(kept)


def _turns(before: int, here: int, after: int) -> bool:
    """Whether a figure that moves from one number to the next stops there, begins there or turns back."""
    first, second = here - before, after - here
    return first * second < 0 or bool(first) != bool(second)


@frozen
class Ways[Line: Decided]:
    """Every way a year can turn out that was tried; `exact` if no other way can lie outside the ends of these."""

    outcomes: Sequence[Outcome[Line]]
    exact: bool


def every_outcome[Line: Decided](ledger: Ledger[Line], measure: Measure[Line], effort: Effort = THOROUGH) -> Ways[Line]:
    """Return every way a ledger can turn out. `measure` gives the figures whose ends must be found.

    With one unknown number the ends are exact, as far as the effort goes. With several, each is searched while the
    others stand all at their lower or all at their upper bounds, or, where a sketch is enough, only at their bounds.
    Raises `Undecided` where a number has no bounds, or where there are too many ways.
    """
    search = _Search(ledger, effort)
    outcomes = search.run({}, {})
    if search.unbounded:
        raise Undecided(sorted(search.unbounded), too_many=False)
    wide = {name: fact for name, fact in search.numbers.items() if _high(fact) - _low(fact) > 1}
    most = search.lines + effort.lines
    if len(wide) == 1:
        ((name, fact),) = wide.items()
        numbers = _turning_points(
            _low(fact),
            _high(fact),
            lambda number: search.run({name: (number,)}, {}),
            measure,
            lambda: search.lines < most,
        )
        exact = search.lines < most
        return Ways([outcome for number in numbers for outcome in search.run({name: (number,)}, {})], exact)
    if not wide or not effort.several:
        return Ways(outcomes, not wide)
    tried = _numbers_to_try(wide, search, measure)
    while _combinations(tried) > max(2 ** len(wide), MOST_COMBINATIONS):
        longest = max(tried, key=lambda name: (len(tried[name]), name))
        tried[longest] = (_low(wide[longest]), _high(wide[longest]))
    return Ways(search.run(tried, {}), exact=False)


def _low(fact: Fact) -> int:
    return fact.low or 0


def _high(fact: Fact) -> int:
    return fact.high or 0


def _combinations(tried: Mapping[str, Sequence[int]]) -> int:
    return prod(len(numbers) for numbers in tried.values())


def _numbers_to_try[Line: Decided](
    wide: Mapping[str, Fact], search: _Search[Line], measure: Measure[Line]
) -> dict[str, Sequence[int]]:
    """Return the bounds and turning points of each of several unknown numbers."""
    tried: dict[str, Sequence[int]] = {}
    most = search.lines + search.effort.lines
    for name, fact in wide.items():
        points = {_low(fact), _high(fact)}
        for bound in (_low, _high):
            fixed = {other.id: (bound(other),) for other in wide.values() if other is not fact}

            def at(number: int, name: str = name, fixed: Mapping[str, Sequence[int]] = fixed) -> list[Outcome[Line]]:
                return search.run({**fixed, name: (number,)}, {})

            if search.lines < most:
                points.update(_turning_points(_low(fact), _high(fact), at, measure, lambda: search.lines < most))
        tried[name] = sorted(points)
    return tried
