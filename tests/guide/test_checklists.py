"""Checklists: data of one form, whose steps lead to pages and calculators that are there."""

import re

import pytest

from build_scripts.guide.checklists import FOLDER, checklist, checklist_in
from build_scripts.guide.mistakes import Mistake
from build_scripts.guide.pages import Page
from build_scripts.guide.templates import checklist_html
from calculators.catalogue import CALCULATORS
from calculators.link import unpack

COMPLETE = """
id = "plan"
version = 1
title = "A plan"
for = ["patient"]

[[groups]]
id = "first"
title = "1. First"
done_when = "It is done."

[[groups.steps]]
id = "look"
do = "Look at <b>it</b> & read."
why = "It says why."
page = "privacy.md"
calculator = "annual-cost"
example = "uhc-ffe436"
due_days = 3
"""

CHECKLISTS = sorted(file.stem for file in FOLDER.glob("*.toml"))


def read(tmp_path, text):
    file = tmp_path / "plan.toml"
    file.write_text(text, "utf-8")
    return checklist_in(file)


def test_the_fourteen_checklists_have_a_page_each():
    assert len(CHECKLISTS) == 14
    for name in CHECKLISTS:
        assert f"!checklist {name}" in (FOLDER / f"{name}.md").read_text("utf-8").splitlines()


@pytest.mark.parametrize("name", CHECKLISTS)
def test_every_checklist_is_drawn_with_all_its_steps(name):
    html = checklist_html(checklist(name), Page(f"checklists/{name}.md", {}))
    assert re.findall(r'data-step="([^"]+)"', html) == [step.id for step in checklist(name).steps]


def test_texts_are_escaped_and_an_example_opens_in_its_calculator(tmp_path):
    html = checklist_html(read(tmp_path, COMPLETE), Page("checklists/plan.md", {}))
    assert "Look at &lt;b&gt;it&lt;/b&gt; &amp; read." in html
    (scenario,) = re.findall(r'data-scenario="([^"]+)"', html)
    name, text = unpack(scenario)
    assert name == "annual-cost"
    CALCULATORS[name].read_text(text)


def test_a_checklist_names_the_day_it_starts_from_and_a_last_day(tmp_path):
    def drawn(text):
        return checklist_html(read(tmp_path, text), Page("checklists/plan.md", {}))

    assert ">The day you start</label>" in drawn(COMPLETE)
    assert ">Due 3 days after the day you start.</p>" in drawn(COMPLETE)
    assert "checklist-last-day" not in drawn(COMPLETE)
    declared = 'for = ["patient"]\nstart = "The day it came"\nlast_day = "Last day, from it"'
    html = drawn(COMPLETE.replace('for = ["patient"]', declared))
    assert ">The day it came</label>" in html
    assert ">Due 3 days after the day it came.</p>" in html
    assert ">Last day, from it</label>" in html


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('id = "plan"', 'id = "other"', "its file’s name, “plan”"),
        ("version = 1", "version = 0", "counts from 1"),
        ("version = 1", 'version = "1"', "must be a int"),
        ('title = "A plan"\n', "", "needs `title`"),
        ('["patient"]', '["doctor"]', "must name one or more of patient"),
        ('do = "Look at <b>it</b> & read."\n', "", "“look” needs `do`"),
        ('do = "Look at <b>it</b> & read."', 'do = " "', "`do` of “look” says nothing"),
        ('id = "look"', 'id = "Look here"', "the id “Look here” of a step"),
        ('"privacy.md"', '"no/such.md"', "no page in docs/"),
        ('"annual-cost"', '"lottery"', "`calculator` of “look” is lottery"),
        ('"uhc-ffe436"', '"nothing"', "`example` of “look” is nothing"),
        ('calculator = "annual-cost"\n', "", "no `calculator` to open it in"),
        ("due_days = 3", "due_days = -1", "counts days after the start"),
        ("due_days = 3", "colour = 3", "which nobody reads"),
        ("version = 1", 'version = 1\nstart = ""', "`start` of “plan” says nothing"),
        ("[[groups.steps]]", '[[groups.steps]]\nid = "look"\ndo = "Twice."\n[[groups.steps]]', "“look” of a step"),
        ("[[groups]]", "[[groups", "no TOML"),
    ],
)
def test_a_wrong_checklist_ends_the_build(tmp_path, old, new, said):
    assert old in COMPLETE
    with pytest.raises(Mistake, match=re.escape(said)):
        read(tmp_path, COMPLETE.replace(old, new, 1))


def test_a_last_day_without_days_ends_the_build(tmp_path):
    with pytest.raises(Mistake, match="`last_day` bounds the days"):
        read(tmp_path, COMPLETE.replace("due_days = 3", "").replace("version = 1", 'version = 1\nlast_day = "Last"'))
