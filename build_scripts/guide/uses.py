"""Where each rule and each series of figures is used: on which pages, and by which calculators."""

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path

from mkdocs.utils.meta import get_data

from build_scripts.guide.mistakes import DOCS, ROOT
from build_scripts.guide.sources import all_sources
from calculators.catalogue import CALCULATORS
from calculators.parameters import all_series

_CODE = ROOT / "calculators"

# What stands beside the pages and is none.
_NO_PAGES = {"assets", "decisions", "sources"}

# Rooms that several calculators share; every other room with rules is a calculator's own.
_SHARED_ROOMS = {"coverage": tuple(CALCULATORS), "household": ("annual-cost", "compare-plans")}


@cache
def page_titles() -> Mapping[str, str]:
    """Return the title of every page by its path in docs/."""
    return {path: str(get_data(text)[1].get("title", path)) for path, text in _pages().items()}


@cache
def pages_by_id() -> Mapping[str, Sequence[str]]:
    """Return the paths of the pages that name each id, in a `!sources` line or as a figure in prose."""
    found: dict[str, list[str]] = {}
    for path, text in _pages().items():
        for identifier in sorted(_ids_in(text)):
            found.setdefault(identifier, []).append(path)
    return found


@cache
def calculators_by_id() -> Mapping[str, Sequence[str]]:
    """Return the names of the calculators in whose code each id stands."""
    code = {
        name: "".join(file.read_text("utf-8") for room in _rooms(name) for file in sorted(room.rglob("*.py")))
        for name in CALCULATORS
    }
    return {
        identifier: [name for name in CALCULATORS if f'"{identifier}"' in code[name]]
        for identifier in (*all_sources(), *all_series())
    }


@cache
def _pages() -> Mapping[str, str]:
    files = sorted(DOCS.rglob("*.md"))
    paths = [file.relative_to(DOCS) for file in files]
    return {path.as_posix(): (DOCS / path).read_text("utf-8") for path in paths if path.parts[0] not in _NO_PAGES}


def _ids_in(text: str) -> set[str]:
    named = {identifier for line in re.findall(r"^!sources (.*)$", text, re.MULTILINE) for identifier in line.split()}
    return named | set(re.findall(r"\{\{\s*([a-z0-9_.]+)", text))


def _rooms(calculator: str) -> Iterator[Path]:
    yield _CODE / calculator.replace("-", "_")
    for room, users in _SHARED_ROOMS.items():
        if calculator in users:
            yield _CODE / room
