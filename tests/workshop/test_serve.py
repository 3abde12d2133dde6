"""The local server, over a small folder and over the built site."""

import gzip
import http.client
import socket
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from email.message import Message
from http import HTTPStatus
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlsplit

import pytest

from build_scripts.content_security_policy import policy, policy_of
from build_scripts.serve import make_server

ROOT = Path(__file__).parents[2]
RUNTIME = "runtime/0123456789abcdef"


class Answer(NamedTuple):
    status: int
    headers: Message
    body: bytes


Get = Callable[..., Answer]


def getter(port: int) -> Get:
    def get(address: str, method: str = "GET", **headers: str) -> Answer:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
        connection.request(method, address, headers={name.replace("_", "-"): value for name, value in headers.items()})
        response = connection.getresponse()
        answer = Answer(response.status, response.headers, response.read())
        connection.close()
        return answer

    return get


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("served") / "site"
    (folder / "page").mkdir(parents=True)
    (folder / "empty").mkdir()
    (folder / "page" / "index.html").write_text("<!doctype html>page")
    (folder / "embed" / "two-plans").mkdir(parents=True)
    (folder / "embed" / "two-plans" / "index.html").write_text("<!doctype html>a frame")
    (folder / "404.html").write_text("<!doctype html>nothing here")
    (folder / RUNTIME).mkdir(parents=True)
    (folder / RUNTIME / "python.wasm").write_bytes(b"\0asm")
    (folder / "script.js").write_text("go()")
    (folder / "script.js.br").write_bytes(b"as brotli")
    (folder / "script.js.gz").write_bytes(gzip.compress(b"go()", mtime=0))
    (folder / "sitemap.xml").write_text(
        "<urlset><loc>http://127.0.0.1:8000/</loc><loc>http://127.0.0.1:8000/page/</loc></urlset>"
    )
    (folder.parent / "secret.txt").write_text("secret")
    return folder


@pytest.fixture(scope="module")
def get(folder: Path) -> Iterator[Get]:
    with make_server(folder, port=0) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield getter(server.server_port)
        server.shutdown()
        thread.join()


def test_a_folder_is_answered_with_its_page(get):
    answer = get("/page/")
    assert answer.status == HTTPStatus.OK
    assert answer.headers["Content-Type"] == "text/html; charset=utf-8"
    assert answer.body == b"<!doctype html>page"


def test_a_folder_without_its_slash_is_sent_there(get):
    answer = get("/page")
    assert (answer.status, answer.headers["Location"]) == (HTTPStatus.MOVED_PERMANENTLY, "/page/")


@pytest.mark.parametrize(
    "address",
    ["/nothing", "/empty/", "/script.js/", "/../secret.txt", "/%2e%2e/secret.txt", "//etc/passwd", "/page/%00"],
)
def test_what_is_not_there_gets_the_page_that_says_so(get, address):
    answer = get(address)
    assert answer.status == HTTPStatus.NOT_FOUND
    assert answer.body == b"<!doctype html>nothing here"


def test_head_sends_the_same_headers_and_no_body(get):
    answer = get("/page/", "HEAD")
    assert answer.headers["Content-Length"] == str(len("<!doctype html>page"))
    assert answer.body == b""


@pytest.mark.parametrize(
    ("accepted", "encoding", "body"),
    [
        ("gzip, deflate, br", "br", b"as brotli"),
        ("gzip", "gzip", gzip.compress(b"go()", mtime=0)),
        ("identity", None, b"go()"),
        ("br;q=0", None, b"go()"),
    ],
)
def test_compressed_files_go_to_those_who_take_them(get, accepted, encoding, body):
    answer = get("/script.js", Accept_Encoding=accepted)
    assert answer.headers["Content-Encoding"] == encoding
    assert answer.headers["Content-Type"] == "text/javascript; charset=utf-8"
    assert answer.headers["Vary"] == "Accept-Encoding"
    assert answer.body == body


def test_the_runtime_is_kept_for_good_and_the_rest_is_asked_about_again(get):
    wasm = get(f"/{RUNTIME}/python.wasm")
    assert wasm.headers["Content-Type"] == "application/wasm"
    assert wasm.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert get(f"/{RUNTIME}/gone.js").headers["Cache-Control"] == "no-cache"
    first = get("/page/")
    assert first.headers["Cache-Control"] == "no-cache"
    again = get("/page/", If_None_Match=first.headers["ETag"])
    assert (again.status, again.body) == (HTTPStatus.NOT_MODIFIED, b"")


@pytest.mark.parametrize("address", ["/page/", "/page", "/script.js", "/nothing", f"/{RUNTIME}/python.wasm"])
def test_every_answer_carries_the_headers_that_protect_it(get, address):
    headers = get(address).headers
    assert headers["Content-Security-Policy"] == f"{policy()}; frame-ancestors 'self'"
    assert headers["Referrer-Policy"] == "no-referrer"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert "geolocation=()" in headers["Permissions-Policy"]


def test_the_sitemap_names_the_address_that_it_is_served_at(get):
    assert get("/sitemap.xml", Host="127.0.0.1:8765").body == (
        b"<urlset><loc>http://127.0.0.1:8765/</loc><loc>http://127.0.0.1:8765/page/</loc></urlset>"
    )


def test_the_sites_own_policy_is_sent_as_a_header_too(site_dir, site_url):
    answer = getter(urlsplit(site_url).port or 0)("/privacy/")
    stated = policy_of((site_dir / "privacy" / "index.html").read_text("utf-8"))
    assert answer.headers["Content-Security-Policy"] == f"{stated}; frame-ancestors 'self'"


@pytest.mark.usefixtures("site_dir")
def test_a_port_in_use_gets_one_sentence():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        command = [sys.executable, "-m", "build_scripts.serve", "--port", str(port)]
        ended = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, timeout=30)
    assert ended.returncode == 1
    assert ended.stderr == f"serve: port {port} is in use; choose another, as in `make serve PORT={port + 1}`.\n"
    assert ended.stdout == ""


def test_other_sites_may_frame_what_lies_under_embed_and_load_what_frames_need(get):
    for address, framed in (("/embed/two-plans/", True), (f"/{RUNTIME}/python.wasm", False), ("/page/", False)):
        headers = get(address).headers
        assert ("frame-ancestors *" in headers["Content-Security-Policy"]) is framed, address
        assert headers["Access-Control-Allow-Origin"] == (None if address == "/page/" else "*"), address
