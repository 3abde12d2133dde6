"""The page tests against the other deliveries and in the other browser: same cases, same figures.

What each run leaves out is what no delivery and no browser could change: the engine's cases have run in the website's
tests in Chromium.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.browser_cases import PAGES, Browser, Delivered, cases_in, outcomes_of

OWN = Path(__file__).with_name("bundle.test.mjs")


class Run(NamedTuple):
    """Modules that run against one delivery in one browser."""

    delivery: str
    browser: Browser
    modules: tuple[Path, ...]


def page_modules(*names: str) -> tuple[Path, ...]:
    return tuple(PAGES / f"{name}.test.mjs" for name in names)


RUNS = (
    Run("bundle", "chromium", (OWN, *page_modules("checklists", "compute", "guide", "household", "stories"))),
    Run("bundle", "firefox", (OWN,)),
    Run("website", "firefox", page_modules("checklists", "compute", "guide", "interview", "keeping", "states")),
)


def cases() -> Iterator[pytest.param]:
    for run in RUNS:
        for module in run.modules:
            name = f"{run.delivery} in {run.browser}, {module.name}"
            for case in cases_in(module, run.browser, from_files=run.delivery == "bundle"):
                yield pytest.param(run.delivery, run.browser, module, case, id=f"{name}: {case}")


@pytest.fixture(scope="session")
def delivered(site_url: str, site_dir: Path, bundle_dir: Path) -> dict[str, Delivered]:
    return {
        "website": Delivered(site_url, site_dir),
        "bundle": Delivered(f"{bundle_dir.as_uri()}/", bundle_dir),
    }


@pytest.mark.parametrize(("delivery", "browser", "module", "case"), list(cases()))
def test_delivery(delivery: str, browser: Browser, module: Path, case: str, delivered: dict[str, Delivered]) -> None:
    """One case in a browser."""
    outcome = outcomes_of(module, delivered[delivery], browser)[case]
    assert outcome.passed, outcome.details
