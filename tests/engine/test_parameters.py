"""Yearly figures: one value for a date, and none rather than a wrong one."""

import re
from datetime import date

import pytest
from scenarios import computed, person, scenario

from calculators.parameters import Bracket, NotLoaded, all_series, look_up, look_up_brackets
from calculators.parameters.series import series_from

CAP = "cms.out_of_pocket_cap_self_only"

SERIES = """
label = "A figure"
unit = "USD/plan year"
applies = "plan_year_start"
"""
VALUE = """
[[values]]
from = {year}-01-01
until = {until}-12-31
value = "{amount}"
source = "A notice"
url = "https://example.gov/notice"
verified_on = 2026-11-23
verified = "secondary"
"""


@pytest.mark.parametrize(
    ("year", "cents"), [(2023, 910000), (2024, 945000), (2025, 920000), (2026, 1060000), (2027, 1200000)]
)
def test_federal_cap(year, cents):
    for day in (date(year, 1, 1), date(year, 12, 31)):
        assert look_up(CAP, day).amount == cents


@pytest.mark.parametrize("day", [date(2022, 12, 31), date(2028, 1, 1)])
def test_a_year_that_is_not_held_is_not_loaded(day):
    found = look_up(CAP, day)
    assert isinstance(found, NotLoaded)
    assert found.series.years == (2023, 2024, 2025, 2026, 2027)


# Written by hand from the sources, year by year from 2023; a year that was not found is left out.
YEARLY = {
    "cms.out_of_pocket_cap_self_only": (9100, 9450, 9200, 10600, 12000),
    "cms.out_of_pocket_cap_other": (18200, 18900, 18400, 21200, 24000),
    "cms.medicare_part_b_deductible": (226, 240, 257, 283),
    "cms.therapy_threshold_pt_slp": (2230, 2330, 2410, 2480),
    "cms.therapy_threshold_ot": (2230, 2330, 2410, 2480),
    "cms.therapy_medical_review": (3000, 3000, 3000, 3000, 3000),
    "cms.medicare_advantage_maximum_in_network": (8300, 8850, 9350, 9250),
    "cms.medicare_advantage_maximum_combined": (12450, 13300, 14000, 13900),
    "irs.hdhp_minimum_deductible_self_only": (1500, 1600, 1650, 1700, 1750),
    "irs.hdhp_minimum_deductible_family": (3000, 3200, 3300, 3400, 3500),
    "irs.hdhp_out_of_pocket_maximum_self_only": (7500, 8050, 8300, 8500, 8700),
    "irs.hdhp_out_of_pocket_maximum_family": (15000, 16100, 16600, 17000, 17400),
    "irs.hsa_contribution_self_only": (3850, 4150, 4300, 4400, 4500),
    "irs.hsa_contribution_family": (7750, 8300, 8550, 8750, 9000),
    "irs.health_fsa_salary_reduction": (3050, 3200, 3300, 3400),
    "irs.health_fsa_carryover": (610, 640, 660, 680),
    "irs.standard_deduction_single": (13850, 14600, 15750, 16100),
    "irs.standard_deduction_married_joint": (27700, 29200, 31500, 32200),
    "irs.standard_deduction_married_separate": (13850, 14600, 15750, 16100),
    "irs.standard_deduction_head_of_household": (20800, 21900, 23625, 24150),
    "irs.additional_standard_deduction_unmarried": (1850, 1950, 2000, 2050),
    "irs.additional_standard_deduction_married": (1500, 1550, 1600, 1650),
    "ssa.wage_base": (160200, 168600, 176100, 184500, 192300),
}


@pytest.mark.parametrize(("identifier", "dollars"), YEARLY.items())
def test_yearly_amounts(identifier, dollars):
    for year, amount in enumerate(dollars, 2023):
        for day in (date(year, 1, 1), date(year, 12, 31)):
            assert look_up(identifier, day).amount == amount * 100
    assert isinstance(look_up(identifier, date(2022, 12, 31)), NotLoaded)
    assert isinstance(look_up(identifier, date(2023 + len(dollars), 1, 1)), NotLoaded)


# What stands unchanged for as long as its law does: also far ahead, and never before the days that were looked at.
WITHOUT_END = {
    "cms.medicare_part_b_coinsurance": 2000,
    "cms.therapy_practice_expense_reduction": 5000,
    "cms.working_aged_employer_size": 20,
    "cms.disability_employer_size": 100,
    "cms.kidney_failure_coordination": 30,
    "cms.medicare_age": 65,
    "cms.medicare_redetermination_filing": 120,
    "cms.medicare_reconsideration_filing": 180,
    "cms.medicare_hearing_filing": 60,
    "dol.claim_decision_before_care": 15,
    "dol.claim_decision_after_care": 30,
    "dol.claim_decision_urgent": 72,
    "dol.appeal_filing": 180,
    "dol.appeal_decision_before_care": 30,
    "dol.appeal_decision_after_care": 60,
    "hhs.external_review_filing": 4,
    "hhs.external_review_decision": 45,
    "hhs.external_review_urgent_decision": 72,
    "hhs.good_faith_estimate_excess": 40000,
    "hhs.good_faith_dispute_filing": 120,
    "hhs.summary_of_benefits_on_request": 7,
    "irs.hsa_catch_up": 100000,
    "irs.social_security_tax_rate": 620,
    "irs.medicare_tax_rate": 145,
    "irs.additional_medicare_tax_rate": 90,
    "irs.additional_medicare_tax_threshold_single": 20000000,
    "irs.additional_medicare_tax_threshold_married_joint": 25000000,
    "irs.additional_medicare_tax_threshold_married_separate": 12500000,
    "irs.medical_expense_floor": 750,
}


@pytest.mark.parametrize(("identifier", "amount"), WITHOUT_END.items())
def test_figures_of_laws_without_an_end(identifier, amount):
    assert look_up(identifier, date(2023, 1, 1)).amount == amount
    assert look_up(identifier, date(2099, 12, 31)).amount == amount
    assert isinstance(look_up(identifier, date(2022, 12, 31)), NotLoaded)


@pytest.mark.parametrize(("year", "cents"), [(2023, 16490), (2024, 17470), (2025, 18500), (2026, 20290)])
def test_medicare_part_b_premium(year, cents):
    assert look_up("cms.medicare_part_b_premium", date(year, 6, 1)).amount == cents
    assert isinstance(look_up("cms.medicare_part_b_premium", date(2027, 1, 1)), NotLoaded)


@pytest.mark.parametrize(
    ("identifier", "amount"),
    [
        ("irs.direct_primary_care_fee_one_person", 15000),
        ("irs.direct_primary_care_fee_more", 30000),
        ("cms.prior_authorization_decision", 7),
        ("cms.prior_authorization_urgent_decision", 72),
    ],
)
def test_what_began_in_2026(identifier, amount):
    assert isinstance(look_up(identifier, date(2025, 12, 31)), NotLoaded)
    assert look_up(identifier, date(2026, 1, 1)).amount == amount
    assert look_up(identifier, date(2027, 12, 31)).amount == amount


@pytest.mark.parametrize(
    ("identifier", "cents"), [("cms.medicare_hearing_amount", 19000), ("cms.medicare_court_amount", 190000)]
)
def test_amounts_in_dispute_are_held_for_2025_only(identifier, cents):
    assert look_up(identifier, date(2025, 7, 1)).amount == cents
    assert isinstance(look_up(identifier, date(2024, 12, 31)), NotLoaded)
    assert isinstance(look_up(identifier, date(2026, 1, 1)), NotLoaded)


def test_medical_mileage_goes_by_the_day_of_travel():
    # Hundredths of a cent a mile; the rate changed in the middle of 2026.
    assert all_series()["irs.medical_mileage_rate"].applies == "service_date"
    for day, amount in (
        (date(2023, 12, 31), 2200),
        (date(2024, 1, 1), 2100),
        (date(2025, 12, 31), 2100),
        (date(2026, 6, 30), 2050),
        (date(2026, 7, 1), 2350),
        (date(2026, 12, 31), 2350),
    ):
        assert look_up("irs.medical_mileage_rate", day).amount == amount
    assert isinstance(look_up("irs.medical_mileage_rate", date(2027, 1, 1)), NotLoaded)


# The upper edges of the brackets below the highest, in dollars.
EDGES = {
    ("single", 2023): (11000, 44725, 95375, 182100, 231250, 578125),
    ("single", 2024): (11600, 47150, 100525, 191950, 243725, 609350),
    ("single", 2025): (11925, 48475, 103350, 197300, 250525, 626350),
    ("single", 2026): (12400, 50400, 105700, 201775, 256225, 640600),
    ("married_joint", 2023): (22000, 89450, 190750, 364200, 462500, 693750),
    ("married_joint", 2024): (23200, 94300, 201050, 383900, 487450, 731200),
    ("married_joint", 2025): (23850, 96950, 206700, 394600, 501050, 751600),
    ("married_joint", 2026): (24800, 100800, 211400, 403550, 512450, 768700),
    ("married_separate", 2023): (11000, 44725, 95375, 182100, 231250, 346875),
    ("married_separate", 2024): (11600, 47150, 100525, 191950, 243725, 365600),
    ("married_separate", 2025): (11925, 48475, 103350, 197300, 250525, 375800),
    ("married_separate", 2026): (12400, 50400, 105700, 201775, 256225, 384350),
    ("head_of_household", 2023): (15700, 59850, 95350, 182100, 231250, 578100),
    ("head_of_household", 2024): (16550, 63100, 100500, 191950, 243700, 609350),
    ("head_of_household", 2025): (17000, 64850, 103350, 197300, 250500, 626350),
    ("head_of_household", 2026): (17700, 67450, 105700, 201750, 256200, 640600),
}


@pytest.mark.parametrize(("status", "year"), EDGES)
def test_income_tax_brackets(status, year):
    edges, rates = (0, *EDGES[status, year]), (10, 12, 22, 24, 32, 35, 37)
    table = look_up_brackets(f"irs.income_tax_brackets_{status}", date(year, 7, 1))
    assert table.brackets == tuple(Bracket(edge * 100, rate * 100) for edge, rate in zip(edges, rates, strict=True))
    assert isinstance(look_up_brackets(f"irs.income_tax_brackets_{status}", date(2027, 1, 1)), NotLoaded)


def test_every_figure_is_checked_here():
    others = {
        "cms.medicare_part_b_premium",
        "cms.prior_authorization_decision",
        "cms.prior_authorization_urgent_decision",
        "cms.medicare_hearing_amount",
        "cms.medicare_court_amount",
        "irs.direct_primary_care_fee_one_person",
        "irs.direct_primary_care_fee_more",
        "irs.medical_mileage_rate",
    }
    tables = {f"irs.income_tax_brackets_{status}" for status, _ in EDGES}
    assert set(all_series()) == YEARLY.keys() | WITHOUT_END.keys() | tables | others


def test_every_value_says_where_and_when_it_was_read():
    for series in all_series().values():
        for value in series.values:
            assert value.source
            assert value.url.startswith(("https://", "http://"))
            assert value.verified_on >= date(2026, 11, 23)


def test_every_label_is_said_once_and_spells_out_what_it_shortens():
    labels = [series.label for series in all_series().values()]
    assert len(set(labels)) == len(labels)
    for label in labels:
        assert not re.search(r"\b(HDHP|OOP|KX|MA|MOOP|DPC|FICA|AGI|SBC|ALJ|PT|OT|SLP)\b", label)
        assert "HSA" not in label or "health savings account (HSA)" in label
        assert "FSA" not in label or "health flexible spending account (health FSA)" in label


@pytest.mark.parametrize(
    ("identifier", "day", "written"),
    [
        ("irs.hsa_catch_up", date(2026, 1, 1), "1000.00"),
        ("irs.medicare_tax_rate", date(2026, 1, 1), "0.0145"),
        ("irs.medical_mileage_rate", date(2026, 7, 1), "0.235"),
        ("dol.appeal_filing", date(2026, 1, 1), 180),
    ],
)
def test_a_figure_is_written_in_its_own_unit(identifier, day, written):
    assert look_up(identifier, day).written == written


def test_brackets_are_written_as_in_their_file():
    table = look_up_brackets("irs.income_tax_brackets_single", date(2026, 1, 1))
    assert table.written[:2] == [["0.00", "0.10"], ["12400.00", "0.12"]]


def test_brackets_are_no_figure_and_a_figure_is_no_brackets():
    with pytest.raises(TypeError):
        look_up("irs.income_tax_brackets_single", date(2026, 1, 1))
    with pytest.raises(TypeError):
        look_up_brackets("irs.hsa_catch_up", date(2026, 1, 1))


def test_years_of_a_series():
    assert all_series()["cms.therapy_medical_review"].years == (2023, 2024, 2025, 2026, 2027)
    assert all_series()["irs.medical_mileage_rate"].years == (2023, 2024, 2025, 2026)
    assert all_series()["irs.hsa_catch_up"].years == (2023,)


def test_two_values_on_one_day_are_refused():
    text = (
        SERIES + VALUE.format(year=2026, until=2027, amount="1.00") + VALUE.format(year=2027, until=2027, amount="2.00")
    )
    with pytest.raises(ValueError, match="two values hold on 2027-01-01"):
        series_from("test.figure", text)


def test_a_value_without_its_source_is_refused():
    text = SERIES + VALUE.format(year=2026, until=2026, amount="1.00").replace('source = "A notice"\n', "")
    with pytest.raises(ValueError, match="source"):
        series_from("test.figure", text)


def with_value(unit, value):
    text = SERIES.replace("USD/plan year", unit) + VALUE.format(year=2026, until=2026, amount="1.00")
    return text.replace('value = "1.00"', f"value = {value}")


def test_a_value_without_an_end_ends_every_later_one():
    open_ended = VALUE.format(year=2026, until=2026, amount="1.00").replace("2026-12-31", '"no end"')
    assert series_from("test.figure", SERIES + open_ended).values[0].until is None
    with pytest.raises(ValueError, match="two values hold on 2027-01-01"):
        series_from("test.figure", SERIES + open_ended + VALUE.format(year=2027, until=2027, amount="2.00"))


@pytest.mark.parametrize(
    ("unit", "value"),
    [
        ("USD/year", '"1"'),
        ("USD/year", "1"),
        ("USD/year", "1.0"),
        ("USD/year", '"none"'),
        ("rate", '"1.45"'),
        ("rate", "0.0145"),
        ("days", '"120"'),
        ("days", "0"),
        ("days", "1.5"),
        ("brackets", '[["0.00", "10"]]'),
        ("brackets", "[]"),
        ("brackets", "5"),
        ("brackets", '[["1.00", "0.10"]]'),
        ("brackets", '[["0.00", "0.10"], ["5.00", "0.12"], ["5.00", "0.22"]]'),
        ("brackets", '[["0.00", "0.12"], ["5.00", "0.10"]]'),
        ("brackets", '[["0.00", "0.10", "0.12"]]'),
        ("furlongs", '"1.00"'),
    ],
)
def test_a_figure_that_is_not_of_its_unit_is_refused(unit, value):
    with pytest.raises(ValueError, match=r"test\.figure"):
        series_from("test.figure", with_value(unit, value))


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ("2026-12-31", '"never"'),
        ("2026-12-31", '"2026-12-31"'),
        ("2026-01-01", "2026-01-01T00:00:00"),
        ("2026-12-31", "2025-12-31"),
        ("https://", "ftp://"),
        ('"secondary"', '"hearsay"'),
        ("source =", "sources ="),
        ('verified = "secondary"', 'verified = "secondary"\nnote = "x"'),
    ],
)
def test_a_value_that_is_not_whole_is_refused(right, wrong):
    text = VALUE.format(year=2026, until=2026, amount="1.00")
    assert right in text
    with pytest.raises(ValueError, match=r"test\.figure"):
        series_from("test.figure", SERIES + text.replace(right, wrong))


def test_not_loaded_leaves_every_other_figure():
    made = scenario(care={"first_visit": "2028-01-03"}, starts="2028-01-01")
    result = computed(made)
    assert result.low.figures["patient_pays"].value == 160000
    (message,) = (message for message in result.messages if message.id == "cap.not_loaded")
    assert message.values == {"year": 2028, "first": 2023, "last": 2027}


def test_plan_maximum_above_the_federal_cap_is_told_and_changes_nothing():
    told = computed(scenario(out_of_pocket_maximum=person("10600.01")))
    silent = computed(scenario(out_of_pocket_maximum=person("10600.00")))
    assert "cap.plan_above" in [message.id for message in told.messages]
    assert "cap.plan_above" not in [message.id for message in silent.messages]
    assert told.low.figures["patient_pays"].value == silent.low.figures["patient_pays"].value
