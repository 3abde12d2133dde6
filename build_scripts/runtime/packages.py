"""The wheels as bytecode, with the lock file by which Pyodide finds them."""

import shutil
from collections.abc import Sequence
from pathlib import Path

from pyodide_lock import PyodideLockSpec
from pyodide_lock.utils import add_wheels_to_spec, update_package_sha256

from . import paths
from .archives import read_archive, write_archive
from .commands import run

LOCK_FILE = "pyodide-lock.json"


def write_packages(wheels: Sequence[Path], folder: Path) -> None:
    """Write compiled wheels and their lock file into `folder`."""
    for wheel in wheels:
        shutil.copy(wheel, folder)
    # The lock is made from the sources, for bytecode wheels no longer tell what can be imported.
    lock = add_wheels_to_spec(_empty_lock(), [folder / wheel.name for wheel in wheels])
    lock.to_json(folder / LOCK_FILE)
    compile_to_bytecode(folder)

    lock = PyodideLockSpec.from_json(folder / LOCK_FILE)
    for package in lock.packages.values():
        path = folder / package.file_name
        write_archive(path, read_archive(path))
        update_package_sha256(package, path)
    lock.to_json(folder / LOCK_FILE)


def write_empty_lock(folder: Path) -> None:
    """Write a lock file for a start that loads no packages."""
    _empty_lock().to_json(folder / LOCK_FILE)


def compile_to_bytecode(path: Path) -> None:
    """Replace the Python files in an archive, or in a folder's archives, by bytecode.

    Docstrings, assertions and the columns of tracebacks stay behind: no page shows them.
    """
    smaller = {"PYTHONOPTIMIZE": "2", "PYTHONNODEBUGRANGES": "1"}
    run(["pyodide", "py-compile", "--silent", "--compression-level", "0", str(path)], environment=smaller)


def python_version() -> str:
    """The version of Python that Pyodide carries."""
    return _empty_lock().info.python


def _empty_lock() -> PyodideLockSpec:
    stock = PyodideLockSpec.from_json(paths.PYODIDE / LOCK_FILE)
    return PyodideLockSpec(info=stock.info, packages={})
