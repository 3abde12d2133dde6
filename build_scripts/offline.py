"""`python -m build_scripts.offline`: builds the offline copy into `dist/offline/`, and one zip of it.

The same pages, calculators and search as the website's, in a folder that opens by double click: no server, no network.
"""

import json
import sys
import zipfile
from datetime import datetime
from pathlib import Path

from build_scripts.commit_time import NoCommitTime, commit_time
from build_scripts.content_security_policy import FILE_DIRECTIVES
from build_scripts.runtime.inline import INLINE, write_difference
from build_scripts.website import ESBUILD, ROOT, BuildFailed, Delivery, build_delivery, copy_runtime, put_policy, run
from calculators.parameters import all_series

DIST = ROOT / "dist"
FOLDER = DIST / "offline"
NAME = "allied-health-coverage-guide"
HOW_TO_OPEN = "HOW TO OPEN.txt"

_TEXT = Path(__file__).with_name("how_to_open.txt")
# What only a server, a search engine, a developer or a search in another language has a use for.
_ONLY_ONLINE = (
    "404.html",
    "sitemap.xml",
    "sitemap.xml.gz",
    "search/search_index.json",
    "assets/early_start.js",
    "assets/**/*.map",
    "assets/**/lunr/**/*.js",
)
# Of each profile's WebAssembly; the fast start's is the other one without its data.
_WASM = "lean/pyodide.asm.wasm", "snapshot/pyodide.asm.wasm"


def build() -> tuple[Path, Path]:
    """Build the offline copy unless it is up to date; returns its folder and its zip.

    Raises BuildFailed and NoCommitTime; what stood there before stays.
    """
    made = commit_time()
    day = f"{made:%B} {made.day}, {made.year}"
    variables = {"OFFLINE_COPY_DATE": day, "OFFLINE_COPY_YEARS": years_held()}

    def finish(folder: Path) -> None:
        _put_runtime(folder)
        _put_search(folder)
        for pattern in _ONLY_ONLINE:
            for path in folder.glob(pattern):
                path.unlink()
        put_policy(folder, FILE_DIRECTIVES)
        text = _TEXT.read_text("utf-8").format(day=day, years=years_held())
        # As Windows' simplest editor reads it.
        (folder / HOW_TO_OPEN).write_text(text, "utf-8", newline="\r\n")

    delivery = Delivery("offline", FOLDER, "mkdocs.offline.yml", finish, variables)
    build_delivery(delivery)
    archive = DIST / f"{NAME}-offline-{made:%Y-%m-%d}.zip"
    if not archive.exists() or archive.stat().st_mtime_ns < delivery.digest.stat().st_mtime_ns:
        _write_zip(archive, made)
    return FOLDER, archive


def years_held() -> str:
    """The years for which yearly figures are held, such as `2023 to 2027`."""
    years = [year for series in all_series().values() if series.values[0].until for year in series.years]
    return f"{min(years)} to {max(years)}"


def _put_runtime(folder: Path) -> None:
    """Put in the copies of the runtime that need no server, and what two of them share only once."""
    runtime, inline = copy_runtime(folder, INLINE)
    lean, snapshot = _WASM
    write_difference(inline, lean, (runtime / lean).read_bytes(), snapshot, (runtime / snapshot).read_bytes())


def _put_search(folder: Path) -> None:
    """Give the search its index and its worker as scripts, which need no server."""
    index = (folder / "search" / "search_index.json").read_text("utf-8")
    (folder / "search" / "search_index.js").write_text(f"var __index = {index}", "utf-8")
    (worker,) = (folder / "assets" / "javascripts" / "workers").glob("search.*.js")
    run(
        [
            *ESBUILD,
            "docs/assets/search_worker.mjs",
            "--format=iife",
            "--target=es2022",
            f"--define:SEARCH_WORKER={json.dumps(worker.read_text('utf-8'))}",
            f"--outdir={folder / 'assets'}",
        ]
    )


def _write_zip(archive: Path, made: datetime) -> None:
    """Write the folder's zip, the same bytes for the same commit, in the place of those of other days."""
    unfinished = archive.with_suffix(".unfinished")
    with zipfile.ZipFile(unfinished, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as zipped:
        for path in sorted(FOLDER.rglob("*")):
            if path.is_file():
                entry = zipfile.ZipInfo(f"{NAME}/{path.relative_to(FOLDER).as_posix()}", made.timetuple()[:6])
                entry.compress_type = zipfile.ZIP_DEFLATED
                entry.external_attr = 0o644 << 16
                zipped.writestr(entry, path.read_bytes())
    for older in DIST.glob(f"{NAME}-offline-*.zip"):
        older.unlink()
    unfinished.rename(archive)


def main() -> int:
    """Build; returns the exit status."""
    try:
        folder, archive = build()
    except (BuildFailed, NoCommitTime) as problem:
        print(f"offline: {problem}", file=sys.stderr)
        return 1
    megabytes = archive.stat().st_size / 1e6
    print(f"offline: {folder.relative_to(ROOT)}/ and {archive.relative_to(ROOT)} ({megabytes:.1f} MB) are up to date")
    return 0


if __name__ == "__main__":
    sys.exit(main())
