"""The part of Python's standard library that the calculators use, as bytecode."""

import shutil
from collections.abc import Collection
from pathlib import Path

from . import paths
from .archives import read_archive, write_archive
from .packages import compile_to_bytecode

# Not seen when all goes well, but needed to report an error or to read a file name.
ALWAYS_KEPT = frozenset(
    {
        "__future__",
        "_colorize",
        "_strptime",
        "ast",
        "contextlib",
        "difflib",
        "encodings.ascii",
        "encodings.cp437",
        "encodings.idna",
        "encodings.latin_1",
        "encodings.unicode_escape",
        "encodings.utf_8_sig",
        "linecache",
        "stringprep",
        "textwrap",
        "token",
        "tokenize",
        "traceback",
        "warnings",
    }
)

STOCK_LIBRARY = paths.PYODIDE / "python_stdlib.zip"


def write_library(target: Path, used: Collection[str]) -> None:
    """Write the modules named in `used`, and those always kept, as an archive of bytecode."""
    stock = read_archive(STOCK_LIBRARY)
    wanted = {module_file(name) for name in ALWAYS_KEPT} | {module_file(name) for name in used}
    wanted |= {module_file(name, package=True) for name in [*used, *ALWAYS_KEPT]}
    kept = {name: content for name, content in stock.items() if name in wanted}
    write_archive(target, kept)
    compile_to_bytecode(target)
    write_archive(target, read_archive(target))


def write_empty_library(target: Path) -> None:
    """Write an archive of nothing, for a start that takes every module from a memory snapshot."""
    write_archive(target, {})


def copy_stock_library(target: Path) -> None:
    """Copy Pyodide's own library of source files."""
    shutil.copyfile(STOCK_LIBRARY, target)


def module_file(name: str, *, package: bool = False) -> str:
    """The file in the library that a module, or a package, would stand in."""
    return name.replace(".", "/") + ("/__init__.py" if package else ".py")
