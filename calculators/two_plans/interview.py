"""The interview: one question a page, and only those that can matter for the answers so far.

Which page comes next follows from the rules of order themselves: a question is asked only where some way of answering
it leads to another order, another deciding rule or other open facts.
"""

from collections.abc import Sequence
from typing import Any

from attrs import frozen

from calculators.declaration import typed_texts
from calculators.two_plans.coverages import PLANS
from calculators.two_plans.facts import paths_of
from calculators.two_plans.order import decide, facts_that_matter, open_facts
from calculators.two_plans.order.facts import MustBeKnown
from calculators.two_plans.scenario import TwoPlans


@frozen
class Page:
    """One question, asked for every coverage that it matters for. `paths`: its fields, without the numbers of rows."""

    id: str
    paths: Sequence[str]


FIRST = Page("coverages", ("day", "coverages.kind", "coverages.name"))

PAGES = (
    FIRST,
    Page("cause", ("cause",)),
    Page("holder", ("coverages.holder",)),
    Page("medicare", ("medicare.enrolled", "medicare.reason")),
    Page("born", ("born",)),
    Page("kidney", ("medicare.kidney_since", "medicare.first_before_kidney")),
    Page("employer", ("coverages.employer_size",)),
    Page("employers", ("coverages.other_employers",)),
    Page("exception", ("coverages.small_employer_exception",)),
    Page("auto", ("auto_first",)),
    Page("parents", ("family.parents",)),
    Page("responsible", ("family.court_order", "family.custody")),
    Page("birthdays", ("family.birthday_a", "family.birthday_b")),
    Page("since", ("coverages.since",)),
    Page("booklets", ("coverages.order_rules",)),
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
    waiting = [fact for fact in open_facts(scenario, scenario.day) if _unanswered(fact, scenario)]
    for page in PAGES:
        on_page = [fact for fact in waiting if _is_on(page, fact, scenario)]
        if on_page:
            found = _that_matter(on_page, page, scenario)
            if found:
                return Asked(page, found)
    booklets = PAGES[-1]
    paths = _of_all_plans(booklets, scenario)
    return Asked(booklets, paths) if paths and decide(scenario, scenario.day).confirm_facts else None


def _that_matter(on_page: Sequence[str], page: Page, scenario: TwoPlans) -> Sequence[str]:
    """Return the fields of a page, not answered yet, of which some answer changes what follows."""
    try:
        facts = facts_that_matter(
            scenario,
            scenario.day,
            lambda fact: fact in on_page or (_is_on(page, fact, scenario) and bool(_unanswered(fact, scenario))),
        )
    except MustBeKnown as missing:
        facts = missing.facts
    paths = {path for fact in facts for path in _unanswered(fact, scenario)}
    return sorted(paths, key=lambda path: (path.split(".")[:-1], page.paths.index(plain(path))))


def _unanswered(fact: str, scenario: TwoPlans) -> Sequence[str]:
    return [path for path in paths_of(fact, scenario) if answer_at(scenario, path) is None]


def _is_on(page: Page, fact: str, scenario: TwoPlans) -> bool:
    return plain(paths_of(fact, scenario)[0]) in page.paths


def _of_all_plans(page: Page, scenario: TwoPlans) -> Sequence[str]:
    """Return a page's field of every plan: what one plan's answer means depends on the others'."""
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
