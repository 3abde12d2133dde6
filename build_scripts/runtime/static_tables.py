"""Leaving the large tables of Python modules that no page imports out of a memory snapshot.

They are constants in C: character sets, and the names and properties of characters. `static_tables.toml` knows each by
its content, so that it is found wherever a build of Pyodide has put it, and nothing else is taken for it. Write that
file anew from the sources that Pyodide is built from, namely the folders of CPython and of musl:

    python -m build_scripts.runtime.static_tables CPYTHON MUSL
"""

import hashlib
import re
import struct
import sys
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from . import paths

LIST = Path(__file__).with_name("static_tables.toml")

# In CPython, by the module through which alone they are read; in a snapshot its use raises `LeftOut`.
_HEADERS = {
    "unicodedata": ("Modules/unicodedata_db.h", "Modules/unicodename_db.h"),
    **{f"_codecs_{region}": (f"Modules/cjkcodecs/mappings_{region}.h",) for region in ("cn", "hk", "jp", "kr", "tw")},
}
# In musl. Nothing in Pyodide calls iconv; it is there for packages in C, of which we have none.
_ICONV_HEADERS = ("big5", "gb18030", "hkscs", "jis0208", "ksc", "revjis")

_ARRAY = re.compile(r"^static const (unsigned \w+|\w+) (\w+)\[\w*\] = \{([^{}]*)\};", re.MULTILINE)
_FORMATS = {
    "unsigned char": "B",
    "unsigned short": "H",
    "unsigned int": "I",
    "ucs2_t": "H",
    "DBCHAR": "H",
}
# As Modules/cjkcodecs/cjkcodecs.h defines them.
_NAMED = {"U": 0xFFFE, "N": 0xFFFF, "M": 0xFFFE, "D": 0xFFFD}
_SMALLEST = 1024
_SAMPLE = 16


@dataclass(frozen=True)
class Table:
    """One table: its size in bytes, the SHA-256 of its content in hex, and a few of its bytes to look for."""

    length: int
    sha256: str
    sample_at: int
    sample: str

    def position(self, memory: bytes) -> int:
        """Where the table begins in memory. Raises ValueError when it is not there."""
        sample = bytes.fromhex(self.sample)
        found = -1
        while (found := memory.find(sample, found + 1)) >= 0:
            start = found - self.sample_at
            if start >= 0 and _sha256(memory[start : start + self.length]) == self.sha256:
                return start
        raise ValueError("no such content")


def modules() -> list[str]:
    """The Python modules that cannot work without the tables."""
    return [name for name in _listed() if name in _HEADERS]


def without_tables(memory: bytes) -> bytes:
    """The memory with zeros in place of the tables.

    Raises ValueError when it does not hold one of them, as after a change of Pyodide's version.
    """
    emptied = bytearray(memory)
    for owner, tables in _listed().items():
        for name, table in tables.items():
            try:
                start = table.position(memory)
            except ValueError as problem:
                message = f"the memory does not hold {owner}'s {name}; write {LIST.name} anew as its module tells"
                raise ValueError(message) from problem
            emptied[start : start + table.length] = bytes(table.length)
    return bytes(emptied)


def _listed() -> dict[str, dict[str, Table]]:
    read = tomllib.loads(LIST.read_text("utf-8"))
    return {owner: {name: Table(**table) for name, table in tables.items()} for owner, tables in read.items()}


def _write_list(cpython: Path, musl: Path) -> None:
    """Write down the tables of these sources that are in the Pyodide we have; name those that are not."""
    module = (paths.PYODIDE / "pyodide.asm.wasm").read_bytes()
    lines = ["# Written by the module of this name.\n"]
    for owner, contents in _in_sources(cpython, musl):
        lines.append(f"\n[{owner}]\n")
        for name, content in contents:
            table = _described(content)
            try:
                table.position(module)
            except ValueError:
                print(f"{owner}: {name} is not in this Pyodide")
                continue
            values = f'length = {table.length}, sha256 = "{table.sha256}"'
            lines.append(f'{name} = {{ {values}, sample_at = {table.sample_at}, sample = "{table.sample}" }}\n')
    LIST.write_text("".join(lines), "utf-8")


def _in_sources(cpython: Path, musl: Path) -> Iterator[tuple[str, list[tuple[str, bytes]]]]:
    for owner, headers in _HEADERS.items():
        arrays = [array for header in headers for array in _ARRAY.findall((cpython / header).read_text("utf-8"))]
        yield (
            owner,
            [(name, content) for kind, name, values in arrays if len(content := _content(kind, values)) >= _SMALLEST],
        )
    texts = {name: (musl / "src" / "locale" / f"{name}.h").read_text("utf-8") for name in _ICONV_HEADERS}
    yield "iconv", [(name, _content("unsigned short", values)) for name, values in texts.items()]


def _content(kind: str, values: str) -> bytes:
    """The array's bytes in WebAssembly's memory."""
    texts = [text for text in re.split(r"[\s,]+", values) if text]
    numbers = [_NAMED[text] if text in _NAMED else int(text, 0) for text in texts]
    return struct.pack(f"<{len(numbers)}{_FORMATS[kind]}", *numbers)


def _described(content: bytes) -> Table:
    # The most varied bytes: many tables begin with zeros, of which memory is full.
    at = max(range(0, len(content) - _SAMPLE, _SAMPLE), key=lambda at: len(set(content[at : at + _SAMPLE])))
    return Table(len(content), _sha256(content), at, content[at : at + _SAMPLE].hex())


def _sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


if __name__ == "__main__":
    _write_list(*map(Path, sys.argv[1:]))
