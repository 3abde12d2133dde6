"""How long the build takes: of everything from nothing, and again after an edit, in a copy of the project."""

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from build_scripts.commit_time import commit_time
from build_scripts.runtime import paths

_EDITED = Path("docs", "guide", "coverage", "limits.md")
# What is downloaded is there: how long that takes says nothing about the build.
_DOWNLOADED = paths.CACHE.relative_to(paths.ROOT) / "wheels"


def builds_report() -> dict[str, float]:
    """Measure each build once; seconds."""
    with _copy() as copy:
        taken = {"from_nothing": _seconds(copy, "website")}
        with (copy / _EDITED).open("a", encoding="utf-8") as page:
            page.write("\nOne more sentence.\n")
        taken["edited_page"] = _seconds(copy, "website")
        taken["offline"] = _seconds(copy, "offline")
    return taken


@contextmanager
def _copy() -> Iterator[Path]:
    """The project's sources, as they stand here, with the tools and without anything that was built."""
    listed = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    names = subprocess.run(listed, cwd=paths.ROOT, capture_output=True, encoding="utf-8", check=True).stdout
    with TemporaryDirectory() as folder:
        copy = Path(folder)
        for name in filter(None, names.split("\0")):
            source, target = paths.ROOT / name, copy / name
            if source.is_file():
                target.parent.mkdir(parents=True, exist_ok=True)
                shutil.copy(source, target)
        (copy / "node_modules").symlink_to(paths.NODE_PACKAGES.resolve())
        shutil.copytree(paths.ROOT / _DOWNLOADED, copy / _DOWNLOADED)
        yield copy


def _seconds(copy: Path, what: str) -> float:
    environment = {**os.environ, "SOURCE_DATE_EPOCH": f"{commit_time():%s}"}
    began = time.perf_counter()
    command = [sys.executable, "-m", f"build_scripts.{what}"]
    subprocess.run(command, cwd=copy, env=environment, stdout=subprocess.DEVNULL, check=True)
    return round(time.perf_counter() - began, 1)
