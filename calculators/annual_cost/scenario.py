"""What the annual cost calculator asks: a household, its planned care, and the plan."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Annotated

from attrs import frozen

from calculators.coverage.care import Person, PlannedCare, UsedBefore, VisitsUsed
from calculators.coverage.plan import Plan
from calculators.coverage.protection import networks_that_may_hold
from calculators.coverage.services import FACILITY_FEE
from calculators.coverage.terms import Terms
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


@frozen
class AnnualCost:
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
    outlook: Annotated[Outlook, Part("A good year and a bad year")] = Outlook()


def problems(scenario: AnnualCost) -> Iterator[Problem]:
    """Yield where answers that are each readable do not agree with one another."""
    yield from _people_problems(scenario)
    yield from _care_problems(scenario)
    yield from _plan_problems(scenario.plan, "plan", family=len(scenario.people) > 1)
    if scenario.change is not None:
        yield from _change_problems(scenario.change, scenario)


def _people_problems(scenario: AnnualCost) -> Iterator[Problem]:
    people: set[str] = set()
    for number, person in enumerate(scenario.people):
        if person.id in people:
            yield Problem(f"people.{number}.id", "person.twice", {"person": person.id})
        people.add(person.id)
    yield from _used_problems(scenario, people)
    yield from _said_twice(scenario)


def _used_problems(scenario: AnnualCost, people: set[str]) -> Iterator[Problem]:
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


def _visits_used_problems(scenario: AnnualCost) -> Iterator[Problem]:
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


def _paid_problems(row: UsedBefore, scenario: AnnualCost, where: str) -> Iterator[Problem]:
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


def _said_twice(scenario: AnnualCost) -> Iterator[Problem]:
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


def _care_problems(scenario: AnnualCost) -> Iterator[Problem]:
    people = {person.id for person in scenario.people}
    seen: set[str] = set()
    for number, course in enumerate(scenario.care):
        path = f"care.{number}"
        if course.person not in people:
            yield Problem(f"{path}.person", "person.unknown", {"person": course.person})
        yield from _price_problems(course, path)
        yield from _date_problems(course, covered_days(scenario), path)
        for plan, _ in plans_of(scenario):
            yield from _terms_problems(course, plan, path)
        if course.key in seen:
            yield Problem(f"{path}.service", "care.twice", {"service": course.service})
        seen.add(course.key)


def plans_of(scenario: AnnualCost) -> Iterator[tuple[Plan, str]]:
    """Yield each plan of the year with where it stands in the scenario."""
    yield scenario.plan, "plan"
    if scenario.change is not None:
        yield scenario.change.plan, "change.plan"


def covered_days(scenario: AnnualCost) -> tuple[date, date]:
    """Return the first and the last day of the plan year on which the household is covered, by one plan or the next."""
    plan, change = scenario.plan, scenario.change
    return plan.first_day, plan.last_day if change is None else min(plan.ends, change.plan.last_day)


def _price_problems(course: PlannedCare, path: str) -> Iterator[Problem]:
    price = course.allowed.high if isinstance(course.allowed, Unknown) else course.allowed
    if course.billed is not None and price is not None and price > course.billed:
        yield Problem(f"{path}.allowed", "allowed.above_billed")


def _date_problems(course: PlannedCare, covered: tuple[date, date], path: str) -> Iterator[Problem]:
    first_day, last_day = covered
    if last_day < first_day:
        return  # What is wrong is the plan's days.
    year = {"starts": day_as_typed(first_day), "ends": day_as_typed(last_day)}
    if course.first_visit < first_day:
        yield Problem(f"{path}.first_visit", "date.before_plan_year", year)
    elif course.first_visit > last_day:
        yield Problem(f"{path}.first_visit", "date.after_plan_year", year)
    else:
        fit = sum(day <= last_day for day in course.dates())
        if fit < course.visits:
            yield Problem(f"{path}.visits", "visits.after_plan_year", {"visits": course.visits, "fit": fit, **year})


def _terms_problems(course: PlannedCare, plan: Plan, path: str) -> Iterator[Problem]:
    care = networks_that_may_hold(course, course.service, plan, facility_fee=False)
    wanted = [(course.service, "service", care)]
    if course.facility_fee is not None:
        fee = networks_that_may_hold(course, FACILITY_FEE, plan, facility_fee=True)
        wanted.append((FACILITY_FEE, "facility_fee", fee))
        care = care | fee
    if course.preventive is not False:
        wanted.append(("preventive_care", "preventive", care))
    outside = False
    for service, field, networks in wanted:
        rows = [terms for terms in plan.terms if _fits(terms, service, course)]
        given, inside = {terms.network for terms in rows}, networks - {"out"}
        if not rows:
            yield Problem(f"{path}.{field}", _why_missing(plan, service, course), {"service": service})
        elif not networks - inside <= given:
            yield Problem(f"{path}.network", "terms.missing_out", {"service": service})
        elif inside and not given & {"in", *inside}:
            yield Problem(f"{path}.network", "terms.missing_in", {"service": service})
        outside |= "out" in networks and any(terms.network == "out" and terms.covered is not False for terms in rows)
    if outside and plan.out_of_network is None:
        yield Problem(f"{path}.network", "out_of_network.missing")


def _why_missing(plan: Plan, service: str, course: PlannedCare) -> str:
    """Return what is missing: terms for the service at all, or those that hold for this care."""
    rows = [terms for terms in plan.terms if terms.service == service]
    if not rows:
        return "terms.missing"
    here = [terms for terms in rows if terms.site in ("any", course.site)]
    if not here:
        return "terms.missing_site"
    kind = any(terms.care_kind in ("both", course.care_kind) for terms in here)
    return "terms.missing_first_visit" if kind else "terms.missing_kind"


def _fits(terms: Terms, service: str, course: PlannedCare) -> bool:
    return (
        terms.service == service
        and terms.site in ("any", course.site)
        and terms.care_kind in ("both", course.care_kind)
        and terms.from_visit == 1
    )


def _plan_problems(plan: Plan, where: str, *, family: bool) -> Iterator[Problem]:
    premium = plan.premium
    left = premium.amount + premium.surcharge - premium.employer_pays
    if left < 0:
        yield Problem(f"{where}.premium.employer_pays", "premium.employer_above")
    elif premium.credit > left:
        yield Problem(f"{where}.premium.credit", "premium.credit_above", {"left": left})
    seen: set[str] = set()
    for number, terms in enumerate(plan.terms):
        path = f"{where}.terms.{number}"
        if terms.key in seen:
            yield Problem(f"{path}.service", "terms.twice", {"service": terms.service})
        seen.add(terms.key)
        if terms.covered is not False and terms.copay is None and terms.coinsurance is None:
            yield Problem(f"{path}.copay", "terms.nothing_to_pay")
        if terms.deductible == "after_copay" and terms.copay is None:
            yield Problem(f"{path}.copay", "terms.copay_missing")
    yield from _limit_problems(plan, where)
    yield from _amount_problems(plan, where, family=family)
    for name, day in (("covered_from", plan.covered_from), ("covered_until", plan.covered_until)):
        if day is not None and not plan.starts <= day <= plan.ends:
            year = {"starts": day_as_typed(plan.starts), "ends": day_as_typed(plan.ends)}
            yield Problem(f"{where}.{name}", "covered.outside_plan_year", year)
    if plan.last_day < plan.first_day:
        yield Problem(f"{where}.covered_until", "covered.ends_before_start")


def _limit_problems(plan: Plan, where: str) -> Iterator[Problem]:
    limits: set[str] = set()
    claimed: dict[tuple[object, ...], str] = {}
    for number, limit in enumerate(plan.limits):
        if limit.id in limits:
            yield Problem(f"{where}.limits.{number}.id", "limit.twice")
        limits.add(limit.id)
        for service in limit.services:
            claim = (service, limit.unit, limit.per, limit.care_kind, limit.networks)
            if claim in claimed:
                yield Problem(f"{where}.limits.{number}.services", "limit.service_claimed", {"service": service})
            claimed[claim] = limit.id
    special: set[str] = set()
    for number, deductible in enumerate(plan.special_deductibles):
        for service in deductible.services:
            if service in special:
                path = f"{where}.special_deductibles.{number}.services"
                yield Problem(path, "special_deductible.service_claimed", {"service": service})
            special.add(service)
            rows = [terms for terms in plan.terms if terms.service == service and terms.covered is not False]
            if rows and all(terms.deductible == "not_applied" for terms in rows):
                path = f"{where}.special_deductibles.{number}.services"
                yield Problem(path, "special_deductible.not_applied", {"service": service})


def _amount_problems(plan: Plan, where: str, *, family: bool) -> Iterator[Problem]:
    amounts = [
        (plan.deductible.person, plan.deductible.family, plan.deductible.kind, "deductible.family"),
        (
            plan.out_of_pocket_maximum.person,
            plan.out_of_pocket_maximum.family,
            plan.out_of_pocket_maximum.kind,
            "out_of_pocket_maximum.family",
        ),
    ]
    if plan.out_of_network is not None:
        outside = plan.out_of_network
        amounts += [
            (outside.deductible, outside.family_deductible, plan.deductible.kind, "out_of_network.family_deductible"),
            (outside.maximum, outside.family_maximum, plan.out_of_pocket_maximum.kind, "out_of_network.family_maximum"),
        ]
    for person, all_together, kind, path in amounts:
        if isinstance(person, int) and isinstance(all_together, int) and all_together < person:
            yield Problem(f"{where}.{path}", "family.below_person")
        if family and kind != "embedded" and all_together is None and person is not None:
            yield Problem(f"{where}.{path}", "family.missing")


def _change_problems(change: Change, scenario: AnnualCost) -> Iterator[Problem]:
    yield from _plan_problems(change.plan, "change.plan", family=len(scenario.people) > 1)
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
