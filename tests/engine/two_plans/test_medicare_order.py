"""Medicare before or after a plan: the table of Medicare as a secondary payer, row by row."""

import pytest
from order_scenarios import decision, medicare, order, plan, scenario

from calculators.two_plans.periods import periods

AGED = {"born": "1950-05-20"}
YOUNGER = {"born": "1980-05-20"}
MEDICARE = {"id": "medicare", "kind": "medicare"}

TABLE = [
    # who has Medicare and why, the plan, who is first, the rule
    (medicare("age") | AGED, plan("job", employer_size="20_to_99"), "job", "msp.aged.employer_20"),
    (medicare("age") | AGED, plan("job", employer_size="100_or_more"), "job", "msp.aged.employer_20"),
    (
        medicare("age") | AGED,
        plan("job", holder="spouse", employer_size="20_to_99"),
        "job",
        "msp.aged.employer_20",
    ),
    (
        medicare("age") | AGED,
        plan("job", employer_size="under_20", other_employers="none"),
        "medicare",
        "msp.aged.employer_20",
    ),
    (
        medicare("age") | AGED,
        plan("job", employer_size="under_20", other_employers="under_20"),
        "medicare",
        "msp.aged.employer_20",
    ),
    (
        medicare("age") | AGED,
        plan("job", employer_size="under_20", other_employers="20_to_99", small_employer_exception=False),
        "job",
        "msp.aged.multiemployer_small_exception",
    ),
    (
        medicare("age") | AGED,
        plan("job", employer_size="under_20", other_employers="20_to_99", small_employer_exception=True),
        "medicare",
        "msp.reg.multiemployer_exception",
    ),
    (
        medicare("age") | AGED,
        plan("job", holder="partner", employer_size="100_or_more"),
        "medicare",
        "msp.aged.current_employment",
    ),
    # Laid off for a time is still current work for Medicare.
    (medicare("age") | AGED, plan("job", "laid_off", employer_size="20_to_99"), "job", "msp.aged.employer_20"),
    (medicare("age") | AGED, plan("old-job", "retiree"), "medicare", "msp.reg.coverage_by_virtue_of"),
    (medicare("age") | AGED, plan("cobra", "cobra"), "medicare", "msp.reg.aged_medicare_primary"),
    (medicare("age") | AGED, plan("own", "individual"), "medicare", "msp.reg.what_is_ghp"),
    (medicare("age") | AGED, plan("school", "student"), "medicare", "msp.reg.what_is_ghp"),
    (
        medicare("age", enrolled="b_only") | AGED,
        plan("job", employer_size="100_or_more"),
        "medicare",
        "msp.part_b_only",
    ),
    (medicare("disability") | YOUNGER, plan("job", employer_size="100_or_more"), "job", "msp.lghp.100"),
    (
        medicare("disability") | YOUNGER,
        plan("job", holder="partner", employer_size="100_or_more"),
        "job",
        "msp.lghp.100",
    ),
    (
        medicare("disability") | YOUNGER,
        plan("job", employer_size="20_to_99", other_employers="none"),
        "medicare",
        "msp.lghp.100",
    ),
    (
        medicare("disability") | YOUNGER,
        plan("job", employer_size="under_20", other_employers="100_or_more"),
        "job",
        "msp.lghp.100",
    ),
    (medicare("disability") | YOUNGER, plan("old-job", "retiree"), "medicare", "msp.reg.coverage_by_virtue_of"),
    (medicare("disability") | YOUNGER, plan("cobra", "cobra"), "medicare", "msp.reg.disabled_medicare_primary"),
    # A disability gives way to age: at 65 an employer of 20 is enough.
    (medicare("disability") | AGED, plan("job", employer_size="20_to_99"), "job", "msp.aged.employer_20"),
    (
        medicare("kidney", kidney_since="2025-01-01"),
        plan("job", employer_size="under_20"),
        "job",
        "msp.reg.esrd_secondary_any_size",
    ),
    (
        medicare("kidney", kidney_since="2025-01-01"),
        plan("old-job", "retiree"),
        "old-job",
        "msp.reg.esrd_secondary_any_size",
    ),
    (
        medicare("kidney", kidney_since="2025-01-01"),
        plan("cobra", "cobra"),
        "cobra",
        "msp.reg.esrd_secondary_any_size",
    ),
    (
        medicare("kidney", kidney_since="2023-01-01"),
        plan("job", employer_size="100_or_more"),
        "medicare",
        "msp.esrd.30_months",
    ),
    # Even at 67 with current work at a large employer.
    (
        medicare("kidney_and_other", kidney_since="2023-01-01", first_before_kidney=False) | AGED,
        plan("job", employer_size="100_or_more"),
        "medicare",
        "msp.esrd.30_months",
    ),
    (
        medicare("kidney_and_other", kidney_since="2025-01-01", first_before_kidney=False) | AGED,
        plan("old-job", "retiree"),
        "old-job",
        "msp.reg.esrd_dual_otherwise",
    ),
    (
        medicare("kidney_and_other", kidney_since="2025-01-01", first_before_kidney=True) | AGED,
        plan("old-job", "retiree"),
        "medicare",
        "msp.reg.esrd_dual_medicare_stays_first",
    ),
    (medicare("kidney", kidney_since="2025-01-01"), plan("own", "individual"), "medicare", "msp.reg.what_is_ghp"),
]


@pytest.mark.parametrize(("who", "other", "first", "rule"), TABLE)
def test_the_table_of_medicare_as_a_secondary_payer(who, other, first, rule):
    second = other["id"] if first == "medicare" else "medicare"
    assert order(other, MEDICARE, **who) == ([first, second], [rule])


@pytest.mark.parametrize(
    ("day", "first"),
    [
        # Born on May 20, 1961: aged from May 1, 2026.
        ("2026-04-30", "medicare"),
        ("2026-05-01", "job"),
    ],
)
def test_the_rule_for_the_aged_begins_with_the_month_of_the_65th_birthday(day, first):
    # Under 65 with a disability an employer of 50 leaves Medicare first; from 65 on it does not.
    job = plan("job", employer_size="20_to_99", other_employers="none")
    places, _ = order(job, MEDICARE, day=day, born="1961-05-20", **medicare("disability"))
    assert places[0] == first


@pytest.mark.parametrize(("born", "changes"), [("1964-05-20", ["2029-05-01"]), ("1980-05-20", [])])
def test_a_65th_birthday_is_told_where_it_is_near(born, changes):
    job = plan("job", employer_size="20_to_99", other_employers="none")
    told = periods(scenario(job, MEDICARE, born=born, **medicare("disability")))
    assert [period.since.isoformat() for period in told[1:]] == changes


@pytest.mark.parametrize(("day", "first"), [("2026-03-31", "medicare"), ("2026-04-01", "job")])
def test_born_on_the_first_counts_as_aged_a_month_earlier(day, first):
    job = plan("job", employer_size="20_to_99", other_employers="none")
    places, _ = order(job, MEDICARE, day=day, born="1961-05-01", **medicare("disability"))
    assert places[0] == first


@pytest.mark.parametrize(
    ("day", "first"),
    [
        # From January 1, 2024 on the 30th month is June 2026.
        ("2026-06-30", "job"),
        ("2026-07-01", "medicare"),
    ],
)
def test_medicare_is_first_from_month_31_of_kidney_failure(day, first):
    job = plan("job", employer_size="under_20")
    places, _ = order(job, MEDICARE, day=day, **medicare("kidney", kidney_since="2024-01-01"))
    assert places[0] == first


@pytest.mark.parametrize(("day", "first"), [("2026-08-31", "job"), ("2026-09-01", "medicare")])
def test_medicare_is_first_after_the_last_day_of_work(day, first):
    job = plan("job", employer_size="100_or_more", job_ends="2026-08-31", after_job="retiree")
    places, _ = order(job, MEDICARE, day=day, **AGED, **medicare("age"))
    assert places[0] == first


def test_before_65_medicare_by_age_is_not_there_yet():
    found = decision(plan("job", employer_size="under_20"), MEDICARE, born="1961-05-20", **medicare("age"))
    assert found.order.places == (("job",),)
    assert [(stands.coverage, stands.rule) for stands in found.order.apart] == [("medicare", "medicare.not_yet")]


def test_someone_not_enrolled_has_no_medicare_in_the_order_but_a_plan_may_pay_as_if():
    small = plan("job", employer_size="under_20", other_employers="none")
    found = decision(small, MEDICARE, **AGED, **medicare("age", "not_enrolled"))
    assert found.order.places == (("job",),)
    assert found.order.apart[0].rule == "medicare.not_enrolled"
    assert found.order.waits_for_medicare == ("job",)
    assert (found.outcome, found.confirm_rules) == ("if_confirmed", ("medicare.would_be_first",))


def test_a_large_employer_s_plan_does_not_wait_for_medicare():
    large = plan("job", employer_size="100_or_more")
    found = decision(large, MEDICARE, **AGED, **medicare("age", "not_enrolled"))
    assert found.order.waits_for_medicare == ()
    assert found.outcome == "no_coordination"


def test_a_retiree_with_a_working_spouse_has_medicare_in_the_middle():
    places, rules = order(
        plan("own", "retiree"),
        plan("spouses", holder="spouse", employer_size="100_or_more"),
        MEDICARE,
        **AGED,
        **medicare("age"),
    )
    assert places == ["spouses", "medicare", "own"]
    assert rules == ["msp.aged.employer_20", "msp.reg.coverage_by_virtue_of"]


def test_where_the_spouse_s_employer_is_small_the_own_retiree_plan_comes_before_it():
    places, _ = order(
        plan("own", "retiree"),
        plan("spouses", holder="spouse", employer_size="under_20", other_employers="none"),
        MEDICARE,
        **AGED,
        **medicare("age"),
    )
    assert places == ["medicare", "own", "spouses"]


def test_the_size_of_the_employer_is_asked_only_where_it_matters():
    job = plan("job")
    found = decision(job, MEDICARE, **AGED, **medicare("age"))
    assert found.outcome == "undecided"
    assert found.facts == (
        "coverages.job.employer_size",
        "coverages.job.other_employers",
        "coverages.job.small_employer_exception",
    )
    assert decision(job, MEDICARE, **medicare("kidney", kidney_since="2023-01-01")).outcome == "decided"


def test_whoever_does_not_know_the_reason_is_asked_for_it():
    found = decision(
        plan("job", employer_size="20_to_99", other_employers="none"),
        MEDICARE,
        **AGED,
        medicare={"enrolled": "a_and_b"},
    )
    # At 65 a disability changes nothing, so only kidney failure is left to ask about.
    assert found.outcome == "undecided"
    assert found.facts == ("medicare.reason", "medicare.kidney_since", "medicare.first_before_kidney")


def test_rules_that_contradict_one_another_leave_the_order_open():
    # The father's small employer leaves Medicare first, the mother's large one does not; his birthday is earlier.
    found = decision(
        plan("fathers", holder="parent_a", employer_size="under_20", other_employers="none"),
        plan("mothers", holder="parent_b", employer_size="100_or_more"),
        MEDICARE,
        **YOUNGER,
        **medicare("disability"),
        family={"parents": "together", "birthday_a": "01-05", "birthday_b": "09-05"},
    )
    assert found.outcome == "undecided"
    assert found.facts == ()
    assert {ruling.rule for ruling in found.order.conflict} == {"msp.lghp.100", "cob.order.child_married"}


def test_a_day_for_which_the_law_s_figures_are_not_held_is_refused():
    found = decision(plan("job", employer_size="20_to_99"), MEDICARE, day="2022-06-01", **AGED, **medicare("age"))
    assert (found.outcome, found.missing.series) == ("not_loaded", "cms.medicare_age")
