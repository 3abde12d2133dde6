"""The guide's templates: autoescaping and strict, like those of the calculators."""

import json
import tomllib
from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from build_scripts.guide.checklists import READERS, Checklist, Step
from build_scripts.guide.pages import Page
from calculators.catalogue import CALCULATORS
from calculators.link import pack

_HERE = Path(__file__).parent


@cache
def environment() -> Environment:
    """Return the environment; templates lie beside this module."""
    return Environment(
        autoescape=True,
        undefined=StrictUndefined,
        loader=FileSystemLoader(_HERE),
        trim_blocks=True,
        lstrip_blocks=True,
    )


def checklist_html(checklist: Checklist, page: Page) -> str:
    """Return a checklist as well-formed XML, so that its links can be resolved."""
    return (
        environment()
        .get_template("checklist.html.j2")
        .render(
            checklist=checklist,
            readers=[READERS[reader] for reader in checklist.readers],
            page_link=lambda step: page.link_to(step.page),
            calculator_link=lambda step: _calculator_link(page, step),
            scenario=_scenario,
            texts=tomllib.loads(_HERE.joinpath("checklist_texts.toml").read_text("utf-8")),
        )
    )


def _calculator_link(page: Page, step: Step) -> str | None:
    """Return a link to a step's calculator, where it names one."""
    return page.link_to(f"calculators/{step.calculator}/index.md") if step.calculator else None


def _scenario(step: Step) -> str:
    """Return a step's example as a link carries it; without an example the link leaves what was typed before."""
    if not step.example:
        return ""
    calculator = CALCULATORS[step.calculator]
    scenario = next(example.scenario for example in calculator.examples() if example.id == step.example)
    return pack(calculator.name, json.dumps(calculator.write(scenario), ensure_ascii=False, separators=(",", ":")))
