"""What cannot be compared is refused: where, why, and in a sentence that says which plan."""

import json

import pytest
from comparisons import COMPARE_PLANS, UNKNOWN, care, comparison, plan, terms

from calculators.declaration import Invalid, nested, typed_texts
from calculators.page import answer

ONE, OTHER = plan("a", terms(copay=20)), plan("b", terms(copay=30))
OUT = terms(network="out", coinsurance="0.40")


def problems(scenario):
    """The path and reason of everything that is wrong; nothing where it can be answered."""
    try:
        COMPARE_PLANS.read(scenario)
    except Invalid as invalid:
        return [(problem.path, problem.reason) for problem in invalid.problems]
    return []


def shown(scenario, **typed):
    """What the page shows where these texts are typed over a scenario that can be answered: path and sentence.

    A text of None is a field that is not there.
    """
    texts = {**typed_texts(COMPARE_PLANS.read(scenario)), **{name.replace("__", "."): typed[name] for name in typed}}
    given = nested([(name, text) for name, text in texts.items() if text is not None])
    asked = {"op": "compute", "calculator": "compare-plans", "typed": given}
    found = json.loads(answer(json.dumps(asked)))
    return [(error["path"], error["sentence"]) for error in found.get("errors", [])]


@pytest.mark.parametrize("number", [0, 1, 7])
def test_fewer_than_two_or_more_than_six_plans(number):
    plans = [ONE | {"id": f"plan-{each}"} for each in range(number)]
    assert problems(comparison(*plans)) == [("plans", "rows.number")]


@pytest.mark.parametrize("number", [2, 6])
def test_two_to_six_plans_can_be_compared(number):
    assert problems(comparison(*[ONE | {"id": f"plan-{each}"} for each in range(number)])) == []


def test_one_plan_in_the_form():
    scenario = comparison(ONE, OTHER)
    second = [name for name in typed_texts(COMPARE_PLANS.read(scenario)) if name.startswith("plans.1.")]
    assert shown(scenario, **dict.fromkeys(second)) == [("plans", "The plans: from 2 to 6 of them are possible.")]


def test_the_same_plan_twice():
    assert problems(comparison(ONE, OTHER, ONE)) == [("plans.2.id", "plans.twice")]
    ((path, sentence),) = shown(comparison(ONE, OTHER), plans__1__id="a")
    assert path == "plans.1.id"
    assert sentence.startswith("Plan (Plan 2): the plan “Plan b” stands here twice under one id.")


def test_plan_years_that_start_on_different_days():
    # Also if the planned care lies outside the other plan's year, this is all that is wrong.
    for starts in ("2027-02-01", "2026-07-01"):
        assert problems(comparison(ONE, OTHER | {"starts": starts})) == [("plans.1.starts", "plans.other_year")]
    ((path, sentence),) = shown(comparison(ONE, OTHER), plans__1__starts="2/1/2027")
    assert path == "plans.1.starts"
    assert sentence.startswith(
        "Plan year starts on (Plan 2): this plan’s year starts on 2/1/2027, and that of “Plan a” on 1/1/2027."
    )


def test_care_outside_the_plan_year_is_told_once():
    assert problems(comparison(ONE, OTHER, care=[care(2, first_visit="2026-12-01")])) == [
        ("care.0.first_visit", "date.before_plan_year")
    ]


def test_care_after_one_plan_s_last_day():
    # January 4, 7, 11 and 14 are within it.
    assert problems(comparison(ONE, OTHER | {"covered_until": "2027-01-15"})) == [
        ("care.0.visits", "visits.after_plan_year")
    ]


def test_a_service_that_varies_and_is_not_planned():
    assert problems(comparison(ONE, OTHER, vary="acupuncture")) == [("vary", "vary.not_planned")]
    ((path, sentence),) = shown(comparison(ONE, OTHER), vary="acupuncture")
    assert path == "vary"
    assert "no visit of acupuncture is planned" in sentence


def test_terms_that_one_plan_lacks():
    every = comparison(ONE, OTHER | {"terms": [*OTHER["terms"], terms("acupuncture", copay=30)]})
    courses = [care(10), care(2, "acupuncture"), care(3, "acupuncture", first_visit="2027-03-01")]
    # It is told once, however many courses of it are planned.
    assert problems(every | {"care": courses}) == [("plans.0.terms", "coverage.terms.missing")]
    both = comparison(ONE, OTHER, care=courses)
    assert problems(both) == [(f"plans.{number}.terms", "coverage.terms.missing") for number in (0, 1)]
    ((path, sentence),) = shown(every, plans__1__terms__0__service="occupational_therapy")
    assert path == "plans.1.terms"
    assert sentence == (
        "What the plan says about each service (Plan 2): this plan’s terms for physical therapy are missing. "
        "Add a row for it."
    )


@pytest.mark.parametrize("inside", [False, UNKNOWN])
def test_terms_out_of_network_need_amounts_where_the_clinics_may_be_out_of_it(inside):
    other = OTHER | {"terms": [*OTHER["terms"], OUT]}
    assert problems(comparison(ONE, other)) == []
    assert problems(comparison(ONE, other | {"clinics_in_network": inside})) == [
        ("plans.1.terms", "coverage.out_of_network.missing")
    ]
    amounts = {"out_of_network": {"deductible": "0.00", "maximum": "none"}}
    assert problems(comparison(ONE, other | {"clinics_in_network": inside} | amounts)) == []


def test_care_out_of_network_under_every_plan_needs_terms_for_it():
    amounts = {"out_of_network": {"deductible": "0.00", "maximum": "none"}}
    other = OTHER | {"terms": [*OTHER["terms"], OUT]} | amounts
    assert problems(comparison(ONE, other, care=[care(2, network="out")])) == [
        ("plans.0.terms", "coverage.terms.missing_out")
    ]


@pytest.mark.parametrize("inside", [True, False, UNKNOWN])
def test_two_courses_that_only_the_network_tells_apart(inside):
    # Where the clinics are outside, nothing tells them apart, and each would go by the other's price.
    amounts = {"out_of_network": {"deductible": "0.00", "maximum": "none"}}
    plans = [each | {"terms": [*each["terms"], OUT]} | amounts for each in (ONE, OTHER)]
    plans[1] |= {"clinics_in_network": inside}
    courses = [care(2), care(2, network="out", allowed="80.00")]
    expected = [] if inside is True else [("care.1.service", "care.twice")]
    assert problems(comparison(*plans, care=courses)) == expected


def test_two_courses_on_the_same_days_and_a_person_whom_nobody_knows():
    assert problems(comparison(ONE, OTHER, care=[care(2), care(2)])) == [("care.1.service", "care.twice")]
    assert problems(comparison(ONE, OTHER, care=[care(2, person="you")])) == [("care.0.person", "person.unknown")]
    twice = comparison(ONE, OTHER, people=[{"id": "me"}, {"id": "me"}])
    assert problems(twice) == [("people.1.id", "person.twice")]


def test_what_was_used_of_a_limit_by_one_of_several_people():
    limits = {"limits": [{"id": "visits", "quantity": 20, "services": ["physical_therapy"], "used": 2}]}
    limits["limits"][0]["per"] = "plan_year"
    assert problems(comparison(ONE, OTHER | limits)) == []
    family = comparison(ONE, OTHER | limits, people=[{"id": "me"}, {"id": "you"}])
    assert problems(family) == [("plans.1.limits.0.used", "plans.used_by_whom")]


def test_what_is_wrong_within_a_plan_is_told_at_its_row():
    above = {"premium": {"amount": "3.00", "every": "month", "employer_pays": "4.00"}}
    assert problems(comparison(ONE, OTHER | above)) == [("plans.1.premium.employer_pays", "premium.employer_above")]
    ((path, sentence),) = shown(comparison(ONE, OTHER), plans__1__terms__0__copay="thirty")
    assert path == "plans.1.terms.0.copay"
    assert sentence.startswith("Copay (Plan 2, Service 1): ")


def test_everything_that_is_wrong_is_told_at_once():
    wrong = comparison(ONE, ONE | {"starts": "2027-02-01"}, care=[care(2, person="you")], vary="acupuncture")
    assert [path for path, _ in problems(wrong)] == ["care.0.person", "plans.1.id", "plans.1.starts", "vary"]


def test_a_must_have_that_nobody_knows():
    assert problems(comparison(ONE, OTHER, must_haves=["cheap"])) == [("must_haves", "choice.written")]
