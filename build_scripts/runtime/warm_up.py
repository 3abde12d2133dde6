"""Using every operation of the page once, inside Pyodide.

The modules that are loaded afterwards are the ones that a page can need, and a memory
snapshot taken afterwards holds them, with templates compiled and data read. The tests run
the same requests to compare the kinds of start with each other.
"""

import json
from collections.abc import Mapping
from typing import Any

from calculators.catalogue import CALCULATORS
from calculators.declaration import nested
from calculators.page import answer
from calculators.parameters import all_series


def use_every_operation(examples: Mapping[str, str]) -> list[str]:
    """Answer a fixed list of requests for each calculator's example scenario (JSON text).

    Returns the answers as they came. Raises AssertionError when the example itself is
    not answered with a result.
    """
    answers: list[str] = []
    # Which figures a page asks for depends on what is typed; after the snapshot no file can be read.
    all_series()

    def ask(**request: object) -> dict[str, Any]:
        answers.append(answer(json.dumps(request)))
        answered: dict[str, Any] = json.loads(answers[-1])
        return answered

    for calculator, scenario in examples.items():
        filled = ask(op="fill", calculator=calculator, scenario=scenario, fields={})
        assert filled["state"] == "filled", filled
        typed = nested(filled["fields"].items())
        computed = ask(op="compute", calculator=calculator, typed=typed)
        assert computed["state"] == "ready", computed
        for step in range(computed["later"]):
            ask(op="later", calculator=calculator, typed=typed, step=step)
        for wanted in ("csv", "json", "scenario"):
            ask(op="download", calculator=calculator, typed=typed, format=wanted)
        ask(op="fill", calculator=calculator, link=computed["link"])
        ask(op="fill", calculator=calculator, link=computed["link"][: len(calculator) + 9])
        ask(op="fill", calculator=calculator, scenario="not JSON", fields={})
        ask(op="fill", calculator=calculator, scenario='{"calculator": "another"}', fields={})
        ask(op="compute", calculator=calculator, typed={})
        ask(op="compute", calculator=calculator, typed=nested((path, "?") for path in filled["fields"]))
        if CALCULATORS[calculator].rows_as_csv:
            rows = ask(op="download", calculator=calculator, typed=typed, format="rows")["text"]
            ask(op="fill", calculator=calculator, scenario=rows, fields=filled["fields"])
        for additions in CALCULATORS[calculator].additions.values():
            ask(op="fill", calculator=calculator, addition=next(iter(additions)), fields=filled["fields"])
        if interview := CALCULATORS[calculator].interview:
            ask(op="ask", calculator=calculator, typed={}, at=interview.FIRST.id)
            texts = dict(filled["fields"])
            while (asked := ask(op="ask", calculator=calculator, typed=nested(texts.items())))["state"] == "asking":
                texts |= dict.fromkeys(asked["fields"], "?")
            assert asked["state"] == "asked", asked
    return answers
