"""The command line: `python -m calculators`. The one place that reads people's files."""

import argparse
import json
import multiprocessing
import os
import signal
import sys
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent import futures
from contextlib import ExitStack, contextmanager
from datetime import date
from itertools import batched, chain, islice
from pathlib import Path
from typing import Any, BinaryIO

from calculators.batch import LONGEST_LINE, Answered, Given, answer_lines
from calculators.catalogue import CALCULATORS, Calculator
from calculators.declaration import Day, Invalid, Refusal
from calculators.page import indented, problem_list
from calculators.parameters import all_series

WRONG = 2

# What a shell reports of a program that its reader, or Ctrl-C, has ended.
READER_GONE, INTERRUPTED = 128 + 13, 128 + 2

# So many lines are answered sooner here than by processes that have to be started first.
FEW_LINES = 100

# Lines that one process is given at a time, and how many such portions wait or are worked on for each process.
PORTION, PORTIONS_WAITING = 8, 4

BYTE_ORDER_MARK = b"\xef\xbb\xbf"


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


def _explain(problems: Sequence[Mapping[str, str]], *, as_json: bool, line: int | None = None) -> int:
    if as_json:
        where: dict[str, Any] = {} if line is None else {"line": line}
        return _complain(json.dumps({**where, "errors": problems}, ensure_ascii=False))
    for problem in problems:
        at = "" if line is None else f"line {line}: "
        path = f"{problem['path']}: " if problem["path"] else ""
        _complain(f"{at}{path}{problem['sentence']}")
    return WRONG


def _result(calculator: Calculator, text: str) -> Any:
    scenario = calculator.read_text(text)
    return calculator.show.result_json(scenario, calculator.compute(scenario))


def _lines(stream: BinaryIO) -> Iterator[Given]:
    """Yield every line that is not blank. Of one that is too long, no more is held than shows that it is."""
    number = 0
    while data := stream.readline(LONGEST_LINE + 1):
        number += 1
        too_long = len(data) > LONGEST_LINE
        rest = data
        while too_long and rest and not rest.endswith(b"\n"):
            rest = stream.readline(LONGEST_LINE)
        if number == 1:
            data = data.removeprefix(BYTE_ORDER_MARK)
        if data.strip():
            yield Given(number, None if too_long else data)


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def _begin_work() -> None:
    """Make a process for batch work leave Ctrl-C to the one that started it, and end when that one is gone."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()


@contextmanager
def _workers(count: int) -> Iterator[futures.Executor]:
    executor = futures.ProcessPoolExecutor(count, initializer=_begin_work)
    try:
        yield executor
    except BaseException:
        executor.shutdown(wait=False, cancel_futures=True)
        for process in multiprocessing.active_children():
            process.terminate()
        raise
    executor.shutdown()


def _answered_in_processes(name: str, lines: Iterable[Given], cores: int) -> Iterator[Answered]:
    """Answer lines on all cores, in their order, with no more than a few portions of them held at a time."""
    with _workers(cores) as executor:
        waiting: deque[futures.Future[list[Answered]]] = deque()
        for portion in batched(lines, PORTION, strict=False):
            waiting.append(executor.submit(answer_lines, name, portion))
            while waiting and (waiting[0].done() or len(waiting) > cores * PORTIONS_WAITING):
                yield from waiting.popleft().result()
        while waiting:
            yield from waiting.popleft().result()


def _answered(name: str, lines: Iterator[Given]) -> Iterator[Answered]:
    for given in islice(lines, FEW_LINES):
        yield from answer_lines(name, (given,))
    cores = os.process_cpu_count() or 1
    for given in islice(lines, 1):
        rest = chain((given,), lines)
        yield from _answered_in_processes(name, rest, cores)


def _batch(name: str, file: str, *, as_json: bool) -> int:
    with ExitStack() as open_files:
        try:
            stream = sys.stdin.buffer if file == "-" else open_files.enter_context(Path(file).open("rb"))
        except OSError as error:
            return _complain(f"{file}: cannot be read: {error.strerror}.")
        return _write_answers(_answered(name, _lines(stream)), as_json=as_json)


def _write_answers(answers: Iterator[Answered], *, as_json: bool) -> int:
    status = 0
    for answered in answers:
        sys.stdout.buffer.write(answered.output)
        sys.stdout.buffer.flush()
        if answered.problems:
            status = _explain(answered.problems, as_json=as_json, line=answered.number)
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
        return _explain(problem_list(calculator, invalid.problems), as_json=as_json)
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
        "batch": lambda: _batch(given.name, given.file, as_json=given.json_errors),
    }
    try:
        status = commands[given.command]()
        sys.stdout.flush()
    except BrokenPipeError:
        # Nobody reads on. What may still be held for them must not be tried again when Python ends.
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, sys.stdout.fileno())
        return READER_GONE
    except KeyboardInterrupt:
        return INTERRUPTED
    return status


if __name__ == "__main__":
    sys.exit(main())
