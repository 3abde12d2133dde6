"""What is only true of plain plans, and two plans of which it is not.

A plain plan: care in network, embedded amounts, everything counts toward the maximum, a copay is due also on the visit
that meets the deductible, and a visit under the deductible uses up its limit.
"""

from copy import deepcopy

from hypothesis import assume, given, reject
from hypothesis import strategies as st
from scenarios_at_random import ANNUAL_COST, cents, compute, scenarios, sized, written

from calculators.declaration import Invalid


def plain(made):
    """The scenario with its plan made plain."""
    made = deepcopy(made)
    plan = made["plan"]
    for course in made["care"]:
        course |= {"network": "in", "emergency": False}
    told = ("person", "service", "first_visit", "frequency", "visits", "site", "care_kind", "condition")
    made["care"] = list({tuple(course[name] for name in told): course for course in made["care"]}.values())
    wanted = {(row["service"], "in"): row | {"network": "in"} for row in plan["terms"] if not row.keys() & NARROWER}
    rows = {
        (row["service"], row.get("site"), row.get("care_kind")): row
        for row in (*wanted.values(), *plan["terms"])
        if row["network"] == "in" and "from_visit" not in row
    }
    plan["terms"] = [
        row
        | {"copay_when_visit_meets_deductible": True, "counts_toward_maximum": True}
        | ({"deductible": "first"} if row["deductible"] == "after_copay" else {})
        for row in rows.values()
    ]
    plan["limits"] = [
        {name: value for name, value in limit.items() if name != "family_quantity"} | {"deductible_visits_count": True}
        for limit in plan["limits"]
        if limit["unit"] != "dollar"
    ]
    kept = {limit["id"] for limit in plan["limits"]}
    made["visits_used"] = [row for row in made["visits_used"] if row["limit"] in kept]
    made["used_before"] = []
    plan["special_deductibles"] = []
    plan["one_copay_a_day"] = False
    for group in ("deductible", "out_of_pocket_maximum"):
        plan[group]["kind"] = "embedded"
    plan["out_of_pocket_maximum"]["counts"] = ["deductible", "copay", "coinsurance"]
    return made


NARROWER = {"site", "care_kind", "from_visit"}


def cost(made, name="patient_pays"):
    return compute(made).low.figures[name].value


def alone(made, person):
    """The scenario with one of its people only."""
    made = deepcopy(made)
    made["people"] = [{"id": person}]
    for name in ("care", "visits_used"):
        made[name] = [row for row in made[name] if row["person"] == person]
    return made


@sized(100)
@given(scenarios(change=False))
def test_a_family_never_pays_more_than_its_members_alone(made):
    made = plain(made)
    assume(len(made["people"]) > 1)
    members = {course["person"] for course in made["care"]}
    assert cost(made) <= sum(cost(alone(made, person)) for person in members)


@sized(100)
@given(scenarios(change=False), st.integers(0, 30), st.integers(1, 5_000))
def test_a_higher_copay_never_lowers_the_total(made, number, more):
    made = plain(made)
    rows = [row for row in made["plan"]["terms"] if "copay" in row]
    assume(rows)
    before = cost(made, "total")
    row = rows[number % len(rows)]
    row["copay"] = written(cents(row["copay"]) + more)
    assert cost(made, "total") >= before


@sized(100)
@given(scenarios(change=False), st.integers(0, 30), st.integers(1, 20_000))
def test_a_higher_deductible_never_lowers_the_total(made, amount, more):
    made = plain(made)
    deductible = made["plan"]["deductible"]
    deductible.pop("family", None)
    deductible["person"] = written(amount * 1_000)
    before = cost(made, "total")
    deductible["person"] = written(amount * 1_000 + more)
    assert cost(made, "total") >= before


@sized(100)
@given(scenarios(change=False), st.integers(0, 30))
def test_one_more_visit_never_lowers_the_total_where_there_is_no_limit(made, number):
    made = plain(made)
    made["plan"]["limits"], made["visits_used"] = [], []
    course = made["care"][number % len(made["care"])]
    before = cost(made, "total")
    course["visits"] += 1
    try:
        ANNUAL_COST.read(made)
    except Invalid:
        # The plan year has no room for one more.
        reject()
    assert cost(made, "total") >= before


def small(visits, price, **plan):
    """One person's physical therapy under a plan."""
    return {
        "calculator": "annual-cost",
        "version": 1,
        "people": [{"id": "me"}],
        "care": [
            {
                "person": "me",
                "service": "physical_therapy",
                "visits": visits,
                "first_visit": "2026-01-05",
                "frequency": "2_a_week",
                "allowed": price,
                "unpaid_visits": "contract_rate",
            }
        ],
        "plan": {
            "id": "plan",
            "name": "A plan",
            "starts": "2026-01-01",
            "premium": {"amount": "0.00", "every": "month", "employer_pays": "0.00"},
            **plan,
        },
    }


def therapy(**rest):
    return [{"service": "physical_therapy", "deductible": "first", "copay": "40.00", **rest}]


def test_a_lower_deductible_costs_more_where_the_visit_that_meets_it_takes_no_copay():
    found = [
        cost(
            small(
                3,
                "150.00",
                terms=therapy(copay_when_visit_meets_deductible=False),
                deductible={"person": deductible},
                out_of_pocket_maximum={"person": "none"},
            )
        )
        for deductible in ("301.00", "300.00")
    ]
    assert found == [30100, 34000]


def test_a_lower_deductible_costs_more_where_visits_under_it_use_up_no_limit():
    found = [
        cost(
            small(
                40,
                "100.00",
                terms=therapy(copay_when_visit_meets_deductible=True),
                deductible={"person": deductible},
                out_of_pocket_maximum={"person": "2500.00"},
                limits=[
                    {
                        "id": "therapy",
                        "quantity": 20,
                        "services": ["physical_therapy"],
                        "per": "plan_year",
                        "deductible_visits_count": False,
                    }
                ],
            )
        )
        for deductible in ("2000.00", "0.00")
    ]
    assert found == [250000, 280000]
