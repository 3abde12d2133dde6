"""How the guide reads: plain enough, one spelling for each term, no yearly figure typed."""

import re
from collections.abc import Iterator

import pytest
import textstat

from build_scripts.guide.glossary import glossary
from calculators.parameters import TaxTable, all_series
from calculators.presentation.wording import money_in_prose
from tests.guide.prose import checklist_words, glossary_words, guide_pages, read_aloud

HIGHEST_GRADE = 8.0
MOST_PAGES_ABOVE = 5

# Spellings that the guide does not use, and what it uses.
SPELLINGS = {
    r"co-pay(?:s|ment|ments)?|copayments?": "copay",
    r"co-insurance": "coinsurance",
    r"pre-?authorization|prior authorisation|pre-?certification": "prior authorization",
    r"out of pocket max\w*|out-of-pocket max": "out-of-pocket maximum",
    r"in network provider|out of network provider": "in-network, out-of-network",
    r"explanations? of benefit\b": "explanation of benefits",
    r"summary of benefit\b": "summary of benefits",
    # Words of the field in British spelling.
    r"(?:(?:pre)?author|recogn|organ|item|hospital|special)is(?:e|es|ed|ing|ation|ations)": "American spelling",
    r"programmes?|centres?|licences?|behaviours?|favours?|labour|enrolment|dependants?|judgements?|cheques?": (
        "American spelling"
    ),
}


def without_legal_terms(text: str) -> str:
    """The text with a short word in place of each term that has no plainer one."""
    pattern = glossary().pattern
    return pattern.sub(lambda found: "term" if glossary().term_spelled(found[0]).legal else found[0], text)


def test_pages_read_at_grade_8_or_below():
    grades = {
        path: round(textstat.flesch_kincaid_grade(without_legal_terms(read_aloud(text))), 1)
        for path, text in {**guide_pages(), **checklist_words()}.items()
        if len(read_aloud(text).split()) > 50
    }
    assert len(grades) > 40
    above = {path: grade for path, grade in grades.items() if grade > HIGHEST_GRADE}
    listing = "\n".join(f"{grade} {path}" for path, grade in sorted(above.items(), key=lambda item: -item[1]))
    print(f"Above grade {HIGHEST_GRADE:g}:\n{listing}")
    assert len(above) <= MOST_PAGES_ABOVE, listing


@pytest.mark.parametrize("variant", SPELLINGS)
def test_one_spelling_for_each_term(variant):
    pattern = re.compile(rf"(?<![\w-])(?:{variant})(?![\w-])", re.IGNORECASE)
    found = [
        f"{path}: “{match[0]}” → {SPELLINGS[variant]}"
        for path, text in texts()
        for match in pattern.finditer(read_aloud(text))
    ]
    assert not found, "\n".join(found)


def texts() -> Iterator[tuple[str, str]]:
    """Everything that the guide says, by file."""
    yield from guide_pages().items()
    yield from checklist_words().items()
    yield "glossary.toml", glossary_words()


def yearly_figures() -> dict[str, str]:
    """Every amount in dollars that is held, as people write it, with its series."""
    return {
        money_in_prose(value.amount): series.id
        for series in all_series().values()
        for value in series.values
        if not isinstance(value, TaxTable) and value.unit.startswith("USD") and value.unit != "USD/mile"
    }


def typed_amounts(text: str) -> Iterator[str]:
    """The amounts in dollars that stand in a text as facts: behind “Say …” a section tells a made-up example."""
    for section in re.split(r"^#+ .*$", re.sub(r"\{\{.*?\}\}", "", text), flags=re.MULTILINE):
        facts = re.split(r"\b(?:say|suppose|example)\b", section, maxsplit=1, flags=re.IGNORECASE)[0]
        yield from re.findall(r"\$\d[\d,]*\d(?:\.\d\d)?", facts)


def test_no_yearly_figure_is_typed():
    figures = yearly_figures()
    found = [
        f"{path}: {amount} is a figure of {figures[amount]}; write {{{{{figures[amount]} YEAR}}}}"
        for path, text in texts()
        for amount in typed_amounts(text)
        if amount in figures
    ]
    assert not found, "\n".join(found)


def test_a_typed_figure_would_be_found():
    text = "## A\n\nUp to $4,400 a year, {{irs.hsa_catch_up 2026}} more.\n\nSay it costs $1,000.\n\n## B\n\nPay $8,750."
    assert [amount for amount in typed_amounts(text) if amount in yearly_figures()] == ["$4,400", "$8,750"]
