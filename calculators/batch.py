"""JSON lines in, JSON lines out: what each line is answered with. No files are read or written here."""

import json
from collections.abc import Sequence

from attrs import frozen

from calculators.catalogue import CALCULATORS, Calculator
from calculators.declaration import Invalid, Problem
from calculators.page import problem_list

# Longer than any scenario can be, and short enough for many lines to be held at once.
LONGEST_LINE = 1_000_000


@frozen
class Given:
    """A line as it was read: its number, counted from 1, and its bytes, or None where it is too long."""

    number: int
    data: bytes | None


@frozen
class Answered:
    """What a line is answered with: a result or its problems as one line of JSON, and the problems by themselves."""

    number: int
    output: bytes
    problems: Sequence[dict[str, str]] = ()


def _text_of(given: Given) -> str:
    if given.data is None:
        raise Invalid(Problem("", "line.too_long", {"longest": LONGEST_LINE}))
    try:
        return given.data.decode("utf-8")
    except UnicodeDecodeError:
        raise Invalid(Problem("", "line.not_text")) from None


def _answer(calculator: Calculator, given: Given) -> Answered:
    try:
        scenario = calculator.read_text(_text_of(given))
        result = calculator.show.result_json(scenario, calculator.compute(scenario))
        return Answered(given.number, _line(result))
    except Invalid as invalid:
        listed = problem_list(calculator, invalid.problems)
        return Answered(given.number, _line({"line": given.number, "errors": listed}), listed)
    except Exception as error:
        # A defect of ours: whoever reports it can say where it shows.
        error.add_note(f"line {given.number}")
        raise


def _line(values: object) -> bytes:
    return json.dumps(values, ensure_ascii=False).encode() + b"\n"


def answer_lines(name: str, lines: Sequence[Given]) -> list[Answered]:
    """Answer several lines for the calculator of that name, in their order."""
    calculator = CALCULATORS[name]
    return [_answer(calculator, given) for given in lines]
