"""Where each unknown fact stands in a scenario, so that it can be asked about, answered and written."""

from collections.abc import Iterator

from attrs import frozen

from calculators.declaration import Ask
from calculators.declaration.asking import asks_by_path
from calculators.household.year import HouseholdYear, plans_of


@frozen
class Place:
    """The field of a fact: its path, the question there, and what it is about (a service or a person)."""

    path: str
    ask: Ask
    question: str
    about: str


def _prefixes(scenario: HouseholdYear) -> Iterator[tuple[str, str, str]]:
    """Yield the beginning of facts' ids, the path that it stands for, and what the facts are about."""
    for plan, where in plans_of(scenario):
        for number, terms in enumerate(plan.terms):
            yield f"{where}.terms.{terms.key}.", f"{where}.terms.{number}.", terms.service
        for number, limit in enumerate(plan.limits):
            yield f"{where}.limits.{limit.id}.", f"{where}.limits.{number}.", limit.services[0]
        for number, special in enumerate(plan.special_deductibles):
            prefix = f"{where}.special_deductibles.{special.id}."
            yield prefix, f"{where}.special_deductibles.{number}.", special.services[0]
    for number, course in enumerate(scenario.care):
        yield f"care.{course.key}.", f"care.{number}.", course.service
    for number, row in enumerate(scenario.used_before):
        yield f"used_before.{row.person}.{row.network}.", f"used_before.{number}.", row.person
    for number, count in enumerate(scenario.visits_used):
        yield f"visits_used.{count.person}.{count.limit}.", f"visits_used.{number}.", count.person


def place_of(fact: str, scenario: HouseholdYear) -> Place:
    """Return where a fact stands in the scenario; raises `KeyError` for an id that is no fact of it."""
    path, about = fact, ""
    for prefix, where, subject in _prefixes(scenario):
        if fact.startswith(prefix) and "." not in fact[len(prefix) :]:
            path, about = where + fact[len(prefix) :], subject
            break
    plain = ".".join(part for part in path.split(".") if not part.isdigit())
    ask = asks_by_path(HouseholdYear)[plain]
    assert isinstance(ask, Ask)
    return Place(path, ask, plain.removeprefix("change."), about)
