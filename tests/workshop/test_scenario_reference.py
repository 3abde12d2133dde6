"""The pages by which a stranger writes scenarios: up to date, complete, and every example on them comes out."""

import json

import pytest

from build_scripts.scenario_reference import LEFT_OUT, PAGES
from calculators.catalogue import CALCULATORS
from calculators.declaration import Choice, Choices, Rows, fields_of
from calculators.declaration.asking import asks_by_path
from tests.workshop.written_examples import examples, merged, result_of, table_under

ANNUAL_COST, TWO_PLANS, COMPARE_PLANS = PAGES
WORDS = {page.calculator: page.words.read_text("utf-8") for page in PAGES}
EXAMPLES = {calculator: list(examples(words)) for calculator, words in WORDS.items()}
FEWEST_EXAMPLES = {"annual-cost": 14, "two-plans": 18, "compare-plans": 8}

# Groups whose questions stand on the page once, though the scenario has them twice or the other page has them.
PARTS_OF_PLANS = ("terms", "limits", "deductible", "out_of_pocket_maximum", "premium", "out_of_network")
SHOWN_ELSEWHERE = {
    "annual-cost": ("change.plan.",),
    "two-plans": ("people.", "care.", "coverages.plan."),
    "compare-plans": ("people.", "care.", *(f"plans.{part}." for part in (*PARTS_OF_PLANS, "special_deductibles"))),
}


def rules_of_counting():
    return table_under(WORDS["annual-cost"], "| The booklet says |")


@pytest.mark.parametrize("page", PAGES, ids=WORDS)
def test_the_committed_page_is_up_to_date(page):
    # Renew it with: .venv/bin/python -m build_scripts.scenario_reference
    assert page.page.read_text("utf-8") == page.text()


def test_every_calculator_has_a_page():
    assert WORDS.keys() == CALCULATORS.keys()


@pytest.mark.parametrize("calculator", WORDS)
def test_every_block_of_json_is_an_example_with_figures(calculator):
    assert WORDS[calculator].count("```json") == len(EXAMPLES[calculator]) >= FEWEST_EXAMPLES[calculator]


@pytest.mark.parametrize(
    ("scenario", "expected"),
    [pytest.param(*one[1:], id=f"{calculator}: {one[0]}") for calculator in WORDS for one in EXAMPLES[calculator]],
)
def test_an_example_gives_the_figures_that_the_page_says(scenario, expected):
    found = result_of(scenario)["figures"]
    for name, value in expected.items():
        figure = found[name]
        assert (figure["value"] if "value" in figure else f"{figure['low']} to {figure['high']}") == value, name


@pytest.mark.parametrize("row", [pytest.param(row, id=row[0]) for row in rules_of_counting()])
def test_a_rule_of_counting_can_be_written_as_the_page_says(row):
    _, limit, care = (json.loads(f"{{{text.strip('`')}}}") if text.startswith("`") else {} for text in row)
    scenario = EXAMPLES["annual-cost"][0][1]
    changed = merged(
        scenario,
        {
            "care": [{**scenario["care"][0], "visits": 5, **care}],
            "plan": {"limits": [{**scenario["plan"]["limits"][0], **limit}]},
        },
    )
    assert limit or care
    assert "patient_pays" in result_of(changed)["figures"]


def test_the_rules_of_counting_name_every_question_about_a_limit():
    rules = "".join(row[1] for row in rules_of_counting())
    plain = {"id", "services"}
    asked = asks_by_path(CALCULATORS["annual-cost"].scenario)
    names = {path.rpartition(".")[2] for path in asked if path.startswith("plan.limits.")} - plain
    assert {name for name in names if f'"{name}"' not in rules} == set()


def row_of(page, path):
    """The row of a question, in whose path each list has the number of a line behind it."""
    asked, written = asks_by_path(CALCULATORS[page.calculator].scenario), []
    parts = path.split(".")
    for number, part in enumerate(parts, 1):
        written.append(part)
        if number < len(parts) and isinstance(asked.get(".".join(parts[:number])), Rows):
            written.append("0")
    _, _, fields = page.text().partition("\n## Every field\n")
    (row,) = (line for line in fields.splitlines() if line.startswith(f"| `{'.'.join(written)}` |"))
    return row


QUESTIONS = [
    (page, path, question)
    for page in PAGES
    for path, question in asks_by_path(CALCULATORS[page.calculator].scenario).items()
    if not path.startswith(SHOWN_ELSEWHERE[page.calculator])
]


@pytest.mark.parametrize(
    ("page", "path", "question"), [pytest.param(*one, id=f"{one[0].calculator}: {one[1]}") for one in QUESTIONS]
)
def test_a_question_has_its_row(page, path, question):
    row = row_of(page, path)
    assert question.label in row
    if isinstance(question, Rows):
        return
    assert question.where in row
    assert row.endswith("| no |") != question.unknown_allowed
    if isinstance(question.kind, Choice | Choices):
        assert "(#services)" in row or all(f'`"{option}"`' in row for option in question.kind.options)


def test_what_it_means_to_leave_something_out():
    assert row_of(ANNUAL_COST, "plan.terms.copay").endswith("| There is none. | yes, or a range |")
    assert row_of(ANNUAL_COST, "care.network").endswith('| `"in"` | no |')
    assert row_of(ANNUAL_COST, "plan.limits.evaluation_counts").endswith("| It is unknown. | yes |")
    assert row_of(ANNUAL_COST, "plan.deductible.person").endswith("| It must be there. | yes, or a range |")
    assert row_of(ANNUAL_COST, "plan.out_of_pocket_maximum.counts").endswith("| All of them. | no |")
    assert row_of(TWO_PLANS, "coverages.holder").endswith("| It is unknown. | yes |")
    assert row_of(TWO_PLANS, "coverages.bill.copay").endswith("| There is none. | yes, or a range |")
    assert row_of(COMPARE_PLANS, "plans.clinics_in_network").endswith("| `true` | yes |")
    assert row_of(COMPARE_PLANS, "must_haves").endswith("| Nothing must be there; no plan is marked. | no |")
    assert row_of(COMPARE_PLANS, "vary").endswith("| It is the service with the most visits. | no |")


def test_days_are_told_apart_by_the_years_that_they_may_be_in():
    assert "a day from 1900 on" in row_of(TWO_PLANS, "born")
    assert "a day, such as" in row_of(TWO_PLANS, "day")
    assert "month and day, such as" in row_of(TWO_PLANS, "family.birthday_a")


@pytest.mark.parametrize("page", [TWO_PLANS, COMPARE_PLANS], ids=["two-plans", "compare-plans"])
def test_a_group_that_the_other_page_shows_is_linked_to_its_table(page):
    shown = ANNUAL_COST.text()
    for link in page.elsewhere.values():
        assert link in page.text()
        assert f"{{ #{link.partition('#')[2].rstrip(')')} }}" in shown


def test_no_sentence_is_kept_for_a_field_that_is_gone():
    known = set()

    def walk(group):
        for field in fields_of(group):
            known.add(f"{group.__name__}.{field.name}")
            if field.group:
                walk(field.group)

    for calculator in CALCULATORS.values():
        walk(calculator.scenario)
    assert set(LEFT_OUT) <= known
