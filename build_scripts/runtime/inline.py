"""Copies of the runtime's files as classic scripts, for pages that cannot fetch."""

import base64
import json
from pathlib import Path

INLINE = "inline"


def write_inline(folder: Path, names: list[str]) -> None:
    """Write `inline/NAME.js` for each file: base64 of its gzip copy, assigned to a global."""
    for name in names:
        text = base64.b64encode((folder / f"{name}.gz").read_bytes()).decode("ascii")
        key = json.dumps(name)
        target = folder / INLINE / f"{name}.js"
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(f'(globalThis.ahRuntime ||= {{}})[{key}] = "{text}";\n', "ascii")
