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
    terms = {"allowed": "100.00", "coinsurance": "0.00"}
    small = plan("job", employer_size="under_20", other_employers="none", bill=terms, beside=IN)
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


def test_a_share_that_nobody_said_is_asked_about_as_a_copay_or_a_percentage():
    told = scenario(plan("own", name="Acme", bill={"allowed": "110.00"}, beside=IN), bill={"charge": "180.00"})
    answer = result(plan("own", name="Acme", bill={"allowed": "110.00"}, beside=IN), bill={"charge": "180.00"})
    assert (answer["figures"]["patient_pays"]["low"], answer["figures"]["patient_pays"]["high"]) == ("0.00", "110.00")
    html = CALCULATOR.show.result_html(told, CALCULATOR.compute(told), "two-plans")
    assert "What is mine of this bill under “Acme”: which copay, or which percentage?" in html
    assert answer["unknowns"][0]["path"] == "coverages.0.bill.coinsurance"


def test_a_share_is_asked_about_once_whether_or_not_the_clinic_has_a_contract():
    unsaid = plan("own", bill={"allowed": "110.00"}), plan("spouses", holder="spouse", bill={"allowed": "110.00"})
    asked = [unknown["path"] for unknown in result(*unsaid, bill={"charge": "180.00"})["unknowns"]]
    assert asked.count("coverages.0.bill.coinsurance") == 1
    assert len(asked) == len(set(asked))


def test_part_b_s_share_is_told_with_its_source_where_it_was_taken():
    answer = result(
        {"id": "medicare", "kind": "medicare", "bill": {"allowed": "110.00"}},
        **AGED,
        **medicare("age"),
        bill={"charge": "180.00"},
    )
    assert answer["figures"]["medicare_part_b_coinsurance"]["value"] == "0.20"
    (told,) = [message for message in answer["messages"] if message["id"] == "two_plans.part_b_share"]
    assert "20%" in told["text"]
    # Whether the clinic accepts Medicare's price is asked, and no contract with Medicare is.
    assert [unknown["path"] for unknown in answer["unknowns"]] == ["clinic.takes_assignment", "bill.balance_billed"]
    assert "two_plans.assignment_open" in [message["id"] for message in answer["messages"]]


@pytest.mark.parametrize(("charge", "said"), [("110.00", False), ("110.01", True)])
def test_a_charge_at_medicare_s_price_leaves_nothing_to_accept(charge, said):
    answer = result(bill("medicare", "110.00") | {"beside": {}}, **AGED, **medicare("age"), bill={"charge": charge})
    assert ("two_plans.assignment_open" in [message["id"] for message in answer["messages"]]) is said


def test_a_year_under_medicare_needs_no_terms_out_of_network():
    # Four visits at 100, a quarter of each: 100. A clinic that does not accept Medicare's price may ask for 50 more.
    course = care()["care"][0] | {"billed": "150.00"}
    terms = year(terms=[{"service": "physical_therapy", "coinsurance": "0.25"}])
    covered = {"id": "medicare", "kind": "medicare", "plan": terms}
    answer = result(covered, **AGED, **medicare("age"), day="2026-07-06", care=[course])
    left = answer["figures"]["patient_pays"]
    assert (left["low"], left["high"], paid(answer, "medicare")) == ("100.00", "300.00", "300.00")
    # One that does leaves 100.
    taken = {"takes_assignment": True}
    answer = result(covered, **AGED, **medicare("age"), day="2026-07-06", care=[course], clinic=taken)
    assert answer["figures"]["patient_pays"]["value"] == "100.00"


def test_without_the_first_plan_what_the_second_has_paid_beside_it_says_nothing():
    # 80 and 20 are paid. Alone, the second at 20 percent would pay 80, not the 20 that it paid as the second.
    first = plan("own", bill={"allowed": "100.00", "paid": "80.00"}, beside=IN)
    second = plan(
        "spouses", holder="spouse", bill={"allowed": "100.00", "paid": "20.00", "coinsurance": "0.20"}, beside=IN
    )
    figures = result(first, second, bill={"charge": "100.00"})["figures"]
    assert figures["patient_pays"]["value"] == "0.00"
    assert figures["without.own.patient_pays"]["value"] == "20.00"
    assert figures["without.spouses.patient_pays"]["value"] == "20.00"


@pytest.mark.parametrize(
    ("coverages", "rest", "message"),
    [
        ([plan("own", until="2026-01-31")], {}, "none_in_force"),
        ([bill("medicare")], {"born": "1961-09-01", **medicare("age")}, "not_yet"),
        ([plan("own")], medicare("age"), "medicare_not_listed"),
        ([bill("tricare")], {}, "active_duty"),
        ([bill("tricare"), bill("medicare")], {**AGED, **medicare("age", "a_only")}, "tricare_part_b"),
        ([bill("medicare")], {**AGED, **medicare("age"), "clinic": {"takes_assignment": False}}, "no_assignment"),
        ([bill("medicare")], {**AGED, **medicare("age")}, "before_declining_part_b"),
    ],
)
def test_what_could_harm_is_said(coverages, rest, message):
    assert f"two_plans.{message}" in [told["id"] for told in result(*coverages, **rest)["messages"]]
