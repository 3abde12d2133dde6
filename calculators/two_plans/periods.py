"""The order of payers over time: a function of the date of service, from the day of the care on."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from attrs import evolve, frozen

from calculators.parameters import NotLoaded, look_up
from calculators.two_plans.order import Decision, decide
from calculators.two_plans.order.facts import COORDINATION_MONTHS, MEDICARE_AGE, aged_from, month_after
from calculators.two_plans.scenario import TwoPlans

ONE_DAY = timedelta(days=1)

# A birthday further ahead is not told: what holds then, coverages and law, nobody knows today.
YEARS_AHEAD = 3


@frozen
class Period:
    """Days on which one order holds, the first and the last; `until` is None for the last period."""

    since: date
    until: date | None
    decision: Decision


def _days_of_change(scenario: TwoPlans) -> Iterator[date]:
    """Yield every day on which something that decides the order may change."""
    for coverage in scenario.coverages:
        if isinstance(coverage.since, date):
            yield coverage.since
        for last in (coverage.until, coverage.job_ends):
            if last is not None:
                yield last + ONE_DAY
    if scenario.family.court_order_since is not None:
        yield scenario.family.court_order_since
    for order in scenario.family.later_orders:
        yield order.since
    age, months = look_up(MEDICARE_AGE, scenario.day), look_up(COORDINATION_MONTHS, scenario.day)
    if isinstance(scenario.born, date) and not isinstance(age, NotLoaded):
        reached = aged_from(scenario.born, age.amount)
        if reached.year - scenario.day.year <= YEARS_AHEAD:
            yield reached
    since = scenario.medicare.kidney_since
    if isinstance(since, date) and not isinstance(months, NotLoaded):
        yield since.replace(day=1)
        yield month_after(since, months.amount)


def _says(decision: Decision) -> tuple[object, ...]:
    """Return what a reader would notice: who pays before whom, who stands apart, and how sure that is."""
    order = decision.order
    if order is None:
        return decision.outcome, decision.facts
    return decision.outcome, order.places, tuple(stands.coverage for stands in order.apart)


def periods(scenario: TwoPlans) -> Sequence[Period]:
    """Return the order of payers on the day of the care, and each later one with the day from which it holds."""
    changes = sorted({day for day in _days_of_change(scenario) if day > scenario.day})
    found = [Period(scenario.day, None, decide(scenario, scenario.day))]
    for day in changes:
        decision = decide(scenario, day)
        if _says(decision) != _says(found[-1].decision):
            found[-1] = evolve(found[-1], until=day - ONE_DAY)
            found.append(Period(day, None, decision))
    return found
