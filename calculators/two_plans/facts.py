"""Where each unknown fact stands in a scenario, so that it can be asked about, answered and written."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from attrs import evolve

from calculators.coverage.result import FactPlace
from calculators.coverage.unknowns import Answer
from calculators.declaration import Ask, DayOfYear, MonthDay
from calculators.declaration.asking import asks_by_path
from calculators.parameters import NotLoaded, look_up
from calculators.two_plans.coverages import FIRST_YEAR, Coverage
from calculators.two_plans.order.facts import MEDICARE_AGE
from calculators.two_plans.paying import bill_visit
from calculators.two_plans.payment import Bill
from calculators.two_plans.scenario import Family, TwoPlans

# What a bill's terms are called where they stand as a plan.
BILL_FIELDS = {
    "deductible.person": "deductible_left",
    "out_of_network.deductible": "deductible_left",
    "out_of_pocket_maximum.person": "maximum_left",
    "out_of_network.maximum": "maximum_left",
}


def _prefixes(scenario: TwoPlans) -> Iterator[tuple[str, str, str]]:
    """Yield the beginning of facts' ids, the path that it stands for, and what the facts are about."""
    for number, coverage in enumerate(scenario.coverages):
        here, there = f"coverages.{coverage.id}.", f"coverages.{number}."
        for fact, path, about in _prefixes_of(coverage, scenario.bill):
            yield here + fact, there + path, about
        yield here, there, coverage.id
    courses = [(f"care.{number}.", course) for number, course in enumerate(scenario.care)]
    first = next((coverage.bill for coverage in scenario.coverages if coverage.bill), None)
    if scenario.bill is not None and first is not None:
        courses.append(("bill.", bill_visit(scenario.bill, first, scenario.day, scenario.people[0].id).course))
    for where, course in courses:
        for network in ("in", "out"):
            yield f"care.{evolve(course, network=network).key}.", where, course.service


def _prefixes_of(coverage: Coverage, bill: Bill | None) -> Iterator[tuple[str, str, str]]:
    """Yield the beginning of facts' ids within one coverage, the path that it stands for, and what they are about."""
    if bill is not None:
        for network in ("", "/out"):
            yield f"bill.terms.{bill.service}{network}.", "bill.", coverage.id
    plan = coverage.plan
    if plan is not None:
        for row, terms in enumerate(plan.terms):
            for network in {terms.network, "out"} if coverage.kind == "medicare" else {terms.network}:
                key = evolve(terms, network=network).key
                yield f"plan.terms.{key}.", f"plan.terms.{row}.", terms.service
        for row, limit in enumerate(plan.limits):
            yield f"plan.limits.{limit.id}.", f"plan.limits.{row}.", limit.services[0]
        for row, special in enumerate(plan.special_deductibles):
            yield f"plan.special_deductibles.{special.id}.", f"plan.special_deductibles.{row}.", special.services[0]
        if coverage.kind == "medicare" and plan.out_of_network is None:
            yield "plan.out_of_network.deductible", "plan.deductible.person", coverage.id
            yield "plan.out_of_network.maximum", "plan.out_of_pocket_maximum.person", coverage.id


def _path_of(fact: str, scenario: TwoPlans) -> tuple[str, str]:
    if fact == "family.birthdays":
        known = isinstance(scenario.family.birthday_a, DayOfYear)
        return ("family.birthday_b" if known else "family.birthday_a"), ""
    if fact.startswith("since."):
        compared = fact.split(".")[1:]
        number, coverage = next(
            (number, coverage)
            for number, coverage in enumerate(scenario.coverages)
            if coverage.id in compared and not isinstance(coverage.since, date)
        )
        return f"coverages.{number}.since", coverage.id
    longest_first = sorted(_prefixes(scenario), key=lambda prefix: -len(prefix[0]))
    for prefix, where, about in longest_first:
        if fact.startswith(prefix):
            rest = fact[len(prefix) :]
            if rest.startswith("bill."):
                rest = "bill." + BILL_FIELDS.get(rest.removeprefix("bill."), rest.removeprefix("bill."))
            return where + rest, about
    return fact, ""


def paths_of(fact: str, scenario: TwoPlans) -> Sequence[str]:
    """Return every field that a fact follows from."""
    if fact == "family.birthdays":
        return ("family.birthday_a", "family.birthday_b")
    if fact.startswith("since."):
        compared = fact.split(".")[1:]
        return [
            f"coverages.{number}.since" for number, coverage in enumerate(scenario.coverages) if coverage.id in compared
        ]
    return (_path_of(fact, scenario)[0],)


def asked_for(fact: str, scenario: TwoPlans) -> Sequence[str]:
    """Return the facts to ask about in place of one that compares them: of two dates or birthdays all that are open."""
    if fact == "family.birthdays":
        birthdays = {"birthday_a": scenario.family.birthday_a, "birthday_b": scenario.family.birthday_b}
        return [f"family.{name}" for name, day in birthdays.items() if not isinstance(day, DayOfYear)]
    if fact.startswith("since."):
        compared = fact.split(".")[1:]
        return [
            f"coverages.{coverage.id}.since"
            for coverage in scenario.coverages
            if coverage.id in compared and not isinstance(coverage.since, date)
        ]
    return ()


def place_of(fact: str, scenario: TwoPlans) -> FactPlace:
    """Return where a fact stands in the scenario; raises `KeyError` for an id that is no fact of it."""
    path, about = _path_of(fact, scenario)
    ask = asks_by_path(TwoPlans)[".".join(part for part in path.split(".") if not part.isdigit())]
    assert isinstance(ask, Ask)
    return FactPlace(path, ask, about, dict(_stand_ins(fact, scenario)))


def _stand_ins(fact: str, scenario: TwoPlans) -> Iterator[tuple[Answer, Mapping[str, str]]]:
    """Yield, for a fact that follows from days, days from which each of its ways follows."""
    day = scenario.day
    if fact == "born":
        yield True, {"born": day.replace(year=FIRST_YEAR, day=1).isoformat()}
        age = look_up(MEDICARE_AGE, day)
        assert not isinstance(age, NotLoaded)
        # Within a year of it, so that whoever said that it is why there is Medicare does not contradict that.
        yield False, {"born": day.replace(year=day.year - age.amount + 1, day=1).isoformat()}
    elif fact == "medicare.kidney_since":
        yield True, {"medicare.kidney_since": day.replace(day=1).isoformat()}
        yield False, {"medicare.kidney_since": day.replace(year=FIRST_YEAR, day=1).isoformat()}
    elif fact == "family.birthdays":
        yield from _birthdays(scenario.family)
    elif fact.startswith("since."):
        yield from _beginnings(fact.split(".")[1:], scenario)


def _birthdays(family: Family) -> Iterator[tuple[Answer, Mapping[str, str]]]:
    known = next((day for day in (family.birthday_a, family.birthday_b) if isinstance(day, DayOfYear)), DayOfYear(7, 1))
    written = MonthDay().write(known)
    a, b = "family.birthday_a", "family.birthday_b"
    a_known = isinstance(family.birthday_a, DayOfYear)
    yield "parent_a", {b: "12-31"} if a_known else {a: "01-01", b: written}
    yield "parent_b", {b: "01-01"} if a_known else {a: "12-31", b: written}
    yield "same", {b: written} if a_known else {a: written, b: written}


def _beginnings(compared: Sequence[str], scenario: TwoPlans) -> Iterator[tuple[Answer, Mapping[str, str]]]:
    rows = [
        (f"coverages.{number}.since", coverage)
        for number, coverage in enumerate(scenario.coverages)
        if coverage.id in compared
    ]
    known = next((coverage.since for _, coverage in rows if isinstance(coverage.since, date)), None)
    middle = known or scenario.day
    earlier = middle.replace(year=middle.year - 1, day=1)
    for answer in (*compared, "same"):
        written = {}
        for path, coverage in rows:
            if not isinstance(coverage.since, date):
                later = middle if answer == "same" or known is None else scenario.day
                written[path] = (earlier if coverage.id == answer else later).isoformat()
        yield answer, written
