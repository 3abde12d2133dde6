"""Every way in which a year can turn out while some facts are unknown.

A choice is tried in each of its options. A number is tried at its bounds and at its turning points: the numbers between
them at which some decision in the ledger changes. Between two of them every part of the ledger moves
in one direction, so that the ends of a range are reached at numbers that were tried. With several unknown numbers each
is searched while the others stand at their bounds, and only so far: an end that needs two numbers between their bounds
at once can be missed.
"""

from collections.abc import Callable, Mapping, Sequence
from itertools import pairwise
from math import prod

from attrs import frozen

from calculators.coverage.adjudication import PATIENT_PARTS, Line
from calculators.coverage.cost_sharing import NOTHING
from calculators.coverage.money import share_of
from calculators.coverage.step import Step
from calculators.coverage.unknowns import Answer, Answers, Fact
from calculators.coverage.year import Unfinished, Year, ledger

# More ways than this are too many to work out while somebody waits.
MOST_OUTCOMES = 4096

# Of so many tries to find a turning point on a straight line, the last one halves what is left.
_STRAIGHT_TRIES = 8

# How far the search between the bounds of several unknown numbers goes: in decided lines, and in how many times more
# ways than the bounds alone give.
MOST_LINES = 30_000
MOST_TURNS = 16

# More decided lines than this are too many, too.
MOST_LINES_IN_ALL = 500_000

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
        self.lines = 0
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
            self.lines += len(outcomes[-1].lines) - len(here.lines)
            if len(outcomes) > MOST_OUTCOMES or self.lines > MOST_LINES_IN_ALL:
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


class _Tried:
    """The outcomes that follow from one number, and their shape: what decides each part of each line."""

    def __init__(self, outcomes: Sequence[Outcome]) -> None:
        self.outcomes = outcomes
        known: dict[int, Shape] = {}
        self.shape = tuple([self._shape_of(line, known) for outcome in outcomes for line in outcome.lines])

    @staticmethod
    def _shape_of(line: Line, known: dict[int, Shape]) -> Shape:
        # Outcomes of one number share the lines before their first difference.
        found = known.get(id(line))
        if found is None:
            parts = [_decider(line.part(name)) for name in PATIENT_PARTS]
            found = known[id(line)] = (line.outcome, *parts)
        return found

    def line(self, place: int) -> Line:
        """Return a line by its place in the shape."""
        for outcome in self.outcomes:
            if place < len(outcome.lines):
                return outcome.lines[place]
            place -= len(outcome.lines)
        raise IndexError(place)


def _first_difference(one: _Tried, other: _Tried) -> tuple[Step, Step] | None:
    """Return the first part that is decided in another way, as it is in either; None if the ways differ before that."""
    pairs = enumerate(zip(one.shape, other.shape, strict=False))
    place = next((place for place, (mine, others) in pairs if mine != others), None)
    if place is None:
        return None
    here, there = one.line(place), other.line(place)
    parts = ((here.part(name), there.part(name)) for name in PATIENT_PARTS)
    return next((pair for pair in parts if _decider(pair[0]) != _decider(pair[1])), None)


@frozen
class _Stretch:
    """Numbers between which something changes; how often it was narrowed on a straight line, and how often blindly."""

    first: int
    last: int
    straight: int = 0
    blind: int = 0

    @property
    def middle(self) -> int:
        return (self.first + self.last) // 2

    def split(self, one: _Tried, other: _Tried) -> "tuple[_Stretch, _Stretch]":
        """Return the stretches below and above a number next to which a turning point is likely.

        Up to the first line that differs, amounts go up or down in proportion. So do the two that decide it, one at
        each end: they meet where a straight line says, or next to it where cents are rounded. A part that is not due at
        one end often begins right next to it. Where neither helps, the number is halfway.
        """
        found = _first_difference(one, other)
        apart = _apart(*found) if found else None
        straight, blind = self.straight, self.blind
        if apart and sum(apart) > 0:
            straight += 1
            meeting = self.first + (self.last - self.first) * apart[0] // sum(apart)
            number = min(max(meeting, self.first + 1), self.last - 1) if straight % _STRAIGHT_TRIES else self.middle
        else:
            blind += 1
            number = self.middle
            if found and blind == 1:
                number = self.first + 1 if found[0] is NOTHING else self.last - 1
        return _Stretch(self.first, number, straight, blind), _Stretch(number, self.last, straight, blind)


def _searched(low: int, high: int, at: Callable[[int], list[Outcome]]) -> dict[int, Sequence[Outcome]]:
    """Return the outcomes at both ends and on both sides of every turning point between them."""
    found = {low: _Tried(at(low)), high: _Tried(at(high))}
    waiting = [_Stretch(low, high)]
    while waiting:
        here = waiting.pop()
        one, other = found[here.first], found[here.last]
        if here.last - here.first > 1 and one.shape != other.shape:
            below, above = here.split(one, other)
            found[below.last] = _Tried(at(below.last))
            waiting += [below, above]
    return {number: tried.outcomes for number, tried in found.items()}


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


def every_outcome(year: Year, measure: Measure, *, between: bool = True) -> list[Outcome]:
    """Return every way the year can turn out. `measure` gives the figures whose ends must be found.

    With one unknown number the ends are exact. With several, each is searched while the others stand all at their lower
    or all at their upper bounds, as far as `MOST_LINES` goes; `between` says whether to search between bounds then.
    Raises `Undecided` where a number has no bounds, or where there are too many ways.
    """
    search = _Search(year)
    outcomes = search.run({}, {})
    if search.unbounded:
        raise Undecided(sorted(search.unbounded), too_many=False)
    wide = {name: fact for name, fact in search.numbers.items() if _high(fact) - _low(fact) > 1}
    if len(wide) == 1:
        ((name, fact),) = wide.items()
        found = _searched(_low(fact), _high(fact), lambda number: search.run({name: (number,)}, {}))
        return [outcome for number in sorted(found) for outcome in found[number]]
    if not wide or not between:
        return outcomes
    tried = _numbers_to_try(wide, search, measure)
    while _combinations(tried) > 2 ** len(wide) * MOST_TURNS:
        longest = max(tried, key=lambda name: (len(tried[name]), name))
        tried[longest] = (_low(wide[longest]), _high(wide[longest]))
    return search.run(tried, {})


def _low(fact: Fact) -> int:
    return fact.low or 0


def _high(fact: Fact) -> int:
    return fact.high or 0


def _combinations(tried: Mapping[str, Sequence[int]]) -> int:
    return prod(len(numbers) for numbers in tried.values())


def _numbers_to_try(wide: Mapping[str, Fact], search: _Search, measure: Measure) -> dict[str, Sequence[int]]:
    """Return the bounds and turning points of each of several unknown numbers."""
    tried: dict[str, Sequence[int]] = {}
    most = search.lines + MOST_LINES
    for name, fact in wide.items():
        points = {_low(fact), _high(fact)}
        for bound in (_low, _high):
            fixed = {other.id: (bound(other),) for other in wide.values() if other is not fact}

            def at(number: int, name: str = name, fixed: Mapping[str, Sequence[int]] = fixed) -> list[Outcome]:
                return search.run({**fixed, name: (number,)}, {})

            if search.lines < most:
                points.update(_turning_points(_searched(_low(fact), _high(fact), at), measure))
        tried[name] = sorted(points)
    return tried
