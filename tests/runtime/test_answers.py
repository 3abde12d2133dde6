"""Every kind of start gives the answers that Python gives outside the browser."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from build_scripts.runtime import paths
from build_scripts.runtime.assembly import example_scenarios, start_in_node
from build_scripts.runtime.warm_up import nested, use_every_operation

EXAMPLES = example_scenarios()


@pytest.mark.parametrize("profile", ["lean", "snapshot"])
def test_answers_in_pyodide_are_those_outside(profile: str, runtime: Path) -> None:
    assert start_in_node(runtime, profile, "answers", EXAMPLES) == use_every_operation(EXAMPLES)


@pytest.mark.parametrize("name", sorted(EXAMPLES))
def test_snapshot_answers_are_the_command_lines(name: str, runtime: Path) -> None:
    answers = [json.loads(text) for text in start_in_node(runtime, "snapshot", "answers", {name: EXAMPLES[name]})]
    (downloaded,) = (answer["text"] for answer in answers if answer.get("filename") == f"{name}.json")
    printed = subprocess.run(
        [sys.executable, "-m", "calculators", "run", name, "-"],
        cwd=paths.ROOT,
        input=EXAMPLES[name],
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    assert json.loads(downloaded) == json.loads(printed.stdout)


def test_nesting_makes_lists_of_counted_parts() -> None:
    typed = nested([("care.1.visits", "2"), ("care.0.visits", "1"), ("plan.name", "Gold")])
    assert typed == {"care": [{"visits": "1"}, {"visits": "2"}], "plan": {"name": "Gold"}}
