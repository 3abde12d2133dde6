"""Where one plan becomes cheaper than another, worked out by hand: the first visit, or the first cent of a bill."""

from comparisons import break_evens, care, cheapest, compared, dollars, plan, terms, written


def costs(curve, plan_id):
    """What the year costs under a plan with no visit, with one, and so on, in dollars; both ends of a range."""
    return [dollars(ends) if ends[0] < ends[1] else ends[0] / 100 for _, ends in sorted(curve.points[plan_id].items())]


def test_two_copays_and_a_premium():
    # 1,200 + 20 n against 60 n: each visit gives 40 back of the 1,200, so that 30 make up for it.
    dear, cheap = plan("dear", terms(copay=20), premium=1200), plan("cheap", terms(copay=60))
    curve = compared(dear, cheap, visits=20).visits
    assert (curve.planned, costs(curve, "dear")[30], costs(curve, "cheap")[30]) == (20, 1800, 1800)
    assert (costs(curve, "dear")[31], costs(curve, "cheap")[31]) == (1820, 1860)
    assert break_evens(curve) == [(31, "dear", "cheap")]
    # A bad year has 40 visits, and so many are looked at.
    assert cheapest(curve) == [(0, 29, "cheap"), (30, 30, "cheap", "dear"), (31, 40, "dear")]


COPAY = plan("copay", terms(copay=30), premium=300)
# Six visits meet the deductible; then each costs 10.
DEDUCTIBLE = plan("deductible", terms(deductible="first", coinsurance="0.10"), deductible=600)


def test_a_copay_against_a_deductible():
    # 300 + 30 n against 100 n: 420 and 400 with four visits, 450 and 500 with five.
    # From the seventh on, 300 + 30 n against 600 + 10 (n - 6): both are 660 with twelve; 690 and 670 with thirteen.
    curve = compared(COPAY, DEDUCTIBLE, visits=10).visits
    assert break_evens(curve) == [(5, "copay", "deductible"), (13, "deductible", "copay")]
    assert cheapest(curve) == [
        (0, 4, "deductible"),
        (5, 11, "copay"),
        (12, 12, "copay", "deductible"),
        (13, 20, "deductible"),
    ]


def test_a_plan_that_becomes_cheaper_twice():
    # As before, but of the deductible plan's visits 16 are covered, and each after them costs 100:
    # 700, 800 and 900 with 16, 17 and 18, against 780, 810 and 840.
    limited = plan("deductible", terms(deductible="first", coinsurance="0.10"), deductible=600, limit=16)
    curve = compared(COPAY, limited, visits=10).visits
    assert break_evens(curve) == [
        (5, "copay", "deductible"),
        (13, "deductible", "copay"),
        (18, "copay", "deductible"),
    ]
    # Of each pair the first place is a figure.
    found = written(COPAY, limited, visits=10)["figures"]
    assert found["break_even.visits.copay.deductible"]["value"] == "5"
    assert found["break_even.visits.deductible.copay"]["value"] == "13"


def test_three_plans():
    # 62 a visit: 248 and 310 with 4 and 5, 620 and 682 with 10 and 11, against the deductible's 100 n, then 540 + 10 n.
    # 558 and 620 with 9 and 10, against the copay's 570 and 600.
    flat = plan("flat", terms(copay=62))
    curve = compared(COPAY, DEDUCTIBLE, flat, visits=10).visits
    assert break_evens(curve) == [
        (1, "flat", "deductible"),
        (5, "copay", "deductible"),
        (10, "copay", "flat"),
        (11, "deductible", "flat"),
        (13, "deductible", "copay"),
    ]
    assert cheapest(curve) == [
        (0, 0, "deductible", "flat"),
        (1, 9, "flat"),
        (10, 11, "copay"),
        (12, 12, "copay", "deductible"),
        (13, 20, "deductible"),
    ]


def test_visits_past_a_limit_cost_their_price():
    # 20 a visit, and 100 from the thirteenth on.
    limited, other = plan("limited", terms(copay=20), limit=12), plan("other", terms(copay=40))
    curve = compared(limited, other, visits=10).visits
    assert costs(curve, "limited")[11:15] == [220, 240, 340, 440]
    # Without a visit neither costs anything. 240 + 100 (n - 12) against 40 n: 640 both with 16; 740 and 680 with 17.
    assert break_evens(curve) == [(1, "limited", "other"), (17, "other", "limited")]


def test_an_employer_s_account_money_pays_the_first_visits():
    # 100 a visit less 600, but no less than nothing; against 120 + 20 n. Both are 300 with nine visits.
    account = plan("account", terms(deductible="first", coinsurance="0.00"), deductible=5000, account_money="600.00")
    copay = plan("copay", terms(copay=20), premium=120)
    curve = compared(account, copay, visits=10).visits
    assert costs(curve, "account")[:10] == [0, 0, 0, 0, 0, 0, 0, 100, 200, 300]
    assert break_evens(curve) == [(10, "copay", "account")]


def test_only_visits_that_fit_into_the_year_are_looked_at():
    # From November 1 on, once a week, there is room for nine: November 1, 8, 15, 22, 29, December 6, 13, 20, 27.
    course = care(6, first_visit="2027-11-01", frequency="1_a_week")
    curve = compared(plan("a", terms(copay=20)), plan("b", terms(copay=30)), care=[course]).visits
    assert cheapest(curve) == [(0, 0, "a", "b"), (1, 9, "a")]
    assert break_evens(curve) == [(1, "a", "b")]


def test_all_other_care_stays_as_it_is_planned():
    # Four visits to a doctor cost 200 under the deductible, so that four visits meet it: 200 + 100 n, then 600 + 10.
    doctor = care(4, "primary_care", allowed="50.00", first_visit="2027-01-04", frequency="daily")
    rows = [terms(service, deductible="first", coinsurance="0.10") for service in ("physical_therapy", "primary_care")]
    deductible = plan("deductible", *rows, deductible=600)
    copay = plan("copay", terms(copay=30), terms("primary_care", copay=0), premium=300)
    # The doctor's visits are on January 4, 5, 6, 7. With one a week, the therapist's first one is after them.
    therapy = care(10, first_visit="2027-01-11", frequency="1_a_week")
    curve = compared(deductible, copay, care=[doctor, therapy]).visits
    assert (curve.service, curve.planned) == ("physical_therapy", 10)
    assert costs(curve, "deductible")[:7] == [200, 300, 400, 500, 600, 610, 620]
    assert costs(curve, "copay")[:7] == [300, 330, 360, 390, 420, 450, 480]
    # 300 and 330 with one visit, 400 and 360 with two. 600 + 10 (n - 4) against 300 + 30 n: both are 690 with thirteen.
    assert break_evens(curve) == [(2, "copay", "deductible"), (14, "deductible", "copay")]


def test_another_service_can_be_varied():
    doctor = care(4, "primary_care", allowed="50.00")
    rows = [(terms(copay=copay), terms("primary_care", copay=fee)) for copay, fee in ((30, 10), (20, 40))]
    plans = [plan(name, *row) for name, row in zip("ab", rows, strict=True)]
    # Ten visits of therapy: 300 and 200. The doctor's: 10 and 40 each. 330 and 320 with three; 340 and 360 with four.
    curve = compared(*plans, care=[care(10), doctor], vary="primary_care").visits
    assert (curve.service, curve.planned) == ("primary_care", 4)
    assert break_evens(curve) == [(4, "a", "b")]


def test_what_is_unknown_moves_the_place():
    # 1,200 + 20 n against 40 to 60 a visit. The dear plan is cheaper for sure where 1,200 + 20 n < 40 n: from 61 on.
    half_known = {"unknown": True, "low": "40.00", "high": "60.00"}
    dear, cheap = plan("dear", terms(copay=20), premium=1200), plan("cheap", {**terms(), "copay": half_known})
    curve = compared(dear, cheap, visits=40).visits
    assert break_evens(curve) == [(61, "dear", "cheap")]
    # And no longer dearer for sure from 30 on, where 1,200 + 20 n = 60 n.
    assert cheapest(curve) == [(0, 29, "cheap"), (30, 60, "cheap", "dear"), (61, 80, "dear")]
    assert costs(curve, "cheap")[1] == (40, 60)


NOTHING = terms(copay=0)


def test_one_bill_and_a_copay_against_a_deductible():
    # The bill, up to 2,000, against 500 and the bill up to 1,000: both are 1,500 with a bill of 1,500.
    deductible = plan(
        "deductible", NOTHING, terms("inpatient", deductible="first", coinsurance="0.00"), deductible=2000
    )
    copay = plan("copay", NOTHING, terms("inpatient", copay=1000), premium=500)
    curve = compared(deductible, copay).bill
    assert (curve.service, curve.unit, curve.planned) == ("inpatient", "USD", 0)
    assert break_evens(curve) == [(1500_01, "copay", "deductible")]
    assert cheapest(curve) == [
        (0, 1499_99, "deductible"),
        (1500_00, 1500_00, "copay", "deductible"),
        (1500_01, 100_000_00, "copay"),
    ]
    assert curve.points["copay"][100_000_00] == (1500_00, 1500_00)
    assert curve.points["deductible"][2000_00] == (2000_00, 2000_00)


def test_one_bill_and_two_shares():
    # Half of the bill against 1,000 and a fifth of it: alike at 3,333.33. With half cents rounded up, in cents:
    #   333,330: 166,665 and 100,000 + 66,666. 333,331: 166,666 and 166,666. 333,334: 166,667 and 166,667.
    #   333,335: 166,668 and 166,667.
    half = plan("half", NOTHING, terms("inpatient", coinsurance="0.50"), maximum=3000)
    fifth = plan("fifth", NOTHING, terms("inpatient", coinsurance="0.20"), premium=1000, maximum=1500)
    curve = compared(half, fifth).bill
    assert break_evens(curve) == [(3333_35, "fifth", "half")]
    assert cheapest(curve) == [
        (0, 3333_30, "half"),
        (3333_31, 3333_34, "fifth", "half"),
        (3333_35, 100_000_00, "fifth"),
    ]


def test_a_bill_that_is_cheaper_under_one_plan_then_under_the_other():
    # The bill up to 2,500, against 800 and a tenth of it: 888.89 both at 888.89; 888.90 and 888.89 at 888.90.
    # From 2,500 on they are alike at 17,000, and half a cent is rounded up: at 17,000.05 the tenth is 1,700.01.
    whole = plan("whole", NOTHING, terms("inpatient", deductible="first", coinsurance="0.00"), deductible=2500)
    tenth = plan("tenth", NOTHING, terms("inpatient", coinsurance="0.10"), premium=800)
    assert break_evens(compared(whole, tenth).bill) == [(888_90, "tenth", "whole"), (17_000_05, "whole", "tenth")]


def test_a_bill_comes_after_all_planned_care():
    # Ten visits use up 1,000 of the deductible of 1,500, so that no more than 500 of a bill are left to pay.
    # Under the other plan they cost 200 beside the premium of 900, and a bill costs a tenth.
    # So 1,000 and the bill, against 1,100 and a tenth: 1,111.11 both at 111.11; 1,111.12 and 1,111.11 at 111.12.
    rows = [terms(service, deductible="first", coinsurance="0.00") for service in ("physical_therapy", "inpatient")]
    deductible = plan("deductible", *rows, deductible=1500)
    tenth = plan("tenth", terms(copay=20), terms("inpatient", coinsurance="0.10"), premium=900)
    curve = compared(deductible, tenth).bill
    assert curve.points["deductible"][0] == (1000_00, 1000_00)
    # 1,500 against 1,100 and a tenth: alike at 4,000.00, and half a cent is rounded up at 4,000.05.
    assert break_evens(curve) == [(111_12, "tenth", "deductible"), (4000_05, "deductible", "tenth")]


def test_a_bill_is_of_the_likeliest_service_that_every_plan_speaks_of():
    every = ("inpatient", "outpatient_surgery", "emergency", "advanced_imaging", "specialist")
    one = plan("one", NOTHING, *[terms(service, coinsurance="0.10") for service in every])
    other = plan("other", NOTHING, terms("emergency", copay=100), terms("specialist", copay=50))
    assert compared(one, other).bill.service == "emergency"
    assert compared(one, plan("none", NOTHING)).bill is None


def test_an_employer_s_account_money_pays_the_first_of_a_bill():
    # The bill less 500, but no less than nothing, up to 1,500; against 100. Both are 100 with a bill of 600.
    stay = terms("inpatient", deductible="first", coinsurance="0.00")
    account = plan("account", NOTHING, stay, deductible=2000, account_money="500.00")
    flat = plan("flat", NOTHING, terms("inpatient", copay=0), premium=100)
    curve = compared(account, flat).bill
    points = {amount: curve.points["account"][amount][0] for amount in (0, 500_00, 2000_00, 100_000_00)}
    assert points == {0: 0, 500_00: 0, 2000_00: 1500_00, 100_000_00: 1500_00}
    assert break_evens(curve) == [(600_01, "flat", "account")]
    # Of ten visits that cost 300 it has paid these, and 200 of a bill.
    both = plan("account", terms(copay=30), stay, deductible=2000, account_money="500.00")
    curve = compared(both, plan("flat", NOTHING, terms("inpatient", copay=0), premium=100)).bill
    assert {amount: curve.points["account"][amount][0] for amount in (0, 200_00)} == {0: 0, 200_00: 0}
    assert break_evens(curve) == [(300_01, "flat", "account")]


def test_without_planned_visits_a_bill_is_the_same_person_s_in_whatever_order_people_stand():
    stay = terms("inpatient", deductible="first", coinsurance="0.00")
    plans = [plan("a", NOTHING, stay, deductible=500), plan("b", NOTHING, stay, deductible=900)]
    for people in (["me", "you"], ["you", "me"]):
        result = compared(*plans, care=[care(0)], people=[{"id": person} for person in people])
        assert (result.visits, result.bill.person) == (None, "me")
