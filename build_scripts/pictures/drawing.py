"""What all pictures share: their examples, their templates, and lengths in whole units."""

import json
import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from calculators.catalogue import CALCULATORS
from calculators.presentation.wording import money_in_prose, short_day

_HERE = Path(__file__).parent
EXAMPLES = _HERE / "examples"

# Every picture is so many units wide: on a narrow phone about one unit a pixel, so that its words stay readable.
WIDTH = 320


class WrongExample(ValueError):
    """An example whose answer the picture cannot show, with a sentence for whoever changed it."""


@cache
def _environment() -> Environment:
    environment = Environment(
        autoescape=True,
        undefined=StrictUndefined,
        loader=FileSystemLoader(_HERE),
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["money"] = money_in_prose
    environment.filters["short_day"] = short_day
    return environment


def drawn(name: str, **values: Any) -> str:
    """Return the picture that the template of this name draws, as well-formed XML."""
    template = _environment().get_template(f"{name.replace('-', '_')}.html.j2")
    return template.render(name=name, width=WIDTH, **values)


def scenario_of(name: str) -> Mapping[str, Any]:
    """Return the scenario of a picture's example as its file holds it."""
    scenario: Mapping[str, Any] = json.loads((EXAMPLES / f"{name}.json").read_text("utf-8"))["scenario"]
    return scenario


def table_of(name: str) -> Mapping[str, Any]:
    """Return a picture's example that is a TOML file."""
    return tomllib.loads((EXAMPLES / f"{name}.toml").read_text("utf-8"))


def answered(given: Mapping[str, Any]) -> tuple[Any, Any]:
    """Return a scenario and what its calculator answers; raises `Invalid` where the scenario is wrong."""
    calculator = CALCULATORS[given["calculator"]]
    scenario = calculator.read(given)
    return scenario, calculator.compute(scenario)


def share_of(length: int, part: int, whole: int) -> int:
    """Return how much of a length a part of a whole takes up, in whole units."""
    return length * part // whole if whole else 0
