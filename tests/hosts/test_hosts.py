"""What real servers send when they go by the recipes, and what the other recipes say."""

import gzip
import http.client
import os
import re
import subprocess
import sys
from email.message import Message
from http import HTTPStatus
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlsplit

import brotli
import pytest

from build_scripts.content_security_policy import policy_of
from build_scripts.hosts.declaration import ENCODINGS, headers_of, media_type_of, rules
from build_scripts.hosts.recipes import FOLDER

ROOT = Path(__file__).parents[2]
CALCULATION = "40 visits have the figures"
DECODERS = {"br": brotli.decompress, "gzip": gzip.decompress, None: bytes}
MOST_RULES = 100
MOST_CHARACTERS = 2000


class Answer(NamedTuple):
    status: int
    headers: Message
    body: bytes


def ask(host: str, path: str, **headers: str) -> Answer:
    connection = http.client.HTTPConnection(urlsplit(host).netloc, timeout=20)
    connection.request("GET", "/" + path, headers={name.replace("_", "-"): value for name, value in headers.items()})
    response = connection.getresponse()
    answer = Answer(response.status, response.headers, response.read())
    connection.close()
    return answer


@pytest.fixture(scope="session")
def declared(site_dir: Path):
    return rules(policy_of((site_dir / "index.html").read_text("utf-8")) or "")


@pytest.fixture(scope="session")
def kinds_of_files(site_dir: Path) -> list[str]:
    """One file of each suffix and of each set of rules."""
    found = {}
    for path in files_of(site_dir):
        matched = tuple(re.search(rule.pattern, path) is not None for rule in rules(""))
        found.setdefault((Path(path).suffix, matched), path)
    return sorted(found.values())


def files_of(site: Path) -> list[str]:
    files = (path for path in site.rglob("*") if path.is_file() and path.suffix not in (".br", ".gz", ".map"))
    return [path.relative_to(site).as_posix() for path in files]


def assert_declared(answer: Answer, path: str, declared, where: str) -> None:
    assert_headers(answer, headers_of(path, declared), where)
    assert answer.headers["Content-Type"].replace(" ", "") == media_type_of(path).replace(" ", ""), where


def assert_headers(answer: Answer, expected: dict[str, str], where: str) -> None:
    for name in {name for rule in rules("") for name in rule.headers}:
        stated = [expected[name]] if name in expected else []
        assert answer.headers.get_all(name, []) == stated, f"{where}: {name}"


def test_each_file_comes_with_its_headers_and_media_type_in_every_encoding(host, site_dir, declared, kinds_of_files):
    assert len(kinds_of_files) > 10
    for path in kinds_of_files:
        for encoding, suffix in (*ENCODINGS, (None, "")):
            answer = ask(host, path, Accept_Encoding=encoding or "identity")
            where = f"{path} as {encoding}"
            stored = (site_dir / (path + suffix)).is_file()
            assert answer.status == HTTPStatus.OK, where
            assert answer.headers["Content-Encoding"] == (encoding if stored else None), where
            assert DECODERS[encoding if stored else None](answer.body) == (site_dir / path).read_bytes(), where
            assert_declared(answer, path, declared, where)
            if (site_dir / (path + ".br")).is_file():
                assert "accept-encoding" in answer.headers["Vary"].lower(), where


def test_a_browser_gets_the_most_compact_file_and_is_spared_what_it_has(host):
    first = ask(host, "privacy/", Accept_Encoding="gzip, deflate, br, zstd")
    assert first.headers["Content-Encoding"] == "br"
    assert first.headers["Content-Type"].lower().replace(" ", "") == "text/html;charset=utf-8"
    again = ask(host, "privacy/", Accept_Encoding="gzip, deflate, br, zstd", If_None_Match=first.headers["ETag"])
    assert again.status == HTTPStatus.NOT_MODIFIED


def test_a_folder_is_answered_with_its_page_and_without_its_slash_sent_there(host, site_dir, declared):
    page = ask(host, "calculators/annual-cost/")
    assert page.body == (site_dir / "calculators/annual-cost/index.html").read_bytes()
    assert_declared(page, "calculators/annual-cost/index.html", declared, "a folder")
    lacking = ask(host, "calculators/annual-cost")
    assert lacking.status in (HTTPStatus.MOVED_PERMANENTLY, HTTPStatus.PERMANENT_REDIRECT)
    assert urlsplit(lacking.headers["Location"]).path == "/calculators/annual-cost/"


@pytest.mark.parametrize("path", ["nowhere/at/all", "embed/nowhere/", "runtime/0123456789abcdef/nothing.js"])
def test_what_is_not_there_gets_the_page_that_says_so_and_is_not_kept(host, site_dir, declared, path):
    answer = ask(host, path)
    assert answer.status == HTTPStatus.NOT_FOUND
    assert answer.body == (site_dir / "404.html").read_bytes()
    assert_headers(answer, headers_of("404.html", declared), path)
    assert answer.headers["Content-Type"].lower().replace(" ", "") == "text/html;charset=utf-8"


def test_the_file_of_headers_says_the_same_and_nothing_twice(site_dir, declared):
    blocks = [block.splitlines() for block in (FOLDER / "_headers").read_text("utf-8").strip().split("\n\n")]
    assert len(blocks) <= MOST_RULES
    for path in files_of(site_dir):
        for address in {f"/{path}", f"/{path}".removesuffix("index.html")}:
            found = [
                tuple(line.strip().split(": ", 1))
                for pattern, *lines in blocks
                if address == pattern or (pattern.endswith("*") and address.startswith(pattern[:-1]))
                for line in lines
            ]
            assert sorted(found) == sorted(headers_of(path, declared).items()), address
    assert max(len(line) for block in blocks for line in block) <= MOST_CHARACTERS


def test_a_calculator_works_there_in_chromium(host, site_dir):
    environment = os.environ | {"SITE_URL": host, "SITE_DIR": str(site_dir), "PYTHON": sys.executable}
    command = ["node", "--test", "--test-name-pattern", CALCULATION, "tests/pages/compute.test.mjs"]
    ended = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert ended.returncode == 0, ended.stdout
    assert "# pass 1\n" in ended.stdout, ended.stdout
