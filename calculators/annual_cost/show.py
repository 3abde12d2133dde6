"""How the annual cost calculator shows its answer."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from attrs import evolve

from calculators.coverage.adjudication import PATIENT_PARTS
from calculators.coverage.result import Message, Result, Run
from calculators.declaration import (
    Ask,
    Identifier,
    Reference,
    money_as_written,
    typed_texts,
)
from calculators.declaration.asking import asks_by_path
from calculators.household.messages import messages
from calculators.household.months import MonthOfYear, months_of
from calculators.household.year import VERSION, HouseholdYear
from calculators.presentation import wording
from calculators.presentation.as_csv import as_csv
from calculators.presentation.as_json import as_json, line_as_json
from calculators.presentation.chart import Chart, Mark, MonthPaid, month_chart
from calculators.presentation.form import differing, shown
from calculators.presentation.household import asked_by_whom, course_words, named, names_of
from calculators.presentation.html import Ledger, render, result_values


def announcement(scenario: HouseholdYear, result: Result) -> str:
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


def _basis(scenario: HouseholdYear) -> Iterator[tuple[str, str]]:
    """Yield the answers the result rests on, as label and text.

    Left out: terms of services that are not used, and details that nobody changed.
    """
    asked = asks_by_path(HouseholdYear)
    names = names_of(scenario)
    plan = scenario.plan
    used = {course.service for course in scenario.care}
    terms = tuple(terms for terms in plan.terms if terms.service in used)
    told = evolve(scenario, plan=evolve(plan, terms=terms))
    for path, text in differing(HouseholdYear, typed_texts(told)).items():
        ask = asked[".".join(part for part in path.split(".") if not part.isdigit())]
        if not text or not isinstance(ask, Ask) or isinstance(ask.kind, Identifier):
            continue
        if path.startswith("plan.terms."):
            row = terms[int(path.split(".")[2])]
            if not path.endswith(".service"):
                yield f"{ask.label} ({wording.service_within(row.service)})", shown(ask, text)
        elif isinstance(ask.kind, Reference) and ask.kind.to == "people":
            if len(names) > 1:
                yield wording.label_of(path, HouseholdYear), names[str(text)]
        else:
            yield wording.label_of(path, HouseholdYear), shown(ask, text)


def _answers(run: Run, result: Result) -> Iterator[str]:
    """Yield what a run takes for granted of what is unknown, as far as it moves the answer, the dearest first."""
    for question in result.questions:
        if question.fact in run.answers:
            fact = {question.fact: run.answers[question.fact]}
            yield wording.answers_text(fact, result.facts)


def _marks(told: Sequence[Message]) -> Iterator[Mark]:
    """Yield what happens on a day of the year, for the chart."""
    for message in told:
        day = message.values.get("date")
        if not isinstance(day, date):
            continue
        if message.kind == "milestone":
            yield Mark(day, wording.message_text(message))
        elif message.id in wording.catalogue()["marks"]:
            yield Mark(day, wording.sentence("marks", message.id, **message.values))


def _chart(scenario: HouseholdYear, ledger: Ledger, names: Mapping[str, str]) -> Chart:
    lines = ledger.run.lines
    visits = Counter((line.visit.date.year, line.visit.date.month) for line in lines if not line.visit.facility_fee)
    paid = [
        MonthPaid(month.year, month.month, month.premium, month.parts, visits[month.year, month.month])
        for month in months_of(scenario, lines)
    ]
    told = [named(message, names) for message in messages(scenario, lines)]
    return month_chart(paid, ledger.parts, list(_marks(told)))


def result_html(scenario: HouseholdYear, result: Result, section: str) -> str:
    """Render the result; `section` is the id of the section in the page, for links to its fields."""
    names = names_of(scenario)
    told = [named(message, names) for message in result.messages]
    shared = result_values(result, names)
    ledgers = shared["ledgers"]
    premium = result.high.figures["premium"].steps[0]
    parts = [] if result.undecided else [part for part in PATIENT_PARTS if _not_zero(result, part)]
    values: dict[str, Any] = shared | {
        "plan": scenario.plan,
        "outlook": scenario.outlook,
        "section": section,
        "people": [person.id for person in scenario.people],
        # What has a day stands under the chart.
        "messages": [one for one in told if one.kind != "milestone" or "date" not in one.values],
        "asked": asked_by_whom(result, names),
        "shown_parts": parts,
        "zero_parts": [part for part in PATIENT_PARTS if part not in parts],
        "answers": [list(_answers(ledger.run, result)) for ledger in ledgers],
        "premium_steps": premium.because if premium.because[0].rule == premium.rule else [premium],
        "visits_planned": sum(not line.visit.facility_fee for line in result.high.lines),
        "charts": [_chart(scenario, ledger, names) for ledger in ledgers],
        "course_words": course_words(scenario),
        "basis": list(_basis(scenario)),
    }
    return render("annual_cost/result.html.j2", **values)


def _not_zero(result: Result, part: str) -> bool:
    return any(run.figures[part].value for run in result.ends(part))


def _month(month: MonthOfYear) -> dict[str, str]:
    parts = {name: money_as_written(month.parts.get(name, 0)) for name in PATIENT_PARTS}
    return {
        "month": f"{month.year}-{month.month:02d}",
        "premium": money_as_written(month.premium),
        **parts,
        "patient_pays": money_as_written(month.care),
        "total": money_as_written(month.premium + month.care),
    }


def result_json(scenario: HouseholdYear, result: Result) -> Mapping[str, Any]:
    """Return the result as JSON values, with the year month by month at each end of it."""
    months = {"months": [_month(month) for month in months_of(scenario, result.low.lines)]}
    if result.low is not result.high:
        months["months_high"] = [_month(month) for month in months_of(scenario, result.high.lines)]
    return {**as_json(result, "annual-cost", VERSION, line_as_json), **months}


def result_csv(scenario: HouseholdYear, result: Result) -> str:
    """Return the visit ledger as CSV."""
    return as_csv(result, scenario.plan.name)
