"""The measurements as a table for people."""

from collections.abc import Callable, Sequence
from statistics import median
from typing import Any

from build_scripts.speed import BUILDS, EXAMPLE, STARTS, Kept, Verdict, share_of_bare, verdicts
from tests.bench.kept import kept_of, p95

_PARTS = {
    "decide": "Visits unfolded and decided",
    "answer": "The whole answer, with a good and a bad year",
    "html": "The answer as HTML",
    "json": "The answer as JSON",
    "compare_anew": "Six plans compared for them",
    "compare_edited": "The same after an edit of one plan",
}
# A comparison of six plans for the household: which field is edited, and until when.
_COMPARED = {"plans.0.premium.amount": "a plan", "care.0.visits": "the care"}
_MOMENTS = {"laid_out": "the new table", "whole": "the new curves"}
_MOST_TO_DECIDE, _MOST_TO_ANSWER = 25, 120
_MOST_FOR_UNKNOWN_PRICES = {"1": 500, "2": 2000}
_MOST_EXPONENT = 1.1

type Values = Sequence[float]


def table(report: dict[str, Any]) -> str:
    """Lay out a report as `build/bench.json` holds it: medians of the rounds, their extremes, and the targets."""
    kept = kept_of(report)
    starts = kept["starts"]
    titles = {EXAMPLE: "The worked example, drawn", **{name: start.words for name, start in STARTS.items()}}
    rows = [("ms from the navigation to the first new result", "median", "least", "most", "to bare")]
    rows += [(title, *_spread(starts[name]), f"{share_of_bare(starts, name):.2f}") for name, title in titles.items()]
    for visits, rounds in report["trips"].items():
        for moment, words in (("laid_out", "laid out"), ("drawn", "drawn")):
            for name, percentile in (("p50", median), ("p95", p95)):
                values = [percentile([trip[moment] for trip in trips]) for trips in rounds]
                rows.append((f"Edit to new result {words}, {visits} visits, {name}", *_spread(values), ""))
    comparisons = report["comparisons"]["edits"]
    for field, edited in _COMPARED.items():
        for moment, words in _MOMENTS.items():
            for name, percentile in (("p50", median), ("p95", p95)):
                values = [percentile([trip[moment] for trip in trips[field]]) for trips in comparisons]
                rows.append((f"Edit of {edited} of six to {words}, {name}", *_spread(values), ""))
    engine = _engine_tables(report["engine"], report["in_page"]["engine"])
    first = [start["at_first_paint"] for start in report["starts"][EXAMPLE]]
    found = [
        *_engine_verdicts(report["engine"]),
        Verdict("example in the first contentful paint", f"{sum(first)} of {len(first)}", str(len(first)), all(first)),
        *verdicts(kept),
    ]
    parts = [engine, _aligned(rows), _sizes(kept), _builds(kept), [_line(verdict) for verdict in found]]
    return "\n\n".join("\n".join(part) for part in [[_versions(report)], *parts] if part)


def _sizes(kept: Kept) -> list[str]:
    """Lay out what each start downloads and how much memory it then has."""
    rows = [("MB", "download", "memory")]
    for name, taken in kept["memory"].items():
        downloaded = sum(kept["downloads"].get(name, {}).values())
        rows.append((name, f"{downloaded / 1e6:.2f}" if downloaded else "", f"{median(taken) / 1e6:.0f}"))
    return _aligned(rows)


def _builds(kept: Kept) -> list[str]:
    builds = kept.get("builds", {})
    return _aligned([(BUILDS[name], f"{seconds:.0f} s") for name, seconds in builds.items()]) if builds else []


def _least(measurements: Sequence[dict[str, float]], part: str) -> float:
    return min(measured[part] for measured in measurements)


def _engine_tables(engine: dict[str, Any], in_page: Sequence[dict[str, float]]) -> list[str]:
    """Lay out what the engine takes: the least of the rounds, in this process and in a page."""
    household = engine["household"]
    rows = [(f"ms, a household with {household[0]['lines']} visits", "here", "page", "ratio")]
    for part, words in _PARTS.items():
        here, there = _least(household, part), _least(in_page, part)
        rows.append((words, f"{here:.1f}", f"{there:.1f}", f"{there / here:.2f}"))
    sizes = [("visits", "ms", "µs each")]
    for size, taken in engine["growth"]["milliseconds"].items():
        sizes.append((str(size), f"{taken:.1f}", f"{1000 * taken / int(size):.1f}"))
    unknown = [("ms, a year of 40 or 80 visits", "")]
    unknown += [(f"unknown prices: {count}", f"{taken:.0f}") for count, taken in engine["unknown"].items()]
    batch = engine["batch"]
    households, seconds = batch["households"], batch["seconds"]
    return [
        *_aligned(rows),
        "",
        *_aligned(sizes),
        f"grows with the {engine['growth']['exponent']:.2f}th power of the visits",
        "",
        *_aligned(unknown),
        "",
        f"batch of {households:,} households of four: {seconds:.1f} s, {1000 * seconds / households:.1f} ms each",
        f"its peak memory: {batch['peak'] / 1024:.0f} MiB, {batch['peak_of_worker'] / 1024:.0f} in each other process",
    ]


def _engine_verdicts(engine: dict[str, Any]) -> list[Verdict]:
    decide, answer = (_least(engine["household"], part) for part in ("decide", "answer"))
    exponent = engine["growth"]["exponent"]
    most_exponent = f"{_MOST_EXPONENT:g}"
    return [
        Verdict("decided", f"{decide:.1f} ms", f"{_MOST_TO_DECIDE} ms", decide <= _MOST_TO_DECIDE),
        Verdict("answered", f"{answer:.1f} ms", f"{_MOST_TO_ANSWER} ms", answer <= _MOST_TO_ANSWER),
        Verdict("exponent of growth", f"{exponent:.2f}", most_exponent, exponent <= _MOST_EXPONENT),
        *[
            Verdict(f"unknown prices, {count}", f"{taken:.0f} ms", f"{most} ms", taken <= most)
            for count, most in _MOST_FOR_UNKNOWN_PRICES.items()
            for taken in [engine["unknown"][count]]
        ],
    ]


def _line(verdict: Verdict) -> str:
    return f"{'met    ' if verdict.met else 'NOT MET'}  {verdict.words}: {verdict.found}; target {verdict.target}"


def _versions(report: dict[str, Any]) -> str:
    versions = ", ".join(f"{name} {version}" for name, version in report["versions"].items())
    return f"{report['rounds']} rounds, {report['edits']} edits each; {versions}"


def _spread(values: Values) -> tuple[str, str, str]:
    summaries: tuple[Callable[[Values], float], ...] = (median, min, max)
    middle, low, high = (f"{summary(values):.0f}" for summary in summaries)
    return middle, low, high


def _aligned(rows: Sequence[tuple[str, ...]]) -> list[str]:
    first = max(len(row[0]) for row in rows)
    return [row[0].ljust(first) + "".join(cell.rjust(9) for cell in row[1:]) for row in rows]
