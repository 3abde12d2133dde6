"""What a household expects to use, and the dated visits it unfolds into."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from functools import cached_property, lru_cache
from typing import Annotated

from attrs import frozen

from calculators.coverage.limits import MOST_QUANTITY
from calculators.coverage.money import Cents
from calculators.coverage.services import FACILITY_FEE, SERVICES
from calculators.coverage.terms import CARE_KINDS, MOST_VISITS, NETWORKS, SITES
from calculators.declaration import (
    UNKNOWN,
    Ask,
    Choice,
    Count,
    Day,
    Identifier,
    Money,
    Reference,
    Text,
    Unknown,
    YesNo,
)

# A frequency is a cycle of days, and the days of the cycle that have a visit. From a Monday on, all are weekdays.
CYCLES = {
    "daily": (1, (0,)),
    "5_a_week": (7, (0, 1, 2, 3, 4)),
    "4_a_week": (7, (0, 1, 3, 4)),
    "3_a_week": (7, (0, 2, 4)),
    "2_a_week": (7, (0, 3)),
    "1_a_week": (7, (0,)),
    "every_2_weeks": (14, (0,)),
    "every_4_weeks": (28, (0,)),
    "every_12_weeks": (84, (0,)),
}

UNPAID = {
    "contract_rate": "The price that the plan and the clinic agreed on",
    "charge": "The clinic’s full price",
    "write_off": "Nothing: the clinic may not ask for it",
}


@frozen
class Person:
    """Someone the plan covers; known by an id, and by a name that never leaves the page."""

    id: Annotated[str, Ask(Identifier(fresh="person-#"), "Person")]
    name: Annotated[
        str,
        Ask(Text(longest=30), "Name", help="Any name or letter. It is left out of links."),
    ] = ""


@frozen
class UsedBefore:
    """What someone had used in the plan year before the planned care begins. Cents."""

    person: Annotated[str, Ask(Reference("people", fresh="me"), "Person")]
    deductible: Annotated[
        Cents | Unknown,
        Ask(Money(), "Paid toward the deductible so far", unit="USD", unknown_allowed=True),
    ] = 0
    out_of_pocket: Annotated[
        Cents | Unknown,
        Ask(
            Money(),
            "Paid toward the out-of-pocket maximum so far",
            where="The plan’s website, or the newest explanation of benefits (EOB)",
            unit="USD",
            unknown_allowed=True,
        ),
    ] = 0
    network: Annotated[str, Ask(Choice(NETWORKS), "In which network", detail=True)] = "in"


@frozen
class VisitsUsed:
    """What someone had used of a limit before the planned care begins, in the limit's unit."""

    person: Annotated[str, Ask(Reference("people", fresh="me"), "Person")]
    limit: Annotated[str, Ask(Reference("plan.limits", fresh="limit-0"), "Limit")]
    used: Annotated[
        int | Unknown,
        Ask(Count(0, MOST_QUANTITY), "Used since the limit last started again", unit="visits", unknown_allowed=True),
    ]


@frozen
class PlannedCare:
    """One course of care: who, how many visits of which service, from when on, where, and their price."""

    person: Annotated[str, Ask(Reference("people", fresh="me"), "Person")]
    service: Annotated[str, Ask(Choice(SERVICES), "Service")]
    visits: Annotated[
        int,
        Ask(
            Count(0, MOST_VISITS),
            "How many visits",
            help="In this plan year. For a hospital stay: how many stays.",
            unit="visits",
        ),
    ]
    first_visit: Annotated[date, Ask(Day(), "First visit on", help="Month/day/year, within the plan year.")]
    frequency: Annotated[
        str,
        Ask(
            Choice(
                {
                    "daily": "every day",
                    "5_a_week": "5 a week",
                    "4_a_week": "4 a week",
                    "3_a_week": "3 a week",
                    "2_a_week": "2 a week",
                    "1_a_week": "once a week",
                    "every_2_weeks": "every 2 weeks",
                    "every_4_weeks": "every 4 weeks",
                    "every_12_weeks": "every 12 weeks",
                }
            ),
            "How often",
        ),
    ]
    allowed: Annotated[
        Cents | Unknown,
        Ask(
            Money(),
            "Allowed amount for one visit",
            help="The price that your plan and the clinic have agreed on.",
            where="An explanation of benefits (EOB) for an earlier visit, the plan’s cost estimator, or the clinic’s "
            "billing office",
            unit="USD",
            unknown_allowed=True,
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
    unpaid_visits: Annotated[
        str | Unknown,
        Ask(
            Choice(UNPAID),
            "If the plan pays nothing for a visit, what may the clinic ask of you?",
            help="Over a visit limit, not covered, or refused. The clinic’s contract with the plan decides.",
            where="The clinic’s billing office",
            unknown_allowed=True,
        ),
    ] = UNKNOWN
    network: Annotated[str, Ask(Choice(NETWORKS), "In which network", detail=True)] = "in"
    site: Annotated[str, Ask(Choice(SITES), "Where", detail=True)] = "office"
    care_kind: Annotated[str, Ask(Choice(CARE_KINDS), "Kind of care", detail=True)] = "rehabilitative"
    evaluation_allowed: Annotated[
        Cents | Unknown | None,
        Ask(
            Money(),
            "Allowed amount of the first visit, if it is an evaluation with another price",
            unit="USD",
            unknown_allowed=True,
            detail=True,
        ),
    ] = None
    facility_fee: Annotated[
        Cents | Unknown | None,
        Ask(
            Money(),
            "Facility fee that a hospital adds to each visit",
            help="Its allowed amount. The plan’s terms for “Hospital outpatient facility fee” then apply to it.",
            unit="USD",
            unknown_allowed=True,
            detail=True,
        ),
    ] = None
    days: Annotated[
        int,
        Ask(
            Count(1, MOST_VISITS),
            "Days in one stay",
            help="1, unless it is a stay in a hospital or nursing facility.",
            unit="visits",
            detail=True,
        ),
    ] = 1
    units: Annotated[
        int,
        Ask(
            Count(1, 100),
            "Units or hours in one visit",
            help="It matters only where a copay or a limit goes by units or hours.",
            unit="visits",
            detail=True,
        ),
    ] = 1
    preventive: Annotated[
        bool | Unknown,
        Ask(
            YesNo(),
            "Will it be billed as preventive care?",
            help="Then the plan’s terms for “Preventive care” apply. A test for a symptom is not preventive.",
            unknown_allowed=True,
            detail=True,
        ),
    ] = False
    authorization: Annotated[
        str | Unknown,
        Ask(
            Choice(
                {
                    "in_order": "In order, or not needed",
                    "missing": "Needed, and not given: the plan refuses to pay",
                }
            ),
            "The plan’s approval or referral",
            unknown_allowed=True,
            detail=True,
        ),
    ] = "in_order"
    billed_as: Annotated[
        str | Unknown,
        Ask(
            Choice({"physical": "A physical condition", "mental_health": "A mental health condition, such as autism"}),
            "The diagnosis on the bill is",
            help="Limits may not be stricter for mental health conditions. Autism (F84) is one; "
            "a speech delay (F80) is often billed as one.",
            unknown_allowed=True,
            detail=True,
        ),
    ] = "physical"
    limit_exempt: Annotated[
        bool | Unknown,
        Ask(
            YesNo(),
            "Does the plan say that its visit limit does not apply to this care?",
            help="Such as after surgery, or for certain diagnoses.",
            unknown_allowed=True,
            detail=True,
        ),
    ] = False
    condition: Annotated[
        str,
        Ask(
            Text(longest=30),
            "Condition or episode",
            help="Any word. Care with the same word counts as one where a limit is for each condition or episode.",
            detail=True,
        ),
    ] = ""
    emergency: Annotated[bool, Ask(YesNo(), "Is it an emergency?", detail=True)] = False
    facility_in_network: Annotated[
        bool | Unknown,
        Ask(
            YesNo(),
            "Is the hospital or surgery center itself in the plan’s network?",
            help="It matters where someone out of network treats you there.",
            unknown_allowed=True,
            detail=True,
        ),
    ] = UNKNOWN
    consent_signed: Annotated[
        bool | Unknown,
        Ask(
            YesNo(),
            "Did you sign that you give up protection from surprise bills?",
            unknown_allowed=True,
            detail=True,
        ),
    ] = UNKNOWN
    balance_billed: Annotated[
        bool | Unknown,
        Ask(
            YesNo(),
            "Out of network: will they bill you for what they ask above the plan’s price?",
            unknown_allowed=True,
            detail=True,
        ),
    ] = UNKNOWN
    cash_price: Annotated[
        Cents | None,
        Ask(
            Money(),
            "Cash price of one visit",
            help="What the clinic asks of people who pay themselves. It is compared, never counted.",
            unit="USD",
            detail=True,
        ),
    ] = None

    @cached_property
    def key(self) -> str:
        """What tells this course from the household's others, for the facts about it."""
        when = f"{self.first_visit.isoformat()}.{self.frequency}.{self.visits}"
        where = "" if self.network == "in" and self.site == "office" else f".{self.network}.{self.site}"
        kind = "" if self.care_kind == "rehabilitative" else f".{self.care_kind}"
        condition = f".{self.condition}" if self.condition else ""
        return f"{self.person}.{self.service}.{when}{where}{kind}{condition}"

    def dates(self, visits: int | None = None) -> Iterator[date]:
        """Yield the date of each visit in turn: of those that are planned, or of so many."""
        length, days = CYCLES[self.frequency]
        for number in range(self.visits if visits is None else visits):
            cycle, place = divmod(number, len(days))
            yield self.first_visit + timedelta(days=cycle * length + days[place])


@frozen
class Visit:
    """One dated visit, or the facility fee that stands beside one. `price` is its allowed amount, in cents or unknown.

    `fact` names the question about its price.
    """

    date: date
    course: PlannedCare
    service: str
    evaluation: bool
    facility_fee: bool
    price: Cents | Unknown
    fact: str

    @property
    def person(self) -> str:
        """Whose visit it is."""
        return self.course.person


WHOLE_PERCENT = 100


def _visits_of(course: PlannedCare, percent: int, until: date | None) -> Iterator[Visit]:
    fact = f"care.{course.key}"
    if percent < WHOLE_PERCENT:
        visits = course.visits * percent // WHOLE_PERCENT
    else:
        visits = -(-course.visits * percent // WHOLE_PERCENT)
    for number, day in enumerate(course.dates(visits)):
        if until is not None and day > until:
            return
        if number == 0 and course.evaluation_allowed is not None:
            yield Visit(
                day, course, course.service, True, False, course.evaluation_allowed, f"{fact}.evaluation_allowed"
            )
        else:
            yield Visit(day, course, course.service, False, False, course.allowed, f"{fact}.allowed")
        if course.facility_fee is not None:
            yield Visit(day, course, FACILITY_FEE, False, True, course.facility_fee, f"{fact}.facility_fee")


def order(visit: Visit) -> tuple[date | str | int | bool, ...]:
    """Return by what visits are put into the order in which they are adjudicated."""
    course = visit.course
    price = visit.price.low if isinstance(visit.price, Unknown) else visit.price
    return (
        visit.date,
        course.service,
        course.person,
        visit.facility_fee,
        not visit.evaluation,
        course.network,
        course.site,
        course.care_kind,
        course.first_visit,
        course.frequency,
        course.visits,
        course.condition,
        price or 0,
    )


def unfold(care: Iterable[PlannedCare], percent: int = WHOLE_PERCENT, until: date | None = None) -> list[Visit]:
    """Unfold planned care into dated visits, in the order in which they are adjudicated.

    By date; on one day by service id, then by person, then as the course says where and since when; the lower price
    first. So the order in which people and care were entered never changes a figure.

    `percent` of the planned visits: rounded down where it is less than all, else up, and none after `until`.
    """
    return sorted((visit for course in care for visit in _visits_of(course, percent, until)), key=order)


@lru_cache(maxsize=512)
def _one_of_its_kind(course: PlannedCare) -> PlannedCare:
    """Return the same object for equal courses, so that their visits can be compared fast."""
    return course


@lru_cache(maxsize=8)
def unfolded(care: tuple[PlannedCare, ...], percent: int = WHOLE_PERCENT, until: date | None = None) -> Sequence[Visit]:
    """Unfold planned care once, for all the plans under which it is looked at."""
    return tuple(unfold(map(_one_of_its_kind, care), percent, until))
