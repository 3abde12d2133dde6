"""What a calculator answers: figures with the steps behind them, ledgers, messages and open questions. No English."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

from attrs import field, frozen

from calculators.coverage.adjudication import Line
from calculators.coverage.outcomes import Decided
from calculators.coverage.step import Step
from calculators.coverage.unknowns import Answer, Answers
from calculators.declaration import Ask
from calculators.parameters import NotLoaded, Value

type Words = str | int | date


@frozen
class Figure:
    """A named amount: `value` in cents, visits, or a date; `unit` says which. The steps say where it comes from."""

    unit: str
    value: int | date
    steps: tuple[Step, ...] = ()


type Values = dict[str, Words | Figure]


@frozen
class Run[DecidedLine: Decided = Line]:
    """One complete year under one set of answers to what is unknown."""

    answers: Answers
    lines: Sequence[DecidedLine]
    figures: Mapping[str, Figure]


@frozen
class Message:
    """Something to tell: an id whose sentence is in the catalogue, the values it needs, the rules it stands on.

    `kind` is `alert` (something to act on), `milestone` (what happens when) or `assumption` (what we took for granted).
    Money values are `Figure`s, so that no sentence can print cents as dollars.
    """

    kind: str
    id: str
    values: Mapping[str, Words | Figure] = field(factory=dict)
    rules: tuple[str, ...] = ()


@frozen
class FactPlace:
    """Where a fact stands in the scenario, the question asked there, and what it is about.

    `stand_ins`: where the fact is something that follows from answers, such as who is older, answers from which each of
    its ways follows, by path and as a scenario writes them.
    """

    path: str
    ask: Ask
    about: str
    stand_ins: Mapping[Answer, Mapping[str, Any]] = field(factory=dict)

    def answers(self, answer: Answer) -> Mapping[str, Any]:
        """Return what a scenario would hold for one way that the fact can turn out, by path."""
        return self.stand_ins[answer] if self.stand_ins else {self.path: self.ask.kind.write(answer)}


@frozen
class Question:
    """An unknown fact that moves the answer: the question asked about it, what it is about, what it is worth in cents.

    `worth` is None where nothing can be worked out before it is known.
    """

    fact: str
    id: str
    about: str
    worth: int | None


@frozen
class ParameterUsed:
    """A yearly figure that the result used or asked for in vain."""

    series: str
    found: Value | NotLoaded


@frozen
class Result[DecidedLine: Decided = Line]:
    """The answer. `low` and `high` are the same run where everything that matters is known.

    `outlook`: the runs of a better and a worse year, with figures of their own. `undecided`: the facts without which
    there are no figures but the premium; `too_many_unknowns` where each alone could be left open, but not all together.
    """

    low: Run[DecidedLine]
    high: Run[DecidedLine]
    runs: Sequence[Run[DecidedLine]]
    outlook: Sequence[Run[DecidedLine]]
    messages: Sequence[Message]
    questions: Sequence[Question]
    undecided: Sequence[str]
    too_many_unknowns: bool
    parameters: Sequence[ParameterUsed]
    facts: Mapping[str, FactPlace]

    @property
    def outcome(self) -> str:
        """`decided`; `range` where an unknown fact moves the answer; `undecided` where it must be known first."""
        if self.undecided:
            return "undecided"
        return "range" if any(self.is_range(name) for name in self.names) else "decided"

    @property
    def names(self) -> Sequence[str]:
        """The names of all figures, in their order."""
        return tuple(dict.fromkeys(name for run in (*self.runs, *self.outlook) for name in run.figures))

    def ends(self, name: str) -> tuple[Run[DecidedLine], Run[DecidedLine]]:
        """Return the runs in which a figure is lowest and highest."""
        by_value = sorted(
            (run for run in (*self.runs, *self.outlook) if name in run.figures),
            key=lambda run: _ordinal(run.figures[name]),
        )
        return by_value[0], by_value[-1]

    def is_range(self, name: str) -> bool:
        """Whether what is unknown changes this figure."""
        low, high = self.ends(name)
        return low.figures[name].value != high.figures[name].value


def worth_of[DecidedLine: Decided](
    fact: str, runs: Sequence[Run[DecidedLine]], amount: Callable[[Run[DecidedLine]], int]
) -> int:
    """Return by how much a fact moves the lowest or the highest amount of all the runs that met it."""
    by_answer: dict[Answer, list[int]] = {}
    for run in runs:
        if fact in run.answers:
            by_answer.setdefault(run.answers[fact], []).append(amount(run))
    lows, highs = [min(amounts) for amounts in by_answer.values()], [max(amounts) for amounts in by_answer.values()]
    return max(max(lows) - min(lows), max(highs) - min(highs)) if by_answer else 0


def _ordinal(figure: Figure) -> int:
    return figure.value.toordinal() if isinstance(figure.value, date) else figure.value
