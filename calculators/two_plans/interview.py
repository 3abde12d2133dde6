"""The interview: one question a page, and only those that can matter for the answers so far.

Which page comes next follows from the rules of order themselves: a question is asked only where some way of answering
it leads to another order, another deciding rule or other open facts.
"""

from collections.abc import Iterable, Sequence
from typing import Any

from attrs import frozen

from calculators.declaration import typed_texts
from calculators.two_plans.coverages import PLANS
from calculators.two_plans.facts import paths_of
from calculators.two_plans.order import decide, facts_that_matter
from calculators.two_plans.scenario import TwoPlans


@frozen
class Page:
    """One question, asked for every coverage that it matters for. `paths`: its fields, without the numbers of rows.

    `of_all_plans`: what one plan's answer means depends on the others', so that all of them are asked at once.
    """

    id: str
    paths: Sequence[str]
    of_all_plans: bool = False


FIRST = Page("coverages", ("day", "coverages.kind", "coverages.name"))

PAGES = (
    FIRST,
    Page("cause", ("cause",)),
    Page("holder", ("coverages.holder",)),
    Page("medicare", ("medicare.enrolled", "medicare.reason")),
    Page("born", ("born",)),
    Page("kidney", ("medicare.kidney_since", "medicare.first_before_kidney")),
    Page(
        "employer",
        ("coverages.employer_size", "coverages.other_employers", "coverages.small_employer_exception"),
    ),
    Page("auto", ("auto_first",)),
    Page("parents", ("family.parents",)),
    Page("responsible", ("family.court_order", "family.custody")),
    Page("birthdays", ("family.birthday_a", "family.birthday_b")),
    Page("since", ("coverages.since",)),
    Page("booklets", ("coverages.order_rules",), of_all_plans=True),
)


@frozen
class Asked:
    """A page to ask now, with the fields of it that matter, by their paths in the scenario."""

    page: Page
    paths: Sequence[str]


def plain(path: str) -> str:
    """Return a path without the numbers of rows."""
    return ".".join(part for part in path.split(".") if not part.isdigit())


def answer_at(scenario: TwoPlans, path: str) -> Any:
    """Return what a scenario holds at a path; None where nothing was said yet."""
    value: Any = scenario
    for part in path.split("."):
        value = value[int(part)] if part.isdigit() else getattr(value, part)
    return value


def next_page(scenario: TwoPlans) -> Asked | None:
    """Return the next page to ask, or None where nothing that was not asked yet can matter."""
    for page in PAGES:
        found = [path for path in _that_matter(page, scenario) if answer_at(scenario, path) is None]
        if found:
            return Asked(page, _of_all_plans(page, scenario) if page.of_all_plans else found)
    return None


def _that_matter(page: Page, scenario: TwoPlans) -> Sequence[str]:
    """Return the fields of a page of which some answer changes the outcome."""
    if page.of_all_plans:
        facts: Iterable[str] = decide(scenario, scenario.day).confirm_facts
    else:
        facts = facts_that_matter(scenario, scenario.day, lambda fact: _is_on(page, fact, scenario))
    paths = {path for fact in facts for path in paths_of(fact, scenario)}
    return sorted(paths, key=lambda path: (path.split(".")[:-1], page.paths.index(plain(path))))


def _is_on(page: Page, fact: str, scenario: TwoPlans) -> bool:
    return plain(paths_of(fact, scenario)[0]) in page.paths


def _of_all_plans(page: Page, scenario: TwoPlans) -> Sequence[str]:
    name = page.paths[0].removeprefix("coverages.")
    return [
        f"coverages.{number}.{name}"
        for number, coverage in enumerate(scenario.coverages)
        if coverage.kind in PLANS and getattr(coverage, name) is None
    ]


def fields_asked(page: Page, scenario: TwoPlans) -> Sequence[str]:
    """Return the fields of a page that were answered, or are to be asked now."""
    every = [path for path in typed_texts(scenario) if plain(path) in page.paths]
    asked = next_page(scenario)
    now = asked.paths if asked and asked.page is page else ()
    return [path for path in every if path in now or answer_at(scenario, path) is not None]


def page_of(path: str) -> Page | None:
    """Return the page that asks for a field, if any does."""
    return next((page for page in PAGES if plain(path) in page.paths), None)
