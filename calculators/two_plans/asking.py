"""How the interview's questions and answers are shown."""

from collections.abc import Iterator
from typing import Any

from calculators.declaration import Ask, typed_texts
from calculators.declaration.asking import asks_by_path
from calculators.presentation import wording
from calculators.presentation.form import shown
from calculators.presentation.html import render
from calculators.two_plans.interview import FIRST, PAGES, Page, answer_at, fields_asked, next_page, plain
from calculators.two_plans.naming import names_of, parents_in
from calculators.two_plans.scenario import TwoPlans

# Asked when the reader has a bill: no order depends on it.
OF_EACH = ("allowed", "paid", "copay", "coinsurance", "deductible_left")
BILL = Page("bill", ("bill.charge", "bill.service", *(f"coverages.bill.{name}" for name in OF_EACH)))


def first_question(section: str) -> dict[str, Any]:
    """Return the page that every interview begins with; it needs no answers to be asked."""
    return _question(FIRST, [path.replace("coverages.", "coverages.*.") for path in FIRST.paths], section)


def question_at(scenario: TwoPlans, page: str, section: str) -> dict[str, Any]:
    """Return a page that was asked before, with the fields that were asked on it."""
    if page == BILL.id:
        return _question(BILL, list(_fields_of_bill(scenario)), section)
    asked = next(one for one in PAGES if one.id == page)
    if asked is FIRST:
        return first_question(section)
    return _question(asked, fields_asked(asked, scenario), section, scenario)


def next_question(scenario: TwoPlans, section: str) -> dict[str, Any]:
    """Return the next page to ask, or, where nothing is left that can matter, the summary of all answers."""
    asked = next_page(scenario)
    if asked is not None:
        return _question(asked.page, asked.paths, section, scenario)
    html = render("two_plans/summary.html.j2", section=section, answers=list(_answers(scenario)))
    return {"state": "asked", "html": html, "announcement": wording.sentence("interview", "finished")}


def _fields_of_bill(scenario: TwoPlans) -> Iterator[str]:
    yield from (path for path in BILL.paths if not path.startswith("coverages."))
    for number, coverage in enumerate(scenario.coverages):
        if coverage.kind != "fixed_indemnity":
            yield from (f"coverages.{number}.bill.{name}" for name in OF_EACH)


# The pages on which the parents go by their letters.
ABOUT_PARENTS = ("parents", "responsible", "birthdays")


def _question(page: Page, paths: Any, section: str, scenario: TwoPlans | None = None) -> dict[str, Any]:
    title = wording.sentence("interview", f"{page.id}.title")
    parents = [*parents_in(scenario).values()] if scenario and page.id in ABOUT_PARENTS else []
    asks = [asks_by_path(TwoPlans)[plain(path.replace(".*", ""))] for path in paths]
    # Where every field says itself where to find its answer, the page does not say it again.
    where = not asks or not all(isinstance(ask, Ask) and ask.where for ask in asks)
    return {
        "state": "asking",
        "page": page.id,
        "fields": list(paths),
        "html": render("two_plans/question.html.j2", section=section, page=page.id, parents=parents, where=where),
        "announcement": title,
    }


def _answers(scenario: TwoPlans) -> Iterator[tuple[str, str, list[tuple[str, str]]]]:
    """Yield each page that was asked: its id, its title, and what was said, each with whom or what it is about."""
    for page in (*PAGES, BILL):
        said = said_on(page, scenario)
        if said:
            yield page.id, wording.sentence("interview", f"{page.id}.title"), said


def said_on(page: Page, scenario: TwoPlans) -> list[tuple[str, str]]:
    """Return what was said to the questions of a page, each with whom or what it is about."""
    names = names_of(scenario)
    texts = typed_texts(scenario)
    said = []
    for path, text in texts.items():
        named = path.endswith(".name")
        if plain(path) not in page.paths or named or answer_at(scenario, path) is None:
            continue
        ask = asks_by_path(TwoPlans)[plain(path)]
        assert isinstance(ask, Ask)
        row = path.split(".")
        about = names[scenario.coverages[int(row[1])].id] if row[0] == "coverages" else ask.label
        if page is BILL and row[0] == "coverages":
            about = f"{about}, {ask.label[0].lower()}{ask.label[1:]}"
        answer = shown(ask, text)
        # A question ends with its own mark, and a coverage that goes by what it is has said it.
        said.append(("" if about == answer else about if about.endswith("?") else f"{about}:", answer))
    return said
