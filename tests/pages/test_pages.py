"""The website in real Chromium. Each `test('…')` of the `*.test.mjs` files beside this one is a case of its own."""

from pathlib import Path

import pytest

from tests.browser_cases import PAGES, Delivered, cases_in, outcomes_of

MODULES = sorted(PAGES.glob("*.test.mjs"))


@pytest.mark.parametrize(
    ("module", "case"),
    [pytest.param(module, case, id=f"{module.name}: {case}") for module in MODULES for case in cases_in(module)],
)
def test_page(module: Path, case: str, site_url: str, site_dir: Path) -> None:
    """One case in the browser."""
    outcome = outcomes_of(module, Delivered(site_url, site_dir))[case]
    assert outcome.passed, outcome.details
