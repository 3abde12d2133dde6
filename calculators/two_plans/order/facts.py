"""What the rules of order ask about a scenario on one day. What nobody has told is met as an open fact."""

from collections.abc import Sequence
from datetime import date, timedelta

from attrs import frozen

from calculators.coverage.plan import MONTHS_A_YEAR
from calculators.coverage.unknowns import Answers, Fact, NeedsAnswer, settle
from calculators.declaration import UNKNOWN, DayOfYear, Unknown
from calculators.parameters import NotLoaded, look_up
from calculators.two_plans.coverages import EMPLOYER_SIZES, LEAST_EMPLOYEES, OTHER_EMPLOYERS, PLANS, Coverage
from calculators.two_plans.scenario import CAUSES, COURT_ORDERS, CUSTODY, ENROLLED, PARENTS, REASONS, TwoPlans

MEDICARE_AGE = "cms.medicare_age"
COORDINATION_MONTHS = "cms.kidney_failure_coordination"

type Said[Known] = Known | Unknown | None


class MustBeKnown(Exception):
    """Nothing can be said about the order before these facts are known."""

    def __init__(self, facts: Sequence[str]) -> None:
        super().__init__(", ".join(facts))
        self.facts = facts


class YearMissing(Exception):
    """A figure that a rule needs is not held for the day of the care."""

    def __init__(self, series: str, missing: NotLoaded) -> None:
        super().__init__(series)
        self.series = series
        self.missing = missing


def _choice[Known: (bool, str)](
    said: Said[Known], fact: str, answers: Answers, options: Sequence[bool | str] = (False, True)
) -> Known:
    return settle(UNKNOWN if said is None else said, fact, answers, tuple(options))


def _number(series: str, on: date) -> int:
    found = look_up(series, on)
    if isinstance(found, NotLoaded):
        raise YearMissing(series, found)
    return found.amount


def months_between(earlier: date, later: date) -> int:
    """Return how many calendar months one day's month lies after another's."""
    return (later.year - earlier.year) * MONTHS_A_YEAR + later.month - earlier.month


@frozen
class Facts:
    """A scenario on one day, under the answers assumed for what is unknown."""

    scenario: TwoPlans
    day: date
    answers: Answers

    @property
    def cause(self) -> str:
        """What caused the need for the care."""
        return _choice(self.scenario.cause, "cause", self.answers, list(CAUSES))

    @property
    def auto_first(self) -> bool:
        """Whether an auto policy pays before a health plan."""
        return _choice(self.scenario.auto_first, "auto_first", self.answers)

    def in_force(self, coverage: Coverage) -> bool:
        """Whether a coverage holds on this day; one whose days nobody told holds."""
        begun = not isinstance(coverage.since, date) or coverage.since <= self.day
        ended = coverage.until is not None and coverage.until < self.day
        return begun and not ended and self.kind_of(coverage) != "ends"

    def kind_of(self, coverage: Coverage) -> str:
        """Return what a coverage is on this day: one from a job may go on as something else when the job ends."""
        if coverage.kind in ("employer", "laid_off") and coverage.job_ends is not None and coverage.job_ends < self.day:
            return coverage.after_job
        return coverage.kind

    def holder(self, coverage: Coverage) -> str:
        """Return through whom the patient is covered. Raises `MustBeKnown`: without the holders there is no order."""
        if isinstance(coverage.holder, str):
            return coverage.holder
        plans = [plan for plan in self.scenario.coverages if plan.kind in PLANS and self.in_force(plan)]
        raise MustBeKnown([f"coverages.{plan.id}.holder" for plan in plans if not isinstance(plan.holder, str)])

    def is_dependent(self, coverage: Coverage) -> bool:
        """Whether the patient is covered through someone else."""
        return self.holder(coverage) != "patient"

    def has_order_rules(self, coverage: Coverage) -> bool:
        """Whether a plan has rules about its place in the order; taken to have them where nobody has told."""
        return coverage.order_rules is not False or coverage.kind not in PLANS

    def employs_at_least(self, coverage: Coverage, series: str) -> bool:
        """Whether an employer, or another one in the same plan, has as many employees as a series says."""
        least = _number(series, self.day)
        own = _choice(
            coverage.employer_size, f"coverages.{coverage.id}.employer_size", self.answers, list(EMPLOYER_SIZES)
        )
        return LEAST_EMPLOYEES[own] >= least

    def another_employs_at_least(self, coverage: Coverage, series: str) -> bool:
        """Whether another employer in the same plan has as many employees as a series says."""
        least = _number(series, self.day)
        others = _choice(
            coverage.other_employers, f"coverages.{coverage.id}.other_employers", self.answers, list(OTHER_EMPLOYERS)
        )
        return LEAST_EMPLOYEES[others] >= least

    def is_excepted(self, coverage: Coverage) -> bool:
        """Whether a plan of several employers has had the people of this small one excepted."""
        fact = f"coverages.{coverage.id}.small_employer_exception"
        return _choice(coverage.small_employer_exception, fact, self.answers)

    @property
    def enrolled(self) -> str:
        """Which Medicare the patient has."""
        return _choice(self.scenario.medicare.enrolled, "medicare.enrolled", self.answers, list(ENROLLED))

    @property
    def reason(self) -> str:
        """Why the patient has Medicare on this day: a disability gives way to age."""
        reason = _choice(self.scenario.medicare.reason, "medicare.reason", self.answers, list(REASONS))
        return "age" if reason == "disability" and self.aged else reason

    @property
    def aged(self) -> bool:
        """Whether the patient counts as aged: from the first day of the month in which the age is reached.

        An age is reached on the day before the birthday. Source: 42 CFR 411.170(c).
        """
        born = self.scenario.born
        if isinstance(born, date):
            return self.day >= aged_from(born, _number(MEDICARE_AGE, self.day))
        return _choice(None, "born", self.answers)

    @property
    def kidney_month(self) -> int:
        """Return which month of Medicare for kidney failure this day is in: 1 is the first, 0 or less before it.

        Where the first month is unknown: one month within the coordination period, or the first one after it.
        """
        since = self.scenario.medicare.kidney_since
        if isinstance(since, date):
            return months_between(since, self.day) + 1
        within = _choice(None, "medicare.kidney_since", self.answers)
        return 1 if within else self.coordination_months + 1

    @property
    def coordination_months(self) -> int:
        """Return for how many months a group plan pays before Medicare for kidney failure."""
        return _number(COORDINATION_MONTHS, self.day)

    @property
    def first_before_kidney(self) -> bool:
        """Whether Medicare paid first already when kidney failure came."""
        return _choice(self.scenario.medicare.first_before_kidney, "medicare.first_before_kidney", self.answers)

    @property
    def parents(self) -> str:
        """Whether the child's parents live together."""
        return _choice(self.scenario.family.parents, "family.parents", self.answers, list(PARENTS))

    @property
    def custody(self) -> str:
        """With whom the child lives more of the time."""
        return _choice(self.scenario.family.custody, "family.custody", self.answers, list(CUSTODY))

    @property
    def has_court_order(self) -> bool:
        """Whether someone told of a court order; it overrides also where the parents live together."""
        family = self.scenario.family
        return bool(family.later_orders) or family.court_order in ("parent_a", "parent_b", "both")

    @property
    def court_order(self) -> str:
        """Whom the court order in force on this day makes responsible; the latest one counts."""
        family = self.scenario.family
        later = [order for order in family.later_orders if order.since <= self.day]
        if later:
            return max(later, key=lambda order: order.since).names
        if family.court_order_since is not None and family.court_order_since > self.day:
            return "none"
        return _choice(family.court_order, "family.court_order", self.answers, list(COURT_ORDERS))

    @property
    def earlier_birthday(self) -> str:
        """Return whose birthday comes earlier in the year: `parent_a`, `parent_b`, or `same`."""
        one, other = self.scenario.family.birthday_a, self.scenario.family.birthday_b
        if isinstance(one, DayOfYear) and isinstance(other, DayOfYear):
            return "same" if one == other else "parent_a" if one < other else "parent_b"
        unknown: str | Unknown = UNKNOWN
        return settle(unknown, "family.birthdays", self.answers, ("parent_a", "parent_b", "same"))

    def covers_longer(self, one: Coverage, other: Coverage) -> str:
        """Return which of two coverages began earlier: its id, or `same`."""
        if isinstance(one.since, date) and isinstance(other.since, date):
            return "same" if one.since == other.since else one.id if one.since < other.since else other.id
        first, second = sorted((one.id, other.id))
        fact = f"since.{first}.{second}"
        if fact not in self.answers:
            raise NeedsAnswer(Fact(fact, (first, second, "same")))
        return str(self.answers[fact])


def month_after(day: date, months: int) -> date:
    """Return the first day of the month so many months after a day's."""
    years, month = divmod(day.month - 1 + months, MONTHS_A_YEAR)
    return date(day.year + years, month + 1, 1)


def aged_from(born: date, age: int) -> date:
    """Return the first day on which someone counts as having reached an age. Source: 42 CFR 411.170(c)."""
    birthday = date(born.year + age, born.month, 1) + timedelta(days=born.day - 1)
    reached = birthday - timedelta(days=1)
    return reached.replace(day=1)
