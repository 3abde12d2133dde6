"""What a household's year costs under one plan when its care changes: by visits of a service, or by one more bill.

Each cost is worked out by the same ledger as the year itself: the lines before the change are taken over, and the ones
after it are decided again. Amounts are in cents, and a pair where something is unknown: the lowest and the highest.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cached_property, lru_cache, partial
from itertools import accumulate, combinations, pairwise

from attrs import evolve, frozen

from calculators.compare_plans.answers import CLINICS, Answer
from calculators.compare_plans.scenario import MOST_PLANS
from calculators.compare_plans.standing import Ends
from calculators.coverage.adjudication import Line
from calculators.coverage.care import PlannedCare, Visit, unfolded
from calculators.coverage.other_visits import OtherVisits
from calculators.coverage.outcomes import SKETCH, Undecided, every_outcome
from calculators.coverage.step import Step
from calculators.coverage.unknowns import Answers, Unfinished
from calculators.coverage.year import Year, ledger
from calculators.declaration import Unknown
from calculators.household.amounts import EXPECTED, Answered, by_way_of
from calculators.household.compute import account_money, premiums, year_of
from calculators.household.year import HouseholdYear, covered_days

# More lines than this are too many to decide again while somebody waits.
MOST_LINES = 20_000


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

    `courses` have the planned visits and those of a bad year, as far as they fit into the year.
    """

    person: str
    service: str
    planned: int
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
    return Varied(person, chosen, planned, courses)


@frozen
class _Counted:
    """The year with the most visits of the varied service, and where each of them stands among all."""

    year: HouseholdYear
    varied: Varied
    visits: Sequence[Visit]
    places: Sequence[int]
    all_in_force: Year

    def beyond(self, count: int) -> Sequence[int]:
        """Return where those stand that come after so many of them, with the facility fees beside them."""
        if count == len(self.places):
            return ()
        places = range(self.places[count], len(self.visits))
        return [place for place in places if self.varied.is_one(self.visits[place])]

    def with_visits(self, count: int) -> Year:
        """Return the year with so many of them."""
        out = frozenset(self.beyond(count))
        visits = [visit for place, visit in enumerate(self.visits) if place not in out]
        # Without any, it may be another visit that is the first under a limit.
        return evolve(self.all_in_force, visits=visits) if count else year_of(self.year, visits)


def _counted(year: HouseholdYear, varied: Varied) -> _Counted:
    others = [course for course in year.care if (course.person, course.service) != (varied.person, varied.service)]
    visits = unfolded((*others, *varied.courses))
    places = [place for place, visit in enumerate(visits) if varied.is_one(visit) and not visit.facility_fee]
    return _Counted(year, varied, visits, places, year_of(year, visits))


def costs_by_visits(answer: Answer, service: str | None) -> Sequence[Ends] | None:
    """Return what the year costs with no visit of the varied service, with one, and so on; None where it is too much.

    The first visits of the year are those that take place; all other care stays as it is planned. Cents.
    """
    of_each = [_costs(answered, service) for _, answered in answer.years]
    known = [costs for costs in of_each if costs is not None]
    if len(known) < len(of_each):
        return None
    return [(min(low for low, _ in ways), max(high for _, high in ways)) for ways in zip(*known, strict=True)]


@lru_cache(maxsize=2 * MOST_PLANS)
def _costs(answered: Answered, service: str | None) -> Sequence[Ends] | None:
    year = answered.scenario
    varied = varied_care(year, service)
    if varied is None:
        return None
    counted = _counted(year, varied)
    try:
        decide = by_way_of(answered.decided.get(EXPECTED), counted.all_in_force) or partial(
            ledger, counted.all_in_force
        )
        ways = every_outcome(decide, _no_measures, SKETCH).outcomes
        if any(_is_number(answer) for way in ways for answer in way.answers.values()):
            return _costs_one_by_one(counted)
        care = [_Search(counted, way.lines, way.answers).care_by_visits() for way in ways]
    except Undecided:
        return None
    except Unfinished:
        # With fewer visits something is asked that is not asked with all of them.
        return _costs_one_by_one(counted)
    known = [each for each in care if each is not None]
    if len(known) < len(care):
        return None
    costs = [[cost_of(year, amount) for amount in each] for each in known]
    return [(min(each), max(each)) for each in zip(*costs, strict=True)]


def _no_measures(lines: Sequence[Line]) -> dict[str, int]:  # noqa: ARG001 - as every measure
    """Where no number is unknown, nothing needs to be measured."""
    return {}


def _is_number(answer: object) -> bool:
    return isinstance(answer, int) and not isinstance(answer, bool)


type _Other = tuple[str, int, int, int, int]


@frozen
class _Decided:
    """A year with so many visits of the varied service. `others`: how each other visit ended, and what is paid of it.

    `care`: what is paid in all. Cents.
    """

    others: Sequence[_Other]
    care: int

    def ended_as(self, other: "_Decided") -> bool:
        """Whether each other visit ended alike in another year."""
        pairs = zip(self.others, other.others, strict=True)
        return all(one is another or one[0] == another[0] for one, another in pairs)


class _Search:
    """Looks for what is paid with each number of visits, without deciding every year again.

    One visit more leaves no more of deductible, maximum and limits to those after it. So where each other visit ends
    alike with few and with many, and costs the same, or all care together does, then it is so with any number between,
    and only the visits themselves add up. Elsewhere the year halfway is decided, too. Left out: plans where visits
    under the deductible do not count toward a limit; there one visit more can leave more of it.
    """

    def __init__(self, counted: _Counted, lines: Sequence[Line], answers: Answers) -> None:
        self._counted = counted
        self._lines = lines
        self._answers = answers
        self._decided = 0
        self._others = OtherVisits(counted.all_in_force, lines, answers)
        others = [place for place, line in enumerate(lines) if not counted.varied.is_one(line.visit)]
        self._number = {place: number for number, place in enumerate(others)}
        self._with_all = _Decided([_other(lines[place]) for place in others], paid(lines))
        plan = counted.year.plan
        self._less_and_less = not any(
            limit.deductible_visits_count is False
            or answers.get(f"plan.limits.{limit.id}.deductible_visits_count") is False
            for limit in plan.limits
        )
        # What is paid of the first visits of the varied service, with the facility fees beside them.
        ends = [*counted.places[1:], len(lines)]
        each = [
            paid(line for line in lines[place:end] if counted.varied.is_one(line.visit))
            for place, end in zip(counted.places, ends, strict=True)
        ]
        self._first = [0, *accumulate(each)]

    def care_by_visits(self) -> Sequence[int] | None:
        """Return what is paid for all care with no visit, with one, and so on; None where it would take too long."""
        most = len(self._counted.places)
        found = {count: self._at(count) for count in (most, 0)}
        care = {count: decided.care for count, decided in found.items()}
        waiting = [(0, most)]
        while waiting:
            few, many = waiting.pop()
            between = range(few + 1, many)
            if not between:
                continue
            low, high = found[few], found[many]
            if self._less_and_less and low.care == high.care and low.ended_as(high):
                care |= dict.fromkeys(between, low.care)
            elif self._less_and_less and low.others == high.others:
                care |= {count: low.care + self._first[count] - self._first[few] for count in between}
            elif self._decided > MOST_LINES:
                return None
            else:
                middle = (few + many) // 2
                found[middle] = self._at(middle)
                care[middle] = found[middle].care
                waiting += [(few, middle), (middle, many)]
        return [care[count] for count in range(most + 1)]

    def _at(self, count: int) -> _Decided:
        if not count and any(limit.used for limit in self._counted.year.plan.limits):
            # What was used of a limit may belong to another period once another visit is the first under it.
            return self._without_any()
        out = self._counted.beyond(count)
        changed = self._others.without(out)
        self._decided += len(changed)
        others = [*self._with_all.others]
        care = self._with_all.care - paid(self._lines[place] for place in out)
        for place, line in changed.items():
            others[self._number[place]] = _other(line)
            care += line.patient_pays - self._lines[place].patient_pays
        return _Decided(others, care)

    def _without_any(self) -> _Decided:
        lines = ledger(self._counted.with_visits(0), self._answers)
        self._decided += len(lines)
        return _Decided([_other(line) for line in lines], paid(lines))


def _other(line: Line) -> _Other:
    return (
        line.outcome,
        line.deductible.amount,
        line.copay.amount,
        line.coinsurance.amount,
        line.patient_pays,
    )


def _costs_one_by_one(counted: _Counted) -> Sequence[Ends] | None:
    """Return the costs with each number of visits, each looked at in every way it can turn out; None if it is too much.

    Cents.
    """
    year, decided = counted.year, 0
    found = []

    def measures(lines: Sequence[Line]) -> dict[str, int]:
        return {"cost": cost_of(year, paid(lines))}

    for count in range(len(counted.places) + 1):
        try:
            ways = every_outcome(partial(ledger, counted.with_visits(count)), measures, SKETCH).outcomes
        except Undecided:
            return None
        decided += sum(len(way.lines) for way in ways)
        if decided > MOST_LINES:
            return None
        costs = [cost_of(year, paid(way.lines)) for way in ways]
        found.append((min(costs), max(costs)))
    return found


# ---- One more bill

# Services that a large bill may be for, the likeliest first: the first of which every plan says what it pays.
LARGE_BILLS = ("inpatient", "outpatient_surgery", "emergency", "advanced_imaging", "specialist")

LARGEST_BILL = 10_000_000

BILL = "bill"


@frozen
class WithBill:
    """A household's year under one plan, in one way that it can turn out, with one more bill after all planned care."""

    year: HouseholdYear
    answers: Answers
    lines: Sequence[Line]
    all_in_force: Year

    @cached_property
    def _paid(self) -> int:
        return paid(self.lines)

    def _pays(self, amount: int) -> int:
        *others, bill = self.all_in_force.visits
        last = evolve(self.all_in_force, visits=[*others, evolve(bill, price=amount)])
        return ledger(last, self.answers, self.lines)[-1].patient_pays

    def cost(self, amount: int) -> int:
        """What the year costs with a bill of this amount. Cents."""
        return cost_of(self.year, self._paid + self._pays(amount))

    @cached_property
    def turning_points(self) -> Sequence[int]:
        """The amounts of the bill between which the cost goes up in a straight line, the bounds included.

        Raises `Undecided` where some amount brings up another fact that is unknown.
        """

        def decide(answers: Answers, decided: Sequence[Line]) -> Sequence[Line]:
            return ledger(self.all_in_force, {**self.answers, **answers}, decided or self.lines)

        def measures(lines: Sequence[Line]) -> dict[str, int]:
            line = lines[-1]
            return {step.rule: step.amount for step in line.decisions} | {"cost": line.patient_pays}

        ways = every_outcome(decide, measures, SKETCH).outcomes
        facts = {fact for way in ways for fact in way.answers} - {BILL}
        if facts:
            raise Undecided(sorted(facts), too_many=False)
        turns = sorted({int(way.answers[BILL]) for way in ways})
        left = self.year.plan.account_money - self._paid
        return sorted({*turns, *(changes(turns, lambda amount: self._pays(amount) < left) if left > 0 else ())})


def changes(places: Sequence[int], holds: Callable[[int], bool]) -> Iterator[int]:
    """Yield the last amount before something changes and the first one after it, wherever it does between two places.

    Between two of the places it changes once at most.
    """
    for low, high in pairwise(places):
        before, at = low, high
        then = holds(low)
        if then != holds(high):
            while at - before > 1:
                middle = (before + at) // 2
                before, at = (middle, at) if holds(middle) == then else (before, middle)
            yield from (before, at)


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


# In so many ways a year is looked at with one more bill; more would take too long.
MOST_WAYS = 256


def with_bill(answer: Answer, person: str, service: str) -> Sequence[WithBill] | None:
    """Return the year with one more bill in the ways in which it costs least or most for some amount.

    None where more would have to be known, or where there are too many ways.
    """
    if answer.result.undecided or len(answer.result.runs) > MOST_WAYS:
        return None
    ways: list[WithBill] = []
    for inside, answered in answer.years:
        year = answered.scenario
        all_in_force = year_of(year, [*unfolded(year.care), a_bill(person, service, year)])
        runs = [run for run in answer.result.runs if run.answers.get(CLINICS, inside) == inside]
        ways += [WithBill(year, run.answers, run.lines, all_in_force) for run in runs]
    try:
        return _outermost(ways)
    except (Undecided, Unfinished):
        return None


def _outermost(ways: Sequence[WithBill]) -> Sequence[WithBill]:
    """Return the ways that cost least or most with no bill, with the largest, or at a turning point of one of them."""
    chosen: dict[int, WithBill] = {}
    waiting, seen = {0, LARGEST_BILL}, set[int]()
    while waiting:
        amount = waiting.pop()
        seen.add(amount)
        costs = [way.cost(amount) for way in ways]
        for place in (costs.index(min(costs)), costs.index(max(costs))):
            if place not in chosen:
                chosen[place] = ways[place]
                waiting |= {*ways[place].turning_points} - seen
    return [chosen[place] for place in sorted(chosen)]


def turning_points(ways: Sequence[WithBill]) -> Sequence[int]:
    """Return the amounts between which the lowest and the highest cost go up in a straight line, the bounds included.

    Those of each way, and on both sides of where one of them begins to cost more than another.
    """
    turns = sorted({turn for way in ways for turn in way.turning_points})
    crossings = [changes(turns, partial(_costs_more, one, other)) for one, other in combinations(ways, 2)]
    return sorted({*turns, *(amount for each in crossings for amount in each)})


def _costs_more(one: WithBill, other: WithBill, amount: int) -> bool:
    return one.cost(amount) > other.cost(amount)
