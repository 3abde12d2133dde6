"""Comparisons of plans for one year of physical therapy at $100 a visit, made from as little as each test needs."""

from calculators.catalogue import CALCULATORS

COMPARE_PLANS = CALCULATORS["compare-plans"]
SERVICE = "physical_therapy"
UNKNOWN = {"unknown": True}


def money(dollars):
    return f"{dollars:.2f}"


def terms(service=SERVICE, *, copay=None, **rest):
    """What a plan says about a service; copay in dollars."""
    return {"service": service, **({} if copay is None else {"copay": money(copay)}), **rest}


def plan(identifier, *rows, premium=0, deductible=0, maximum=None, limit=None, **rest):
    """A plan; its yearly premium, its deductible and maximum in dollars, `limit` in visits of physical therapy."""
    limits = {"id": "visits", "quantity": limit, "services": [SERVICE], "per": "plan_year"}
    limits["deductible_visits_count"] = True
    return {
        "id": identifier,
        "name": f"Plan {identifier}",
        "starts": "2027-01-01",
        "market": "large_group",
        "terms": list(rows),
        "limits": [] if limit is None else [limits],
        "deductible": {"person": money(deductible)},
        "out_of_pocket_maximum": {"person": "none" if maximum is None else money(maximum)},
        "premium": {"amount": money(premium), "every": "year", "employer_pays": "0.00"},
        **rest,
    }


def care(visits, service=SERVICE, **rest):
    course = {"person": "me", "service": service, "visits": visits, "first_visit": "2027-01-04"}
    return {**course, "frequency": "2_a_week", "allowed": "100.00", "unpaid_visits": "contract_rate", **rest}


def comparison(*plans, visits=10, **rest):
    return {
        "calculator": "compare-plans",
        "version": 1,
        "people": [{"id": "me"}],
        "care": [care(visits)],
        "plans": list(plans),
        **rest,
    }


def compared(*plans, **rest):
    return COMPARE_PLANS.compute(COMPARE_PLANS.read(comparison(*plans, **rest)))


def written(*plans, **rest):
    """The result as JSON."""
    scenario = COMPARE_PLANS.read(comparison(*plans, **rest))
    return COMPARE_PLANS.show.result_json(scenario, COMPARE_PLANS.compute(scenario))


def figure(result, plan_id, name="total"):
    """A figure of one plan's year, in dollars or visits; both ends where it is a range."""
    (answer,) = (answer for answer in result.answers if answer.id == plan_id)
    low, high = answer.ends(name)
    scale = 1 if name.startswith("visits") else 100
    return low / scale if low == high else (low / scale, high / scale)


def break_evens(curve):
    """Where a plan becomes cheaper than another: visits, or cents of a bill."""
    return [(one.at, one.cheaper, one.than) for one in curve.break_evens]


def cheapest(curve):
    """Which plans are the cheapest, from which amount of care to which."""
    return [(one.first, one.last, *one.plans) for one in curve.stretches]


def dollars(ends):
    return tuple(cents / 100 for cents in ends)
