"""One-line blocks and figures in prose: what they become, and what ends the build."""

import re

import pytest

from build_scripts.guide.mistakes import Mistake


def test_a_rule_says_what_it_is_where_it_was_read_when_and_how_far_verified(drawn):
    html = drawn("!sources msp.aged.employer_20")
    assert "20 or more employees" in html
    assert '<a href="https://www.law.cornell.edu/uscode/text/42/1395y">42 USC 1395y(b)(1)(A)(ii)</a>' in html
    assert "Read in the official text (US Code, April 2023) on Nov 24, 2026." in html


def test_a_rule_of_the_calculators_and_a_series_are_sources_too(drawn):
    html = drawn("!sources cost_sharing.deductible cms.therapy_threshold_pt_slp")
    assert "Uniform Glossary" in html
    assert 'href="../reference/parameters.md#cms-therapy_threshold_pt_slp"' in html


def test_what_was_not_verified_is_said_to_be_so_without_a_day(drawn):
    html = drawn("!sources cob.order.equal_shares")
    assert "Not verified: no text that says so was read." in html
    assert " on Nov" not in html


def test_sources_of_a_question_are_folded(drawn):
    page = "# Questions\n\nWhat is asked.\n\n## Why? { #why }\n\nBecause.\n\n!sources msp.aged.employer_20\n"
    assert '<details class="sources" data-search-exclude=""><summary>' in re.sub(
        r">\s+<", "><", drawn(page, "faq/page.md")
    )


def test_sources_of_a_page_are_counted_by_how_far_they_were_read(drawn):
    html = drawn("!sources msp.aged.employer_20 cob.order.equal_shares dol.appeal_filing")
    assert "What this rests on: 2 read in the official text, 1 not verified</summary>" in html


def test_a_tool_is_a_link_to_the_calculator(drawn):
    html = drawn("!tool annual-cost See what *your* year costs")
    assert 'href="../calculators/annual-cost/index.md">See what <em>your</em> year costs</a>' in html


def test_words_to_say_and_other_words(drawn):
    assert "<p>“Is it covered?”</p>" in drawn("!ask “Is it covered?”")
    assert "Also called or asked as: cap, sessions." in drawn("!also cap, sessions")


def test_a_figure_in_prose_carries_its_year_and_leads_to_its_source(drawn):
    html = drawn("Up to {{irs.hsa_contribution_self_only 2026}} a year.")
    assert '<a href="../reference/parameters.md#irs-hsa_contribution_self_only">$4,400</a> (2026)' in html


@pytest.mark.parametrize(
    ("asked", "shown"),
    [
        ("dol.appeal_filing 2026", "180 days</a></span>"),
        ("cms.medicare_part_b_premium 2026", "$202.90 a month</a> (2026)"),
        ("irs.medical_mileage_rate 2026-11-30", "23.5 cents a mile</a> (Jul 1, 2026 to Dec 31, 2026)"),
    ],
)
def test_a_figure_has_its_unit_and_the_days_on_which_it_holds(drawn, asked, shown):
    assert shown in drawn(f"It is {{{{{asked}}}}}.")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("!sources no.such_rule", "no rule or series is called “no.such_rule”"),
        ("!sources", "needs the ids"),
        ("!tool lottery Win", "no calculator or checklist is called “lottery”"),
        ("!tool annual-cost", "the sentence on its button"),
        ("!ask Is it covered?", "between “ and ”"),
        ("!also", "the other words"),
        ("!picture sunset", "no picture is called “sunset”"),
        ("!checklist nothing", "no checklist is called “nothing”"),
        ("!soures msp.aged.employer_20", "no block is called “!soures”"),
        ("Text\n!also cap", "on a line of its own"),
        ("{{irs.hsa_contribution_family 2040}}", "holds no figure for 2040-01-01; it holds 20"),
        ("{{irs.no_such 2026}}", "no series is called “irs.no_such”"),
        ("{{irs.hsa_catch_up}}", "must be a series and a year"),
        ("{{irs.hsa_catch_up 2026-02-30}}", "a day that is none"),
        ("{{irs.income_tax_brackets_single 2026}}", "is a table"),
        ("[{{irs.hsa_catch_up 2026}}](a.md)", "cannot stand in the words of a link"),
    ],
)
def test_a_wrong_name_ends_the_build_with_file_and_mend(drawn, text, said):
    with pytest.raises(Mistake, match=re.escape(said)) as wrong:
        drawn(text)
    assert str(wrong.value).startswith("docs/")


def test_all_that_is_wrong_in_a_page_is_said_at_once(drawn):
    with pytest.raises(Mistake) as wrong:
        drawn("!sources no.such_rule\n\n!tool lottery Win\n\n{{irs.no_such 2026}}")
    assert len(wrong.value.sentences) == 3


def test_the_changelog_is_a_page_without_its_own_title(drawn):
    html = drawn("# What has changed\n\n!changes", "changes.md")
    assert '<h2 id="unreleased">Unreleased</h2>' in html
    assert html.count("<h1") == 1
    assert "<strong>figures</strong>" in html
