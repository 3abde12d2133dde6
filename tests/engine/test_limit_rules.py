"""Every rule by which a visit limit counts, by values worked out by hand."""

import pytest
from scenarios import UNKNOWN, computed, course, dollars, household, limit, lines_of, messages_of, person, scenario

from calculators.presentation.wording import message_text

PT, OT, ST = "physical_therapy", "occupational_therapy", "speech_therapy"
COPAY = "10.00"


def terms(*services, **rest):
    return [{"service": service, "copay": COPAY, **rest} for service in services]


def counted(care, limits, **plan):
    """The year of this care, each service with a copay of 10, under these limits."""
    services = dict.fromkeys(row["service"] for row in care)
    return computed(household(care, terms(*services), limits=limits, **({"one_copay_a_day": False} | plan)))


def over(result):
    """Which lines are over a limit, as ones and zeros in the order of the ledger."""
    return "".join("1" if line.over_limit.amount else "0" for line in result.low.lines)


# Units


def test_visits():
    assert over(counted([course(PT, visits=4)], [limit(3)])) == "0001"


def test_days_with_treatment_hold_any_number_of_visits():
    # Two a day on three days; two days are covered.
    care = [course(PT, visits=3), course(OT, visits=3)]
    assert over(counted(care, [limit(2, PT, OT, unit="day")])) == "000011"


@pytest.mark.parametrize("unit", ["hour", "unit"])
def test_hours_or_units_of_a_visit(unit):
    # Three units a visit: 3, 6, and the third visit finds 1 of 7 units: a third of its price is within the limit.
    result = counted([course(PT, visits=4, units=3, allowed="90.00")], [limit(7, unit=unit)])
    assert lines_of(result, "copay", "over_limit") == [(1000, 0), (1000, 0), (1000, 6000), (0, 9000)]
    assert result.low.figures["visits_covered"].value == 2
    assert result.low.figures["visits_over_limit"].value == 2


def test_a_stay_of_70_days_under_a_limit_of_60():
    # 60 of 70 days: 60,000 of 70,000 within the limit, of which 20 % is 12,000; 10,000 beyond it.
    care = [course("skilled_nursing", days=70, allowed="70000.00")]
    made = household(
        care,
        [{"service": "skilled_nursing", "coinsurance": "0.20"}],
        limits=[limit(60, "skilled_nursing", unit="day")],
    )
    result = computed(made)
    assert lines_of(result, "coinsurance", "over_limit", "plan_paid") == [(1200000, 1000000, 4800000)]
    assert result.low.lines[0].outcome == "over_limit"


def test_days_of_stays_add_up():
    # 40, then 20 of 40 days: half of 4,000 is within the limit. The third stay is beyond it.
    care = [course("inpatient", days=40, visits=3, frequency="every_12_weeks", allowed="4000.00")]
    result = counted(care, [limit(60, "inpatient", unit="day")])
    assert lines_of(result, "over_limit") == [(0,), (200000,), (400000,)]


def test_dollars_that_the_plan_pays():
    # The plan pays 90 a visit. Of 200: 90, 90, and 20 of the third visit; the fourth is beyond the limit.
    result = counted([course(PT, visits=4)], [limit(200, unit="dollar")])
    assert lines_of(result, "copay", "over_limit", "plan_paid") == [
        (1000, 0, 9000),
        (1000, 0, 9000),
        (1000, 7000, 2000),
        (0, 10000, 0),
    ]
    assert dollars(result, "patient_pays") == 10 + 10 + 80 + 100
    assert "limit.reached_dollars" in messages_of(result)


def test_dollars_used_before():
    result = computed(scenario(care={"visits": 2}, limits=[limit(150, unit="dollar", used=100)]))
    # 150 a visit with a copay of 40: the plan would pay 110; 50 are left.
    assert lines_of(result, "copay", "over_limit", "plan_paid") == [(4000, 6000, 5000), (0, 15000, 0)]


@pytest.mark.parametrize(
    ("unpaid", "third", "fourth"),
    [("write_off", 0, 0), ("contract_rate", 7000, 10000), ("charge", 7000, 13000)],
)
def test_what_a_limit_in_dollars_leaves(unpaid, third, fourth):
    care = [course(PT, visits=4, unpaid_visits=unpaid, billed="130.00")]
    result = counted(care, [limit(200, unit="dollar")])
    assert lines_of(result, "over_limit")[2:] == [(third,), (fourth,)]


def test_visits_over_a_limit_in_dollars_count_toward_no_maximum():
    result = computed(
        scenario(care={"visits": 3}, limits=[limit(110, unit="dollar")], out_of_pocket_maximum=person("500.00"))
    )
    assert dollars(result, "people.me.out_of_pocket_left") == 460


# Which care a limit is about


def test_a_pooled_limit_counts_every_service_it_names():
    care = [course(service, visits=2) for service in (PT, OT, ST)]
    assert over(counted(care, [limit(5, PT, OT, ST)])) == "000001"


def test_limits_of_one_service_each_count_apart():
    care = [course(PT, visits=3), course(OT, visits=3)]
    assert over(counted(care, [limit(2, PT), limit(3, OT, id="other")])) == "000001"


@pytest.mark.parametrize(("kind", "expected"), [("both", "0011"), ("rehabilitative", "0000"), ("habilitative", "0000")])
def test_kinds_of_care(kind, expected):
    care = [course(PT, visits=2), course(PT, visits=2, care_kind="habilitative")]
    assert over(counted(care, [limit(2, care_kind=kind)])) == expected


def test_a_limit_for_each_kind_of_care():
    care = [course(PT, visits=3), course(PT, visits=2, care_kind="habilitative", first_visit="2026-06-01")]
    limits = [
        limit(2, care_kind="rehabilitative"),
        limit(1, care_kind="habilitative", id="habilitative"),
    ]
    assert over(counted(care, limits)) == "00101"


def test_a_familys_days_are_each_persons_days():
    # Two days for the family: on January 5 Ann's day and Ben's day; nothing is left on January 12.
    care = [course(PT, person="ann", visits=2), course(PT, person="ben")]
    assert over(counted(care, [limit(2, unit="day", family_quantity=2)])) == "001"


def test_each_person_has_the_whole_limit():
    care = [course(PT, person="ann", visits=3), course(PT, person="ben", visits=2)]
    assert over(counted(care, [limit(2)])) == "00001"


def test_a_familys_limit_beside_each_persons():
    # Five for the family, three for each: on each Monday Ann, then Ben. Ann 1, Ben 1, Ann 2, Ben 2, Ann 3; then none.
    care = [course(PT, person="ann", visits=4), course(PT, person="ben", visits=2)]
    assert over(counted(care, [limit(3, family_quantity=5)])) == "000001"
    care = [course(PT, person="ann", visits=3), course(PT, person="ben", visits=3)]
    assert over(counted(care, [limit(3, family_quantity=5)])) == "000001"


def test_visits_used_person_by_person():
    care = [course(PT, person="ann", visits=3), course(PT, person="ben", visits=3, first_visit="2026-06-01")]
    made = household(care, terms(PT), limits=[limit(3)])
    made["visits_used"] = [{"person": "ann", "limit": "therapy", "used": 2}]
    assert over(computed(made)) == "011000"


def test_visits_used_count_toward_the_familys_limit():
    care = [course(PT, person="ann", visits=3)]
    made = household(care, terms(PT), limits=[limit(9, family_quantity=5)])
    made["people"].append({"id": "ben"})
    made["visits_used"] = [{"person": "ben", "limit": "therapy", "used": 4}]
    assert over(computed(made)) == "011"


def test_a_telehealth_visit_may_not_count():
    care = [course(PT, visits=2, site="telehealth"), course(PT, visits=2, first_visit="2026-06-01")]
    assert over(counted(care, [limit(2, telehealth_counts=True)])) == "0011"
    assert over(counted(care, [limit(2, telehealth_counts=False)])) == "0000"
    assert dollars(counted(care, [limit(2)]), "over_limit") == (0, 200)


def test_an_evaluation_may_not_count():
    care = [course(PT, visits=3, evaluation_allowed="150.00")]
    assert over(counted(care, [limit(2, evaluation_counts=True)])) == "001"
    assert over(counted(care, [limit(2, evaluation_counts=False)])) == "000"
    assert dollars(counted(care, [limit(2)]), "over_limit") == (0, 100)


@pytest.mark.parametrize(("exempt", "expected"), [(True, 0), (False, 200), (UNKNOWN, (0, 200))])
def test_care_that_the_limit_is_not_for(exempt, expected):
    assert dollars(counted([course(PT, visits=4, limit_exempt=exempt)], [limit(2)]), "over_limit") == expected


# Networks


def both_networks(networks, **rest):
    care = [
        course(PT, visits=3),
        course(PT, visits=3, network="out", first_visit="2026-06-01", balance_billed=False),
    ]
    rows = [*terms(PT), *terms(PT, network="out")]
    outside = {"deductible": "0.00", "maximum": "none", "accumulation": "separate"}
    return computed(household(care, rows, limits=[limit(2, networks=networks, **rest)], out_of_network=outside))


@pytest.mark.parametrize(
    ("networks", "expected"), [("shared", "001111"), ("separate", "001001"), ("in", "001000"), ("out", "000001")]
)
def test_networks(networks, expected):
    assert over(both_networks(networks)) == expected


def test_how_networks_count_is_asked_where_both_are_used():
    result = both_networks(UNKNOWN)
    assert dollars(result, "over_limit") == (100, 400)
    assert [question.fact for question in result.questions] == ["plan.limits.therapy.networks"]


def test_how_networks_count_is_not_asked_where_one_is_used():
    assert counted([course(PT, visits=3)], [limit(2)]).questions == ()


# Periods


@pytest.mark.parametrize(
    ("per", "expected"),
    [
        # Weekly from Monday, June 8: June 8, 15, 22, 29, July 6, 13.
        ("plan_year", "001111"),
        ("lifetime", "001111"),
        ("two_years", "001111"),
        ("three_years", "001111"),
        ("calendar_year", "001111"),
        ("week", "000000"),
        ("month", "001100"),
        ("six_months", "001100"),
        ("stay", "000000"),
        ("rolling_12_months", "001111"),
    ],
)
def test_periods(per, expected):
    care = [course(PT, visits=6, first_visit="2026-06-08")]
    assert over(counted(care, [limit(2, per=per)])) == expected


def test_a_week_is_monday_to_sunday():
    # 3 a week: Mondays, Wednesdays, Fridays, two of which are covered.
    care = [course(PT, visits=6, frequency="3_a_week")]
    assert over(counted(care, [limit(2, per="week")])) == "001001"


def test_six_months_are_counted_from_the_first_day_of_the_plan_year():
    # The plan year starts on March 15, so its second half on September 15: Sep 10 is the first half, Sep 17 the second.
    care = [course(PT, visits=2, first_visit="2026-09-10")]
    result = counted(care, [limit(1, per="six_months", used=1)], starts="2026-03-15")
    assert over(result) == "10"


def test_six_months_from_the_last_day_of_a_month():
    # From August 31: the second half begins on the last day of February, the 28th.
    care = [course(PT, visits=2, first_visit="2027-02-27", frequency="daily")]
    assert over(counted(care, [limit(1, per="six_months", used=1)], starts="2026-08-31")) == "10"


def test_any_twelve_months_is_one_of_the_ways_in_which_an_unknown_period_can_turn_out():
    result = counted([course(PT, visits=6)], [limit(2, per=UNKNOWN)])
    (rolling,) = [run for run in result.runs if "rolling_12_months" in run.answers.values()]
    assert rolling.figures["over_limit"].value == 40000


def test_any_twelve_months_in_a_row():
    # Two in any twelve months. The plan year ends before a year has passed, so the third and fourth are over it.
    care = [course(PT, visits=4, frequency="every_12_weeks")]
    assert over(counted(care, [limit(2, per="rolling_12_months")])) == "0011"


def test_calendar_years_in_a_plan_year_from_october():
    care = [course(PT, visits=4, first_visit="2026-12-21")]
    result = counted(care, [limit(1, per="calendar_year")], starts="2026-10-01")
    assert over(result) == "0101"


def test_what_was_used_before_counts_only_in_the_month_in_which_the_year_starts():
    care = [course(PT, visits=5)]
    assert over(counted(care, [limit(2, per="month", used=1)])) == "01110"


@pytest.mark.parametrize(
    ("per", "quantity", "used", "first_visit", "expected"),
    [
        # Plan year from July. 5 of 10 were used in 2027; five more are covered, then none.
        ("calendar_year", 10, 5, "2027-03-01", "00000111"),
        # The second half of the plan year began on January 1: one of two is left.
        ("six_months", 2, 1, "2027-01-04", "01111111"),
        # One of 3 was used in March; 8 visits on March 22, 25, 29 and from April 1 on.
        ("month", 3, 1, "2027-03-22", "00100011"),
        # The stay that goes on is used up; each of the others has its own visit.
        ("stay", 1, 1, "2027-03-01", "10000000"),
    ],
)
def test_what_was_used_before_counts_in_the_period_of_the_first_planned_visit(
    per, quantity, used, first_visit, expected
):
    care = [course(PT, visits=8, first_visit=first_visit, frequency="2_a_week")]
    plan = {"starts": "2026-07-01"}
    assert over(counted(care, [limit(quantity, per=per, used=used)], **plan)) == expected
    made = household([*care, course(OT, person="you", first_visit="2026-07-06")], terms(PT, OT), **plan)
    made["plan"]["limits"] = [limit(quantity, PT, OT, per=per)]
    made["visits_used"] = [{"person": "me", "limit": "therapy", "used": used}]
    assert over(computed(made)) == "0" + expected


def test_what_a_person_without_planned_visits_used_counts_where_the_familys_care_begins():
    # Weekly from March 1, 2027: of the family's six in 2027 Ben used four.
    made = household([course(PT, person="ann", visits=3, first_visit="2027-03-01")], terms(PT), starts="2026-07-01")
    made["plan"]["limits"] = [limit(9, per="calendar_year", family_quantity=6)]
    made["people"].append({"id": "ben"})
    made["visits_used"] = [{"person": "ben", "limit": "therapy", "used": 4}]
    assert over(computed(made)) == "001"


def test_a_visit_that_cannot_count_does_not_say_where_what_was_used_belongs():
    # The evaluation on December 28 uses up nothing; the two visits in January fall in the year in which one was used.
    care = [course(PT, visits=3, first_visit="2026-12-28", evaluation_allowed="100.00")]
    made = limit(2, per="calendar_year", used=1, evaluation_counts=False)
    assert over(counted(care, [made], starts="2026-07-01")) == "001"


def test_under_a_new_plan_what_was_used_looks_back_from_its_own_first_visit():
    # Weekly from December 28: one visit under the first plan, then two from January 4 on under the new one.
    made = household([course(PT, visits=3, first_visit="2026-12-28")], terms(PT), starts="2026-07-01")
    used = {"limits": [limit(2, per="calendar_year", used=1)]}
    made["change"] = {"since": "2027-01-01", "plan": made["plan"] | used | {"id": "new"}, "credits_earlier": False}
    assert over(computed(made)) == "001"


@pytest.mark.parametrize("per", ["condition", "episode"])
def test_each_condition_or_episode_has_the_whole_limit(per):
    care = [
        course(PT, visits=3, condition="knee"),
        course(PT, visits=2, condition="shoulder", first_visit="2026-03-02"),
        course(PT, visits=1, condition="knee", first_visit="2026-06-01"),
    ]
    assert over(counted(care, [limit(2, per=per)])) == "001001"


def test_a_condition_is_one_however_it_is_spaced_and_capitalized():
    spelled = ("left  knee", "Left knee ", " left KNEE")
    care = [course(PT, condition=word, first_visit=f"2026-0{month}-02") for month, word in enumerate(spelled, 2)]
    assert over(counted(care, [limit(2, per="condition")])) == "001"


def test_two_courses_of_one_day_that_differ_in_their_condition_are_two():
    care = [course(PT, visits=3, condition="knee"), course(PT, visits=3, condition="shoulder")]
    limits = [limit(2, per="condition", same_day_counts_once=False)]
    assert over(counted(care, limits)) == "000011"


def test_each_stay_has_the_whole_limit():
    # Five of ten days of each stay.
    care = [course("inpatient", days=10, visits=2, frequency="every_12_weeks", allowed="1000.00")]
    result = counted(care, [limit(5, "inpatient", unit="day", per="stay")])
    assert lines_of(result, "over_limit") == [(50000,), (50000,)]


def test_an_unknown_period_is_a_range():
    # By the month two of the first four are covered and then two of the next; by the year only two of six.
    care = [course(PT, visits=6, first_visit="2026-06-08")]
    result = counted(care, [limit(2, per=UNKNOWN)])
    assert dollars(result, "over_limit") == (0, 400)


def test_how_a_limit_counts_is_not_asked_where_it_cannot_be_reached():
    care = [course(PT, visits=3, evaluation_allowed="90.00", site="telehealth"), course(OT, visits=3)]
    result = counted(care, [limit(6, PT, OT, per=UNKNOWN, same_day_counts_once=UNKNOWN)])
    assert result.low.answers == {}
    assert result.low.figures["visits_covered"].value == 6


# Two therapies on one day


@pytest.mark.parametrize(("once", "expected"), [(True, "0000"), (False, "0011")])
def test_therapies_on_one_day(once, expected):
    care = [course(PT, visits=2), course(OT, visits=2)]
    assert over(counted(care, [limit(2, PT, OT, same_day_counts_once=once)])) == expected


def test_therapies_on_one_day_unknown():
    care = [course(PT, visits=2), course(OT, visits=2)]
    result = counted(care, [limit(2, PT, OT, same_day_counts_once=UNKNOWN)])
    assert dollars(result, "over_limit") == (0, 200)


def test_the_limit_reached_in_the_middle_of_a_day():
    # Three visits: on the second day the first by its id, occupational therapy, is covered; physical therapy is not.
    care = [course(PT, visits=2), course(OT, visits=2)]
    result = counted(care, [limit(3, PT, OT)])
    assert [(line.visit.service, line.outcome) for line in result.low.lines[2:]] == [
        (OT, "covered"),
        (PT, "over_limit"),
    ]


def test_same_day_is_about_therapies_only():
    # A chiropractor on the same day uses up a visit of its own, whichever comes first.
    care = [course(PT, visits=2), course("chiropractic", visits=2)]
    assert over(counted(care, [limit(2, PT, "chiropractic", same_day_counts_once=True)])) == "0011"


# Visits under the deductible


def under_deductible(deductible, count, visits=40, price="100.00", limits=(20,)):
    return computed(
        scenario(
            care={"visits": visits, "allowed": price},
            terms={"deductible": "first", "copay": "40.00", "copay_when_visit_meets_deductible": False},
            deductible=person(deductible),
            out_of_pocket_maximum=person("2500.00"),
            limits=[limit(quantity, deductible_visits_count=count) for quantity in limits],
        )
    )


@pytest.mark.parametrize(("deductible", "pays"), [("2000.00", 2500), ("0.00", 2800)])
def test_a_higher_deductible_can_cost_less_where_its_visits_use_up_no_visits(deductible, pays):
    # 40 visits of 100, limit 20, copay 40, maximum 2,500. Deductible 2,000: 20 visits under it that do not count, then
    # 500 of copays (twelve and a half) up to the maximum, all 20 within the limit. No deductible: 20 copays, 800, and
    # 20 visits over the limit, 2,000, which no maximum caps.
    assert dollars(under_deductible(deductible, count=False), "patient_pays") == pays


@pytest.mark.parametrize(("deductible", "pays"), [("301.00", 301), ("300.00", 340)])
def test_a_higher_deductible_can_cost_less_where_the_visit_that_meets_it_takes_no_copay(deductible, pays):
    result = under_deductible(deductible, count=True, visits=3, price="150.00", limits=())
    assert dollars(result, "patient_pays") == pays


def test_visits_under_the_deductible_that_count_use_up_the_limit():
    # 20 visits of 100 under the deductible of 2,000; the other 20 are over the limit.
    assert dollars(under_deductible("2000.00", count=True), "patient_pays") == 4000
    assert dollars(under_deductible("2000.00", count=UNKNOWN), "patient_pays") == (2500, 4000)


def test_the_visit_that_meets_the_deductible_counts_because_the_plan_pays_a_part():
    # Visits 1 and 2 are paid in full; of visit 3 the plan pays 100. So 3 and 4 count, and 5 is over a limit of 2.
    result = under_deductible("250.00", count=False, visits=5, limits=(2,))
    assert over(result) == "00001"


# Beyond the limit


@pytest.mark.parametrize(
    ("beyond", "approved", "expected"),
    [
        ("hard", True, 200),
        ("review", True, 0),
        ("review", False, 200),
        ("review", UNKNOWN, (0, 200)),
        (UNKNOWN, True, (0, 200)),
    ],
)
def test_beyond_the_limit(beyond, approved, expected):
    result = counted([course(PT, visits=4)], [limit(2, beyond=beyond, more_approved=approved)])
    assert dollars(result, "over_limit") == expected
    assert "limit.exception" in messages_of(result) or expected == 0


@pytest.mark.parametrize(
    ("billed_as", "exempt", "expected"),
    [
        ("physical", UNKNOWN, 200),
        ("mental_health", True, 0),
        ("mental_health", False, 200),
        ("mental_health", UNKNOWN, (0, 200)),
        (UNKNOWN, UNKNOWN, (0, 200)),
        (UNKNOWN, False, 200),
    ],
)
def test_a_limit_is_never_lifted_silently_for_a_mental_health_condition(billed_as, exempt, expected):
    result = counted([course(ST, visits=4, billed_as=billed_as)], [limit(2, ST, mental_health_exempt=exempt)])
    assert dollars(result, "over_limit") == expected
    assert ("limit.parity" in messages_of(result)) == (billed_as != "physical" and expected != 0)


# What is owed for what the plan does not pay: 100 allowed, 130 billed

OWED = [("contract_rate", 100), ("charge", 130), ("write_off", 0), (UNKNOWN, (0, 130))]


@pytest.mark.parametrize(("unpaid", "owed"), OWED)
def test_owed_over_a_limit(unpaid, owed):
    result = counted([course(PT, unpaid_visits=unpaid, billed="130.00")], [limit(0)])
    assert dollars(result, "over_limit") == owed


@pytest.mark.parametrize(("unpaid", "owed"), OWED)
def test_owed_where_a_service_is_not_covered(unpaid, owed):
    care = [course("acupuncture", unpaid_visits=unpaid, billed="130.00")]
    result = computed(household(care, [{"service": "acupuncture", "covered": False}]))
    assert dollars(result, "not_covered") == owed
    assert result.low.lines[0].outcome == "not_covered"


@pytest.mark.parametrize(("unpaid", "owed"), OWED)
def test_owed_where_approval_is_missing(unpaid, owed):
    care = [course(PT, unpaid_visits=unpaid, billed="130.00", authorization="missing")]
    result = computed(household(care, terms(PT)))
    assert dollars(result, "not_covered") == owed
    assert result.low.lines[0].outcome == "refused"


def test_where_approval_is_unknown():
    care = [course(PT, authorization=UNKNOWN)]
    assert dollars(computed(household(care, terms(PT))), "patient_pays") == (10, 100)


def test_where_coverage_is_unknown():
    care = [course("acupuncture")]
    result = computed(household(care, terms("acupuncture", covered=UNKNOWN)))
    assert dollars(result, "patient_pays") == (10, 100)


def test_out_of_network_the_charge_is_owed_unless_something_else_is_known():
    care = course(PT, network="out", billed="130.00", unpaid_visits=UNKNOWN)
    made = household([care], [{"service": PT, "network": "out", "covered": False}])
    assert dollars(computed(made), "not_covered") == 130
    care["unpaid_visits"] = "contract_rate"
    assert dollars(computed(made), "not_covered") == 100


def test_visits_that_the_plan_does_not_pay_use_up_nothing():
    care = [
        course(PT, visits=2, authorization="missing"),
        course(PT, visits=2, first_visit="2026-06-01"),
    ]
    result = counted(care, [limit(2)])
    assert over(result) == "0000"
    assert lines_of(result, "not_covered", "copay") == [(10000, 0)] * 2 + [(0, 1000)] * 2


# What is told


def test_only_the_limit_that_is_used_up_is_said_to_be():
    # Physical therapy stops at 2 visits; the pool of 40 is not used up.
    limits = [limit(2, PT), limit(40, PT, OT, id="pool", per="calendar_year")]
    result = counted([course(PT, visits=4), course(OT, visits=1)], limits)
    reached = [message for message in result.messages if message.id == "limit.reached"]
    assert [message.values["quantity"] for message in reached] == [2]
    assert reached[0].values["count"] == 2


def test_each_person_is_told_of_their_own_limit():
    care = [course(PT, person="ann", visits=3), course(PT, person="ben", visits=1)]
    result = counted(care, [limit(2)])
    (message,) = [message for message in result.messages if message.id == "limit.reached"]
    assert (message.values["person"], message.values["visit"]) == ("ann", 3)


def texts_of(result, prefix):
    return [message_text(message) for message in result.messages if message.id.startswith(prefix)]


def test_the_familys_limit_is_said_to_be_used_up_where_it_is_the_familys():
    care = [course(PT, person="ann", visits=3), course(PT, person="ben", visits=3)]
    (text,) = texts_of(counted(care, [limit(3, family_quantity=5)]), "limit.reached")
    assert text.startswith("ben: The family’s limit of 5 visits is used up. Visit 3 under this limit")
    (text,) = texts_of(counted(care[:1], [limit(2, family_quantity=5)]), "limit.reached")
    assert text.startswith("The limit of 2 visits is used up.")


def test_a_limit_of_one_visit_is_said_in_the_singular():
    (text,) = texts_of(counted([course(PT, visits=2)], [limit(1)]), "limit.reached")
    assert text.startswith("The limit of 1 visit is used up.")


def test_a_limit_of_either_plan_is_told_once():
    made = household([course(PT, visits=3)], terms(PT), limits=[limit(1)])
    made["change"] = {"since": "2026-07-01", "plan": made["plan"] | {"id": "new"}, "credits_earlier": False}
    assert len(texts_of(computed(made), "limit.reached")) == 1


@pytest.mark.parametrize(
    ("care", "plan", "prefix", "words"),
    [
        ({"visits": 2}, {"limits": [limit(1)]}, "limit.reached", "the clinic may not ask you for what is beyond it"),
        ({"authorization": "missing"}, {}, "refused", "it costs you nothing"),
    ],
)
def test_what_the_clinic_may_not_ask_is_not_told_as_zero_dollars(care, plan, prefix, words):
    result = counted([course(PT, unpaid_visits="write_off", **care)], plan.get("limits", []))
    (text,) = texts_of(result, prefix)
    assert words in text
    assert "$0" not in text
    assert not texts_of(result, "limit.cash")


def test_what_is_not_covered_and_not_asked_for_costs_nothing():
    made = household([course(PT, unpaid_visits="write_off")], terms(PT, covered=False))
    (text,) = texts_of(computed(made), "not_covered")
    assert "$0" not in text


IF = "If it turns out in the dearest way: "


def test_what_is_unknown_is_told_as_an_if():
    (text,) = texts_of(counted([course(PT, authorization=UNKNOWN)], []), "refused")
    assert text.startswith(f"{IF}The plan refuses to pay")
    unpaid = course(PT, visits=3, unpaid_visits=UNKNOWN)
    (text,) = texts_of(counted([unpaid], [limit(1)]), "limit.reached")
    assert text.startswith(f"{IF}The limit of 1 visit is used up.")
    # Advice, and what holds in either way, is told as it is.
    result = counted([unpaid], [limit(1)], account_money="0.00")
    assert texts_of(result, "limit.exception")[0].startswith("Before you stop")
    (text,) = texts_of(counted([course(PT, visits=3)], [limit(1)]), "limit.reached")
    assert text.startswith("The limit")


def test_plans_are_said_to_differ_about_therapies_on_one_day_only_where_something_is_unknown():
    care = [course(PT), course(OT)]
    assert not texts_of(counted(care, [limit(9, PT, OT)]), "same_day_therapies")
    assert texts_of(counted(care, [limit(9, PT, OT, same_day_counts_once=UNKNOWN)]), "same_day_therapies")
    assert texts_of(counted(care, [limit(9, PT, OT)], one_copay_a_day=UNKNOWN), "same_day_therapies")


def test_the_cash_price_is_compared_and_never_counted():
    result = counted([course(PT, visits=4, cash_price="60.00")], [limit(2)])
    (message,) = [message for message in result.messages if message.id == "limit.cash_compared"]
    assert (message.values["cash"].value, message.values["amount"].value) == (12000, 20000)
    assert dollars(result, "over_limit") == 200
