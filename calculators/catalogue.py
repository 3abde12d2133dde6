"""Every calculator, by name, and what each can do: read a scenario, answer it, show the answer."""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from importlib.resources import files
from typing import Any, Protocol

from attrs import field, frozen

from calculators import annual_cost, compare_plans, two_plans
from calculators.annual_cost import show as annual_cost_show
from calculators.compare_plans import show as compare_plans_show
from calculators.compare_plans.plan_files import plans_as_csv, plans_in_file, real_plans
from calculators.coverage.real_plans import REAL_PLANS, real_plan
from calculators.declaration import Invalid, Problem, Texts, json_schema, parsed, read, read_typed, write
from calculators.household.episodes import episodes
from calculators.two_plans import asking as two_plans_asking
from calculators.two_plans import show as two_plans_show


@frozen
class Example:
    """A real plan with some planned care: a scenario to start from, and what had to be interpreted in its document."""

    id: str
    title: str
    document: str
    notes: tuple[str, ...]
    scenario: Any


class Addition(Protocol):
    """Something that can be put into a form: an episode of care, a real plan."""

    @property
    def title(self) -> str:
        """What it is, in English."""

    def into(self, fields: Texts, first_day: date) -> Texts:
        """Return what stands in a form with this behind it, for a plan year that starts on a day."""


@frozen
class Later:
    """A part of an answer that takes longer than the rest, so that a page shows it afterwards.

    `first` answers a scenario without it. `steps` lead to the whole answer, which is what the last one returns. They
    are pieces of the work, each remembered by the next, so that between them a page can ask for something newer. The
    calculator's `show.later_html` renders the part, by the places where it stands.
    """

    first: Callable[[Any], Any]
    steps: Callable[[Any], Sequence[Callable[[], Any]]]


@frozen
class Calculator:
    """One calculator. Scenarios are objects of its `scenario` class.

    `additions`: what can be put into its form behind what stands there, by kind and id; `starts` is the field with the
    first day of the plan year, by which they go. `rows_in_file` reads files that hold rows of a list
    and no scenario, `rows_as_csv` writes them. `later`: what of its answers a page shows after the rest.
    """

    name: str
    title: str
    scenario: type
    version: int
    problems: Callable[[Any], Iterator[Problem]]
    compute: Callable[[Any], Any]
    show: Any = field(repr=False)
    example_ids: tuple[str, ...]
    starts: str = ""
    additions: Mapping[str, Mapping[str, Addition]] = field(factory=dict)
    rows_in_file: Callable[[str], tuple[str, Sequence[Texts]] | None] | None = None
    rows_as_csv: Callable[[Any], str] | None = None
    interview: Any = field(default=None, repr=False)
    later: Later | None = None

    def _checked(self, scenario: Any) -> Any:
        found = tuple(self.problems(scenario))
        if found:
            raise Invalid(*found)
        return scenario

    def read(self, given: Any) -> Any:
        """Read a scenario from canonical JSON values; raises `Invalid` with what is wrong."""
        if not isinstance(given, dict):
            raise Invalid(Problem("", "json.object"))
        if "figures" in given and "ledger" in given:
            raise Invalid(Problem("", "json.result"))
        rest = dict(given)
        name, version = rest.pop("calculator", None), rest.pop("version", None)
        if name is None:
            raise Invalid(Problem("calculator", "calculator.missing", {"expected": self.name}))
        if name != self.name:
            raise Invalid(Problem("calculator", "calculator.other", {"found": str(name)[:80], "expected": self.name}))
        if not isinstance(version, int) or isinstance(version, bool):
            raise Invalid(Problem("version", "version.missing", {"expected": self.version}))
        if version != self.version:
            reason = "version.newer" if version > self.version else "version.older"
            raise Invalid(Problem("version", reason, {"found": str(version)[:20], "expected": self.version}))
        return self._checked(read(rest, self.scenario))

    def read_text(self, text: str) -> Any:
        """Read a scenario from the JSON text of a file; raises `Invalid` with what is wrong."""
        return self.read(parsed(text))

    def read_typed(self, typed: Any) -> Any:
        """Read a scenario from the nested raw texts of a form; raises `Invalid` with what is wrong."""
        return self._checked(read_typed(typed, self.scenario))

    def write(self, scenario: Any) -> dict[str, Any]:
        """Write a scenario in its canonical form."""
        return {"calculator": self.name, "version": self.version, **write(scenario)}

    def schema(self) -> dict[str, Any]:
        """Return the JSON Schema of the canonical scenario."""
        return json_schema(self.scenario, self.name, self.version)

    def examples(self) -> tuple[Example, ...]:
        """Return the examples, the one that the page opens on first."""
        return tuple(self._example(identifier) for identifier in self.example_ids)

    def addition(self, identifier: str) -> Addition:
        """Return an addition by its id; raises `KeyError` where there is none."""
        return {name: one for kind in self.additions.values() for name, one in kind.items()}[identifier]

    def _example(self, identifier: str) -> Example:
        room = files("calculators")
        package = self.name.replace("-", "_")
        care = json.loads(room.joinpath(package, "examples", f"{identifier}.json").read_text(encoding="utf-8"))
        if "scenario" in care:
            return Example(identifier, care["title"], "", tuple(care["notes"]), self.read(care["scenario"]))
        if "plans" in care:
            title, notes = care.pop("title"), tuple(care.pop("notes"))
            plans = [{**real_plan(row.pop("plan"))["plan"], **row} for row in care.pop("plans")]
            scenario = {"calculator": self.name, "version": self.version, **care, "plans": plans}
            return Example(identifier, title, "", notes, self.read(scenario))
        plan = real_plan(care.pop("plan"))
        scenario = {"calculator": self.name, "version": self.version, **care, "plan": plan["plan"]}
        return Example(identifier, plan["title"], plan["document"], tuple(plan["notes"]), self.read(scenario))


CALCULATORS: Mapping[str, Calculator] = {
    calculator.name: calculator
    for calculator in (
        Calculator(
            name="annual-cost",
            title="What will a year of care cost?",
            scenario=annual_cost.HouseholdYear,
            version=annual_cost.VERSION,
            problems=annual_cost.problems,
            compute=annual_cost.compute,
            show=annual_cost_show,
            example_ids=(*REAL_PLANS, "original-medicare-2026"),
            starts="plan.starts",
            additions={"episode": episodes()},
        ),
        Calculator(
            name="compare-plans",
            title="Which plan costs you least?",
            scenario=compare_plans.ComparePlans,
            version=compare_plans.VERSION,
            problems=compare_plans.problems,
            compute=compare_plans.compute,
            show=compare_plans_show,
            example_ids=("three-employer-plans",),
            starts="plans.0.starts",
            additions={"plan": real_plans(), "episode": episodes()},
            rows_in_file=plans_in_file,
            rows_as_csv=plans_as_csv,
            later=Later(compare_plans.compute_years, compare_plans.steps_to_curves),
        ),
        Calculator(
            name="two-plans",
            title="Two plans: who pays first, and what is left?",
            scenario=two_plans.TwoPlans,
            version=two_plans.VERSION,
            problems=two_plans.problems,
            compute=two_plans.compute,
            show=two_plans_show,
            example_ids=("working-spouse", "divorced-parents", "small-employer-at-67", "past-the-limit"),
            interview=two_plans_asking,
        ),
    )
}
