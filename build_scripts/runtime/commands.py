"""Running the tools that the assembly is made of."""

import os
import subprocess
from collections.abc import Mapping, Sequence
from types import MappingProxyType

from . import paths
from .archives import ZIP_EPOCH


class ToolFailed(Exception):
    """A tool ended with an error; the text is what it printed."""


def run(
    command: Sequence[str | os.PathLike[str]], given: str = "", environment: Mapping[str, str] = MappingProxyType({})
) -> str:
    """Run a tool at the root of the project and return what it printed.

    `given` is its standard input, `environment` what it is told beyond what all are told. Raises ToolFailed when it
    does not end well.
    """
    # Tools that date their output take the date from here, so that it does not depend on when we build.
    told = os.environ | {"SOURCE_DATE_EPOCH": ZIP_EPOCH, "PYTHONDONTWRITEBYTECODE": "1", "PYTHONHASHSEED": "0"}
    done = subprocess.run(
        command,
        cwd=paths.ROOT,
        env={**told, **environment},
        input=given,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    if done.returncode:
        shown = " ".join(os.fspath(part) for part in command[:4])
        raise ToolFailed(f"{shown} … ended with {done.returncode}:\n{_end(done.stdout)}\n{_end(done.stderr)}")
    return done.stdout


def _end(text: str) -> str:
    """The last lines of a tool's output, where the reason usually stands, without lines of minified code."""
    return "\n".join([line for line in text.splitlines() if len(line) < 500][-40:])
