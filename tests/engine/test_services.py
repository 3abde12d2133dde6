"""What each kind of term makes of a visit, by values worked out by hand."""

import pytest
from scenarios import UNKNOWN, computed, course, dollars, household, lines_of, person, problems_of

THERAPY = ("physical_therapy", "occupational_therapy", "speech_therapy")


def one(care, *terms, **plan):
    return computed(household([care] if isinstance(care, dict) else care, list(terms), **plan))


def stay(**rest):
    return course("inpatient", allowed="5000.00", days=4, **rest)


@pytest.mark.parametrize(
    ("terms", "copay"),
    [
        ({"copay": "250.00"}, 25000),
        ({"copay": "250.00", "copay_per": "stay"}, 25000),
        ({"copay": "250.00", "copay_per": "day"}, 100000),
        ({"copay": "250.00", "copay_per": "day", "copay_most": "750.00"}, 75000),
        ({"copay": "250.00", "copay_per": "day", "copay_most": "1000.00"}, 100000),
        ({"copay": "250.00", "copay_per": "day", "copay_most": "1250.00"}, 100000),
        ({"copay": "1400.00", "copay_per": "day"}, 500000),
        ({"copay": "250.00", "copay_per": "unit"}, 25000),
    ],
)
def test_copay_of_a_stay_of_four_days(terms, copay):
    assert lines_of(one(stay(), {"service": "inpatient", **terms}), "copay") == [(copay,)]


def test_each_stay_has_its_own_most():
    result = one(
        stay(visits=2, frequency="every_4_weeks"),
        {"service": "inpatient", "copay": "250.00", "copay_per": "day", "copay_most": "750.00"},
    )
    assert lines_of(result, "copay") == [(75000,), (75000,)]


def test_copay_per_unit():
    # Three units at 15.
    care = course("physical_therapy", units=3)
    assert lines_of(one(care, {"service": "physical_therapy", "copay": "15.00", "copay_per": "unit"}), "copay") == [
        (4500,)
    ]


@pytest.mark.parametrize(("price", "share"), [("400.00", 10000), ("1000.00", 25000), ("1000.04", 25000)])
def test_coinsurance_at_most(price, share):
    # A quarter of 400 is 100; of 1,000 it is 250, the most for one fill; of 1,000.04 it would be 250.01.
    terms = {"service": "drug_tier_4", "coinsurance": "0.25", "coinsurance_most": "250.00"}
    assert lines_of(one(course("drug_tier_4", allowed=price), terms), "coinsurance") == [(share,)]


def test_an_evaluation_has_its_own_price_and_copay():
    care = course("physical_therapy", visits=3, evaluation_allowed="220.00")
    terms = {"service": "physical_therapy", "copay": "40.00", "evaluation_copay": "60.00"}
    result = one(care, terms)
    assert lines_of(result, "allowed", "copay", "plan_paid") == [
        (22000, 6000, 16000),
        (10000, 4000, 6000),
        (10000, 4000, 6000),
    ]


def test_an_evaluation_copay_needs_an_evaluation():
    terms = {"service": "physical_therapy", "copay": "40.00", "evaluation_copay": "60.00"}
    assert lines_of(one(course("physical_therapy", visits=2), terms), "copay") == [(4000,), (4000,)]


def test_an_evaluation_without_its_own_copay_takes_the_ordinary_one():
    care = course("physical_therapy", visits=2, evaluation_allowed="220.00")
    assert lines_of(one(care, {"service": "physical_therapy", "copay": "40.00"}), "copay") == [(4000,), (4000,)]


def test_three_visits_for_a_copay_and_then_deductible_and_coinsurance():
    # Three copays of 30; visit 4 all of its 100 and visit 5 the other 50 of a deductible of 150, and 20 % of 50; then
    # 20 % of 100.
    result = one(
        course("primary_care", visits=6),
        {"service": "primary_care", "copay": "30.00"},
        {"service": "primary_care", "from_visit": 4, "deductible": "first", "coinsurance": "0.20"},
        deductible=person("150.00"),
    )
    assert lines_of(result, "copay", "deductible", "coinsurance") == [
        (3000, 0, 0),
        (3000, 0, 0),
        (3000, 0, 0),
        (0, 10000, 0),
        (0, 5000, 1000),
        (0, 0, 2000),
    ]


def test_first_visits_are_counted_person_by_person_and_service_by_service():
    care = [
        course("primary_care", person="ann", visits=2),
        course("primary_care", person="ben", visits=2),
        course("specialist", person="ann", visits=2),
    ]
    terms = [
        {"service": "primary_care", "copay": "0.00"},
        {"service": "primary_care", "from_visit": 2, "copay": "30.00"},
        {"service": "specialist", "copay": "50.00"},
    ]
    result = computed(household(care, terms))
    assert dollars(result, "people.ann.copay") == 30 + 100
    assert dollars(result, "people.ben.copay") == 30


def test_a_preventive_visit_is_none_of_the_first_visits_for_a_copay():
    # The check-up is preventive, so the two visits after it are the first and the second.
    care = [
        course("primary_care", preventive=True),
        course("primary_care", visits=2, first_visit="2026-02-02"),
    ]
    terms = [
        {"service": "preventive_care", "copay": "0.00"},
        {"service": "primary_care", "copay": "30.00"},
        {"service": "primary_care", "from_visit": 3, "copay": "90.00"},
    ]
    assert lines_of(computed(household(care, terms)), "copay") == [(0,), (3000,), (3000,)]


HOSPITAL = [
    {"service": "advanced_imaging", "copay": "100.00"},
    {"service": "advanced_imaging", "site": "hospital", "deductible": "first", "coinsurance": "0.30"},
    {"service": "outpatient_facility", "deductible": "first", "coinsurance": "0.50"},
]


def test_an_office_has_the_terms_for_any_place():
    result = one(course("advanced_imaging", allowed="900.00"), *HOSPITAL, deductible=person("500.00"))
    assert lines_of(result, "deductible", "copay", "coinsurance") == [(0, 10000, 0)]


def test_a_hospital_has_its_own_terms_and_a_facility_fee_line():
    # The scan first: 500 of its 900, and 30 % of 400. Then the facility fee of 300, of which half.
    care = course("advanced_imaging", allowed="900.00", site="hospital", facility_fee="300.00", billed="1500.00")
    result = one(care, *HOSPITAL, deductible=person("500.00"))
    assert [line.visit.service for line in result.low.lines] == ["advanced_imaging", "outpatient_facility"]
    assert lines_of(result, "deductible", "copay", "coinsurance") == [(50000, 0, 12000), (0, 0, 15000)]
    # What was billed is said of the scan; the fee is charged at its allowed amount.
    assert lines_of(result, "write_off") == [(60000,), (0,)]
    assert result.low.figures["visits_covered"].value == 1


def test_a_facility_fee_uses_up_no_visit():
    care = course("physical_therapy", visits=3, site="hospital", facility_fee="20.00")
    terms = [{"service": "physical_therapy", "copay": "10.00"}, {"service": "outpatient_facility", "copay": "5.00"}]
    limits = [
        {
            "id": "therapy",
            "quantity": 2,
            "services": ["physical_therapy", "outpatient_facility"],
            "per": "plan_year",
        }
    ]
    result = one(care, *terms, limits=limits)
    assert lines_of(result, "copay", "over_limit") == [(1000, 0), (500, 0)] * 2 + [(0, 10000), (500, 0)]


def test_habilitative_care_has_its_own_terms():
    terms = [
        {"service": "speech_therapy", "copay": "40.00"},
        {"service": "speech_therapy", "care_kind": "habilitative", "copay": "15.00"},
    ]
    assert lines_of(one(course("speech_therapy"), *terms), "copay") == [(4000,)]
    assert lines_of(one(course("speech_therapy", care_kind="habilitative"), *terms), "copay") == [(1500,)]


@pytest.mark.parametrize(("preventive", "pays"), [(True, 0), (False, 30), (UNKNOWN, (0, 30))])
def test_preventive_care(preventive, pays):
    terms = [{"service": "primary_care", "copay": "30.00"}, {"service": "preventive_care", "coinsurance": "0"}]
    assert dollars(one(course("primary_care", preventive=preventive), *terms), "patient_pays") == pays


def test_preventive_care_needs_its_terms():
    made = household([course("primary_care", preventive=UNKNOWN)], [{"service": "primary_care", "copay": "30.00"}])
    assert problems_of(made) == {"care.0.preventive": "terms.missing"}


@pytest.mark.parametrize(
    ("one_copay", "copays"), [(True, [3000, 1000, 0]), (False, [3000, 4000, 4000]), (UNKNOWN, (40, 110))]
)
def test_three_therapies_on_one_day_with_one_copay_or_three(one_copay, copays):
    # In the order of their ids: occupational therapy 30, physical 40, speech 40. One copay a day is the highest, 40.
    terms = [{"service": service, "copay": "30.00" if service.startswith("occ") else "40.00"} for service in THERAPY]
    result = one([course(service) for service in THERAPY], *terms, one_copay_a_day=one_copay)
    if one_copay is UNKNOWN:
        assert dollars(result, "copay") == copays
    else:
        assert lines_of(result, "copay") == [(copay,) for copay in copays]


def test_one_copay_a_day_is_for_therapies_of_one_person_on_one_day():
    care = [
        course("physical_therapy", person="ann"),
        course("occupational_therapy", person="ben"),
        course("speech_therapy", person="ann", first_visit="2026-01-06"),
        course("specialist", person="ann"),
    ]
    terms = [{"service": service, "copay": "40.00"} for service in (*THERAPY, "specialist")]
    result = computed(household(care, terms, one_copay_a_day=True))
    assert dollars(result, "copay") == 160


def drugs(**special):
    care = [
        course("drug_tier_1", allowed="20.00"),
        course("drug_tier_3", allowed="300.00", first_visit="2026-01-06", visits=2),
        course("specialist", allowed="400.00", first_visit="2026-02-02"),
    ]
    terms = [
        {"service": "drug_tier_1", "copay": "10.00"},
        {"service": "drug_tier_3", "deductible": "first", "coinsurance": "0.50"},
        {"service": "specialist", "deductible": "first", "coinsurance": "0.20"},
    ]
    rows = [{"id": "brand", "services": ["drug_tier_3"], "person": "200.00", **special}]
    return computed(household(care, terms, special_deductibles=rows, deductible=person("500.00")))


def test_a_special_deductible_beside_the_general_one():
    # Tier 1 has no deductible. The first fill: 200, and half of 100. The second: half of 300. Then the visit: all 400.
    result = drugs(within_general=False)
    assert lines_of(result, "deductible", "copay", "coinsurance") == [
        (0, 1000, 0),
        (20000, 0, 5000),
        (0, 0, 15000),
        (40000, 0, 0),
    ]
    assert dollars(result, "people.me.deductible_left") == 100


def test_a_special_deductible_within_the_general_one():
    # The 200 count toward the general 500, of which the visit finds 300: and 20 % of its other 100.
    result = drugs(within_general=True)
    assert lines_of(result, "deductible", "coinsurance")[1:] == [(20000, 5000), (0, 15000), (30000, 2000)]


def test_a_special_deductible_whose_place_is_unknown_is_a_range():
    assert dollars(drugs(within_general=UNKNOWN), "patient_pays") == (10 + 250 + 150 + 320, 10 + 250 + 150 + 400)


def test_a_special_deductible_within_asks_for_no_more_than_is_left_of_the_general_one():
    # The visit first: 400 of 500. The fill of 300 then finds 100 of the general deductible, and half of 200.
    care = [
        course("specialist", allowed="400.00"),
        course("drug_tier_3", allowed="300.00", first_visit="2026-02-02"),
    ]
    terms = [
        {"service": service, "deductible": "first", "coinsurance": "0.50"} for service in ("specialist", "drug_tier_3")
    ]
    rows = [{"id": "brand", "services": ["drug_tier_3"], "person": "200.00", "within_general": True}]
    result = computed(household(care, terms, special_deductibles=rows, deductible=person("500.00")))
    assert lines_of(result, "deductible", "coinsurance") == [(40000, 0), (10000, 10000)]


def test_a_familys_special_deductible():
    # Ann 200 of her 200; Ben 100 of the family's other 100, and half of his other 200.
    care = [
        course("drug_tier_3", person="ann", allowed="200.00"),
        course("drug_tier_3", person="ben", allowed="300.00"),
    ]
    terms = [{"service": "drug_tier_3", "deductible": "first", "coinsurance": "0.50"}]
    rows = [{"id": "brand", "services": ["drug_tier_3"], "person": "200.00", "family": "300.00"}]
    result = computed(household(care, terms, special_deductibles=rows))
    assert lines_of(result, "deductible", "coinsurance") == [(20000, 0), (10000, 10000)]


def test_what_does_not_count_toward_the_maximum_neither_fills_it_nor_ends_at_it():
    # The maximum of 100 is met by visit 2 of the specialist; the massage counts for nothing and costs 60 all the same.
    care = [
        course("massage_therapy", visits=2, allowed="60.00"),
        course("specialist", visits=3, first_visit="2026-03-02"),
        course("massage_therapy", visits=1, allowed="60.00", first_visit="2026-06-01"),
    ]
    terms = [
        {"service": "massage_therapy", "coinsurance": "1", "counts_toward_maximum": False},
        {"service": "specialist", "copay": "70.00"},
    ]
    result = computed(household(care, terms, out_of_pocket_maximum=person("100.00")))
    assert lines_of(result, "copay", "coinsurance") == [(0, 6000)] * 2 + [(7000, 0), (3000, 0), (0, 0), (0, 6000)]


def test_copays_that_do_not_count_toward_the_maximum():
    # Only the deductible counts: 150 and 50 fill the maximum of 200 though 300 are left; copays go on.
    result = one(
        course("specialist", visits=3, allowed="150.00"),
        {"service": "specialist", "deductible": "first", "copay": "40.00", "copay_when_visit_meets_deductible": False},
        deductible=person("500.00"),
        out_of_pocket_maximum={"person": "200.00", "counts": ["deductible"]},
    )
    assert [deductible for deductible, _ in lines_of(result, "deductible", "copay")] == [15000, 5000, 0]
    assert lines_of(result, "copay")[2] == (4000,)


def test_telehealth_has_its_own_terms():
    terms = [
        {"service": "mental_health", "copay": "40.00"},
        {"service": "mental_health", "site": "telehealth", "copay": "0.00"},
    ]
    assert lines_of(one(course("mental_health", site="telehealth"), *terms), "copay") == [(0,)]


def test_nothing_is_asked_that_cannot_change_anything():
    # All three visits fall under the deductible, so that copay and coinsurance after it, whatever they are, do not
    # matter.
    result = one(
        course("physical_therapy", visits=3),
        {"service": "physical_therapy", "deductible": "first", "copay": UNKNOWN, "coinsurance": UNKNOWN},
        deductible=person("500.00"),
    )
    assert dollars(result, "patient_pays") == 300
    assert result.questions == ()
