"""The command line: `python -m calculators`. The one place that reads people's files."""

import argparse
import json
import sys
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from calculators.catalogue import CALCULATORS, Calculator
from calculators.declaration import Day, Invalid, Problem, Refusal
from calculators.page import indented, problem_list
from calculators.parameters import all_series

WRONG = 2


def _arguments() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m calculators", description="Calculators for allied-health coverage."
    )
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("list", help="every calculator")
    for command, about in (
        ("schema", "the JSON Schema of a scenario"),
        ("example", "a real scenario to start from"),
        ("run", "the result of a scenario as JSON"),
        ("batch", "scenarios as JSON lines in, results as JSON lines out"),
    ):
        with_name = commands.add_parser(command, help=about)
        with_name.add_argument("name", choices=sorted(CALCULATORS), help="which calculator")
        if command == "example":
            with_name.add_argument("id", nargs="?", help="which example; the first where none is named")
        if command == "run":
            with_name.add_argument("file", help="a scenario as JSON; - for standard input")
        if command == "batch":
            with_name.add_argument(
                "file", nargs="?", default="-", help="JSON lines; standard input where none is named"
            )
        if command in ("run", "batch"):
            with_name.add_argument("--json-errors", action="store_true", help="write what is wrong as JSON")
    parameters = commands.add_parser("parameters", help="every dated figure: days, sources, what is missing or expires")
    parameters.add_argument("--as-of", metavar="DATE", help="list what is missing on this day, such as 2027-01-01")
    return parser


def _text(file: str) -> str:
    try:
        data = sys.stdin.buffer.read() if file == "-" else Path(file).read_bytes()
        return data.decode("utf-8-sig")
    except OSError as error:
        raise SystemExit(_complain(f"{file}: cannot be read: {error.strerror}.")) from None
    except UnicodeDecodeError:
        raise SystemExit(_complain(f"{file}: this is not a text file in UTF-8.")) from None


def _complain(sentence: str) -> int:
    print(sentence, file=sys.stderr)
    return WRONG


def _explain(calculator: Calculator, problems: tuple[Problem, ...], *, as_json: bool, where: str = "") -> int:
    listed = problem_list(calculator, problems)
    if as_json:
        return _complain(json.dumps({"errors": listed}, ensure_ascii=False))
    for problem in listed:
        path = f"{problem['path']}: " if problem["path"] else ""
        _complain(f"{where}{path}{problem['sentence']}")
    return WRONG


def _result(calculator: Calculator, text: str) -> Any:
    scenario = calculator.read_text(text)
    return calculator.show.result_json(scenario, calculator.compute(scenario))


def _batch(calculator: Calculator, text: str, *, as_json: bool) -> int:
    status = 0
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip():
            continue
        try:
            print(json.dumps(_result(calculator, line), ensure_ascii=False))
        except Invalid as invalid:
            print(json.dumps({"errors": problem_list(calculator, invalid.problems)}, ensure_ascii=False))
            status = _explain(calculator, invalid.problems, as_json=as_json, where=f"line {number}: ")
    return status


def _example(calculator: Calculator, identifier: str | None) -> int:
    examples = {example.id: example for example in calculator.examples()}
    if identifier is None:
        identifier = next(iter(examples))
    if identifier not in examples:
        return _complain(f"{identifier}: there is no such example. There are: {', '.join(examples)}.")
    print(indented(calculator.write(examples[identifier].scenario)), end="")
    return 0


def _parameters(as_of: str | None) -> int:
    try:
        day = Day().read(as_of) if as_of else None
    except Refusal:
        return _complain(f"--as-of {as_of}: write the day as 2027-01-01.")
    print(indented([_series(identifier, day) for identifier in all_series()]), end="")
    return 0


def _series(identifier: str, day: date | None) -> dict[str, Any]:
    series = all_series()[identifier]
    written: dict[str, Any] = {
        "series": series.id,
        "label": series.label,
        "unit": series.unit,
        "applies": series.applies,
        "values": [
            {
                "from": value.since.isoformat(),
                "until": value.until.isoformat() if value.until else None,
                "value": value.written,
                "source": value.source,
                "url": value.url,
                "verified": value.verified,
                "verified_on": value.verified_on.isoformat(),
            }
            for value in series.values
        ],
    }
    if day:
        current = next((value for value in series.values if value.holds(day)), None)
        written["missing"] = current is None
        written["expires"] = current.until.isoformat() if current and current.until else None
    return written


def _list() -> int:
    for calculator in CALCULATORS.values():
        print(f"{calculator.name}\t{calculator.title}")
    return 0


def _schema(calculator: Calculator) -> int:
    print(indented(calculator.schema()), end="")
    return 0


def _run(calculator: Calculator, text: str, *, as_json: bool) -> int:
    try:
        print(indented(_result(calculator, text)), end="")
    except Invalid as invalid:
        return _explain(calculator, invalid.problems, as_json=as_json)
    return 0


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line; returns 0 for a result and 2 where what was given is wrong."""
    given = _arguments().parse_args(arguments)
    commands: Mapping[str, Callable[[], int]] = {
        "list": _list,
        "parameters": lambda: _parameters(given.as_of),
        "schema": lambda: _schema(CALCULATORS[given.name]),
        "example": lambda: _example(CALCULATORS[given.name], given.id),
        "run": lambda: _run(CALCULATORS[given.name], _text(given.file), as_json=given.json_errors),
        "batch": lambda: _batch(CALCULATORS[given.name], _text(given.file), as_json=given.json_errors),
    }
    return commands[given.command]()


if __name__ == "__main__":
    sys.exit(main())
