"""The form with which someone puts together a calculator for their own page: `!widget-builder` in Markdown.

Which fields there are, what they are called and what can be chosen in them comes from the calculators' declarations.
"""

import json
from collections.abc import Iterator, Sequence
from pathlib import Path

from attrs import frozen
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from calculators.catalogue import CALCULATORS, Calculator
from calculators.declaration import typed_texts
from calculators.presentation.form import Control, Group, RowList, form_of

_HERE = Path(__file__).parent


@frozen
class Field:
    """A field of a calculator's form. `choices`: its values and labels as JSON, empty where it is typed into."""

    path: str
    label: str
    choices: str


def builder_html() -> str:
    """Return the builder as HTML; it works once its script is there."""
    environment = Environment(
        autoescape=True, undefined=StrictUndefined, loader=FileSystemLoader(_HERE), trim_blocks=True, lstrip_blocks=True
    )
    calculators = [(calculator, tuple(fields_of(calculator))) for calculator in CALCULATORS.values()]
    return environment.get_template("widget_builder.html.j2").render(calculators=calculators)


def fields_of(calculator: Calculator) -> Iterator[Field]:
    """Yield the fields that stand open in a calculator's form; who needs others writes their paths by hand."""
    form = form_of(calculator.scenario, typed_texts(calculator.examples()[0].scenario))
    for control, above in _controls(form, ()):
        if control.path.startswith("people."):
            # No page shall know its readers by name.
            continue
        choices = json.dumps(control.options, ensure_ascii=False) if control.options else ""
        yield Field(control.path, ": ".join((*above, control.label)), choices)


def _controls(item: Control | Group | RowList, above: Sequence[str]) -> Iterator[tuple[Control, Sequence[str]]]:
    if isinstance(item, Control):
        # What a preset says is one text; and rows refer to each other by names that readers give.
        if item.control not in ("hidden", "checkboxes", "reference"):
            yield item, above
    elif isinstance(item, RowList):
        for number, row in enumerate(item.rows, start=1):
            if "." not in item.path:
                yield from _controls(row, (*above, f"{item.one} {number}"))
    else:
        for inner in item.items:
            yield from _controls(inner, (*above, item.label) if item.label else above)
