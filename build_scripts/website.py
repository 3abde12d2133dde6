"""`python -m build_scripts.website`: builds the whole site into `site/`, unless it stands there already.

The runtime is assembled, the pages are drawn, our JavaScript and CSS are bundled, and every page gets its
Content-Security-Policy. The new site takes the old one's place at the end, in one go.
"""

import hashlib
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from build_scripts import widgets
from build_scripts.content_security_policy import inline_scripts, policy, with_policy
from build_scripts.hosts import recipes
from build_scripts.runtime.commands import ToolFailed
from build_scripts.runtime.compression import write_compressed
from build_scripts.service_worker import write_service_worker

ROOT = Path(__file__).absolute().parents[1]
SITE = ROOT / "site"

_BUILD = ROOT / "build"
_UNFINISHED = _BUILD / "website"
_REPLACED = _BUILD / "website.replaced"
_DIGEST = _BUILD / "website.digest"
_RUNTIMES = _BUILD / "runtime"

_INPUTS = (
    "CHANGELOG.md",
    "build_scripts",
    "calculators",
    "docs",
    "mkdocs.yml",
    "package-lock.json",
    "pyproject.toml",
    "requirements",
)
# What pages run: the calculators, and what the guide's pages need.
_SCRIPTS = ("calculators", "guide")
_ESBUILD = (str(ROOT / "node_modules" / ".bin" / "esbuild"), "--bundle", "--minify", "--log-level=warning")
_COMPRESSIBLE = {".css", ".html", ".js", ".json", ".svg", ".xml"}


class BuildFailed(Exception):
    """A tool that the build rests on ended with an error, which it has printed."""


def build() -> Path:
    """Build the site unless it is up to date; returns its folder.

    Raises BuildFailed when a part of it cannot be built; the site that stood there before stays.
    """
    digest = _input_digest()
    if SITE.exists() and recipes.FOLDER.exists() and _DIGEST.exists() and _DIGEST.read_text("utf-8") == digest:
        return SITE
    _say("runtime")
    _run([sys.executable, "-m", "build_scripts.runtime"])
    _say("pages")
    shutil.rmtree(_UNFINISHED, ignore_errors=True)
    draw_pages(_UNFINISHED)
    _say("scripts and styles")
    _bundle()
    _copy_runtime()
    _say("policy and compression")
    _put_policy()
    _say("widgets")
    _make_widgets()
    _write_service_worker()
    write_compressed(_compressible_files())
    recipes.write_recipes(_UNFINISHED, _address())
    _take_place(digest)
    return SITE


def draw_pages(folder: Path) -> None:
    """Draw the pages, without their policies, with what they show but for scripts and the runtime."""
    # With `--quiet` MkDocs would not count its warnings either, and no broken link would end the build.
    _run([sys.executable, "-m", "mkdocs", "build", "--strict", "--site-dir", str(folder)])


def _bundle() -> None:
    runtime = _current_runtime()
    _run(
        [
            *_ESBUILD,
            *(f"docs/assets/{name}.mjs" for name in _SCRIPTS),
            "--format=iife",
            "--target=es2022",
            f"--define:RUNTIME_HASH={json.dumps(runtime['hash'])}",
            f"--define:RUNTIME_FILES={json.dumps(runtime['files'])}",
            f"--outdir={_UNFINISHED / 'assets'}",
        ]
    )
    styles = [f"docs/assets/{path.name}" for path in (ROOT / "docs" / "assets").glob("*.css")]
    _run([*_ESBUILD, *styles, f"--outdir={_UNFINISHED / 'assets'}", "--allow-overwrite"])


def _make_widgets() -> None:
    runtime = _current_runtime()
    _run(
        [
            *_ESBUILD,
            *widgets.bundles(runtime["files"]),
            f"--define:RUNTIME_HASH={json.dumps(runtime['hash'])}",
            f"--define:RUNTIME_FILES={json.dumps(runtime['files'])}",
            f"--outdir={_UNFINISHED / widgets.FOLDER}",
        ]
    )
    widgets.write_pages(_UNFINISHED / widgets.FOLDER, _address())


def _copy_runtime() -> None:
    name = _current_runtime()["hash"]
    shutil.copytree(_RUNTIMES / name, _UNFINISHED / "runtime" / name)


def _put_policy() -> None:
    pages = {path: path.read_text("utf-8") for path in _UNFINISHED.rglob("*.html")}
    site_policy = policy(script for page in pages.values() for script in inline_scripts(page))
    for path, page in pages.items():
        path.write_text(with_policy(page, site_policy), "utf-8")


def _write_service_worker() -> None:
    try:
        write_service_worker(_UNFINISHED)
    except ToolFailed as problem:
        raise BuildFailed(str(problem)) from problem


def _compressible_files() -> Iterator[Path]:
    for path in _UNFINISHED.rglob("*"):
        # The runtime brings its own compressed files.
        if path.suffix in _COMPRESSIBLE and "runtime" not in path.relative_to(_UNFINISHED).parts:
            yield path


def _take_place(digest: str) -> None:
    _DIGEST.unlink(missing_ok=True)
    shutil.rmtree(_REPLACED, ignore_errors=True)
    if SITE.exists():
        SITE.rename(_REPLACED)
    _UNFINISHED.rename(SITE)
    shutil.rmtree(_REPLACED, ignore_errors=True)
    _DIGEST.write_text(digest, "utf-8")


def _current_runtime() -> dict[str, Any]:
    current: dict[str, Any] = json.loads((_RUNTIMES / "current.json").read_text("utf-8"))
    return current


def _address() -> str:
    return os.environ.get("SITE_URL", "")


def _input_digest() -> str:
    """A hash of everything that decides what the site holds."""
    digest = hashlib.sha256(_address().encode())
    for name in _INPUTS:
        top = ROOT / name
        for path in sorted(top.rglob("*")) if top.is_dir() else [top]:
            if path.is_file() and "__pycache__" not in path.parts:
                digest.update(path.relative_to(ROOT).as_posix().encode())
                digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


def _run(command: Sequence[str]) -> None:
    # Material's notice about its successor is answered in docs/decisions; builds need not repeat it.
    # With one seed for all, whatever goes through a set comes out in the same order.
    environment = os.environ | {"NO_MKDOCS_2_WARNING": "1", "PYTHONHASHSEED": "0"}
    if subprocess.run(command, cwd=ROOT, env=environment, check=False).returncode:
        raise BuildFailed(f"{Path(command[0]).name} {' '.join(command[1:3])} failed; what it says stands above")


def _say(part: str) -> None:
    print(f"website: {part}", flush=True)


def main() -> int:
    """Build; returns the exit status."""
    try:
        site = build()
    except BuildFailed as problem:
        print(f"website: {problem}", file=sys.stderr)
        return 1
    print(f"website: {site.relative_to(ROOT)}/ is up to date")
    return 0


if __name__ == "__main__":
    sys.exit(main())
