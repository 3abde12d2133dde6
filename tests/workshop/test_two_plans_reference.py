"""What the page about two-plans scenarios says of a result: every name in it, and nothing that is not there."""

import json
import re

from build_scripts.scenario_reference import PAGES
from calculators.presentation.wording import catalogue
from calculators.rules import all_rules
from calculators.two_plans.methods import METHODS
from tests.workshop.written_examples import examples, result_of, table_under

(PAGE,) = (page for page in PAGES if page.calculator == "two-plans")
WORDS = PAGE.words.read_text("utf-8")
RESULTS = [result_of(scenario) for _, scenario, _ in examples(WORDS)]


def names_in(rows):
    return [name for row in rows for name in re.findall(r"`([^`]+)`", row[0])]


def test_the_list_of_orders_is_what_the_first_example_gives():
    block, _, _ = WORDS.partition("Here there is one:")[2].partition("\n\n|")
    assert json.loads(block) == RESULTS[0]["order"]


def test_every_name_in_the_list_of_orders_is_told():
    told = set(names_in(table_under(WORDS, "| Name | What it is |")))
    assert told == {name for result in RESULTS for line in result["order"] for name in line}


def test_every_figure_is_told_and_every_figure_told_comes_up_in_an_example():
    forms = {
        name: re.compile(re.escape(name).replace("<id>", "[a-z-]+").replace("<method>", f"({'|'.join(METHODS)})"))
        for name in names_in(table_under(WORDS, "| Figure | What it is |"))
    }
    figures = {name for result in RESULTS for name in result["figures"]}
    assert {name for name in figures if not any(form.fullmatch(name) for form in forms.values())} == set()
    assert {name for name, form in forms.items() if not any(map(form.fullmatch, figures))} == set()


def test_every_method_and_every_outcome_is_told():
    assert names_in(table_under(WORDS, "| Method |")) == list(METHODS)
    assert set(names_in(table_under(WORDS, "| Outcome |"))) == set(catalogue()["order_outcomes"])


def test_every_rule_of_order_stands_on_the_page_once():
    rows = PAGE.text().splitlines()
    for name, rule in all_rules().items():
        if rule.unit == "order":
            assert sum(row.startswith(f"| `{name}` |") for row in rows) == 1, name
