"""The examples on a page by which a stranger writes scenarios: each a block of JSON and a table of its figures."""

import json
import re

from calculators.catalogue import CALCULATORS

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


def table_under(words, first_row):
    """Return the rows of the table whose heads begin with these cells."""
    return [cells(line) for line in words.partition(first_row)[2].partition("\n\n")[0].splitlines()[2:]]


def examples(words):
    """Yield each example's heading, its whole scenario, which is the first one's with changes, and its figures."""
    found = list(EXAMPLE.finditer(words))
    first = json.loads(found[0]["scenario"])
    for match in found:
        title = HEADING.findall(words[: match.start()])[-1]
        figures = {name.strip("`"): value for name, value in map(cells, match["figures"].splitlines())}
        yield title, merged(first, json.loads(match["scenario"])), figures


def result_of(scenario):
    calculator = CALCULATORS[scenario["calculator"]]
    read = calculator.read_text(json.dumps(scenario))
    return calculator.show.result_json(read, calculator.compute(read))
