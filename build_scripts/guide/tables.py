"""Reads the guide's data files, TOML tables with known keys, and says what is wrong with them."""

import tomllib
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from build_scripts.guide.mistakes import Mistake, place_of


def read_tables(file: Path) -> Mapping[str, Any]:
    """Return what a TOML file holds; raises Mistake where it cannot be read."""
    try:
        return tomllib.loads(file.read_text("utf-8"))
    except tomllib.TOMLDecodeError as wrong:
        raise Mistake(place_of(file), f"this is no TOML: {wrong}.") from None


def check_keys(
    place: str, name: str, record: Mapping[str, Any], needed: Mapping[str, type], optional: Mapping[str, type]
) -> None:
    """Raise Mistake unless a table has the keys that it needs, no others, and each of its type."""
    wrong = [f"“{name}” needs `{key}`." for key in sorted(needed.keys() - record.keys())]
    known = {**optional, **needed}
    wrong += [f"“{name}” has `{key}`, which nobody reads." for key in sorted(record.keys() - known.keys())]
    wrong += [
        f"`{key}` of “{name}” must be a {known[key].__name__}."
        for key in sorted(record.keys() & known.keys())
        if type(record[key]) is not known[key]
    ]
    if wrong:
        raise Mistake(place, *wrong)


def check_words(place: str, name: str, record: Mapping[str, Any], keys: Iterable[str]) -> None:
    """Raise Mistake where a text that people read is empty."""
    wrong = [f"`{key}` of “{name}” says nothing." for key in sorted(keys) if not str(record[key]).strip()]
    if wrong:
        raise Mistake(place, *wrong)
