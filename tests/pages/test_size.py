"""How much of what a page makes a reader download is our own JavaScript and CSS."""

import gzip
from pathlib import Path

MOST_BYTES = 60_000


def test_own_javascript_and_css_are_small(site_dir: Path) -> None:
    files = [site_dir / "assets" / name for name in ("calculators.js", "calculators.css", "guide.js", "guide.css")]
    assert sum(len(gzip.compress(file.read_bytes())) for file in files) <= MOST_BYTES
