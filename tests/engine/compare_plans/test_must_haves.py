"""What a plan must have: met, missed or unknown."""

import pytest
from comparisons import UNKNOWN, care, compared, plan, terms, written

EVERY = ["clinics", "visits", "referral", "approval"]
OTHER = plan("other", terms(copay=20))
MET, MISSED, NOBODY_KNOWS = True, False, None


def found(one, *, what, **rest):
    """Whether a plan has what it must have, beside another plan."""
    return compared(one, OTHER, must_haves=[what], **rest).must_haves[one["id"]][what]


@pytest.mark.parametrize(("inside", "has"), [(True, MET), (False, MISSED), (UNKNOWN, NOBODY_KNOWS)])
def test_clinics_in_network(inside, has):
    assert found(plan("a", terms(copay=20), clinics_in_network=inside), what="clinics") is has


def test_clinics_are_taken_to_be_in_the_network_where_nothing_is_said():
    assert found(plan("a", terms(copay=20)), what="clinics") is MET


@pytest.mark.parametrize(
    ("quantity", "has"),
    [
        (9, MISSED),
        (10, MET),
        ({"unknown": True, "low": 10, "high": 20}, MET),
        ({"unknown": True, "low": 9, "high": 10}, NOBODY_KNOWS),
        ({"unknown": True, "low": 5, "high": 9}, MISSED),
    ],
)
def test_all_ten_visits_are_covered(quantity, has):
    limited = plan("a", terms(copay=20), limit=quantity)
    assert found(limited, what="visits", visits=10) is has


def test_visits_are_not_covered_where_the_plan_pays_nothing_outside_its_network():
    assert found(plan("a", terms(copay=20), clinics_in_network=False), what="visits") is MISSED
    assert found(plan("a", terms(copay=20), clinics_in_network=UNKNOWN), what="visits") is NOBODY_KNOWS


def test_of_a_plan_that_cannot_be_worked_out_nobody_knows_what_it_covers():
    assert found(plan("a", {**terms(), "copay": UNKNOWN}), what="visits") is NOBODY_KNOWS


@pytest.mark.parametrize(("what", "field"), [("referral", "referral"), ("approval", "authorization")])
@pytest.mark.parametrize(("said", "has"), [({}, NOBODY_KNOWS), (UNKNOWN, NOBODY_KNOWS), (True, MISSED), (False, MET)])
def test_no_referral_and_no_approval(what, field, said, has):
    row = terms(copay=20, **({} if said == {} else {field: said}))
    assert found(plan("a", row), what=what) is has


def test_one_service_that_needs_a_referral_is_enough():
    rows = [terms(copay=20, referral=False), terms("primary_care", copay=0, referral=True)]
    other = plan("other", terms(copay=20), terms("primary_care", copay=0))
    both = [care(10), care(2, "primary_care")]
    result = compared(plan("a", *rows), other, care=both, must_haves=["referral"])
    assert result.must_haves["a"] == {"referral": MISSED}
    # The other service is not used.
    assert found(plan("a", *rows), what="referral") is MET


def test_only_terms_that_the_care_meets_are_asked():
    # In a hospital, or to learn a skill, a referral is needed; the care is in an office, to get one back.
    rows = [
        terms(copay=20, referral=False, site="office", care_kind="rehabilitative"),
        terms(copay=20, referral=True, site="hospital"),
        terms(copay=20, referral=True, care_kind="habilitative"),
        terms(copay=20, referral=True, network="out"),
    ]
    outside = {"out_of_network": {"deductible": "0.00", "maximum": "none"}}
    assert found(plan("a", *rows, **outside), what="referral") is MET


def test_care_out_of_network_goes_by_the_terms_out_of_network():
    rows = [terms(copay=20, referral=True), terms(copay=20, referral=False, network="out")]
    outside = {"out_of_network": {"deductible": "0.00", "maximum": "none"}}
    course = care(10, network="out", balance_billed=False)
    plans = [plan(name, *rows, **outside) for name in ("a", "b")]
    assert compared(*plans, care=[course], must_haves=["referral"]).must_haves["a"] == {"referral": MET}


def test_only_what_was_asked_for_is_told_and_in_words_in_the_result():
    limited = plan("a", terms(copay=20, referral=False), limit=5, clinics_in_network=UNKNOWN)
    told = written(limited, OTHER, must_haves=["referral", "clinics"])["must_haves"]
    assert told["a"] == {"clinics": "unknown", "referral": "met"}
    assert written(limited, OTHER)["must_haves"] == {"a": {}, "other": {}}
    assert list(written(limited, OTHER, must_haves=EVERY)["must_haves"]["a"]) == EVERY
