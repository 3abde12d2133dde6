"""Care in and out of network, and care that federal law protects from surprise bills, by values worked out by hand."""

import pytest
from scenarios import UNKNOWN, computed, course, dollars, household, lines_of, messages_of, person, problems_of

from calculators.coverage.accumulators import deductible_of, out_of_pocket_of

TERMS = [
    {"service": "specialist", "deductible": "first", "coinsurance": "0.20"},
    {"service": "specialist", "network": "out", "deductible": "first", "coinsurance": "0.50"},
]
OUTSIDE = {"deductible": "400.00", "maximum": "900.00", "accumulation": "separate"}


def visit(day, price, network="in", **rest):
    given = {"balance_billed": False} | rest if network == "out" else rest
    return course("specialist", first_visit=f"2026-01-{day:02}", allowed=price, network=network, **given)


def year(care, accumulation="separate", outside=OUTSIDE, terms=TERMS, **plan):
    inside = {"deductible": person("200.00"), "out_of_pocket_maximum": person("500.00")}
    return computed(
        household(care, terms, **(inside | {"out_of_network": outside | {"accumulation": accumulation}} | plan))
    )


BOTH = [visit(5, "300.00"), visit(6, "500.00", "out"), visit(7, "100.00"), visit(8, "100.00", "out")]


def used(result, key_of, pool):
    return result.low.lines[-1].after.used(key_of(pool, "me")).amount / 100


def test_networks_that_count_apart():
    # In: 200 and 20 % of 100. Out: 400 and half of 100. In: 20 % of 100. Out: half of 100.
    result = year(BOTH)
    assert lines_of(result, "deductible", "coinsurance") == [(20000, 2000), (40000, 5000), (0, 2000), (0, 5000)]
    assert (used(result, deductible_of, "in"), used(result, deductible_of, "out")) == (200, 400)
    assert (used(result, out_of_pocket_of, "in"), used(result, out_of_pocket_of, "out")) == (240, 500)


def test_networks_that_count_together():
    # In: 200, 20. Out: 200 of its 400 are left, and half of 300. In: 20. Out: half of 100.
    result = year(BOTH, "joined")
    assert lines_of(result, "deductible", "coinsurance") == [(20000, 2000), (20000, 15000), (0, 0), (0, 5000)]
    # In network 220 and 350 are more than the maximum of 500, so that the third visit costs nothing.
    assert used(result, out_of_pocket_of, "in") == 620
    assert used(result, out_of_pocket_of, "out") == 620


def test_spending_in_network_that_counts_out_of_network_too():
    # The visits out of network count for nothing in network: in network 200, 20 and 20.
    result = year(BOTH, "in_counts_out")
    assert lines_of(result, "deductible", "coinsurance") == [(20000, 2000), (20000, 15000), (0, 2000), (0, 5000)]
    assert used(result, out_of_pocket_of, "in") == 240
    assert used(result, out_of_pocket_of, "out") == 220 + 350 + 20 + 50


def test_how_networks_count_together_is_a_question_worth_its_dollars():
    # Apart 740 (the first test), in_counts_out 640, joined 620.
    result = year(BOTH, UNKNOWN)
    assert dollars(result, "patient_pays") == (620, 740)
    (question,) = result.questions
    assert (question.fact, question.worth) == ("plan.out_of_network.accumulation", 12000)


def test_how_networks_count_is_not_asked_where_only_one_is_used():
    assert year(BOTH[:1], UNKNOWN).questions == ()


def test_out_of_network_has_its_own_maximum():
    # 400 and half of 2,000 would be 1,400: 900. The next visit is free, and in network nothing was used.
    result = year([visit(5, "2400.00", "out"), visit(6, "100.00", "out")])
    assert lines_of(result, "deductible", "coinsurance") == [(40000, 50000), (0, 0)]
    assert dollars(result, "people.me.out_of_pocket_left") == 500


def test_out_of_network_may_have_no_maximum():
    result = year([visit(5, "2400.00", "out")], outside=OUTSIDE | {"maximum": "none"})
    assert lines_of(result, "deductible", "coinsurance") == [(40000, 100000)]


def test_a_familys_amounts_out_of_network():
    # Ann 400, and half of 100; Ben the family's other 200, and half of 300.
    care = [visit(5, "500.00", "out") | {"person": name} for name in ("ann", "ben")]
    result = year(care, outside=OUTSIDE | {"family_deductible": "600.00", "family_maximum": "1800.00"})
    assert lines_of(result, "deductible", "coinsurance") == [(40000, 5000), (20000, 15000)]


@pytest.mark.parametrize(("billed", "balance"), [(True, 150), (False, 0), (UNKNOWN, (0, 150))])
def test_a_balance_bill(billed, balance):
    # Billed 650, of which the plan recognises 500. The 150 above count toward nothing.
    result = year([visit(5, "500.00", "out", billed="650.00", balance_billed=billed)])
    assert dollars(result, "balance_bill") == balance
    assert dollars(result, "deductible") == 400
    assert used(result, out_of_pocket_of, "out") == 450


def test_no_balance_bill_in_network():
    result = year([visit(5, "500.00", billed="650.00", balance_billed=True)])
    assert (dollars(result, "balance_bill"), dollars(result, "write_off")) == (0, 150)


def test_the_second_tier_has_its_own_terms_and_the_amounts_of_the_network():
    terms = [*TERMS, {"service": "specialist", "network": "tier_2", "deductible": "first", "coinsurance": "0.30"}]
    result = year([visit(5, "100.00"), visit(6, "200.00", "tier_2")], terms=terms)
    assert lines_of(result, "deductible", "coinsurance") == [(10000, 0), (10000, 3000)]


def test_the_second_tier_goes_by_the_first_where_it_has_no_terms():
    assert lines_of(year([visit(5, "300.00", "tier_2")]), "deductible", "coinsurance") == [(20000, 2000)]


def test_a_plan_that_does_not_cover_care_out_of_network_needs_no_amounts_there():
    terms = [TERMS[0], {"service": "specialist", "network": "out", "covered": False}]
    made = household([visit(5, "500.00", "out", billed="650.00", unpaid_visits=UNKNOWN)], terms)
    result = computed(made)
    assert dollars(result, "not_covered") == 650
    assert dollars(result, "balance_bill") == 0


def test_care_out_of_network_needs_terms_and_amounts_there():
    made = household([visit(5, "500.00", "out")], TERMS[:1])
    assert problems_of(made) == {"care.0.network": "terms.missing_out"}
    made = household([visit(5, "500.00", "out")], TERMS)
    assert problems_of(made) == {"care.0.network": "out_of_network.missing"}


# Protected care: 1,000 recognised, 1,600 billed. In network 200 and 20 % of 800 are 360; out of network 400, half of
# 600, and a balance bill of 600 are 1,300.

PROTECTED, BILLED = 360, 1300


def surprise(service="specialist", plan=(), **care):
    terms = [row | {"service": service} for row in TERMS]
    given = {
        "allowed": "1000.00",
        "billed": "1600.00",
        "network": "out",
        "site": "hospital",
        "facility_in_network": True,
        "consent_signed": False,
        "balance_billed": True,
    }
    outside = OUTSIDE | {"maximum": "5000.00"}
    settings = {"market": "large_group", "out_of_pocket_maximum": person("3000.00")} | dict(plan)
    return year([course(service, **(given | care))], outside=outside, terms=terms, **settings)


@pytest.mark.parametrize(
    ("service", "care", "pays"),
    [
        # An emergency, anywhere and whatever was signed.
        ("emergency", {"facility_in_network": False}, PROTECTED),
        ("emergency", {"site": "office", "consent_signed": True}, PROTECTED),
        ("laboratory", {"site": "freestanding", "emergency": True}, PROTECTED),
        # A facility that is in network, without consent.
        ("specialist", {}, PROTECTED),
        ("specialist", {"site": "surgery_center"}, PROTECTED),
        ("specialist", {"facility_in_network": False}, BILLED),
        ("specialist", {"facility_in_network": UNKNOWN}, (PROTECTED, BILLED)),
        # Consent gives the protection up, save for ancillary services.
        ("specialist", {"consent_signed": True}, BILLED),
        ("specialist", {"consent_signed": UNKNOWN}, (PROTECTED, BILLED)),
        ("laboratory", {"consent_signed": True}, PROTECTED),
        ("advanced_imaging", {"consent_signed": True}, PROTECTED),
        ("x_ray", {"consent_signed": UNKNOWN}, PROTECTED),
        ("anesthesia", {"consent_signed": True}, PROTECTED),
        ("physical_therapy", {"consent_signed": True}, BILLED),
        # Offices and free-standing centers are no facilities.
        ("advanced_imaging", {"site": "freestanding"}, BILLED),
        ("laboratory", {"site": "office"}, BILLED),
        # A ground ambulance is not protected.
        ("ambulance", {"emergency": True}, BILLED),
    ],
)
def test_protected_care(service, care, pays):
    assert dollars(surprise(service, **care), "patient_pays") == pays


@pytest.mark.parametrize("market", ["individual", "small_group", "large_group", "self_funded"])
def test_plans_that_the_act_binds(market):
    assert dollars(surprise(plan={"market": market}), "patient_pays") == PROTECTED


@pytest.mark.parametrize(
    "market", ["short_term", "health_sharing", "medicare", "medicare_advantage", "medicaid", "tricare"]
)
def test_plans_with_rules_of_their_own_or_none(market):
    assert dollars(surprise(plan={"market": market}), "patient_pays") == BILLED


@pytest.mark.parametrize("market", [UNKNOWN, "retiree_only", "other"])
@pytest.mark.parametrize(("answer", "pays"), [(UNKNOWN, (PROTECTED, BILLED)), (True, PROTECTED), (False, BILLED)])
def test_plans_that_are_not_known_to_be_bound(market, answer, pays):
    result = surprise(plan={"market": market, "surprise_bills_protected": answer})
    assert dollars(result, "patient_pays") == pays


def test_protected_care_uses_what_is_in_network():
    result = surprise()
    after = result.low.lines[0].after
    assert after.used(deductible_of("in", "me")).amount == 20000
    assert after.used(out_of_pocket_of("in", "me")).amount == 36000
    assert after.used(out_of_pocket_of("out", "me")).amount == 0
    assert (result.low.lines[0].network, dollars(result, "balance_bill")) == ("in", 0)
    assert dollars(result, "write_off") == 600
    assert "protected" in messages_of(result)


def test_protected_care_ends_at_the_maximum_in_network():
    assert dollars(surprise(plan={"out_of_pocket_maximum": person("300.00")}), "patient_pays") == 300


def test_the_fee_of_a_facility_in_network_is_in_network_whoever_treats_there_and_whatever_was_signed():
    # The specialist is out of network and consent was signed: 400, half of 600, 600 above. The facility's own fee of
    # 500 is in network: 200 and 20 % of 300.
    care = course(
        "specialist",
        allowed="1000.00",
        billed="1600.00",
        network="out",
        site="hospital",
        facility_fee="500.00",
        facility_in_network=True,
        consent_signed=True,
        balance_billed=True,
    )
    fees = [row | {"service": "outpatient_facility"} for row in TERMS]
    result = year(
        [care],
        outside=OUTSIDE | {"maximum": "5000.00"},
        terms=[*TERMS, *fees],
        market="large_group",
        out_of_pocket_maximum=person("3000.00"),
    )
    assert lines_of(result, "deductible", "coinsurance", "balance_bill") == [(40000, 30000, 60000), (20000, 6000, 0)]


def test_protected_for_certain_needs_no_terms_out_of_network():
    terms = [{"service": "emergency", "copay": "150.00"}]
    care = course("emergency", network="out", allowed="1000.00", billed="1600.00")
    result = computed(household([care], terms, market="large_group"))
    assert dollars(result, "patient_pays") == 150


def test_a_facility_fee_out_of_network_needs_amounts_there_as_well():
    terms = [
        {"service": "specialist", "network": "out", "covered": False},
        {"service": "outpatient_facility", "network": "out", "coinsurance": "0.50"},
    ]
    care = course("specialist", network="out", site="hospital", facility_fee="10.00", facility_in_network=False)
    assert problems_of(household([care], terms, market="medicaid")) == {"care.0.network": "out_of_network.missing"}


def test_deductibles_count_together_and_maximums_do_not():
    # Both deductibles 500 counted together; maximums 1,000 in and 2,000 out, each for itself; 50 % everywhere. Out of
    # network first: 600 is 500 deductible and 50. In network then: 1,500 with the deductible met is 750, not cut, since
    # nothing of the 550 counts toward the 1,000.
    made = household(
        [
            course("physical_therapy", network="out", visits=1, allowed="600.00", first_visit="2026-01-05"),
            course("physical_therapy", visits=1, allowed="1500.00", first_visit="2026-01-12"),
        ],
        terms=[
            {"service": "physical_therapy", "deductible": "first", "coinsurance": "0.50"},
            {"service": "physical_therapy", "network": "out", "deductible": "first", "coinsurance": "0.50"},
        ],
        deductible={"person": "500.00"},
        out_of_pocket_maximum={"person": "1000.00"},
        out_of_network={
            "deductible": "500.00",
            "maximum": "2000.00",
            "accumulation": "joined",
            "maximum_accumulation": "separate",
        },
    )
    result = computed(made)
    assert lines_of(result, "deductible", "coinsurance") == [(50000, 5000), (0, 75000)]
    made["plan"]["out_of_network"].pop("maximum_accumulation")
    assert lines_of(computed(made), "deductible", "coinsurance") == [(50000, 5000), (0, 45000)]


def unbilled(**care):
    """Three visits out of network whose billed amount nobody typed."""
    made = household(
        [course("physical_therapy", visits=3, network="out", **care)],
        [
            {"service": "physical_therapy", "network": "out", "coinsurance": "0.40"},
            {"service": "physical_therapy", "coinsurance": "0.40"},
        ],
        out_of_network={"deductible": "0.00", "maximum": "none"},
        market="large_group",
    )
    return [message.values for message in computed(made).messages if message.id == "balance_bill.not_counted"]


def test_a_missing_billed_amount_is_said_to_be_missing():
    assert unbilled() == [{"service": "physical_therapy"}]
    assert unbilled(balance_billed=True) == [{"service": "physical_therapy"}]
    assert unbilled(balance_billed=False) == []
    assert unbilled(billed="200.00", balance_billed=True) == []
    # Federal law forbids the balance bill.
    assert unbilled(emergency=True) == []
