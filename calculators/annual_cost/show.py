"""How the annual cost calculator shows its answer."""

from collections.abc import Iterator, Mapping
from typing import Any

from calculators.annual_cost.months import MonthOfYear, months_of
from calculators.annual_cost.scenario import AnnualCost
from calculators.coverage.adjudication import PATIENT_PARTS
from calculators.coverage.plan import PERIODS_A_YEAR
from calculators.coverage.result import Result
from calculators.declaration import Ask, Choice, Choices, YesNo, money_as_written, typed_texts
from calculators.declaration.asking import asks_by_path
from calculators.presentation import wording
from calculators.presentation.as_csv import as_csv
from calculators.presentation.as_json import as_json
from calculators.presentation.form import UNKNOWN_LABEL
from calculators.presentation.html import render, result_values


def course_words(scenario: AnnualCost) -> str:
    """Return the planned care in words: "40 visits of physical therapy and 1 visit of X-ray"."""
    return wording.listed(
        [
            wording.sentence("phrases", "course", visits=course.visits, service=course.service)
            for course in scenario.care
        ]
    )


def announcement(scenario: AnnualCost, result: Result) -> str:
    """Return the answer in one or two sentences, for a screen reader and the line above the form."""
    words = {"courses": course_words(scenario)}
    if result.undecided:
        return wording.sentence("phrases", "announced_undecided", **words)
    low, high = (run.figures["patient_pays"] for run in result.ends("patient_pays"))
    ends = [wording.money_in_prose(figure.value) for figure in (low, high) if isinstance(figure.value, int)]
    if result.is_range("patient_pays"):
        said = wording.sentence("phrases", "announced_range", low=ends[0], high=ends[1], **words)
    else:
        said = wording.sentence("phrases", "announced", pays=ends[0], **words)
    reached = result.high.figures.get("first_over_limit_date")
    return said if reached is None else f"{said} {wording.sentence('phrases', 'announced_limit', date=reached)}"


def _basis(scenario: AnnualCost) -> Iterator[tuple[str, str]]:
    """Yield the answers the result rests on, as label and text; terms only of the services in use."""
    asked = asks_by_path(AnnualCost)
    used = {course.service for course in scenario.care}
    unused = {f"plan.terms.{number}." for number, terms in enumerate(scenario.plan.terms) if terms.service not in used}
    for path, text in typed_texts(scenario).items():
        if not text or path.startswith(tuple(unused)):
            continue
        ask = asked[".".join(part for part in path.split(".") if not part.isdigit())]
        if isinstance(ask, Ask) and ask.kind.control != "hidden":
            yield wording.label_of(path, AnnualCost), _shown(ask, text)


def _shown(ask: Ask, text: str | list[str]) -> str:
    if isinstance(ask.kind, Choice | Choices | YesNo):
        options: Mapping[str, str] = {"unknown": UNKNOWN_LABEL, **ask.kind.options}
        return ", ".join(options[option] for option in ([text] if isinstance(text, str) else text))
    return f"${text}" if ask.unit == "USD" and text != "none" else str(text)


def result_html(scenario: AnnualCost, result: Result, section: str) -> str:
    """Render the result; `section` is the id of the section in the page, for links to its fields."""
    values: dict[str, Any] = result_values(result) | {
        "plan": scenario.plan,
        "section": section,
        "premium_periods": PERIODS_A_YEAR[scenario.plan.premium.every],
        "course_words": course_words(scenario),
        "basis": list(_basis(scenario)),
    }
    return render("annual_cost/result.html.j2", **values)


def _month(month: MonthOfYear) -> dict[str, str]:
    parts = {name: money_as_written(month.parts.get(name, 0)) for name in PATIENT_PARTS}
    return {
        "month": f"{month.year}-{month.month:02d}",
        "premium": money_as_written(month.premium),
        **parts,
        "patient_pays": money_as_written(month.care),
        "total": money_as_written(month.premium + month.care),
    }


def result_json(scenario: AnnualCost, result: Result) -> Mapping[str, Any]:
    """Return the result as JSON values, with the year month by month at each end of it."""
    months = {"months": [_month(month) for month in months_of(scenario, result.low.lines)]}
    if result.low is not result.high:
        months["months_high"] = [_month(month) for month in months_of(scenario, result.high.lines)]
    return {**as_json(result), **months}


def result_csv(scenario: AnnualCost, result: Result) -> str:
    """Return the visit ledger as CSV."""
    return as_csv(result, scenario.plan.name)
