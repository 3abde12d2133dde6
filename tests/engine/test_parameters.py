"""Yearly figures: one value for a date, and none rather than a wrong one."""

from datetime import date

import pytest
from scenarios import computed, person, scenario

from calculators.parameters import NotLoaded, all_series, look_up
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


def test_every_value_says_where_and_when_it_was_read():
    for series in all_series().values():
        for value in series.values:
            assert value.source
            assert value.url.startswith(("https://", "http://"))
            assert date(2026, 11, 23) <= value.verified_on <= date(2026, 11, 25)


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
