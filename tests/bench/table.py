"""The measurements as a table for people."""

from collections.abc import Callable, Sequence
from statistics import median, quantiles
from typing import Any

_STARTS = {
    "example": "Navigation to the example, drawn",
    "recomputed": "Navigation to the first new result, after the earliest edit",
    "lean": "The same, by the lean start",
    "again": "The same, on a second visit",
    "bare": "Navigation to 6 * 7, bare loadPyodide()",
    "usual": "Navigation to the result, loadPyodide, micropip, wheel",
    "pyscript": "Navigation to the result, PyScript, wheel",
    "slow": "First new result, at 10 Mbit/s and 40 ms",
    "slow_lean": "The same, by the lean start",
    "slow_bare": "Navigation to 6 * 7 at 10 Mbit/s and 40 ms, bare loadPyodide()",
}

# Each start's most, as a share of a bare start over the same line.
_MOST_OF_BARE = {"recomputed": 0.35, "lean": 0.55, "again": 0.25, "slow": 0.65, "slow_lean": 0.7}

_TIMES_FASTER_THAN_USUAL = 2.5
_MOST_MILLISECONDS = {"40": 40, "200": 120}

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
_MOST_FOR_COMPARISON = {"laid_out": 400, "whole": 1000}
_MOST_TO_DECIDE, _MOST_TO_ANSWER = 25, 120
_MOST_FOR_UNKNOWN_PRICES = {"1": 500, "2": 2000}
_MOST_EXPONENT = 1.1

type Values = Sequence[float]


def table(report: dict[str, Any]) -> str:
    """Lay out a report as `build/bench.json` holds it: medians of the rounds, their extremes, and the targets."""
    starts = {name: [start["milliseconds"] for start in report["starts"][name]] for name in _STARTS}
    rows = [("ms", "median", "least", "most", "to bare")]
    rows += [(_STARTS[name], *_spread(values), f"{_of_bare(starts, name):.2f}") for name, values in starts.items()]
    for visits, rounds in report["trips"].items():
        for moment, words in (("laid_out", "laid out"), ("drawn", "drawn")):
            for name, percentile in (("p50", median), ("p95", _p95)):
                values = [percentile([trip[moment] for trip in trips]) for trips in rounds]
                rows.append((f"Edit to new result {words}, {visits} visits, {name}", *_spread(values), ""))
    comparisons = report["comparisons"]["edits"]
    for field, edited in _COMPARED.items():
        for moment, words in _MOMENTS.items():
            for name, percentile in (("p50", median), ("p95", _p95)):
                values = [percentile([trip[moment] for trip in trips[field]]) for trips in comparisons]
                rows.append((f"Edit of {edited} of six to {words}, {name}", *_spread(values), ""))
    engine = _engine_tables(report["engine"], report["in_page"]["engine"])
    verdicts = [*_engine_verdicts(report["engine"]), *_verdicts(report, starts)]
    return "\n".join([_versions(report), "", *engine, "", *_aligned(rows), "", *verdicts])


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


def _engine_verdicts(engine: dict[str, Any]) -> list[str]:
    decide, answer = (_least(engine["household"], part) for part in ("decide", "answer"))
    exponent = engine["growth"]["exponent"]
    return [
        _verdict(f"decided in at most {_MOST_TO_DECIDE} ms", f"{decide:.1f}", decide <= _MOST_TO_DECIDE),
        _verdict(f"answered in at most {_MOST_TO_ANSWER} ms", f"{answer:.1f}", answer <= _MOST_TO_ANSWER),
        _verdict(f"exponent of growth at most {_MOST_EXPONENT}", f"{exponent:.2f}", exponent <= _MOST_EXPONENT),
        *[
            _verdict(f"unknown prices, {count}: at most {most} ms", f"{taken:.0f}", taken <= most)
            for count, most in _MOST_FOR_UNKNOWN_PRICES.items()
            for taken in [engine["unknown"][count]]
        ],
    ]


def _verdicts(report: dict[str, Any], starts: dict[str, list[float]]) -> list[str]:
    recomputed = median(starts["recomputed"])
    faster = median(starts["usual"]) / recomputed
    first = [start["at_first_paint"] for start in report["starts"]["example"]]
    verdicts = [
        _verdict("example in the first contentful paint", f"{sum(first)} of {len(first)}", all(first)),
        *[
            _verdict(f"{_STARTS[name]} ({name}): at most {most} of bare", f"{share:.2f}", share <= most)
            for name, most in _MOST_OF_BARE.items()
            for share in [_of_bare(starts, name)]
        ],
        _verdict(
            f"at least {_TIMES_FASTER_THAN_USUAL} times faster than the usual way",
            f"{faster:.2f}",
            faster >= _TIMES_FASTER_THAN_USUAL,
        ),
    ]
    for visits, most in _MOST_MILLISECONDS.items():
        p95 = median([_p95([trip["laid_out"] for trip in trips]) for trips in report["trips"][visits]])
        verdicts.append(_verdict(f"edit to {visits} visits laid out, p95 at most {most} ms", f"{p95:.0f}", p95 <= most))
    for field, edited in _COMPARED.items():
        for moment, most in _MOST_FOR_COMPARISON.items():
            trips = [trip[moment] for trips in report["comparisons"]["edits"] for trip in trips[field]]
            target = f"edit of {edited} of six to {_MOMENTS[moment]}, p95 at most {most} ms"
            verdicts.append(_verdict(target, f"{_p95(trips):.0f}", _p95(trips) <= most))
    return verdicts


def _of_bare(starts: dict[str, list[float]], name: str) -> float:
    """A start's time as a share of a bare start's over the same line."""
    return median(starts[name]) / median(starts["slow_bare" if name.startswith("slow") else "bare"])


def _verdict(target: str, found: str, met: bool) -> str:
    return f"{'met    ' if met else 'NOT MET'}  {target}: {found}"


def _versions(report: dict[str, Any]) -> str:
    versions = ", ".join(f"{name} {version}" for name, version in report["versions"].items())
    return f"{report['rounds']} rounds, {report['edits']} edits each; {versions}"


def _spread(values: Values) -> tuple[str, str, str]:
    summaries: tuple[Callable[[Values], float], ...] = (median, min, max)
    middle, low, high = (f"{summary(values):.0f}" for summary in summaries)
    return middle, low, high


def _p95(values: Values) -> float:
    return quantiles(values, n=20, method="inclusive")[-1]


def _aligned(rows: Sequence[tuple[str, ...]]) -> list[str]:
    first = max(len(row[0]) for row in rows)
    return [row[0].ljust(first) + "".join(cell.rjust(9) for cell in row[1:]) for row in rows]
