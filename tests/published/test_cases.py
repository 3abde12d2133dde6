"""Runs every case of a folder (`--cases DIR`) against the command line, which is what a user would do.

A case is `{id, kind, source, calculator, scenario, expect: {figures | errors}}`. Kind is `published` (the publisher's
own figures), `derived` (the publisher's rule, some figures worked out by hand) or `regression`. Of a result only the
figures named are compared; a range is `{low, high}`.
"""

import json
import subprocess
import sys

KEYS = {"id", "kind", "source", "calculator", "scenario", "expect"}


def run(case):
    return subprocess.run(
        [sys.executable, "-m", "calculators", "run", "--json-errors", case["calculator"], "-"],
        input=json.dumps(case["scenario"]),
        capture_output=True,
        text=True,
        check=False,
    )


def test_case(case):
    assert set(case) == KEYS
    assert case["kind"] in ("published", "derived", "regression")
    done = run(case)
    if "errors" in case["expect"]:
        assert done.returncode == 2
        found = [{"path": error["path"], "id": error["id"]} for error in json.loads(done.stderr)["errors"]]
        assert found == case["expect"]["errors"]
        return
    assert done.returncode == 0, done.stderr
    figures = json.loads(done.stdout)["figures"]
    for name, expected in case["expect"]["figures"].items():
        found = figures[name]
        if isinstance(expected, dict):
            assert {"low": found["low"], "high": found["high"]} == expected, name
        else:
            assert found["value"] == expected, name


def test_every_verified_example_is_a_case_or_an_exception(own_cases, exceptions, verified_ids):
    published = [case["id"] for case in own_cases if case["kind"] != "regression"]
    excepted = [exception["id"] for exception in exceptions if exception["verified"]]
    assert sorted(published + excepted) == sorted(verified_ids)
    assert len({case["id"] for case in own_cases}) == len(own_cases)


def test_exceptions_are_few_and_each_quotes_the_text_that_decides(exceptions, verified_ids):
    verified = [exception for exception in exceptions if exception["verified"]]
    assert len(verified) <= 3
    assert 10 * len(verified) <= len(verified_ids)
    for exception in exceptions:
        assert set(exception) == {"id", "verified", "source", "says", "reason"}
        assert all(exception[key] for key in ("source", "says", "reason"))
