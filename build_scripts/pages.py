"""Reference pages that are made from what the calculators know, and committed, so that every change of them is seen."""

from collections.abc import Iterable
from pathlib import Path


def table_row(cells: Iterable[str]) -> str:
    """Return one row of a Markdown table."""
    return f"| {' | '.join(cell.replace('|', '\\|') for cell in cells)} |"


def write_page(page: Path, text: str) -> None:
    """Write a page where it is published from."""
    page.parent.mkdir(parents=True, exist_ok=True)
    page.write_text(text, "utf-8")
