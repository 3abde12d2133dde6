"""Series of dated figures, one TOML file each, under the agency that sets them."""

import re
import tomllib
from collections.abc import Mapping
from datetime import date
from functools import cache
from importlib.resources import files
from itertools import pairwise
from typing import Any

from attrs import frozen

from calculators.declaration import Count, Kind, Money, Rate, Refusal

AGENCIES = ("cms", "irs")
APPLIES = ("plan_year_start", "service_date", "tax_year", "event_date")
VERIFIED = ("official", "secondary", "unverified")
NO_END = "no end"

_WHOLE = Count(1, 1000)

# How a figure of each unit is read and written, and so what its `amount` counts: money in cents, rates in hundredths
# of a percent, dollars a mile in hundredths of a cent, everything else one by one.
UNITS: Mapping[str, Kind] = {
    "USD": Money(),
    "USD/plan year": Money(),
    "USD/year": Money(),
    "USD/month": Money(),
    "USD/mile": Rate(),
    "rate": Rate(),
    "days": _WHOLE,
    "business days": _WHOLE,
    "hours": _WHOLE,
    "months": _WHOLE,
    "employees": _WHOLE,
}
BRACKETS = "brackets"


@frozen
class Dated:
    """What every value has: the days it holds, where it was read and how far it was verified.

    Named `from` and `until` in the files. `until` is the last day; None where a law names no end.
    """

    since: date
    until: date | None
    source: str
    url: str
    verified_on: date
    verified: str

    def holds(self, on: date) -> bool:
        """Whether this is the value of that day."""
        return self.since <= on and (self.until is None or on <= self.until)


@frozen
class Value(Dated):
    """One figure. `amount` is a whole number in the scale of its unit: cents where the unit is in dollars."""

    unit: str
    amount: int

    @property
    def written(self) -> str | int:
        """The figure as its file and results write it."""
        written: str | int = UNITS[self.unit].write(self.amount)
        return written


@frozen
class Bracket:
    """The part of taxable income above `above` cents, and the rate on it in hundredths of a percent."""

    above: int
    rate: int


@frozen
class TaxTable(Dated):
    """Income-tax brackets, lowest first; each reaches to where the next begins, the last has no upper edge."""

    brackets: tuple[Bracket, ...]

    @property
    def written(self) -> list[list[str]]:
        """The brackets as their file writes them, each `[above, rate]`."""
        return [[Money().write(bracket.above), Rate().write(bracket.rate)] for bracket in self.brackets]


@frozen
class Series:
    """A figure over the years. `applies` says which date it goes by."""

    id: str
    label: str
    unit: str
    applies: str
    values: tuple[Value, ...] | tuple[TaxTable, ...]

    @property
    def years(self) -> tuple[int, ...]:
        """The years for which a value is held; of one without an end, the year in which it begins."""
        held = {
            year for value in self.values for year in range(value.since.year, (value.until or value.since).year + 1)
        }
        return tuple(sorted(held))


@frozen
class NotLoaded:
    """The outcome of asking for a date that a series does not hold: never an earlier value, never a guess."""

    series: Series
    asked: date


def _dated(written: Mapping[str, Any]) -> dict[str, Any]:
    until = written["until"]
    return {
        "since": written["from"],
        "until": None if until == NO_END else until,
        "source": written["source"],
        "url": written["url"],
        "verified_on": written["verified_on"],
        "verified": written["verified"],
    }


def _value(written: Mapping[str, Any], unit: str) -> Value:
    return Value(**_dated(written), unit=unit, amount=UNITS[unit].read(written["value"]))


def _tax_table(written: Mapping[str, Any]) -> TaxTable:
    brackets = []
    for above, rate in written["value"]:
        cents = Money().read(above)
        assert cents is not None  # Money() has no "none"
        brackets.append(Bracket(cents, Rate().read(rate)))
    if [bracket.above for bracket in brackets[:1]] != [0] or any(
        later.above <= earlier.above or later.rate <= earlier.rate for earlier, later in pairwise(brackets)
    ):
        raise ValueError(f"the brackets from {written['from']} do not rise from 0")
    return TaxTable(**_dated(written), brackets=tuple(brackets))


def series_from(identifier: str, text: str) -> Series:
    """Read one series from TOML; raises `ValueError` where it is incomplete or two values hold on one date."""
    try:
        series = _series(identifier, tomllib.loads(text))
    except KeyError as missing:
        raise ValueError(f"{identifier}: {missing} is missing") from None
    except Refusal as refusal:
        raise ValueError(f"{identifier}: a figure is not written in the series' unit ({refusal})") from None
    except ValueError as wrong:
        raise ValueError(f"{identifier}: {wrong}") from None
    return series


def _series(identifier: str, written: Mapping[str, Any]) -> Series:
    unit = written["unit"]
    if written["applies"] not in APPLIES or unit not in (*UNITS, BRACKETS):
        raise ValueError("unknown unit or date it goes by")
    found: list[Any] = [_tax_table(value) if unit == BRACKETS else _value(value, unit) for value in written["values"]]
    values = sorted(found, key=lambda value: value.since)
    _check(values)
    return Series(identifier, written["label"], unit, written["applies"], tuple(values))


def _check(values: list[Dated]) -> None:
    for value in values:
        if value.verified not in VERIFIED or not value.source or not re.match(r"https?://\S+$", value.url):
            raise ValueError(f"{value.since} lacks a source")
        if value.until and value.until < value.since:
            raise ValueError(f"{value.since} ends before it begins")
    for earlier, later in pairwise(values):
        if earlier.until is None or later.since <= earlier.until:
            raise ValueError(f"two values hold on {later.since}")


@cache
def one_series(identifier: str) -> Series:
    """Return the series with this id, `agency.file_name`; only its own file is read."""
    agency, _, name = identifier.partition(".")
    file = files("calculators.parameters").joinpath(agency, f"{name}.toml")
    return series_from(identifier, file.read_text(encoding="utf-8"))


@cache
def all_series() -> Mapping[str, Series]:
    """Return every series by its id."""
    found = {}
    for agency in AGENCIES:
        for file in sorted(files("calculators.parameters").joinpath(agency).iterdir(), key=lambda file: file.name):
            if file.name.endswith(".toml"):
                identifier = f"{agency}.{file.name.removesuffix('.toml')}"
                found[identifier] = one_series(identifier)
    return found


def look_up(identifier: str, on: date) -> Value | NotLoaded:
    """Return the one figure of a series that holds on a date, or say that it is not loaded."""
    series = one_series(identifier)
    for value in series.values:
        if value.holds(on):
            if not isinstance(value, Value):
                raise TypeError(f"{identifier} holds brackets")
            return value
    return NotLoaded(series, on)


def look_up_brackets(identifier: str, on: date) -> TaxTable | NotLoaded:
    """Return the income-tax brackets of a series that hold on a date, or say that they are not loaded."""
    series = one_series(identifier)
    for value in series.values:
        if value.holds(on):
            if not isinstance(value, TaxTable):
                raise TypeError(f"{identifier} holds no brackets")
            return value
    return NotLoaded(series, on)
