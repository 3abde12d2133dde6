"""What has been used so far in a plan year: deductibles, out-of-pocket spending, visits; per person and family."""

from collections.abc import Collection, Mapping
from datetime import date
from functools import cache

from attrs import field, frozen

from calculators.coverage.step import Step

# The holder under which a family's amounts are kept; no person has this id.
FAMILY = ""

type Key = tuple[str, ...]


def deductible_of(pool: str, holder: str) -> Key:
    """Return the accumulator of a deductible: of a network (`in`, `out`) or a special one, by its id."""
    return "deductible", pool, holder


def out_of_pocket_of(pool: str, holder: str) -> Key:
    """Return the accumulator of spending toward the out-of-pocket maximum of a network."""
    return "out_of_pocket", pool, holder


def count_of(limit: str, holder: str, network: str, period: str) -> Key:
    """Return the counter of a limit for one person or the family, in one period."""
    return "limit", limit, holder, network, period


@cache
def _nothing_used(name: str) -> Step:
    return Step(f"accumulator.{name}", 0)


@frozen
class Accumulators:
    """What has been used, each as the step that last changed it, and the days on which something counted."""

    amounts: Mapping[Key, Step] = field(factory=dict)
    days: Mapping[Key, tuple[tuple[date, int], ...]] = field(factory=dict)

    def used(self, key: Key) -> Step:
        """Return what has been used of one accumulator, in its unit."""
        return self.amounts.get(key) or _nothing_used(key[0])

    def on_days(self, key: Key) -> tuple[tuple[date, int], ...]:
        """Return the days on which something counted, each with how much."""
        return self.days.get(key, ())

    def without(self, ended: Collection[Key]) -> "Accumulators":
        """Return the accumulators without counters that have ended, their days included."""
        if not ended:
            return self
        return Accumulators(
            {key: step for key, step in self.amounts.items() if key not in ended},
            {key: days for key, days in self.days.items() if not any(key[: len(end)] == end for end in ended)},
        )

    def after(self, amounts: Mapping[Key, Step], days: Mapping[Key, tuple[tuple[date, int], ...]]) -> "Accumulators":
        """Return the accumulators with what one line changed."""
        if not amounts and not days:
            return self
        return Accumulators({**self.amounts, **amounts}, {**self.days, **days} if days else self.days)


def added(before: Step, parts: tuple[Step, ...], amount: int) -> Step:
    """Return an accumulator after something was added to it, resting on what was added."""
    return Step(before.rule, before.amount + amount, (before, *[part for part in parts if part.amount]))
