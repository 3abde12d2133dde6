"""The moment that a build is dated by: that of the commit it is made from, never the clock's."""

import os
import subprocess
from datetime import UTC, datetime
from pathlib import Path

ROOT = Path(__file__).absolute().parents[1]


class NoCommitTime(Exception):
    """Neither the environment nor Git says which commit this is."""


def commit_time() -> datetime:
    """The time that SOURCE_DATE_EPOCH names, or else the time of the checked-out commit.

    Raises NoCommitTime where neither can be read.
    """
    given = os.environ.get("SOURCE_DATE_EPOCH") or _from_git()
    if not given.isdecimal():
        raise NoCommitTime("which day is this source from? Build from a Git checkout, or set SOURCE_DATE_EPOCH")
    return datetime.fromtimestamp(int(given), UTC)


def _from_git() -> str:
    try:
        asked = subprocess.run(
            ["git", "log", "-1", "--format=%ct"], cwd=ROOT, capture_output=True, text=True, check=False
        )
    except FileNotFoundError:
        return ""
    return asked.stdout.strip()
