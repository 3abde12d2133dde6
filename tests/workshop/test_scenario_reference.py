"""The page by which a stranger writes a scenario: it is up to date, complete, and every example on it comes out."""

import json
import re

import pytest

from build_scripts import scenario_reference
from calculators.annual_cost.scenario import AnnualCost
from calculators.catalogue import CALCULATORS
from calculators.declaration import Choice, Choices, Rows, fields_of
from calculators.declaration.asking import asks_by_path

WORDS = scenario_reference.WORDS.read_text("utf-8")

# A block of JSON, and behind what is said of it the table of the figures to expect.
EXAMPLE = re.compile(
    r"```json\n(?P<scenario>.*?)```\n.*?\| Figure \| Value \|\n\| --- \| --- \|\n(?P<figures>(?:\|[^\n]*\n)+)",
    re.DOTALL,
)
HEADING = re.compile(r"^#+ (.*)$", re.MULTILINE)


def merged(scenario, changes):
    """Braces are merged, all else takes the place of what was there."""
    if not isinstance(scenario, dict) or not isinstance(changes, dict):
        return changes
    return scenario | {key: merged(scenario.get(key), value) for key, value in changes.items()}


def cells(line):
    return [cell.strip() for cell in line.strip().strip("|").split("|")]


def examples():
    found = list(EXAMPLE.finditer(WORDS))
    first = json.loads(found[0]["scenario"])
    for match in found:
        title = HEADING.findall(WORDS[: match.start()])[-1]
        figures = dict(cells(line) for line in match["figures"].splitlines())
        yield title, merged(first, json.loads(match["scenario"])), figures


EXAMPLES = list(examples())


def figures_of(scenario):
    calculator = CALCULATORS["annual-cost"]
    read = calculator.read_text(json.dumps(scenario))
    return calculator.show.result_json(read, calculator.compute(read))["figures"]


def rules_of_counting():
    table = WORDS.partition("| The booklet says |")[2].partition("\n\n")[0].splitlines()[2:]
    return [cells(line) for line in table]


def test_the_committed_page_is_up_to_date():
    # Renew it with: .venv/bin/python -m build_scripts.scenario_reference
    assert scenario_reference.PAGE.read_text("utf-8") == scenario_reference.page()


def test_every_block_of_json_is_an_example_with_figures():
    assert WORDS.count("```json") == len(EXAMPLES) >= 14


@pytest.mark.parametrize(("scenario", "expected"), [pytest.param(*example[1:], id=example[0]) for example in EXAMPLES])
def test_an_example_gives_the_figures_that_the_page_says(scenario, expected):
    found = figures_of(scenario)
    for name, value in expected.items():
        figure = found[name.strip("`")]
        assert (figure["value"] if "value" in figure else f"{figure['low']} to {figure['high']}") == value, name


@pytest.mark.parametrize("row", [pytest.param(row, id=row[0]) for row in rules_of_counting()])
def test_a_rule_of_counting_can_be_written_as_the_page_says(row):
    _, limit, care = (json.loads(f"{{{text.strip('`')}}}") if text.startswith("`") else {} for text in row)
    scenario = EXAMPLES[0][1]
    changed = merged(
        scenario,
        {
            "care": [{**scenario["care"][0], "visits": 5, **care}],
            "plan": {"limits": [{**scenario["plan"]["limits"][0], **limit}]},
        },
    )
    assert limit or care
    assert "patient_pays" in figures_of(changed)


def test_the_rules_of_counting_name_every_question_about_a_limit():
    rules = "".join(row[1] for row in rules_of_counting())
    plain = {"id", "services"}
    asked = {path.rpartition(".")[2] for path in asks_by_path(AnnualCost) if path.startswith("plan.limits.")} - plain
    assert {name for name in asked if f'"{name}"' not in rules} == set()


def row_of(path):
    """The row of a question, in whose path each list has the number of a line behind it."""
    asked, written = asks_by_path(AnnualCost), []
    parts = path.split(".")
    for number, part in enumerate(parts, 1):
        written.append(part)
        if number < len(parts) and isinstance(asked.get(".".join(parts[:number])), Rows):
            written.append("0")
    (row,) = (line for line in scenario_reference.page().splitlines() if line.startswith(f"| `{'.'.join(written)}` |"))
    return row


# A plan stands in the scenario twice, and in the tables once.
QUESTIONS = {path: asked for path, asked in asks_by_path(AnnualCost).items() if not path.startswith("change.plan.")}


@pytest.mark.parametrize("path", QUESTIONS)
def test_a_question_has_its_row(path):
    question, row = QUESTIONS[path], row_of(path)
    assert question.label in row
    if isinstance(question, Rows):
        return
    assert question.where in row
    assert row.endswith("| no |") != question.unknown_allowed
    if isinstance(question.kind, Choice | Choices):
        assert "(#services)" in row or all(f'`"{option}"`' in row for option in question.kind.options)


def test_what_it_means_to_leave_something_out():
    assert row_of("plan.terms.copay").endswith("| There is none. | yes, or a range |")
    assert row_of("care.network").endswith('| `"in"` | no |')
    assert row_of("plan.limits.evaluation_counts").endswith("| It is unknown. | yes |")
    assert row_of("plan.deductible.person").endswith("| It must be there. | yes, or a range |")
    assert row_of("plan.out_of_pocket_maximum.counts").endswith("| All of them. | no |")


def test_no_sentence_is_kept_for_a_field_that_is_gone():
    known = set()

    def walk(group):
        for field in fields_of(group):
            known.add(f"{group.__name__}.{field.name}")
            if field.group:
                walk(field.group)

    walk(AnnualCost)
    assert set(scenario_reference.LEFT_OUT) <= known
