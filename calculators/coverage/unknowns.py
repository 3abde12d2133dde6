"""Facts that nobody has told us yet: the engine stops where it meets one, and every way it can turn out is run.

Only the unknowns that a run really meets are opened up, so one that cannot change anything is never asked about.
"""

from collections.abc import Callable, Mapping

type Answers = Mapping[str, bool]


class NeedsAnswer(Exception):
    """The engine met an unknown that decides what happens next."""

    def __init__(self, fact: str) -> None:
        super().__init__(fact)
        self.fact = fact


def settle(fact: str, answers: Answers) -> bool:
    """Return the answer assumed for an unknown fact in this run; raises `NeedsAnswer` where there is none yet."""
    if fact not in answers:
        raise NeedsAnswer(fact)
    return answers[fact]


def every_outcome[Outcome](run: Callable[[Answers], Outcome]) -> list[tuple[Answers, Outcome]]:
    """Run once for every way in which the unknowns that are met can turn out; no before yes."""
    outcomes = []
    waiting: list[Answers] = [{}]
    while waiting:
        answers = waiting.pop()
        try:
            outcomes.append((answers, run(answers)))
        except NeedsAnswer as met:
            waiting += [{**answers, met.fact: True}, {**answers, met.fact: False}]
    return outcomes
