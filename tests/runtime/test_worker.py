"""The worker in Chromium: the fast start, and what happens when a file is missing or damaged."""

import hashlib
import json
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest

from build_scripts.runtime import paths
from build_scripts.runtime.assembly import example_scenarios, memory_snapshot, start_in_node
from calculators.page import answer

RUNNER = Path(__file__).with_name("worker_in_browser.mjs")
MEMORY = "snapshot/memory.bin"

POLICY = (
    "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; worker-src 'self' blob:; connect-src 'self'; "
    "img-src data:"
)
REQUESTS = [
    {"op": "fill", "calculator": name, "scenario": scenario} for name, scenario in example_scenarios().items()
] + [{"op": "compute", "calculator": name, "typed": {}} for name in example_scenarios()]


class Folder(SimpleHTTPRequestHandler):
    """Serves a folder, with some of its files replaced, or taken away (None)."""

    instead: Mapping[str, bytes | None]

    def do_GET(self) -> None:
        name = self.path.removeprefix("/")
        if name == "empty.html":
            self._send(b"<!doctype html><title>Empty</title><link rel=icon href=data:,>")
        elif name not in self.instead:
            super().do_GET()
        elif (content := self.instead[name]) is None:
            self.send_error(404)
        else:
            self._send(content)

    def end_headers(self) -> None:
        self.send_header("Content-Security-Policy", POLICY)
        super().end_headers()

    def log_message(self, *_: object) -> None:
        """Say nothing."""

    def _send(self, content: bytes) -> None:
        self.send_response(200)
        self.send_header("Content-Type", self.guess_type(self.path))
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)


def damaged(runtime: Path, name: str) -> bytes:
    content = bytearray((runtime / name).read_bytes())
    content[len(content) // 2] ^= 1
    return bytes(content)


def replaced(runtime: Path, memory: bytes) -> dict[str, bytes]:
    """Another memory snapshot, and the worker that expects it."""
    entry = json.loads((runtime / "manifest.json").read_text("utf-8"))["files"][MEMORY]
    script = (runtime / "worker.js").read_text("utf-8")
    for old, new in (
        (str(entry["bytes"]), str(len(memory))),
        (entry["sha256"], hashlib.sha256(memory).hexdigest()),
    ):
        assert old in script
        script = script.replace(old, new)
    return {MEMORY: memory, "worker.js": script.encode()}


@pytest.fixture
def instead(runtime: Path, request: pytest.FixtureRequest) -> Mapping[str, bytes | None]:
    return {name: damaged(runtime, name) if what == "damaged" else None for name, what in request.param.items()}


@pytest.fixture
def served(runtime: Path, instead: Mapping[str, bytes | None]) -> Iterator[str]:
    with serving(runtime, instead) as address:
        yield address


@contextmanager
def serving(runtime: Path, instead: Mapping[str, bytes | None]) -> Iterator[str]:
    handler = type("ThisFolder", (Folder,), {"instead": instead})
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(handler, directory=str(runtime))) as server:
        Thread(target=server.serve_forever).start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()


def conversation(address: str, *, inlined: bool = False) -> dict[str, Any]:
    ended = subprocess.run(
        ["node", RUNNER, address],
        cwd=paths.ROOT,
        input=json.dumps({"requests": REQUESTS, "inlined": inlined}),
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert ended.returncode == 0, ended.stderr
    return json.loads(ended.stdout)


def assert_answers(said: dict[str, Any], profile: str) -> None:
    (ready,) = (message for message in said["messages"] if message["type"] == "ready")
    assert ready["profile"] == profile, ready
    assert ("because" in ready) == (profile == "lean")
    answers = [message for message in said["messages"] if message["type"] == "answer"]
    assert [message["sequence"] for message in answers] == list(range(len(REQUESTS)))
    assert {message["section"] for message in answers} == {"test"}
    assert [message["body"] for message in answers] == [json.loads(answer(json.dumps(body))) for body in REQUESTS]


@pytest.mark.parametrize("instead", [{}], indirect=True)
def test_fast_start_reports_progress_and_answers(served: str) -> None:
    said = conversation(served)
    assert_answers(said, "snapshot")
    assert said["warnings"] == []
    progress = [message for message in said["messages"] if message["type"] == "progress"]
    assert len(progress) > 10
    assert progress == sorted(progress, key=lambda message: message["loaded"])
    assert progress[-1]["loaded"] == progress[-1]["total"]


@pytest.mark.parametrize("instead", [{}], indirect=True)
def test_files_can_be_handed_over(served: str) -> None:
    said = conversation(served, inlined=True)
    assert_answers(said, "snapshot")
    assert said["warnings"] == []


@pytest.mark.parametrize(
    "instead",
    [
        {MEMORY: "damaged"},
        {MEMORY: "missing"},
        {"snapshot/pyodide.asm.wasm": "damaged"},
        {"snapshot/python_stdlib.zip": "missing"},
    ],
    ids=str,
    indirect=True,
)
def test_trouble_with_the_fast_start_leads_to_the_lean_one(served: str) -> None:
    assert_answers(conversation(served), "lean")


def test_what_the_snapshot_left_out_is_answered_all_the_same(runtime: Path) -> None:
    # No calculator was used before this snapshot, so it has left out nearly everything that answers rest on.
    functions = start_in_node(runtime, "lean", "use", {})["functions"]
    with serving(runtime, replaced(runtime, memory_snapshot(runtime, {}, functions))) as address:
        said = conversation(address)
    assert_answers(said, "snapshot")


@pytest.mark.parametrize(
    "instead",
    [
        {MEMORY: "missing", "lean/python_stdlib.zip": "damaged"},
        {MEMORY: "missing", "lean/pyodide.asm.wasm": "missing"},
    ],
    ids=str,
    indirect=True,
)
def test_when_nothing_works_the_worker_says_so(served: str) -> None:
    said = conversation(served)
    assert said["messages"][-1]["type"] == "failed"
    assert not [message for message in said["messages"] if message["type"] in ("ready", "answer")]
