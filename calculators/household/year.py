"""A household, its planned care, and the plan that pays for it in a plan year: what is asked about them."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Annotated

from attrs import frozen

from calculators.coverage.agreement import date_problems, plan_problems, price_problems, terms_problems
from calculators.coverage.care import Person, PlannedCare, UsedBefore, VisitsUsed
from calculators.coverage.plan import Plan
from calculators.declaration import UNKNOWN, Ask, Count, Day, Part, Problem, Rows, Unknown, YesNo, day_as_typed

VERSION = 1

MOST_PEOPLE = 12
MOST_COURSES = 60


@frozen
class Change:
    """A change to another plan in mid-year."""

    since: Annotated[date, Ask(Day(), "The new plan covers you from", help="Month/day/year.")]
    plan: Plan
    credits_earlier: Annotated[
        bool | Unknown,
        Ask(
            YesNo(),
            "Does the new plan count what you paid before toward its deductible and maximum?",
            help="Some do when an employer changes plans in mid-year. Most start again at zero.",
            unknown_allowed=True,
        ),
    ] = UNKNOWN


@frozen
class Outlook:
    """How much care a good and a bad year bring, in percent of the expected one's visits."""

    good: Annotated[
        int,
        Ask(Count(0, 100), "A good year: visits, in percent of what you expect", unit="visits"),
    ] = 50
    bad: Annotated[
        int,
        Ask(Count(100, 1000), "A bad year: visits, in percent of what you expect", unit="visits"),
    ] = 200


USUAL_OUTLOOK = Outlook()


@frozen
class HouseholdYear:
    """A household's planned care under one plan for one plan year."""

    people: Annotated[
        tuple[Person, ...],
        Rows(
            "Who is covered",
            one="Person",
            least=1,
            most=MOST_PEOPLE,
            help="A family’s deductible and maximum go under “Your plan”, “More about this plan”.",
            folded=True,
        ),
    ]
    care: Annotated[
        tuple[PlannedCare, ...],
        Rows(
            "The care you expect",
            one="Course of care",
            least=1,
            most=MOST_COURSES,
            help="A good guess is enough. You can change it and watch what happens.",
        ),
    ]
    plan: Annotated[Plan, Part("Your plan: what it covers and what it costs")]
    used_before: Annotated[
        tuple[UsedBefore, ...],
        Rows(
            "Already paid this plan year",
            one="Amount paid",
            least=0,
            most=2 * MOST_PEOPLE,
            help="If the plan year has begun: what each person has paid so far. Leave it empty at the start of a year.",
            folded=True,
        ),
    ] = ()
    visits_used: Annotated[
        tuple[VisitsUsed, ...],
        Rows(
            "Visits already used, person by person",
            one="Count of visits",
            least=0,
            most=5 * MOST_PEOPLE,
            help="For more than one person. For one person, say it at the limit.",
            folded=True,
            detail=True,
        ),
    ] = ()
    change: Annotated[
        Change | None,
        Part("Changing to another plan in mid-year", help="Fill this in if another plan takes over during the year."),
    ] = None
    outlook: Annotated[Outlook, Part("A good year and a bad year")] = USUAL_OUTLOOK


def problems(scenario: HouseholdYear) -> Iterator[Problem]:
    """Yield where answers that are each readable do not agree with one another."""
    yield from _people_problems(scenario)
    yield from _care_problems(scenario)
    yield from plan_problems(scenario.plan, "plan", family=len(scenario.people) > 1)
    if scenario.change is not None:
        yield from _change_problems(scenario.change, scenario)


def _people_problems(scenario: HouseholdYear) -> Iterator[Problem]:
    people: set[str] = set()
    for number, person in enumerate(scenario.people):
        if person.id in people:
            yield Problem(f"people.{number}.id", "person.twice", {"person": person.id})
        people.add(person.id)
    yield from _used_problems(scenario, people)
    yield from _said_twice(scenario)


def _used_problems(scenario: HouseholdYear, people: set[str]) -> Iterator[Problem]:
    told = {
        "used_before": [row.person for row in scenario.used_before],
        "visits_used": [row.person for row in scenario.visits_used],
    }
    for name, ids in told.items():
        for number, identifier in enumerate(ids):
            if identifier not in people:
                yield Problem(f"{name}.{number}.person", "person.unknown", {"person": identifier})
    for number, row in enumerate(scenario.used_before):
        yield from _paid_problems(row, scenario, f"used_before.{number}")
    yield from _visits_used_problems(scenario)


def _visits_used_problems(scenario: HouseholdYear) -> Iterator[Problem]:
    limits = {limit.id: limit.used for plan, _ in reversed([*plans_of(scenario)]) for limit in plan.limits}
    for number, count in enumerate(scenario.visits_used):
        if count.limit not in limits:
            yield Problem(f"visits_used.{number}.limit", "limit.unknown", {"limit": count.limit})
        elif limits[count.limit] and len(scenario.people) == 1:
            yield Problem(f"visits_used.{number}.used", "limit.used_twice", {"used": limits[count.limit]})
    if len(scenario.people) > 1:
        for plan, where in plans_of(scenario):
            reason = "limit.used_by_whom" if where == "plan" else "limit.used_by_whom_new"
            for number, limit in enumerate(plan.limits):
                if limit.used:
                    yield Problem(f"{where}.limits.{number}.used", reason, {"limit": limit.id})


def _paid_problems(row: UsedBefore, scenario: HouseholdYear, where: str) -> Iterator[Problem]:
    """Yield what cannot have been paid before: more than the deductible, or less toward the maximum than toward it."""
    plan = scenario.plan
    outside = plan.out_of_network
    most: int | Unknown | None = plan.deductible.person
    maximums = (plan.out_of_pocket_maximum.person, plan.out_of_pocket_maximum.family)
    if row.network == "out":
        most = None if outside is None else outside.deductible
        maximums = (None, None) if outside is None else (outside.maximum, outside.family_maximum)
    alone = len(scenario.people) == 1 or plan.deductible.kind == "embedded"
    if alone and isinstance(most, int) and isinstance(row.deductible, int) and row.deductible > most:
        yield Problem(f"{where}.deductible", "used_before.above_deductible", {"most": most})
    counts = "deductible" in plan.out_of_pocket_maximum.counts and all(
        terms.counts_toward_maximum is True for terms in plan.terms if terms.deductible != "not_applied"
    )
    if not counts or maximums == (None, None):
        return
    if isinstance(row.deductible, int) and isinstance(row.out_of_pocket, int) and row.out_of_pocket < row.deductible:
        yield Problem(f"{where}.out_of_pocket", "used_before.below_deductible", {"least": row.deductible})


def _said_twice(scenario: HouseholdYear) -> Iterator[Problem]:
    said: set[tuple[str, str]] = set()
    for number, row in enumerate(scenario.used_before):
        if (row.person, row.network) in said:
            yield Problem(f"used_before.{number}.person", "used_before.twice", {"person": row.person})
        said.add((row.person, row.network))
    counted: set[tuple[str, str]] = set()
    for number, count in enumerate(scenario.visits_used):
        if (count.person, count.limit) in counted:
            yield Problem(f"visits_used.{number}.person", "visits_used.twice", {"person": count.person})
        counted.add((count.person, count.limit))


def _care_problems(scenario: HouseholdYear) -> Iterator[Problem]:
    people = {person.id for person in scenario.people}
    seen: set[str] = set()
    for number, course in enumerate(scenario.care):
        path = f"care.{number}"
        if course.person not in people:
            yield Problem(f"{path}.person", "person.unknown", {"person": course.person})
        yield from price_problems(course, path)
        yield from date_problems(course, covered_days(scenario), path)
        for plan, _ in plans_of(scenario):
            yield from terms_problems(course, plan, path)
        if course.key in seen:
            yield Problem(f"{path}.service", "care.twice", {"service": course.service})
        seen.add(course.key)


def plans_of(scenario: HouseholdYear) -> Iterator[tuple[Plan, str]]:
    """Yield each plan of the year with where it stands in the scenario."""
    yield scenario.plan, "plan"
    if scenario.change is not None:
        yield scenario.change.plan, "change.plan"


def covered_days(scenario: HouseholdYear) -> tuple[date, date]:
    """Return the first and the last day of the plan year on which the household is covered, by one plan or the next."""
    plan, change = scenario.plan, scenario.change
    return plan.first_day, plan.last_day if change is None else min(plan.ends, change.plan.last_day)


def _change_problems(change: Change, scenario: HouseholdYear) -> Iterator[Problem]:
    yield from plan_problems(change.plan, "change.plan", family=len(scenario.people) > 1)
    first = scenario.plan
    if not first.first_day < change.since <= first.ends:
        year = {"starts": day_as_typed(first.first_day), "ends": day_as_typed(first.ends)}
        yield Problem("change.since", "change.outside_plan_year", year)
    elif not change.plan.starts <= change.since <= change.plan.ends:
        year = {"starts": day_as_typed(change.plan.starts), "ends": day_as_typed(change.plan.ends)}
        yield Problem("change.since", "change.outside_new_plan_year", year)
    else:
        yield from _handover_problems(first, change)
    if change.plan.id == first.id:
        yield Problem("change.plan.id", "change.same_plan")


def _handover_problems(first: Plan, change: Change) -> Iterator[Problem]:
    """Yield where the days on which either plan covers people leave a gap, or overlap."""
    day_before = change.since - timedelta(days=1)
    days = {"since": day_as_typed(change.since), "until": day_as_typed(day_before)}
    if first.covered_until not in (None, day_before):
        yield Problem("plan.covered_until", "change.covered_until", days)
    if change.plan.covered_from not in (None, change.since):
        yield Problem("change.plan.covered_from", "change.covered_from", days)
    if change.plan.last_day < change.since:
        yield Problem("change.plan.covered_until", "covered.ends_before_start")
