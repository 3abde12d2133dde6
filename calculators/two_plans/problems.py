"""What is wrong with a scenario whose every answer can be read."""

from collections.abc import Iterator
from datetime import date

from attrs import evolve

from calculators.coverage.agreement import date_problems, plan_problems, price_problems, terms_problems
from calculators.coverage.plan import MONTHS_A_YEAR
from calculators.declaration import Problem, Unknown, day_as_typed
from calculators.parameters import NotLoaded, look_up
from calculators.two_plans.coverages import ONLY_ONE
from calculators.two_plans.order.facts import MEDICARE_AGE, aged_from, months_between
from calculators.two_plans.paying import assignment_of, plan_for_year
from calculators.two_plans.payment import BillTerms
from calculators.two_plans.scenario import TwoPlans


def problems(scenario: TwoPlans) -> Iterator[Problem]:
    """Yield every problem, in the order in which things are asked."""
    yield from _coverage_problems(scenario)
    yield from _age_problems(scenario)
    yield from _family_problems(scenario)
    yield from _money_problems(scenario)


def _coverage_problems(scenario: TwoPlans) -> Iterator[Problem]:
    ids: set[str] = set()
    kinds: set[str] = set()
    for number, coverage in enumerate(scenario.coverages):
        where = f"coverages.{number}"
        if coverage.id in ids:
            yield Problem(f"{where}.id", "coverage.twice", {"coverage": coverage.id})
        if coverage.kind in ONLY_ONE and coverage.kind in kinds:
            yield Problem(f"{where}.kind", "coverage.only_one")
        if isinstance(coverage.since, date) and coverage.until and coverage.until < coverage.since:
            yield Problem(f"{where}.until", "coverage.ends_before_start")
        if coverage.job_ends is not None and coverage.kind not in ("employer", "laid_off"):
            yield Problem(f"{where}.job_ends", "job_ends.no_job")
        if coverage.cash is not None and coverage.kind != "fixed_indemnity":
            yield Problem(f"{where}.cash.per_visit", "cash.of_a_plan")
        ids.add(coverage.id)
        kinds.add(coverage.kind)


def _age_problems(scenario: TwoPlans) -> Iterator[Problem]:
    """Yield where a date of birth cannot be: after the care, or years too late for what was said of Medicare.

    Someone who reaches the age within a year may well ask what changes then.
    """
    born, day = scenario.born, scenario.day
    if not isinstance(born, date):
        return
    if born > day:
        yield Problem("born", "born.after_day")
        return
    age = look_up(MEDICARE_AGE, day)
    if scenario.medicare.reason != "age" or isinstance(age, NotLoaded):
        return
    reached = aged_from(born, age.amount)
    if reached > day and months_between(day, reached) > MONTHS_A_YEAR:
        years = day.year - born.year - ((day.month, day.day) < (born.month, born.day))
        said: dict[str, str | int] = {"born": day_as_typed(born), "day": day_as_typed(day)}
        yield Problem("born", "born.not_aged", {**said, "years": years, "age": age.amount})


def _family_problems(scenario: TwoPlans) -> Iterator[Problem]:
    family = scenario.family
    holders = {coverage.holder for coverage in scenario.coverages}
    if family.parents == "together" and holders & {"parent_a_spouse", "parent_b_spouse"}:
        yield Problem("family.parents", "family.stepparent_together")
    orders = [(family.court_order_since, family.court_order)] if isinstance(family.court_order, str) else []
    for number, later in enumerate(family.later_orders):
        if any(since == later.since and names != later.names for since, names in orders):
            yield Problem(f"family.later_orders.{number}.names", "court_order.contradicts")
        orders.append((later.since, later.names))


def _money_problems(scenario: TwoPlans) -> Iterator[Problem]:
    if scenario.bill is not None and scenario.care:
        yield Problem("care", "money.two_ways")
    elif scenario.bill is not None:
        yield from _bill_problems(scenario, scenario.bill.charge)
    elif scenario.care:
        yield from _year_problems(scenario)


def _bill_problems(scenario: TwoPlans, charge: int) -> Iterator[Problem]:
    said = [(f"coverages.{number}.bill", coverage.bill) for number, coverage in enumerate(scenario.coverages)]
    if not any(terms for _, terms in said):
        yield Problem("bill", "money.no_terms")
    paid_in_all = 0
    allowed = [terms.allowed for _, terms in said if terms and isinstance(terms.allowed, int)]
    paid_by_all = sum(terms.paid for _, terms in said if terms and isinstance(terms.paid, int))
    if max([*allowed, paid_by_all], default=0) > charge:
        yield Problem("bill.charge", "bill.charge_too_low")
    for where, terms in said:
        if terms is None:
            continue
        yield from _terms_problems(where, terms, charge)
        paid = terms.paid if isinstance(terms.paid, int) else 0
        paid_in_all += paid
        if paid_in_all > charge >= paid_in_all - paid:
            yield Problem(f"{where}.paid", "bill.paid_above_charge")


def _terms_problems(where: str, terms: BillTerms, charge: int) -> Iterator[Problem]:
    allowed = terms.allowed.high if isinstance(terms.allowed, Unknown) else terms.allowed
    paid = terms.paid if isinstance(terms.paid, int) else 0
    if allowed is not None and allowed > charge:
        yield Problem(f"{where}.allowed", "bill.allowed_above_charge")
    if allowed is not None and paid > allowed:
        yield Problem(f"{where}.paid", "bill.paid_above_allowed")
    if paid and terms.denied != "no":
        yield Problem(f"{where}.denied", "bill.paid_and_denied")


def _year_problems(scenario: TwoPlans) -> Iterator[Problem]:
    plans = [(f"coverages.{number}", coverage.plan) for number, coverage in enumerate(scenario.coverages)]
    if not any(plan for _, plan in plans):
        yield Problem("care", "year.no_plan")
    person = scenario.people[0].id
    seen: set[str] = set()
    for number, course in enumerate(scenario.care):
        if course.person != person:
            yield Problem(f"care.{number}.person", "person.unknown", {"person": course.person})
        yield from price_problems(course, f"care.{number}")
        # In which network a course is, each coverage says.
        key = evolve(course, network="in").key
        if key in seen:
            yield Problem(f"care.{number}.service", "care.twice", {"service": course.service})
        seen.add(key)
    for where, plan in plans:
        if plan is None:
            continue
        yield from plan_problems(plan, f"{where}.plan", family=False)
        for number, course in enumerate(scenario.care):
            yield from date_problems(course, (plan.first_day, plan.last_day), f"care.{number}")
    yield from _terms_of_year_problems(scenario)


def _terms_of_year_problems(scenario: TwoPlans) -> Iterator[Problem]:
    """Yield where a plan lacks what it needs for the care: the clinic's network is asked coverage by coverage."""
    for number, coverage in enumerate(scenario.coverages):
        plan = coverage.plan
        for course in scenario.care if plan else ():
            assert plan
            found = list(terms_problems(evolve(course, network="in"), plan, ""))
            if not found and True not in (coverage.beside.in_network, assignment_of(coverage, scenario)):
                whole = plan_for_year(coverage, plan, scenario)
                found = list(terms_problems(evolve(course, network="out"), whole, ""))
            for problem in found:
                yield evolve(problem, path=f"coverages.{number}.plan.terms", reason=f"coverage.{problem.reason}")
