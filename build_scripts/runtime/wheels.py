"""The wheels that run in the browser: ours, and the pure-Python packages it needs."""

import hashlib
import shutil
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from . import paths
from .archives import read_archive, write_archive
from .commands import run


def build_our_wheel() -> Path:
    """Build the project's wheel from this checkout, with the tools that are installed already."""
    build = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--no-build-isolation", "--no-index"]
    with TemporaryDirectory() as place:
        run([*build, "--wheel-dir", place, str(paths.ROOT)])
        (wheel,) = Path(place).glob("*.whl")
        shutil.rmtree(paths.WHEEL, ignore_errors=True)
        paths.WHEEL.mkdir(parents=True)
        return Path(shutil.move(wheel, paths.WHEEL))


def locked_wheels() -> list[Path]:
    """The packages of `requirements/browser.txt` as pure-Python wheels, downloaded once."""
    digest = hashlib.sha256(paths.LOCKED_PACKAGES.read_bytes()).hexdigest()[:16]
    folder = paths.CACHE / "wheels" / digest
    if not folder.exists():
        downloaded = folder.with_suffix(".part")
        shutil.rmtree(downloaded, ignore_errors=True)
        _download(downloaded)
        for wheel in list(downloaded.glob("*.whl")):
            if not wheel.name.endswith("-none-any.whl"):
                _strip_native_code(wheel)
        downloaded.rename(folder)
    return sorted(folder.glob("*.whl"))


def wheel_version(wheel: Path) -> str:
    """The version that a wheel's file name states."""
    return wheel.name.split("-")[1]


def _download(folder: Path) -> None:
    # One platform is named so that every machine that builds gets the same files.
    download = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--require-hashes"]
    kind = ["--only-binary=:all:", "--platform=manylinux2014_x86_64", "--python-version=3.13", "--implementation=cp"]
    run([*download, *kind, "--requirement", str(paths.LOCKED_PACKAGES), "--dest", str(folder)])


def _strip_native_code(wheel: Path) -> None:
    """Replace a wheel by its Python files alone.

    markupsafe publishes no pure-Python wheel, but every wheel of it carries a pure-Python
    fallback for the compiled part.
    """
    name, version = wheel.name.split("-")[:2]
    files = {
        path: content
        for path, content in read_archive(wheel).items()
        if not path.endswith((".so", ".c", ".pyi", "/RECORD"))
    }
    about = f"{name}-{version}.dist-info"
    files[f"{about}/WHEEL"] = b"Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
    record = [*sorted(files), f"{about}/RECORD"]
    files[f"{about}/RECORD"] = "".join(f"{path},,\n" for path in record).encode()
    write_archive(wheel.with_name(f"{name}-{version}-py3-none-any.whl"), files)
    wheel.unlink()
