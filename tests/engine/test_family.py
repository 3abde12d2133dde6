"""A family's deductible and out-of-pocket maximum, by values worked out by hand."""

import pytest
from scenarios import UNKNOWN, computed, course, dollars, household, lines_of, messages_of

from calculators.coverage.accumulators import FAMILY, deductible_of, out_of_pocket_of

FIRST = {"service": "specialist", "deductible": "first", "coinsurance": "0.20"}
ALL_MINE = {"service": "specialist", "coinsurance": "1"}


def visit(person, day, price, **rest):
    return course("specialist", person=person, first_visit=f"2026-01-{day:02}", allowed=price, **rest)


def pays(result, person):
    return dollars(result, f"people.{person}.patient_pays")


def amounts(person, family, kind="embedded", **rest):
    return {"person": person, "family": family, "kind": kind, **rest}


def test_one_person_meets_their_own_deductible_and_the_family_does_not():
    # Ann: 500 of her deductible, 20 % of the other 300 and of the next 100. Ben: 100 of his own.
    care = [visit("ann", 5, "800.00"), visit("ann", 6, "100.00"), visit("ben", 7, "100.00")]
    result = computed(household(care, [FIRST], deductible=amounts("500.00", "1000.00")))
    assert lines_of(result, "deductible", "coinsurance") == [(50000, 6000), (0, 2000), (10000, 0)]
    assert (pays(result, "ann"), pays(result, "ben")) == (580, 100)
    assert dollars(result, "people.ann.deductible_left") == 0
    assert dollars(result, "people.ben.deductible_left") == 400
    assert dollars(result, "family.deductible_left") == 400
    assert "deductible.met_person" in messages_of(result)
    assert "deductible.met_family" not in messages_of(result)


def test_three_people_meet_the_familys_deductible_together():
    # 400 and 400 leave 200 of the family's 1,000 for Cal: 200, and 20 % of his other 200. Then no one has any left.
    care = [visit(person, day, "400.00") for person, day in (("ann", 5), ("ben", 6), ("cal", 7), ("dee", 8))]
    result = computed(household(care, [FIRST], deductible=amounts("500.00", "1000.00")))
    assert lines_of(result, "deductible", "coinsurance") == [(40000, 0), (40000, 0), (20000, 4000), (0, 8000)]
    assert "deductible.met_family" in messages_of(result)
    assert dollars(result, "people.dee.deductible_left") == 0


def test_the_family_maximum_reached_in_the_middle_of_a_day_and_of_a_visit():
    # On January 5 Ann, Ben and Cal, in the order of their ids: 400, 400, and 200 of 400. Dee pays nothing.
    care = [visit(person, 5, "400.00") for person in ("dee", "cal", "ben", "ann")]
    result = computed(household(care, [ALL_MINE], out_of_pocket_maximum=amounts("600.00", "1000.00")))
    assert [line.visit.person for line in result.low.lines] == ["ann", "ben", "cal", "dee"]
    assert lines_of(result, "coinsurance") == [(40000,), (40000,), (20000,), (0,)]
    assert "out_of_pocket.met_family" in messages_of(result)


def test_a_visit_that_costs_just_what_is_left_meets_the_maximum_and_the_next_is_free():
    care = [visit("ann", 5, "600.00"), visit("ben", 5, "400.00"), visit("cal", 6, "0.01")]
    result = computed(household(care, [ALL_MINE], out_of_pocket_maximum=amounts("600.00", "1000.00")))
    assert lines_of(result, "coinsurance") == [(60000,), (40000,), (0,)]
    assert dollars(result, "people.ann.out_of_pocket_left") == 0
    assert dollars(result, "family.out_of_pocket_left") == 0


def test_one_person_reaches_their_maximum_and_the_family_does_not():
    care = [visit("ann", 5, "900.00"), visit("ann", 6, "50.00"), visit("ben", 7, "50.00")]
    result = computed(household(care, [ALL_MINE], out_of_pocket_maximum=amounts("600.00", "1000.00")))
    assert (pays(result, "ann"), pays(result, "ben")) == (600, 50)
    assert dollars(result, "most_you_could_pay") == 1000


def test_without_a_family_maximum_each_person_has_their_own():
    care = [visit("ann", 5, "900.00"), visit("ben", 7, "900.00")]
    result = computed(household(care, [ALL_MINE], out_of_pocket_maximum={"person": "600.00"}))
    assert dollars(result, "patient_pays") == 1200
    assert dollars(result, "most_you_could_pay") == 1200


def test_an_aggregate_deductible_can_be_met_by_one_person():
    # The person's 500 does not count: Ann alone pays 1,000 and 20 % of 200; Ben then 20 % of 100.
    care = [visit("ann", 5, "1200.00"), visit("ben", 6, "100.00")]
    result = computed(household(care, [FIRST], deductible=amounts("500.00", "1000.00", "aggregate")))
    assert lines_of(result, "deductible", "coinsurance") == [(100000, 4000), (0, 2000)]


def test_an_aggregate_maximum_is_reached_together():
    care = [visit("ann", 5, "900.00"), visit("ben", 6, "900.00")]
    maximum = amounts("600.00", "1000.00", "aggregate", person_cap=False)
    result = computed(household(care, [ALL_MINE], out_of_pocket_maximum=maximum))
    assert (pays(result, "ann"), pays(result, "ben")) == (900, 100)


def test_one_person_alone_has_their_own_amounts_whatever_the_family_has():
    result = computed(
        household([visit("ann", 5, "1200.00")], [FIRST], deductible=amounts("500.00", "1000.00", "aggregate"))
    )
    assert lines_of(result, "deductible", "coinsurance") == [(50000, 14000)]


def test_an_unknown_kind_of_deductible_is_a_range():
    # Each their own: 500 and 140. The family's alone: 1,000 and 40.
    care = [visit("ann", 5, "1200.00"), visit("ben", 6, "0.00")]
    result = computed(household(care, [FIRST], deductible=amounts("500.00", "1000.00", UNKNOWN)))
    assert dollars(result, "patient_pays") == (640, 1040)
    (question,) = result.questions
    assert (question.fact, question.worth) == ("plan.deductible.kind", 40000)


def test_what_a_person_spends_is_credited_once_to_the_person_and_once_to_the_family():
    care = [visit("ann", 5, "100.00"), visit("ben", 6, "70.00"), visit("ann", 7, "30.00")]
    result = computed(
        household(
            care,
            [FIRST],
            deductible=amounts("500.00", "1000.00"),
            out_of_pocket_maximum=amounts("2000.00", "4000.00"),
        )
    )
    after = result.low.lines[-1].after
    for key_of in (deductible_of, out_of_pocket_of):
        assert after.used(key_of("in", "ann")).amount == 13000
        assert after.used(key_of("in", "ben")).amount == 7000
        assert after.used(key_of("in", FAMILY)).amount == 20000


# The federal cap for one person is 10,600 in 2026 and 12,000 in 2027 (parameters). Ann's care costs 15,000 under a
# family maximum of 20,000 that counts alone.
def capped(person_cap=UNKNOWN, starts="2026-01-01", **plan):
    care = [
        course("inpatient", person="ann", first_visit=f"{starts[:4]}-02-01", allowed="15000.00"),
        course("inpatient", person="ben", first_visit=f"{starts[:4]}-03-01", allowed="1000.00"),
    ]
    terms = [{"service": "inpatient", "coinsurance": "1"}]
    maximum = amounts("10000.00", "20000.00", "aggregate", person_cap=person_cap)
    return computed(household(care, terms, out_of_pocket_maximum=maximum, starts=starts, **plan))


@pytest.mark.parametrize(
    ("answer", "ann"),
    [(False, 15000), (True, 10600), (UNKNOWN, (10600, 15000))],
)
def test_the_federal_cap_for_one_person_under_an_aggregate_maximum(answer, ann):
    result = capped(answer, market="large_group")
    assert pays(result, "ann") == ann
    assert pays(result, "ben") == 1000
    assert [question.fact for question in result.questions] == (
        ["plan.out_of_pocket_maximum.person_cap"] if answer is UNKNOWN else []
    )


def test_the_federal_cap_is_asked_about_where_the_market_is_unknown():
    assert pays(capped(), "ann") == (10600, 15000)


@pytest.mark.parametrize(
    "plan",
    [
        {"market": "large_group", "grandfathered": True},
        {"market": "retiree_only"},
        {"market": "medicare"},
        {"market": "short_term"},
        {"market": "individual", "level": "bronze", "starts": "2027-01-01"},
        {"market": "individual", "level": "catastrophic", "starts": "2027-01-01"},
    ],
)
def test_plans_that_the_federal_cap_does_not_bind(plan):
    result = capped(**plan)
    assert pays(result, "ann") == 15000
    assert result.questions == ()


@pytest.mark.parametrize(
    ("plan", "ann"),
    [
        ({"market": "individual", "level": "bronze"}, (10600, 15000)),
        ({"market": "individual", "starts": "2027-01-01"}, (12000, 15000)),
        ({"market": "small_group", "level": "bronze", "starts": "2027-01-01"}, (12000, 15000)),
    ],
)
def test_plans_that_the_federal_cap_may_bind(plan, ann):
    assert pays(capped(**plan), "ann") == ann


def test_the_federal_cap_of_a_year_that_is_not_held_is_not_guessed():
    result = capped(market="large_group", starts="2031-01-01")
    assert pays(result, "ann") == 15000
    assert "cap.not_loaded" in messages_of(result)


def test_an_embedded_maximum_needs_no_federal_cap():
    care = [course("inpatient", person="ann", allowed="15000.00"), course("inpatient", person="ben", allowed="1.00")]
    result = computed(
        household(
            care,
            [{"service": "inpatient", "coinsurance": "1"}],
            out_of_pocket_maximum=amounts("9000.00", "18000.00"),
            market="large_group",
        )
    )
    assert pays(result, "ann") == 9000
    assert result.questions == ()
