"""Copies of the runtime's files as classic scripts, for pages that cannot fetch."""

import base64
import json
from pathlib import Path
from typing import Any

from .compression import gzip_copy

INLINE = "inline"


def write_inline(folder: Path, names: list[str]) -> None:
    """Write `inline/NAME.js` for each file: base64 of its gzip copy, assigned to a global."""
    for name in names:
        _write(folder / INLINE, name, _as_text((folder / f"{name}.gz").read_bytes()))


def write_difference(inline: Path, name: str, content: bytes, other: str, other_content: bytes) -> None:
    """Write a file's script anew, as what stands between the beginning and the end that it shares with another file."""
    head = _shared(content, other_content)
    tail = _shared(content[head:][::-1], other_content[head:][::-1])
    between = gzip_copy(content[head : len(content) - tail])
    _write(inline, name, {"of": other, "head": head, "tail": tail, "text": _as_text(between)})


def _shared(one: bytes, other: bytes) -> int:
    """How many bytes both begin with."""
    pairs = enumerate(zip(one, other, strict=False))
    return next((at for at, (a, b) in pairs if a != b), min(len(one), len(other)))


def _write(inline: Path, name: str, value: str | dict[str, Any]) -> None:
    target = inline / f"{name}.js"
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(f"(globalThis.ahRuntime ||= {{}})[{json.dumps(name)}] = {json.dumps(value)};\n", "ascii")


def _as_text(packed: bytes) -> str:
    return base64.b64encode(packed).decode("ascii")
