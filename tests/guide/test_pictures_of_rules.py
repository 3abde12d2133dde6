"""The two pictures of rules: who pays first as the calculator says it, and clocks as the parameters hold them."""

import copy
import re
import tomllib
from collections.abc import Iterator, Mapping
from datetime import date
from itertools import pairwise
from typing import Any
from xml.etree import ElementTree as ET
from xml.etree.ElementTree import Element

import pytest

from build_scripts.pictures import denial_clocks, who_pays_first
from build_scripts.pictures.drawing import EXAMPLES, WrongExample
from calculators.catalogue import CALCULATORS
from calculators.parameters import Value, look_up
from calculators.rules import all_rules

DAY = "2027-03-01"

# Who is first, by kind and holder, and by which rule: written from the rules, not from the map.
EXPECTED = {
    "Work, and the patient has Medicare": ("workers_comp", "", "msp.workers_comp_nofault_liability"),
    "Work, and the patient has another plan": ("workers_comp", "", "workers_comp.before_plans"),
    "A car, and the patient has Medicare": ("no_fault", "", "msp.reg.nofault_first"),
    "A car, and the patient has another plan": ("", "", "no_fault.beside_plans"),
    "Someone else is to blame": ("employer", "patient", "liability.repay_later"),
    "Kidney failure, the first": ("employer", "patient", "msp.reg.esrd_secondary_any_size"),
    "Kidney failure, later": ("medicare", "", "msp.esrd.30_months"),
    "65 or older; a plan from current work": ("employer", "spouse", "msp.aged.employer_20"),
    "65 or older; the same, with fewer": ("medicare", "", "msp.aged.employer_20"),
    "Under 65 with a disability; a plan from": ("employer", "parent_a", "msp.lghp.100"),
    "Under 65 with a disability; the same": ("medicare", "", "msp.lghp.100"),
    "65 or older; COBRA": ("medicare", "", "msp.reg.aged_medicare_primary"),
    "Under 65 with a disability; COBRA": ("medicare", "", "msp.reg.disabled_medicare_primary"),
    "65 or older, or a disability; a retiree plan": ("medicare", "", "msp.reg.coverage_by_virtue_of"),
    "65 or older; an own retiree plan": ("employer", "spouse", "msp.aged.employer_20"),
    "Any reason; a plan that the patient bought": ("medicare", "", "msp.reg.what_is_ghp"),
    "65 or older, with Part B alone": ("medicare", "", "msp.part_b_only"),
    "One plan has no rules about other plans": ("employer", "spouse", "cob.order.plan_without_rules"),
    "One is the patient’s own": ("cobra", "patient", "cob.order.non_dependent_first"),
    "A child of parents who live together": ("employer", "parent_a", "cob.order.child_married"),
    "A child of parents who live apart; a court": ("employer", "parent_b", "cob.order.child_decree"),
    "A child of parents who live apart; no court": ("employer", "parent_b", "cob.order.child_no_decree"),
    "A grown child": ("employer", "parent_a", "cob.order.adult_child_with_spouse"),
    "One is from current work": ("employer", "patient", "cob.order.active_before_retired"),
    "One is COBRA": ("employer", "patient", "cob.order.cobra"),
    "Nothing above decides": ("employer", "patient", "cob.order.length_of_coverage"),
    "Both began on the same day": ("employer", "patient", "cob.order.equal_shares"),
    "Medicaid and a plan": ("employer", "patient", "medicaid.third_parties_pay_first"),
    "Medicare and Medicaid": ("medicare", "", "medicaid.third_parties_pay_first"),
    "TRICARE and a plan": ("employer", "patient", "tricare.reg.double_coverage"),
    "Medicare and TRICARE": ("medicare", "", "tricare.reg.medicare"),
    "TRICARE and Medicaid": ("tricare", "", "tricare.after_other_plans_before_medicaid"),
    "CHAMPVA and a plan": ("employer", "patient", "champva.reg.order"),
    "The Indian Health Service": ("medicaid", "", "ihs.payer_of_last_resort"),
    "VA health care and a plan": ("employer", "patient", "va.recovery_from_private_plan"),
}


def the_map() -> dict[str, Any]:
    return tomllib.loads((EXAMPLES / "who-pays-first.toml").read_text("utf-8"))


def leaves() -> Iterator[Mapping[str, Any]]:
    for stage in the_map()["stages"]:
        yield from stage["leaves"]


def figure_of(html: str) -> Element:
    return ET.fromstring(html)  # noqa: S314 - our own markup


def words_of(element: Element) -> str:
    return " ".join("".join(element.itertext()).split())


def drawn_leaves(html: str) -> Mapping[str, Element]:
    return {
        words_of(next(span for span in leaf.iter("span") if span.get("class") == "picture-when")): leaf
        for leaf in figure_of(html).iter("details")
        if leaf.get("class") == "picture-leaf"
    }


def test_every_leaf_is_expected_and_every_expectation_has_its_leaf():
    written = [leaf["when"] for leaf in leaves()]
    for when in written:
        assert [known for known in EXPECTED if when.startswith(known)], when
    assert len(written) == len(set(written)) == len(EXPECTED)


@pytest.mark.parametrize("leaf", list(leaves()), ids=lambda leaf: leaf["when"])
def test_the_calculator_says_who_is_first_in_a_scenario_that_fits_the_leaf(leaf):
    (expected,) = [value for known, value in EXPECTED.items() if leaf["when"].startswith(known)]
    given = who_pays_first.scenario_of_leaf(leaf, DAY)
    calculator = CALCULATORS["two-plans"]
    decision = calculator.compute(calculator.read(given)).periods[0].decision
    kind, holder, rule = expected
    assert rule in who_pays_first.rules_of(decision)
    if not kind:
        assert decision.outcome == "undecided"
        return
    first = next(one for one in given["coverages"] if one["id"] == decision.order.places[0][0])
    assert (first["kind"], first.get("holder", "")) == (kind, holder)
    if all_rules()[rule].verified == "official":
        assert decision.outcome in ("decided", "repay_later", "no_coordination")


def test_every_leaf_says_its_rule_and_marks_what_was_not_verified():
    html = who_pays_first.picture()
    drawn = drawn_leaves(html)
    assert len(drawn) == len(EXPECTED)
    for when, leaf in drawn.items():
        (rule,) = [all_rules()[value[2]] for known, value in EXPECTED.items() if when.startswith(known)]
        assert rule.source in words_of(leaf)
        marks = [words_of(span) for span in leaf.iter("span") if span.get("class") == "picture-mark"]
        assert (
            marks == {"official": [], "secondary": ["read secondhand"], "unverified": ["not verified"]}[rule.verified]
        )
    assert "The map has 35 answers; 6 of them are marked" in html


def test_what_no_rule_decides_is_open_and_what_does_not_share_says_so():
    drawn = {when: words_of(leaf) for when, leaf in drawn_leaves(who_pays_first.picture()).items()}
    assert "Open: ask both" in drawn["A car, and the patient has another plan"]
    assert "They do not share a bill" in drawn["VA health care and a plan"]
    assert "They share equally" in drawn["Both began on the same day"]
    assert "the claim may pay it back" in drawn["Someone else is to blame"]
    (three,) = [text for when, text in drawn.items() if "own retiree plan" in when]
    assert "The spouse’s plan, then Medicare, then the retiree plan" in three


def test_the_map_names_the_figures_of_the_law():
    html = who_pays_first.picture()
    for series in ("cms.working_aged_employer_size", "cms.disability_employer_size"):
        value = look_up(series, date(2027, 3, 1))
        assert isinstance(value, Value)
        assert f"fewer than {value.amount} employees" in html


def test_another_scenario_gives_another_leaf():
    changed = the_map()
    leaf = next(
        leaf for leaf in changed["stages"][2]["leaves"] if leaf["when"] == "A child of parents who live together"
    )
    leaf["family"]["birthday_a"] = "11-30"
    drawn = drawn_leaves(who_pays_first.picture(changed))
    assert "The other parent" in words_of(drawn["A child of parents who live together"])


def test_the_map_refuses_a_leaf_without_a_rule_and_a_figure_that_is_not_held():
    changed = the_map()
    alone = {"when": "One plan", "coverages": [{"kind": "employer", "name": "The plan", "holder": "patient"}]}
    changed["stages"][0]["leaves"] = [alone]
    with pytest.raises(WrongExample, match="no rule decides “One plan”"):
        who_pays_first.picture(changed)
    changed = the_map()
    changed["stages"][0]["leaves"][0]["when"] = "{cms.no_such}"
    with pytest.raises(WrongExample, match=r"nothing is held for cms\.no_such"):
        who_pays_first.picture(changed)


def the_way() -> dict[str, Any]:
    return copy.deepcopy(tomllib.loads((EXAMPLES / "denial-clocks.toml").read_text("utf-8")))


def test_each_clock_is_as_long_as_its_parameter_says():
    html = denial_clocks.picture()
    steps = denial_clocks.steps_of(the_way())
    words = [words_of(item) for item in next(figure_of(html).iter("ol"))]
    assert len(words) == len(steps) == 5
    for written, step, said in zip(the_way()["steps"], steps, words, strict=True):
        for series in (written["time"], written.get("after_care"), written.get("urgent")):
            if series:
                value = look_up(series, step.since)
                assert isinstance(value, Value)
                assert f"{value.amount} {value.unit}" in said
        value = look_up(written["time"], step.since)
        assert isinstance(value, Value)
        assert step.days == value.amount or value.unit == "months"


def test_no_figure_is_typed_into_either_example():
    for texts in (the_way()["steps"], the_way()["elsewhere"]):
        assert not re.search(r"\d", " ".join(" ".join(text.values()) for text in texts))
    whens = " ".join(leaf["when"] for leaf in leaves())
    assert set(re.findall(r"\d+", whens)) == {"65"}


def test_the_way_takes_each_clock_after_the_other():
    steps = denial_clocks.steps_of(the_way())
    assert [(step.since, step.until) for step in steps] == [
        (date(2027, 1, 11), date(2027, 1, 26)),
        (date(2027, 1, 26), date(2027, 7, 25)),
        (date(2027, 7, 25), date(2027, 8, 24)),
        (date(2027, 8, 24), date(2027, 12, 24)),
        (date(2027, 12, 24), date(2028, 2, 7)),
    ]
    assert "the way lasts 392 days. Of these 302 are yours" in denial_clocks.picture()
    for earlier, later in pairwise(steps):
        assert earlier.x + earlier.width == later.x


def test_months_end_on_their_last_day():
    four_months = look_up("hhs.external_review_filing", date(2027, 10, 31))
    assert isinstance(four_months, Value)
    assert denial_clocks.end_of(date(2027, 10, 31), four_months) == date(2028, 2, 29)


def test_a_clock_that_was_not_read_in_an_official_text_is_marked():
    marked = [words_of(item) for item in figure_of(denial_clocks.picture()).iter("li") if "not read" in words_of(item)]
    assert [words.startswith("A Medicare Advantage or Medicaid plan") for words in marked] == [True]


def test_another_day_gives_another_picture_and_a_day_that_is_not_held_is_refused():
    changed = the_way()
    changed["asked"] = date(2028, 6, 1)
    assert "Jun 1, 2028" in denial_clocks.picture(changed)
    changed["asked"] = date(2019, 6, 1)
    with pytest.raises(WrongExample, match="holds nothing for 2019-06-01"):
        denial_clocks.picture(changed)


@pytest.mark.parametrize(
    ("series", "said"), [("dol.no_such", "no series is called"), ("dol.claim_decision_urgent", "days and months")]
)
def test_a_clock_that_cannot_be_drawn_is_refused(series, said):
    changed = the_way()
    changed["steps"][0]["time"] = series
    with pytest.raises(WrongExample, match=said):
        denial_clocks.picture(changed)
