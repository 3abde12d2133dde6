"""Where answers about a plan or about planned care, each readable, do not agree with one another."""

from collections.abc import Iterator
from datetime import date

from calculators.coverage.care import PlannedCare
from calculators.coverage.plan import Plan
from calculators.coverage.protection import networks_that_may_hold
from calculators.coverage.services import FACILITY_FEE
from calculators.coverage.terms import Terms
from calculators.declaration import Problem, Unknown, day_as_typed


def plan_problems(plan: Plan, where: str, *, family: bool) -> Iterator[Problem]:
    """Yield where what is said of a plan does not agree; `family`: whether it covers more than one person."""
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


def price_problems(course: PlannedCare, path: str) -> Iterator[Problem]:
    """Yield where the prices of a course of care do not agree."""
    price = course.allowed.high if isinstance(course.allowed, Unknown) else course.allowed
    if course.billed is not None and price is not None and price > course.billed:
        yield Problem(f"{path}.allowed", "allowed.above_billed")


def date_problems(course: PlannedCare, covered: tuple[date, date], path: str) -> Iterator[Problem]:
    """Yield where visits fall outside the days that are covered, the first and the last."""
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


def terms_problems(course: PlannedCare, plan: Plan, path: str) -> Iterator[Problem]:
    """Yield where a plan lacks the terms by which a course of care would be decided."""
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
