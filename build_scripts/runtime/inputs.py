"""A digest of everything that decides what the runtime holds."""

import hashlib
import json
import sys
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path

from . import paths

BUILD_TOOLS = ("brotli", "deflate", "hatchling", "pyodide-build", "pyodide-lock")


def node_package_version(name: str) -> str:
    """The installed version of an npm package."""
    package = json.loads((paths.NODE_PACKAGES / name / "package.json").read_text("utf-8"))
    return str(package["version"])


def input_digest() -> str:
    """Hash the sources, locks and tool versions; equal digests mean an equal runtime."""
    digest = hashlib.sha256()
    for path in sorted(_source_files()):
        digest.update(path.relative_to(paths.ROOT).as_posix().encode())
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    versions = {name: version(name) for name in BUILD_TOOLS}
    versions |= {name: node_package_version(name) for name in ("pyodide", "esbuild")}
    versions["python"] = sys.version
    digest.update(json.dumps(versions, sort_keys=True).encode())
    return digest.hexdigest()


def _source_files() -> Iterator[Path]:
    yield paths.PROJECT_FILE
    yield paths.LOCKED_PACKAGES
    yield from paths.WORKER_SOURCES
    for folder in (paths.PACKAGE, Path(__file__).parent):
        for path in folder.rglob("*"):
            if path.is_file() and "__pycache__" not in path.parts:
                yield path
