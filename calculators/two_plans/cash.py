"""What policies pay that give fixed amounts: cash to the patient, outside the order of payers."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Annotated

from attrs import frozen

from calculators.coverage.care import Visit
from calculators.coverage.money import Cents
from calculators.coverage.step import Step
from calculators.coverage.terms import MOST_VISITS
from calculators.declaration import Ask, Count, Day, Money, YesNo


@frozen
class Cash:
    """What such a policy pays for a visit, for how many, and when. Cents."""

    per_visit: Annotated[Cents, Ask(Money(), "It pays for each visit", unit="USD", where="The policy’s schedule")]
    premium: Annotated[Cents, Ask(Money(), "Its premium for the year", unit="USD")]
    most_visits: Annotated[
        int | None,
        Ask(Count(1, MOST_VISITS), "For at most so many visits a year", unit="visits"),
    ] = None
    pays_from: Annotated[
        date | None,
        Ask(Day(), "It pays for visits from this day on", help="After its waiting period.", detail=True),
    ] = None
    accident_only: Annotated[bool, Ask(YesNo(), "Does it pay only after an accident?", detail=True)] = False


def paid_visits(policy: Cash, visits: Sequence[Visit], *, accident: bool) -> Iterator[Visit]:
    """Yield the visits for which a policy pays: after its waiting period, up to its number, for what it covers.

    Source: the policy's terms.
    """
    if policy.accident_only and not accident:
        return
    left = len(visits) if policy.most_visits is None else policy.most_visits
    for visit in visits:
        if left and not visit.facility_fee and (policy.pays_from is None or visit.date >= policy.pays_from):
            left -= 1
            yield visit


def cash_paid(policy: Cash, visits: Sequence[Visit], *, accident: bool) -> Step:
    """What a policy pays in cash for these visits, whatever any plan pays. Cents. Source: the policy's terms."""
    paid = sum(1 for _ in paid_visits(policy, visits, accident=accident))
    given = Step("given.cash_per_visit", policy.per_visit)
    return Step("cash.paid", paid * policy.per_visit, (Step("given.visits_paid", paid), given))


def visits_to_break_even(policy: Cash) -> Step | None:
    """How many visits a policy must pay for until it has paid more than its premium, or as much; None if none can do.

    Visits. Source: arithmetic.
    """
    if not policy.per_visit:
        return None
    visits = -(-policy.premium // policy.per_visit)
    if policy.most_visits is not None and visits > policy.most_visits:
        return None
    causes = (Step("given.premium", policy.premium), Step("given.cash_per_visit", policy.per_visit))
    return Step("cash.break_even", visits, causes)
