"""Clinics that one plan has in its network and another has not, or of which nobody knows; and what limits leave."""

import pytest
from comparisons import UNKNOWN, break_evens, care, cheapest, compared, dollars, figure, plan, terms, written

OTHER = plan("other", terms(copay=60))
OUTSIDE = terms(network="out", deductible="first", coinsurance="0.50")
AMOUNTS = {"out_of_network": {"deductible": "500.00", "maximum": "none", "accumulation": "separate"}}


def hmo(inside):
    return plan("hmo", terms(copay=20), premium=300, clinics_in_network=inside)


def ppo(inside):
    return plan("ppo", terms(copay=20), OUTSIDE, premium=300, clinics_in_network=inside, **AMOUNTS)


def test_a_plan_without_terms_out_of_network_covers_nothing_there():
    # 300 and ten visits at the price of 100, that the clinic may ask for.
    result = compared(hmo(False), OTHER)
    assert (figure(result, "hmo"), figure(result, "hmo", "not_covered")) == (1300, 1000)
    assert (figure(result, "hmo", "visits_covered"), figure(result, "other", "visits_covered")) == (0, 10)
    # Elsewhere the clinic is in the network, and nothing changes.
    assert figure(result, "other") == 600


def test_a_plan_with_terms_out_of_network_pays_by_them():
    # Five visits meet the deductible of 500; half of the other five's 500 is 250.
    result = compared(ppo(False), OTHER)
    assert [figure(result, "ppo", name) for name in ("deductible", "coinsurance", "total")] == [500, 250, 1050]


@pytest.mark.parametrize(("one", "high"), [(hmo(UNKNOWN), 1300), (ppo(UNKNOWN), 1050)])
def test_where_nobody_knows_both_can_be(one, high):
    # In the network 300 and ten times 20.
    result = compared(one, OTHER)
    assert figure(result, one["id"]) == (500, high)
    assert result.outcome == "range"
    # 500 to 1,050 is 775 halfway, to 1,300 is 900: either comes after 600, and overlaps with it.
    assert [answer.id for answer in result.answers] == ["other", one["id"]]
    assert result.same_as_first == ("other", one["id"])
    assert "compare.clinics_unknown" in [message.id for message in result.messages]


def test_each_end_says_by_which_answer_it_comes_about():
    found = written(OTHER, ppo(UNKNOWN))
    total = found["figures"]["plans.ppo.total"]
    assert (total["low_answers"], total["high_answers"]) == (
        {"plans.1.clinics_in_network": True},
        {"plans.1.clinics_in_network": False},
    )
    assert [(one["path"], one["worth"]) for one in found["unknowns"]] == [("plans.1.clinics_in_network", "550.00")]


def test_what_nobody_knows_moves_the_break_even():
    # 60 n against 300 + 20 n, or 300 + 100 n up to five visits and 550 + 50 n from then on.
    # Inside both are 480 with eight; outside 60 n is 3,300 with 55, and never more with up to 20 visits.
    assert break_evens(compared(ppo(True), OTHER).visits) == [(8, "ppo", "other")]
    assert break_evens(compared(ppo(UNKNOWN), OTHER).visits) == []
    # Outside the plan is the dearer one everywhere; where it may be inside it is so for sure up to seven visits.
    assert [span.plans for span in compared(ppo(False), OTHER).visits.stretches] == [("other",)]
    spans = compared(ppo(UNKNOWN), OTHER).visits.stretches
    assert [(span.first, span.last, span.plans) for span in spans] == [(0, 7, ("other",)), (8, 20, ("other", "ppo"))]


def test_a_price_that_is_unknown_too_is_asked_for_once():
    # Inside 300 and a tenth, outside 300 and a half of 1,000 to 2,000.
    rows = [terms(coinsurance="0.10"), terms(network="out", coinsurance="0.50")]
    amounts = {"out_of_network": {"deductible": "0.00", "maximum": "none"}}
    one = plan("one", *rows, premium=300, clinics_in_network=UNKNOWN, **amounts)
    price = {"unknown": True, "low": "100.00", "high": "200.00"}
    found = written(OTHER, one, care=[care(10, allowed=price, balance_billed=False)])
    assert {end: found["figures"]["plans.one.total"][end] for end in ("low", "high")} == {
        "low": "400.00",
        "high": "1300.00",
    }
    mine = [(question["path"], question["worth"]) for question in found["unknowns"] if question["plan"] == "one"]
    # At 100 the network is worth 400, at 200 it is worth 800. Outside, the price is worth 500.
    assert mine == [("plans.1.clinics_in_network", "800.00"), ("care.0.allowed", "500.00")]


def test_a_bill_is_in_the_network_whatever_the_clinics_are():
    # Outside ten visits cost 1,000, of which nothing counts in network. Then a bill of 100 is deductible, no more.
    stay = terms("inpatient", deductible="first", coinsurance="0.00")
    outside = plan("outside", terms(copay=20), stay, deductible=100, clinics_in_network=False)
    inside = plan("inside", terms(copay=20), terms("inpatient", copay=50), premium=850)
    # 1,000 and the bill up to 100, against 1,050 and the bill up to 50.
    curve = compared(outside, inside).bill
    assert [curve.points["outside"][amount] for amount in (0, 100_00)] == [(1000_00, 1000_00), (1100_00, 1100_00)]
    assert break_evens(curve) == []
    assert [span.plans for span in curve.stretches] == [("outside",), ("inside", "outside")]


def test_care_that_is_out_of_network_under_every_plan():
    course = care(10, network="out", balance_billed=False)
    result = compared(ppo(True), ppo(False) | {"id": "too"}, care=[course])
    assert figure(result, "ppo") == figure(result, "too") == 1050


@pytest.mark.parametrize(
    ("unpaid", "cost"),
    [("contract_rate", 240 + 800), ("charge", 240 + 1200), ("write_off", 240), (UNKNOWN, (240, 240 + 1200))],
)
def test_visits_past_a_limit_cost_what_the_clinic_may_ask(unpaid, cost):
    # 12 of 20 visits are covered, for 20 each. The other eight have the plan's price of 100, or the clinic's of 150.
    limited = plan("limited", terms(copay=20), limit=12)
    result = compared(limited, OTHER, care=[care(20, billed="150.00", unpaid_visits=unpaid)])
    assert figure(result, "limited") == cost
    assert (figure(result, "limited", "visits_covered"), figure(result, "limited", "visits_over_limit")) == (12, 8)
    assert figure(result, "other") == 1200


def test_with_a_bill_another_answer_can_give_an_end_than_without_it():
    # Inside ten visits cost 1,000 to 1,500 and count toward the deductible of 2,000. Outside half, and do not count.
    # So without a bill the ends are 500 outside and 1,500 inside. With a bill of 2,000 or more it is 2,000 inside,
    # and 2,500 to 2,750 outside.
    rows = [
        terms(deductible="first", coinsurance="0.00"),
        terms(network="out", coinsurance="0.50"),
        terms("inpatient", deductible="first", coinsurance="0.00"),
    ]
    amounts = {"out_of_network": {"deductible": "0.00", "maximum": "none", "accumulation": "separate"}}
    one = plan("one", *rows, deductible=2000, clinics_in_network=UNKNOWN, **amounts)
    other = plan("other", terms(copay=0), terms("inpatient", copay=0), premium=2600)
    price = {"unknown": True, "low": "100.00", "high": "150.00"}
    result = compared(one, other, care=[care(10, allowed=price, balance_billed=False)])
    assert figure(result, "one") == (500, 1500)
    curve = result.bill
    assert [curve.points["one"][amount] for amount in (0, 100_000_00)] == [(500_00, 1500_00), (2000_00, 2750_00)]
    # Up to 1,850 it is no more than 2,600; from then on nobody can say, for 2,000 is less and 2,750 is more.
    assert cheapest(curve) == [(0, 1849_99, "one"), (1850_00, 100_000_00, "one", "other")]


def test_an_end_can_pass_from_one_answer_to_another_between_two_turns():
    # Inside ten visits cost 1,000, all of the deductible, and a bill a tenth; outside 500, and a bill is deductible.
    # At the dearest: 1,000 and a tenth, until 500 and the bill is more, which is so from 555.56 on.
    rows = [
        terms(deductible="first", coinsurance="0.00"),
        terms(network="out", coinsurance="0.50"),
        terms("inpatient", deductible="first", coinsurance="0.10"),
    ]
    amounts = {"out_of_network": {"deductible": "0.00", "maximum": "none", "accumulation": "separate"}}
    one = plan("one", *rows, deductible=1000, clinics_in_network=UNKNOWN, **amounts)
    other = plan("other", terms(copay=0), terms("inpatient", copay=0), premium=1056)
    curve = compared(one, other, care=[care(10, balance_billed=False)]).bill
    assert [dollars(curve.points["one"][amount]) for amount in (555_55, 555_56)] == [
        (1055.55, 1055.56),
        (1055.56, 1055.56),
    ]
    # Inside 1,056 is reached with 560, outside with 556: so up to 555.99 it is less in either.
    assert cheapest(curve)[0] == (0, 555_99, "one")
