"""The packed form of a memory snapshot."""

import re
import struct
from collections.abc import Iterator
from itertools import pairwise

# Gaps shorter than this are cheaper to carry along.
_SHORTEST_GAP = 4096

# WebAssembly's memory comes in pages, so that what is left over stands before it.
_PAGE = 65536
_WORD = 4


def pack(memory: bytes, ring: int) -> bytes:
    """Leave out what can be made again; `docs/assets/packed_memory.mjs` puts it back.

    A third of a snapshot is memory that nothing uses: long stretches of zeros. And half a megabyte is links by which
    Python's garbage collector strings its objects together; as a ring has no beginning, they may as well stand in
    the order of their addresses. `ring`: where one of them stands in the snapshot.

    The packed form is a list of 32-bit little-endian numbers, namely the size of the whole, where in it memory begins,
    how many pieces follow, and where each begins and ends, followed by the pieces, and by the steps in words from each
    link to the next, seven bits a byte. Raises ValueError where the links are no ring.
    """
    begins = len(memory) % _PAGE
    bare = bytearray(memory)
    links = sorted(_links(memory, ring, begins))
    for link in links:
        bare[link : link + 2 * _WORD] = bytes(2 * _WORD)
    gaps = [match.span() for match in re.finditer(rb"\0{%d,}" % _SHORTEST_GAP, bare)]
    edges = [0, *(edge for gap in gaps for edge in gap), len(bare)]
    pieces = [(start, end) for start, end in list(pairwise(edges))[::2] if start < end]
    numbers = [len(bare), begins, len(pieces), *(edge for piece in pieces for edge in piece)]
    packed = struct.pack(f"<{len(numbers)}I", *numbers) + b"".join(bare[start:end] for start, end in pieces)
    return packed + b"".join(_in_sevens((link - before) // _WORD) for before, link in pairwise([0, *links]))


def _links(memory: bytes, ring: int, begins: int) -> Iterator[int]:
    """Yield where each link of a ring stands, each two words: the address of the next one and of the one before."""
    here = ring
    while True:
        yield here
        (following,) = struct.unpack_from("<I", memory, here)
        following += begins
        if following % _WORD or struct.unpack_from("<I", memory, following + _WORD) != (here - begins,):
            raise ValueError("the garbage collector's links are no ring")
        here = following
        if here == ring:
            return


def _in_sevens(number: int) -> bytes:
    written = bytearray()
    while number >= 0x80:
        written.append(number & 0x7F | 0x80)
        number >>= 7
    return bytes([*written, number])
