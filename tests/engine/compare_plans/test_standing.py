"""Where plans stand against each other: order, ties, ranges, regret, and plans that are never the cheapest."""

import pytest
from comparisons import UNKNOWN, care, cheapest, compared, dollars, figure, plan, terms, written


def order(result):
    return [answer.id for answer in result.answers]


def between(low, high):
    return {**terms(), "copay": {"unknown": True, "low": f"{low}.00", "high": f"{high}.00"}}


def test_the_order_goes_by_the_whole_year():
    # Ten visits: 1,000 and 100; 600 and 400; 0 and 1,000, all of it deductible.
    plans = [
        plan("dear", terms(copay=10), premium=1000),
        plan("middle", terms(copay=40), premium=600),
        plan("bare", terms(deductible="first", coinsurance="0.00"), deductible=2000),
    ]
    result = compared(*plans)
    assert [figure(result, name) for name in ("dear", "middle", "bare")] == [1100, 1000, 1000]
    # Those that cost the same stand in the order of their names.
    assert order(result) == order(compared(*plans[::-1])) == ["bare", "middle", "dear"]


def test_plans_that_cannot_be_worked_out_come_last():
    open_copay = plan("open", {**terms(), "copay": UNKNOWN})
    result = compared(open_copay, plan("b", terms(copay=30)), plan("a", terms(copay=20)))
    assert order(result) == ["a", "b", "open"]
    assert (result.outcome, result.same_as_first) == ("range", ("a", "b"))
    assert result.visits.left_out == ("open",)
    assert [message.values.get("plan") for message in result.messages if message.id == "compare.undecided"] == [
        "Plan open"
    ]
    # Of every plan what is known is told; a regret needs all of them.
    assert figure(result, "open", "premium") == 0
    assert result.regrets == {}
    assert compared(open_copay, plan("a", terms(copay=20))).outcome == "undecided"


@pytest.mark.parametrize(
    ("premium", "same"),
    [(1000, ("a", "b")), (1099.99, ("a", "b")), (1100, ("a", "b")), (1100.01, ("a",)), (2000, ("a",))],
)
def test_up_to_100_dollars_apart_is_about_the_same(premium, same):
    result = compared(plan("b", terms(copay=20), premium=premium), plan("a", terms(copay=20), premium=1000))
    assert order(result) == ["a", "b"]
    assert result.same_as_first == same


def test_a_tie_is_with_the_first_plan_and_not_from_one_to_the_next():
    plans = [plan(name, terms(copay=0), premium=premium) for name, premium in (("a", 500), ("b", 590), ("c", 680))]
    assert compared(*plans).same_as_first == ("a", "b")


@pytest.mark.parametrize(
    ("copay", "same"),
    [
        # 350, 400, and 500 that is 100 above the range's end; 510 is more.
        (35, ("range", "other")),
        (40, ("range", "other")),
        (50, ("range", "other")),
        (51, ("range",)),
    ],
)
def test_ranges_that_overlap_are_about_the_same(copay, same):
    # Ten visits at 20 to 40 are 200 to 400: halfway 300, before 350.
    result = compared(plan("other", terms(copay=copay)), plan("range", between(20, 40)))
    assert (result.outcome, figure(result, "range")) == ("range", (200, 400))
    assert order(result) == ["range", "other"]
    assert result.same_as_first == same


def test_a_range_stands_where_its_middle_is():
    # 200 to 600 is 400 halfway; 390 comes before it, and 410 after it.
    plans = [plan("range", between(20, 60)), plan("before", terms(copay=39)), plan("after", terms(copay=41))]
    result = compared(*plans)
    assert order(result) == ["before", "range", "after"]
    assert result.same_as_first == ("before", "range", "after")


def test_regret_is_the_most_above_the_cheapest_plan_over_four_years():
    # 20 visits; 10 in a good year, 40 in a bad one.
    high_copay = plan("high-copay", terms(copay=60), maximum=5000)
    low_copay = plan("low-copay", terms(copay=20), premium=600, maximum=2000)
    result = compared(high_copay, low_copay, visits=20)
    years = ("outlook.good.total", "total", "outlook.bad.total", "outlook.worst.total")
    assert [figure(result, "high-copay", year) for year in years] == [600, 1200, 2400, 5000]
    assert [figure(result, "low-copay", year) for year in years] == [800, 1000, 1400, 2600]
    # 5,000 - 2,600 in the worst year, and 800 - 600 in a good one.
    assert {name: dollars(ends) for name, ends in result.regrets.items()} == {
        "high-copay": (2400, 2400),
        "low-copay": (200, 200),
    }
    assert written(high_copay, low_copay, visits=20)["regrets"]["low-copay"] == {"low": "200.00", "high": "200.00"}


def test_a_year_that_is_not_known_of_every_plan_is_left_out_of_regret():
    # Without a maximum there is no worst year: 2,400 - 1,400 in a bad one.
    uncapped, capped = plan("uncapped", terms(copay=60)), plan("capped", terms(copay=20), premium=600, maximum=2000)
    result = compared(uncapped, capped, visits=20)
    assert {name: dollars(ends) for name, ends in result.regrets.items()} == {
        "uncapped": (1000, 1000),
        "capped": (200, 200),
    }


def test_a_good_and_a_bad_year_are_as_it_was_said():
    # 50% of 20 is 10; said 10% is 2 and 150% is 30.
    plans = [plan("a", terms(copay=60)), plan("b", terms(copay=20), premium=600)]
    result = compared(*plans, visits=20, outlook={"good": 10, "bad": 150})
    assert [figure(result, "a", f"outlook.{year}.total") for year in ("good", "bad")] == [120, 1800]
    assert [figure(result, "b", f"outlook.{year}.total") for year in ("good", "bad")] == [640, 1200]
    # 1,800 - 1,200 and 640 - 120. As many visits as in a bad year are looked at.
    assert {name: dollars(ends) for name, ends in result.regrets.items()} == {"a": (600, 600), "b": (520, 520)}
    assert cheapest(result.visits)[-1][1] == 30


def test_regret_of_a_range():
    # 200 to 400 against 350, in every kind of year.
    result = compared(plan("range", between(20, 40)), plan("fixed", terms(copay=35)), outlook={"good": 100, "bad": 100})
    assert {name: dollars(ends) for name, ends in result.regrets.items()} == {"range": (0, 50), "fixed": (0, 150)}


def test_the_worst_year_is_premium_and_maximum_less_account_money():
    account = plan("account", terms(copay=20), premium=600, maximum=2000, account_money="700.00")
    plain = plan("plain", terms(copay=20), premium=600, maximum=2000)
    result = compared(account, plain, visits=20)
    assert figure(result, "account", "outlook.worst.total") == 1900
    assert figure(result, "plain", "outlook.worst.total") == 2600
    # Of 700 no more is taken off than 20 visits cost: 400. Of 40 visits' 800 it is all.
    assert figure(result, "account", "account_money") == -400
    assert [figure(result, "account", name) for name in ("total", "outlook.bad.total")] == [600, 700]


INPATIENT = terms("inpatient", deductible="first", coinsurance="0.20")


def test_a_plan_that_is_dearer_everywhere_is_never_the_cheapest():
    plans = [
        plan("low", terms(copay=30), INPATIENT, deductible=1000, maximum=3000),
        plan("same-but-dearer", terms(copay=30), INPATIENT, premium=300, deductible=1000, maximum=3000),
        plan("high", terms(copay=0), INPATIENT, premium=300, deductible=500, maximum=2000),
    ]
    result = compared(*plans)
    assert result.never_cheapest == ("same-but-dearer",)
    assert "same-but-dearer" not in {name for span in cheapest(result.visits) for name in span[2:]}


def test_a_plan_that_ties_or_is_cheapest_in_one_kind_of_year_is_not_called_never_the_cheapest():
    # It costs the same.
    twins = [plan(name, terms(copay=30)) for name in ("a", "b")]
    assert compared(*twins).never_cheapest == ()
    # With none to 20 visits 30 each is less than 40 each and a dollar; but 701 is less than 5,000 in the worst year.
    only_worst = [plan("a", terms(copay=30), maximum=5000), plan("b", terms(copay=40), maximum=700, premium=1)]
    result = compared(*only_worst)
    assert {name for span in cheapest(result.visits) for name in span[2:]} == {"a"}
    assert result.bill is None
    assert result.never_cheapest == ()


def test_a_plan_that_is_cheapest_only_with_a_large_bill_is_not_called_never_the_cheapest():
    # Ten visits: 300 and 400; without a maximum there is no worst year. A bill over 100 is cheaper under the other.
    plans = [
        plan("share", terms(copay=30), terms("inpatient", coinsurance="1.00")),
        plan("copay", terms(copay=30), terms("inpatient", copay=0), premium=100),
    ]
    result = compared(*plans)
    assert {name for span in cheapest(result.visits) for name in span[2:]} == {"share"}
    assert result.never_cheapest == ()


def test_plans_of_different_markets_are_compared_with_a_word_about_it():
    plans = [plan("a", terms(copay=30)), plan("b", terms(copay=30), market="individual")]
    assert "compare.markets" in [message.id for message in compared(*plans).messages]
    assert "compare.markets" not in [message.id for message in compared(plans[0], plans[0] | {"id": "b"}).messages]


def test_without_any_visits_there_is_no_curve_of_them():
    plans = [plan("a", terms(copay=30), INPATIENT, premium=50), plan("b", terms(copay=40), INPATIENT)]
    result = compared(*plans, care=[care(0)])
    assert result.visits is None
    assert result.bill.service == "inpatient"
    assert order(result) == ["b", "a"]
