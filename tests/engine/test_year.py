"""A year that has begun, a part of a year, premiums, and a change of plan in mid-year, by values worked out by hand."""

from datetime import date

import pytest
from scenarios import (
    ANNUAL_COST,
    UNKNOWN,
    computed,
    course,
    dollars,
    household,
    limit,
    lines_of,
    messages_of,
    person,
    scenario,
)

from calculators.coverage.premiums import months_begun
from calculators.presentation.wording import message_text

FIRST = {"service": "specialist", "deductible": "first", "coinsurance": "0.20"}


def begun(used, care=None, terms=(FIRST,), **plan):
    inside = {"deductible": person("500.00"), "out_of_pocket_maximum": person("1000.00")}
    made = household(care or [course("specialist", allowed="400.00")], list(terms), **(inside | plan))
    made["used_before"] = used if isinstance(used, list) else [{"person": "me", **used}]
    return computed(made)


# What was used before


def test_what_was_paid_before_counts():
    # 300 of 500 were paid: 200, and 20 % of 200.
    result = begun({"deductible": "300.00", "out_of_pocket": "350.00"})
    assert lines_of(result, "deductible", "coinsurance") == [(20000, 4000)]
    assert dollars(result, "people.me.deductible_left") == 0
    assert dollars(result, "people.me.out_of_pocket_left") == 1000 - 350 - 240


def test_the_maximum_can_be_met_before():
    assert dollars(begun({"deductible": "500.00", "out_of_pocket": "1000.00"}), "patient_pays") == 0


def test_what_was_met_before_is_not_said_to_be_met_by_a_visit():
    result = begun({"deductible": "500.00", "out_of_pocket": "1000.00"})
    assert not {"deductible.met", "out_of_pocket.met"} & set(messages_of(result))


def test_what_was_paid_before_counts_for_the_person_and_the_family():
    # Ben paid 450 of the family's 600: Ann finds 150, and 20 % of 250.
    care = [course("specialist", person="ann", allowed="400.00"), course("specialist", person="ben", visits=0)]
    result = begun(
        [{"person": "ben", "deductible": "450.00", "out_of_pocket": "450.00"}],
        care,
        deductible={"person": "500.00", "family": "600.00"},
    )
    assert lines_of(result, "deductible", "coinsurance") == [(15000, 5000)]


def test_what_was_paid_before_out_of_network_counts_there():
    terms = [FIRST, FIRST | {"network": "out"}]
    outside = {"deductible": "800.00", "maximum": "none", "accumulation": "separate"}
    care = [course("specialist", network="out", allowed="400.00"), course("specialist", allowed="400.00")]
    result = begun({"network": "out", "deductible": "700.00"}, care, terms, out_of_network=outside)
    # In network comes first that day ("in" before "out"): 400 of 500. Out of network 100 of 800 are left.
    assert lines_of(result, "deductible", "coinsurance") == [(40000, 0), (10000, 6000)]


def test_an_unknown_amount_paid_before_is_a_range():
    # From nothing paid, 400, to 500 paid, 20 % of 400.
    used = {"deductible": {**UNKNOWN, "low": "0.00", "high": "500.00"}}
    assert dollars(begun(used), "patient_pays") == (80, 400)


def test_an_unknown_amount_paid_before_and_no_visits():
    used = {"deductible": {**UNKNOWN, "low": "0.00", "high": "500.00"}}
    result = begun(used, [course("specialist", visits=0)])
    assert dollars(result, "patient_pays") == 0


def test_visits_used_before_under_an_unknown_number():
    # Of 5, from 1 to 4 were used: from none to two of three visits are over the limit.
    made = household(
        [course("physical_therapy", visits=3)], [{"service": "physical_therapy", "copay": "0.00"}], limits=[limit(5)]
    )
    made["visits_used"] = [{"person": "me", "limit": "therapy", "used": {**UNKNOWN, "low": 1, "high": 4}}]
    assert dollars(computed(made), "over_limit") == (0, 200)


# Premiums


@pytest.mark.parametrize(
    ("first", "last", "months"),
    [
        (date(2026, 1, 1), date(2026, 12, 31), 12),
        (date(2026, 7, 1), date(2026, 12, 31), 6),
        (date(2026, 7, 15), date(2026, 12, 31), 6),
        (date(2026, 7, 15), date(2026, 8, 14), 1),
        (date(2026, 7, 15), date(2026, 8, 15), 2),
        (date(2026, 7, 15), date(2026, 7, 15), 1),
        (date(2028, 2, 29), date(2029, 2, 28), 12),
        (date(2026, 8, 31), date(2027, 8, 30), 12),
        (date(2026, 1, 31), date(2026, 2, 28), 1),
    ],
)
def test_months_that_have_begun(first, last, months):
    assert months_begun(first, last) == months


@pytest.mark.parametrize(
    ("every", "whole", "half"),
    [
        ("month", 1200, 600),
        ("half_month", 2400, 1200),
        ("two_weeks", 2600, 1300),
        ("week", 5200, 2600),
        ("quarter", 400, 200),
        ("year", 100, 50),
    ],
)
def test_premium_of_a_year_and_of_half_a_year(every, whole, half):
    premium = {"amount": "100.00", "every": every, "employer_pays": "0.00"}
    assert dollars(computed(scenario(premium=premium)), "premium") == whole
    later = scenario(care={"first_visit": "2026-07-06"}, premium=premium, covered_from="2026-07-01")
    assert dollars(computed(later), "premium") == half
    until = scenario(care={"visits": 1}, premium=premium, covered_until="2026-06-30")
    assert dollars(computed(until), "premium") == half


@pytest.mark.parametrize(
    ("amount", "every", "months", "cents"),
    [
        # One month of 26 payments of 100.01: 216.688… dollars. Of a yearly 0.06: half a cent, rounded up.
        ("100.01", "two_weeks", 1, 21669),
        ("0.06", "year", 1, 1),
        ("0.05", "year", 1, 0),
        ("100.00", "year", 5, 4167),
        ("100.00", "week", 7, 303333),
    ],
)
def test_a_part_of_a_premium_rounds_the_half_cent_up(amount, every, months, cents):
    premium = {"amount": amount, "every": every, "employer_pays": "0.00"}
    made = scenario(care={"visits": 0}, premium=premium, covered_until=f"2026-{months:02}-28")
    assert computed(made).low.figures["premium"].value == cents


def test_employer_credit_and_surcharge():
    # (400 + 25 - 250 - 60) × 12
    premium = {
        "amount": "400.00",
        "every": "month",
        "employer_pays": "250.00",
        "credit": "60.00",
        "surcharge": "25.00",
    }
    result = computed(scenario(premium=premium))
    assert dollars(result, "premium") == 1380
    assert "premium.credit" in messages_of(result)


def test_money_in_an_account_is_taken_off_the_total_and_of_the_worst_year():
    # 1,600 of copays and 600 of premiums, less 500. The worst year: 600 and the maximum of 3,000, less 500.
    made = scenario(
        account_money="500.00",
        premium={"amount": "50.00", "every": "month", "employer_pays": "0.00"},
        out_of_pocket_maximum=person("3000.00"),
    )
    result = computed(made)
    assert dollars(result, "total") == 1700
    assert dollars(result, "account_money") == -500
    assert dollars(result, "most_you_could_pay") == 3600
    assert dollars(result, "outlook.worst.total") == 3100
    assert "account.rest" not in messages_of(result)


def test_money_in_an_account_is_taken_off_only_as_far_as_the_care_costs_so_much():
    # One copay of 40 and 120 of premiums; 960 of 1,000 stay in the account. The maximum of 50 is paid from it too.
    made = scenario(
        care={"visits": 1},
        account_money="1000.00",
        premium={"amount": "10.00", "every": "month", "employer_pays": "0.00"},
        out_of_pocket_maximum=person("50.00"),
    )
    result = computed(made)
    assert dollars(result, "account_money") == -40
    assert dollars(result, "total") == 120
    assert dollars(result, "outlook.worst.total") == 120
    assert "$960 of it stays in the account" in text_of(result, "account.rest")[0]


def test_money_in_the_accounts_of_two_plans_is_added_up():
    # 800 for care; 500 and 200 in the accounts.
    result = computed(changed(False, account_money="500.00", new={"account_money": "200.00"}))
    assert dollars(result, "account_money") == -700
    assert dollars(result, "total") == 100
    assert "change.account_money" in messages_of(result)


@pytest.mark.parametrize(
    ("rest", "copays", "told"),
    [
        # Three were used: the planned ones are visits 4 to 7.
        ({"used": 3}, [0, 50, 50, 50], []),
        ({"used": 0}, [0, 0, 0, 0], []),
        # Three of physical or speech therapy, or since January 1: nobody knows how many of these.
        ({"used": 3, "services": ["physical_therapy", "speech_therapy"]}, [0, 0, 0, 0], ["from_visit.not_counted"]),
        ({"used": 3, "per": "lifetime"}, [0, 0, 0, 0], ["from_visit.not_counted"]),
        ({"used": 3, "per": "rolling_12_months"}, [0, 0, 0, 0], ["limit.rolling_used", "from_visit.not_counted"]),
    ],
)
def test_visits_used_before_count_toward_terms_that_hold_from_a_certain_visit_on(rest, copays, told):
    made = scenario(care={"visits": 4}, limits=[limit(30) | rest])
    terms = {"service": "physical_therapy", "copay": "0.00"}
    made["plan"]["terms"] = [terms, terms | {"copay": "50.00", "from_visit": 5}]
    result = computed(made)
    assert lines_of(result, "copay") == [(copay * 100,) for copay in copays]
    assert [name for name in messages_of(result) if name in ("from_visit.not_counted", "limit.rolling_used")] == told


def test_a_facility_fee_beside_a_visit_that_is_not_covered_is_said_to_be_counted_apart():
    care = [course("physical_therapy", visits=2, facility_fee="80.00", site="hospital")]
    terms = [{"service": service, "copay": "10.00"} for service in ("physical_therapy", "outpatient_facility")]
    assert "facility_fee.apart" in messages_of(computed(household(care, terms, limits=[limit(1)])))
    assert "facility_fee.apart" not in messages_of(computed(household(care, terms, limits=[limit(2)])))


def test_one_persons_amounts_are_said_to_hold_where_only_one_person_is_counted():
    alone = {"person": "500.00", "family": "1000.00", "kind": "aggregate"}
    assert "family.one_person" in messages_of(begun([], deductible=alone))
    assert "family.one_person" not in messages_of(begun([], deductible=alone | {"kind": "embedded"}))


# Plan years


@pytest.mark.parametrize("month", range(1, 13))
def test_a_plan_year_from_any_month_has_twelve_premiums(month):
    made = scenario(
        care={"visits": 1, "first_visit": f"2026-{month:02}-15"},
        starts=f"2026-{month:02}-01",
        premium={"amount": "10.00", "every": "month", "employer_pays": "0.00"},
    )
    assert dollars(computed(made), "premium") == 120


def test_a_plan_year_from_february_29():
    made = scenario(
        care={"visits": 1, "first_visit": "2029-02-28"},
        starts="2028-02-29",
        premium={"amount": "10.00", "every": "month", "employer_pays": "0.00"},
    )
    assert dollars(computed(made), "total") == 120 + 40


# A good and a bad year


def test_a_good_and_a_bad_year():
    # Half of 5 visits is 2, three halves are 8; copay 40.
    made = scenario(care={"visits": 5})
    made["outlook"] = {"good": 50, "bad": 150}
    result = computed(made)
    assert dollars(result, "outlook.good.patient_pays") == 80
    assert dollars(result, "patient_pays") == 200
    assert dollars(result, "outlook.bad.patient_pays") == 320


def test_a_bad_year_ends_with_the_plan_year():
    # From December 21 weekly: two visits fit.
    result = computed(scenario(care={"visits": 2, "first_visit": "2026-12-21", "frequency": "1_a_week"}))
    assert dollars(result, "outlook.bad.patient_pays") == 80


# A change of plan


def changed(credited, *, since="2026-07-01", used=(), limits=(), new=None, **old):
    """400 on March 2 and on August 3; deductible 500 before and 600 after, then 20 % and 10 %."""
    care = [
        course("specialist", allowed="400.00", first_visit="2026-03-02"),
        course("specialist", allowed="400.00", first_visit="2026-08-03"),
    ]
    inside = {"deductible": person("500.00"), "out_of_pocket_maximum": person("1000.00"), "limits": list(limits)}
    made = household(care, [FIRST], **(inside | old))
    made["used_before"] = list(used)
    other = household(care, [FIRST | {"coinsurance": "0.10"}])["plan"]
    other |= {
        "id": "new",
        "deductible": person("600.00"),
        "out_of_pocket_maximum": person("1500.00"),
        "limits": list(limits),
    }
    made["change"] = {"since": since, "plan": other | (new or {})}
    if credited is not UNKNOWN:
        made["change"]["credits_earlier"] = credited
    return made


def test_a_new_plan_that_starts_again():
    assert lines_of(computed(changed(credited=False)), "deductible", "coinsurance") == [(40000, 0), (40000, 0)]


def test_a_new_plan_that_credits_what_was_paid():
    # 200 of 600 are left, and 10 % of 200.
    result = computed(changed(credited=True))
    assert lines_of(result, "deductible", "coinsurance") == [(40000, 0), (20000, 2000)]
    assert dollars(result, "people.me.out_of_pocket_left") == 1500 - 620


def test_it_is_a_range_where_nobody_knows():
    result = computed(changed(UNKNOWN))
    assert dollars(result, "patient_pays") == (620, 800)
    (question,) = result.questions
    assert (question.id, question.worth) == ("credits_earlier", 18000)


def test_what_was_used_before_is_credited_too():
    used = [{"person": "me", "deductible": "300.00", "out_of_pocket": "300.00"}]
    # Before: 200 of 500 are left, and 20 % of 200. After: 100 of 600, and 10 % of 300; or 400 of 600.
    assert lines_of(computed(changed(credited=True, used=used)), "deductible", "coinsurance") == [
        (20000, 4000),
        (10000, 3000),
    ]
    assert lines_of(computed(changed(credited=False, used=used)), "deductible", "coinsurance") == [
        (20000, 4000),
        (40000, 0),
    ]


@pytest.mark.parametrize("credited", [True, False])
def test_limits_start_again_under_the_new_plan(credited):
    made = changed(credited=credited, limits=[limit(1, "specialist")])
    assert lines_of(computed(made), "over_limit") == [(0,), (0,)]


def test_visits_used_under_the_new_plans_limit_person_by_person():
    # One of two was used under the new plan's limit: the August visit is the second; and the third is over it.
    made = changed(credited=False, new={"limits": [limit(2, "specialist", id="new-limit")]})
    made["people"].append({"id": "you"})
    made["visits_used"] = [{"person": "me", "limit": "new-limit", "used": 1}]
    made["care"][1]["visits"] = 2
    assert lines_of(computed(made), "over_limit") == [(0,), (0,), (40000,)]


def test_the_day_of_the_change_is_the_new_plans():
    plans = [line.plan for line in computed(changed(credited=False, since="2026-03-02")).low.lines]
    assert plans == ["new", "new"]
    plans = [line.plan for line in computed(changed(credited=False, since="2026-03-03")).low.lines]
    assert plans == ["plan", "new"]


def test_premiums_of_both_plans():
    # Six months of 100, then six of 150.
    new = {"premium": {"amount": "150.00", "every": "month", "employer_pays": "0.00"}}
    made = changed(False, new=new, premium={"amount": "100.00", "every": "month", "employer_pays": "0.00"})
    assert dollars(computed(made), "premium") == 1500


def test_two_plans_without_premiums_are_shown():
    given = ANNUAL_COST.read(changed(False))
    assert "Premium" in ANNUAL_COST.show.result_html(given, ANNUAL_COST.compute(given), "annual-cost")


def test_premiums_end_with_the_new_plans_coverage():
    # Six months of 100, then July and August of 150; and the first plan's last day may be named.
    new = {"premium": {"amount": "150.00", "every": "month", "employer_pays": "0.00"}, "covered_until": "2026-08-05"}
    premium = {"amount": "100.00", "every": "month", "employer_pays": "0.00"}
    made = changed(False, new=new, premium=premium, covered_until="2026-06-30")
    assert dollars(computed(made), "premium") == 900
    # A bad year has two visits in March, 400 and 100 and 20 % of 300; and one in August: the 10th is too late.
    assert dollars(computed(made), "outlook.bad.patient_pays") == 560 + 400


def text_of(result, identifier):
    return [message_text(message) for message in result.messages if message.id == identifier]


@pytest.mark.parametrize(
    ("since", "premium", "told"),
    [
        # Six and six months; or seven, for January to mid-July, and six from then on.
        ("2026-07-01", 6 * 100 + 6 * 150, []),
        ("2026-07-15", 7 * 100 + 6 * 150, ["The change on Wed, Jul 15, 2026"]),
    ],
)
def test_a_change_inside_a_month_is_said_to_cost_both_premiums(since, premium, told):
    new = {"premium": {"amount": "150.00", "every": "month", "employer_pays": "0.00"}}
    first = {"amount": "100.00", "every": "month", "employer_pays": "0.00"}
    result = computed(changed(False, since=since, new=new, premium=first))
    assert dollars(result, "premium") == premium
    assert [text[:31] for text in text_of(result, "change.two_premiums")] == told


def test_limits_of_a_new_plan_are_said_to_start_again():
    assert text_of(computed(changed(False)), "change.limits_start_again") == []
    assert text_of(computed(changed(False, limits=[limit(1, "specialist")])), "change.limits_start_again")
    used = {"limits": [limit(1, "specialist", used=1)]}
    assert text_of(computed(changed(False, new=used)), "change.limits_start_again") == []


def test_what_was_paid_before_is_said_to_be_outside_what_is_paid_for_care():
    assert "used_before.included" in messages_of(begun({"deductible": "300.00", "out_of_pocket": "350.00"}))
    assert "used_before.included" not in messages_of(begun([]))


@pytest.mark.parametrize(("credited", "most"), [(False, 2500), (True, 1500), (UNKNOWN, (1500, 2500))])
def test_the_most_you_could_pay_under_two_plans(credited, most):
    # Starting again: 1,000 and 1,500. Credited: what was paid before counts toward the 1,500.
    assert dollars(computed(changed(credited)), "most_you_could_pay") == most


def test_a_change_after_the_last_visit_leaves_the_new_plans_amounts():
    result = computed(changed(credited=False, since="2026-10-01"))
    assert dollars(result, "people.me.deductible_left") == 600
