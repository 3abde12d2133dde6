"""Programs and other payers: before all plans, after them, or outside the order."""

import pytest
from order_scenarios import decision, medicare, order, plan

AGED = {"born": "1950-05-20", **medicare("age")}


def payer(kind):
    return {"id": kind, "kind": kind}


@pytest.mark.parametrize(
    ("kinds", "places", "rules"),
    [
        (["medicaid", "tricare"], ["tricare", "medicaid"], ["tricare.after_other_plans_before_medicaid"]),
        (["medicaid", "champva"], ["champva", "medicaid"], ["medicaid.third_parties_pay_first"]),
        (["ihs", "medicaid"], ["medicaid", "ihs"], ["ihs.payer_of_last_resort"]),
        (["ihs", "tricare"], ["tricare", "ihs"], ["ihs.payer_of_last_resort"]),
    ],
)
def test_programs_among_themselves(kinds, places, rules):
    assert order(*[payer(kind) for kind in kinds]) == (places, rules)


def test_a_plan_then_tricare_then_medicaid():
    places, rules = order(payer("medicaid"), payer("tricare"), plan("employer"))
    assert places == ["employer", "tricare", "medicaid"]
    assert rules == ["tricare.reg.double_coverage", "tricare.after_other_plans_before_medicaid"]


def test_medicare_then_another_policy_then_tricare():
    places, rules = order(payer("tricare"), plan("policy", "individual"), payer("medicare"), **AGED)
    assert places == ["medicare", "policy", "tricare"]
    assert rules == ["msp.reg.what_is_ghp", "tricare.reg.double_coverage"]


def test_medicare_then_medigap_then_tricare():
    places, rules = order(payer("tricare"), payer("medigap"), payer("medicare"), **AGED)
    assert places == ["medicare", "medigap", "tricare"]
    assert rules == ["medigap.after_medicare", "tricare.reg.double_coverage"]


def test_medicare_and_tricare_alone():
    assert order(payer("tricare"), payer("medicare"), **AGED) == (["medicare", "tricare"], ["tricare.reg.medicare"])


def test_workers_compensation_pays_first_for_what_came_from_work():
    places, rules = order(payer("medicare"), payer("workers_comp"), cause="work", **AGED)
    assert (places, rules) == (["workers_comp", "medicare"], ["msp.workers_comp_nofault_liability"])
    found = decision(plan("job"), payer("workers_comp"), cause="work")
    assert found.order.places == (("workers_comp",), ("job",))
    assert (found.outcome, found.confirm_rules) == ("if_confirmed", ("workers_comp.before_plans",))


def test_workers_compensation_stays_out_of_what_did_not_come_from_work():
    found = decision(plan("job"), payer("workers_comp"))
    assert found.order.places == (("job",),)
    assert found.order.apart[0].rule == "workers_comp.other_cause"


def test_no_fault_pays_before_medicare():
    places, rules = order(payer("medicare"), payer("no_fault"), cause="vehicle", **AGED)
    assert (places, rules) == (["no_fault", "medicare"], ["msp.reg.nofault_first"])


def test_no_fault_beside_a_private_plan_is_open_until_it_is_known():
    found = decision(plan("job"), payer("no_fault"), cause="vehicle")
    assert (found.outcome, found.facts) == ("undecided", ("auto_first",))
    told = decision(plan("job"), payer("no_fault"), cause="vehicle", auto_first=True)
    assert told.order.places == (("no_fault",), ("job",))
    assert told.outcome == "if_confirmed"


def test_a_claim_against_someone_else_is_paid_back_later():
    found = decision(plan("job"), payer("liability"), cause="someone_else")
    assert found.outcome == "repay_later"
    assert found.order.places == (("job",),)
    assert [(stands.coverage, stands.rule) for stands in found.order.apart] == [("liability", "liability.repay_later")]


def test_fixed_indemnity_stands_outside():
    found = decision(plan("job"), payer("fixed_indemnity"))
    assert found.outcome == "no_coordination"
    assert found.order.places == (("job",),)


def test_the_va_and_medicare_do_not_coordinate():
    found = decision(payer("medicare"), payer("va"), **AGED)
    assert found.outcome == "no_coordination"
    assert found.order.apart[0].rule == "va.recovery_from_private_plan"


def test_medigap_cannot_pay_beside_medicare_advantage():
    found = decision(payer("medicare"), payer("medigap"), born="1950-05-20", **medicare("age", "advantage"))
    assert found.order.apart[0].rule == "medigap.beside_advantage"


@pytest.mark.parametrize(
    ("cause", "rule"),
    [
        ("work", "workers_comp.not_listed"),
        ("vehicle", "no_fault.not_listed"),
        ("someone_else", "liability.not_listed"),
    ],
)
def test_whoever_may_have_to_pay_for_the_cause_is_named_though_nobody_listed_it(cause, rule):
    found = decision(plan("own"), plan("spouses", holder="spouse"), cause=cause)
    assert (found.outcome, found.confirm_rules) == ("if_confirmed", (rule,))


def test_an_unknown_cause_leaves_the_order_open():
    found = decision(plan("own"), plan("spouses", holder="spouse"), cause={"unknown": True})
    assert (found.outcome, found.facts) == ("undecided", ("cause",))


def test_which_of_two_auto_policies_is_first_has_to_be_asked():
    found = decision({"id": "a", "kind": "no_fault"}, {"id": "b", "kind": "no_fault"}, cause="vehicle")
    assert (found.outcome, found.confirm_rules) == ("if_confirmed", ("several.of_one_kind",))
