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
