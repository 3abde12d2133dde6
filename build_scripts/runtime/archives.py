"""Zip archives whose bytes depend on their contents only."""

import zipfile
from collections.abc import Mapping
from pathlib import Path

# The earliest moment that a zip entry can carry; also what SOURCE_DATE_EPOCH says below.
ZIP_DATE = (1980, 1, 1, 0, 0, 0)
ZIP_EPOCH = "315532800"


def read_archive(path: Path) -> dict[str, bytes]:
    """The files of a zip archive by their names."""
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist() if not name.endswith("/")}


def write_archive(path: Path, files: Mapping[str, bytes]) -> None:
    """Write files sorted, undated and uncompressed.

    Uncompressed, because the server's compression of the whole archive is better than
    the archive's own compression of each file.
    """
    with zipfile.ZipFile(path, "w", zipfile.ZIP_STORED) as archive:
        for name in sorted(files):
            archive.writestr(zipfile.ZipInfo(name, ZIP_DATE), files[name])
