"""What cannot be so is refused with the field and the reason."""

import pytest
from order_scenarios import medicare, plan

from calculators.declaration import Invalid, read
from calculators.presentation import wording
from calculators.two_plans.problems import problems
from calculators.two_plans.scenario import TwoPlans

TERMS = {"service": "physical_therapy", "copay": "30.00"}
CARE = {
    "person": "me",
    "service": "physical_therapy",
    "visits": 3,
    "first_visit": "2026-03-02",
    "frequency": "1_a_week",
    "allowed": "100.00",
}


def year(**rest):
    return {
        "id": "plan",
        "name": "Plan",
        "starts": "2026-01-01",
        "terms": [TERMS],
        "deductible": {"person": "0.00"},
        "out_of_pocket_maximum": {"person": "none"},
        "premium": {"amount": "0.00", "every": "month", "employer_pays": "0.00"},
        **rest,
    }


def found(*coverages, **rest):
    """The path and reason of everything that is wrong, whether it cannot be read or does not agree."""
    given = {"people": [{"id": "me"}], "day": "2026-03-02", "coverages": list(coverages), **rest}
    try:
        return [(problem.path, problem.reason) for problem in problems(read(given, TwoPlans))]
    except Invalid as invalid:
        return [(problem.path, problem.reason) for problem in invalid.problems]


MEDICARE = {"id": "medicare", "kind": "medicare"}
BILL = {"charge": "150.00"}


@pytest.mark.parametrize(
    ("coverages", "rest", "expected"),
    [
        ([plan("a"), plan("a", holder="spouse")], {}, [("coverages.1.id", "coverage.twice")]),
        (
            [{"id": "a", "kind": "medicare"}, {"id": "b", "kind": "medicare"}],
            {},
            [("coverages.1.kind", "coverage.only_one")],
        ),
        (
            [plan("a", since="2026-02-01", until="2026-01-01")],
            {},
            [("coverages.0.until", "coverage.ends_before_start")],
        ),
        (
            [plan("a", holder="parent_a_spouse")],
            {"family": {"parents": "together"}},
            [("family.parents", "family.stepparent_together")],
        ),
        (
            [plan("a", holder="parent_a")],
            {
                "family": {
                    "parents": "apart",
                    "court_order": "parent_a",
                    "court_order_since": "2024-01-01",
                    "later_orders": [{"names": "parent_b", "since": "2024-01-01"}],
                }
            },
            [("family.later_orders.0.names", "court_order.contradicts")],
        ),
        (
            [plan("a", holder="parent_a")],
            {"family": {"parents": "together", "birthday_a": "02-30"}},
            [("family.birthday_a", "date.no_such_day")],
        ),
        (
            [plan("a", bill={"allowed": "100.00", "paid": "120.00"})],
            {"bill": BILL},
            [("coverages.0.bill.paid", "bill.paid_above_allowed")],
        ),
        (
            [plan("a", bill={"allowed": "160.00"})],
            {"bill": BILL},
            [("bill.charge", "bill.charge_too_low"), ("coverages.0.bill.allowed", "bill.allowed_above_charge")],
        ),
        (
            [
                plan("a", bill={"allowed": "100.00", "paid": "100.00"}),
                plan("b", holder="spouse", bill={"allowed": "100.00", "paid": "60.00"}),
            ],
            {"bill": BILL},
            [("bill.charge", "bill.charge_too_low"), ("coverages.1.bill.paid", "bill.paid_above_charge")],
        ),
        (
            [plan("a", bill={"allowed": "100.00", "paid": "50.00", "denied": "limit"})],
            {"bill": BILL},
            [("coverages.0.bill.denied", "bill.paid_and_denied")],
        ),
        (
            [plan("a", bill={"allowed": {"unknown": True, "low": "100.00", "high": "160.00"}})],
            {"bill": BILL},
            [("coverages.0.bill.allowed", "bill.allowed_above_charge")],
        ),
        ([plan("a")], {"cause": True}, [("cause", "choice.written")]),
        ([plan("a")], {"born": "2026-03-03"}, [("born", "born.after_day")]),
        # 46 on the day of the care. Born in April 1962: aged from April 1, 2027, or, born on the 1st, from March 1.
        ([MEDICARE], {"born": "1980-03-02", **medicare("age")}, [("born", "born.not_aged")]),
        ([MEDICARE], {"born": "1962-04-02", **medicare("age")}, [("born", "born.not_aged")]),
        ([MEDICARE], {"born": "1962-04-01", **medicare("age")}, []),
        ([MEDICARE], {"born": "1980-03-02", **medicare("disability")}, []),
        (
            [plan("a", "retiree", job_ends="2026-01-31")],
            {},
            [("coverages.0.job_ends", "job_ends.no_job")],
        ),
        ([plan("a")], {"bill": BILL}, [("bill", "money.no_terms")]),
        ([plan("a")], {"care": [CARE]}, [("care", "year.no_plan")]),
        (
            [plan("a", plan=year(), bill={"allowed": "100.00"})],
            {"care": [CARE], "bill": BILL},
            [("care", "money.two_ways")],
        ),
        (
            [plan("a", plan=year())],
            {"care": [CARE | {"service": "acupuncture"}]},
            [("coverages.0.plan.terms", "coverage.terms.missing")],
        ),
        (
            [plan("a", plan=year(starts="2026-04-01"))],
            {"care": [CARE]},
            [("care.0.first_visit", "date.before_plan_year")],
        ),
        (
            [plan("a", plan=year(terms=[TERMS, TERMS]))],
            {"care": [CARE]},
            [("coverages.0.plan.terms.1.service", "terms.twice")],
        ),
        (
            [plan("a", plan=year())],
            {"care": [CARE | {"person": "you"}]},
            [("care.0.person", "person.unknown")],
        ),
    ],
)
def test_what_does_not_agree_is_refused(coverages, rest, expected):
    assert found(*coverages, **rest) == expected


@pytest.mark.parametrize("number", [0, 1])
def test_an_error_names_its_coverage_also_where_it_is_the_first(number):
    terms = {"allowed": "100.00", "paid": "120.00"}
    coverages = [plan("a"), plan("b", holder="spouse")]
    coverages[number]["bill"] = terms
    given = {"people": [{"id": "me"}], "day": "2026-03-02", "coverages": coverages, "bill": BILL}
    (problem,) = problems(read(given, TwoPlans))
    assert wording.problem_text(problem, TwoPlans).startswith(f"What it has paid (Coverage {number + 1}): ")


def test_a_plan_without_services_is_told_what_to_add():
    given = {"people": [{"id": "me"}], "day": "2026-03-02", "coverages": [plan("a", plan=year(terms=[]))]}
    with pytest.raises(Invalid) as raised:
        read(given, TwoPlans)
    (problem,) = raised.value.problems
    assert wording.problem_text(problem, TwoPlans) == (
        "What the plan says about each service (Coverage 1): there is nothing here yet. Add the service, such as "
        "physical therapy, and what you pay for it."
    )


def test_an_age_that_contradicts_itself_says_what_to_check():
    given = {"people": [{"id": "me"}], "day": "2026-03-02", "coverages": [MEDICARE]}
    (problem,) = problems(read(given | {"born": "1980-03-02", **medicare("age")}, TwoPlans))
    assert wording.problem_text(problem, TwoPlans) == (
        "The patient’s date of birth: someone born on 3/2/1980 is 46 on 3/2/2026, but the answer to why the patient "
        "has Medicare was “65 or older”. Check the two days, or choose another reason."
    )


def test_what_agrees_is_not():
    assert found(plan("a", plan=year()), plan("b", holder="spouse", plan=year()), care=[CARE]) == []
    assert found(plan("a", bill={"allowed": "100.00", "paid": "80.00"}), bill=BILL) == []


def test_an_error_in_a_list_within_a_coverage_says_which_coverage_and_which_row():
    told = plan("b", holder="spouse", plan=year(terms=[TERMS, {"service": "occupational_therapy"}]))
    given = {"people": [{"id": "me"}], "day": "2026-03-02", "coverages": [plan("a"), told], "care": [CARE]}
    (problem,) = problems(read(given, TwoPlans))
    assert wording.problem_text(problem, TwoPlans).startswith("Copay (Coverage 2, Service 2): ")


def test_what_a_plan_lacks_for_the_care_names_the_plan():
    outside = {**TERMS, "network": "out"}
    coverages = [plan("a", plan=year(terms=[TERMS, outside])), plan("b", holder="spouse", plan=year())]
    given = {"people": [{"id": "me"}], "day": "2026-03-02", "coverages": coverages, "care": [CARE]}
    (problem,) = problems(read(given, TwoPlans))
    assert wording.problem_text(problem, TwoPlans) == (
        "What the plan says about each service (Coverage 1): the clinic is out of this plan’s network, or nobody said "
        "that it is in it, and the plan’s deductible and out-of-pocket maximum out of network are missing. Fill in "
        "“Out of network” in the same plan, or say that the clinic has a contract with it."
    )
