"""Where the assembly reads from and writes to."""

from pathlib import Path

ROOT = Path(__file__).absolute().parents[2]

PACKAGE = ROOT / "calculators"
PROJECT_FILE = ROOT / "pyproject.toml"
LOCKED_PACKAGES = ROOT / "requirements" / "browser.txt"
WORKER = ROOT / "docs" / "assets" / "worker.mjs"
WORKER_SOURCES = (WORKER, WORKER.with_name("packed_memory.mjs"))
NODE_PACKAGES = ROOT / "node_modules"
PYODIDE = NODE_PACKAGES / "pyodide"
NODE_TASKS = Path(__file__).with_name("node_tasks.mjs")
WARM_UP = Path(__file__).with_name("warm_up.py")
SHEDDING = Path(__file__).with_name("shedding.py")

BUILD = ROOT / "build"
CACHE = BUILD / "cache"
WHEEL = BUILD / "wheel"
RUNTIMES = BUILD / "runtime"
CURRENT = RUNTIMES / "current.json"
