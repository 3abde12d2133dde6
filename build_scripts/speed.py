"""What `make bench` found, in words, beside what it should have found: `!speed …` in Markdown draws tables of it.

The figures stand in docs/reference/speed.json, which `python -m tests.bench --keep` writes.
"""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from statistics import median
from typing import Any
from xml.etree.ElementTree import Element, SubElement

from attrs import frozen
from markdown.util import AtomicString

from calculators.presentation.wording import month

KEPT = Path(__file__).absolute().parents[1] / "docs" / "reference" / "speed.json"

# What was kept: values by name, as JSON.
type Kept = Mapping[str, Any]


@frozen
class Start:
    """A way from the opening of a page to a first result.

    `most` is its target, as a share of a bare start over the same line.
    """

    words: str
    most: float | None = None
    over_slow_line: bool = False


BARE, SLOW_BARE = "bare", "slow_bare"

STARTS: Mapping[str, Start] = {
    "recomputed": Start("Website, first visit", 0.35),
    "lean": Start("Website, first visit, lean start", 0.55),
    "again": Start("Website, second visit", 0.25),
    "bundle": Start("Offline copy, opened from a folder", 0.45),
    "bundle_again": Start("Offline copy, opened again"),
    "widget": Start("Calculator on another site’s page, first visit"),
    "widget_again": Start("Calculator on another site’s page, second visit"),
    BARE: Start("Bare loadPyodide()"),
    "usual": Start("The usual way: loadPyodide(), micropip, our wheel"),
    "pyscript": Start("PyScript, our wheel"),
    "slow": Start("Website, first visit, slow line", 0.65, over_slow_line=True),
    "slow_lean": Start("Website, first visit, lean start, slow line", 0.7, over_slow_line=True),
    SLOW_BARE: Start("Bare loadPyodide(), slow line", over_slow_line=True),
}

# The worked example is in the page, and needs no Python.
EXAMPLE = "example"

TIMES_FASTER_THAN_USUAL = 2.5

# The most bytes; of what a reader loads to calculate, of the offline copy’s zip, and of a page by itself.
_MOST_OF_PROGRAM = {"recomputed": 4_600_000, "lean": 3_700_000}
_MOST_OF_ZIP = 12_000_000
_MOST_OF_PAGE = 350_000

_PAGES = {
    "start": "The start page",
    "guide": "The longest page of the guide",
    "calculator": "The longest page with a calculator",
}

# Kinds of files in the order in which people meet them. The first ones make up a page, the others the program.
_PAGE_KINDS = {
    "pages": "Text of the page",
    "scripts": "Our JavaScript",
    "theme_scripts": "The theme’s JavaScript",
    "styles": "Styles",
    "pictures": "Pictures",
    "search": "Search",
}
_PROGRAM_KINDS = {
    "worker": "Our worker",
    "pyodide": "Pyodide’s JavaScript",
    "webassembly": "WebAssembly",
    "memory": "Memory of a Python that has started",
    "library": "Python’s library",
    "packages": "Python packages",
    "other_ways": "The other ways’ own scripts",
}

# From an edit to what follows it, and the most milliseconds until then.
EDITS: Mapping[str, tuple[str, int]] = {
    "40": ("Annual cost, 40 visits: the new result", 40),
    "200": ("Annual cost, 200 visits: the new result", 120),
    "plans.0.premium.amount laid_out": ("Six plans, a plan is edited: the new table", 400),
    "plans.0.premium.amount whole": ("Six plans, a plan is edited: the new curves", 1000),
    "care.0.visits laid_out": ("Six plans, the care is edited: the new table", 400),
    "care.0.visits whole": ("Six plans, the care is edited: the new curves", 1000),
}

BUILDS = {
    "from_nothing": "The whole website, from nothing",
    "edited_page": "Again, after an edit of one page",
    "offline": "The offline copy and its zip, after the website",
}


@frozen
class Verdict:
    """A target, in words; what was found; and whether that meets it."""

    words: str
    found: str
    target: str
    met: bool


def share_of_bare(starts: Mapping[str, Sequence[float]], name: str) -> float:
    """Return the median, over the rounds, of a start’s time as a share of the bare start’s in the same round.

    `starts` holds milliseconds by the names of starts; each is compared over the same line. To the hundredth: more than
    that no two runs agree on.
    """
    start = STARTS.get(name)
    bare = SLOW_BARE if start and start.over_slow_line else BARE
    return round(median(one / other for one, other in zip(starts[name], starts[bare], strict=True)), 2)


def verdicts(kept: Kept) -> Iterator[Verdict]:
    """Yield every target that was set, in the order of the page."""
    starts = kept["starts"]
    for name, start in STARTS.items():
        if start.most is not None:
            share = share_of_bare(starts, name)
            yield Verdict(start.words, f"{share:.2f} of bare", f"{start.most:g}", share <= start.most)
    faster = round(median(usual / ours for usual, ours in zip(starts["usual"], starts["recomputed"], strict=True)), 2)
    yield Verdict(
        "Website, first visit, against the usual way",
        f"{faster:.2f} times faster",
        f"{TIMES_FASTER_THAN_USUAL:g}",
        faster >= TIMES_FASTER_THAN_USUAL,
    )
    for words, size, most in _sizes(kept):
        yield Verdict(words, _size(size), _size(most), size <= most)
    for name, (words, most) in EDITS.items():
        taken = kept["edits"][name]["p95"]
        yield Verdict(words, f"{taken} ms", f"{most} ms", taken <= most)


def _sizes(kept: Kept) -> Iterator[tuple[str, int, int]]:
    """Yield what has a target in bytes: in words, what it takes, and the most."""
    for name, most in _MOST_OF_PROGRAM.items():
        words = f"{'Lean' if name == 'lean' else 'Fast'} start, the program"
        yield words, _sum(kept["downloads"][name], _PROGRAM_KINDS), most
    yield "Offline copy, the zip", kept["bundle"]["zip"], _MOST_OF_ZIP
    for name, words in _PAGES.items():
        yield f"{words}, without the program", kept["pages"][name], _MOST_OF_PAGE


def draw(part: str, kept: Kept | None = None) -> Iterator[Element]:
    """Yield the elements of a part of the page, from what was kept; raises KeyError for a part that there is not."""
    yield from PARTS[part](kept or json.loads(KEPT.read_text("utf-8")))


def _measured(kept: Kept) -> Iterator[Element]:
    day, versions = date.fromisoformat(kept["measured_on"]), kept["versions"]
    yield _said(
        "p",
        f"Measured on {month(day.year, day.month, day.day)}, in {kept['rounds']} rounds, on a computer with "
        f"{versions['cores']} cores: Chromium {versions['chromium']}, Pyodide {versions['pyodide']} with Python "
        f"{versions['python']}, PyScript {versions['pyscript']}, this project at commit {versions['commit']}.",
    )


def _targets(kept: Kept) -> Iterator[Element]:
    found = list(verdicts(kept))
    missed = [verdict for verdict in found if not verdict.met]
    yield _said("p", f"{len(found) - len(missed)} of {len(found)} targets were met.{' Missed:' if missed else ''}")
    if missed:
        made = Element("ul")
        for verdict in missed:
            made.append(_said("li", f"{verdict.words}: {verdict.found}; the target is {verdict.target}."))
        yield made


def _starts(kept: Kept, *, slow: bool) -> Iterator[Element]:
    starts = kept["starts"]
    rows = []
    for name, start in STARTS.items():
        if start.over_slow_line == slow:
            share = share_of_bare(starts, name)
            target = "" if start.most is None else f"{start.most:g}, {_met(share <= start.most)}"
            rows.append((start.words, f"{share:.2f}", target, *_spread(starts[name])))
    yield _table(("First result", "Of bare", "Target", "Seconds", "Least and most"), rows)


def _example(kept: Kept) -> Iterator[Element]:
    middle, _ = _spread(kept["starts"][EXAMPLE])
    share = share_of_bare(kept["starts"], EXAMPLE)
    yield _said(
        "p",
        f"The worked example does not wait for any of this. It stands in the page itself and is drawn after {middle} "
        f"seconds, {share:.2f} of a bare start.",
    )


def _pages(kept: Kept) -> Iterator[Element]:
    rows = [
        (words, _size(kept["pages"][name]), f"{_size(_MOST_OF_PAGE)}, {_met(kept['pages'][name] <= _MOST_OF_PAGE)}")
        for name, words in _PAGES.items()
    ]
    yield _table(("Before anything is calculated", "Size", "Target"), rows)


def _downloads(kept: Kept) -> Iterator[Element]:
    shown = {"recomputed": "Fast start", "lean": "Lean start", "widget": "On another page", BARE: "Bare loadPyodide()"}
    downloads = kept["downloads"]

    def row(words: str, *kinds: str) -> tuple[str, ...]:
        return (words, *(_size(_sum(downloads[name], kinds)) for name in shown))

    rows = [
        row(words, kind)
        for kind, words in {**_PAGE_KINDS, **_PROGRAM_KINDS}.items()
        if any(kind in downloads[name] for name in shown)
    ]
    rows += [row("The page, together", *_PAGE_KINDS), row("The program, together", *_PROGRAM_KINDS)]
    targets = {
        name: f"{_size(most)}, {_met(_sum(downloads[name], _PROGRAM_KINDS) <= most)}"
        for name, most in _MOST_OF_PROGRAM.items()
    }
    rows.append(("Target for the program", *(targets.get(name, "") for name in shown)))
    yield _table(("First visit", *shown.values()), rows)
    zipped, folder = kept["bundle"]["zip"], kept["bundle"]["folder"]
    yield _said(
        "p",
        f"The zip of the offline copy has {_size(zipped)}; the target is {_size(_MOST_OF_ZIP)}, "
        f"{_met(zipped <= _MOST_OF_ZIP)}. Unpacked it takes {_size(folder)}.",
    )


def _memory(kept: Kept) -> Iterator[Element]:
    bare = median(kept["memory"][BARE])
    rows = [
        (STARTS[name].words, f"{median(taken) / bare:.2f}", _size(median(taken)))
        for name, taken in kept["memory"].items()
        if name in STARTS
    ]
    yield _table(("After the first result", "Of bare", "Memory"), rows)


def _edits(kept: Kept) -> Iterator[Element]:
    rows = []
    for name, (words, most) in EDITS.items():
        taken = kept["edits"][name]
        target = f"{most}, {_met(taken['p95'] <= most)}"
        rows.append((words, str(taken["p50"]), str(taken["p95"]), target))
    yield _table(("From an edit to", "Half of them", "95 of 100", "Target"), rows)


def _builds(kept: Kept) -> Iterator[Element]:
    yield _table(("Build", "Seconds"), [(words, f"{kept['builds'][name]:.0f}") for name, words in BUILDS.items()])


PARTS: Mapping[str, Callable[[Kept], Iterator[Element]]] = {
    "measured": _measured,
    "targets": _targets,
    "starts": lambda kept: _starts(kept, slow=False),
    "slow-starts": lambda kept: _starts(kept, slow=True),
    "example": _example,
    "pages": _pages,
    "downloads": _downloads,
    "memory": _memory,
    "edits": _edits,
    "builds": _builds,
}


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> Element:
    """A table whose first column names its rows, and whose others hold figures."""
    made = Element("div", {"class": "measured"})
    table = SubElement(made, "table")
    titles = SubElement(SubElement(table, "thead"), "tr")
    for place, title in enumerate(head):
        titles.append(_said("th", title, scope="col", **({"align": "right"} if place else {})))
    body = SubElement(table, "tbody")
    for first, *figures in rows:
        row = SubElement(body, "tr")
        row.append(_said("th", first, scope="row", align="left"))
        for figure in figures:
            row.append(_said("td", figure, align="right"))
    return made


def _said(tag: str, text: str, **attributes: str) -> Element:
    made = Element(tag, attributes)
    made.text = AtomicString(text)
    return made


def _sum(bytes_of: Mapping[str, int], kinds: Iterable[str]) -> int:
    return sum(bytes_of.get(kind, 0) for kind in kinds)


def _met(met: bool) -> str:
    return "met" if met else "missed"


def _size(size: float) -> str:
    for least, unit, digits in ((1e8, 1e6, 0), (1e6, 1e6, 2), (1e3, 1e3, 1)):
        if size >= least:
            return f"{size / unit:.{digits}f} {'MB' if unit == 1e6 else 'KB'}"
    return f"{size} bytes" if size else "–"


def _spread(milliseconds: Sequence[float]) -> tuple[str, str]:
    middle, least, most = (summary / 1000 for summary in (median(milliseconds), min(milliseconds), max(milliseconds)))
    return f"{middle:.2f}", f"{least:.2f} to {most:.2f}"
