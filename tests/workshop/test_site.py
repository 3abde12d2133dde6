"""The built site: what every page must and must not hold."""

import gzip
import re
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit

import pytest

from build_scripts.content_security_policy import inline_scripts, policy, policy_of
from calculators.catalogue import CALCULATORS

SITE_ADDRESS = "http://site.example/"

# Elements whose address the browser loads by itself; a link to another site is for people to follow.
LOADING = {
    "audio",
    "embed",
    "frame",
    "iframe",
    "img",
    "image",
    "input",
    "object",
    "script",
    "source",
    "track",
    "use",
    "video",
}
LOADING_LINKS = {"icon", "manifest", "modulepreload", "preconnect", "dns-prefetch", "prefetch", "preload", "stylesheet"}


class Elements(HTMLParser):
    """Every element of a page, as its name and attributes."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str]]] = []
        self.feed(page)

    def handle_starttag(self, tag, attributes):
        self.found.append((tag, {name: value or "" for name, value in attributes}))


@pytest.fixture(scope="session")
def pages(site_dir: Path) -> dict[str, str]:
    found = {path.relative_to(site_dir).as_posix(): path.read_text("utf-8") for path in site_dir.rglob("*.html")}
    assert {"index.html", "404.html", "calculators/annual-cost/index.html", "privacy/index.html"} <= found.keys()
    return found


def elements(page: str) -> list[tuple[str, dict[str, str]]]:
    return Elements(page).found


def loaded_addresses(page: str) -> list[str]:
    addresses = []
    for tag, given in elements(page):
        if tag in LOADING:
            addresses += [given[name] for name in ("src", "data", "href", "xlink:href", "poster") if name in given]
            addresses += [part.split()[0] for part in given.get("srcset", "").split(",") if part.strip()]
        if tag == "link" and LOADING_LINKS & set(given.get("rel", "").split()):
            addresses.append(given["href"])
    return addresses


def test_every_page_states_its_policy_before_anything_it_applies_to(pages):
    for name, page in pages.items():
        assert policy_of(page), name
        before = page[: page.index("Content-Security-Policy")]
        assert not re.search(r"<(script|link|style|body)\b", before), name


def test_one_policy_allows_the_inline_scripts_of_all_pages_and_nothing_more(pages):
    own = [page for name, page in pages.items() if not name.startswith("embed/")]
    stated = {policy_of(page) for page in own}
    assert stated == {policy(script for page in own for script in inline_scripts(page))}
    (only,) = stated
    assert "unsafe-inline" not in only
    assert "'unsafe-eval'" not in only
    assert "http" not in only


def test_frames_run_under_the_strictest_policy(pages):
    frames = {name: page for name, page in pages.items() if name.startswith("embed/")}
    assert frames.keys() == {f"embed/{name}/index.html" for name in CALCULATORS}
    assert {policy_of(page) for page in frames.values()} == {policy()}
    assert not [name for name, page in frames.items() if inline_scripts(page)]


def test_the_script_for_other_pages_is_small(site_dir):
    assert len(gzip.compress((site_dir / "embed" / "ah-calculator.js").read_bytes())) < 4096


def test_no_page_has_inline_styles_or_handlers(pages):
    for name, page in pages.items():
        for tag, given in elements(page):
            assert tag != "style", name
            offending = {attribute for attribute in given if attribute == "style" or attribute.startswith("on")}
            assert not offending, f"{name}: <{tag}> has {offending}"


def test_pages_load_nothing_from_elsewhere(pages):
    for name, page in pages.items():
        for address in loaded_addresses(page):
            assert not urlsplit(address).netloc, f"{name} loads {address}"


def test_what_pages_load_and_link_to_is_there(pages, site_dir):
    for name, page in pages.items():
        links = [given["href"] for tag, given in elements(page) if tag == "a" and "href" in given]
        for address in loaded_addresses(page) + links:
            target = urlsplit(urljoin(SITE_ADDRESS + name, address))
            if target.scheme != "http" or target.netloc != urlsplit(SITE_ADDRESS).netloc:
                continue
            path = site_dir / unquote(target.path).lstrip("/")
            assert path.is_file() or (path / "index.html").is_file(), f"{name} points to {address}"


def test_pages_name_their_files_relatively_so_that_the_site_works_under_any_path(pages):
    for name, page in pages.items():
        if name != "404.html":  # shown at any address, so it can only name its files from the root
            assert not [address for address in loaded_addresses(page) if address.startswith("/")], name


def test_styles_load_nothing_from_elsewhere(site_dir):
    for path in (site_dir / "assets").rglob("*.css"):
        for address in re.findall(r"url\(\s*['\"]?([^'\")]+)|@import\s+['\"]([^'\"]+)", path.read_text("utf-8")):
            assert not urlsplit("".join(address)).netloc, f"{path.name} loads {address}"


def test_sources_and_notes_stay_out_of_the_site(site_dir):
    assert not [path for path in site_dir.rglob("*") if path.suffix in (".mjs", ".ts", ".py", ".md")]
    assert not (site_dir / "decisions").exists()


def test_the_page_names_the_runtime_that_lies_beside_it(site_dir):
    (runtime,) = (site_dir / "runtime").iterdir()
    assert runtime.name in (site_dir / "assets" / "calculators.js").read_text("utf-8")
    assert (runtime / "manifest.json").is_file()
