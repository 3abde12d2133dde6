"""What readers find the pages by: descriptions, sitemap, search, what others show of a shared page."""

import json
import re
from html import unescape
from pathlib import Path
from xml.etree.ElementTree import fromstring

import pytest

from build_scripts.guide.glossary import glossary
from tests.guide.prose import guide_pages


@pytest.fixture(scope="module")
def pages(site_dir: Path) -> dict[str, str]:
    """Every page of the site by its address; frames for other people's pages are not meant to be found."""
    files = {file.parent.relative_to(site_dir).as_posix(): file for file in site_dir.rglob("index.html")}
    addresses = {"" if name == "." else f"{name}/": file for name, file in files.items()}
    return {address: file.read_text("utf-8") for address, file in addresses.items() if not address.startswith("embed/")}


def content(page: str, name: str) -> list[str]:
    return [unescape(found) for found in re.findall(rf'<meta (?:name|property)="{name}" content="([^"]*)">', page)]


def test_every_page_has_a_description_of_its_own(pages):
    descriptions = {address: content(page, "description") for address, page in pages.items()}
    assert all(len(found) == 1 and found[0] for found in descriptions.values()), descriptions
    every = [found[0] for found in descriptions.values()]
    assert sorted({text for text in every if every.count(text) > 1}) == []


def test_what_others_show_of_a_shared_page_is_its_own_words(pages):
    for address, page in pages.items():
        assert content(page, "og:description") == content(page, "description"), address
        assert len(content(page, "og:title")) == 1, address
        assert not content(page, "og:image"), address


def test_the_sitemap_names_every_page(pages, site_dir):
    entries = fromstring((site_dir / "sitemap.xml").read_text("utf-8"))  # noqa: S314 - our own
    named = {re.sub(r"^https?://[^/]+/", "", found.text or "") for found in entries.iter() if found.tag.endswith("loc")}
    assert named == set(pages)


def test_a_search_has_every_question_and_term_and_no_definition_twice(site_dir):
    index = json.loads((site_dir / "search" / "search_index.json").read_text("utf-8"))
    found = {entry["location"]: unescape(entry["text"]) for entry in index["docs"]}
    questions = [
        f"{path.removesuffix('.md')}/#{anchor}"
        for path, text in guide_pages().items()
        if path.startswith("faq/")
        for anchor in re.findall(r"^## .*\{\s*#([a-z0-9-]+)", text, re.MULTILINE)
    ]
    assert len(questions) >= 55
    assert set(questions) <= found.keys()
    for term in glossary().terms.values():
        assert term.definition in found[f"glossary/#{term.id}"]
    copay = glossary().terms["copay"].definition
    assert [location for location, text in found.items() if copay in text] == ["glossary/#copay"]


def test_a_search_puts_what_to_do_ahead_of_evidence_and_leaves_out_what_is_for_maintainers(site_dir):
    entries = json.loads((site_dir / "search" / "search_index.json").read_text("utf-8"))["docs"]
    boosts = {entry["location"].partition("/")[0]: entry.get("boost", 1) for entry in entries}
    assert boosts["reference"] < 1 < boosts["checklists"] <= boosts["guide"] == boosts["faq"]
    assert not [entry for entry in entries if entry["location"].startswith("checklists/yearly-update/")]
    tags = {entry["location"]: entry.get("tags") for entry in entries}
    assert tags["guide/denials/read-the-notice/"] == tags["checklists/denial/"] == ["denied", "denial"]
    assert tags["guide/second-coverage/medicare/"] == ["part b"]


def test_no_data_for_search_engines_and_no_button_is_searched(site_dir):
    text = (site_dir / "search" / "search_index.json").read_text("utf-8")
    assert not [words for words in ("schemaorg", "schema.org", "All is wiped", "Save dates as") if words in text]


def test_search_engines_are_told_the_questions_that_stand_on_the_page(pages):
    told = 0
    for address, page in pages.items():
        for block in re.findall(r'<script type="application/ld\+json">(.*?)</script>', page, re.DOTALL):
            data = json.loads(block)
            # In the body Material would run it as a script.
            assert page.index(block) < page.index("<body"), address
            assert page.count("application/ld+json") == 1, address
            assert data["@type"] == ("FAQPage" if address.startswith("faq/") else "HowTo"), address
            for question in data.get("mainEntity", ()):
                assert question["acceptedAnswer"]["text"], address
                told += 1
    assert told >= 55


def test_pages_leave_outside_addresses_to_their_sources():
    assert not [path for path, text in guide_pages().items() if re.search(r"\]\(\s*<?(?:https?:)?//", text)]
