"""What the browser visits: a copy of the built site, and beside it the other ways to run the same Python in a page."""

import hashlib
import json
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from pyodide_lock import PyodideLockSpec
from pyodide_lock.utils import add_wheels_to_spec

from build_scripts.runtime import paths
from build_scripts.runtime.compression import write_compressed
from build_scripts.runtime.wheels import locked_wheels
from build_scripts.serve import make_server

_PAGES = Path(__file__).with_name("pages")
_INSTALLER = paths.ROOT / "requirements" / "bench.txt"
_PYSCRIPT = paths.NODE_PACKAGES / "@pyscript" / "core" / "dist"
_STOCK_FILES = ("pyodide.js", "pyodide.mjs", "pyodide.asm.js", "pyodide.asm.wasm", "python_stdlib.zip")


def copy_delivery(built: Path, folder: Path) -> None:
    """Copy what was built, so that a build meanwhile does not change what is measured."""
    shutil.copytree(built, folder)


def write_other_ways(folder: Path, site: str) -> str:
    """Write the pages of the other ways, with all they load; returns our wheel's address within the folder.

    `site` is the address of ours, for the page that shows one of its calculators.

    Pyodide's files are npm's own. Its lock lists the wheels that the site runs on as part of the distribution,
    as it lists other versions of most of them when it comes from Pyodide's own servers.
    """
    shutil.copytree(_PAGES, folder)
    host = folder / "widget.html"
    host.write_text(host.read_text("utf-8").replace("SITE", site), "utf-8")
    shutil.copytree(_PYSCRIPT, folder / "pyscript", ignore=shutil.ignore_patterns("*.map"))
    pyodide = folder / "pyodide"
    pyodide.mkdir()
    for name in _STOCK_FILES:
        shutil.copy(paths.PYODIDE / name, pyodide)
    wheels = [Path(shutil.copy(wheel, pyodide)) for wheel in [*locked_wheels(), *_installer_wheels()]]
    lock = PyodideLockSpec.from_json(paths.PYODIDE / "pyodide-lock.json")
    add_wheels_to_spec(lock, wheels).to_json(pyodide / "pyodide-lock.json")

    (our_wheel,) = paths.WHEEL.glob("*.whl")
    shutil.copy(our_wheel, pyodide)
    address = f"pyodide/{our_wheel.name}"
    settings = {"interpreter": "./pyodide/pyodide.mjs", "packages": [f"./{address}"]}
    (folder / "pyscript.json").write_text(json.dumps(settings), "utf-8")
    write_compressed([path for path in folder.rglob("*") if path.is_file()])
    return address


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """The address, with a slash at its end, at which the project's own server serves a folder meanwhile."""
    with make_server(folder, port=0) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}/"
        finally:
            server.shutdown()
            thread.join()


def _installer_wheels() -> list[Path]:
    """The wheels of micropip, downloaded once; npm's Pyodide comes without them."""
    digest = hashlib.sha256(_INSTALLER.read_bytes()).hexdigest()[:16]
    folder = paths.CACHE / "bench-wheels" / digest
    if not folder.exists():
        part = folder.with_suffix(".part")
        shutil.rmtree(part, ignore_errors=True)
        download = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--require-hashes"]
        subprocess.run([*download, "--requirement", str(_INSTALLER), "--dest", str(part)], check=True)
        part.rename(folder)
    return sorted(folder.glob("*.whl"))
