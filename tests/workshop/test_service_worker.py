"""What the service worker of the built site keeps."""

import hashlib
import json
import re
from pathlib import Path

import pytest

from build_scripts.service_worker import write_service_worker_off


@pytest.fixture(scope="session")
def version(site_dir: Path) -> dict[str, dict[str, str]]:
    text = (site_dir / "service-worker.js").read_text("utf-8")
    lists = [re.search(rf"{name}:(\{{[^}}]*\}})", text) for name in ("files", "at_first_use")]
    return {
        name: json.loads(re.sub(r'(?<=[{,])([^"{},:]+):', r'"\1":', found[1]))
        for name, found in zip(("files", "at_first_use"), lists, strict=True)
        if found
    }


def test_every_file_that_pages_ask_for_is_listed_with_its_hash(version, site_dir):
    listed = version["files"] | version["at_first_use"]
    assert not version["files"].keys() & version["at_first_use"].keys()
    for path, sha256 in listed.items():
        assert hashlib.sha256((site_dir / path).read_bytes()).hexdigest() == sha256, path
    pages = {
        path.relative_to(site_dir).as_posix()
        for path in site_dir.rglob("*.html")
        if not path.is_relative_to(site_dir / "embed")
    }
    assert pages <= version["files"].keys()
    (runtime,) = (site_dir / "runtime").iterdir()
    fast = {path.relative_to(site_dir).as_posix() for path in (runtime / "snapshot").iterdir() if path.suffix != ".br"}
    assert {path for path in fast if not path.endswith(".gz")} <= version["files"].keys()
    assert "search/search_index.json" in version["files"]


def test_what_is_kept_from_the_start_is_what_one_browser_uses(version):
    for path in version["files"]:
        assert not re.search(r"\.(br|gz|map)$|/inline/|/lean/|/lunr/|^embed/|^service-worker", path)
    assert any("/lean/" in path for path in version["at_first_use"])


def test_the_worker_that_ends_it_keeps_nothing(tmp_path):
    write_service_worker_off(tmp_path / "service-worker.js")
    text = (tmp_path / "service-worker.js").read_text("utf-8")
    assert "unregister" in text
    assert "onfetch" not in text
