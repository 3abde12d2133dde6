"""`python -m build_scripts.coverage_examples`: renews the page that holds printed examples against the engine.

Every summary of benefits prints what a patient would pay in two prescribed situations. The module puts both through the
engine for the seven example plans. Lines, printed amounts and the reasons for differences stand in
`coverage_examples.yaml` beside it; the page is committed, and a test fails while it is stale.
"""

import sys
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from build_scripts.pages import table_row, write_page
from calculators.catalogue import CALCULATORS, Example
from calculators.coverage.result import Result
from calculators.presentation.wording import money_in_prose

PAGE = Path(__file__).absolute().parents[1] / "docs" / "reference" / "coverage-examples.md"
DATA = Path(__file__).with_suffix(".yaml")

# The parts as a summary prints them, and the figures that make them up.
PARTS: Mapping[str, tuple[str, ...]] = {
    "deductible": ("deductible",),
    "copay": ("copay",),
    "coinsurance": ("coinsurance",),
    "outside": ("over_limit", "not_covered"),
    "total": ("patient_pays",),
}

_LABELS = {
    "deductible": "Deductible",
    "copay": "Copays",
    "coinsurance": "Coinsurance",
    "outside": "Limits or exclusions",
    "total": "Patient pays",
}

_CALCULATOR = CALCULATORS["annual-cost"]
_MONTHS_A_YEAR = 12
_PERSON = "patient"

type Range = tuple[int, int]
type Data = Mapping[str, Any]

_HEAD = """\
---
title: Printed examples of real plans
description: What seven real summaries of benefits print for two situations, beside what this site works out.
---

<!-- Made by `python -m build_scripts.coverage_examples` from build_scripts/coverage_examples.yaml. -->

# Printed examples of real plans

Every summary of benefits says what a patient would pay in situations that the government prescribes. In the summaries
of 2013 and 2014 these are having a baby and a year with diabetes. The insurer works out the answer. So these examples
are a check on us: we typed the terms of seven real summaries, put the same care through our calculator, and set its
answers beside the printed ones.

**Read the differences with care.** A summary prints what each kind of care costs in all, but not how many visits,
fills or days stand behind it. Insurers round, and each placed some care under another row than its neighbor. Where we
differ, the reason stands below the table.

- Printed amounts are rounded: most summaries to $10, Anthem’s Premier DirectAccess and UnitedHealthcare’s to $100 from
  $100 on. “Agrees” means that our amount, rounded the same way, is the printed one.
- “Limits or exclusions” is care that the plan does not cover.
- All care is in network and for one person, as the government prescribes. Premiums are left out.
"""

_LINES_HEAD = """\
## The care behind the examples

The prices that are “read” stand in the summaries; “derived” ones we worked out from printed amounts; “assumed” ones are
a plausible guess, which no summary says. A line that was derived from a plan’s printed amounts helps that plan agree.
So the laboratory tests and the two fills prove nothing; the rest of having a baby does. You can load each plan on the
[calculator’s page](../calculators/annual-cost/index.md) and type your own care.
"""


def data() -> Data:
    """Return the situations and what was printed."""
    loaded: Data = yaml.safe_load(DATA.read_text("utf-8"))
    return loaded


@cache
def example_plans() -> Mapping[str, Example]:
    """Return the example plans by id."""
    return {example.id: example for example in _CALCULATOR.examples()}


def _day(starts: date, line: Mapping[str, Any]) -> str:
    years, month = divmod(starts.month - 1 + line["month"] - 1, _MONTHS_A_YEAR)
    return date(starts.year + years, month + 1, line["day"]).isoformat()


def _dollars(amount: int, count: int) -> str:
    cents, rest = divmod(amount * 100, count)
    if rest:
        raise ValueError(f"{amount} dollars cannot be split evenly in {count}")
    return f"{cents // 100}.{cents % 100:02}"


def scenario(identifier: str, situation: str, given: Data) -> dict[str, Any]:
    """Return a situation's care under an example plan, as the command line takes it.

    What no summary has a row for is added: care that is not covered, and procedures and education by the row
    “Physician/surgeon fees”.
    """
    about = given["plans"][identifier]
    written = _CALCULATOR.write(example_plans()[identifier].scenario)
    plan = written["plan"]
    plan["terms"] = [
        *plan["terms"],
        {"service": "other", "covered": False},
        {"service": "education", "covered": True, **about["procedures"]},
        {"service": "outpatient_surgery", "site": "office", "covered": True, **about["procedures"]},
    ]
    starts = date.fromisoformat(plan["starts"])
    care = [
        {
            "person": _PERSON,
            "service": about.get("rows", {}).get(line["id"], line)["service"],
            "visits": line["count"],
            "first_visit": _day(starts, line),
            "frequency": line.get("frequency", "1_a_week"),
            "allowed": _dollars(line["allowed"], line["count"]),
            "unpaid_visits": "contract_rate",
            "days": line.get("days", 1),
        }
        for line in given["scenarios"][situation]["lines"]
    ]
    return {**written, "people": [{"id": _PERSON}], "care": care, "plan": plan}


def computed(identifier: str, situation: str, given: Data) -> Mapping[str, Range]:
    """Return what the patient pays by the engine, part by part: the lowest and the highest of it. Cents."""
    result = _CALCULATOR.compute(_CALCULATOR.read(scenario(identifier, situation, given)))
    return {part: _ends(result, names) for part, names in PARTS.items()}


def _ends(result: Result, names: Iterable[str]) -> Range:
    sums = [sum(_amount(run.figures[name].value) for name in names) for run in result.runs]
    return min(sums), max(sums)


def _amount(value: object) -> int:
    assert isinstance(value, int)
    return value


def rounded(cents: int, habit: int) -> int:
    """Return an amount as a summary prints it, in dollars: to the nearest 10, or from $100 on to the nearest 100."""
    step = 10 if cents < 100_00 else habit
    return (cents + step * 50) // (step * 100) * step


def agrees(part: str, printed: int, found: Range, habit: int) -> bool:
    """Whether a computed amount, rounded as the summary rounds, is the printed one. Deductibles are printed to $10."""
    low, high = (rounded(end, 10 if part == "deductible" else habit) for end in found)
    return low <= printed <= high


def parts_that_agree(identifier: str, situation: str, given: Data) -> list[str]:
    """Return the parts, without their sum, in which the engine and a summary agree."""
    about = given["plans"][identifier]
    printed, found = about[situation]["printed"], computed(identifier, situation, given)
    return [part for part in PARTS if part != "total" and agrees(part, printed[part], found[part], about["rounding"])]


def page() -> str:
    """Return the whole page as Markdown. Raises `ValueError` where a difference has no reason."""
    return "\n".join([_HEAD, *_body(data())])


def _body(given: Data) -> Iterator[str]:
    for situation, about in given["scenarios"].items():
        yield f"## {about['title']}\n"
        yield f"The care costs {money_in_prose(about['total'] * 100)} in all. What the patient pays of it:\n"
        yield from _table(situation, given)
        yield "\nWhy answers differ, and what we had to decide:\n"
        yield from _reasons(situation, given)
        yield ""
    yield _LINES_HEAD
    for about in given["scenarios"].values():
        yield f"### {about['title']}: line by line\n"
        yield from _lines(about)


def _name(identifier: str) -> str:
    name: str = example_plans()[identifier].scenario.plan.name
    return name


def _table(situation: str, given: Data) -> Iterator[str]:
    yield table_row(("Plan", *_LABELS.values(), "Agrees"))
    yield table_row(("---", *("---:" for _ in _LABELS), "---"))
    for identifier, about in given["plans"].items():
        name, printed, found = _name(identifier), about[situation]["printed"], computed(identifier, situation, given)
        agreement = _agreement(parts_that_agree(identifier, situation, given))
        yield table_row((f"{name}: printed", *(money_in_prose(printed[part] * 100) for part in PARTS), "–"))
        yield table_row((f"{name}: ours", *(_range(found[part]) for part in PARTS), agreement))


def _range(found: Range) -> str:
    low, high = (money_in_prose(end) for end in found)
    return low if low == high else f"{low} to {high}"


def _agreement(agreed: list[str]) -> str:
    if len(agreed) == len(PARTS) - 1:
        return "**in every part**"
    return ", ".join(_LABELS[part].lower() for part in agreed) or "in no part"


def _reasons(situation: str, given: Data) -> Iterator[str]:
    for identifier, about in given["plans"].items():
        differs = len(parts_that_agree(identifier, situation, given)) < len(PARTS) - 1
        reasons = about[situation].get("reasons", ())
        if differs != bool(reasons):
            raise ValueError(f"{identifier}, {situation}: reasons are given where, and only where, a part differs")
        other_rows = [row for line, row in about.get("rows", {}).items() if line in _line_ids(situation, given)]
        said = " ".join((*reasons, *(row["because"] for row in other_rows)))
        if said:
            yield f"- **{_name(identifier)}** (page {about['page']}). {said}"


def _line_ids(situation: str, given: Data) -> set[str]:
    return {line["id"] for line in given["scenarios"][situation]["lines"]}


def _lines(about: Data) -> Iterator[str]:
    yield table_row(("Care", "Price in all", "How sure"))
    yield table_row(("---", "---:", "---"))
    for line in about["lines"]:
        sure = f"{line['certainty']}; {line['note']}" if "note" in line else line["certainty"]
        yield table_row((line["what"], money_in_prose(line["allowed"] * 100), sure))
    yield ""


def main() -> int:
    """Write the page; returns the exit status."""
    write_page(PAGE, page())
    return 0


if __name__ == "__main__":
    sys.exit(main())
