"""Compressed copies of files, as a web server sends them."""

import hashlib
import shutil
from collections.abc import Collection, Iterable
from concurrent.futures import ThreadPoolExecutor
from importlib.metadata import version
from pathlib import Path

import brotli
import deflate

from . import paths

_CACHE = paths.CACHE / "compressed" / f"brotli-{version('brotli')}-deflate-{version('deflate')}"
_LARGEST_BROTLI_WINDOW = 24
_BEST_DEFLATE = 12


def brotli_copy(content: bytes) -> bytes:
    """The content in brotli's best compression."""
    return bytes(brotli.compress(content, quality=11, lgwin=_LARGEST_BROTLI_WINDOW))


def gzip_copy(content: bytes) -> bytes:
    """The content in gzip's best compression, undated."""
    # libdeflate looks further than zlib: 4 % less of the runtime's files.
    return bytes(deflate.gzip_compress(content, _BEST_DEFLATE))


def write_compressed(files: Iterable[Path]) -> None:
    """Write a `.br` and a `.gz` file beside each file.

    The best compression is slow, so its results are kept for files that did not change.
    """
    with ThreadPoolExecutor() as workers:
        largest_first = sorted(files, key=lambda path: -path.stat().st_size)
        list(workers.map(_write_both, largest_first))


def forget_compressed_except(hashes: Collection[str]) -> None:
    """Keep the results for files with these SHA-256 only."""
    for path in _CACHE.iterdir():
        if path.stem not in hashes:
            path.unlink()


def _write_both(path: Path) -> None:
    content = path.read_bytes()
    kept = _CACHE / hashlib.sha256(content).hexdigest()
    for suffix, compress in ((".br", brotli_copy), (".gz", gzip_copy)):
        cached = kept.with_suffix(suffix)
        if not cached.exists():
            cached.parent.mkdir(parents=True, exist_ok=True)
            part = cached.with_suffix(f"{suffix}.part")
            part.write_bytes(compress(content))
            part.rename(cached)
        shutil.copyfile(cached, path.with_name(path.name + suffix))
