"""Taking the initial memory out of a WebAssembly module."""

_HEADER = b"\0asm\x01\0\0\0"
_DATA_SECTION = 11


def without_data(module: bytes) -> bytes:
    """The module with its one data segment emptied.

    A memory snapshot overwrites all memory that the segment would have filled. Raises
    ValueError when the module is not laid out as expected.
    """
    if not module.startswith(_HEADER):
        raise ValueError("not a WebAssembly module of version 1")
    position = len(_HEADER)
    while position < len(module):
        section = module[position]
        size, start = _unsigned(module, position + 1)
        if section == _DATA_SECTION:
            length_at, first, length = _single_segment(module, start)
            if first + length != start + size:
                raise ValueError("the data section does not end with its segment")
            emptied = module[start:length_at] + b"\0"
            return module[: position + 1] + _as_unsigned(len(emptied)) + emptied + module[start + size :]
        position = start + size
    raise ValueError("the module has no data section")


def _single_segment(module: bytes, start: int) -> tuple[int, int, int]:
    """Where the length of the section's one active segment stands, where its bytes begin, and the length."""
    count, position = _unsigned(module, start)
    flags, position = _unsigned(module, position)
    if (count, flags) != (1, 0):
        raise ValueError("expected one active data segment")
    end_of_offset = 0x0B
    # The offset is one instruction (a constant or a global, each with one number), then an end mark.
    _, position = _unsigned(module, position + 1)
    if module[position] != end_of_offset:
        raise ValueError("the segment's offset is not a single instruction")
    length, first = _unsigned(module, position + 1)
    return position + 1, first, length


def _unsigned(module: bytes, position: int) -> tuple[int, int]:
    """Read a LEB128 number; returns it and the position after it."""
    value = shift = 0
    while True:
        byte = module[position]
        position += 1
        value |= (byte & 0x7F) << shift
        shift += 7
        if byte < 0x80:
            return value, position


def _as_unsigned(value: int) -> bytes:
    """Write a LEB128 number."""
    written = bytearray()
    while value >= 0x80:
        written.append(value & 0x7F | 0x80)
        value >>= 7
    return bytes([*written, value])
