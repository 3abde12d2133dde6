"""The calculation with which the page on privacy shows what it asks the network for: `!privacy-check` in Markdown."""

from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from calculators.catalogue import CALCULATORS

_HERE = Path(__file__).parent


def privacy_check_html() -> str:
    """Return the check as HTML; it works once its script is there."""
    environment = Environment(
        autoescape=True, undefined=StrictUndefined, loader=FileSystemLoader(_HERE), trim_blocks=True, lstrip_blocks=True
    )
    calculator = next(iter(CALCULATORS.values()))
    scenario = calculator.write(calculator.examples()[0].scenario)
    return environment.get_template("privacy_check.html.j2").render(calculator=calculator.name, scenario=scenario)
