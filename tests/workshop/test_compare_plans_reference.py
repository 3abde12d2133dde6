"""What the page about comparison scenarios says of a result: every name in it, and nothing that is not there."""

import json
import re

import pytest

from build_scripts.scenario_reference import PAGES
from calculators.compare_plans.cost_of_year import LARGE_BILLS, LARGEST_BILL
from calculators.compare_plans.scenario import FEWEST_PLANS, MOST_PLANS
from calculators.compare_plans.standing import ABOUT_THE_SAME
from calculators.coverage.money import CENTS_A_DOLLAR
from calculators.presentation.wording import catalogue
from tests.workshop.written_examples import examples, result_of, table_under

(PAGE,) = (page for page in PAGES if page.calculator == "compare-plans")
WORDS = PAGE.words.read_text("utf-8")
RESULTS = {title: result_of(scenario) for title, scenario, _ in examples(WORDS)}
FIRST, *_ = RESULTS.values()

# What a result has beside its figures that the other pages tell of.
EVERYWHERE = {"calculator", "version", "engine", "figures"}


def names_in(rows):
    return [name for row in rows for name in re.findall(r"`([^`]+)`", row[0])]


def figures_told():
    """Every figure of the table, as a pattern of the names that it stands for."""
    of_a_year = "|".join(re.escape(name) for name in catalogue()["figures"])
    of_a_year += r"|(people\.[a-z]+|family)\.[a-z_]+"
    ids = r"[a-z-]+"
    forms = {"<id>": ids, "<cheaper>": ids, "<than>": ids, "<figure>": f"({of_a_year})"}
    told = {}
    for name in names_in([row[:1] for row in table_under(WORDS, "| Figure | What it is |")]):
        form = re.escape(name)
        for place, pattern in forms.items():
            form = form.replace(place, pattern)
        told[name] = re.compile(form)
    return told


def test_where_each_plan_stands_is_what_the_first_example_gives():
    block, _, _ = WORDS.partition("where each plan stands. Here:")[2].partition("\n\n|")
    told = json.loads(block)
    assert told == {name: FIRST[name] for name in told}
    assert list(told["must_haves"]) == FIRST["order"]


def test_every_figure_is_told_and_every_figure_told_comes_up_in_an_example():
    figures = {name for result in RESULTS.values() for name in result["figures"]}
    told = figures_told()
    assert {name for name in figures if not any(form.fullmatch(name) for form in told.values())} == set()
    assert {name for name, form in told.items() if not any(map(form.fullmatch, figures))} == set()


def test_every_name_in_a_result_is_told():
    standing = names_in(table_under(WORDS, "| Name | What it is |"))
    _, _, after = WORDS.partition("### What else stands in a result")
    heads = re.findall(r"^- ([^:]*):", after.partition("\n## ")[0], re.MULTILINE)
    listed = re.findall(r"`([a-z_]+)`", " ".join(heads)) + re.findall(r"`(ledger_high)`", after)
    assert {*standing, *listed} == {name for result in RESULTS.values() for name in result} - EVERYWHERE


def test_every_name_in_a_curve_is_told():
    _, _, after = WORDS.partition("### The curves")
    told = set(names_in(table_under(after, "| Name | What it is |")))
    curves = [curve for result in RESULTS.values() for curve in result["curves"].values()]
    assert {curve["unit"] for curve in curves} == {"visits", "USD"}
    assert {name for curve in curves for name in curve} == told
    inside = {
        name
        for curve in curves
        for rows in (*curve["plans"].values(), curve["break_evens"], curve["cheapest"])
        for row in rows
        for name in row
    }
    assert {name for name in inside if f"`{name}`" not in after} == set()


@pytest.mark.parametrize(
    ("title", "said"),
    [
        ("Nobody knows whether the clinic is in the network", {"copay": {"clinics": "unknown", "visits": "unknown"}}),
        ("A visit limit, and what a plan must have", {"copay": {"visits": "missed", "referral": "unknown"}}),
        ("A visit limit, and what a plan must have", {"low": {"visits": "met", "referral": "met"}}),
    ],
)
def test_what_a_recipe_says_of_must_haves(title, said):
    assert said.items() <= RESULTS[title]["must_haves"].items()


def test_what_a_recipe_says_of_an_unknown_network():
    result = RESULTS["Nobody knows whether the clinic is in the network"]
    assert sorted(result["about_the_same"]) == ["copay", "low"]
    assert not any(name.startswith("break_even") for name in result["figures"])
    assert [question["path"] for question in result["unknowns"]] == ["plans.1.clinics_in_network"]


def test_the_numbers_in_its_sentences_are_those_of_the_calculator():
    assert (FEWEST_PLANS, MOST_PLANS) == (2, 6)
    words = " ".join(WORDS.split())
    assert "There are from two to six plans" in words
    assert f"no more than ${ABOUT_THE_SAME // CENTS_A_DOLLAR:,} more" in words
    assert f"up to ${LARGEST_BILL // CENTS_A_DOLLAR:,}." in words
    listed = words.partition("for which every plan has terms in network: ")[2].partition(".")[0]
    assert re.findall(r"`([a-z_]+)`", listed) == list(LARGE_BILLS)
