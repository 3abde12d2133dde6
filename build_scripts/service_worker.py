"""The service worker of a site, with the list of the files that it keeps.

The worker's text holds the SHA-256 of every file of its version, so that a browser takes up a version whole or not at
all. `docs/decisions/service-worker.md` says why.
"""

import hashlib
import json
import re
from collections.abc import Iterator
from pathlib import Path

from build_scripts.runtime.commands import run

NAME = "service-worker.js"

_SOURCES = Path(__file__).absolute().parents[1] / "docs" / "assets"
_ID_LENGTH = 16

# Files that no page of the site asks for, or that are for other sites' pages.
_NOT_KEPT = re.compile(
    r"\.(br|gz|map)$"
    r"|^sitemap\.xml$"  # the address in it differs from host to host
    r"|^embed/"
    r"|^runtime/[^/]+/(manifest\.json$|inline/)"
    rf"|^{re.escape(NAME)}$"
)

# Files that some visits ask for: the start that steps in where the fast one fails, search in other languages.
_AT_FIRST_USE = re.compile(r"^runtime/[^/]+/lean/|^assets/javascripts/lunr/")


def write_service_worker(site: Path) -> None:
    """Write the worker of a site whose other files are all there.

    Raises ToolFailed when it cannot be bundled.
    """
    hashes = {path: hashlib.sha256((site / path).read_bytes()).hexdigest() for path in sorted(_kept(site))}
    lists = {
        "files": {path: sha256 for path, sha256 in hashes.items() if not _AT_FIRST_USE.search(path)},
        "at_first_use": {path: sha256 for path, sha256 in hashes.items() if _AT_FIRST_USE.search(path)},
    }
    version = {"id": hashlib.sha256(json.dumps(lists).encode()).hexdigest()[:_ID_LENGTH], **lists}
    _bundle("service_worker", site / NAME, f"--define:SITE_VERSION={json.dumps(version)}")


def write_service_worker_off(place: Path) -> None:
    """Write the worker that, served in the other one's place, removes it from browsers."""
    _bundle("service_worker_off", place)


def _kept(site: Path) -> Iterator[str]:
    for file in site.rglob("*"):
        path = file.relative_to(site).as_posix()
        if file.is_file() and not _NOT_KEPT.search(path):
            yield path


def _bundle(source: str, place: Path, *options: str) -> None:
    esbuild = ["node_modules/.bin/esbuild", "--bundle", "--minify", "--log-level=warning"]
    entry = str(_SOURCES / f"{source}.mjs")
    run([*esbuild, entry, "--format=iife", "--target=es2022", f"--outfile={place}", *options])
