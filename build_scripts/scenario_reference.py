"""`python -m build_scripts.scenario_reference`: renews the pages by which a stranger can write scenarios.

There is one page for each calculator. Its words stand in a Markdown file beside this one; the tables of every field
come from the declaration. The pages are committed, so that MkDocs finds them; tests fail while one is stale, and run
every example.
"""

import json
import sys
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import attrs
from attrs import frozen

from build_scripts.pages import table_row, write_page
from calculators.catalogue import CALCULATORS
from calculators.coverage.care import Person, PlannedCare
from calculators.coverage.limits import VisitLimit
from calculators.coverage.plan import Deductible, OutOfNetwork, OutOfPocketMaximum, Plan, Premium, SpecialDeductible
from calculators.coverage.services import SERVICES
from calculators.coverage.terms import Terms
from calculators.declaration import (
    Ask,
    Choice,
    Choices,
    Count,
    Day,
    Field,
    Identifier,
    Kind,
    Money,
    MonthDay,
    Rate,
    Reference,
    Text,
    Unknown,
    YesNo,
    fields_of,
    is_number,
)
from calculators.presentation.wording import catalogue, sentence
from calculators.rules import all_rules

_PUBLISHED = Path(__file__).absolute().parents[1] / "docs" / "reference"

_COLUMNS = ("Field", "Question", "What you may write", "If you leave it out", "Unknown?")
_NAMES = ("Name", "What it is")
_RULES = ("Rule", "What it says", "Where it stands")

# What it means to leave out a field for which the declaration has no value of its own.
LEFT_OUT: Mapping[str, str] = {
    "Person.name": "The person goes by the id.",
    "PlannedCare.billed": "The billed amount is the allowed amount.",
    "PlannedCare.evaluation_allowed": "The first visit is like the others.",
    "PlannedCare.facility_fee": "There is none.",
    "PlannedCare.condition": "All care without a word counts as one condition.",
    "PlannedCare.cash_price": "Nothing is compared.",
    "OutOfNetwork.maximum_accumulation": "The maximums go the way of the deductibles.",
    "Terms.copay": "There is none.",
    "Terms.coinsurance": 'There is none. A covered service needs a copay or coinsurance; `"0.00"` will do.',
    "Terms.copay_most": "Nothing caps them.",
    "Terms.coinsurance_most": "Nothing caps it.",
    "Terms.evaluation_copay": "It is the copay of any visit.",
    "Terms.authorization": "Not said. No figure depends on it.",
    "Terms.referral": "Not said. No figure depends on it.",
    "VisitLimit.family_quantity": "Only each person’s limit counts.",
    "Deductible.family": "Only each person’s deductible counts.",
    "OutOfPocketMaximum.family": "Only each person’s maximum counts.",
    "OutOfNetwork.family_deductible": "Only each person’s deductible counts.",
    "OutOfNetwork.family_maximum": "Only each person’s maximum counts.",
    "SpecialDeductible.family": "Only each person’s deductible counts.",
    "Plan.out_of_network": "The plan has no amounts of its own out of network.",
    "Plan.covered_from": "From the start of the plan year.",
    "Plan.covered_until": "Until the end of the plan year.",
    "HouseholdYear.change": "One plan holds all year.",
    "ComparePlans.must_haves": "Nothing must be there; no plan is marked.",
    "ComparePlans.vary": "It is the service with the most visits.",
    "ComparedPlan.out_of_network": "The plan has no amounts of its own out of network.",
    "ComparedPlan.covered_from": "From the start of the plan year.",
    "ComparedPlan.covered_until": "Until the end of the plan year.",
    **dict.fromkeys(
        (
            "TwoPlans.cause",
            "TwoPlans.auto_first",
            "TwoPlans.born",
            "Coverage.holder",
            "Coverage.employer_size",
            "Coverage.other_employers",
            "Coverage.small_employer_exception",
            "Medicare.enrolled",
            "Medicare.reason",
            "Medicare.kidney_since",
            "Medicare.first_before_kidney",
            "Family.parents",
            "Family.birthday_a",
            "Family.birthday_b",
            "Family.court_order",
            "Family.custody",
        ),
        "It is unknown.",
    ),
    **dict.fromkeys(("TwoPlans.medicare", "TwoPlans.family", "TwoPlans.clinic"), "What it asks is unknown."),
    "TwoPlans.bill": "There is none.",
    "Coverage.name": "It goes by what it is and through whom.",
    "Coverage.order_rules": "It is taken to say so; the result says where that must be confirmed.",
    "Coverage.since": "It is in force; when it began is unknown.",
    "Coverage.until": "It goes on.",
    "Coverage.job_ends": "The job goes on.",
    "Coverage.bill": "It is left out of the sums for the bill.",
    "Coverage.plan": "It is left out of the sums for the year.",
    "Coverage.cash": "It pays nothing in cash.",
    "BillTerms.paid": "It has not decided yet; its terms below say what it pays.",
    "BillTerms.copay": "There is none.",
    "BillTerms.coinsurance": "There is none.",
    "BillTerms.maximum_left": "Nothing caps what the patient pays.",
    "Beside.allowed": "It has the price of the care.",
    "Cash.most_visits": "Nothing caps them.",
    "Cash.pays_from": "It pays for every visit.",
    "Family.court_order_since": "It holds on every day.",
}


@frozen
class ScenarioPage:
    """The page for one calculator: its words, where it is published, and what fills the places in its words.

    `elsewhere`: groups of fields whose tables stand on another page, each with the link to its table.
    """

    calculator: str
    page: Path
    words: Path
    parts: Mapping[str, Callable[[], Iterator[str]]]
    elsewhere: Mapping[type, str] = attrs.field(factory=dict)

    def text(self) -> str:
        """Return the whole page as Markdown."""
        words = self.words.read_text("utf-8")
        calculator = CALCULATORS[self.calculator]
        written = {
            "{version}": str(calculator.version),
            **{place: "\n".join(lines()) for place, lines in self.parts.items()},
            "{fields}": "\n".join(_section(calculator.scenario, "", "The scenario", "", dict(self.elsewhere))),
        }
        for place, part in written.items():
            before, found, after = words.partition(place)
            if not found:
                raise ValueError(f"{self.words.name} has no place for {place}")
            words = before + part + after
        return words.rstrip() + "\n"


def _figures() -> Iterator[str]:
    yield table_row(_NAMES)
    yield table_row("---" for _ in _NAMES)
    for name, label in catalogue()["figures"].items():
        yield table_row((f"`{name}`", label))


def _services() -> Iterator[str]:
    yield table_row(_NAMES)
    yield table_row("---" for _ in _NAMES)
    for name, label in SERVICES.items():
        yield table_row((f"`{name}`", label))


def _rulings() -> Iterator[str]:
    rules = catalogue()["rulings"]
    return _rules({rule: sentence("rulings", rule, first="The first", second="the second") for rule in rules})


def _apart() -> Iterator[str]:
    return _rules({rule: sentence("apart", rule, coverage="The coverage") for rule in catalogue()["apart"]})


def _only_to_confirm() -> Iterator[str]:
    told = {*catalogue()["rulings"], *catalogue()["apart"]}
    return _rules({name: "" for name, rule in all_rules().items() if rule.unit == "order" and name not in told})


def _rules(said: Mapping[str, str]) -> Iterator[str]:
    """Yield a table of rules, each with its words, if it has any, and its source."""
    columns = [column for column in _RULES if any(said.values()) or column != "What it says"]
    yield table_row(columns)
    yield table_row("---" for _ in columns)
    for name, words in said.items():
        rule = all_rules()[name]
        source = f"[{rule.source}]({rule.url})" if rule.url else rule.source
        where = f"{source}<br>({catalogue()['verified'][rule.verified]})"
        yield table_row((f"`{name}`", words, where) if words else (f"`{name}`", where))


def _section(group: type, prefix: str, title: str, about: str, seen: dict[type, str]) -> Iterator[str]:
    """Yield the table of one group of fields, then those of the groups in it; a group that was shown, by its link."""
    seen[group] = _link(prefix.rstrip("."))
    anchor = f" {{ #{_anchor(prefix)} }}" if prefix else ""
    yield f"### {title}{anchor}\n"
    if about:
        yield f"{about}\n"
    yield table_row(_COLUMNS)
    yield table_row("---" for _ in _COLUMNS)
    inner = []
    for field in fields_of(group):
        path = f"{prefix}{field.name}"
        if field.ask:
            yield table_row(_asked(group, field, field.ask, path))
            continue
        assert field.group is not None
        if field.group not in seen:
            seen[field.group] = _link(path)
            inner.append(field)
        yield table_row(_grouped(group, field, path, seen[field.group]))
    yield ""
    for field in inner:
        assert field.group is not None
        path = f"{prefix}{field.name}"
        where = f"{path}.0." if field.rows else f"{path}."
        yield from _section(field.group, where, f"`{path}`: {_capitalised(_title(field))}", _about(field), seen)


def _link(path: str) -> str:
    return f"[`{path}`](#{_anchor(path)})"


def _anchor(prefix: str) -> str:
    return "field-" + prefix.rstrip(".").removesuffix(".0").replace(".0.", "-").replace(".", "-").replace("_", "-")


def _title(field: Field) -> str:
    if field.rows:
        return field.rows.label
    return field.part.label if field.part else field.name.replace("_", " ")


def _about(field: Field) -> str:
    sentences = []
    if field.rows:
        sentences.append(
            f"A list of {field.rows.least} to {field.rows.most} lines in brackets; one line is one of these."
        )
        sentences.append(field.rows.help)
    elif field.part:
        sentences.append(field.part.help)
    return " ".join(sentence for sentence in sentences if sentence)


def _asked(group: type, field: Field, ask: Ask, path: str) -> tuple[str, ...]:
    question = f"**{ask.label}**"
    if ask.help:
        question += f"<br>{ask.help}"
    if ask.where:
        question += f"<br>Where to find it: {ask.where}."
    unknown = "no"
    if ask.unknown_allowed:
        unknown = "yes, or a range" if is_number(ask.kind) else "yes"
    return f"`{path}`", question, _may_be(ask.kind), _left_out(group, field, ask.kind), unknown


def _grouped(group: type, field: Field, path: str, link: str) -> tuple[str, ...]:
    what = "a list, see" if field.rows else "a group in braces, see"
    meaning = "It must be there."
    if not field.required:
        left_out = _default(group, field.name)
        own = LEFT_OUT.get(f"{group.__name__}.{field.name}", "Its fields have values of their own.")
        meaning = "There are none." if left_out == () else own
    return f"`{path}`", f"**{_capitalised(_title(field))}**", f"{what} {link}", meaning, "no"


def _may_be(kind: Kind) -> str:
    match kind:
        case Money():
            return 'dollars, such as `"150.00"`' + (', or `"none"`' if kind.none_allowed else "")
        case Rate():
            return 'a share, such as `"0.20"` for 20%'
        case Count():
            return f"a whole number, {kind.least:,} to {kind.most:,}"
        case Day():
            return _day(kind)
        case Choice() | Choices():
            return _one_of(kind)
    return _words(kind)


def _day(kind: Day) -> str:
    if kind.earliest == Day().earliest:
        return 'a day, such as `"2027-01-11"`'
    return f'a day from {kind.earliest} on, such as `"1961-04-30"`'


def _one_of(kind: Choice | Choices) -> str:
    several = isinstance(kind, Choices)
    if kind.options is SERVICES:
        return "a list of one or more [services](#services)" if several else "one [service](#services)"
    options = "<br>".join(f"{_written(name)}: {label}" for name, label in kind.options.items())
    return f"a list of one or more of<br>{options}" if several else options


def _words(kind: Kind) -> str:
    match kind:
        case YesNo():
            return "`true` or `false`"
        case MonthDay():
            return 'month and day, such as `"02-29"`'
        case Text():
            return f"words in quotes, at most {kind.longest} characters"
        case Identifier():
            return "an id that you make up"
        case Reference():
            return f"the id of a line in `{kind.to}`"
    raise TypeError(kind)


def _written(value: Any) -> str:
    return f"`{json.dumps(value)}`"


def _default(group: type, name: str) -> Any:
    return getattr(attrs.fields(group), name).default


def _left_out(group: type, field: Field, kind: Kind) -> str:
    if field.required:
        return "It must be there."
    default = _default(group, field.name)
    if isinstance(default, Unknown):
        return "It is unknown."
    if default in (None, "", ()):
        return LEFT_OUT[f"{group.__name__}.{field.name}"]
    if isinstance(kind, Choices) and len(default) == len(kind.options):
        return "All of them."
    return _written(kind.write(default))


def _capitalised(text: str) -> str:
    return text[0].upper() + text[1:]


PAGES = (
    ScenarioPage(
        calculator="annual-cost",
        page=_PUBLISHED / "scenario.md",
        words=Path(__file__).with_name("scenario_reference.md"),
        parts={"{figures}": _figures, "{services}": _services},
    ),
    ScenarioPage(
        calculator="two-plans",
        page=_PUBLISHED / "two-plans-scenario.md",
        words=Path(__file__).with_name("two_plans_reference.md"),
        parts={"{rulings}": _rulings, "{apart}": _apart, "{only_to_confirm}": _only_to_confirm},
        elsewhere={
            Person: "[`people`](scenario.md#field-people)",
            PlannedCare: "[`care`](scenario.md#field-care)",
            Plan: "[`plan`](scenario.md#field-plan)",
        },
    ),
    ScenarioPage(
        calculator="compare-plans",
        page=_PUBLISHED / "compare-plans-scenario.md",
        words=Path(__file__).with_name("compare_plans_reference.md"),
        parts={},
        elsewhere={
            Person: "[`people`](scenario.md#field-people)",
            PlannedCare: "[`care`](scenario.md#field-care)",
            Terms: "[`plan.terms`](scenario.md#field-plan-terms)",
            VisitLimit: "[`plan.limits`](scenario.md#field-plan-limits)",
            Deductible: "[`plan.deductible`](scenario.md#field-plan-deductible)",
            OutOfPocketMaximum: "[`plan.out_of_pocket_maximum`](scenario.md#field-plan-out-of-pocket-maximum)",
            Premium: "[`plan.premium`](scenario.md#field-plan-premium)",
            OutOfNetwork: "[`plan.out_of_network`](scenario.md#field-plan-out-of-network)",
            SpecialDeductible: "[`plan.special_deductibles`](scenario.md#field-plan-special-deductibles)",
        },
    ),
)


def main() -> int:
    """Write the pages; returns the exit status."""
    for reference in PAGES:
        write_page(reference.page, reference.text())
    return 0


if __name__ == "__main__":
    sys.exit(main())
