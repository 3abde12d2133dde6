"""What people type, and the sentence they get where it cannot be read."""

from datetime import date

import pytest

from calculators.declaration import Choices, Count, Day, Money, Rate, Refusal, Text


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
