"""Facts that nobody has told us yet: the engine stops where it meets one, and every way it can turn out is run.

Only the unknowns that a run really meets are opened up, so one that cannot change anything is never asked about.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from attrs import frozen

from calculators.declaration import Unknown

type Answer = bool | int | str
type Answers = Mapping[str, Answer]

YES_OR_NO: Sequence[Answer] = (False, True)


@frozen
class Fact:
    """An unknown fact: its id, and either the options it can turn out as or the numbers it lies between.

    `low` and `high` are None where nobody has said bounds, so that nothing can be worked out without asking.
    """

    id: str
    options: Sequence[Answer] = ()
    low: int | None = None
    high: int | None = None


class NeedsAnswer(Exception):
    """The engine met an unknown that decides what happens next."""

    def __init__(self, fact: Fact) -> None:
        super().__init__(fact.id)
        self.fact = fact


class Unfinished(NeedsAnswer):
    """A ledger that met an unknown fact, with the lines that were decided before it."""

    def __init__(self, met: NeedsAnswer, lines: Sequence[Any]) -> None:
        super().__init__(met.fact)
        self.lines = lines


def settle[Known: (bool, str)](
    value: Known | Unknown, fact: str, answers: Answers, options: Sequence[Answer] = YES_OR_NO
) -> Known:
    """Return a choice that is known, or the one assumed in this run; raises `NeedsAnswer` where there is none yet."""
    if not isinstance(value, Unknown):
        return value
    if fact not in answers:
        raise NeedsAnswer(Fact(fact, options))
    answer: Known = answers[fact]  # type: ignore[assignment]  # a fact's options are of the type that its field holds
    return answer


def settle_number(
    value: int | Unknown, fact: str, answers: Answers, least: int | None = None, most: int | None = None
) -> int:
    """Return a number that is known, or the one assumed in this run.

    `least` and `most` are the bounds that the question declares, where the person gave none.
    Raises `NeedsAnswer` where nothing is assumed yet.
    """
    if not isinstance(value, Unknown):
        return value
    if fact not in answers:
        bounds = (least, most) if value.low is None else (value.low, value.high)
        raise NeedsAnswer(Fact(fact, (), *bounds))
    return int(answers[fact])
