"""What a person expects to use, and the dated visits it unfolds into."""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from typing import Annotated

from attrs import frozen

from calculators.coverage.money import Cents
from calculators.coverage.plan import MOST_VISITS
from calculators.coverage.services import SERVICES
from calculators.declaration import Ask, Choice, Count, Day, Identifier, Money

# A frequency is a cycle of days, and the days of the cycle that have a visit. From a Monday on, all are weekdays.
CYCLES = {
    "5_a_week": (7, (0, 1, 2, 3, 4)),
    "4_a_week": (7, (0, 1, 3, 4)),
    "3_a_week": (7, (0, 2, 4)),
    "2_a_week": (7, (0, 3)),
    "1_a_week": (7, (0,)),
    "every_2_weeks": (14, (0,)),
    "every_4_weeks": (28, (0,)),
}


@frozen
class Person:
    """Someone whose care is planned; known by an id only."""

    id: Annotated[str, Ask(Identifier(fresh="me"), "Person")]


@frozen
class PlannedCare:
    """One course of care: how many visits of which service, from when on, and their price."""

    person: Annotated[str, Ask(Identifier(fresh="me"), "Person")]
    service: Annotated[str, Ask(Choice(SERVICES), "Service")]
    visits: Annotated[
        int,
        Ask(Count(0, MOST_VISITS), "How many visits", help="In this plan year.", unit="visits"),
    ]
    first_visit: Annotated[date, Ask(Day(), "First visit on", help="Month/day/year, within the plan year.")]
    frequency: Annotated[
        str,
        Ask(
            Choice(
                {
                    "5_a_week": "5 a week",
                    "4_a_week": "4 a week",
                    "3_a_week": "3 a week",
                    "2_a_week": "2 a week",
                    "1_a_week": "once a week",
                    "every_2_weeks": "every 2 weeks",
                    "every_4_weeks": "every 4 weeks",
                }
            ),
            "How often",
        ),
    ]
    allowed: Annotated[
        Cents,
        Ask(
            Money(),
            "Allowed amount for one visit",
            help="The price that your plan and the clinic have agreed on.",
            where="An explanation of benefits (EOB) for an earlier visit, the plan’s cost estimator, or the clinic’s "
            "billing office",
            unit="USD",
        ),
    ]
    billed: Annotated[
        Cents | None,
        Ask(
            Money(),
            "Billed amount for one visit",
            help="What the clinic asks before the plan’s discount. You may leave it empty.",
            unit="USD",
        ),
    ] = None

    def dates(self) -> Iterator[date]:
        """Yield the date of each visit in turn."""
        length, days = CYCLES[self.frequency]
        for number in range(self.visits):
            cycle, place = divmod(number, len(days))
            yield self.first_visit + timedelta(days=cycle * length + days[place])


@frozen(order=True)
class Visit:
    """One dated visit. The order of the fields is the order in which visits are adjudicated."""

    date: date
    service: str
    allowed: Cents
    charge: Cents
    person: str


def unfold(care: Iterable[PlannedCare]) -> list[Visit]:
    """Unfold planned care into dated visits, in the order in which they are adjudicated.

    By date; on one day by service id, then the lower price first. So the order in which care was entered never
    changes a figure. The charge is the billed amount or, where none is given, the allowed amount.
    """
    return sorted(
        Visit(
            day,
            course.service,
            course.allowed,
            course.allowed if course.billed is None else course.billed,
            course.person,
        )
        for course in care
        for day in course.dates()
    )
