"""What a limit covers is counted here once more, in another way, from the plan's own rules of counting."""

from collections import Counter
from copy import deepcopy

from hypothesis import assume, given
from scenarios_at_random import compute, pool_of, scenarios, sized

THERAPIES = ("physical_therapy", "occupational_therapy", "speech_therapy")
WHOLE = ("plan_year", "two_years", "three_years", "lifetime", "rolling_12_months")


def counted_by(limit, visit):
    """Whether a limit is about a visit."""
    course = visit.course
    about = visit.service in limit["services"] and limit["care_kind"] in ("both", course.care_kind)
    exempt = course.limit_exempt or (course.billed_as == "mental_health" and limit["mental_health_exempt"])
    kept = (limit["evaluation_counts"] or not visit.evaluation) and (
        limit["telehealth_counts"] or course.site != "telehealth"
    )
    networks = limit["networks"] in ("shared", "separate", pool_of(course.network))
    return about and not exempt and kept and networks and (limit["unit"] == "dollar" or not visit.facility_fee)


def period_of(limit, visit):
    day = visit.date
    match limit["per"]:
        case "calendar_year":
            return day.year
        case "month":
            return day.year, day.month
        case "week":
            return day.isocalendar()[:2]
        case "condition" | "episode":
            return visit.course.condition
    return "whole"


def takes_of(limit, visit):
    return visit.course.units if limit["unit"] in ("hour", "unit") else 1


def used_before(made, limit, person):
    """What was used of a limit before the care that is planned: by one person, or by all."""
    rows = [row for row in made["visits_used"] if row["limit"] == limit["id"] and person in (row["person"], None)]
    return sum(row["used"] for row in rows) if rows else limit.get("used", 0)


def with_limits(made, *, units):
    """The scenario with those of its limits that this file can count, none of which can be lifted."""
    made = deepcopy(made)
    kept = [limit for limit in made["plan"]["limits"] if limit["unit"] in units]
    kept = [
        limit for limit in kept if limit["per"] in (*WHOLE, "calendar_year", "month", "week", "condition", "episode")
    ]
    for limit in kept:
        limit["more_approved"] = False
        limit["same_day_counts_once"] = False
        if limit["per"] in ("calendar_year", "month", "week"):
            limit.pop("used", None)
    made["plan"]["limits"] = kept
    told = {limit["id"] for limit in kept if limit["per"] not in ("calendar_year", "month", "week")}
    made["visits_used"] = [row for row in made["visits_used"] if row["limit"] in told]
    return made


@sized(150)
@given(scenarios(change=False, limits={"same_day_counts_once": False}))
def test_a_visit_is_over_a_limit_if_and_only_if_too_little_is_left(made):
    made = with_limits(made, units=("visit", "hour", "unit"))
    assume(made["plan"]["limits"])
    taken = Counter()
    for line in compute(made).low.lines:
        if line.outcome in ("not_covered", "refused"):
            continue
        visit = line.visit
        left = {}
        for limit in made["plan"]["limits"]:
            if not counted_by(limit, visit):
                continue
            network = pool_of(visit.course.network) if limit["networks"] == "separate" else ""
            holders = [(visit.person, limit["quantity"])]
            if "family_quantity" in limit:
                holders.append((None, limit["family_quantity"]))
            for holder, quantity in holders:
                key = limit["id"], holder, network, period_of(limit, visit)
                most = quantity - used_before(made, limit, holder)
                left[key] = max(0, most - taken[key]), takes_of(limit, visit), limit["deductible_visits_count"]
        short = any(takes > amount for amount, takes, _ in left.values())
        assert line.outcome == ("over_limit" if short else "covered")
        paid = any(line.part(name).amount for name in ("deductible", "copay", "coinsurance", "plan_paid"))
        if short and not paid:
            continue
        for key, (amount, takes, always) in left.items():
            under_deductible = line.deductible.amount and not line.plan_paid.amount
            taken[key] += 0 if under_deductible and not always else min(takes, amount)


@sized(80)
@given(scenarios(change=False, limits={"unit": "dollar"}))
def test_the_plan_pays_no_more_than_a_limit_in_dollars(made):
    made = with_limits(made, units=("dollar",))
    assume(made["plan"]["limits"])
    lines = compute(made).low.lines
    for limit in made["plan"]["limits"]:
        paid = Counter()
        for line in lines:
            if counted_by(limit, line.visit):
                network = pool_of(line.visit.course.network) if limit["networks"] == "separate" else ""
                for holder in (line.visit.person, None):
                    paid[holder, network, period_of(limit, line.visit)] += line.plan_paid.amount
        for (holder, _, _), amount in paid.items():
            quantity = limit["quantity"] if holder else limit.get("family_quantity")
            if quantity is not None:
                assert amount <= max(0, quantity - used_before(made, limit, holder)) * 100


ONE_A_DAY = {
    "unit": "visit",
    "per": "plan_year",
    "networks": "shared",
    "same_day_counts_once": True,
    "deductible_visits_count": True,
}


@sized(80)
@given(scenarios(change=False, services=THERAPIES, limits=ONE_A_DAY))
def test_therapies_of_one_day_use_up_one_visit_where_the_plan_says_so(made):
    made["visits_used"] = []
    for limit in made["plan"]["limits"]:
        limit["more_approved"] = False
    lines = compute(made).low.lines
    for limit in made["plan"]["limits"]:
        for person in made["people"]:
            days = {
                line.visit.date
                for line in lines
                if line.visit.person == person["id"] and line.outcome == "covered" and counted_by(limit, line.visit)
            }
            assert len(days) <= max(0, limit["quantity"] - limit.get("used", 0))
