"""What a household pays in premiums for a plan, in all and month by month. Cents."""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta

from calculators.coverage.money import part_of
from calculators.coverage.plan import MONTHS_A_YEAR, PERIODS_A_YEAR, Plan
from calculators.coverage.step import Step


def months_begun(first: date, last: date) -> int:
    """How many months, counted from the first day, have begun by the last."""
    months = (last.year - first.year) * MONTHS_A_YEAR + last.month - first.month
    return months + (last.day >= first.day)


def premium_paid(plan: Plan, first: date, last: date) -> Step:
    """What the household pays in premiums between two days: the premium less what others pay, for each month begun.

    A premium that is not paid by the month is taken for the share of the year that these months are, the half cent
    rounded up. Cents. Source: what was typed.
    """
    premium = plan.premium
    periods = PERIODS_A_YEAR[premium.every]
    months = months_begun(first, last)
    each = premium.amount + premium.surcharge - premium.employer_pays - premium.credit
    given = (
        Step("given.premium", premium.amount),
        Step("given.employer_pays", premium.employer_pays),
        Step("given.credit", premium.credit),
        Step("given.surcharge", premium.surcharge),
        Step("given.periods", periods),
        Step("given.months", months),
    )
    return Step("figure.premium", part_of(each * periods, months, MONTHS_A_YEAR), given)


def _month_ends(first: date, last: date) -> Iterator[date]:
    """Yield the last day of each calendar month from one day to another; of the last one, the day itself."""
    start = first.replace(day=1)
    while True:
        year, month = divmod(start.year * MONTHS_A_YEAR + start.month, MONTHS_A_YEAR)
        start = date(year, month + 1, 1)
        end = start - timedelta(days=1)
        if end >= last:
            yield last
            return
        yield end


def premium_by_month(plan: Plan, first: date, last: date) -> Mapping[tuple[int, int], int]:
    """What the household pays in premiums in each calendar month, by year and month. Cents.

    It adds up to `premium_paid`.
    """
    paid: dict[tuple[int, int], int] = {}
    so_far = 0
    for end in _month_ends(first, last):
        by_now = premium_paid(plan, first, end).amount
        paid[end.year, end.month] = by_now - so_far
        so_far = by_now
    return paid
