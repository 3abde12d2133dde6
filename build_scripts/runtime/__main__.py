"""`python -m build_scripts.runtime`: assemble the runtime and say where it stands."""

import sys

from . import paths
from .assembly import RuntimeUnsound, assemble
from .commands import ToolFailed


def main() -> int:
    """Assemble; returns the exit status."""
    try:
        folder = assemble()
    except (ToolFailed, RuntimeUnsound) as problem:
        print(f"runtime: {problem}", file=sys.stderr)
        return 1
    print(f"runtime: {folder.relative_to(paths.ROOT).as_posix()}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
