"""Batch: scenarios as JSON lines in, results as JSON lines out; in order, on all cores, in little memory."""

import json
import os
import signal
import subprocess
import sys
from threading import Thread

import pytest
from attrs import evolve

from calculators.__main__ import FEW_LINES
from calculators.batch import LONGEST_LINE, Given, answer_lines
from calculators.catalogue import CALCULATORS

ANNUAL_COST = CALCULATORS["annual-cost"]
BATCH = [sys.executable, "-m", "calculators", "batch", "annual-cost"]

# Enough for several processes to be at work, each more than once.
MANY = FEW_LINES + 60


def scenario(allowed="150.00", visits=2):
    """Return a scenario whose price tells it from the others: a plan that leaves everything to the patient."""
    return {
        "calculator": "annual-cost",
        "version": 1,
        "people": [{"id": "me"}],
        "care": [
            {
                "person": "me",
                "service": "physical_therapy",
                "visits": visits,
                "first_visit": "2026-10-05",
                "frequency": "2_a_week",
                "allowed": allowed,
            }
        ],
        "plan": {
            "id": "plain",
            "name": "Plain",
            "starts": "2026-10-01",
            "market": "large_group",
            "terms": [{"service": "physical_therapy", "deductible": "first", "coinsurance": "0.00"}],
            "deductible": {"person": "900000.00"},
            "out_of_pocket_maximum": {"person": "none"},
            "premium": {"amount": "0.00", "every": "month", "employer_pays": "0.00"},
        },
    }


def written(*scenarios):
    return "".join(f"{json.dumps(each)}\n" for each in scenarios).encode()


def batch(given, *arguments, command=BATCH, **options):
    return subprocess.run([*command, *arguments], input=given, capture_output=True, check=False, **options)


def answers(done):
    return [json.loads(line) for line in done.stdout.decode().splitlines()]


def paid(answer):
    return answer["figures"]["patient_pays"]["value"]


@pytest.mark.parametrize("count", [1, FEW_LINES, FEW_LINES + 1, MANY])
def test_answers_come_in_the_order_of_the_lines(count):
    done = batch(written(*(scenario(f"{number}.00") for number in range(100, 100 + count))))
    assert (done.returncode, done.stderr) == (0, b"")
    # By hand: two visits, each paid in full under the deductible.
    assert [paid(answer) for answer in answers(done)] == [f"{2 * number}.00" for number in range(100, 100 + count)]


def test_each_answer_is_that_of_run():
    example = ANNUAL_COST.write(ANNUAL_COST.examples()[0].scenario)
    given = written(*[scenario()] * FEW_LINES, example, example | {"people": []}, example)
    done = batch(given)
    alone = batch(written(example), command=[sys.executable, "-m", "calculators", "run", "annual-cost", "-"])
    last = answers(done)[FEW_LINES:]
    assert last[0] == last[2] == json.loads(alone.stdout)
    refused = batch(
        written(example | {"people": []}),
        "--json-errors",
        "-",
        command=[sys.executable, "-m", "calculators", "run", "annual-cost"],
    )
    assert last[1]["errors"] == json.loads(refused.stderr)["errors"]


@pytest.mark.parametrize("before", [0, FEW_LINES])
def test_lines_that_are_wrong_are_told_by_their_number_and_the_others_answered(before):
    good = written(scenario())
    bad = b"broken\n", b"\xff\xfe{}\n", b'"' + b"x" * LONGEST_LINE + b'"\n', b"[]\n"
    done = batch(good * before + b"\n" + good + b" \t\r\n" + b"".join(bad) + good)
    first = before + 4
    assert done.returncode == 2
    found = answers(done)[before:]
    assert ["figures" in answer for answer in found] == [True, False, False, False, False, True]
    assert [(answer["line"], *(error["id"] for error in answer["errors"])) for answer in found[1:-1]] == [
        (first, "json.not_json"),
        (first + 1, "line.not_text"),
        (first + 2, "line.too_long"),
        (first + 3, "json.object"),
    ]
    told = done.stderr.decode().splitlines()
    assert [line.partition(":")[0] for line in told] == [f"line {first + number}" for number in range(len(bad))]
    assert "line 1, column 1, cannot be read as JSON (Expecting value)" in told[0]


@pytest.mark.parametrize("before", [0, FEW_LINES])
def test_half_a_character_is_refused_and_the_other_lines_answered(before):
    good = written(scenario())
    in_name = written(scenario() | {"people": [{"id": "me", "name": "\ud800"}]})
    in_key = written(scenario() | {"\udfff": 1})
    done = batch(good * before + in_name + in_key + good)
    assert done.returncode == 2
    name, key, last = answers(done)[before:]
    assert [(error["path"], error["id"]) for error in name["errors"]] == [("people.0.name", "text.written")]
    assert [(error["path"], error["id"]) for error in key["errors"]] == [("\udfff", "key.unknown")]
    assert paid(last) == "300.00"
    alone = batch(in_name, command=[sys.executable, "-m", "calculators", "run", "annual-cost", "-"])
    assert (alone.returncode, alone.stdout) == (2, b"")
    assert alone.stderr.decode() == "people.0.name: Name: use one or more printable characters, on one line.\n"


def test_a_defect_of_ours_in_one_line_does_not_keep_the_others_from_their_answers(monkeypatch):
    def compute(given):
        raise ZeroDivisionError(given.care[0].visits)

    broken = evolve(ANNUAL_COST, compute=compute)
    monkeypatch.setitem(CALCULATORS, "annual-cost", broken)
    answered = answer_lines("annual-cost", [Given(7, written(scenario())), Given(8, b"[]")])
    assert [each.problems[0]["id"] for each in answered] == ["line.defect", "json.object"]
    assert "ZeroDivisionError(2)" in answered[0].problems[0]["sentence"]
    assert json.loads(answered[0].output)["line"] == 7


def test_what_is_wrong_for_machines():
    done = batch(b"\n[]\n", "--json-errors")
    assert json.loads(done.stderr) == answers(done)[0]
    assert json.loads(done.stderr)["line"] == 2


def test_a_file_with_a_byte_order_mark_and_other_line_ends(tmp_path):
    file = tmp_path / "scenarios.jsonl"
    file.write_bytes(b"\xef\xbb\xbf" + written(scenario("1.00")).replace(b"\n", b"\r\n") + written(scenario())[:-1])
    done = batch(b"", str(file))
    assert (done.returncode, [paid(answer) for answer in answers(done)]) == (0, ["2.00", "300.00"])


def test_a_line_separator_within_a_text_ends_no_line():
    named = scenario()
    named["people"][0]["name"] = "A\u2028B"
    done = batch(json.dumps(named, ensure_ascii=False).encode())
    (answer,) = answers(done)
    assert [error["path"] for error in answer["errors"]] == ["people.0.name"]


@pytest.mark.parametrize("given", [b"", b"\n\n", b"\xef\xbb\xbf"])
def test_nothing_in_nothing_out(given):
    done = batch(given)
    assert (done.returncode, done.stdout, done.stderr) == (0, b"", b"")


def test_a_file_that_is_not_there():
    done = batch(b"", "nowhere.jsonl")
    assert (done.returncode, done.stdout) == (2, b"")
    assert b"nowhere.jsonl" in done.stderr


@pytest.mark.parametrize("method", ["spawn", "forkserver"])
def test_other_ways_to_start_a_process(method):
    start = (
        f"import multiprocessing, sys; multiprocessing.set_start_method({method!r});"
        "from calculators.__main__ import main; sys.exit(main(['batch', 'annual-cost']))"
    )
    given = written(*(scenario(f"{number}.00") for number in range(100, 100 + MANY)), "no scenario")
    done = batch(given, command=[sys.executable, "-c", start])
    assert done.returncode == 2
    assert done.stderr.decode().count("\n") == 1
    assert [paid(answer) for answer in answers(done)[:-1]] == [f"{2 * number}.00" for number in range(100, 100 + MANY)]


def test_a_reader_who_stops_reading_ends_it_quietly():
    with subprocess.Popen(BATCH, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as running:
        feeding = Thread(target=_feed, args=(running.stdin, written(scenario()), MANY * 50))
        feeding.start()
        assert running.stdout.readline().startswith(b'{"calculator"')
        running.stdout.close()
        assert running.stderr.read() == b""
        feeding.join()
        assert running.wait() == 128 + signal.SIGPIPE


@pytest.mark.parametrize("read_before", [1, FEW_LINES + 1])
def test_an_interruption_ends_it_quietly(read_before):
    with subprocess.Popen(
        BATCH, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, process_group=0
    ) as running:
        feeding = Thread(target=_feed, args=(running.stdin, written(scenario()), MANY * 50))
        feeding.start()
        for _ in range(read_before):
            assert running.stdout.readline().startswith(b'{"calculator"')
        # As a terminal does it: to all of them.
        os.killpg(running.pid, signal.SIGINT)
        running.stdout.read()
        assert running.stderr.read() == b""
        feeding.join()
        assert running.wait() == 128 + signal.SIGINT


def test_the_processes_end_with_the_one_that_started_them():
    with subprocess.Popen(BATCH, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as running:
        feeding = Thread(target=_feed, args=(running.stdin, written(scenario()), MANY * 50))
        feeding.start()
        for _ in range(FEW_LINES + 1):
            running.stdout.readline()
        running.kill()
        # Their standard output closes when the last of them has ended.
        running.stdout.read()
        feeding.join()


def _feed(stream, data, times):
    try:
        with stream:
            for _ in range(times):
                stream.write(data)
    except BrokenPipeError:
        return


PEAK = """
import resource, sys
from calculators.__main__ import main
status = main(["batch", "annual-cost"])
with open(sys.argv[1], "w") as file:
    for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN):
        print(resource.getrusage(who).ru_maxrss, file=file)
sys.exit(status)
"""


def peak_memory(lines, file):
    """Return the most memory that the process, and any that it started, held while it answered so many lines: KiB."""
    given = b"{}\n" * 3 + written(scenario(visits=0))
    with subprocess.Popen(
        [sys.executable, "-c", PEAK, file], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    ) as running:
        feeding = Thread(target=_feed, args=(running.stdin, given, lines // 4))
        feeding.start()
        size = sum(len(answer) for answer in running.stdout)
        feeding.join()
        assert running.wait() == 2
        return size, [int(peak) for peak in file.read_text().split()]


def test_memory_does_not_grow_with_the_input(tmp_path):
    few, peaks_of_few = peak_memory(2_000, tmp_path / "few")
    many, peaks_of_many = peak_memory(20_000, tmp_path / "many")
    assert many > few + 20_000_000
    assert all(peak < before + 5_000 for before, peak in zip(peaks_of_few, peaks_of_many, strict=True))
