"""Visit limits: single, pooled, used before, by plan year and by calendar year."""

from datetime import date

from scenarios import computed, dollars, limit, lines_of, person, scenario

from calculators.coverage.accumulators import out_of_pocket_of


def message(result, identifier):
    (found,) = (message for message in result.messages if message.id == identifier)
    return found


def test_limit_of_20_with_40_needed():
    result = computed(scenario(limits=[limit(20)], out_of_pocket_maximum=person("5000.00")))
    assert dollars(result, "copay") == 800
    assert dollars(result, "over_limit") == 20 * 150
    assert dollars(result, "patient_pays") == 3800
    assert result.low.figures["visits_covered"].value == 20
    assert result.low.figures["visits_over_limit"].value == 20
    # Mondays and Thursdays from January 5: visit 21 begins week 11, on March 16.
    assert result.low.figures["first_over_limit_date"].value == date(2026, 3, 16)
    assert message(result, "limit.reached").values["visit"] == 21
    assert result.low.lines[-1].after.used(out_of_pocket_of("in", "me")).amount == 80000


def test_over_limit_visits_count_toward_no_maximum():
    result = computed(scenario(terms={"coinsurance": "1"}, limits=[limit(2)], out_of_pocket_maximum=person("300.00")))
    assert dollars(result, "patient_pays") == 300 + 38 * 150


def test_visits_used_before():
    result = computed(scenario(care={"visits": 10}, limits=[limit(20, used=15)]))
    assert result.low.figures["visits_covered"].value == 5


def test_limit_already_used_up():
    result = computed(scenario(care={"visits": 1}, limits=[limit(20, used=25)]))
    assert result.low.figures["visits_covered"].value == 0
    assert dollars(result, "over_limit") == 150


def test_limit_of_nothing_covers_nothing():
    assert dollars(computed(scenario(care={"visits": 2}, limits=[limit(0)])), "over_limit") == 300


def with_occupational_therapy(made, visits):
    made["care"].append(made["care"][0] | {"service": "occupational_therapy", "visits": visits})
    made["plan"]["terms"].append({"service": "occupational_therapy", "covered": True, "copay": "40.00"})
    return made


def test_pooled_limit_counts_both_services():
    # Both on the same days: on each day occupational therapy, first by its id, then physical therapy.
    made = scenario(
        care={"visits": 3}, limits=[limit(5, "physical_therapy", "occupational_therapy")], one_copay_a_day=False
    )
    result = computed(with_occupational_therapy(made, 3))
    assert [line.visit.service for line in result.low.lines][:2] == ["occupational_therapy", "physical_therapy"]
    assert lines_of(result, "copay", "over_limit") == [(4000, 0)] * 5 + [(0, 15000)]


def test_separate_limits_count_apart():
    made = scenario(care={"visits": 3}, limits=[limit(2), limit(3, "occupational_therapy", id="occupational")])
    result = computed(with_occupational_therapy(made, 3))
    assert result.low.figures["visits_covered"].value == 5


def test_the_narrower_of_two_limits_decides():
    result = computed(scenario(care={"visits": 6}, limits=[limit(4), limit(5, id="wider", per="calendar_year")]))
    assert result.low.figures["visits_covered"].value == 4


def test_visits_over_one_limit_use_up_no_other():
    # Physical therapy stops at 2; only its 2 covered visits count in the wider pool, which leaves 2 for the others.
    made = scenario(
        care={"visits": 4},
        limits=[limit(2), limit(4, "physical_therapy", "occupational_therapy", id="wider", per="calendar_year")],
    )
    made = with_occupational_therapy(made, 3)
    made["care"][1]["first_visit"] = "2026-06-01"
    result = computed(made)
    assert lines_of(result, "over_limit") == [(0,), (0,), (15000,), (15000,), (0,), (0,), (15000,)]


def test_visits_under_the_deductible_count_where_the_plan_says_so():
    result = computed(
        scenario(
            care={"visits": 4},
            terms={"deductible": "first", "coinsurance": "0.20"},
            deductible=person("300.00"),
            limits=[limit(3)],
        )
    )
    assert lines_of(result, "deductible", "coinsurance", "over_limit") == [
        (15000, 0, 0),
        (15000, 0, 0),
        (0, 3000, 0),
        (0, 0, 15000),
    ]


def test_calendar_year_limit_starts_again_on_january_1():
    # Plan year from October; weekly from December 7: 4 visits in December, of which 3 are covered, then 3 more.
    made = scenario(
        care={"visits": 8, "first_visit": "2026-12-07", "frequency": "1_a_week"},
        starts="2026-10-01",
        limits=[limit(3, per="calendar_year")],
    )
    over = [amount > 0 for (amount,) in lines_of(computed(made), "over_limit")]
    assert over == [False, False, False, True, False, False, False, True]


def test_visits_used_before_count_only_in_the_calendar_year_in_which_the_plan_year_starts():
    made = scenario(
        care={"visits": 3, "first_visit": "2026-12-28", "frequency": "1_a_week"},
        starts="2026-10-01",
        limits=[limit(2, per="calendar_year", used=2)],
    )
    over = [amount > 0 for (amount,) in lines_of(computed(made), "over_limit")]
    assert over == [True, False, False]


def test_plan_year_limit_does_not_start_again():
    made = scenario(
        care={"visits": 3, "first_visit": "2026-12-28", "frequency": "1_a_week"},
        starts="2026-10-01",
        limits=[limit(2, used=2)],
    )
    assert [amount > 0 for (amount,) in lines_of(computed(made), "over_limit")] == [True, True, True]


def test_every_limit_message_names_the_ways_out_before_any_price():
    result = computed(scenario(limits=[limit(20)]))
    names = [message.id for message in result.messages]
    assert names.index("limit.exception") < names.index("limit.cash_price")


def test_the_visit_named_is_counted_under_the_limit_not_in_the_whole_ledger():
    # Five visits to a specialist come first; the third visit of physical therapy is the first over its limit.
    made = scenario(care={"visits": 3, "first_visit": "2026-02-02"}, limits=[limit(2)])
    made["care"].append(made["care"][0] | {"service": "specialist", "visits": 5, "first_visit": "2026-01-05"})
    made["plan"]["terms"].append({"service": "specialist", "covered": True, "copay": "35.00"})
    assert message(computed(made), "limit.reached").values["visit"] == 3


def test_services_on_one_day_are_said_to_be_in_an_assumed_order():
    same_day = with_occupational_therapy(scenario(care={"visits": 2}), 2)
    apart = with_occupational_therapy(scenario(care={"visits": 2}), 2)
    apart["care"][1]["first_visit"] = "2026-01-06"
    assert "same_day" in [message.id for message in computed(same_day).messages]
    assert "same_day" not in [message.id for message in computed(apart).messages]
