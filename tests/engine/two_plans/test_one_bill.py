"""One bill through two and three payers, by hand and by others' vectors."""

import pytest
from order_scenarios import medicare, plan, scenario

from calculators.coverage.outcomes import every_outcome
from calculators.two_plans.year import claims_of, coordinated

STANDARD = {"method": "standard", "in_network": True}
AGED = {"born": "1950-05-20", **medicare("age")}


def money(dollars):
    return f"{dollars:.2f}"


def terms(allowed, share=None, **rest):
    said = {"allowed": money(allowed)}
    if share is not None:
        said["coinsurance"] = share
    return said | {name: money(value) if isinstance(value, (int, float)) else value for name, value in rest.items()}


def own(allowed, share=None, *, beside=None, **rest):
    return plan("own", bill=terms(allowed, share, **rest), beside={"in_network": True, **(beside or {})})


def spouses(allowed, share=None, *, beside=None, **rest):
    return plan("spouses", holder="spouse", bill=terms(allowed, share, **rest), beside=STANDARD | (beside or {}))


def ways(*coverages, charge, **rest):
    """Every way the bill can turn out: what each coverage pays, what is left, what is written off."""
    told = scenario(*coverages, bill={"charge": money(charge)}, **rest)
    claims = claims_of(told)
    found = every_outcome(
        lambda answers, decided: coordinated(claims, answers, decided), lambda lines: {"left": lines[0].left.amount}
    )
    told_ways = []
    for outcome in found.outcomes:
        (line,) = outcome.lines
        paid = {share.coverage: share.paid.amount / 100 for share in line.shares}
        assert sum(paid.values()) + line.left.amount / 100 + line.write_off.amount / 100 == pytest.approx(charge)
        told_ways.append(paid | {"left": line.left.amount / 100, "write_off": line.write_off.amount / 100})
    return told_ways


def only_way(*coverages, **rest):
    first, *others = ways(*coverages, **rest)
    assert all(other == first for other in others)
    return first


def test_two_plans_at_80_percent():
    way = only_way(own(100, "0.20"), spouses(100, "0.20"), charge=100)
    assert way == {"own": 80, "spouses": 20, "left": 0, "write_off": 0}


@pytest.mark.parametrize(
    ("method", "pays"),
    [("standard", 20), ("reserve", 20), ("maintenance_of_benefits", 16), ("carve_out", 0)],
)
def test_every_method_on_the_same_bill(method, pays):
    way = only_way(own(100, "0.20"), spouses(100, "0.20", beside={"method": method}), charge=100)
    assert (way["spouses"], way["left"]) == (pays, 20 - pays)


def test_an_unknown_method_is_a_range():
    found = ways(own(100, "0.20"), spouses(100, "0.20", beside={"method": {"unknown": True}}), charge=100)
    assert sorted({way["left"] for way in found}) == [0, 4, 20]


@pytest.mark.parametrize(
    ("prices", "clinic", "expected"),
    [
        # Open Dental's crown of 1,200 at 50 percent of 900 and 650: its "basic" goes by the second plan's own price,
        # its "standard" by the first plan's.
        ((900, 650), {"allowable": "own", "billed_up_to": "first"}, (200, 250, 300)),
        ((900, 650), {"allowable": "first", "billed_up_to": "first"}, (325, 125, 300)),
        ((650, 900), {"allowable": "own"}, (450, 0, 425)),
        ((650, 900), {"allowable": "first"}, (325, 0, 550)),
        # Texas: the highest of two contracts.
        ((650, 900), {"allowable": "highest"}, (450, 0, 425)),
        # Where both contracts bind, the second plan's price is all that may be asked.
        ((900, 650), {"allowable": "own", "billed_up_to": "lowest"}, (200, 0, 550)),
    ],
)
def test_two_contracts_with_different_prices(prices, clinic, expected):
    way = only_way(own(prices[0], "0.50"), spouses(prices[1], "0.50"), charge=1200, clinic=clinic)
    assert (way["spouses"], way["left"], way["write_off"]) == expected


def test_while_nobody_knows_which_price_governs_there_is_a_range():
    found = ways(own(900, "0.50"), spouses(650, "0.50"), charge=1200)
    assert (min(way["left"] for way in found), max(way["left"] for way in found)) == (0, 250)


def test_both_deductibles_are_taken():
    # 150 at 50 percent after 50, in both: 50 and 50, and 50 is left.
    way = only_way(
        own(150, "0.50", deductible_left=50),
        spouses(150, "0.50", deductible_left=50),
        charge=150,
    )
    assert way == {"own": 50, "spouses": 50, "left": 50, "write_off": 0}


def test_what_an_explanation_of_benefits_says_was_paid():
    way = only_way(own(100, paid=80), spouses(110, "0.20"), charge=150, clinic={"allowable": "own"})
    assert (way["own"], way["spouses"]) == (80, 30)


@pytest.mark.parametrize(("method", "pays"), [("maintenance_of_benefits", 37.50), ("carve_out", 18.75)])
def test_a_second_plan_that_allows_more(method, pays):
    way = only_way(
        own(125, paid=75),
        spouses(125, "0.25", beside={"method": method}),
        charge=125,
    )
    assert way["spouses"] == pays


def test_maintenance_of_benefits_takes_its_deductible_from_the_rest():
    # 200 less 150 leaves 50; of it 30 is the deductible and 20 percent of the other 20 is 4.
    way = only_way(
        own(200, paid=150),
        spouses(200, "0.20", deductible_left=30, beside={"method": "maintenance_of_benefits"}),
        charge=200,
    )
    assert (way["spouses"], way["left"]) == (16, 34)


def test_a_share_that_nobody_said_is_not_taken_for_nothing():
    # Of 100, the plan pays all, nothing, or what is between: nobody said a copay or a percentage.
    found = ways(own(100), charge=100)
    assert sorted((way["own"], way["left"]) for way in found) == [(0, 100), (100, 0)]


def test_what_was_paid_tells_enough_where_no_share_was_said():
    # The mother's plan allowed 150 and paid 90; the father's, at 20 percent, would pay 120 alone, and 60 are left.
    way = only_way(own(150, paid=90), spouses(150, "0.20"), charge=150)
    assert way == {"own": 90, "spouses": 60, "left": 0, "write_off": 0}


def test_a_later_plan_that_has_decided_paid_what_its_explanation_says():
    # By its own rules it would have paid 20. Its explanation of benefits says 4.
    for method in ("standard", "carve_out"):
        later = spouses(100, "0.20", paid=4, beside={"method": method})
        assert only_way(own(100, paid=80), later, charge=100) == {"own": 80, "spouses": 4, "left": 16, "write_off": 0}


def test_a_limit_of_the_first_plan_leaves_the_second_its_full_benefit():
    way = only_way(
        own(100, "0.20", denied="limit"),
        spouses(100, "0.20"),
        charge=100,
    )
    assert (way["own"], way["spouses"], way["left"]) == (0, 80, 20)


def test_a_refusal_for_rules_not_kept_is_a_range():
    found = ways(own(100, "0.20", denied="authorization"), spouses(100, "0.20"), charge=100)
    # The second plan pays 80, or as if the first had paid 80; the clinic may ask for the rest, or must write it off.
    assert {(way["spouses"], way["left"]) for way in found} >= {(80, 20), (20, 80), (80, 0), (20, 0)}


def test_a_bill_that_came_too_late_is_written_off():
    found = ways(own(100, "0.20", denied="late"), spouses(100, "0.20", denied="late"), charge=100)
    assert {way["left"] for way in found} == {0}


def test_not_medically_necessary_is_decided_by_the_next_plan_for_itself():
    for covers, pays in ((True, 80), (False, 0)):
        found = ways(
            own(100, "0.20", denied="necessity"),
            spouses(100, "0.20"),
            charge=100,
            clinic={"next_covers_necessity": covers},
        )
        assert {way["spouses"] for way in found} == {pays}


def medicare_bill(allowed, **rest):
    bill = terms(allowed, "0.20", **rest)
    return {"id": "medicare", "kind": "medicare", "bill": bill, "beside": {"in_network": True}}


def unsaid_medicare(allowed, **rest):
    return {"id": "medicare", "kind": "medicare", "bill": {"allowed": money(allowed), **rest}}


def test_under_part_b_a_share_that_nobody_said_is_the_law_s():
    # 20 percent of 110 is 22; a clinic that accepts Medicare's price may ask for no more.
    rest = {"clinic": {"takes_assignment": True}, **AGED}
    assert only_way(unsaid_medicare(110), charge=180, **rest) == {"medicare": 88, "left": 22, "write_off": 70}
    after_deductible = unsaid_medicare(110, deductible_left="50.00")
    assert only_way(after_deductible, charge=180, **rest) == {"medicare": 48, "left": 62, "write_off": 70}


@pytest.mark.parametrize(
    "rest",
    [
        # Medicare Advantage has shares of its own, laboratory work and a hospital's outpatient department others.
        {**AGED, **medicare("age", "advantage")},
        {**AGED, "service": "laboratory"},
        {**AGED, "service": "x_ray", "clinic": {"medicare_test": "institutional"}},
    ],
)
def test_where_the_law_s_share_may_be_another_it_is_asked(rest):
    bill = {"charge": "110.00", "service": rest.get("service", "physical_therapy")}
    others = {name: value for name, value in rest.items() if name != "service"}
    told = scenario(unsaid_medicare(110), bill=bill, **others)
    found = every_outcome(
        lambda answers, decided: coordinated(claims_of(told), answers, decided),
        lambda lines: {"left": lines[0].left.amount},
    )
    assert {outcome.lines[0].left.amount for outcome in found.outcomes} == {0, 11000}


def test_a_clinic_that_does_not_accept_medicare_s_price_may_ask_for_more():
    # 22 of Medicare's 110, or with the other 70 of the charge: the limit on those was not read, so nothing caps them.
    for clinic in ({"takes_assignment": False}, {}):
        found = ways(unsaid_medicare(110), charge=180, clinic=clinic, **AGED)
        assert {way["left"] for way in found} == {22, 92}
        assert {way["medicare"] for way in found} == {88}


def test_an_assigned_bill_leaves_what_medicare_s_parts_are_above_what_the_first_plan_paid():
    # 42 CFR 411.35: 22 less the 15 that the job's plan paid is 7, whatever else of its 100 is left.
    job = plan("job", employer_size="100_or_more", bill=terms(100, paid=15), beside={"in_network": False})
    later = unsaid_medicare(110, paid="50.00")
    found = ways(job, later, charge=180, clinic={"takes_assignment": True}, **AGED)
    assert {way["left"] for way in found} == {7}


def test_medicaid_s_copay_is_asked_where_nobody_said_it():
    unsaid = {"id": "medicaid", "kind": "medicaid", "bill": {"allowed": "90.00"}, "beside": {"in_network": True}}
    # It tops 50 up to its 90, less its copay: nothing to all of the 40 that are left.
    found = ways(own(100, paid=50), unsaid, charge=100, clinic={"takes_medicaid": True, "billed_up_to": "first"})
    assert {(way["medicaid"], way["left"]) for way in found} == {(0, 40), (40, 0)}


@pytest.mark.parametrize(
    ("charge", "first", "in_network", "own", "pays"),
    # The first plan's allowed amount and payment; Medicare's fee and what is left of its deductible.
    [
        # 42 CFR 411.33(b), and Noridian's; the supplier need not accept the first plan's amount unless in its network.
        (175, (150, 120), False, (125, 0), 30),
        (500, (500, 400), False, (375, 0), 100),
        (300, (200, 160), False, (250, 0), 90),
        (300, (200, 160), True, (250, 0), 40),
        (150, (150, 120), False, (120, 100), 16),
    ],
)
def test_medicare_second_by_fee_schedule(charge, first, in_network, own, pays):
    (first_allowed, paid), (fee, deductible) = first, own
    job = plan(
        "job",
        employer_size="100_or_more",
        bill=terms(first_allowed, paid=paid),
        beside={"in_network": in_network},
    )
    found = ways(
        job,
        medicare_bill(fee, deductible_left=deductible),
        charge=charge,
        clinic={"medicare_test": "fee_schedule", "takes_assignment": True},
        **AGED,
    )
    assert pays in {way["medicare"] for way in found}


def test_medicare_second_for_a_hospital():
    # 42 CFR 411.33(f)(1): charges 2,800, 2,360 paid, gross amount 2,700, deductible 520.
    job = plan("job", employer_size="100_or_more", bill=terms(2800, paid=2360), beside={"in_network": True})
    hospital = {"id": "medicare", "kind": "medicare", "beside": {"in_network": True}}
    way = only_way(
        job,
        hospital | {"bill": terms(2700, "0", deductible_left=520)},
        charge=2800,
        clinic={"medicare_test": "institutional", "takes_assignment": True, "billed_up_to": "lowest"},
        **AGED,
    )
    assert (way["medicare"], way["left"], way["write_off"]) == (340, 0, 100)


@pytest.mark.parametrize(
    ("first", "rate", "paid", "pays", "write_off"),
    # Open Dental's two, and a billing handbook's with 100 allowed and 80 paid.
    [(70, 20, 35, 0, 65), (40, 30, 20, 10, 70), (100, 90, 80, 10, 60)],
)
def test_medicaid_pays_up_to_its_own_rate(first, rate, paid, pays, write_off):
    charge = 100 if first < 100 else 150
    medicaid = {"id": "medicaid", "kind": "medicaid", "bill": terms(rate, "0"), "beside": {"in_network": True}}
    way = only_way(
        own(first, paid=paid), medicaid, charge=charge, clinic={"takes_medicaid": True, "billed_up_to": "first"}
    )
    assert (way["medicaid"], way["left"], way["write_off"]) == (pays, 0, write_off)


def test_medicaid_s_copay_is_all_that_a_patient_owes():
    medicaid = {
        "id": "medicaid",
        "kind": "medicaid",
        "bill": terms(90, copay=4),
        "beside": {"in_network": True},
    }
    way = only_way(own(100, paid=50), medicaid, charge=100, clinic={"takes_medicaid": True, "billed_up_to": "first"})
    assert (way["medicaid"], way["left"], way["write_off"]) == (36, 4, 10)


def test_three_payers_count_everything_before_them():
    # 100: the own plan 50, the spouse's at 20 percent 20, TRICARE the rest.
    tricare = {"id": "tricare", "kind": "tricare", "bill": terms(100, "0.20"), "beside": {"in_network": True}}
    way = only_way(own(100, "0.50"), spouses(100, "0.80"), tricare, charge=100)
    assert way == {"own": 50, "spouses": 20, "tricare": 30, "left": 0, "write_off": 0}


def test_plans_that_share_equally():
    twin = {"since": "2020-01-01", "beside": {"in_network": True, "method": "standard"}}
    way = only_way(
        plan("one", bill=terms(100, "0.20"), **twin), plan("other", bill=terms(100, "0.60"), **twin), charge=100
    )
    assert way == {"one": 50, "other": 40, "left": 10, "write_off": 0}


def test_out_of_the_first_network_what_is_above_its_price_may_be_billed():
    # Open Dental: 236 charged, 152 recognized, 80 percent after 50; the second plan's contract says 87.99.
    outside = plan("own", bill=terms(152, "0.20", deductible_left=50), beside={"in_network": False})
    found = ways(outside, spouses(87.99, "0"), charge=236, clinic={"allowable": "own"})
    lefts = {way["left"] for way in found}
    assert {way["own"] for way in found} == {81.60}
    assert {way["spouses"] for way in found} == {6.39}
    assert lefts == {0, 64.01, 148.01}


def test_a_plan_that_pays_as_if_medicare_had_paid_leaves_medicare_s_part_to_the_patient():
    # 100 allowed; Medicare would pay 80. The plan, 30 copay, pays 70, or only the 20 that Medicare would leave.
    small = plan(
        "job",
        employer_size="under_20",
        other_employers="none",
        bill=terms(100, copay=30),
        beside={"in_network": True},
    )
    found = ways(small, medicare_bill(100), charge=100, born="1950-05-20", **medicare("age", "not_enrolled"))
    assert {(way["job"], way["left"]) for way in found} == {(70, 30), (20, 80)}


def test_where_no_coverage_holds_on_the_day_the_whole_charge_is_left():
    ended = plan("own", until="2026-01-31", bill=terms(100, "0.20"))
    assert ways(ended, charge=150) == [{"left": 150, "write_off": 0}]
