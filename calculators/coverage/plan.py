"""What an insurer promises: a plan, its terms for each service, and its visit limits."""

from datetime import date, timedelta
from typing import Annotated

from attrs import frozen

from calculators.coverage.money import Cents, Rate
from calculators.coverage.services import SERVICES
from calculators.declaration import Ask, Choice, Choices, Count, Day, Identifier, Money, Rows, Text, Unknown, YesNo
from calculators.declaration import Rate as RateKind

PERIODS_A_YEAR = {"month": 12, "half_month": 24, "two_weeks": 26, "week": 52, "quarter": 4, "year": 1}

MOST_VISITS = 366


@frozen
class Deductible:
    """What a person pays in a plan year before the plan begins to pay."""

    person: Annotated[
        Cents,
        Ask(
            Money(),
            "Deductible",
            help="What you pay in a plan year, for one person and in network, before the plan begins to pay. "
            "Type 0 if there is none.",
            where="Summary of benefits, first page: “What is the overall deductible?”",
            unit="USD",
        ),
    ]


@frozen
class OutOfPocketMaximum:
    """The most a person pays in a plan year for covered care in network; None where the plan has no such maximum."""

    person: Annotated[
        Cents | None,
        Ask(
            Money(none_allowed=True),
            "Out-of-pocket maximum",
            help="The most you pay in a plan year for covered care, for one person and in network. "
            "Type “none” if your plan has no maximum.",
            where="Summary of benefits, first page: “What is the out-of-pocket limit for this plan?”",
            unit="USD",
        ),
    ]


@frozen
class Premium:
    """What the plan costs each period, and how much of it an employer pays."""

    amount: Annotated[
        Cents,
        Ask(
            Money(),
            "Premium, in full",
            help="What the plan costs each time it is paid, before an employer pays a part. If you know only what is "
            "taken from your pay, type that here and 0 for the employer.",
            where="Your pay slip, enrollment page or bill",
            unit="USD",
        ),
    ]
    every: Annotated[
        str,
        Ask(
            Choice(
                {
                    "month": "each month",
                    "half_month": "twice a month (24 a year)",
                    "two_weeks": "every two weeks (26 a year)",
                    "week": "each week",
                    "quarter": "each quarter",
                    "year": "once a year",
                }
            ),
            "How often it is paid",
        ),
    ]
    employer_pays: Annotated[
        Cents,
        Ask(
            Money(),
            "Of that, the employer pays",
            help="Type 0 if you pay all of it.",
            unit="USD",
        ),
    ]


@frozen
class Terms:
    """What the plan says about one service, in network."""

    service: Annotated[str, Ask(Choice(SERVICES), "Service")]
    covered: Annotated[bool, Ask(YesNo(), "Does the plan cover it?")]
    deductible: Annotated[
        str,
        Ask(
            Choice(
                {
                    "not_applied": "No, the deductible does not apply",
                    "first": "Yes, the deductible comes first",
                    "after_copay": "Yes, after the copay",
                }
            ),
            "Does the deductible apply to this service?",
            where="Summary of benefits: the row for this service, its limitations, or “Are there services covered "
            "before you meet your deductible?”",
        ),
    ] = "not_applied"
    copay: Annotated[
        Cents | None,
        Ask(
            Money(),
            "Copay for each visit",
            help="A fixed amount. Leave it empty if there is no copay.",
            unit="USD",
        ),
    ] = None
    coinsurance: Annotated[
        Rate | None,
        Ask(
            RateKind(),
            "Coinsurance: your share",
            help="A percentage of the price, such as 20%. Leave it empty if there is none.",
        ),
    ] = None
    copay_when_visit_meets_deductible: Annotated[
        bool | Unknown | None,
        Ask(
            YesNo(),
            "On the visit that meets the deductible, is the copay due as well?",
            help="It matters only where the deductible comes first and a copay follows. Few booklets say it: "
            "“I don’t know” gives you a range.",
            unknown_allowed=True,
        ),
    ] = None


@frozen
class VisitLimit:
    """How many visits the plan covers in a period, for one service or several together."""

    id: Annotated[str, Ask(Identifier(fresh="limit-#"), "Limit")]
    quantity: Annotated[
        int,
        Ask(
            Count(0, MOST_VISITS),
            "Visits the plan covers",
            where="Summary of benefits, row “Rehabilitation services”, column “Limitations”",
            unit="visits",
        ),
    ]
    services: Annotated[
        tuple[str, ...],
        Ask(
            Choices(SERVICES),
            "Services that share this limit",
            help="If the limit is “combined”, check every service it names.",
        ),
    ]
    per: Annotated[
        str,
        Ask(
            Choice({"plan_year": "plan year", "calendar_year": "calendar year (starts again on January 1)"}),
            "For each",
        ),
    ]
    used: Annotated[
        int,
        Ask(
            Count(0, MOST_VISITS),
            "Visits already used",
            help="Visits since the limit last started again, beside the care you plan here.",
            unit="visits",
        ),
    ] = 0


@frozen(kw_only=True)
class Plan:
    """A plan as its summary of benefits describes it, for one person, in network."""

    id: Annotated[str, Ask(Identifier(fresh="plan"), "Plan")]
    name: Annotated[str, Ask(Text(), "Name of the plan", help="Any name you like.")]
    starts: Annotated[
        date,
        Ask(
            Day(),
            "Plan year starts on",
            help="Month/day/year, such as 1/1/2027.",
            where="Summary of benefits, top of the first page: “Coverage period”",
        ),
    ]
    terms: Annotated[
        tuple[Terms, ...],
        Rows("What the plan says about each service", one="Service", least=1, most=len(SERVICES), folded=True),
    ]
    limits: Annotated[
        tuple[VisitLimit, ...],
        Rows(
            "Visit limits",
            one="Visit limit",
            least=0,
            most=6,
            help="Leave this empty if the plan has none.",
            folded=True,
        ),
    ] = ()
    deductible: Deductible
    out_of_pocket_maximum: OutOfPocketMaximum
    premium: Premium

    @property
    def ends(self) -> date:
        """The last day of the plan year."""
        try:
            next_start = self.starts.replace(year=self.starts.year + 1)
        except ValueError:
            # A plan year that starts on February 29 ends on February 28.
            next_start = date(self.starts.year + 1, 3, 1)
        return next_start - timedelta(days=1)

    def terms_for(self, service: str) -> Terms:
        """Return the terms for a service; raises `KeyError` where the plan has none."""
        for terms in self.terms:
            if terms.service == service:
                return terms
        raise KeyError(service)

    def limits_for(self, service: str) -> tuple[VisitLimit, ...]:
        """Return every limit that counts visits of this service."""
        return tuple(limit for limit in self.limits if service in limit.services)
