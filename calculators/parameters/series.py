"""Series of yearly figures, one TOML file each, under the agency that sets them."""

import tomllib
from collections.abc import Mapping
from datetime import date
from functools import cache
from importlib.resources import files
from itertools import pairwise
from typing import Any

from attrs import frozen

from calculators.declaration import Money

AGENCIES = ("cms",)
UNITS = ("USD/plan year",)
APPLIES = ("plan_year_start", "service_date", "tax_year")
VERIFIED = ("official", "secondary", "unverified")


@frozen
class Value:
    """One figure for one span of dates, in cents, with where it was read and how far it was verified.

    Named `from` and `until` in the files; `until` is the last day, and every value has one.
    """

    since: date
    until: date
    amount: int
    source: str
    url: str
    verified_on: date
    verified: str


@frozen
class Series:
    """A yearly figure over the years. `applies` says which date it goes by."""

    id: str
    label: str
    unit: str
    applies: str
    values: tuple[Value, ...]

    @property
    def years(self) -> tuple[int, ...]:
        """The years for which a value is held."""
        return tuple(value.since.year for value in self.values)


@frozen
class NotLoaded:
    """The outcome of asking for a date that a series does not hold: never an earlier value, never a guess."""

    series: Series
    asked: date


def _value(written: Mapping[str, Any]) -> Value:
    return Value(
        since=written["from"],
        until=written["until"],
        amount=Money().read(written["value"]) or 0,
        source=written["source"],
        url=written["url"],
        verified_on=written["verified_on"],
        verified=written["verified"],
    )


def series_from(identifier: str, text: str) -> Series:
    """Read one series from TOML; raises `ValueError` where it is incomplete or two values hold on one date."""
    written = tomllib.loads(text)
    try:
        values = tuple(sorted((_value(value) for value in written["values"]), key=lambda value: value.since))
        series = Series(identifier, written["label"], written["unit"], written["applies"], values)
    except KeyError as missing:
        raise ValueError(f"{identifier}: {missing} is missing") from None
    if series.applies not in APPLIES or series.unit not in UNITS:
        raise ValueError(f"{identifier}: unknown unit or date it goes by")
    for value in values:
        if value.verified not in VERIFIED or not value.source or not value.url.startswith("https://"):
            raise ValueError(f"{identifier}: {value.since} lacks a source")
        if value.until < value.since:
            raise ValueError(f"{identifier}: {value.since} ends before it begins")
    for earlier, later in pairwise(values):
        if later.since <= earlier.until:
            raise ValueError(f"{identifier}: two values hold on {later.since}")
    return series


@cache
def all_series() -> Mapping[str, Series]:
    """Return every series by its id, `agency.file_name`."""
    found = {}
    for agency in AGENCIES:
        for file in sorted(files("calculators.parameters").joinpath(agency).iterdir(), key=lambda file: file.name):
            if file.name.endswith(".toml"):
                identifier = f"{agency}.{file.name.removesuffix('.toml')}"
                found[identifier] = series_from(identifier, file.read_text(encoding="utf-8"))
    return found


def look_up(identifier: str, on: date) -> Value | NotLoaded:
    """Return the one value of a series that holds on a date, or say that it is not loaded."""
    series = all_series()[identifier]
    for value in series.values:
        if value.since <= on <= value.until:
            return value
    return NotLoaded(series, on)
