"""Whom to ask what, and how an open order depends on the answers."""

import re

import pytest
from order_scenarios import medicare, plan, scenario
from test_telling import told

from calculators.catalogue import CALCULATORS
from calculators.declaration.asking import asks_by_path
from calculators.presentation import wording
from calculators.presentation.html import render
from calculators.rules import all_rules
from calculators.two_plans.asking import _answers as recap
from calculators.two_plans.asking import _question, next_question
from calculators.two_plans.interview import PAGES
from calculators.two_plans.naming import names_of, within
from calculators.two_plans.scenario import TwoPlans

CALCULATOR = CALCULATORS["two-plans"]
AUTO = {"id": "auto", "kind": "no_fault"}
MEDICAID = {"id": "medicaid", "kind": "medicaid"}
VEHICLE = {"cause": "vehicle"}
NOT_LISTED = ("workers_comp.not_listed", "no_fault.not_listed", "liability.not_listed")
TOGETHER = {"family": {"parents": "together", "court_order": "none"}}


def order_of(*coverages, **rest):
    given = scenario(*coverages, **rest)
    return CALCULATOR.show.result_json(given, CALCULATOR.compute(given))["order"][0]


def test_an_open_question_does_not_hide_what_is_known():
    _, words = told(AUTO, MEDICAID, plan("own"), **VEHICLE)
    assert (
        "Does the auto policy pay before the patient’s health plan? “Yes”: the auto policy pays first, then the "
        "patient’s plan from a job, then Medicaid or CHIP." in words
    )
    assert "“No”: the patient’s plan from a job pays first, then the auto policy, then Medicaid or CHIP." in words
    # In the headline, too.
    assert "Who pays first cannot be said yet. In every case Medicaid or CHIP pays last." in words
    assert order_of(AUTO, MEDICAID, plan("own"), **VEHICLE)["ways"] == [
        {"answers": {"auto_first": False}, "places": [["own"], ["auto"], ["medicaid"]]},
        {"answers": {"auto_first": True}, "places": [["auto"], ["own"], ["medicaid"]]},
    ]


def test_answers_that_lead_to_the_same_stand_together():
    job = plan("job")
    medicares = {"id": "medicare", "kind": "medicare"}
    _, words = told(job, medicares, born="1950-05-20", **medicare("age"))
    assert "“20 to 99” or “100 or more”: the patient’s plan from a job pays first, then Medicare." in words


def test_of_many_ways_those_of_the_first_question_are_told():
    _, words = told(plan("a", holder="parent_a"), plan("b", holder="parent_b"), **TOGETHER)
    assert "Parent A’s birthday comes first in the year: Parent A’s plan from a job pays first, then Parent" in words
    assert "Both have the same birthday: it depends on what else is open." in words


def test_an_order_that_is_known_has_no_ways():
    assert order_of(plan("own"), plan("spouses", holder="spouse"))["ways"] == []


def test_a_question_says_what_it_is_needed_for():
    _, words = told(AUTO, plan("own"), **VEHICLE)
    assert "It decides who pays first." in words
    # The order is shown already: the booklet could change it.
    _, words = told(plan("own"), {"id": "spouses", "kind": "employer", "holder": "spouse"})
    assert "The order could change." in words
    assert "Needed before we can work anything out." not in words


def test_each_plan_is_called_by_its_member():
    beside = {"in_network": True, "method": "standard"}
    own, spouses = {"name": "Mine"}, {"holder": "spouse", "name": "Hers"}
    unsaid = {"bill": {"allowed": "100.00"}, "beside": beside}
    known = {"bill": {"allowed": "100.00", "copay": "100.00"}, "beside": beside}
    _, words = told(plan("own", **own, **unsaid), plan("spouses", **spouses, **known), bill={"charge": "100.00"})
    assert "Call Mine: the number is on its card" in words
    _, words = told(plan("own", **own, **known), plan("spouses", **spouses, **unsaid), bill={"charge": "100.00"})
    assert "Call Hers, or ask its member to: the number is on its card" in words


def test_what_is_to_be_confirmed_is_a_question_to_somebody():
    _, words = told(AUTO, plan("own"), **VEHICLE, auto_first=True)
    assert (
        "Before you rely on this order, ask: Ask the auto insurer and the health plan: do both agree that the auto "
        "policy pays before the patient’s plan from a job?" in words
    )


@pytest.mark.parametrize(
    "rule",
    [
        rule
        for rule in (*wording.catalogue()["rulings"], *NOT_LISTED, "medicare.would_be_first")
        if all_rules()[rule].verified != "official"
    ],
)
def test_every_rule_that_nobody_read_has_a_question(rule):
    assert wording.catalogue()["to_confirm"][rule].startswith("Ask ")


def test_names_of_coverages_without_a_holder_read_as_a_sentence():
    given = scenario(AUTO, MEDICAID, {"id": "own", "kind": "employer"}, plan("x", name="The Hartford"), **VEHICLE)
    assert [*names_of(given).values()] == ["The auto policy", "Medicaid or CHIP", "The plan from a job", "The Hartford"]
    assert [*map(within, names_of(given).values())] == [
        "the auto policy",
        "Medicaid or CHIP",
        "the plan from a job",
        "The Hartford",
    ]


def test_only_what_was_used_is_listed_as_assumed():
    apart = {"family": {"parents": "apart", "court_order": "none", "custody": "parent_a"}}
    parents = (plan("a", holder="parent_a"), plan("b", holder="parent_b"))
    assert "two_plans.not_by_alphabet" not in told(*parents, **apart)[0]
    birthdays = {"birthday_a": "03-01", "birthday_b": "05-01"}
    assert "two_plans.not_by_alphabet" in told(*parents, family={**TOGETHER["family"], **birthdays})[0]


def test_prices_are_named_where_they_differ():
    beside = {"in_network": True, "method": "standard"}
    first = plan("own", name="Mine", bill={"allowed": "120.00", "copay": "0.00"}, beside=beside)
    for price, differs in (("150.00", True), ("120.00", False)):
        bill = {"allowed": price, "copay": "0.00"}
        second = plan("spouses", holder="spouse", name="Hers", bill=bill, beside=beside)
        said, words = told(first, second, bill={"charge": "180.00"})
        assert ("two_plans.which_price" in said) is differs
        assert ("“Mine” allows $120, “Hers” allows $150: it matters which price later plans go by." in words) is differs


def test_every_coverage_that_shares_a_bill_is_to_be_told_of_the_others():
    assert "two_plans.tell_both" in told(AUTO, MEDICAID, plan("own"), **VEHICLE)[0]
    assert "two_plans.tell_both" not in told(plan("own"))[0]
    assert "two_plans.tell_both" not in told(plan("own"), {"id": "va", "kind": "va"})[0]


def test_both_dates_are_asked_for_where_one_plan_may_be_the_longer():
    asked = told(plan("one"), plan("other"))[1]
    assert "Since when has “The patient’s plan from a job (coverage 1)” covered its employee or member?" in asked
    assert "Since when has “The patient’s plan from a job (coverage 2)” covered its employee or member?" in asked


def test_a_question_about_a_parent_says_which_it_is():
    hers, his = plan("a", holder="parent_a", name="Mom’s plan"), plan("b", holder="parent_b", name="Dad’s plan")
    _, words = told(hers, his, **TOGETHER)
    assert "When is parent A’s birthday? (Parent A: Mom’s plan.)" in words
    shown = next_question(scenario(hers, his, **TOGETHER), "two-plans")["html"]
    assert "Parent A: Mom’s plan. Parent B: Dad’s plan." in shown


def test_the_recap_says_nothing_twice():
    given = scenario(AUTO, {"id": "medicare", "kind": "medicare"}, plan("own", name="Mine"), auto_first=True, **VEHICLE)
    words = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", _recap(given)))
    assert "Medicare: Medicare" not in words
    assert "?:" not in words


def _recap(given):
    answers = list(recap(given))
    return render("two_plans/summary.html.j2", section="two-plans", answers=answers)


@pytest.mark.parametrize("page", PAGES)
def test_a_page_says_where_to_find_the_answer_and_no_more_than_its_fields_do(page):
    asks = [asks_by_path(TwoPlans)[path] for path in page.paths]
    for ask in asks:
        assert wording.sentence("interview", f"{page.id}.why") != ask.help
    shown = _question(page, page.paths, "two-plans")["html"]
    assert ("Where to find it" in shown) is not all(ask.where for ask in asks)


def test_payers_come_one_after_another_in_the_headline():
    _, words = told(plan("own", name="Mine"), plan("spouses", holder="spouse", name="Hers"), MEDICAID)
    assert re.search("Mine pays first, then Hers, then Medicaid or CHIP.", words)
