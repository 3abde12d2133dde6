"""What a person has used so far in a plan year: deductible, out-of-pocket spending, visits."""

from collections.abc import Mapping
from datetime import date

from attrs import evolve, field, frozen

from calculators.coverage.plan import Plan, VisitLimit
from calculators.coverage.step import Step

type Counter = tuple[str, int]


def counter_of(limit: VisitLimit, plan: Plan, day: date) -> Counter:
    """Return which counter of a limit a day belongs to: the limit's id and the year in which its period began."""
    return limit.id, day.year if limit.per == "calendar_year" else plan.starts.year


@frozen
class Accumulators:
    """What has been used, each as the step that last changed it."""

    deductible: Step = Step("accumulator.deductible", 0)
    out_of_pocket: Step = Step("accumulator.out_of_pocket", 0)
    visits: Mapping[Counter, Step] = field(factory=dict)

    def visits_used(self, limit: VisitLimit, plan: Plan, day: date) -> Step:
        """Return the visits counted against a limit so far.

        Visits that were used before count in the period in which the plan year starts.
        """
        counter = counter_of(limit, plan, day)
        if counter in self.visits:
            return self.visits[counter]
        used_before = limit.used if day.year == plan.starts.year or limit.per == "plan_year" else 0
        return Step("given.visits_used", used_before)

    def after(
        self, deductible: Step, cost_sharing: tuple[Step, ...], counted: Mapping[Counter, Step]
    ) -> "Accumulators":
        """Return the accumulators after a covered visit."""
        paid = sum(part.amount for part in cost_sharing)
        return evolve(
            self,
            deductible=_added("accumulator.deductible", self.deductible, (deductible,), deductible.amount),
            out_of_pocket=_added("accumulator.out_of_pocket", self.out_of_pocket, cost_sharing, paid),
            visits={**self.visits, **counted},
        )


def _added(rule: str, before: Step, parts: tuple[Step, ...], amount: int) -> Step:
    if not amount:
        return before
    return Step(rule, before.amount + amount, (before, *(part for part in parts if part.amount)))
