"""The parts that a page must have."""

import re
from datetime import date

import pytest

from build_scripts.guide.page_shape import mistakes_of

META = {"title": "A page", "description": "What it says.", "reviewed": date(2026, 11, 30)}

GUIDE = """
# A page

The answer. In two sentences.

## Do this

1. Ask.

## Why

Because.

## More of it

Text.

## Exceptions

- None.

## Sources

!sources msp.aged.employer_20

!tool annual-cost See it
"""

QUESTIONS = """
# Questions

What is asked here.

## Is it so? { #is-it-so }

It is. Really.

!sources msp.aged.employer_20

## May I? { #may-i }

Ask.

!ask “May I?”
"""


def test_pages_with_all_their_parts():
    assert list(mistakes_of("guide/a.md", META, GUIDE)) == []
    assert list(mistakes_of("faq/a.md", META, QUESTIONS)) == []


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("The answer. In two sentences.\n", "", "the answer"),
        ("The answer.", "A. B. C. D.", "5 sentences"),
        ("# A page\n", "", "begin with its `# Title`"),
        ("## Do this", "## Do that", "the parts must be"),
        ("## Why", "## Exceptions", "the parts must be"),
        ("## Exceptions\n\n- None.\n", "", "the parts must be"),
        ("- None.\n", "", "`## Exceptions` is empty"),
        ("!sources msp.aged.employer_20\n", "", "needs a line `!sources`"),
        ("!tool annual-cost See it\n", "", "needs a line `!tool`"),
        ("\n!tool", "!tool", "on a line of its own"),
    ],
)
def test_a_guide_page_without_a_part(old, new, said):
    assert old in GUIDE
    assert any(said in mistake for mistake in mistakes_of("guide/a.md", META, GUIDE.replace(old, new)))


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("It is. Really.\n", "", "“Is it so?” has no answer"),
        ("!ask “May I?”\n", "", "“May I?” needs a line `!sources`"),
        (" { #may-i }", "", "“May I?” needs an id"),
        ("What is asked here.\n", "", "one paragraph"),
    ],
)
def test_a_question_without_a_part(old, new, said):
    assert old in QUESTIONS
    assert any(said in mistake for mistake in mistakes_of("faq/a.md", META, QUESTIONS.replace(old, new)))


@pytest.mark.parametrize(
    ("meta", "said"),
    [
        ({"title": ""}, "`title`"),
        ({"description": None}, "`description`"),
        ({"description": "x" * 161}, "161 characters"),
        ({"reviewed": None}, "`reviewed: "),
        ({"reviewed": "last year"}, "`reviewed: "),
    ],
)
def test_front_matter(meta, said):
    found = list(mistakes_of("about/a.md", {**META, **meta}, "# A\n"))
    assert len(found) == 1
    assert re.search(re.escape(said), found[0])
