"""The offline copy's files: what it holds, what it leaves out, and its zip."""

import re
import zipfile
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit

import pytest

from build_scripts import offline
from build_scripts.content_security_policy import FILE_DIRECTIVES, inline_scripts, policy, policy_of
from tests.workshop.test_site import elements, loaded_addresses


@pytest.fixture(scope="session")
def pages(bundle_dir: Path) -> dict[str, str]:
    found = {path.relative_to(bundle_dir).as_posix(): path.read_text("utf-8") for path in bundle_dir.rglob("*.html")}
    assert {"index.html", "calculators/annual-cost/index.html", "privacy.html"} <= found.keys()
    return found


def test_the_zip_holds_one_folder_in_order_and_dated_by_the_commit(bundle_zip):
    with zipfile.ZipFile(bundle_zip) as zipped:
        entries = zipped.infolist()
    names = [entry.filename for entry in entries]
    assert names == sorted(names)
    assert {name.split("/")[0] for name in names} == {offline.NAME}
    assert len({entry.date_time for entry in entries}) == 1
    assert bundle_zip.stem.endswith("-{:04}-{:02}-{:02}".format(*entries[0].date_time))


def test_the_zip_is_small(bundle_zip):
    assert bundle_zip.stat().st_size <= 12_000_000


def test_whoever_unzips_it_is_told_how_to_open_it(bundle_dir):
    text = (bundle_dir / offline.HOW_TO_OPEN).read_text("utf-8")
    assert "index.html" in text
    assert "{" not in text


def test_it_holds_nothing_that_only_a_server_could_use(bundle_dir):
    left = {path.suffix for path in bundle_dir.rglob("*") if path.is_file()}
    assert not left & {".br", ".gz", ".map", ".wasm", ".whl", ".xml", ".zip"}
    (runtime,) = (bundle_dir / "runtime").iterdir()
    assert [path.name for path in runtime.iterdir()] == ["inline"]


def test_what_pages_load_and_link_to_is_there_by_its_full_name(pages, bundle_dir):
    start = "http://bundle.example/"
    for name, page in pages.items():
        links = [given["href"] for tag, given in elements(page) if tag == "a" and "href" in given]
        for address in loaded_addresses(page) + links:
            target = urlsplit(urljoin(start + name, address))
            if target.scheme == "http" and target.netloc == urlsplit(start).netloc:
                assert (bundle_dir / unquote(target.path).lstrip("/")).is_file(), f"{name} points to {address}"


def test_pages_load_nothing_from_elsewhere(pages):
    for name, page in pages.items():
        for address in loaded_addresses(page):
            assert not urlsplit(address).netloc, f"{name} loads {address}"
            assert not address.startswith("/"), f"{name} loads {address}"


def test_one_policy_holds_for_all_pages_and_lets_nothing_out(pages):
    scripts = [script for page in pages.values() for script in inline_scripts(page)]
    (only,) = {policy_of(page) for page in pages.values()}
    assert only == policy(scripts, FILE_DIRECTIVES)
    assert "connect-src" not in only
    assert not re.search(r"http|unsafe-inline|'unsafe-eval'", only)
