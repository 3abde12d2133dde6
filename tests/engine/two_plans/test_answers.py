"""What a result says beside the amounts: questions, messages, premiums; and whoever has no part in a visit."""

import pytest
from order_scenarios import medicare, plan, scenario

from calculators.catalogue import CALCULATORS
from calculators.declaration import Ask
from calculators.declaration.asking import asks_by_path
from calculators.presentation import wording
from calculators.two_plans.compute import question_id
from calculators.two_plans.scenario import TwoPlans

CALCULATOR = CALCULATORS["two-plans"]
IN = {"in_network": True}
AGED = {"born": "1950-05-20"}
UNKNOWN = {"unknown": True}


def result(*coverages, **rest):
    told = scenario(*coverages, **rest)
    return CALCULATOR.show.result_json(told, CALCULATOR.compute(told))


def year(*, copay="20.00", premium="100.00", **rest):
    return {
        "id": "plan",
        "name": "Plan",
        "starts": "2026-07-01",
        "market": "large_group",
        "deductible": {"person": "0.00"},
        "out_of_pocket_maximum": {"person": "none"},
        "premium": {"amount": premium, "every": "month", "employer_pays": "0.00"},
        "terms": [{"service": "physical_therapy", "copay": copay}],
        **rest,
    }


def care(visits=4, first_visit="2026-07-06"):
    course = {"person": "me", "service": "physical_therapy", "visits": visits, "first_visit": first_visit}
    return {"care": [{**course, "frequency": "1_a_week", "allowed": "100.00", "unpaid_visits": "contract_rate"}]}


@pytest.mark.parametrize(
    "path", [path for path, ask in asks_by_path(TwoPlans).items() if isinstance(ask, Ask) and ask.unknown_allowed]
)
def test_whatever_may_be_unknown_has_a_question(path):
    assert question_id(path) in wording.catalogue()["questions"]


DEDUCTIBLE = {"service": "physical_therapy", "deductible": "first", "copay": "0.00"}


@pytest.mark.parametrize(
    "unknown",
    [
        {"deductible": {"person": UNKNOWN}, "terms": [DEDUCTIBLE]},
        {"terms": [{"service": "physical_therapy", "copay": UNKNOWN}]},
    ],
)
def test_an_unknown_term_of_a_plan_is_asked_about_with_the_plan_s_name(unknown):
    told = scenario(plan("own", name="Acme", plan=year(**unknown), beside=IN), day="2026-07-06", **care())
    answer = CALCULATOR.compute(told)
    html = CALCULATOR.show.result_html(told, answer, "two-plans")
    assert CALCULATOR.show.result_json(told, answer)["outcome"] == "undecided"
    assert "<q>Acme: What is" in html


@pytest.mark.parametrize(
    ("days", "premium"),
    # July to February is 8 months; September to June 10.
    [({}, "2400.00"), ({"until": "2027-02-28"}, "2000.00"), ({"since": "2026-09-01"}, "2200.00")],
)
def test_a_premium_is_paid_for_the_days_on_which_a_plan_covers(days, premium):
    own, other = plan("own", plan=year(), beside=IN, **days), plan("other", holder="spouse", plan=year(), beside=IN)
    assert result(own, other, day="2026-07-06", **care())["figures"]["premium"]["value"] == premium


def bill(kind, allowed="100.00", **rest):
    return {"id": kind, "kind": kind, "bill": {"allowed": allowed, "coinsurance": "0.20", **rest}, "beside": IN}


def paid(answer, coverage):
    figure = answer["figures"][f"plan_paid.{coverage}"]
    return figure.get("value") or (figure["low"], figure["high"])


def test_part_a_pays_no_therapy():
    answer = result(bill("medicare"), **AGED, **medicare("age", "a_only"), bill={"charge": "100.00"})
    assert paid(answer, "medicare") == "0.00"
    assert answer["figures"]["patient_pays"]["value"] == "100.00"


def test_part_a_pays_a_stay_in_a_hospital():
    stay = {"charge": "100.00", "service": "inpatient"}
    assert paid(result(bill("medicare"), **AGED, **medicare("age", "a_only"), bill=stay), "medicare") == "80.00"


def test_a_small_employer_s_plan_may_pay_as_if_part_b_had_paid():
    small = plan("job", employer_size="under_20", other_employers="none", bill={"allowed": "100.00"}, beside=IN)
    answer = result(small, bill("medicare"), **AGED, **medicare("age", "a_only"), bill={"charge": "100.00"})
    assert paid(answer, "job") == ("20.00", "100.00")


@pytest.mark.parametrize(("takes", "pays"), [(True, "80.00"), (False, "0.00")])
def test_medicaid_pays_only_a_clinic_that_takes_it(takes, pays):
    answer = result(bill("medicaid"), clinic={"takes_medicaid": takes}, bill={"charge": "100.00"})
    assert paid(answer, "medicaid") == pays


@pytest.mark.parametrize("unpaid", ["contract_rate", "write_off"])
def test_past_a_plan_s_limit_medicare_pays_as_the_first(unpaid):
    job = plan("job", employer_size="100_or_more", bill={"allowed": "100.00", "denied": "limit"}, beside=IN)
    told = {"charge": "100.00", "unpaid_visits": unpaid}
    answer = result(job, bill("medicare"), **AGED, **medicare("age"), bill=told)
    assert (paid(answer, "medicare"), answer["figures"]["patient_pays"]["value"]) == ("80.00", "20.00")


@pytest.mark.parametrize(
    ("coverages", "rest", "message"),
    [
        ([plan("own", until="2026-01-31")], {}, "none_in_force"),
        ([bill("medicare")], {"born": "1990-01-01", **medicare("age")}, "not_yet"),
        ([plan("own")], medicare("age"), "medicare_not_listed"),
        ([bill("tricare")], {}, "active_duty"),
        ([bill("tricare"), bill("medicare")], {**AGED, **medicare("age", "a_only")}, "tricare_part_b"),
        ([bill("medicare")], {**AGED, **medicare("age"), "clinic": {"takes_assignment": False}}, "no_assignment"),
        ([bill("medicare")], {**AGED, **medicare("age")}, "before_declining_part_b"),
    ],
)
def test_what_could_harm_is_said(coverages, rest, message):
    assert f"two_plans.{message}" in [told["id"] for told in result(*coverages, **rest)["messages"]]
