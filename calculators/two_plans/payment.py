"""What is asked about the money: the bill or the plan, how a coverage pays beside another, the clinic's contracts."""

from typing import Annotated

from attrs import frozen

from calculators.coverage.care import UNPAID
from calculators.coverage.money import Cents, Rate
from calculators.coverage.services import SERVICES
from calculators.declaration import UNKNOWN, Ask, Choice, Money, Unknown, YesNo
from calculators.declaration import Rate as RateKind

METHOD_WORDS = {
    "standard": "Its normal benefit, up to what the earlier payer left of the allowable amount",
    "reserve": "The same, and what it saved earlier in the year may pay the rest",
    "maintenance_of_benefits": "First takes off what was paid before, then applies its own copay and coinsurance",
    "carve_out": "Its normal benefit, less what was paid before",
}

DENIALS = {
    "no": "No",
    "limit": "Yes: its visits are used up",
    "not_covered": "Yes: it does not cover this",
    "authorization": "Yes: its approval or a referral was missing",
    "network": "Yes: the clinic is not in its network",
    "necessity": "Yes: it says that it was not medically necessary",
    "late": "Yes: the bill came too late, or with a mistake of the clinic",
}

ALLOWABLE = {
    "highest": "The highest of the plans’ prices",
    "first": "The first plan’s price",
    "own": "Each later plan’s own price",
    "lowest": "The lowest of the plans’ prices",
}

BILLED_UP_TO = {
    "first": "What the first plan’s contract allows",
    "lowest": "The lower of what the contracts allow",
}

MAXIMUM_COUNTS = {
    "as_if_alone": "What you would have paid if it were your only plan",
    "what_is_left": "What you really pay",
}

AFTER_REFUSAL = {
    "pays_normally": "It pays as if the first plan did not cover the visit",
    "as_if_paid": "It pays as if the first plan had paid",
}

MEDICARE_TESTS = {"fee_schedule": "A practice: by fee schedule", "institutional": "A hospital or other institution"}


@frozen
class Bill:
    """One bill: the charge, and for what. Cents."""

    charge: Annotated[
        Cents,
        Ask(Money(), "Amount on the bill, before any discount", help="“Billed amount” or “charge”.", unit="USD"),
    ]
    service: Annotated[str, Ask(Choice(SERVICES), "For which service")] = "physical_therapy"
    unpaid_visits: Annotated[
        str | Unknown,
        Ask(
            Choice(UNPAID),
            "If a plan pays nothing, what may the clinic ask of the patient?",
            help="The clinic’s contract with that plan decides.",
            where="The clinic’s billing office",
            unknown_allowed=True,
            detail=True,
        ),
    ] = UNKNOWN
    balance_billed: Annotated[
        bool | Unknown,
        Ask(
            YesNo(),
            "Where the clinic has no contract: does it bill what is above the plan’s price?",
            where="The clinic’s billing office",
            unknown_allowed=True,
            detail=True,
        ),
    ] = UNKNOWN


@frozen
class BillTerms:
    """What a coverage says about the bill, from its explanation of benefits or its booklet. Cents."""

    allowed: Annotated[
        Cents | Unknown,
        Ask(
            Money(),
            "Its allowed amount for this bill",
            where="The plan’s explanation of benefits (EOB)",
            unit="USD",
            unknown_allowed=True,
        ),
    ]
    paid: Annotated[
        Cents | Unknown | None,
        Ask(
            Money(),
            "What it has paid",
            help="If it has decided already. If not, leave this empty and give the copay or the coinsurance.",
            where="The plan’s explanation of benefits (EOB)",
            unit="USD",
        ),
    ] = None
    denied: Annotated[str, Ask(Choice(DENIALS), "Has it refused to pay?", detail=True)] = "no"
    copay: Annotated[
        Cents | Unknown | None,
        Ask(
            Money(),
            "Your copay under it",
            help="This, the coinsurance or both, and 0 if nothing is yours. If neither is known, we ask.",
            unit="USD",
            unknown_allowed=True,
        ),
    ] = None
    coinsurance: Annotated[
        Rate | Unknown | None,
        Ask(RateKind(), "Your coinsurance under it", help="Your share, such as 20%.", unknown_allowed=True),
    ] = None
    copay_when_visit_meets_deductible: Annotated[
        bool | Unknown,
        Ask(
            YesNo(),
            "If this bill meets the deductible, is the copay due as well?",
            unknown_allowed=True,
            detail=True,
        ),
    ] = UNKNOWN
    deductible_left: Annotated[
        Cents | Unknown,
        Ask(
            Money(),
            "What is left of its deductible",
            help="0 if it is met, or does not apply.",
            unit="USD",
            unknown_allowed=True,
        ),
    ] = 0
    maximum_left: Annotated[
        Cents | Unknown | None,
        Ask(
            Money(),
            "What is left until its out-of-pocket maximum",
            help="Leave it empty if that is far away.",
            unit="USD",
            unknown_allowed=True,
            detail=True,
        ),
    ] = None


@frozen
class Beside:
    """How a coverage pays when it is not the first, and whether the clinic has a contract with it."""

    method: Annotated[
        str | Unknown,
        Ask(
            Choice(METHOD_WORDS),
            "How it works out its part when it pays second",
            help="Go by the formula: booklets use the same names for different things.",
            where="The booklet, under “Coordination of benefits”",
            unknown_allowed=True,
        ),
    ] = UNKNOWN
    in_network: Annotated[
        bool | Unknown,
        Ask(
            YesNo(),
            "Does the clinic have a contract with it?",
            where="The clinic’s billing office",
            unknown_allowed=True,
        ),
    ] = UNKNOWN
    allowed: Annotated[
        Cents | Unknown | None,
        Ask(
            Money(),
            "Its allowed amount for one visit, if it is another than the first plan’s",
            unit="USD",
            unknown_allowed=True,
            detail=True,
        ),
    ] = None
    pays_as_if_medicare: Annotated[
        bool | Unknown,
        Ask(
            YesNo(),
            "If Medicare would pay first, but the patient is not enrolled: does it pay only what Medicare would leave?",
            where="The plan",
            unknown_allowed=True,
            detail=True,
        ),
    ] = UNKNOWN
    deductible_used: Annotated[
        Cents,
        Ask(Money(), "Paid toward its deductible so far", unit="USD", detail=True),
    ] = 0
    maximum_used: Annotated[
        Cents,
        Ask(Money(), "Paid toward its out-of-pocket maximum so far", unit="USD", detail=True),
    ] = 0
    counts_unpaid_visits: Annotated[
        bool | Unknown,
        Ask(
            YesNo(),
            "Does a visit use up its visit limit when it pays nothing for it?",
            where="The plan",
            unknown_allowed=True,
            detail=True,
        ),
    ] = UNKNOWN
    maximum_counts: Annotated[
        str | Unknown,
        Ask(
            Choice(MAXIMUM_COUNTS),
            "When it pays second, what counts toward its out-of-pocket maximum?",
            where="The plan",
            unknown_allowed=True,
            detail=True,
        ),
    ] = UNKNOWN


@frozen
class Clinic:
    """What the clinic's contracts allow, where plans differ about the price or one refuses."""

    allowable: Annotated[
        str | Unknown,
        Ask(
            Choice(ALLOWABLE),
            "If the plans’ prices differ, which one do later plans go by?",
            where="The booklet of the plan that pays second: “allowable expense”",
            unknown_allowed=True,
            detail=True,
        ),
    ] = UNKNOWN
    billed_up_to: Annotated[
        str | Unknown,
        Ask(
            Choice(BILLED_UP_TO),
            "If the plans’ prices differ, up to what may the clinic bill in all?",
            where="The clinic’s billing office",
            unknown_allowed=True,
            detail=True,
        ),
    ] = UNKNOWN
    after_refusal: Annotated[
        str | Unknown,
        Ask(
            Choice(AFTER_REFUSAL),
            "If the first plan refuses because its rules were not kept, what does the next one do?",
            where="The next plan",
            unknown_allowed=True,
            detail=True,
        ),
    ] = UNKNOWN
    next_covers_necessity: Annotated[
        bool | Unknown,
        Ask(
            YesNo(),
            "If the first plan says “not medically necessary”, does the next one cover it?",
            where="The next plan",
            unknown_allowed=True,
            detail=True,
        ),
    ] = UNKNOWN
    medicare_test: Annotated[
        str | Unknown,
        Ask(
            Choice(MEDICARE_TESTS),
            "Who bills Medicare?",
            help="A hospital’s outpatient therapy is priced by fee schedule and billed by an institution: try both.",
            unknown_allowed=True,
            detail=True,
        ),
    ] = UNKNOWN
    takes_assignment: Annotated[
        bool | Unknown,
        Ask(
            YesNo(),
            "Does the clinic accept Medicare’s price (assignment)?",
            help="A clinic that has a contract with Medicare does.",
            where="The clinic’s billing office",
            unknown_allowed=True,
            detail=True,
        ),
    ] = UNKNOWN
    takes_medicaid: Annotated[
        bool | Unknown,
        Ask(
            YesNo(),
            "Does the clinic take Medicaid?",
            where="The clinic’s billing office",
            unknown_allowed=True,
            detail=True,
        ),
    ] = UNKNOWN
