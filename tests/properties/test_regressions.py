"""What the properties once found wrong, each as small as it gets."""

import pytest

from calculators.catalogue import CALCULATORS
from calculators.declaration import Invalid

ANNUAL_COST = CALCULATORS["annual-cost"]

UNKNOWN = {"unknown": True}


def course(**rest):
    return {
        "person": "me",
        "service": "laboratory",
        "visits": 1,
        "first_visit": "2026-01-05",
        "frequency": "1_a_week",
        "allowed": "100.00",
        **rest,
    }


def terms(**rest):
    return {"service": "laboratory", "copay": "10.00", **rest}


def scenario(*care, plan=None, people=("me",), **rest):
    return {
        "calculator": "annual-cost",
        "version": 1,
        "people": [{"id": person} for person in people],
        "care": list(care or (course(),)),
        "plan": {
            "id": "plan",
            "name": "A plan",
            "starts": "2026-01-01",
            "market": "large_group",
            "terms": [terms()],
            "deductible": {"person": "0.00"},
            "out_of_pocket_maximum": {"person": "none"},
            "premium": {"amount": "0.00", "every": "month", "employer_pays": "0.00"},
            **(plan or {}),
        },
        **rest,
    }


def computed(made):
    return ANNUAL_COST.compute(ANNUAL_COST.read(made))


def ends(made, name="patient_pays"):
    return tuple(run.figures[name].value for run in computed(made).ends(name))


def problems(made):
    with pytest.raises(Invalid) as refused:
        ANNUAL_COST.read(made)
    return [(problem.path, problem.reason) for problem in refused.value.problems]


def test_protected_care_needs_the_terms_in_network():
    outside = {"terms": [terms(network="out")], "out_of_network": {"deductible": "0.00", "maximum": "none"}}
    assert problems(scenario(course(network="out", emergency=True), plan=outside)) == [
        ("care.0.network", "terms.missing_in")
    ]
    at_hospital = course(network="out", site="hospital")
    assert problems(scenario(at_hospital, plan=outside)) == [("care.0.network", "terms.missing_in")]
    assert ends(scenario(at_hospital | {"facility_in_network": False}, plan=outside)) == (1000, 1000)


def test_what_was_paid_before_may_be_unknown_in_a_year_without_visits():
    used = {"person": "me", "deductible": {"unknown": True, "low": "20.00", "high": "50.00"}}
    made = scenario(course(visits=0), plan={"deductible": {"person": "100.00"}}, used_before=[used])
    assert ends(made, "people.me.deductible_left") == (5000, 8000)
    assert ends(made) == (0, 0)


def test_after_a_change_of_plan_what_is_left_is_the_new_plans_even_without_a_visit():
    first = scenario(plan={"terms": [terms(deductible="first")], "deductible": {"person": "300.00"}})["plan"]
    new = {**first, "id": "new", "deductible": {"person": "500.00"}}
    for credits_earlier, left in ((False, (50000, 50000)), (True, (40000, 40000)), (UNKNOWN, (40000, 50000))):
        change = {"since": "2026-07-01", "plan": new, "credits_earlier": credits_earlier}
        made = scenario(plan=first, change=change)
        assert ends(made) == (10000, 10000)
        assert ends(made, "people.me.deductible_left") == left


OUTSIDE = {
    "terms": [terms(deductible="first"), terms(network="out", deductible="first")],
    "deductible": {"person": "100.00"},
    "out_of_network": {"deductible": "100.00", "maximum": "none", "accumulation": "joined"},
}


def test_joined_amounts_count_what_was_paid_for_protected_care():
    care = (course(network="out", emergency=True), course(network="out", first_visit="2026-02-02"))
    assert ends(scenario(*care, plan=OUTSIDE)) == (10000 + 1000, 10000 + 1000)


def test_joined_amounts_leave_less_in_network_also_where_no_care_is_in_network():
    made = scenario(course(network="out", allowed="60.00"), plan=OUTSIDE)
    assert ends(made, "people.me.deductible_left") == (4000, 4000)
    made["plan"]["out_of_network"] |= {"accumulation": UNKNOWN}
    assert "people.me.deductible_left" not in computed(made).names


def test_where_there_is_no_copay_the_deductible_cannot_come_after_it():
    row = {"service": "laboratory", "deductible": UNKNOWN, "coinsurance": "0.20"}
    made = scenario(plan={"terms": [row], "deductible": {"person": "500.00"}})
    assert ends(made) == (2000, 10000)
    assert {run.answers["plan.terms.laboratory.deductible"] for run in computed(made).runs} == {"not_applied", "first"}


def test_a_persons_part_that_may_be_nothing_is_a_range():
    made = scenario(
        course(authorization=UNKNOWN, unpaid_visits="contract_rate"),
        people=("me", "kid"),
        plan={"terms": [terms(copay="0.00")]},
    )
    assert ends(made, "people.me.not_covered") == (0, 10000)


def test_the_full_charge_is_tried_also_where_the_first_visit_has_none():
    evaluated = course(visits=2, evaluation_allowed="80.00", billed="150.00", authorization="missing")
    assert ends(scenario(evaluated)) == (0, 8000 + 15000)


def test_what_stands_outside_a_maximum_is_told_also_where_that_is_unknown():
    unknown = {"unknown": True, "low": "100.00", "high": "200.00"}
    refused = course(authorization=UNKNOWN, unpaid_visits="contract_rate")
    made = scenario(refused, plan={"out_of_pocket_maximum": {"person": unknown}}, outlook={"bad": 100})
    assert ends(made, "outlook.worst.total") == (10000, 20000)
    assert ends(made, "outlook.worst.outside_maximum") == (0, 10000)


def test_what_is_left_of_a_maximum_is_not_told_where_only_some_of_the_years_know_it():
    maximum = {"person": {"unknown": True, "low": "50.00", "high": "60.00"}}
    made = scenario(course(authorization=UNKNOWN), plan={"out_of_pocket_maximum": maximum})
    assert "people.me.out_of_pocket_left" not in computed(made).names
    made["care"][0]["authorization"] = "in_order"
    assert ends(made, "people.me.out_of_pocket_left") == (4000, 5000)


def test_what_a_limit_in_dollars_leaves_can_be_told():
    limit = {"id": "lab", "quantity": 50, "unit": "dollar", "services": ["laboratory"], "per": "plan_year"}
    made = ANNUAL_COST.read(scenario(course(unpaid_visits="contract_rate"), plan={"limits": [limit]}))
    result = ANNUAL_COST.compute(made)
    assert result.low.figures["plan_paid"].value == 5000
    assert "no more than is left under its limit in dollars" in ANNUAL_COST.show.result_html(
        made, result, "annual-cost"
    )
