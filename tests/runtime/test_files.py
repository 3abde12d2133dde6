"""What stands in the runtime folder, and that it is small and complete."""

import base64
import gzip
import hashlib
import json
import re
import shutil
from pathlib import Path

import brotli
import pytest

from build_scripts.runtime import paths
from build_scripts.runtime.assembly import assemble, example_scenarios, memory_snapshot, start_in_node
from build_scripts.runtime.library import copy_stock_library
from build_scripts.runtime.memory import pack
from build_scripts.runtime.static_tables import without_tables
from build_scripts.runtime.wasm import without_data


@pytest.fixture(scope="session")
def manifest(runtime: Path) -> dict[str, dict[str, dict[str, object]]]:
    return json.loads((runtime / "manifest.json").read_text("utf-8"))


def test_every_file_is_as_the_manifest_says(runtime: Path, manifest: dict) -> None:
    assert {"worker.js", "lean/pyodide.asm.wasm", "snapshot/memory.bin"} <= set(manifest["files"])
    for name, entry in manifest["files"].items():
        content = (runtime / name).read_bytes()
        assert (hashlib.sha256(content).hexdigest(), len(content)) == (entry["sha256"], entry["bytes"]), name


@pytest.mark.parametrize(("profile", "most"), [("lean", 3_700_000), ("snapshot", 4_600_000)])
def test_a_start_downloads_little(profile: str, most: int, manifest: dict) -> None:
    assert manifest["download_bytes"][profile] <= most


def test_copies_hold_the_same_content(runtime: Path, manifest: dict) -> None:
    for name, entry in manifest["files"].items():
        content = (runtime / name).read_bytes()
        small = (runtime / f"{name}.br").read_bytes()
        assert len(small) == entry["download_bytes"]
        assert brotli.decompress(small) == content
        assert gzip.decompress((runtime / f"{name}.gz").read_bytes()) == content
        inline = (runtime / "inline" / f"{name}.js").read_text("ascii")
        (text,) = re.findall(rf'^\(globalThis\.ahRuntime \|\|= {{}}\)\["{re.escape(name)}"\] = "(.*)";$', inline)
        assert gzip.decompress(base64.b64decode(text)) == content


def test_current_runtime_is_not_assembled_again(runtime: Path) -> None:
    before = paths.CURRENT.stat().st_mtime_ns
    assert assemble() == runtime
    assert paths.CURRENT.stat().st_mtime_ns == before
    assert json.loads(paths.CURRENT.read_text("utf-8"))["hash"] == runtime.name


def test_no_file_names_the_machine_it_was_made_on(runtime: Path, manifest: dict) -> None:
    for name in manifest["files"]:
        assert str(paths.ROOT).encode() not in (runtime / name).read_bytes(), name


def test_a_snapshot_made_again_is_the_same(runtime: Path, tmp_path: Path) -> None:
    examples = example_scenarios()
    # What is used was noted with Pyodide's own library, which the build trims afterwards.
    untrimmed = shutil.copytree(runtime, tmp_path / "untrimmed", ignore=shutil.ignore_patterns("inline", "snapshot"))
    copy_stock_library(untrimmed / "lean" / "python_stdlib.zip")
    functions = start_in_node(untrimmed, "lean", "use", examples)["functions"]
    assert memory_snapshot(runtime, examples, functions) == (runtime / "snapshot" / "memory.bin").read_bytes()


def test_packing_leaves_out_only_zeros() -> None:
    memory = b"a" * 10 + bytes(5000) + b"b" + bytes(100) + b"c" + bytes(9000)
    packed = pack(memory)
    numbers = [int.from_bytes(packed[at : at + 4], "little") for at in range(0, 24, 4)]
    assert numbers == [len(memory), 2, 0, 10, 5010, 5112]
    assert packed[24:] == b"a" * 10 + b"b" + bytes(100) + b"c"


def test_only_the_data_leaves_the_module(runtime: Path) -> None:
    whole = (runtime / "lean" / "pyodide.asm.wasm").read_bytes()
    emptied = (runtime / "snapshot" / "pyodide.asm.wasm").read_bytes()
    assert emptied == without_data(whole)
    same = next(at for at, (one, other) in enumerate(zip(whole, emptied, strict=False)) if one != other)
    assert same > len(emptied) * 0.9
    with pytest.raises(ValueError, match="not a WebAssembly module"):
        without_data(b"something else")


def test_memory_that_does_not_hold_every_table_is_refused(runtime: Path) -> None:
    whole = (runtime / "lean" / "pyodide.asm.wasm").read_bytes()
    emptied = without_tables(whole)
    assert len(emptied) == len(whole)
    with pytest.raises(ValueError, match=r"write static_tables\.toml anew"):
        without_tables(emptied)
