"""Visit limits: how much of a service a plan covers in a period, and how it counts."""

from typing import Annotated

from attrs import frozen

from calculators.coverage.services import SERVICES
from calculators.coverage.terms import CARE_KINDS
from calculators.declaration import UNKNOWN, Ask, Choice, Choices, Count, Identifier, Unknown, YesNo

MOST_QUANTITY = 9_999_999

UNITS = {
    "visit": "visits",
    "day": "days with treatment",
    "hour": "hours",
    "unit": "units (15 minutes, items)",
    "dollar": "dollars that the plan pays",
}

# Months after which a limit per six months starts again.
SIX_MONTHS = 6

PERIODS = {
    "plan_year": "plan year",
    "calendar_year": "calendar year (starts again on January 1)",
    "week": "week",
    "month": "calendar month",
    "six_months": "six months, from the start of the plan year",
    "two_years": "two plan years",
    "three_years": "three plan years",
    "rolling_12_months": "any twelve months in a row",
    "stay": "stay, visit or item",
    "condition": "condition",
    "episode": "episode of care",
    "lifetime": "lifetime",
}


@frozen(kw_only=True)
class VisitLimit:
    """How much the plan covers in a period, for one service or several together, and every rule of counting.

    `quantity` is in the limit's unit; whole dollars where the unit is the dollar.
    """

    id: Annotated[str, Ask(Identifier(fresh="limit-#"), "Limit")]
    quantity: Annotated[
        int | Unknown,
        Ask(
            Count(0, MOST_QUANTITY),
            "How many the plan covers",
            help="For one person.",
            where="Summary of benefits, row “Rehabilitation services”, column “Limitations”",
            unit="visits",
            unknown_allowed=True,
        ),
    ]
    unit: Annotated[str, Ask(Choice(UNITS), "Of what", detail=True)] = "visit"
    services: Annotated[
        tuple[str, ...],
        Ask(
            Choices(SERVICES),
            "Services that share this limit",
            help="If the limit is “combined”, check every service it names.",
        ),
    ]
    per: Annotated[str | Unknown, Ask(Choice(PERIODS), "For each", unknown_allowed=True)]
    used: Annotated[
        int,
        Ask(
            Count(0, MOST_QUANTITY),
            "Already used",
            help="Since the limit last started again, beside the care you plan here.",
            unit="visits",
        ),
    ] = 0
    family_quantity: Annotated[
        int | None,
        Ask(
            Count(0, MOST_QUANTITY),
            "How many the plan covers for the whole family",
            unit="visits",
            detail=True,
        ),
    ] = None
    care_kind: Annotated[
        str,
        Ask(
            Choice({"both": "Both kinds together", **CARE_KINDS}),
            "Which kind of care it counts",
            detail=True,
        ),
    ] = "both"
    networks: Annotated[
        str | Unknown,
        Ask(
            Choice(
                {
                    "shared": "Care in and out of network counts together",
                    "separate": "Each network has a count of its own",
                    "in": "Only care in network is limited",
                    "out": "Only care out of network is limited",
                }
            ),
            "How the networks count",
            unknown_allowed=True,
            detail=True,
        ),
    ] = UNKNOWN
    same_day_counts_once: Annotated[
        bool | Unknown,
        Ask(
            YesNo(),
            "Two therapies on one day: do they use up only one visit?",
            unknown_allowed=True,
            detail=True,
        ),
    ] = UNKNOWN
    evaluation_counts: Annotated[
        bool | Unknown,
        Ask(YesNo(), "Does an evaluation use up a visit?", unknown_allowed=True, detail=True),
    ] = UNKNOWN
    deductible_visits_count: Annotated[
        bool | Unknown,
        Ask(
            YesNo(),
            "Do visits that you pay in full under the deductible use up visits?",
            unknown_allowed=True,
            detail=True,
        ),
    ] = UNKNOWN
    telehealth_counts: Annotated[
        bool | Unknown,
        Ask(YesNo(), "Do visits by video or phone count?", unknown_allowed=True, detail=True),
    ] = UNKNOWN
    beyond: Annotated[
        str | Unknown,
        Ask(
            Choice(
                {
                    "hard": "The plan covers no more",
                    "review": "The plan covers more if it finds them medically necessary",
                }
            ),
            "What happens after the limit",
            unknown_allowed=True,
            detail=True,
        ),
    ] = "hard"
    more_approved: Annotated[
        bool | Unknown,
        Ask(
            YesNo(),
            "Has the plan approved the visits beyond the limit?",
            help="It matters only where the plan covers more after a review.",
            unknown_allowed=True,
            detail=True,
        ),
    ] = UNKNOWN
    mental_health_exempt: Annotated[
        bool | Unknown,
        Ask(
            YesNo(),
            "Does the plan say that the limit does not apply to mental health conditions, autism among them?",
            unknown_allowed=True,
            detail=True,
        ),
    ] = UNKNOWN
