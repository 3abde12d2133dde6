"""How much a page makes a reader download, and how much of that is our own JavaScript and CSS."""

import gzip
import re
from pathlib import Path
from urllib.parse import urldefrag

import pytest

MOST_BYTES = 60_000
MOST_BYTES_OF_A_PAGE = 350_000


def test_own_javascript_and_css_are_small(site_dir: Path) -> None:
    files = [site_dir / "assets" / name for name in ("calculators.js", "calculators.css", "guide.js", "guide.css")]
    assert sum(len(gzip.compress(file.read_bytes())) for file in files) <= MOST_BYTES


@pytest.mark.parametrize("name", ["annual-cost", "compare-plans", "two-plans"])
def test_a_page_without_the_runtime_is_small(name: str, site_dir: Path) -> None:
    page = site_dir / "calculators" / name / "index.html"
    text = page.read_text("utf-8")
    addresses = re.findall(r'<script[^>]* src="([^"]+)"|<link rel="stylesheet" href="([^"]+)"', text)
    loaded = {(page.parent / urldefrag(script or style).url).resolve() for script, style in addresses}
    assert len(loaded) > 5
    assert sum(path.with_name(f"{path.name}.br").stat().st_size for path in [page, *loaded]) <= MOST_BYTES_OF_A_PAGE
