"""The list of the runtime's files, with what a page must know about each."""

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import TypedDict

from . import paths
from .inputs import node_package_version
from .packages import python_version
from .wheels import wheel_version

MANIFEST = "manifest.json"


class FileEntry(TypedDict):
    """One file: its SHA-256 in hex, its size, and its size as brotli sends it."""

    sha256: str
    bytes: int
    download_bytes: int


def describe(folder: Path, names: list[str]) -> dict[str, FileEntry]:
    """Describe files that have their compressed copies beside them."""
    entries: dict[str, FileEntry] = {}
    for name in names:
        content = (folder / name).read_bytes()
        entries[name] = {
            "sha256": hashlib.sha256(content).hexdigest(),
            "bytes": len(content),
            "download_bytes": (folder / f"{name}.br").stat().st_size,
        }
    return entries


def content_hash(entries: Mapping[str, FileEntry]) -> str:
    """A short name for these files' contents."""
    listing = "\n".join(f"{entries[name]['sha256']} {name}" for name in sorted(entries))
    return hashlib.sha256(listing.encode()).hexdigest()[:16]


def write_manifest(folder: Path, wheel: Path, entries: Mapping[str, FileEntry]) -> None:
    """Write the manifest; the files of a profile are those at the top and in the profile's folder."""
    common = sum(entry["download_bytes"] for name, entry in entries.items() if "/" not in name)
    profiles = {
        profile: common
        + sum(entry["download_bytes"] for name, entry in entries.items() if name.startswith(f"{profile}/"))
        for profile in ("snapshot", "lean")
    }
    manifest = {
        "pyodide": node_package_version("pyodide"),
        "python": python_version(),
        "engine": wheel_version(wheel),
        "download_bytes": profiles,
        "files": entries,
    }
    (folder / MANIFEST).write_text(json.dumps(manifest, indent=2, sort_keys=True) + "\n", "utf-8")


def write_current(folder_hash: str, entries: Mapping[str, FileEntry], inputs: str) -> None:
    """Say which runtime is the current one, and of which inputs it was made."""
    current = {"hash": folder_hash, "files": entries, "inputs": inputs}
    paths.CURRENT.write_text(json.dumps(current, indent=2, sort_keys=True) + "\n", "utf-8")
