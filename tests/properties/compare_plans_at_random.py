"""Comparisons at random, in the canonical form: every one of them is valid. And the same years for one plan."""

from copy import deepcopy
from datetime import date, timedelta

from hypothesis import strategies as st
from scenarios_at_random import SERVICES, UNKNOWN, courses, plans, scenarios, seldom, terms_rows, unknowns, yes_no

from calculators.catalogue import CALCULATORS
from calculators.compare_plans.scenario import MUST_HAVES

ANNUAL_COST, COMPARE_PLANS = CALCULATORS["annual-cost"], CALCULATORS["compare-plans"]

IDS = ("ash", "birch", "cedar", "dogwood")
BILLED = ("inpatient", "emergency", "specialist")


def compared(made):
    return COMPARE_PLANS.compute(COMPARE_PLANS.read(made))


def answers_of(result):
    return {answer.id: answer for answer in result.answers}


def ends_of(result):
    """Every figure of a year with both its ends."""
    return {name: tuple(run.figures[name].value for run in result.ends(name)) for name in result.names}


def points_of(curve):
    return {plan: dict(points) for plan, points in curve.points.items()}


def years_of(made, number):
    """The annual-cost scenarios that a plan of a comparison stands for: in its network, out of it, or both."""
    plan = deepcopy(made["plans"][number])
    inside = plan.pop("clinics_in_network", True)
    year = {
        "calculator": "annual-cost",
        "version": 1,
        "people": made["people"],
        "care": deepcopy(made["care"]),
        "plan": plan,
        "outlook": made["outlook"],
    }
    if inside is not False:
        yield year
    if inside is not True:
        spoken_of = {row["service"] for row in plan["terms"]}
        said = {row["service"] for row in plan["terms"] if row.get("network") == "out"}
        nothing = [{"service": service, "network": "out", "covered": False} for service in sorted(spoken_of - said)]
        care = [{**course, "network": "out"} for course in year["care"]]
        yield {**year, "care": care, "plan": {**plan, "terms": [*plan["terms"], *nothing]}}


def total(year):
    """What a year under one plan costs, about which nothing is unknown. Cents."""
    result = ANNUAL_COST.compute(ANNUAL_COST.read(year))
    low, high = (run.figures["total"].value for run in result.ends("total"))
    assert low == high
    return low


def with_visits(year, curve, count):
    """The year with so many visits of the care that a curve varies; it must be one course."""
    mine = [c for c in year["care"] if (c["person"], c["service"]) == (curve.person, curve.service)]
    assert len(mine) == 1
    return {**year, "care": [{**c, "visits": count} if c is mine[0] else c for c in year["care"]]}


def last_day(year):
    starts = date.fromisoformat(year["plan"]["starts"])
    return starts.replace(year=starts.year + 1) - timedelta(days=1)


def with_bill(year, curve, amount):
    """The year with one more bill on its last day."""
    bill = {
        "person": curve.person,
        "service": curve.service,
        "visits": 1,
        "first_visit": last_day(year).isoformat(),
        "frequency": "1_a_week",
        "allowed": f"{amount // 100}.{amount % 100:02d}",
        "unpaid_visits": "contract_rate",
    }
    return {**year, "care": [*year["care"], bill]}


def _apart(care, *, networks):
    """The courses without those that nothing tells from another; `networks`: whether the network does."""
    told = ("person", "service", "first_visit", "frequency", "visits", "site", "care_kind", "condition")
    kept = {}
    for course in care:
        kept.setdefault((*(course[name] for name in told), networks and course["network"]), course)
    return list(kept.values())


def _bill_rows(draw, made):
    """Give every plan terms for a large bill, so that a curve of it can be drawn."""
    service = draw(st.sampled_from(BILLED))
    for plan in made["plans"]:
        if not any(row["service"] == service for row in plan["terms"]):
            plan["terms"].append(draw(terms_rows(service, "in")))


@st.composite
def comparisons(draw, *, most=4, single=False, bill=False):
    """A household, its care and several plans; nothing is unknown, save perhaps the kind of coverage.

    `single`: there is one course of care, with some visits. `bill`: every plan has terms for a large bill.
    """
    starts = date(2026, draw(st.integers(1, 12)), draw(st.sampled_from([1, 1, 15])))
    ends = starts.replace(year=2027) - timedelta(days=1)
    people = ["me", "kid", "zoe"][: draw(st.integers(1, 3))]
    services = draw(st.lists(st.sampled_from(SERVICES), min_size=1, max_size=3, unique=True))
    # None is on the last day, which is that of a bill.
    course = courses(people, services, starts, ends - timedelta(days=1))
    care = [draw(course) for _ in range(1 if single else draw(st.integers(1, 4)))]
    if single:
        care[0]["visits"] = max(1, care[0]["visits"])
    inside = [seldom(draw, True, False) for _ in IDS[: draw(st.integers(2, most))]]
    care = _apart(care, networks=all(inside))
    family = len(people) > 1
    made = {
        "calculator": "compare-plans",
        "version": 1,
        "people": [{"id": person} for person in people],
        "care": care,
        "plans": [
            draw(plans(care, starts, identifier=identifier, family=family)) | {"clinics_in_network": is_inside}
            for identifier, is_inside in zip(IDS, inside, strict=False)
        ],
        "outlook": {"good": draw(st.integers(0, 100)), "bad": draw(st.integers(100, 250))},
    }
    wanted = draw(st.lists(st.sampled_from(sorted(MUST_HAVES)), max_size=4, unique=True))
    if wanted:
        made["must_haves"] = wanted
    if bill:
        _bill_rows(draw, made)
    return made


@st.composite
def half_known(draw):
    """A comparison of two plans in which nothing is unknown, and the same with some of its answers gone."""
    known = draw(scenarios(2, change=False))
    known["plan"].pop("covered_from", None)
    known["plan"].pop("covered_until", None)
    for limit in known["plan"]["limits"]:
        limit.pop("used", None)
    known |= {"used_before": [], "visits_used": []}
    clinics_open = draw(yes_no)
    if clinics_open:
        # Where all care is out of network, some answers are taken for granted.
        for course in known["care"]:
            course["unpaid_visits"] = "charge"
        known["plan"]["limits"] = [{**limit, "networks": "shared"} for limit in known["plan"]["limits"][:1]]
    starts = date.fromisoformat(known["plan"]["starts"])
    other = draw(plans(known["care"], starts, identifier="other", family=len(known["people"]) > 1))
    made = {
        "calculator": "compare-plans",
        "version": 1,
        "people": known["people"],
        "care": _apart(known["care"], networks=False),
        "plans": [known["plan"], other],
        "outlook": known["outlook"],
    }
    _bill_rows(draw, made)
    known = {**known, "care": made["care"]}
    open_year = draw(unknowns(known, choices=2, numbers=1))
    unknown = {**made, "care": open_year["care"], "plans": [dict(open_year["plan"]), deepcopy(other)]}
    if clinics_open:
        unknown["plans"][0]["clinics_in_network"] = UNKNOWN
        made = {**made, "plans": [{**made["plans"][0], "clinics_in_network": draw(yes_no)}, other]}
    return made, unknown
