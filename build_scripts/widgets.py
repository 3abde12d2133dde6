"""The calculators as frames for other people's pages, in the site's folder `embed/`.

Each frame is one page with its calculator and nothing of the site around it. Beside them lies the script that other
pages load: it makes the frame and lets it grow.
"""

import json
from collections.abc import Iterable, Sequence
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from build_scripts.content_security_policy import policy, with_policy
from calculators.catalogue import CALCULATORS
from calculators.page import section_html
from calculators.parameters import all_series
from calculators.presentation import wording

FOLDER = "embed"

_HERE = Path(__file__).parent
_SOURCES = "docs/assets/embed"


def bundles(runtime_files: Iterable[str]) -> Sequence[str]:
    """Return what tells the bundler to make the frames' script and style and the script for pages around them.

    `runtime_files`: names of the runtime's files; those that the fast start needs are handed to frames.
    """
    handed = [name for name in runtime_files if "/" not in name or name.startswith("snapshot/")]
    return (
        f"{_SOURCES}/frame.mjs",
        f"ah-calculator={_SOURCES}/ah_calculator.mjs",
        f"{_SOURCES}/frame.css",
        "--format=iife",
        "--target=es2022",
        f"--define:HANDED_FILES={json.dumps(handed)}",
    )


def write_pages(folder: Path, site_address: str) -> None:
    """Write each calculator's frame into `folder`.

    `site_address`: where the site stands, so that a copy of the folder on another server leads back to it; without
    one, frames lead to the pages that lie beside them.
    """
    template = Environment(
        autoescape=True, undefined=StrictUndefined, loader=FileSystemLoader(_HERE), trim_blocks=True, lstrip_blocks=True
    ).get_template("widget.html.j2")
    for name, calculator in CALCULATORS.items():
        full_tool = f"{site_address.rstrip('/') + '/' if site_address else '../../'}calculators/{name}/"
        page = template.render(
            calculator=calculator,
            full_tool=full_tool,
            section=Markup(section_html(name, full_tool)),  # noqa: S704 - our own autoescaped template
            figures_until=newest_year(),
            checked_on=wording.day(
                max(value.verified_on for series in all_series().values() for value in series.values)
            ),
        )
        (folder / name).mkdir(parents=True)
        (folder / name / "index.html").write_text(with_policy(page, policy()), "utf-8")


def newest_year() -> int:
    """Return the last year for which any figure is held that changes from year to year."""
    return max(value.until.year for series in all_series().values() for value in series.values if value.until)
