"""What a page can ask for: JSON text in, JSON text out.

The browser's worker calls `answer`, the build `section_html`.
"""

import gc
import json
from collections.abc import Callable, Mapping
from typing import Any

from markupsafe import Markup

from calculators.catalogue import CALCULATORS, Calculator
from calculators.declaration import Day, Invalid, Problem, Refusal, Texts, typed_texts, with_copy, with_rows_by_id
from calculators.link import BrokenLink, pack, unpack
from calculators.presentation import wording
from calculators.presentation.form import differing, form_of
from calculators.presentation.html import render

type Answer = Mapping[str, Any]

# An answer is made of up to hundreds of thousands of objects, none of which goes before it is shown. To look among them
# for garbage every few thousand, as Python does by itself, took a fifth of the time.
gc.set_threshold(100_000, 20, 100)


def answer(request: str) -> str:
    """Answer one request of a page.

    `op` is `compute`, `later`, `download`, `fill` or `ask`. What a person got wrong comes back as `"state": "invalid"`
    with every error; only a request that no page of ours makes raises.
    """
    asked = json.loads(request)
    operation = OPERATIONS[asked["op"]]
    calculator = CALCULATORS[asked["calculator"]]
    try:
        answered = operation(calculator, asked)
    except Invalid as invalid:
        phrase = "announced_refused" if asked["op"] == "fill" else "announced_problems"
        answered = _invalid(calculator, invalid.problems, phrase)
    return json.dumps(answered, ensure_ascii=False)


def _nameless(calculator: Calculator, scenario: Any) -> str:
    """Write a scenario without people's names, as a link carries it."""
    written = calculator.write(scenario)
    for person in written["people"]:
        person.pop("name", None)
    return json.dumps(written, ensure_ascii=False, separators=(",", ":"))


def _compute(calculator: Calculator, asked: Mapping[str, Any]) -> Answer:
    scenario = calculator.read_typed(asked["typed"])
    later = calculator.later
    result = later.first(scenario) if later else calculator.compute(scenario)
    return {
        "state": "ready",
        "later": len(later.steps(scenario)) if later else 0,
        "html": calculator.show.result_html(scenario, result, calculator.name),
        "announcement": calculator.show.announcement(scenario, result),
        "link": pack(calculator.name, _nameless(calculator, scenario)),
    }


def _later(calculator: Calculator, asked: Mapping[str, Any]) -> Answer:
    """Take one step toward the part of an answer that comes later; the last one has it."""
    assert calculator.later
    scenario = calculator.read_typed(asked["typed"])
    steps = calculator.later.steps(scenario)
    result = steps[asked["step"]]()
    parts = calculator.show.later_html(scenario, result) if asked["step"] + 1 == len(steps) else {}
    return {"state": "ready", "parts": parts}


def _download(calculator: Calculator, asked: Mapping[str, Any]) -> Answer:
    scenario = calculator.read_typed(asked["typed"])
    match asked["format"]:
        case "csv":
            text, suffix, media_type = (
                calculator.show.result_csv(scenario, calculator.compute(scenario)),
                "csv",
                "text/csv",
            )
        case "json":
            result = calculator.show.result_json(scenario, calculator.compute(scenario))
            text, suffix, media_type = indented(result), "json", "application/json"
        case "scenario":
            text, suffix, media_type = indented(calculator.write(scenario)), "scenario.json", "application/json"
        case "rows" if calculator.rows_as_csv:
            text, suffix, media_type = calculator.rows_as_csv(scenario), "plans.csv", "text/csv"
        case other:
            raise KeyError(other)
    return {"state": "ready", "filename": f"{calculator.name}.{suffix}", "media_type": media_type, "text": text}


def _fill(calculator: Calculator, asked: Mapping[str, Any]) -> Answer:
    if "addition" in asked:
        return {"state": "filled", "fields": _with_addition(calculator, asked["addition"], asked["fields"])}
    if "copy" in asked:
        return {"state": "filled", "fields": with_copy(asked["fields"], asked["copy"])}
    if "link" in asked:
        try:
            name, text = unpack(asked["link"])
        except BrokenLink:
            raise Invalid(Problem("", "link.broken")) from None
        if name != calculator.name:
            raise Invalid(Problem("", "calculator.other", {"found": name[:80], "expected": calculator.name}))
    else:
        text = asked["scenario"]
        if calculator.rows_in_file and (found := calculator.rows_in_file(text)):
            return {"state": "filled", "fields": with_rows_by_id(asked["fields"], *found)}
    return {"state": "filled", "fields": typed_texts(calculator.read_text(text))}


def _ask(calculator: Calculator, asked: Mapping[str, Any]) -> Answer:
    """Return a question of a calculator's interview: `at` names one that was asked before; without it, the next one."""
    section, at = calculator.name, asked.get("at")
    if at == calculator.interview.FIRST.id:
        first: Answer = calculator.interview.first_question(section)
        return first
    scenario = calculator.read_typed(asked["typed"])
    if at is not None:
        again: Answer = calculator.interview.question_at(scenario, at, section)
        return again
    following: Answer = calculator.interview.next_question(scenario, section)
    return following


def _with_addition(calculator: Calculator, addition: str, fields: Texts) -> Texts:
    """Return what stands in the form with an episode of care, or a real plan, behind what stands there."""
    try:
        first_day = Day().read_typed(str(fields.get(calculator.starts, "")))
    except Refusal:
        first_day = Day().read_typed(str(typed_texts(calculator.examples()[0].scenario)[calculator.starts]))
    return calculator.addition(addition).into(fields, first_day)


OPERATIONS: Mapping[str, Callable[[Calculator, Mapping[str, Any]], Answer]] = {
    "compute": _compute,
    "later": _later,
    "download": _download,
    "fill": _fill,
    "ask": _ask,
}


def indented(values: Any) -> str:
    """Write JSON for people to read."""
    return json.dumps(values, ensure_ascii=False, indent=2) + "\n"


def problem_list(calculator: Calculator, problems: tuple[Problem, ...]) -> list[dict[str, str]]:
    """Return what is wrong as path, id and sentence."""
    return [
        {
            "path": problem.path,
            "id": problem.reason,
            "sentence": wording.problem_text(problem, calculator.scenario),
        }
        for problem in problems
    ]


def _invalid(calculator: Calculator, problems: tuple[Problem, ...], phrase: str) -> Answer:
    listed = problem_list(calculator, problems)
    heading = wording.sentence("phrases", phrase, count=len(listed))
    return {
        "state": "invalid",
        "errors": listed,
        "html": render("presentation/problems.html.j2", section=calculator.name, heading=heading, problems=listed),
        "announcement": heading,
    }


def section_html(name: str, full_tool: str = "") -> str:
    """Return a calculator as it stands in a page: its form and the worked example, computed now.

    `full_tool`: of a calculator in a frame on someone's page, the address of its own page, which does what frames may
    not, such as printing.
    """
    calculator = CALCULATORS[name]
    examples = calculator.examples()
    opening = examples[0].scenario
    result = calculator.compute(opening)
    texts = typed_texts(opening)
    return render(
        "presentation/section.html.j2",
        section=name,
        calculator=calculator,
        full_tool=full_tool,
        announcement=f"Example: {calculator.show.announcement(opening, result)}",
        examples=[
            {
                "id": example.id,
                "title": example.title,
                "document": example.document,
                "notes": example.notes,
                "fields": json.dumps(differing(calculator.scenario, typed_texts(example.scenario)), ensure_ascii=False),
            }
            for example in examples
        ],
        form=form_of(calculator.scenario, texts),
        result=Markup(calculator.show.result_html(opening, result, name)),  # noqa: S704 - our own autoescaped template
        texts=wording.catalogue()["texts"],
    )
