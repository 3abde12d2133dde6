"""What the page says about the amounts: why a plan pays nothing, where limits end, how a visit's parts come about."""

import html
import re

from order_scenarios import medicare, plan, scenario
from year_scenarios import IN, care, own, spouses, terms

from calculators.catalogue import CALCULATORS

CALCULATOR = CALCULATORS["two-plans"]


def told(*coverages, day="2026-01-05", **rest):
    """The messages of an answer, by their ids, and the page's words."""
    given = scenario(*coverages, day=day, **rest)
    answer = CALCULATOR.compute(given)
    said = {message["id"]: message for message in CALCULATOR.show.result_json(given, answer)["messages"]}
    page = re.sub(r"</?(td|th|li|p|h\d|summary)[^>]*>", " ", CALCULATOR.show.result_html(given, answer, "two-plans"))
    return said, re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", "", page)))


def bills(*, method):
    """The first plan pays 90 of 100; the second would pay 90 alone, so that one method leaves it nothing to pay."""
    bill = {"allowed": "100.00", "copay": "10.00"}
    second = plan("spouses", holder="spouse", name="Hers", bill=bill, beside={"in_network": True, "method": method})
    return plan("own", bill=bill, beside=IN), second


def test_a_plan_that_pays_nothing_in_every_way_is_told_why():
    said, _ = told(*bills(method="carve_out"), bill={"charge": "100.00"})
    assert "two_plans.may_pay_nothing" not in said
    assert said["two_plans.why_nothing"]["values"] == {"coverage": "spouses", "reason": "carve_out"}


def test_a_plan_that_pays_nothing_in_some_ways_only_may_pay_nothing():
    said, words = told(*bills(method={"unknown": True}), bill={"charge": "100.00"})
    assert "two_plans.why_nothing" not in said
    assert said["two_plans.may_pay_nothing"]["values"]["coverage"] == "spouses"
    assert "“Hers” may pay nothing. In one of the ways in which this can turn out, " in words
    assert "Hers $0.00 to $10.00" in words


def test_where_each_limit_ends_and_which_visits_no_plan_pays():
    # 20 of one plan, 15 of the other: from visit 21 on nobody pays, ten visits at 100.
    first, second = terms(coinsurance="0.20", limit=20), terms(copay=30, limit=15)
    said, words = told({**own(first), "name": "Mine"}, {**spouses(second), "name": "Hers"}, **care(30))
    assert said["two_plans.no_plan_pays"]["values"] == {"first": 21, "last": 30, "count": 10, "amount": "1000.00"}
    assert words.index("“Hers” covers care up to visit 15") < words.index("“Mine” covers care up to visit 20")
    assert "From visit 21 on no plan pays: visits 21 to 30 ($1,000) are yours." in words
    # Exception, parity, other coverage, appeal: before any price in cash.
    assert {"limit.exception", "limit.parity", "two_plans.limit_other", "limit.appeal_date"} <= set(said)


def test_a_limit_that_another_plan_takes_over_leaves_no_visit_to_nobody():
    said, _ = told(own(terms(coinsurance="0.20", limit=2)), spouses(terms(copay=30)), **care(4))
    assert "two_plans.limit_ends" in said
    assert not {"two_plans.no_plan_pays", "two_plans.no_plan_pays_some"} & set(said)


def test_a_limit_that_is_used_up_already_says_so():
    said, _ = told(own(terms(coinsurance="0.20", limit=0)), spouses(terms(copay=30)), **care(2))
    assert "two_plans.limit_over" in said


def test_where_a_limit_ends_in_one_way_only_that_is_an_if():
    unknown = terms(coinsurance="0.20")
    unknown["limits"] = [
        {
            "id": "visits",
            "quantity": {"unknown": True, "low": 2, "high": 10},
            "services": ["physical_therapy"],
            "per": "plan_year",
        }
    ]
    _, words = told({**own(unknown), "name": "Mine"}, spouses(terms(copay=100, limit=3)), **care(4))
    assert "If it turns out in the dearest way: “Mine” covers care up to visit 2" in words


def test_how_a_visit_comes_about_names_the_reason():
    first, second = terms(coinsurance="0.20", deductible=150, limit=3), terms(copay=30)
    _, words = told({**own(first), "name": "Mine"}, {**spouses(second), "name": "Hers"}, **care(4))
    # 100 go to the deductible of 150; then 50 do, and 20 percent of the other 50 are 10; then the limit is used up.
    assert "Mine: pays first; alone it would pay $0.00 of $100.00, after $100.00 of its deductible." in words
    assert "alone it would pay $40.00 of $100.00, after $50.00 of its deductible and coinsurance of $10.00." in words
    assert "Mine: pays first; alone it would pay $0.00, for its visit limit is used up." in words
    assert "Left to you $30: what may be asked, less what was paid: what may be asked in all $100.00; paid by" in words


def test_what_an_explanation_of_benefits_says_is_not_told_as_what_it_would_pay_alone():
    paid = plan("own", name="Mine", bill={"allowed": "150.00", "paid": "90.00"}, beside=IN)
    _, words = told(paid, bill={"charge": "150.00"})
    assert "Mine: paid $90.00, as its explanation of benefits says." in words
    assert "alone it would pay $150.00" not in words


def test_from_which_visit_on_a_plan_pays_for_itself_where_it_may_never_do():
    # Alone, 12 visits at 20 percent of 100 cost 240. The spouse's plan costs 100 a year. It saves 20 a visit, so it
    # has saved more with visit 6; or, paid by its own share of the rest, 16, with visit 7; or, less what was paid, 0.
    second = terms(coinsurance="0.20")
    second["premium"] = {"amount": "100.00", "every": "year", "employer_pays": "0.00"}
    open_method = spouses(second, method={"unknown": True})
    _, words = told({**own(terms(coinsurance="0.20")), "name": "Mine"}, {**open_method, "name": "Hers"}, **care(12))
    assert "Hers $240.00 $240.00 visit 6 to 7, or none" in words


def test_a_plan_that_pays_for_itself_in_no_way_says_for_how_many_visits():
    second = terms(coinsurance="0.20")
    second["premium"] = {"amount": "1000.00", "every": "year", "employer_pays": "0.00"}
    _, words = told(own(terms(coinsurance="0.20")), {**spouses(second), "name": "Hers"}, **care(12))
    assert "Hers $240.00 $240.00 not with these 12 visits" in words


def test_a_program_s_part_names_it_once():
    job = plan("job", name="Mine", employer_size="100_or_more", bill={"allowed": "100.00", "paid": "50.00"}, beside=IN)
    later = {"id": "medicare", "kind": "medicare", "bill": {"allowed": "100.00", "coinsurance": "0.20"}, "beside": IN}
    _, words = told(job, later, born="1950-05-20", **medicare("age"), bill={"charge": "100.00"})
    assert "Medicare: Pays $50: the lowest of" in words
    assert "Medicare: Medicare" not in words
