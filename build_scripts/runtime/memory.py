"""The packed form of a memory snapshot."""

import re
import struct
from itertools import pairwise

# Gaps shorter than this are cheaper to carry along.
_SHORTEST_GAP = 4096


def pack(memory: bytes) -> bytes:
    """Leave out the long stretches of zeros; `docs/assets/packed_memory.mjs` puts them back.

    A third of a snapshot is memory that nothing uses. The packed form is a list of 32-bit
    little-endian numbers, namely the size of the whole, how many pieces follow, and where
    each begins and ends, followed by the pieces.
    """
    gaps = [match.span() for match in re.finditer(rb"\0{%d,}" % _SHORTEST_GAP, memory)]
    edges = [0, *(edge for gap in gaps for edge in gap), len(memory)]
    pieces = [(start, end) for start, end in list(pairwise(edges))[::2] if start < end]
    numbers = [len(memory), len(pieces), *(edge for piece in pieces for edge in piece)]
    return struct.pack(f"<{len(numbers)}I", *numbers) + b"".join(memory[start:end] for start, end in pieces)
