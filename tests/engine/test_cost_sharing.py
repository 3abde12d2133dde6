"""Every order of cost sharing, by values worked out by hand."""

from datetime import date

import pytest
from scenarios import UNKNOWN, computed, course, dollars, limit, lines_of, messages_of, person, scenario

from calculators.presentation.wording import message_text

DEDUCTIBLE_THEN_COPAY = {"deductible": "first", "copay": "40.00"}
MEETING = "copay_when_visit_meets_deductible"


def test_copay_only():
    result = computed(scenario())
    assert dollars(result, "patient_pays") == 1600
    assert dollars(result, "copay") == 1600
    assert dollars(result, "plan_paid") == 4400


def test_copay_is_never_more_than_the_allowed_amount():
    result = computed(scenario(care={"allowed": "30.00"}))
    assert dollars(result, "patient_pays") == 1200
    assert dollars(result, "plan_paid") == 0


@pytest.mark.parametrize(("answer", "pays"), [(False, 1940), (True, 1980), (UNKNOWN, (1940, 1980))])
def test_deductible_then_copay(answer, pays):
    terms = {**DEDUCTIBLE_THEN_COPAY, MEETING: answer}
    result = computed(scenario(terms=terms, deductible=person("500.00")))
    assert dollars(result, "patient_pays") == pays
    assert dollars(result, "deductible") == 500


def test_unknown_names_the_question_and_what_it_is_worth():
    result = computed(scenario(terms={**DEDUCTIBLE_THEN_COPAY, MEETING: UNKNOWN}, deductible=person("500.00")))
    assert result.outcome == "range"
    (question,) = result.questions
    assert question.fact == "plan.terms.physical_therapy.copay_when_visit_meets_deductible"
    assert question.worth == 4000


def test_not_said_is_as_good_as_unknown():
    result = computed(scenario(terms=DEDUCTIBLE_THEN_COPAY, deductible=person("500.00")))
    assert dollars(result, "patient_pays") == (1940, 1980)


@pytest.mark.parametrize(
    ("deductible", "answer", "pays"),
    [
        ("301.00", False, 301),
        ("301.00", True, 341),
        ("301.00", UNKNOWN, (301, 341)),
        ("300.00", False, 340),
        ("300.00", True, 340),
        ("300.00", UNKNOWN, 340),
    ],
)
def test_copay_on_the_visit_that_meets_the_deductible(deductible, answer, pays):
    terms = {**DEDUCTIBLE_THEN_COPAY, MEETING: answer}
    result = computed(scenario(care={"visits": 3}, terms=terms, deductible=person(deductible)))
    assert dollars(result, "patient_pays") == pays
    assert bool(result.questions) == isinstance(pays, tuple)


def test_copay_on_the_meeting_visit_is_no_more_than_what_remains_of_the_price():
    # Visit 1 takes 150 of 290; visit 2 the last 140, which leaves 10 of its price for the copay of 40.
    terms = {**DEDUCTIBLE_THEN_COPAY, MEETING: True}
    result = computed(scenario(care={"visits": 2}, terms=terms, deductible=person("290.00")))
    assert lines_of(result, "deductible", "copay") == [(15000, 0), (14000, 1000)]


def test_deductible_then_coinsurance():
    # 150 + 150 + (50 and 20 % of 100) + 37 visits of 30
    result = computed(scenario(terms={"deductible": "first", "coinsurance": "0.20"}, deductible=person("350.00")))
    assert lines_of(result, "deductible", "coinsurance")[:4] == [(15000, 0), (15000, 0), (5000, 2000), (0, 3000)]
    assert dollars(result, "patient_pays") == 350 + 20 + 37 * 30


def test_copay_then_deductible():
    # Each visit: 40 copay, then up to 110 toward a deductible of 250: 110, 110, 30; afterwards the copay alone.
    result = computed(
        scenario(care={"visits": 5}, terms={"deductible": "after_copay", "copay": "40.00"}, deductible=person("250.00"))
    )
    assert lines_of(result, "copay", "deductible") == [
        (4000, 11000),
        (4000, 11000),
        (4000, 3000),
        (4000, 0),
        (4000, 0),
    ]
    assert dollars(result, "patient_pays") == 450


def test_coinsurance_only_leaves_the_deductible_alone():
    result = computed(scenario(terms={"coinsurance": "0.20"}, deductible=person("500.00")))
    assert dollars(result, "coinsurance") == 40 * 30
    assert dollars(result, "deductible") == 0


def test_deductible_copay_and_coinsurance_in_that_order():
    # The Texas office of public insurance counsel's example: 200 + 100 + 20 % of 700.
    result = computed(
        scenario(
            care={"visits": 1, "allowed": "1000.00"},
            terms={"deductible": "first", "copay": "100.00", "coinsurance": "0.20", MEETING: True},
            deductible=person("200.00"),
        )
    )
    assert lines_of(result, "deductible", "copay", "coinsurance") == [(20000, 10000, 14000)]


@pytest.mark.parametrize(("allowed", "share"), [("0.05", 1), ("0.02", 0), ("33.33", 667), ("33.32", 666)])
def test_half_a_cent_is_rounded_up(allowed, share):
    # 20 % of 5 cents is 1 cent, of 2 cents 0.4; of 33.33 it is 6.666, of 33.32 it is 6.664. 25 % would be 8.3325.
    result = computed(scenario(care={"visits": 1, "allowed": allowed}, terms={"coinsurance": "0.20"}))
    assert lines_of(result, "coinsurance") == [(share,)]


def test_exactly_half_a_cent():
    # 2.5 % of 1.00 is 2.5 cents.
    result = computed(scenario(care={"visits": 1, "allowed": "1.00"}, terms={"coinsurance": "0.025"}))
    assert lines_of(result, "coinsurance") == [(3,)]
    assert result.low.lines[0].plan_paid.amount == 97


def test_not_covered_is_the_patients_in_full_and_counts_toward_nothing():
    result = computed(
        scenario(
            terms={"covered": False},
            deductible=person("500.00"),
            out_of_pocket_maximum=person("1000.00"),
        )
    )
    assert dollars(result, "not_covered") == 6000
    assert dollars(result, "patient_pays") == 6000
    assert result.low.lines[-1].after.amounts == {}
    assert messages_of(result) == ["not_covered"]


def test_out_of_pocket_maximum_stops_cost_sharing_in_the_middle_of_a_visit():
    # 500 deductible over four visits (150, 150, 150, 50 and 20 % of 100), then 30 a visit; 600 leaves 100 after 500.
    result = computed(
        scenario(
            terms={"deductible": "first", "coinsurance": "0.20"},
            deductible=person("500.00"),
            out_of_pocket_maximum=person("600.00"),
        )
    )
    assert lines_of(result, "deductible", "coinsurance")[3:8] == [
        (5000, 2000),
        (0, 3000),
        (0, 3000),
        (0, 2000),
        (0, 0),
    ]
    assert dollars(result, "patient_pays") == 600
    (met,) = (message for message in result.messages if message.id == "out_of_pocket.met")
    assert met.values["visit"] == 7


def test_maximum_below_the_deductible_holds():
    result = computed(
        scenario(
            terms={"deductible": "first", "coinsurance": "0.20"},
            deductible=person("500.00"),
            out_of_pocket_maximum=person("400.00"),
        )
    )
    assert dollars(result, "patient_pays") == 400


def test_maximum_reached_by_the_deductible_leaves_no_question_about_the_copay():
    terms = {**DEDUCTIBLE_THEN_COPAY, MEETING: UNKNOWN}
    result = computed(scenario(terms=terms, deductible=person("500.00"), out_of_pocket_maximum=person("500.00")))
    assert dollars(result, "patient_pays") == 500
    assert result.questions == ()


def test_billed_above_allowed_is_written_off():
    result = computed(scenario(care={"visits": 2, "billed": "210.00"}))
    assert dollars(result, "write_off") == 120
    assert dollars(result, "patient_pays") == 80


def test_premium_less_the_employers_share():
    result = computed(scenario(premium={"amount": "412.00", "every": "month", "employer_pays": "300.00"}))
    assert dollars(result, "premium") == 1344
    assert dollars(result, "total") == 1344 + 1600


@pytest.mark.parametrize(
    ("every", "premium"),
    [("month", 1200), ("half_month", 2400), ("two_weeks", 2600), ("week", 5200), ("quarter", 400), ("year", 100)],
)
def test_premium_periods(every, premium):
    result = computed(scenario(premium={"amount": "100.00", "every": every, "employer_pays": "0.00"}))
    assert dollars(result, "premium") == premium


def test_most_you_could_pay_is_premium_and_maximum():
    result = computed(
        scenario(
            limits=[limit(20)],
            out_of_pocket_maximum=person("6000.00"),
            premium={"amount": "412.00", "every": "month", "employer_pays": "0.00"},
        )
    )
    assert dollars(result, "most_you_could_pay") == 412 * 12 + 6000
    assert dollars(result, "over_limit") == 3000


def message_texts(result, prefix):
    return [message_text(message) for message in result.messages if message.id.startswith(prefix)]


MET = "The out-of-pocket maximum of $50 is reached with visit 2, on Thu, Jan 8, 2026."


@pytest.mark.parametrize(
    ("terms", "maximum", "pays", "outside"),
    [
        # Five visits: copays of 10, which do not count; then 30 % of 90, 27 each, up to 50.
        ({"copay": "10.00", "coinsurance": "0.30"}, {"counts": ["coinsurance"]}, 100, 50),
        # Five copays of 30, none of which counts.
        ({"copay": "30.00", "counts_toward_maximum": False}, {}, 150, 150),
        # 30, 20 and nothing; or, if they do not count, 150.
        ({"copay": "30.00", "counts_toward_maximum": UNKNOWN}, {}, (50, 150), (0, 150)),
        # All of it counts: 30, 20 and nothing.
        ({"copay": "30.00"}, {}, 50, 0),
    ],
)
def test_what_does_not_count_toward_the_maximum_stands_outside_it(terms, maximum, pays, outside):
    made = scenario(
        care={"visits": 5, "allowed": "100.00"}, terms=terms, out_of_pocket_maximum=person("50.00") | maximum
    )
    made["outlook"] = {"good": 100, "bad": 100}
    result = computed(made)
    assert dollars(result, "patient_pays") == pays
    assert dollars(result, "most_you_could_pay") == dollars(result, "outlook.worst.total") == 50
    assert dollars(result, "outside_maximum") == dollars(result, "outlook.worst.outside_maximum") == outside
    told = "out_of_pocket.not_all_counts" in [message.id for message in result.messages]
    assert told == (outside != 0)


def test_what_stands_outside_the_maximum_is_told_also_where_nobody_knows_it_and_no_visit_met_it():
    unknown = person({**UNKNOWN, "low": "100.00", "high": "200.00"})
    result = computed(scenario(care={"visits": 2}, limits=[limit(0)], out_of_pocket_maximum=unknown))
    assert dollars(result, "outside_maximum") == 300
    assert "most_you_could_pay" not in result.names


def test_covered_care_out_of_network_stands_outside_the_maximum_in_network():
    # In network 5 times 20 % of 500, up to 300; out of network twice 40 % of 200, whatever was paid in network.
    made = scenario(care={"visits": 5, "allowed": "500.00"}, out_of_pocket_maximum=person("300.00"))
    made["care"].append(
        course(
            "physical_therapy",
            visits=2,
            first_visit="2026-06-01",
            allowed="200.00",
            network="out",
            balance_billed=False,
        )
    )
    made["plan"]["terms"] = [
        {"service": "physical_therapy", "coinsurance": "0.20"},
        {"service": "physical_therapy", "network": "out", "coinsurance": "0.40"},
    ]
    made["plan"]["out_of_network"] = {"deductible": "0.00", "maximum": "5000.00", "accumulation": "joined"}
    result = computed(made)
    assert dollars(result, "patient_pays") == 300 + 160
    assert dollars(result, "most_you_could_pay") == 300
    assert dollars(result, "outside_maximum") == 160
    (met,) = message_texts(result, "out_of_pocket.met")
    assert met.endswith("From then until Thu, Dec 31, 2026 the plan pays all covered care in network.")


def test_what_the_plan_pays_after_the_maximum_is_said_only_as_far_as_it_is_true():
    made = scenario(care={"visits": 5}, terms={"copay": "30.00"}, out_of_pocket_maximum=person("50.00"))
    assert message_texts(computed(made), "out_of_pocket.met") == [
        f"{MET} From then until Thu, Dec 31, 2026 the plan pays all covered care in network."
    ]
    partly = scenario(
        care={"visits": 5, "allowed": "100.00"},
        terms={"copay": "10.00", "coinsurance": "0.30"},
        out_of_pocket_maximum=person("50.00") | {"counts": ["coinsurance"]},
    )
    (met,) = message_texts(computed(partly), "out_of_pocket.met")
    assert met.startswith(f"{MET} From then until Thu, Dec 31, 2026 you pay nothing more that counts toward it.")
    new = made["plan"] | {"id": "new"}
    until = computed(made | {"change": {"since": "2026-07-01", "plan": new, "credits_earlier": False}})
    assert "From then until Tue, Jun 30, 2026" in message_texts(until, "out_of_pocket.met")[0]


def test_without_a_maximum_there_is_no_most_you_could_pay():
    result = computed(scenario())
    assert "most_you_could_pay" not in result.low.figures
    assert "out_of_pocket.none" in [message.id for message in result.messages]


def test_no_visits_cost_only_the_premium():
    result = computed(
        scenario(care={"visits": 0}, premium={"amount": "50.00", "every": "month", "employer_pays": "0.00"})
    )
    assert dollars(result, "patient_pays") == 0
    assert dollars(result, "total") == 600


def test_services_share_one_deductible_in_order_of_dates():
    # One scan of 400 on Jan 6 comes between therapy on Jan 5 and Jan 8: 150 + 350 meet the deductible of 500.
    made = scenario(
        care={"visits": 2},
        terms={"deductible": "first", "coinsurance": "0.20"},
        deductible=person("500.00"),
    )
    made["care"].append(
        made["care"][0] | {"service": "advanced_imaging", "visits": 1, "first_visit": "2026-01-06", "allowed": "400.00"}
    )
    made["plan"]["terms"].append(
        {"service": "advanced_imaging", "covered": True, "deductible": "first", "coinsurance": "0.50"}
    )
    result = computed(made)
    assert [line.visit.date for line in result.low.lines] == [date(2026, 1, 5), date(2026, 1, 6), date(2026, 1, 8)]
    assert lines_of(result, "deductible", "coinsurance") == [(15000, 0), (35000, 2500), (0, 3000)]
