"""The contract of the command line: exit codes, and what stands on which stream."""

import json
import subprocess
import sys

import pytest


def run(*arguments, given=""):
    return subprocess.run(
        [sys.executable, "-m", "calculators", *arguments], input=given, capture_output=True, text=True, check=False
    )


def settled(example):
    """The example with nothing left open: what the clinic may ask, and how visits under the deductible count."""
    scenario = json.loads(example)
    scenario["care"][0]["unpaid_visits"] = "contract_rate"
    for limit in scenario["plan"]["limits"]:
        limit["deductible_visits_count"] = True
    return json.dumps(scenario)


@pytest.fixture(scope="module")
def raw_example():
    return run("example", "annual-cost", "ppo-66ca88").stdout


@pytest.fixture(scope="module")
def example(raw_example):
    return settled(raw_example)


def test_list():
    assert run("list").stdout.startswith("annual-cost\t")


def test_example_runs(example, tmp_path):
    file = tmp_path / "scenario.json"
    file.write_text(example, encoding="utf-8")
    done = run("run", "annual-cost", str(file))
    assert (done.returncode, done.stderr) == (0, "")
    result = json.loads(done.stdout)
    # By hand: ten visits of 150 meet the deductible of 1,500; 14 cost 40 % of 150; 16 are over the limit of 24.
    figures = {name: figure.get("value") for name, figure in result["figures"].items()}
    assert figures["deductible"] == "1500.00"
    assert figures["coinsurance"] == "840.00"
    assert figures["over_limit"] == "2400.00"
    assert figures["patient_pays"] == "4740.00"
    assert figures["visits_covered"] == "24"
    # Mondays and Thursdays from October 5, 2026: visit 25 begins week 13, on December 28.
    assert figures["first_over_limit_date"] == "2026-12-28"
    assert figures["out_of_pocket_cap_self_only"] == "10600.00"
    assert set(result) == {
        "calculator",
        "version",
        "engine",
        "outcome",
        "figures",
        "ledger",
        "messages",
        "months",
        "unknowns",
        "rules",
        "parameters",
        "steps",
    }


def test_what_is_left_open_is_a_range_with_its_questions(raw_example):
    # By hand: if visits under the deductible count, 1,500, 14 visits at 60 and 16 of 150 over the limit: 4,740.
    # If they do not, 24 visits at 60 and 6 over the limit: 3,840. If the clinic may ask nothing for those: 2,340.
    scenario = json.loads(raw_example)
    scenario["care"][0]["unpaid_visits"] = {"unknown": True}
    result = json.loads(run("run", "annual-cost", "-", given=json.dumps(scenario)).stdout)
    figure = result["figures"]["patient_pays"]
    assert (result["outcome"], figure["low"], figure["high"]) == ("range", "2340.00", "4740.00")
    assert figure["low_answers"] == {"care.0.unpaid_visits": "write_off", "plan.limits.0.deductible_visits_count": True}
    assert figure["high_answers"]["care.0.unpaid_visits"] == "contract_rate"
    assert [unknown["path"] for unknown in result["unknowns"]] == [
        "care.0.unpaid_visits",
        "plan.limits.0.deductible_visits_count",
    ]


def test_the_first_example_has_one_answer():
    # By hand: 30 copays of 10, then 10 visits of 150 over the limit.
    done = run("run", "annual-cost", "-", given=run("example", "annual-cost").stdout)
    assert json.loads(done.stdout)["figures"]["patient_pays"]["value"] == "1800.00"


def test_every_figure_opens_down_to_the_answers_given(example):
    result = json.loads(run("run", "annual-cost", "-", given=example).stdout)
    steps = result["steps"]
    for name in ("total", "patient_pays", "deductible", "coinsurance", "over_limit"):
        (top,) = result["figures"][name]["steps"]
        seen, waiting = set(), [top]
        while waiting:
            number = waiting.pop()
            if number not in seen:
                seen.add(number)
                waiting += steps[number]["because"]
        leaves = {steps[number]["rule"] for number in seen if not steps[number]["because"]}
        assert leaves
        assert all(leaf.startswith(("given.", "accumulator.", "figure.", "cost_sharing.not_due")) for leaf in leaves)
    for line in result["ledger"]:
        for part, number in line["steps"].items():
            amount = line[part]["ppo-66ca88"] if part == "plan_paid" else line[part]
            assert steps[number]["amount"] == amount


def test_a_year_that_is_not_loaded_leaves_the_other_figures(example):
    scenario = json.loads(example)
    scenario["plan"]["starts"] = "2028-10-01"
    scenario["care"][0]["first_visit"] = "2028-10-02"
    result = json.loads(run("run", "annual-cost", "-", given=json.dumps(scenario)).stdout)
    assert result["figures"]["out_of_pocket_cap_self_only"] == {"not_loaded": "cms.out_of_pocket_cap_self_only"}
    assert result["figures"]["patient_pays"]["value"] == "4740.00"
    assert result["parameters"][0]["years"] == [2023, 2024, 2025, 2026, 2027]


@pytest.mark.parametrize("given", ["", "not JSON", "[]", "{}", '{"calculator": "annual-cost", "version": 2}'])
def test_what_is_wrong_stands_on_stderr_with_exit_2(given):
    done = run("run", "annual-cost", "-", given=given)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.strip()
    assert "Traceback" not in done.stderr


def test_errors_for_machines():
    done = run("run", "--json-errors", "annual-cost", "-", given='{"calculator": "annual-cost", "version": 1}')
    assert {error["path"] for error in json.loads(done.stderr)["errors"]} == {"people", "care", "plan"}


def test_a_file_that_is_not_there():
    done = run("run", "annual-cost", "nowhere.json")
    assert done.returncode == 2
    assert "nowhere.json" in done.stderr


def test_batch_answers_every_line(example):
    line = json.dumps(json.loads(example))
    done = run("batch", "annual-cost", given=f"{line}\n\nbroken\n{line}\n")
    results = [json.loads(each) for each in done.stdout.splitlines()]
    assert done.returncode == 2
    assert [("figures" in each, "errors" in each) for each in results] == [(True, False), (False, True), (True, False)]
    assert "line 3" in done.stderr


def test_schema_is_json_schema():
    schema = json.loads(run("schema", "annual-cost").stdout)
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert schema["properties"]["plan"]["additionalProperties"] is False


def parameters(day):
    return {series["series"]: series for series in json.loads(run("parameters", "--as-of", day).stdout)}


def test_parameters_as_of_a_day():
    cap = parameters("2028-01-01")["cms.out_of_pocket_cap_self_only"]
    assert cap["missing"] is True
    cap = parameters("2027-03-01")["cms.out_of_pocket_cap_self_only"]
    assert (cap["missing"], cap["expires"]) == (False, "2027-12-31")
    assert run("parameters", "--as-of", "soon").returncode == 2
