"""Sources: every one is complete, listed with its uses, and said alike in guide and calculators."""

import re

import pytest

from build_scripts.guide.mistakes import DOCS, Mistake
from build_scripts.guide.sources import guide_sources, sources_in
from build_scripts.guide.uses import calculators_by_id, page_titles, pages_by_id
from calculators.parameters import all_series
from calculators.rules import all_rules

COMPLETE = """
["a.rule"]
says = "What it says."
source = "42 USC 1"
url = "https://www.law.example/1"
read_on = 2026-11-24
verified = "official"
text_as_of = "US Code, April 2023"
"""


def test_a_complete_source(tmp_path):
    file = tmp_path / "rules.toml"
    file.write_text(COMPLETE, "utf-8")
    assert sources_in(file)["a.rule"].says == "What it says."


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('source = "42 USC 1"\n', "", "needs `source`"),
        ('source = "42 USC 1"', 'source = ""', "`source` of “a.rule” says nothing"),
        ('"https://www.law.example/1"', '"see the law"', "must be an address"),
        ("2026-11-24", '"last year"', "must be a date"),
        ('"official"', '"surely"', "must be one of official"),
        ('"US Code, April 2023"', '""', "must say which edition"),
        ('["a.rule"]', "[rule]", "dotted id"),
        ("says", "quotes", "needs `says`"),
    ],
)
def test_an_incomplete_source_ends_the_build(tmp_path, old, new, said):
    assert old in COMPLETE
    file = tmp_path / "rules.toml"
    file.write_text(COMPLETE.replace(old, new), "utf-8")
    with pytest.raises(Mistake, match=re.escape(said)):
        sources_in(file)


def test_a_rule_of_guide_and_calculators_is_verified_alike():
    both = guide_sources().keys() & all_rules().keys()
    assert both
    differ = {
        identifier
        for identifier in both
        if (guide_sources()[identifier].verified, guide_sources()[identifier].read_on)
        != (all_rules()[identifier].verified, all_rules()[identifier].read_on)
    }
    assert not differ


def test_the_page_of_sources_has_every_rule_and_series_with_its_uses(drawn):
    html = drawn("!every-source", "reference/sources.md")
    listed = set(re.findall(r'<li id="([^"]+)">', html))
    assert listed == {*guide_sources(), *all_rules(), *all_series()}
    (item,) = re.findall(r'<li id="msp\.aged\.employer_20">.*?</li>', html, re.DOTALL)
    assert 'href="../guide/second-coverage/medicare.md"' in item
    assert 'href="../calculators/two-plans/index.md"' in item


def test_uses_are_found_in_pages_and_in_code():
    assert "guide/coverage/limits.md" in pages_by_id()["cms.therapy_threshold_pt_slp"]
    assert calculators_by_id()["coordination.standard"] == ["two-plans"]
    assert set(page_titles()) == {
        file.relative_to(DOCS).as_posix() for file in DOCS.rglob("*.md") if "decisions" not in file.parts
    }
