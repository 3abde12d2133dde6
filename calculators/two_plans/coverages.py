"""What a person can be covered by, and through whom."""

from datetime import date
from typing import Annotated

from attrs import frozen

from calculators.coverage.plan import Plan
from calculators.declaration import Ask, Choice, Day, Identifier, Part, Text, Unknown, YesNo
from calculators.two_plans.cash import Cash
from calculators.two_plans.payment import Beside, BillTerms

FIRST_YEAR = 1900

# Coverage that pays by a plan's own terms, and has rules about other plans in its booklet.
PLANS = {
    "employer": "A job that someone has now",
    "laid_off": "A job from which someone is laid off for a time",
    "retiree": "A former job: a retiree plan, after a layoff, or after six months on disability pay",
    "cobra": "COBRA, or what a state offers in its place",
    "individual": "Bought by oneself, on a marketplace or directly",
    "student": "A school or university",
}

PROGRAMS = {
    "medicare": "Medicare",
    "medigap": "Medigap (a Medicare supplement)",
    "medicaid": "Medicaid or CHIP",
    "tricare": "TRICARE",
    "champva": "CHAMPVA",
    "va": "Veterans Affairs (VA) health care",
    "ihs": "Indian Health Service, tribal or urban Indian program",
}

OTHERS = {
    "workers_comp": "Workers’ compensation",
    "no_fault": "Auto no-fault, PIP or medical payments",
    "liability": "A claim against someone else",
    "fixed_indemnity": "Accident, hospital or other policy that pays fixed amounts",
}

KINDS = {**PLANS, **PROGRAMS, **OTHERS}

# Of these a person has only one.
ONLY_ONE = ("medicare", "medigap", "medicaid", "tricare", "champva", "va", "ihs")

HOLDERS = {
    "patient": "The patient",
    "spouse": "The patient’s spouse",
    "partner": "The patient’s domestic partner",
    "parent_a": "One parent (we call this one parent A)",
    "parent_b": "The other parent (parent B)",
    "parent_a_spouse": "Parent A’s husband or wife, not a parent",
    "parent_b_spouse": "Parent B’s husband or wife, not a parent",
    "other": "Someone else",
}

EMPLOYER_SIZES = {
    "under_20": "Fewer than 20",
    "20_to_99": "20 to 99",
    "100_or_more": "100 or more",
}

OTHER_EMPLOYERS = {
    "none": "No other employer is in this plan",
    "under_20": "Others are, all with fewer than 20",
    "20_to_99": "Others are, the largest with 20 to 99",
    "100_or_more": "Others are, the largest with 100 or more",
}

# The fewest employees that each answer stands for.
LEAST_EMPLOYEES = {"none": 0, "under_20": 0, "20_to_99": 20, "100_or_more": 100}


@frozen
class Coverage:
    """One coverage as the patient holds it: what it is, through whom, and what decides its place in the order."""

    id: Annotated[str, Ask(Identifier(fresh="coverage-#"), "Coverage")]
    kind: Annotated[
        str,
        Ask(
            Choice(KINDS),
            "Where it comes from",
        ),
    ]
    name: Annotated[str, Ask(Text(longest=40), "What you call it", help="Such as the insurer’s name on the card.")] = ""
    holder: Annotated[
        str | Unknown | None,
        Ask(
            Choice(HOLDERS),
            "Through whom does it cover the patient?",
            help="The employee, the retiree, or whoever signed up for it.",
            where="The card or the plan’s website names the subscriber",
            unknown_allowed=True,
        ),
    ] = None
    employer_size: Annotated[
        str | Unknown | None,
        Ask(
            Choice(EMPLOYER_SIZES),
            "How many people work for this employer?",
            help="All of its places and its sister companies together, part-time work included.",
            where="The employer’s personnel office",
            unknown_allowed=True,
        ),
    ] = None
    other_employers: Annotated[
        str | Unknown | None,
        Ask(
            Choice(OTHER_EMPLOYERS),
            "Is it a plan of several employers, such as a union’s?",
            where="The plan’s booklet, or the union’s benefit office",
            unknown_allowed=True,
        ),
    ] = None
    small_employer_exception: Annotated[
        bool | Unknown | None,
        Ask(
            YesNo(),
            "Has the plan had this small employer’s people excepted, so that Medicare pays first for them?",
            where="The plan’s benefit office",
            unknown_allowed=True,
        ),
    ] = None
    order_rules: Annotated[
        bool | Unknown | None,
        Ask(
            YesNo(),
            "Does its booklet say how it works together with other plans?",
            help="“Coordination of benefits”. Nearly all do. One that says nothing pays first.",
            where="The plan’s booklet",
            unknown_allowed=True,
        ),
    ] = None
    since: Annotated[
        date | Unknown | None,
        Ask(
            Day(earliest=FIRST_YEAR),
            "Covered by it since",
            help="A new card, insurer or benefit level of the same group does not start it anew, nor does a change "
            "without a gap of more than a day.",
            unknown_allowed=True,
        ),
    ] = None
    until: Annotated[date | None, Ask(Day(), "It ends on", detail=True)] = None
    job_ends: Annotated[date | None, Ask(Day(), "The job ends on", detail=True)] = None
    after_job: Annotated[
        str,
        Ask(
            Choice({"ends": "It ends", "retiree": "It goes on as a retiree plan", "cobra": "It goes on as COBRA"}),
            "After the job",
            detail=True,
        ),
    ] = "ends"
    bill: Annotated[BillTerms | None, Part("What it says about the bill")] = None
    beside: Annotated[Beside, Part("How it pays beside another")] = Beside()
    plan: Annotated[Plan | None, Part("The plan, for a whole year")] = None
    cash: Annotated[Cash | None, Part("What it pays in cash, if it pays fixed amounts")] = None
