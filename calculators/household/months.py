"""A year month by month: what goes out for premiums and for care."""

from collections.abc import Mapping, Sequence
from datetime import timedelta

from attrs import frozen

from calculators.coverage.adjudication import PATIENT_PARTS, Line
from calculators.coverage.premiums import premium_by_month
from calculators.household.year import HouseholdYear, covered_days


@frozen
class MonthOfYear:
    """What a household pays in one calendar month, in cents: premium, and care by part."""

    year: int
    month: int
    premium: int
    parts: Mapping[str, int]

    @property
    def care(self) -> int:
        """What is paid for care."""
        return sum(self.parts.values())


def months_of(scenario: HouseholdYear, lines: Sequence[Line]) -> Sequence[MonthOfYear]:
    """Return every calendar month of the year under its plans, with what is paid in it."""
    plan, change = scenario.plan, scenario.change
    premiums = dict(
        premium_by_month(plan, plan.first_day, plan.last_day if change is None else change.since - timedelta(days=1))
    )
    if change is not None:
        after = premium_by_month(change.plan, change.since, covered_days(scenario)[1])
        for month, amount in after.items():
            premiums[month] = premiums.get(month, 0) + amount
    paid: dict[tuple[int, int], dict[str, int]] = {month: {} for month in premiums}
    for line in lines:
        here = paid.setdefault((line.visit.date.year, line.visit.date.month), {})
        for name in PATIENT_PARTS:
            amount = line.part(name).amount
            if amount:
                here[name] = here.get(name, 0) + amount
    return tuple(MonthOfYear(*month, premiums.get(month, 0), paid[month]) for month in sorted(paid))
