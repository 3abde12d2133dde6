"""Which of several private plans pays first."""

import pytest
from order_scenarios import decision, order, plan

TOGETHER = {"parents": "together", "birthday_a": "11-10", "birthday_b": "02-10"}
APART = {"parents": "apart"}


def test_the_own_plan_pays_before_the_spouse_s():
    assert order(plan("spouses", holder="spouse"), plan("own")) == (
        ["own", "spouses"],
        ["cob.order.non_dependent_first"],
    )


def test_own_cobra_pays_before_a_spouse_s_active_plan():
    places, rules = order(plan("cobra", "cobra"), plan("spouses", holder="spouse"))
    assert (places, rules) == (["cobra", "spouses"], ["cob.order.non_dependent_first"])


def test_a_plan_without_rules_pays_first():
    places, rules = order(plan("own"), plan("spouses", holder="spouse", order_rules=False))
    assert (places, rules) == (["spouses", "own"], ["cob.order.plan_without_rules"])


def test_two_plans_without_rules_go_by_the_usual_order():
    places, _ = order(plan("own", order_rules=False), plan("spouses", holder="spouse", order_rules=False))
    assert places == ["own", "spouses"]


@pytest.mark.parametrize(
    ("birthday_a", "birthday_b", "first"), [("11-10", "02-10", "b"), ("06-02", "06-01", "b"), ("02-28", "02-29", "a")]
)
def test_the_birthday_earlier_in_the_year_is_first(birthday_a, birthday_b, first):
    family = {"parents": "together", "birthday_a": birthday_a, "birthday_b": birthday_b}
    places, rules = order(plan("a", holder="parent_a"), plan("b", holder="parent_b"), family=family)
    assert (places[0], rules) == (first, ["cob.order.child_married"])


def test_on_the_same_birthday_the_longer_coverage_is_first():
    family = {"parents": "together", "birthday_a": "05-09", "birthday_b": "05-09"}
    places, rules = order(
        plan("a", holder="parent_a", since="2018-01-01"),
        plan("b", holder="parent_b", since="2023-01-01"),
        family=family,
    )
    assert (places, rules) == (["a", "b"], ["cob.order.length_of_coverage"])


def test_on_the_same_birthday_and_day_the_plans_share():
    family = {"parents": "together", "birthday_a": "05-09", "birthday_b": "05-09"}
    both = {"since": "2018-01-01"}
    coverages = plan("a", holder="parent_a", **both), plan("b", holder="parent_b", **both)
    assert order(*coverages, family=family) == (["a=b"], ["cob.order.equal_shares"])
    assert decision(*coverages, family=family).outcome == "if_confirmed"


def test_the_parent_whom_a_court_order_names_is_first():
    places, rules = order(
        plan("mothers", holder="parent_a"),
        plan("fathers", holder="parent_b"),
        family={**APART, "court_order": "parent_b", "custody": "parent_a"},
    )
    assert (places, rules) == (["fathers", "mothers"], ["cob.order.child_decree"])


def test_where_the_named_parent_has_no_plan_the_new_spouse_s_is_first():
    places, rules = order(
        plan("mothers", holder="parent_a"),
        plan("stepmothers", holder="parent_b_spouse"),
        family={**APART, "court_order": "parent_b"},
    )
    assert (places, rules) == (["stepmothers", "mothers"], ["cob.order.child_decree"])


def test_a_court_order_looks_only_at_plans():
    places, _ = order(
        plan("stepmothers", holder="parent_a_spouse"),
        plan("mothers", holder="parent_a"),
        {"id": "ihs", "kind": "ihs"},
        family={**APART, "court_order": "parent_a"},
    )
    assert places == ["mothers", "stepmothers", "ihs"]


def test_a_court_order_that_names_both_leaves_it_to_the_birthdays():
    places, rules = order(
        plan("a", holder="parent_a"),
        plan("b", holder="parent_b"),
        family={**TOGETHER, "parents": "apart", "court_order": "both"},
    )
    assert (places, rules) == (["b", "a"], ["cob.order.child_married"])


@pytest.mark.parametrize(("day", "first"), [("2026-06-30", "mothers"), ("2026-07-01", "fathers")])
def test_a_court_order_counts_from_its_day_on(day, first):
    places, _ = order(
        plan("mothers", holder="parent_a"),
        plan("fathers", holder="parent_b"),
        day=day,
        family={**APART, "court_order": "parent_b", "court_order_since": "2026-07-01", "custody": "parent_a"},
    )
    assert places[0] == first


def test_of_several_court_orders_the_latest_counts():
    places, _ = order(
        plan("mothers", holder="parent_a"),
        plan("fathers", holder="parent_b"),
        family={
            **APART,
            "court_order": "parent_b",
            "court_order_since": "2020-01-01",
            "later_orders": [{"names": "parent_a", "since": "2024-01-01"}],
        },
    )
    assert places[0] == "mothers"


def test_without_a_court_order_custody_then_its_spouse_then_the_other_parent():
    coverages = (
        plan("a", holder="parent_a"),
        plan("a-spouse", holder="parent_a_spouse"),
        plan("b", holder="parent_b"),
        plan("b-spouse", holder="parent_b_spouse"),
    )
    family = {**APART, "court_order": "none", "custody": "parent_b"}
    places, rules = order(*coverages, family=family)
    assert places == ["b", "b-spouse", "a", "a-spouse"]
    assert rules == ["cob.order.child_no_decree", "cob.order.child_no_decree", "cob.order.child_fourth_place"]
    # The fourth place was read in a secondary copy only.
    assert decision(*coverages, family=family).confirm_rules == ("cob.order.child_fourth_place",)


def test_joint_custody_that_names_nobody_leaves_it_to_the_birthdays():
    places, _ = order(
        plan("a", holder="parent_a"),
        plan("b", holder="parent_b"),
        family={**TOGETHER, "parents": "apart", "court_order": "none", "custody": "joint"},
    )
    assert places == ["b", "a"]


def test_a_grown_child_s_own_plan_is_first_and_a_spouse_s_against_a_parent_s_goes_by_length():
    own, parents = plan("own"), plan("parents", holder="parent_a", since="2015-01-01")
    spouses = plan("spouses", holder="spouse", since="2024-01-01")
    assert order(own, parents)[0] == ["own", "parents"]
    found = decision(parents, spouses)
    assert found.order.places == (("parents",), ("spouses",))
    assert (found.outcome, found.confirm_rules) == ("if_confirmed", ("cob.order.adult_child_with_spouse",))


def test_active_work_is_before_a_former_job():
    assert order(plan("pension", "retiree"), plan("job")) == (
        ["job", "pension"],
        ["cob.order.active_before_retired"],
    )


def test_someone_laid_off_for_a_time_counts_as_not_working_between_plans():
    laid_off, pension = plan("job", "laid_off", since="2020-01-01"), plan("pension", "retiree", since="2010-01-01")
    assert order(laid_off, pension) == (["pension", "job"], ["cob.order.length_of_coverage"])


def test_cobra_is_after_another_own_plan():
    found = decision(plan("cobra", "cobra"), plan("job"))
    assert found.order.places == (("job",), ("cobra",))
    assert (found.outcome, found.confirm_rules) == ("if_confirmed", ("cob.order.cobra",))


@pytest.mark.parametrize(
    ("day", "places"), [("2026-03-31", ["job", "second-job"]), ("2026-04-01", ["second-job", "job"])]
)
def test_cobra_begins_the_day_after_the_job(day, places):
    job = plan("job", job_ends="2026-03-31", after_job="cobra", since="2015-01-01")
    other = plan("second-job", since="2022-01-01")
    assert order(job, other, day=day)[0] == places


def test_coverage_that_has_ended_or_not_begun_is_left_out():
    places, _ = order(
        plan("old", until="2025-12-31"), plan("now", since="2026-01-01"), plan("later", since="2027-01-01")
    )
    assert places == ["now"]


def test_two_jobs_go_by_length():
    first = plan("first", since="2020-01-01")
    second = plan("second", since="2024-01-01")
    assert order(second, first) == (["first", "second"], ["cob.order.length_of_coverage"])


def test_unless_the_booklet_says_so_the_order_has_to_be_confirmed():
    own = {"id": "own", "kind": "employer", "holder": "patient"}
    spouses = {"id": "spouses", "kind": "employer", "holder": "spouse"}
    found = decision(own, spouses)
    assert found.order.places == (("own",), ("spouses",))
    assert found.outcome == "if_confirmed"
    # Without rules of its own, the own plan would be first all the more.
    assert found.confirm_facts == ("coverages.spouses.order_rules",)


def test_without_a_holder_there_is_no_order():
    found = decision({"id": "a", "kind": "employer"}, plan("b"))
    assert (found.outcome, found.facts) == ("undecided", ("coverages.a.holder",))


def test_the_order_of_entry_does_not_matter():
    coverages = [
        plan("a", holder="parent_a", since="2018-01-01"),
        plan("b", holder="parent_b", since="2019-01-01"),
        plan("own", "student"),
        {"id": "medicaid", "kind": "medicaid"},
    ]
    assert order(*coverages, family=TOGETHER) == order(*reversed(coverages), family=TOGETHER)


def test_a_court_order_overrides_the_birthdays_also_where_the_parents_live_together():
    places, rules = order(
        plan("a", holder="parent_a"), plan("b", holder="parent_b"), family={**TOGETHER, "court_order": "parent_a"}
    )
    assert (places, rules) == (["a", "b"], ["cob.order.child_decree"])
