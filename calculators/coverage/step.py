"""A step: one decision of one rule, with its amount and what it rests on."""

from typing import Final

from attrs import define, field


@define(eq=False)
class Step:
    """One decision of one rule.

    `amount` is in the unit of the rule: cents, visits, hundredths of a percent, or 1 and 0 for yes and no. Given
    answers are steps too, under a rule id that starts with `given.`; they rest on nothing.

    Steps share what they rest on, so they are compared by identity: walking them by value would visit a shared step
    once for every way that leads to it.

    No step is ever changed: the type checker sees to it. A class that is frozen while it runs takes more than twice as
    long to make one, and a household's year makes tens of thousands.
    """

    rule: Final[str]
    amount: Final[int]
    because: Final[tuple["Step", ...]] = field(default=(), repr=False)


def total(rule: str, steps: tuple[Step, ...]) -> Step:
    """Return the sum of steps as a step that rests on all of them that are not zero."""
    summed = [step for step in steps if step.amount]
    return Step(rule, sum([step.amount for step in summed]), tuple(summed))
