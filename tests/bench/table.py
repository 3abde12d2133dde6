"""The measurements as a table for people."""

from collections.abc import Callable, Sequence
from statistics import median, quantiles
from typing import Any

_STARTS = {
    "example": "Navigation to the example, drawn",
    "recomputed": "Navigation to the first new result, after the earliest edit",
    "bare": "Navigation to 6 * 7, bare loadPyodide()",
    "usual": "Navigation to the result, loadPyodide, micropip, wheel",
    "pyscript": "Navigation to the result, PyScript, wheel",
}

_MOST_OF_BARE = 0.6
_TIMES_FASTER_THAN_USUAL = 2.5
_MOST_MILLISECONDS = {"40": 40, "200": 120}

type Values = Sequence[float]


def table(report: dict[str, Any]) -> str:
    """Lay out a report as `build/bench.json` holds it: medians of the rounds, their extremes, and the targets."""
    starts = {name: [start["milliseconds"] for start in report["starts"][name]] for name in _STARTS}
    bare = median(starts["bare"])
    rows = [("ms", "median", "least", "most", "to bare")]
    rows += [(_STARTS[name], *_spread(values), f"{median(values) / bare:.2f}") for name, values in starts.items()]
    for visits, rounds in report["trips"].items():
        for moment, words in (("laid_out", "laid out"), ("drawn", "drawn")):
            for name, percentile in (("p50", median), ("p95", _p95)):
                values = [percentile([trip[moment] for trip in trips]) for trips in rounds]
                rows.append((f"Edit to new result {words}, {visits} visits, {name}", *_spread(values), ""))
    return "\n".join([_versions(report), "", *_aligned(rows), "", *_verdicts(report, starts)])


def _verdicts(report: dict[str, Any], starts: dict[str, list[float]]) -> list[str]:
    recomputed = median(starts["recomputed"])
    of_bare = recomputed / median(starts["bare"])
    faster = median(starts["usual"]) / recomputed
    first = [start["at_first_paint"] for start in report["starts"]["example"]]
    verdicts = [
        _verdict("example in the first contentful paint", f"{sum(first)} of {len(first)}", all(first)),
        _verdict(f"first new result at most {_MOST_OF_BARE} of bare", f"{of_bare:.2f}", of_bare <= _MOST_OF_BARE),
        _verdict(
            f"at least {_TIMES_FASTER_THAN_USUAL} times faster than the usual way",
            f"{faster:.2f}",
            faster >= _TIMES_FASTER_THAN_USUAL,
        ),
    ]
    for visits, most in _MOST_MILLISECONDS.items():
        p95 = median([_p95([trip["laid_out"] for trip in trips]) for trips in report["trips"][visits]])
        verdicts.append(_verdict(f"edit to {visits} visits laid out, p95 at most {most} ms", f"{p95:.0f}", p95 <= most))
    return verdicts


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
