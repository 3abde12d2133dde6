"""What a page rests on: rules of the guide, rules of the calculators, series of yearly figures.

An id is looked up in this order: `docs/sources/*.toml`, the calculators' register of rules, the parameters.
"""

import re
from collections.abc import Mapping
from datetime import date
from functools import cache
from pathlib import Path

from attrs import frozen

from build_scripts.guide.mistakes import DOCS, Mistake, place_of
from build_scripts.guide.tables import check_keys, check_words, read_tables
from calculators.parameters import all_series
from calculators.parameters.series import VERIFIED
from calculators.rules import all_rules

FOLDER = DOCS / "sources"

_KEYS = {"says": str, "source": str, "url": str, "read_on": date, "verified": str, "text_as_of": str}
_ID = re.compile(r"[a-z0-9_]+(\.[a-z0-9_]+)+")


@frozen
class Source:
    """One rule: what it says, where that was read, in which edition, on which day, and how far it was verified.

    `says` is empty where the source's own words say it.
    """

    id: str
    says: str
    source: str
    url: str
    read_on: date
    verified: str
    text_as_of: str


def sources_in(file: Path) -> Mapping[str, Source]:
    """Return the rules of one file; raises Mistake where one is incomplete."""
    place = place_of(file)
    found = {}
    for identifier, record in read_tables(file).items():
        if not _ID.fullmatch(identifier) or not isinstance(record, dict):
            raise Mistake(place, f'“{identifier}” must be a table with a dotted id in quotes: ["area.name"].')
        check_keys(place, identifier, record, _KEYS, {})
        check_words(place, identifier, record, {"says", "source"})
        source = Source(identifier, **record)
        if source.verified not in VERIFIED:
            raise Mistake(place, f"`verified` of “{identifier}” must be one of {', '.join(VERIFIED)}.")
        if source.url and not re.fullmatch(r"https?://\S+", source.url):
            raise Mistake(place, f"`url` of “{identifier}” must be an address, or empty.")
        if source.verified == "official" and not source.text_as_of.strip():
            raise Mistake(place, f"“{identifier}” was read in an official text: `text_as_of` must say which edition.")
        found[identifier] = source
    return found


@cache
def guide_sources() -> Mapping[str, Source]:
    """Return the rules of all files, by id; raises Mistake where two have the same."""
    found: dict[str, Source] = {}
    for file in sorted(FOLDER.glob("*.toml")):
        for identifier, source in sources_in(file).items():
            if identifier in found:
                raise Mistake(place_of(file), f"“{identifier}” stands in another file too. Remove one of the two.")
            found[identifier] = source
    return found


@cache
def all_sources() -> Mapping[str, Source]:
    """Return every rule that a page may name, the guide's own and the calculators'."""
    engine = {
        rule.id: Source(rule.id, "", rule.source, rule.url, rule.read_on, rule.verified, rule.text_as_of)
        for rule in all_rules().values()
    }
    return {**engine, **guide_sources()}


def is_known(identifier: str) -> bool:
    """Whether an id names a rule or a series of figures."""
    return identifier in all_sources() or identifier in all_series()
