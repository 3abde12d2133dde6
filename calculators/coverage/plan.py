"""What an insurer promises: a plan, and the amounts that hold for all its services."""

from datetime import date, timedelta
from functools import cached_property
from typing import Annotated, Self

from attrs import evolve, frozen

from calculators.coverage.limits import VisitLimit
from calculators.coverage.money import Cents
from calculators.coverage.services import SERVICES
from calculators.coverage.terms import Terms
from calculators.declaration import (
    UNKNOWN,
    Ask,
    Choice,
    Choices,
    Day,
    Identifier,
    Money,
    Part,
    Rows,
    Text,
    Unknown,
    YesNo,
)

PERIODS_A_YEAR = {"month": 12, "half_month": 24, "two_weeks": 26, "week": 52, "quarter": 4, "year": 1}
MONTHS_A_YEAR = PERIODS_A_YEAR["month"]

MOST_TERMS = 120
MOST_LIMITS = 20

MARKETS = {
    "individual": "Bought by yourself: marketplace or insurer",
    "small_group": "Through a small employer (up to 50 employees; 100 in some states), insured",
    "large_group": "Through a larger employer, insured",
    "self_funded": "Through an employer that pays claims itself",
    "retiree_only": "For retirees only",
    "short_term": "Short-term plan",
    "health_sharing": "Health-sharing ministry",
    "medicare": "Original Medicare",
    "medicare_advantage": "Medicare Advantage",
    "medicaid": "Medicaid or CHIP",
    "tricare": "TRICARE",
    "other": "Something else",
}

FAMILY_KINDS = {
    "embedded": "Each person has their own amount within the family’s",
    "aggregate": "The family’s amount counts alone, whoever spends it",
}


@frozen
class Deductible:
    """What a person or family pays in a plan year before the plan begins to pay. Cents."""

    person: Annotated[
        Cents | Unknown,
        Ask(
            Money(),
            "Deductible",
            help="What you pay in a plan year, for one person and in network, before the plan begins to pay. "
            "Type 0 if there is none.",
            where="Summary of benefits, first page: “What is the overall deductible?”",
            unit="USD",
            unknown_allowed=True,
        ),
    ]
    family: Annotated[
        Cents | Unknown | None,
        Ask(
            Money(),
            "Deductible of the whole family",
            help="It matters only if the plan covers more than one of you.",
            where="Summary of benefits, first page",
            unit="USD",
            unknown_allowed=True,
            detail=True,
        ),
    ] = None
    kind: Annotated[
        str | Unknown,
        Ask(
            Choice(FAMILY_KINDS),
            "How the family’s deductible works",
            help="In some plans with a health savings account the family’s amount counts alone.",
            unknown_allowed=True,
            detail=True,
        ),
    ] = "embedded"


@frozen
class OutOfPocketMaximum:
    """The most a person or family pays in a plan year for covered care; None where the plan has no such maximum."""

    person: Annotated[
        Cents | Unknown | None,
        Ask(
            Money(none_allowed=True),
            "Out-of-pocket maximum",
            help="The most you pay in a plan year for covered care, for one person and in network. "
            "Type “none” if your plan has no maximum.",
            where="Summary of benefits, first page: “What is the out-of-pocket limit for this plan?”",
            unit="USD",
            unknown_allowed=True,
        ),
    ]
    family: Annotated[
        Cents | Unknown | None,
        Ask(
            Money(),
            "Out-of-pocket maximum of the whole family",
            help="It matters only if the plan covers more than one of you.",
            where="Summary of benefits, first page",
            unit="USD",
            unknown_allowed=True,
            detail=True,
        ),
    ] = None
    kind: Annotated[
        str | Unknown,
        Ask(
            Choice(FAMILY_KINDS),
            "How the family’s maximum works",
            unknown_allowed=True,
            detail=True,
        ),
    ] = "embedded"
    counts: Annotated[
        tuple[str, ...],
        Ask(
            Choices({"deductible": "the deductible", "copay": "copays", "coinsurance": "coinsurance"}),
            "What counts toward the maximum",
            help="In most plans all three do.",
            where="Summary of benefits, first page: “What is not included in the out-of-pocket limit?”",
            detail=True,
        ),
    ] = ("deductible", "copay", "coinsurance")
    person_cap: Annotated[
        bool | Unknown,
        Ask(
            YesNo(),
            "Does the federal cap for one person hold for each of you?",
            help="It matters only where the family’s maximum counts alone.",
            unknown_allowed=True,
            detail=True,
        ),
    ] = UNKNOWN


ACCUMULATIONS = {
    "separate": "Each network counts for itself",
    "joined": "Spending in either network counts toward both",
    "in_counts_out": "Spending in network counts toward both, spending out of network does not",
}


@frozen
class OutOfNetwork:
    """The plan's own amounts for care out of network, and how spending in the two networks counts together. Cents."""

    deductible: Annotated[
        Cents | Unknown,
        Ask(
            Money(),
            "Deductible out of network, one person",
            where="Summary of benefits, first page",
            unit="USD",
            unknown_allowed=True,
        ),
    ]
    maximum: Annotated[
        Cents | Unknown | None,
        Ask(
            Money(none_allowed=True),
            "Out-of-pocket maximum out of network, one person",
            help="Type “none” if nothing caps what you pay out of network.",
            where="Summary of benefits, first page",
            unit="USD",
            unknown_allowed=True,
        ),
    ]
    family_deductible: Annotated[
        Cents | Unknown | None,
        Ask(Money(), "Deductible out of network, family", unit="USD", unknown_allowed=True),
    ] = None
    family_maximum: Annotated[
        Cents | Unknown | None,
        Ask(Money(), "Out-of-pocket maximum out of network, family", unit="USD", unknown_allowed=True),
    ] = None
    accumulation: Annotated[
        str | Unknown,
        Ask(
            Choice(ACCUMULATIONS),
            "Do the two networks count together?",
            where="Summary of benefits, first page: “combined” or “separate”",
            unknown_allowed=True,
        ),
    ] = UNKNOWN
    maximum_accumulation: Annotated[
        str | Unknown | None,
        Ask(
            Choice(ACCUMULATIONS),
            "Do the two networks’ maximums count together, if it is otherwise there?",
            help="Leave it open if the deductible and the maximum go the same way.",
            unknown_allowed=True,
        ),
    ] = None


@frozen
class SpecialDeductible:
    """A deductible for certain services: beside the general one, or a part of it. Cents a plan year."""

    id: Annotated[str, Ask(Identifier(fresh="deductible-#"), "Special deductible")]
    services: Annotated[tuple[str, ...], Ask(Choices(SERVICES), "Services it is for")]
    person: Annotated[
        Cents | Unknown,
        Ask(
            Money(),
            "Amount for one person",
            help="If a part of it is paid already, type what is left of it.",
            unit="USD",
            unknown_allowed=True,
        ),
    ]
    family: Annotated[
        Cents | Unknown | None, Ask(Money(), "Amount for the family", unit="USD", unknown_allowed=True)
    ] = None
    within_general: Annotated[
        bool | Unknown,
        Ask(
            YesNo(),
            "Is it a part of the general deductible?",
            help="Yes: it counts toward the general deductible, and never asks for more than is left of that. "
            "No: it stands beside it.",
            unknown_allowed=True,
        ),
    ] = False


@frozen
class Premium:
    """What the plan costs each period, and how much of it an employer or a credit pays. Cents."""

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
    credit: Annotated[
        Cents,
        Ask(
            Money(),
            "Premium tax credit or opt-out credit each time",
            help="A marketplace’s tax credit is settled with your tax return and may have to be paid back: "
            "from 2026 without a limit.",
            unit="USD",
            detail=True,
        ),
    ] = 0
    surcharge: Annotated[
        Cents,
        Ask(
            Money(),
            "Surcharge each time",
            help="Such as for a working spouse or for tobacco, if it is not in the premium already.",
            unit="USD",
            detail=True,
        ),
    ] = 0


@frozen(kw_only=True)
class Plan:
    """A plan as its summary of benefits describes it."""

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
    market: Annotated[
        str | Unknown,
        Ask(
            Choice(MARKETS),
            "What kind of coverage is it?",
            help="Which federal rules protect you depends on it.",
            where="Your card, your enrollment papers, or HR",
            unknown_allowed=True,
        ),
    ] = UNKNOWN
    terms: Annotated[
        tuple[Terms, ...],
        Rows("What the plan says about each service", one="Service", least=1, most=MOST_TERMS, folded=True),
    ]
    limits: Annotated[
        tuple[VisitLimit, ...],
        Rows(
            "Visit limits",
            one="Visit limit",
            least=0,
            most=MOST_LIMITS,
            help="Leave this empty if the plan has none.",
            folded=True,
        ),
    ] = ()
    deductible: Deductible
    out_of_pocket_maximum: OutOfPocketMaximum
    premium: Premium
    out_of_network: Annotated[
        OutOfNetwork | None,
        Part("Out of network", help="Fill this in if some of your care is out of network and the plan pays toward it."),
    ] = None
    special_deductibles: Annotated[
        tuple[SpecialDeductible, ...],
        Rows(
            "Special deductibles",
            one="Special deductible",
            least=0,
            most=10,
            help="Such as a separate deductible for brand-name drugs.",
            folded=True,
            detail=True,
        ),
    ] = ()
    one_copay_a_day: Annotated[
        bool | Unknown,
        Ask(
            YesNo(),
            "Two therapies on one day: is only one copay due?",
            help="Such as physical and occupational therapy one after the other.",
            unknown_allowed=True,
            detail=True,
        ),
    ] = UNKNOWN
    grandfathered: Annotated[
        bool | Unknown,
        Ask(
            YesNo(),
            "Is it a grandfathered plan?",
            help="Held since March 2010 and little changed. Its papers must say so.",
            unknown_allowed=True,
            detail=True,
        ),
    ] = False
    surprise_bills_protected: Annotated[
        bool | Unknown,
        Ask(
            YesNo(),
            "Is the plan bound by the federal law against surprise bills?",
            help="Plans through an employer and plans you buy yourself are. It matters only for other kinds.",
            unknown_allowed=True,
            detail=True,
        ),
    ] = UNKNOWN
    level: Annotated[
        str,
        Ask(
            Choice({"bronze": "Bronze", "catastrophic": "Catastrophic", "other": "Another level, or none"}),
            "Metal level",
            help="For plans you buy yourself.",
            detail=True,
        ),
    ] = "other"
    hsa_qualified: Annotated[
        bool,
        Ask(
            YesNo(),
            "Is it sold as a plan for a health savings account (HSA)?",
            detail=True,
        ),
    ] = False
    account_money: Annotated[
        Cents,
        Ask(
            Money(),
            "Money the employer puts into your HSA or HRA each year",
            help="It is taken off the yearly total, as far as the care costs so much.",
            unit="USD",
            detail=True,
        ),
    ] = 0
    covered_from: Annotated[
        date | None,
        Ask(Day(), "You are covered from", help="If it is later than the start of the plan year.", detail=True),
    ] = None
    covered_until: Annotated[
        date | None,
        Ask(Day(), "You are covered until", help="If it is earlier than the end of the plan year.", detail=True),
    ] = None

    @cached_property
    def ends(self) -> date:
        """The last day of the plan year."""
        try:
            next_start = self.starts.replace(year=self.starts.year + 1)
        except ValueError:
            # A plan year that starts on February 29 ends on February 28.
            next_start = date(self.starts.year + 1, 3, 1)
        return next_start - timedelta(days=1)

    @property
    def first_day(self) -> date:
        """The first day of the plan year on which people are covered."""
        return self.covered_from or self.starts

    @property
    def last_day(self) -> date:
        """The last day of the plan year on which people are covered."""
        return self.covered_until or self.ends

    def with_out_of_network(self) -> Self:
        """Return the plan with terms out of network for each of its services.

        Where it says nothing about a service there, it does not cover it there.
        """
        outside = {terms.service for terms in self.terms if terms.network == "out"}
        inside = dict.fromkeys(terms.service for terms in self.terms)
        missing = tuple(Terms(service, network="out", covered=False) for service in inside if service not in outside)
        return evolve(self, terms=(*self.terms, *missing))
