"""What people type, and the sentence they get where it cannot be read."""

import re
from datetime import date
from typing import Annotated

import pytest
from attrs import frozen

from calculators.declaration import (
    UNKNOWN,
    Ask,
    Choice,
    Choices,
    Count,
    Day,
    DayOfYear,
    Invalid,
    Money,
    MonthDay,
    Problem,
    Rate,
    Refusal,
    Text,
    Unknown,
    json_schema,
    read,
    read_typed,
    typed_texts,
    write,
)
from calculators.presentation import wording
from calculators.presentation.form import controls_of, form_of
from calculators.presentation.html import environment


@pytest.mark.parametrize(
    ("typed", "cents"),
    [
        ("40", 4000),
        ("40.5", 4050),
        ("$1,500", 150000),
        ("$ 1,500.00", 150000),
        (" 12.34 ", 1234),
        (".50", 50),
        ("7.", 700),
        ("0", 0),
        ("007", 700),
        ("9,999,999.99", 999999999),
    ],
)
def test_money(typed, cents):
    assert Money().read_typed(typed) == cents


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        ("forty", "money.typed"),
        ("40 dollars", "money.typed"),
        ("1.500,00", "money.typed"),
        ("1,50", "money.typed"),
        ("1e3", "money.typed"),
        (".", "money.typed"),
        ("$", "money.typed"),
        ("٤٠", "money.typed"),
        ("NaN", "money.typed"),
        ("-40", "money.negative"),
        ("$-40", "money.negative"),
        ("\N{MINUS SIGN}40", "money.negative"),
        ("40.005", "money.cents"),
        ("10,000,000", "money.too_large"),
        ("9" * 5000, "money.too_large"),
        ("none", "money.typed"),
    ],
)
def test_money_refused(typed, reason):
    with pytest.raises(Refusal, match=reason):
        Money().read_typed(typed)


def test_none_where_a_plan_may_have_no_such_amount():
    assert Money(none_allowed=True).read_typed("None") is None


@pytest.mark.parametrize(
    ("typed", "hundredths"),
    [("20", 2000), ("20%", 2000), ("20 %", 2000), ("12.5", 1250), ("0", 0), ("100", 10000), ("0.5%", 50)],
)
def test_rate(typed, hundredths):
    assert Rate().read_typed(typed) == hundredths
    assert Rate().read(Rate().write(hundredths)) == hundredths
    assert Rate().read_typed(Rate().as_typed(hundredths)) == hundredths


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        ("120", "rate.above_all"),
        ("120 %", "rate.above_all"),
        ("100.01", "rate.above_all"),
        ("-5", "rate.negative"),
        ("0.2", "rate.fraction"),
        ("twenty", "rate.typed"),
        ("12.345", "rate.decimals"),
    ],
)
def test_rate_refused(typed, reason):
    with pytest.raises(Refusal, match=reason):
        Rate().read_typed(typed)


def test_a_fraction_is_asked_back_with_the_percentage_meant():
    with pytest.raises(Refusal) as refusal:
        Rate().read_typed("0.2")
    assert refusal.value.values["percent"] == "20%"


@pytest.mark.parametrize(
    "typed", ["7/6/2026", "07/06/2026", "2026-07-06", "July 6, 2026", "jul 6 2026", "Jul. 6, 2026", " 7/6/2026 "]
)
def test_day(typed):
    assert Day().read_typed(typed) == date(2026, 7, 6)


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        ("3/4/27", "date.short_year"),
        ("2/30/2026", "date.no_such_day"),
        ("30 February", "date.typed"),
        ("February 30, 2026", "date.no_such_day"),
        ("13/1/2026", "date.no_such_day"),
        ("2026-02-30", "date.no_such_day"),
        ("1/1/1999", "date.year"),
        ("tomorrow", "date.typed"),
        ("ma 3, 2026", "date.typed"),
    ],
)
def test_day_refused(typed, reason):
    with pytest.raises(Refusal, match=reason):
        Day().read_typed(typed)


def test_a_birth_date_may_lie_in_the_last_century():
    born = Day(earliest=1900)
    assert born.read_typed("2/29/1960") == born.read("1960-02-29") == date(1960, 2, 29)
    assert born.read_typed("1900-01-01") == date(1900, 1, 1)
    assert born.as_typed(date(1960, 2, 29)) == "2/29/1960"


@pytest.mark.parametrize(
    ("kind", "early", "earliest"), [(Day(), "1999-12-31", 2000), (Day(earliest=1900), "1899-12-31", 1900)]
)
def test_a_day_before_the_earliest_year_is_refused_by_reading_and_by_the_schema(kind, early, earliest):
    for reading in (kind.read, kind.read_typed):
        with pytest.raises(Refusal, match=r"date\.year") as refusal:
            reading(early)
        problem = Problem("born", refusal.value.reason, refusal.value.values)
        assert f"not between {earliest} and 2099" in wording.problem_text(problem, Survey)
    assert not re.search(kind.schema()["pattern"], early)
    for day in (f"{earliest}-01-01", "2099-12-31"):
        assert re.search(kind.schema()["pattern"], day)
        assert kind.write(kind.read(day)) == day


@pytest.mark.parametrize(
    "typed", ["2/15", "02/15", "02-15", "February 15", "february 15", "Feb 15", "Feb. 15", "  2/15 "]
)
def test_day_of_the_year(typed):
    assert MonthDay().read_typed(typed) == DayOfYear(2, 15)


def test_a_day_of_the_year_is_written_month_first_and_ordered_by_the_calendar():
    birthday = MonthDay().read("02-29")
    assert birthday == DayOfYear(month=2, day=29)
    assert MonthDay().write(birthday) == "02-29"
    assert MonthDay().as_typed(birthday) == "2/29"
    assert DayOfYear(1, 31) < birthday < DayOfYear(3, 1)


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        ("2/30", "date.no_such_day"),
        ("02-30", "date.no_such_day"),
        ("15/2", "date.no_such_day"),
        ("April 31", "date.no_such_day"),
        ("15 February", "date.month_day_typed"),
        ("2/15/1960", "date.month_day_typed"),
        ("Febr", "date.month_day_typed"),
        ("Maz 3", "date.month_day_typed"),
        ("2", "date.month_day_typed"),
        ("soon", "date.month_day_typed"),
    ],
)
def test_day_of_the_year_refused(typed, reason):
    with pytest.raises(Refusal) as refusal:
        MonthDay().read_typed(typed)
    assert refusal.value.reason == reason
    assert typed in wording.problem_text(Problem("birthday", reason, refusal.value.values), Survey)


@pytest.mark.parametrize(
    ("written", "reason"),
    [
        ("02-30", "date.no_such_day"),
        ("04-31", "date.no_such_day"),
        ("13-01", "date.no_such_day"),
        ("00-10", "date.no_such_day"),
        ("01-00", "date.no_such_day"),
        ("2-15", "date.month_day_written"),
        ("2/15", "date.month_day_written"),
        ("2000-02-15", "date.month_day_written"),
        (215, "date.month_day_written"),
    ],
)
def test_a_written_day_of_the_year_is_refused_by_reading_and_by_the_schema(written, reason):
    with pytest.raises(Refusal) as refusal:
        MonthDay().read(written)
    assert refusal.value.reason == reason
    assert not re.search(MonthDay().schema()["pattern"], str(written))


def test_the_schema_takes_each_day_of_a_leap_year_and_no_other():
    pattern = MonthDay().schema()["pattern"]
    taken = [f"{month:02}-{day:02}" for month in range(14) for day in range(33)]
    taken = [text for text in taken if re.search(pattern, text)]
    assert len(taken) == 366
    assert taken == [MonthDay().write(MonthDay().read(text)) for text in taken]


@frozen
class Survey:
    """Questions to which "I don't know" is an answer."""

    birthday: Annotated[DayOfYear | Unknown, Ask(MonthDay(), "Birthday", unknown_allowed=True)]
    born: Annotated[date | Unknown, Ask(Day(earliest=1900), "Born on", help="Any day.", unknown_allowed=True)] = UNKNOWN
    parent: Annotated[str | Unknown, Ask(Choice({"a": "A", "b": "B"}), "Which parent", unknown_allowed=True)] = "a"
    moved: Annotated[date | None, Ask(Day(), "Moved on")] = None


@pytest.mark.parametrize("typed", ["?", "I don’t know", " unknown "])
def test_a_day_may_be_unknown(typed):
    survey = read_typed({"birthday": typed, "born": typed, "parent": "unknown"}, Survey)
    assert survey == Survey(UNKNOWN, UNKNOWN, UNKNOWN)
    assert write(survey) == {"birthday": {"unknown": True}, "parent": {"unknown": True}}
    assert read(write(survey), Survey) == survey
    assert typed_texts(survey) == {"birthday": "?", "born": "?", "parent": "unknown", "moved": ""}
    assert read_typed(typed_texts(survey), Survey) == survey


def test_a_day_is_unknown_only_where_that_may_be_said_and_has_no_ends():
    with pytest.raises(Invalid, match=r"moved: date\.typed"):
        read_typed({"birthday": "2/15", "moved": "?"}, Survey)
    with pytest.raises(Invalid, match=r"birthday: date\.month_day_typed"):
        read_typed({"birthday": "2/15 to 3/15"}, Survey)
    for given in ({"unknown": True, "low": "02-15", "high": "03-15"}, {"unknown": False}, {"unknown": 1}, {}):
        with pytest.raises(Invalid, match=r"birthday: date\.month_day_written"):
            read({"birthday": given}, Survey)
    (day, unknown) = json_schema(Survey, "survey", 1)["properties"]["birthday"]["anyOf"]
    assert day == MonthDay().schema()
    assert set(unknown["properties"]) == {"unknown"}


def test_the_form_says_where_a_question_mark_is_an_answer():
    form = form_of(Survey, {})
    controls = {control.path: control for control in controls_of(form)}
    assert {path: control.unsure for path, control in controls.items()} == {
        "birthday": "unknown",
        "born": "unknown",
        "parent": "",
        "moved": "",
    }
    assert controls["born"].default == "?"
    source = '{% from "presentation/form.html.j2" import items %}{{ items("survey", form, "") }}'
    html = environment().from_string(source).render(form=form)
    assert html.count("Type “?” if you do not know.") == 2
    for path in ("birthday", "born"):
        assert f'id="survey-{path}-hint"' in html
        assert f'aria-describedby="survey-{path}-hint"' in html


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        ("10,000", "count.too_large"),
        ("10000", "count.too_large"),
        ("9" * 10000, "count.too_large"),
        ("-1", "count.too_small"),
        ("12.5", "count.typed"),
        ("many", "count.typed"),
    ],
)
def test_count_refused(typed, reason):
    with pytest.raises(Refusal, match=reason):
        Count(0, 366).read_typed(typed)


def test_text_is_one_printable_line():
    assert Text().read_typed("  Gold \n plan ") == "Gold plan"
    with pytest.raises(Refusal, match=r"text\.too_long"):
        Text().read_typed("x" * 81)


def test_choices_keep_the_order_of_the_question():
    kind = Choices({"a": "A", "b": "B"})
    assert kind.read(["b", "a"]) == ("a", "b")
    with pytest.raises(Refusal, match=r"choices\.twice"):
        kind.read(["a", "a"])
