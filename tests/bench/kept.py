"""What of the measurements the page on speed shows, as `docs/reference/speed.json` keeps it."""

from collections.abc import Mapping, Sequence
from statistics import median, quantiles
from typing import Any

from build_scripts.speed import Kept


def kept_of(report: Mapping[str, Any]) -> Kept:
    """Return what is kept of a report: of each start every round, of edits their percentiles, and the rest as it is."""
    starts = report["starts"]
    comparisons = report["comparisons"]["edits"]
    edits = {
        name: [[trip["laid_out"] for trip in trips] for trips in rounds] for name, rounds in report["trips"].items()
    }
    for field in comparisons[0]:
        for moment in ("laid_out", "whole"):
            # A round has too few of them for percentiles of its own.
            edits[f"{field} {moment}"] = [[trip[moment] for trips in comparisons for trip in trips[field]]]
    return {
        **{name: report[name] for name in ("measured_on", "versions", "rounds", "pages", "downloads", "bundle")},
        **({"builds": report["builds"]} if "builds" in report else {}),
        "starts": {name: [round(outcome["milliseconds"]) for outcome in outcomes] for name, outcomes in starts.items()},
        "memory": {
            name: [outcome["memory"] for outcome in outcomes]
            for name, outcomes in starts.items()
            if "memory" in outcomes[0]
        },
        "edits": {
            name: {"p50": round(median(map(median, rounds))), "p95": round(median(map(p95, rounds)))}
            for name, rounds in edits.items()
        },
    }


def p95(values: Sequence[float]) -> float:
    """Return what 95 of 100 values do not exceed."""
    return quantiles(values, n=20, method="inclusive")[-1]
