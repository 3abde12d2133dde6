"""Putting the runtime together, step by step."""

import json
import shutil
import sys
from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from . import paths
from .commands import run
from .compression import forget_compressed_except, write_compressed
from .inline import write_inline
from .inputs import input_digest
from .library import copy_stock_library, write_empty_library, write_library
from .manifest import FileEntry, content_hash, describe, write_current, write_manifest
from .memory import pack
from .packages import write_empty_lock, write_packages
from .static_tables import modules, without_tables
from .wasm import without_data
from .wheels import build_our_wheel, locked_wheels

WASM = "pyodide.asm.wasm"
LIBRARY = "python_stdlib.zip"
MEMORY = "memory.bin"
WORKER = "worker.js"
UNFINISHED = "unfinished-"

# Ours first: it asks for the files before the browser runs Pyodide's.
_PYODIDE_SCRIPTS = ("pyodide.js", "pyodide.asm.js")


class RuntimeUnsound(Exception):
    """The assembled runtime does not answer as it should."""


def assemble() -> Path:
    """Assemble the runtime unless it stands already; returns its folder."""
    inputs = input_digest()
    if paths.CURRENT.exists():
        current = json.loads(paths.CURRENT.read_text("utf-8"))
        folder: Path = paths.RUNTIMES / current["hash"]
        if current["inputs"] == inputs and folder.exists():
            return folder
    paths.RUNTIMES.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(prefix=UNFINISHED, dir=paths.RUNTIMES) as place:
        work = Path(place) / "runtime"
        entries = _assemble(work)
        folder = paths.RUNTIMES / content_hash(entries)
        shutil.rmtree(folder, ignore_errors=True)
        work.rename(folder)
    write_current(folder.name, entries, inputs)
    _forget_older(folder, entries)
    return folder


def _forget_older(current: Path, entries: Mapping[str, FileEntry]) -> None:
    """Remove earlier runtimes, which are large, and the compressed copies that only they needed."""
    for folder in paths.RUNTIMES.iterdir():
        if folder.is_dir() and folder != current and not folder.name.startswith(UNFINISHED):
            shutil.rmtree(folder)
    forget_compressed_except({entry["sha256"] for entry in entries.values()})


def _assemble(work: Path) -> dict[str, FileEntry]:
    for profile in ("lean", "snapshot"):
        (work / profile).mkdir(parents=True)
    examples = example_scenarios()

    print("runtime: packages and library", flush=True)
    wheel = build_our_wheel()
    functions = _assemble_lean(work, wheel, examples)
    print("runtime: memory snapshot", flush=True)
    _assemble_snapshot(work, examples, functions)

    print("runtime: compression", flush=True)
    write_compressed(work / name for name in _names(work))
    _write_worker(work)
    write_compressed([work / WORKER])
    names = _names(work)
    entries = describe(work, names)
    write_inline(work, names)
    write_manifest(work, wheel, entries)
    return entries


def example_scenarios() -> dict[str, str]:
    """Each calculator's example scenario, as the command line prints it."""
    command = [sys.executable, "-m", "calculators"]
    names = [line.split()[0] for line in run([*command, "list"]).splitlines()]
    return {name: run([*command, "example", name]) for name in names}


def start_in_node(
    folder: Path, profile: str, task: str, examples: dict[str, str], *more: str, functions: Any = None
) -> Any:
    """Start a runtime in Node and use every operation; `task`, and what it prints, as in `node_tasks.mjs`."""
    given = {
        "warm_up": paths.WARM_UP.read_text("utf-8"),
        "shedding": paths.SHEDDING.read_text("utf-8"),
        "examples": examples,
        "functions": functions,
        "modules": modules(),
    }
    return json.loads(run(["node", str(paths.NODE_TASKS), str(folder), profile, task, *more], json.dumps(given)))


def memory_snapshot(folder: Path, examples: dict[str, str], functions: Any) -> bytes:
    """The packed memory of a lean start after every operation was used; of Python's functions it keeps those named."""
    with TemporaryDirectory() as place:
        whole = Path(place) / MEMORY
        start_in_node(folder, "lean", "snapshot", examples, str(whole), functions=functions)
        return pack(without_tables(whole.read_bytes()))


def _assemble_lean(work: Path, wheel: Path, examples: dict[str, str]) -> Any:
    """Assemble the lean profile; returns which functions the page's operations use."""
    lean = work / "lean"
    shutil.copyfile(paths.PYODIDE / WASM, lean / WASM)
    write_packages([wheel, *locked_wheels()], lean)
    copy_stock_library(lean / LIBRARY)
    used = start_in_node(work, "lean", "use", examples)
    write_library(lean / LIBRARY, used["modules"])
    return used["functions"]


def _assemble_snapshot(work: Path, examples: dict[str, str], functions: Any) -> None:
    snapshot = work / "snapshot"
    (snapshot / WASM).write_bytes(without_data((work / "lean" / WASM).read_bytes()))
    write_empty_library(snapshot / LIBRARY)
    write_empty_lock(snapshot)
    (snapshot / MEMORY).write_bytes(memory_snapshot(work, examples, functions))
    # This also shows that nothing is asked for that the snapshot left out, or that its empty library has not got.
    if start_in_node(work, "snapshot", "answers", examples) != start_in_node(work, "lean", "answers", examples):
        raise RuntimeUnsound("the memory snapshot answers otherwise than a start from the library")


def _write_worker(work: Path) -> None:
    """Write the worker's one script."""
    entries = describe(work, _names(work))
    ours = run(
        [
            str(paths.NODE_PACKAGES / ".bin" / "esbuild"),
            str(paths.WORKER),
            "--bundle",
            "--format=iife",
            "--minify",
            "--target=es2022",
            "--log-level=warning",
            f"--define:RUNTIME_FILES={json.dumps(entries, sort_keys=True)}",
        ]
    )
    theirs = ((paths.PYODIDE / name).read_text("utf-8") for name in _PYODIDE_SCRIPTS)
    (work / WORKER).write_text("\n".join([ours, *theirs]), "utf-8")


def _names(folder: Path) -> list[str]:
    """The runtime's own files, without their compressed copies."""
    found = (path for path in folder.rglob("*") if path.is_file() and path.suffix not in (".br", ".gz"))
    return sorted(path.relative_to(folder).as_posix() for path in found)
