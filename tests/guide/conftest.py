"""Pages of the guide as the extension draws them, with a glossary of three terms."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from markdown import Markdown

from build_scripts.guide import blocks, extension
from build_scripts.guide.extension import GuideExtension
from build_scripts.guide.glossary import glossary_in
from build_scripts.guide.pages import Page

META = {"title": "A page", "description": "What it says.", "reviewed": date(2026, 11, 30)}

TERMS = """
[allowed-amount]
term = "allowed amount"
match = ["allowed amounts"]
definition = "The price that plan & clinic agreed on."

[coinsurance]
term = "coinsurance"
definition = "Your share of the allowed amount."
defined_by = ["allowed-amount"]

[network]
term = "network"
definition = "The clinics that a plan has contracts with."
see = ["allowed-amount"]
"""


@pytest.fixture
def terms(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Put the three terms in place of the guide's glossary."""
    file = tmp_path / "glossary.toml"
    file.write_text(TERMS, "utf-8")
    made = glossary_in(file)
    for module in (blocks, extension):
        monkeypatch.setattr(module, "glossary", lambda: made)


@pytest.fixture
def drawn(terms) -> Callable[..., str]:  # noqa: ARG001 - the glossary stands in place
    """Return the HTML of a page's Markdown."""

    def draw(text: str, path: str = "about/page.md", meta=META) -> str:
        md = Markdown(extensions=["attr_list", "toc", "tables", GuideExtension(page=Page(path, meta))])
        return md.convert(text)

    return draw
