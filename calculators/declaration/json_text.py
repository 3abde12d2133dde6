"""JSON text that a person brings: read whole, or refused in a way that a sentence can say."""

import json
import re
from typing import Any

from calculators.declaration.reading import Invalid, Problem

# Ten times as deep as any scenario. Python's own limit is none in a browser, whose stack ends before it.
_DEEPEST = 100
_BRACKETS = re.compile(r'"(?:[^"\\]|\\.)*+"?|[\[{]|[\]}]', re.DOTALL)


def parsed(text: str) -> Any:
    """Return the JSON values of a text.

    Raises `Invalid` where it is not JSON, is nested deeper than any scenario, or says something twice.
    """
    if _depth(text) > _DEEPEST:
        raise Invalid(Problem("", "json.too_deep"))
    try:
        return json.loads(text, object_pairs_hook=_no_duplicates)
    except json.JSONDecodeError as error:
        found: dict[str, str | int] = {"line": error.lineno, "column": error.colno, "reason": error.msg}
        raise Invalid(Problem("", "json.not_json", found)) from None
    except ValueError as error:
        # A whole number of thousands of digits.
        raise Invalid(Problem("", "json.not_json", {"line": 1, "column": 1, "reason": str(error)})) from None


def _depth(text: str) -> int:
    deepest = depth = 0
    for found in _BRACKETS.finditer(text):
        if found[0] in "[{":
            depth += 1
            deepest = max(deepest, depth)
        elif found[0] in "]}":
            depth -= 1
    return deepest


def _no_duplicates(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key, value in pairs:
        if key in found:
            raise Invalid(Problem("", "json.twice", {"key": key[:80]}))
        found[key] = value
    return found
