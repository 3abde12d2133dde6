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
        return _refused(calculator, given, invalid.problems)
    except Exception as error:  # noqa: BLE001 - a defect of ours must not keep the other lines from their answers
        defect = Problem("", "line.defect", {"line": given.number, "error": repr(error)})
        return _refused(calculator, given, (defect,))


def _refused(calculator: Calculator, given: Given, problems: tuple[Problem, ...]) -> Answered:
    listed = problem_list(calculator, problems)
    return Answered(given.number, _line({"line": given.number, "errors": listed}), listed)


def _line(values: object) -> bytes:
    """Write values as one line of JSON; half a character, which UTF-8 cannot hold, as JSON's own escape for it."""
    return json.dumps(values, ensure_ascii=False).encode(errors="backslashreplace") + b"\n"


def answer_lines(name: str, lines: Sequence[Given]) -> list[Answered]:
    """Answer several lines for the calculator of that name, in their order."""
    calculator = CALCULATORS[name]
    return [_answer(calculator, given) for given in lines]
