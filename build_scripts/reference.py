"""`python -m build_scripts.reference`: renews the page that lists every dated figure with its source.

The page is committed, so that MkDocs finds it and every change of a figure shows in the page as well; a test fails
while it is stale.
"""

import fnmatch
import sys
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from itertools import pairwise
from pathlib import Path

from build_scripts.pages import table_row, write_page
from calculators.declaration import Rate
from calculators.parameters import Bracket, Series, TaxTable, Value, all_series
from calculators.presentation.wording import catalogue, money_in_prose, month

PAGE = Path(__file__).absolute().parents[1] / "docs" / "reference" / "parameters.md"

_HEAD = """\
---
title: Yearly figures and their sources
description: Every federal figure that the calculators hold, with its dates and where it was read.
---

<!-- Made by `python -m build_scripts.reference` from calculators/parameters/. Change the figures there. -->

# Yearly figures and their sources

Some numbers in health coverage are not your plan’s choice. The federal government sets them, and many change every
January: the most that a plan may ask of you in a year, Medicare’s deductible, what may go into a health savings
account, how long a plan may take to decide. This page lists every such figure that this site holds.

For each one you see the days on which it holds, where it was read, on which day, and how far it was verified:

- **{official}.**
  It stands in a law, a regulation, a notice or page of the government, or a page of a company that pays claims for
  Medicare. Some of these were read in copies.
- **{secondary}.**
  It stands in someone else’s account, such as a trade site or a public data set. Look at the official text before much
  depends on it.
- **{unverified}.**
  Take it as a question to ask, not as an answer.

**A year that is not listed is not held.** Some figures for the coming year are not published yet, or could not be read.
A calculator that needs one of them says so and leaves the rest of your result standing. It never takes last year’s
figure instead, and it never guesses.

You found a figure that is wrong or out of date? Please tell us: one wrong number here can cost someone money. Your own
plan may also be kinder than the federal limits, and its documents decide.
"""

# What people look for, most asked first; each pattern in the order in which its series stand on the page.
_TOPICS: Mapping[str, Sequence[str]] = {
    "What a plan may ask of you in a year": ("cms.out_of_pocket_cap_*",),
    "Health savings accounts": ("irs.hsa_*", "irs.hdhp_*", "irs.direct_primary_care_fee_*"),
    "Health flexible spending accounts": ("irs.health_fsa_*",),
    "Medicare": ("cms.medicare_part_b_*", "cms.therapy_*", "cms.medicare_advantage_*"),
    "When an employer’s plan pays before Medicare": (
        "cms.medicare_age",
        "cms.working_aged_employer_size",
        "cms.disability_employer_size",
        "cms.kidney_failure_coordination",
    ),
    "Decisions and appeals in a plan": ("dol.claim_*", "dol.appeal_*", "hhs.external_review_*", "hhs.summary_*"),
    "Decisions and appeals in Medicare": (
        "cms.prior_authorization_*",
        "cms.medicare_redetermination_*",
        "cms.medicare_reconsideration_*",
        "cms.medicare_hearing_*",
        "cms.medicare_court_*",
    ),
    "Bills above an estimate": ("hhs.good_faith_*",),
    "Taxes": (
        "irs.medical_*",
        "irs.standard_*",
        "irs.additional_standard_*",
        "irs.income_tax_*",
        "irs.social_security_*",
        "ssa.*",
        "irs.medicare_tax_*",
        "irs.additional_medicare_*",
    ),
}

_APPLIES = {
    "plan_year_start": "Goes by the day on which the plan year starts.",
    "service_date": "Goes by the day of the care or the trip.",
    "tax_year": "Goes by the tax year.",
    "event_date": "Goes by the day of the bill, request or decision it is about.",
}

_PERIODS = {"USD": "", "USD/plan year": " a plan year", "USD/year": " a year", "USD/month": " a month"}

_COLUMNS = ("When", "Figure", "Source", "How far verified", "Read on")


def page() -> str:
    """Return the whole page as Markdown."""
    verified = {name: _capitalised(words) for name, words in catalogue()["verified"].items()}
    return "\n".join([_HEAD.format_map(verified), *_body(all_series())])


def _body(series: Mapping[str, Series]) -> Iterator[str]:
    left = dict(series)
    for topic, patterns in _TOPICS.items():
        yield f"## {topic}\n"
        for pattern in patterns:
            for identifier in fnmatch.filter(series, pattern):
                yield from _section(left.pop(identifier))
    if left:
        raise ValueError(f"no topic of the page of yearly figures has {', '.join(left)}")


def anchor_of(series: Series) -> str:
    """Return the name of the place on the page where a series stands."""
    return series.id.replace(".", "-")


def _section(series: Series) -> Iterator[str]:
    yield f"### {_cell(series.label)} {{ #{anchor_of(series)} }}\n"
    yield f"{_APPLIES[series.applies]}\n"
    yield table_row(_COLUMNS)
    yield table_row("---" for _ in _COLUMNS)
    for value in series.values:
        yield table_row(
            (
                period_text(value.since, value.until),
                figure_text(value),
                f"[{_cell(value.source)}](<{value.url}>)",
                _capitalised(catalogue()["verified"][value.verified]),
                _day(value.verified_on),
            )
        )
    yield ""


def _cell(text: str) -> str:
    for special in ("\\", "|", "[", "]", "*", "_", "<", "{"):
        text = text.replace(special, f"\\{special}")
    return text


def _capitalised(words: str) -> str:
    return words[0].upper() + words[1:]


def _day(day: date) -> str:
    return month(day.year, day.month, day.day)


def period_text(since: date, until: date | None) -> str:
    """Return the days on which a figure holds, as people say them."""
    if until is None:
        return f"From {_day(since)}, without an end"
    if (since, until) == (date(since.year, 1, 1), date(until.year, 12, 31)):
        return str(since.year) if since.year == until.year else f"{since.year} to {until.year}"
    return f"{_day(since)} to {_day(until)}"


def figure_text(value: Value | TaxTable) -> str:
    """Return a figure with its unit, as people write it."""
    if isinstance(value, TaxTable):
        return "<br>".join(_brackets(value.brackets))
    match value.unit:
        case "rate":
            return Rate().as_typed(value.amount)
        case "USD/mile":
            return f"{value.amount / 100:g} cents a mile"
        case unit if unit in _PERIODS:
            return f"{money_in_prose(value.amount)}{_PERIODS[unit]}"
        case unit:
            return f"{value.amount} {unit}"


def _brackets(brackets: tuple[Bracket, ...]) -> Iterator[str]:
    for bracket, following in pairwise(brackets):
        yield f"{Rate().as_typed(bracket.rate)} up to {money_in_prose(following.above)}"
    yield f"{Rate().as_typed(brackets[-1].rate)} above {money_in_prose(brackets[-1].above)}"


def main() -> int:
    """Write the page; returns the exit status."""
    write_page(PAGE, page())
    return 0


if __name__ == "__main__":
    sys.exit(main())
