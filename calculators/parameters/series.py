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

AGENCIES = ("cms", "dol", "hhs", "irs", "ssa")
# The date by which a figure is looked up. `tax_year`: any day of the tax year. `event_date`: the day of the step that
# starts a clock or opens a way, such as a claim, a bill or a decision.
APPLIES = ("plan_year_start", "service_date", "tax_year", "event_date")
VERIFIED = ("official", "secondary", "unverified")
NO_END = "no end"

_KEYS = {"from", "until", "value", "source", "url", "verified_on", "verified"}

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
    "years": _WHOLE,
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
    if unknown := written.keys() - _KEYS:
        raise ValueError(f"unknown {', '.join(sorted(unknown))}")
    since, until, verified_on = written["from"], written["until"], written["verified_on"]
    if until == NO_END:
        until = None
    if any(type(day) is not date for day in (since, until or since, verified_on)):
        raise ValueError(f"the value from {since} has a day that is none")
    return {
        "since": since,
        "until": until,
        "source": written["source"],
        "url": written["url"],
        "verified_on": verified_on,
        "verified": written["verified"],
    }


def _value(written: Mapping[str, Any], unit: str) -> Value:
    return Value(**_dated(written), unit=unit, amount=UNITS[unit].read(written["value"]))


def _tax_table(written: Mapping[str, Any]) -> TaxTable:
    brackets = tuple(Bracket(Money().read(above) or 0, Rate().read(rate)) for above, rate in written["value"])
    rising = all(earlier.above < later.above and earlier.rate < later.rate for earlier, later in pairwise(brackets))
    if not brackets or brackets[0].above or not rising:
        raise ValueError(f"the brackets from {written['from']} do not rise from 0")
    return TaxTable(**_dated(written), brackets=brackets)


def series_from(identifier: str, text: str) -> Series:
    """Read one series from TOML; raises `ValueError` where it is incomplete or two values hold on one date."""
    try:
        return _series(identifier, tomllib.loads(text))
    except KeyError as missing:
        raise ValueError(f"{identifier}: {missing} is missing") from None
    except Refusal as refusal:
        raise ValueError(f"{identifier}: a figure is not written in the series' unit ({refusal})") from None
    except (TypeError, ValueError) as wrong:
        raise ValueError(f"{identifier}: {wrong}") from None


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


def _held[Held: Dated](identifier: str, on: date, kind: type[Held]) -> Held | NotLoaded:
    series = one_series(identifier)
    for value in series.values:
        if value.holds(on):
            if not isinstance(value, kind):
                raise TypeError(f"{identifier} does not hold a {kind.__name__}")
            return value
    return NotLoaded(series, on)


def look_up(identifier: str, on: date) -> Value | NotLoaded:
    """Return the one figure of a series that holds on a date, or say that it is not loaded."""
    return _held(identifier, on, Value)


def look_up_brackets(identifier: str, on: date) -> TaxTable | NotLoaded:
    """Return the income-tax brackets of a series that hold on a date, or say that they are not loaded."""
    return _held(identifier, on, TaxTable)
