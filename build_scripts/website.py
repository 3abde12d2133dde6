"""`python -m build_scripts.website`: builds the whole site into `site/`, unless it stands there already.

The runtime is assembled, the pages are drawn, our JavaScript and CSS are bundled, and every page gets its
Content-Security-Policy. The new site takes the old one's place at the end, in one go. Other deliveries of the same
pages are built by the same steps.
"""

import hashlib
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from attrs import field, frozen

from build_scripts import widgets
from build_scripts.content_security_policy import WEBSITE_DIRECTIVES, inline_scripts, policy, with_policy
from build_scripts.hosts import recipes
from build_scripts.runtime.commands import ToolFailed
from build_scripts.runtime.compression import write_compressed
from build_scripts.search import SearchUnfit, let_search_wait
from build_scripts.service_worker import write_service_worker

ROOT = Path(__file__).absolute().parents[1]
SITE = ROOT / "site"

_BUILD = ROOT / "build"
_UNFINISHED = _BUILD / "website"
_REPLACED = _BUILD / "website.replaced"
_RUNTIMES = _BUILD / "runtime"

_INPUTS = (
    "CHANGELOG.md",
    "build_scripts",
    "calculators",
    "docs",
    "mkdocs.offline.yml",
    "mkdocs.yml",
    "package-lock.json",
    "pyproject.toml",
    "requirements",
)
# What pages run: the calculators, what starts their worker early, and what the guide's pages need.
_SCRIPTS = ("calculators", "early_start", "guide")
_COMPRESSIBLE = {".css", ".html", ".js", ".json", ".svg", ".xml"}

ESBUILD = (str(ROOT / "node_modules" / ".bin" / "esbuild"), "--bundle", "--minify", "--log-level=warning")


class BuildFailed(Exception):
    """A tool that the build rests on ended with an error, which it has printed."""


@frozen
class Delivery:
    """One way in which the pages reach people.

    `folder` is where they come to stand; `configuration` is MkDocs's, with what it is told in `variables` of the
    environment; `finish` makes of the drawn pages in a folder what people get.
    """

    name: str
    folder: Path
    configuration: str
    finish: Callable[[Path], None]
    variables: Mapping[str, str] = field(factory=dict)

    @property
    def digest(self) -> Path:
        """Where it is noted of which inputs the delivery was made."""
        return _BUILD / f"{self.name}.digest"


def build() -> Path:
    """Build the website unless it is up to date; returns its folder.

    Raises BuildFailed as `build_delivery` does.
    """
    if not recipes.FOLDER.exists():
        WEBSITE.digest.unlink(missing_ok=True)
    return build_delivery(WEBSITE)


def build_delivery(delivery: Delivery) -> Path:
    """Build a delivery unless it is up to date; returns its folder.

    Raises BuildFailed when a part of it cannot be built; what stood there before stays.
    """
    digest = _input_digest(delivery)
    if delivery.folder.exists() and delivery.digest.exists() and delivery.digest.read_text("utf-8") == digest:
        return delivery.folder
    _say(delivery, "runtime")
    run([sys.executable, "-m", "build_scripts.runtime"])
    _say(delivery, "pages")
    shutil.rmtree(_UNFINISHED, ignore_errors=True)
    draw_pages(_UNFINISHED, delivery)
    _say(delivery, "scripts and styles")
    _bundle()
    _say(delivery, "runtime, policy and what else belongs to it")
    delivery.finish(_UNFINISHED)
    _take_place(delivery, digest)
    return delivery.folder


def draw_pages(folder: Path, delivery: Delivery | None = None) -> None:
    """Draw a delivery's pages, without their policies, with what they show but for scripts and the runtime.

    Those of the website, if no other is named.
    """
    delivery = delivery or WEBSITE
    # With `--quiet` MkDocs would not count its warnings either, and no broken link would end the build.
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--config-file", delivery.configuration]
    run([*command, "--site-dir", str(folder)], delivery.variables)
    try:
        let_search_wait(folder)
    except SearchUnfit as problem:
        raise BuildFailed(str(problem)) from problem


def _bundle() -> None:
    runtime = _current_runtime()
    run(
        [
            *ESBUILD,
            *(f"docs/assets/{name}.mjs" for name in _SCRIPTS),
            "--format=iife",
            "--target=es2022",
            f"--define:RUNTIME_HASH={json.dumps(runtime['hash'])}",
            f"--define:RUNTIME_FILES={json.dumps(runtime['files'])}",
            f"--outdir={_UNFINISHED / 'assets'}",
        ]
    )
    styles = [f"docs/assets/{path.name}" for path in (ROOT / "docs" / "assets").glob("*.css")]
    run([*ESBUILD, *styles, f"--outdir={_UNFINISHED / 'assets'}", "--allow-overwrite"])


def _make_widgets(folder: Path) -> None:
    runtime = _current_runtime()
    run(
        [
            *ESBUILD,
            *widgets.bundles(runtime["files"]),
            f"--define:RUNTIME_HASH={json.dumps(runtime['hash'])}",
            f"--define:RUNTIME_FILES={json.dumps(runtime['files'])}",
            f"--outdir={folder / widgets.FOLDER}",
        ]
    )
    widgets.write_pages(folder / widgets.FOLDER, _address())


def _finish_website(folder: Path) -> None:
    copy_runtime(folder)
    put_policy(folder, WEBSITE_DIRECTIVES)
    _make_widgets(folder)
    _write_service_worker(folder)
    write_compressed(_compressible_files(folder))
    recipes.write_recipes(folder, _address())


def copy_runtime(folder: Path, part: str = "") -> tuple[Path, Path]:
    """Put the current runtime, or one folder of it, beside the pages; returns the whole runtime, and the copy."""
    runtime = _RUNTIMES / _current_runtime()["hash"]
    copy = folder / "runtime" / runtime.name / part
    shutil.copytree(runtime / part, copy)
    return runtime, copy


def put_policy(folder: Path, directives: Sequence[str]) -> None:
    """State a Content-Security-Policy in every page, with the hashes of all pages' inline scripts."""
    pages = {path: path.read_text("utf-8") for path in folder.rglob("*.html")}
    one_policy = policy((script for page in pages.values() for script in inline_scripts(page)), directives)
    for path, page in pages.items():
        path.write_text(with_policy(page, one_policy), "utf-8")


def _write_service_worker(folder: Path) -> None:
    try:
        write_service_worker(folder)
    except ToolFailed as problem:
        raise BuildFailed(str(problem)) from problem


def _compressible_files(folder: Path) -> Iterator[Path]:
    for path in folder.rglob("*"):
        # The runtime brings its own compressed files.
        if path.suffix in _COMPRESSIBLE and "runtime" not in path.relative_to(folder).parts:
            yield path


def _take_place(delivery: Delivery, digest: str) -> None:
    delivery.digest.unlink(missing_ok=True)
    shutil.rmtree(_REPLACED, ignore_errors=True)
    delivery.folder.parent.mkdir(exist_ok=True)
    if delivery.folder.exists():
        delivery.folder.rename(_REPLACED)
    _UNFINISHED.rename(delivery.folder)
    shutil.rmtree(_REPLACED, ignore_errors=True)
    delivery.digest.write_text(digest, "utf-8")


def _current_runtime() -> dict[str, Any]:
    current: dict[str, Any] = json.loads((_RUNTIMES / "current.json").read_text("utf-8"))
    return current


def _address() -> str:
    return os.environ.get("SITE_URL", "")


def _input_digest(delivery: Delivery) -> str:
    """A hash of everything that decides what the delivery holds."""
    settings = {"SITE_URL": _address(), **delivery.variables}
    digest = hashlib.sha256(json.dumps(settings, sort_keys=True).encode())
    for name in _INPUTS:
        top = ROOT / name
        for path in sorted(top.rglob("*")) if top.is_dir() else [top]:
            if path.is_file() and "__pycache__" not in path.parts:
                digest.update(path.relative_to(ROOT).as_posix().encode())
                digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


def run(command: Sequence[str], variables: Mapping[str, str] | None = None) -> None:
    """Run a tool at the root of the project, with these variables in its environment.

    Raises BuildFailed when it does not end well.
    """
    # Material's notice about its successor is answered in docs/decisions; builds need not repeat it.
    # With one seed for all, whatever goes through a set comes out in the same order.
    environment = {**os.environ, "NO_MKDOCS_2_WARNING": "1", "PYTHONHASHSEED": "0", **(variables or {})}
    if subprocess.run(command, cwd=ROOT, env=environment, check=False).returncode:
        raise BuildFailed(f"{Path(command[0]).name} {' '.join(command[1:3])} failed; what it says stands above")


def _say(delivery: Delivery, part: str) -> None:
    print(f"{delivery.name}: {part}", flush=True)


WEBSITE = Delivery("website", SITE, "mkdocs.yml", _finish_website)


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
