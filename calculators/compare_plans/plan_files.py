"""Plans that are put into the form: real ones, and those of files.

A file is a scenario of the year under one plan, or a spreadsheet (CSV) with a plan on each line. Its columns are the
fields of a plan as the form names them: `name`, `deductible.person`, `terms.0.service`, `terms.0.copay`. A cell holds
what a person would type there: `$1,500`, `20%`, `?`, `1/1/2027`.
"""

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from functools import cache
from typing import Any

from attrs import frozen

from calculators.compare_plans.scenario import MOST_PLANS, ComparedPlan, ComparePlans
from calculators.coverage.plan import Plan
from calculators.coverage.real_plans import REAL_PLANS, real_plan
from calculators.declaration import (
    Ask,
    Choices,
    Day,
    Identifier,
    Invalid,
    Problem,
    Texts,
    nested,
    parsed,
    read,
    read_typed,
    typed_texts,
    with_rows,
    write,
)
from calculators.declaration.asking import asks_by_path
from calculators.presentation import wording

LIST = "plans"

# Where a cell holds several picked options, they stand behind one another.
_BETWEEN = ";"

# Without these a line is no plan at all; what else lacks is told field by field.
_NEEDED = ("name", "starts", "deductible.person", "out_of_pocket_maximum.person", "premium.amount", "terms.0.service")


@frozen
class RealPlan:
    """A real plan that can be put into the form."""

    id: str
    title: str
    plan: Mapping[str, Any]

    def into(self, fields: Texts, first_day: date) -> Texts:
        """Return what stands in a form with this plan behind the plans that stand there, for the same plan year."""
        texts = typed_texts(read(dict(self.plan), ComparedPlan))
        return with_rows(fields, LIST, [texts | {"starts": Day().as_typed(first_day)}])


@cache
def real_plans() -> Mapping[str, RealPlan]:
    """Return every real plan by its id."""
    found = {identifier: real_plan(identifier) for identifier in REAL_PLANS}
    return {identifier: RealPlan(identifier, one["title"], one["plan"]) for identifier, one in found.items()}


def plans_in_file(text: str) -> tuple[str, Sequence[Texts]] | None:
    """Return the list that a file's rows belong to, and the texts of each; None for a scenario of a comparison.

    Raises `Invalid` with everything that is wrong with a spreadsheet, a text that is no JSON, or a scenario of the year
    under one plan.
    """
    if not text.lstrip("\ufeff \r\n\t").startswith("{"):
        return LIST, [typed_texts(plan) for plan in from_csv(text)]
    given = parsed(text)
    if given.get("calculator") != "annual-cost" or not isinstance(given.get("plan"), dict):
        return None
    return LIST, [typed_texts(read(write(read(given["plan"], Plan)), ComparedPlan))]


def plans_as_csv(scenario: ComparePlans) -> str:
    """Write a comparison's plans as CSV: a line a plan, a column for each field in which any of them says something."""
    told = [{path: _cell(text) for path, text in typed_texts(plan).items()} for plan in scenario.plans]
    columns = [path for path in dict.fromkeys(path for each in told for path in each) if any(e.get(path) for e in told)]
    text = io.StringIO()
    table = csv.writer(text, lineterminator="\r\n")
    table.writerow(columns)
    table.writerows([each.get(column, "") for column in columns] for each in told)
    return text.getvalue()


def _cell(text: str | list[str]) -> str:
    return _BETWEEN.join(text) if isinstance(text, list) else text


def from_csv(text: str) -> Sequence[ComparedPlan]:
    """Read plans from CSV; raises `Invalid` with every line and column that is wrong."""
    lines = csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline=None))
    try:
        rows = [row for row in lines if any(cell.strip() for cell in row)]
    except csv.Error:
        # Such as a cell that is longer than any table's.
        raise Invalid(Problem("", "csv.no_table")) from None
    columns = [cell.strip() for cell in rows[0]] if rows else []
    problems = list(_column_problems(columns))
    if not problems and not 2 <= len(rows) <= MOST_PLANS + 1:
        problems.append(Problem("", "csv.lines", {"most": MOST_PLANS}))
    if problems:
        raise Invalid(*problems)
    plans: list[ComparedPlan] = []
    for line, row in enumerate(rows[1:], 2):
        try:
            plans.append(_plan(columns, row, line))
        except Invalid as invalid:
            problems += invalid.problems
    if problems:
        raise Invalid(*problems)
    return plans


def _column_problems(columns: Sequence[str]) -> Iterator[Problem]:
    """Yield columns that no plan has, that stand twice, or that lack."""
    known = asks_by_path(ComparedPlan)
    if not any(_plain(column) in known for column in columns):
        yield Problem("", "csv.no_table")
        return
    for column in dict.fromkeys(columns):
        if not isinstance(known.get(_plain(column)), Ask):
            yield Problem("", "csv.column_unknown", {"column": column[:80]})
        elif columns.count(column) > 1:
            yield Problem("", "csv.column_twice", {"column": column[:80]})
    missing = [column for column in _NEEDED if column not in columns]
    if missing:
        yield Problem("", "csv.column_missing", {"count": len(missing), "columns": ", ".join(missing)})


def _plain(column: str) -> str:
    return ".".join(part for part in column.split(".") if not part.isdecimal())


def _plan(columns: Sequence[str], row: Sequence[str], line: int) -> ComparedPlan:
    if len(row) != len(columns):
        raise Invalid(Problem("", "csv.cells", {"line": line, "cells": len(row), "columns": len(columns)}))
    known = asks_by_path(ComparedPlan)
    texts: dict[str, str | list[str]] = {}
    for column, cell in zip(columns, row, strict=True):
        ask = known[_plain(column)]
        assert isinstance(ask, Ask)
        if cell.strip():
            texts[column] = cell.split(_BETWEEN) if isinstance(ask.kind, Choices) else cell
    try:
        return read_typed(nested(_with_ids(texts, line).items()), ComparedPlan)
    except Invalid as invalid:
        said = [wording.problem_text(problem, ComparedPlan) for problem in invalid.problems]
        raise Invalid(*(Problem("", "csv.cell", {"line": line, "text": text}) for text in said)) from None


def _with_ids(texts: Texts, line: int) -> Texts:
    """Return a line's texts with an id for the plan and for each of its rows that have one, where they lack it."""
    asked = asks_by_path(ComparedPlan)
    wanted = {"id": f"line-{line}"}
    for column in texts:
        *parents, _ = column.split(".")
        for count in range(1, len(parents) + 1):
            place = ".".join(parents[:count])
            ask = asked.get(f"{_plain(place)}.id")
            if parents[count - 1].isdecimal() and isinstance(ask, Ask) and isinstance(ask.kind, Identifier):
                wanted[f"{place}.id"] = place.replace(".", "-")
    return {**wanted, **texts}
