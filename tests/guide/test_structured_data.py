"""What search engines are told is what stands on the page."""

import json
import re

from build_scripts.guide.checklists import checklist
from build_scripts.guide.structured_data import data_block, questions, steps

PAGE = """# Questions

What is asked here.

## Is **coinsurance** so? { #so }

It is, up to {{irs.hsa_contribution_self_only 2026}} & <b>more</b>.

!also cap

!sources msp.aged.employer_20

## May I? { #may }

Ask.

!ask “May I &lt;/script>?”
"""


def test_questions_come_with_their_answers_and_nothing_beside_them(drawn):
    html = drawn(PAGE, "faq/page.md")
    (block,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', html)
    assert [(item["name"], item["acceptedAnswer"]["text"]) for item in json.loads(block)["mainEntity"]] == [
        ("Is coinsurance so?", "It is, up to $4,400 (2026) & more."),
        ("May I?", "Ask. “May I </script>?”"),
    ]
    assert json.loads(block) == questions(html.rpartition("<script")[0])


def test_no_text_ends_a_data_block():
    assert data_block({"a": "</script><b>&"}).count("<") == 2


def test_the_steps_are_the_checklists():
    made = steps(checklist("denial"))
    told = [step["text"] for section in made["step"] for step in section["itemListElement"]]
    assert told == [step.do for step in checklist("denial").steps]


def test_other_pages_tell_nothing(drawn):
    assert "ld+json" not in drawn("# A page\n\nText.")
