"""What a household's year costs under one plan when its care changes: by visits of a service, or by one more bill.

Each cost is worked out by the same ledger as the year itself: the lines before the change are taken over, and the ones
after it are decided again. Amounts are in cents, and a pair where something is unknown: the lowest and the highest.
"""

from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property, partial
from itertools import accumulate

from attrs import evolve, frozen

from calculators.compare_plans.answers import Answer
from calculators.compare_plans.standing import Ends
from calculators.coverage.adjudication import Line
from calculators.coverage.care import PlannedCare, Visit, unfold
from calculators.coverage.outcomes import SKETCH, Undecided, every_outcome
from calculators.coverage.step import Step
from calculators.coverage.unknowns import Answers, Unfinished
from calculators.coverage.year import Year, ledger
from calculators.declaration import Unknown
from calculators.household.compute import account_money, premiums, year_of
from calculators.household.year import HouseholdYear, covered_days

# More lines than this are too many to decide again while somebody waits.
MOST_LINES = 40_000


def paid(lines: Iterable[Line]) -> int:
    """What the household pays of some lines. Cents."""
    return sum([line.patient_pays for line in lines])


def cost_of(year: HouseholdYear, care: int) -> int:
    """What a year costs in which the household pays so much for care: with the premium, less account money. Cents."""
    return premiums(year).amount + care + account_money(year, Step("figure.patient_pays", care)).amount


# ---- Visits of one service


@frozen
class Varied:
    """The courses of care of which there may be more or fewer visits: one person's, of one service.

    `most`: as many visits are looked at, the planned ones and those of a bad year, as far as they fit into the year.
    """

    person: str
    service: str
    planned: int
    most: int
    courses: Sequence[PlannedCare]

    def is_one(self, visit: Visit) -> bool:
        """Whether a visit is one of them, or the facility fee that stands beside one."""
        return visit.course.person == self.person and visit.course.service == self.service


def varied_care(year: HouseholdYear, service: str | None) -> Varied | None:
    """Return the care that is varied: of the service that is named, or else of the one with the most visits.

    Of several people the one with the most visits of it. None where no visits are planned.
    """
    visits: dict[tuple[str, str], int] = {}
    for course in year.care:
        if service in (None, course.service):
            key = course.person, course.service
            visits[key] = visits.get(key, 0) + course.visits
    if not any(visits.values()):
        return None
    person, chosen = min(visits, key=lambda key: (-visits[key], key))
    planned = visits[person, chosen]
    mine = sorted(
        (course for course in year.care if (course.person, course.service) == (person, chosen)),
        key=lambda course: (course.first_visit, course.key),
    )
    # Where there are several courses, more visits are more of the last one.
    *first, last = mine
    wanted = last.visits + -(-planned * (year.outlook.bad - 100) // 100)
    last_day = covered_days(year)[1]
    fit = sum(day <= last_day for day in last.dates(wanted))
    courses = (*first, evolve(last, visits=fit))
    return Varied(person, chosen, planned, planned - last.visits + fit, courses)


@frozen
class _Counted:
    """The year with the most visits of the varied service, and where each of them stands among all."""

    year: HouseholdYear
    varied: Varied
    visits: Sequence[Visit]
    places: Sequence[int]
    all_in_force: Year

    def with_visits(self, count: int) -> tuple[Year, int]:
        """Return the year with so many of them, and up to where it is the same as with all."""
        if count == len(self.places):
            return self.all_in_force, len(self.visits)
        same = self.places[count]
        visits = [*self.visits[:same], *[visit for visit in self.visits[same:] if not self.varied.is_one(visit)]]
        # Without any, it may be another visit that is the first under a limit.
        return (evolve(self.all_in_force, visits=visits) if count else year_of(self.year, visits)), same


def _counted(year: HouseholdYear, varied: Varied) -> _Counted:
    others = [course for course in year.care if (course.person, course.service) != (varied.person, varied.service)]
    visits = unfold([*others, *varied.courses])
    places = [place for place, visit in enumerate(visits) if varied.is_one(visit) and not visit.facility_fee]
    return _Counted(year, varied, visits, places, year_of(year, visits))


def costs_by_visits(answer: Answer, service: str | None) -> Sequence[Ends] | None:
    """Return what the year costs with no visit of the varied service, with one, and so on; None where it is too much.

    The first visits of the year are those that take place; all other care stays as it is planned. Cents.
    """
    of_each = []
    for _, year in answer.years:
        varied = varied_care(year, service)
        if varied is None:
            return None
        try:
            of_each.append(list(_costs(_counted(year, varied))))
        except Undecided:
            return None
    return [(min(low for low, _ in ways), max(high for _, high in ways)) for ways in zip(*of_each, strict=True)]


def _costs(counted: _Counted) -> Iterator[Ends]:
    year = counted.year
    try:
        lines = ledger(counted.all_in_force, {})
    except Unfinished:
        yield from _costs_in_every_way(counted)
        return
    paid_before = [0, *accumulate(line.patient_pays for line in lines)]
    decided = 0
    for count in range(len(counted.places) + 1):
        visits, same = counted.with_visits(count)
        rest = ledger(visits, {}, lines[:same])[same:]
        decided += len(rest)
        if decided > MOST_LINES:
            raise Undecided((), too_many=True)
        cost = cost_of(year, paid_before[same] + paid(rest))
        yield cost, cost


def _costs_in_every_way(counted: _Counted) -> Iterator[Ends]:
    year, decided = counted.year, 0

    def measures(lines: Sequence[Line]) -> dict[str, int]:
        return {"cost": cost_of(year, paid(lines))}

    for count in range(len(counted.places) + 1):
        visits, _ = counted.with_visits(count)
        ways = every_outcome(partial(ledger, visits), measures, SKETCH).outcomes
        decided += sum(len(way.lines) for way in ways)
        if decided > MOST_LINES:
            raise Undecided((), too_many=True)
        costs = [cost_of(year, paid(way.lines)) for way in ways]
        yield min(costs), max(costs)


# ---- One more bill

# Services that a large bill may be for, the likeliest first: the first of which every plan says what it pays.
LARGE_BILLS = ("inpatient", "outpatient_surgery", "emergency", "advanced_imaging", "specialist")

LARGEST_BILL = 10_000_000

BILL = "bill"


@frozen
class WithBill:
    """A household's year under one plan with one more bill at its end, after all planned care."""

    year: HouseholdYear
    answers: Answers
    lines: Sequence[Line]
    bill: Visit

    @cached_property
    def _all(self) -> Year:
        return year_of(self.year, [*(line.visit for line in self.lines), self.bill])

    @cached_property
    def _paid(self) -> int:
        return paid(self.lines)

    def cost(self, amount: int) -> int:
        """What the year costs with a bill of this amount. Cents."""
        last = evolve(self._all, visits=[*self._all.visits[:-1], evolve(self.bill, price=amount)])
        return cost_of(self.year, self._paid + ledger(last, self.answers, self.lines)[-1].patient_pays)

    def turning_points(self) -> Sequence[int]:
        """Return the amounts of the bill between which the cost goes up in a straight line, the bounds included."""

        def decide(answers: Answers, decided: Sequence[Line]) -> Sequence[Line]:
            return ledger(self._all, {**self.answers, **answers}, decided or self.lines)

        def measures(lines: Sequence[Line]) -> dict[str, int]:
            line = lines[-1]
            return {step.rule: step.amount for step in line.decisions} | {"cost": line.patient_pays}

        ways = every_outcome(decide, measures, SKETCH).outcomes
        return sorted({int(way.answers[BILL]) for way in ways})


def a_bill(person: str, service: str, year: HouseholdYear) -> Visit:
    """Return a bill of a service on the last day of the year, whose amount is between nothing and the largest."""
    day = covered_days(year)[1]
    unknown = Unknown(0, LARGEST_BILL)
    course = PlannedCare(
        person=person,
        service=service,
        visits=1,
        first_visit=day,
        frequency="1_a_week",
        allowed=unknown,
        unpaid_visits="contract_rate",
    )
    return Visit(day, course, service, False, False, unknown, BILL)


def with_bill(answer: Answer, person: str, service: str) -> Sequence[WithBill] | None:
    """Return the year with one more bill at both ends of what it can cost; None where more would have to be known."""
    if answer.result.undecided:
        return None
    years = dict(answer.years)
    found = []
    for run in (answer.result.low, answer.result.high):
        inside = bool(run.answers.get("plan.clinics_in_network", answer.years[0][0]))
        year = years[inside]
        made = WithBill(year, run.answers, run.lines, a_bill(person, service, year))
        try:
            made.cost(LARGEST_BILL)
        except Unfinished:
            return None
        found.append(made)
    return found[:1] if answer.result.low is answer.result.high else found
