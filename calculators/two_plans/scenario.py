"""What is asked: the patient, the coverages, and what decides their order."""

from datetime import date
from typing import Annotated

from attrs import evolve, frozen

from calculators.coverage.care import Person, PlannedCare
from calculators.declaration import Ask, Choice, Day, DayOfYear, MonthDay, Part, Rows, Unknown, YesNo
from calculators.two_plans.coverages import FIRST_YEAR, Coverage
from calculators.two_plans.payment import Bill, Clinic

VERSION = 1

CAUSES = {
    "illness": "None of these",
    "work": "Work",
    "vehicle": "A car or other vehicle",
    "someone_else": "Someone else, in another way",
}

ENROLLED = {
    "a_and_b": "Part A and Part B (Original Medicare)",
    "advantage": "Medicare Advantage",
    "a_only": "Part A only",
    "b_only": "Part B only",
    "not_enrolled": "Not enrolled, but could be",
}

REASONS = {
    "age": "65 or older",
    "disability": "A disability",
    "kidney": "Kidney failure",
    "kidney_and_other": "Kidney failure, and age or a disability as well",
}

PARENTS = {"together": "Married, or living together", "apart": "Divorced, separated, or never lived together"}

CUSTODY = {"parent_a": "Parent A", "parent_b": "Parent B", "joint": "Both alike"}

COURT_ORDERS = {
    "none": "No court order, or it does not say",
    "parent_a": "Parent A",
    "parent_b": "Parent B",
    "both": "Both, or both have custody and it names neither",
}


@frozen
class Medicare:
    """How and why the patient has Medicare."""

    enrolled: Annotated[
        str | Unknown | None,
        Ask(
            Choice(ENROLLED),
            "Which Medicare does the patient have?",
            where="The red, white and blue card; for Medicare Advantage the plan’s own card",
            unknown_allowed=True,
        ),
    ] = None
    reason: Annotated[
        str | Unknown | None,
        Ask(
            Choice(REASONS),
            "Why does the patient have Medicare, or could have it?",
            where="Social Security",
            unknown_allowed=True,
        ),
    ] = None
    kidney_since: Annotated[
        date | Unknown | None,
        Ask(
            Day(earliest=FIRST_YEAR),
            "First month of Medicare for kidney failure",
            help="Or the month in which it could have begun, had the patient applied. Its first day.",
            where="Social Security, or the dialysis center’s social worker",
            unknown_allowed=True,
        ),
    ] = None
    first_before_kidney: Annotated[
        bool | Unknown | None,
        Ask(
            YesNo(),
            "Before the kidney failure, did Medicare already pay first, and the plan second?",
            where="An explanation of benefits (EOB) from before",
            unknown_allowed=True,
        ),
    ] = None


@frozen
class LaterOrder:
    """A later court order, which holds from its day on."""

    names: Annotated[str, Ask(Choice(COURT_ORDERS), "Whom does it make responsible?")]
    since: Annotated[date, Ask(Day(), "It holds from")]


@frozen
class Family:
    """What decides between the plans of two parents."""

    parents: Annotated[
        str | Unknown | None,
        Ask(Choice(PARENTS), "The child’s parents are", unknown_allowed=True),
    ] = None
    birthday_a: Annotated[
        DayOfYear | Unknown | None,
        Ask(MonthDay(), "Parent A’s birthday", help="Month and day. The year does not count.", unknown_allowed=True),
    ] = None
    birthday_b: Annotated[
        DayOfYear | Unknown | None,
        Ask(MonthDay(), "Parent B’s birthday", help="Month and day.", unknown_allowed=True),
    ] = None
    court_order: Annotated[
        str | Unknown | None,
        Ask(
            Choice(COURT_ORDERS),
            "Whom does a court order make responsible for the child’s health care or insurance?",
            where="The divorce decree or custody order",
            unknown_allowed=True,
        ),
    ] = None
    court_order_since: Annotated[date | None, Ask(Day(), "The court order holds from", detail=True)] = None
    later_orders: Annotated[tuple[LaterOrder, ...], Rows("Later court orders", "Court order", 0, 3, detail=True)] = ()
    custody: Annotated[
        str | Unknown | None,
        Ask(Choice(CUSTODY), "With whom does the child live more of the time?", unknown_allowed=True),
    ] = None


@frozen
class TwoPlans:
    """A patient with several coverages, and the day of the care."""

    people: Annotated[tuple[Person, ...], Rows("The patient", "Patient", 1, 1)]
    day: Annotated[date, Ask(Day(), "Day of the care", help="Who pays first can change from one day to the next.")]
    coverages: Annotated[
        tuple[Coverage, ...],
        Rows(
            "The patient’s coverages",
            "Coverage",
            1,
            6,
            help="All of them, also those that pay little.",
            folded=True,
            numbered=True,
        ),
    ]
    cause: Annotated[
        str | Unknown | None,
        Ask(
            Choice(CAUSES),
            "Was the need for this care caused by one of these?",
            unknown_allowed=True,
        ),
    ] = None
    auto_first: Annotated[
        bool | Unknown | None,
        Ask(
            YesNo(),
            "Does the auto policy pay before the patient’s health plan?",
            help="It depends on the state, and on what was chosen when the policy was bought.",
            where="The auto policy’s declarations page, or its agent",
            unknown_allowed=True,
        ),
    ] = None
    born: Annotated[
        date | Unknown | None,
        Ask(Day(earliest=FIRST_YEAR), "The patient’s date of birth", unknown_allowed=True),
    ] = None
    medicare: Annotated[Medicare, Part("Medicare")] = Medicare()
    family: Annotated[Family, Part("The child’s family")] = Family()
    clinic: Annotated[Clinic, Part("The clinic")] = Clinic()
    bill: Annotated[Bill | None, Part("One bill")] = None
    care: Annotated[
        tuple[PlannedCare, ...], Rows("Planned care", "Course of care", 0, 12, help="For a whole year of visits.")
    ] = ()

    def without(self, coverage: str) -> "TwoPlans":
        """Return the scenario as if the patient did not have one of the coverages."""
        return evolve(self, coverages=tuple(other for other in self.coverages if other.id != coverage))
