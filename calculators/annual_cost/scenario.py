"""What the annual cost calculator asks: the planned care, and the plan."""

from collections.abc import Iterator
from typing import Annotated

from attrs import frozen

from calculators.coverage.care import Person, PlannedCare
from calculators.coverage.plan import Plan
from calculators.declaration import Problem, Rows, day_as_typed

VERSION = 1


@frozen
class AnnualCost:
    """One person's planned care under one plan, in network, for one plan year."""

    people: Annotated[tuple[Person, ...], Rows("People", one="Person", least=1, most=1)]
    care: Annotated[
        tuple[PlannedCare, ...],
        Rows(
            "The care you expect",
            one="Course of care",
            least=1,
            most=10,
            help="A good guess is enough. You can change it and watch what happens.",
        ),
    ]
    plan: Plan


def problems(scenario: AnnualCost) -> Iterator[Problem]:
    """Yield where answers that are each readable do not agree with one another."""
    yield from _care_problems(scenario)
    yield from _plan_problems(scenario.plan)


def _care_problems(scenario: AnnualCost) -> Iterator[Problem]:
    plan = scenario.plan
    people = {person.id for person in scenario.people}
    with_terms = {terms.service for terms in plan.terms}
    year = {"starts": day_as_typed(plan.starts), "ends": day_as_typed(plan.ends)}
    for number, course in enumerate(scenario.care):
        path = f"care.{number}"
        if course.person not in people:
            yield Problem(f"{path}.person", "person.unknown", {"person": course.person})
        if course.service not in with_terms:
            yield Problem(f"{path}.service", "terms.missing", {"service": course.service})
        if course.billed is not None and course.allowed > course.billed:
            yield Problem(f"{path}.allowed", "allowed.above_billed")
        if course.first_visit < plan.starts:
            yield Problem(f"{path}.first_visit", "date.before_plan_year", year)
        elif course.first_visit > plan.ends:
            yield Problem(f"{path}.first_visit", "date.after_plan_year", year)
        else:
            fit = sum(day <= plan.ends for day in course.dates())
            if fit < course.visits:
                yield Problem(f"{path}.visits", "visits.after_plan_year", {"visits": course.visits, "fit": fit, **year})


def _plan_problems(plan: Plan) -> Iterator[Problem]:
    if plan.premium.employer_pays > plan.premium.amount:
        yield Problem("plan.premium.employer_pays", "premium.employer_above")
    seen: set[str] = set()
    for number, terms in enumerate(plan.terms):
        path = f"plan.terms.{number}"
        if terms.service in seen:
            yield Problem(f"{path}.service", "terms.twice", {"service": terms.service})
        seen.add(terms.service)
        if terms.covered and terms.copay is None and terms.coinsurance is None:
            yield Problem(f"{path}.copay", "terms.nothing_to_pay")
        if terms.deductible == "after_copay" and terms.copay is None:
            yield Problem(f"{path}.copay", "terms.copay_missing")
    limits: set[str] = set()
    for number, limit in enumerate(plan.limits):
        if limit.id in limits:
            yield Problem(f"plan.limits.{number}.id", "limit.twice")
        limits.add(limit.id)
