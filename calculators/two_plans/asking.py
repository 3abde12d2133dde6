"""How the interview's questions and answers are shown."""

from collections.abc import Iterator
from typing import Any

from calculators.declaration import Ask, Choice, YesNo, typed_texts
from calculators.declaration.asking import asks_by_path
from calculators.presentation import wording
from calculators.presentation.form import UNKNOWN_LABEL
from calculators.presentation.html import render
from calculators.two_plans.interview import FIRST, PAGES, Page, answer_at, fields_asked, next_page, page_of, plain
from calculators.two_plans.naming import names_of
from calculators.two_plans.scenario import TwoPlans


def first_question(section: str) -> dict[str, Any]:
    """Return the page that every interview begins with; it needs no answers to be asked."""
    return _question(FIRST, [path.replace("coverages.", "coverages.*.") for path in FIRST.paths], section)


def question_at(scenario: TwoPlans, page: str, section: str) -> dict[str, Any]:
    """Return a page that was asked before, with the fields that were asked on it."""
    asked = next(one for one in PAGES if one.id == page)
    if asked is FIRST:
        return first_question(section)
    return _question(asked, fields_asked(asked, scenario), section)


def next_question(scenario: TwoPlans, section: str) -> dict[str, Any]:
    """Return the next page to ask, or, where nothing is left that can matter, the summary of all answers."""
    asked = next_page(scenario)
    if asked is not None:
        return _question(asked.page, asked.paths, section)
    html = render("two_plans/summary.html.j2", section=section, answers=list(_answers(scenario)))
    return {"state": "asked", "html": html, "announcement": wording.sentence("interview", "finished")}


def _question(page: Page, paths: Any, section: str) -> dict[str, Any]:
    title = wording.sentence("interview", f"{page.id}.title")
    return {
        "state": "asking",
        "page": page.id,
        "fields": list(paths),
        "html": render("two_plans/question.html.j2", section=section, page=page.id),
        "announcement": title,
    }


def _answers(scenario: TwoPlans) -> Iterator[tuple[str, str, list[tuple[str, str]]]]:
    """Yield each page that was asked: its id, its title, and what was said, each with whom or what it is about."""
    names = names_of(scenario)
    texts = typed_texts(scenario)
    for page in PAGES:
        said = []
        for path, text in texts.items():
            named = path.endswith(".name")
            if page_of(path) is not page or named or answer_at(scenario, path) is None:
                continue
            ask = asks_by_path(TwoPlans)[plain(path)]
            assert isinstance(ask, Ask)
            row = path.split(".")
            about = names[scenario.coverages[int(row[1])].id] if row[0] == "coverages" else ask.label
            said.append((about, _shown(ask, str(text))))
        if said:
            yield page.id, wording.sentence("interview", f"{page.id}.title"), said


def _shown(ask: Ask, text: str) -> str:
    if text in ("?", "unknown"):
        return UNKNOWN_LABEL
    return ask.kind.options[text] if isinstance(ask.kind, Choice | YesNo) else text
