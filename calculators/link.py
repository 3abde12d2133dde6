"""A scenario in a link: `annual-cost.<payload>`, to stand behind `#`, which browsers never send to a server."""

import base64
import binascii
import zlib

LONGEST_TEXT = 200_000


class BrokenLink(ValueError):
    """A link that is damaged or was cut off."""


def pack(calculator: str, text: str) -> str:
    """Return what stands behind `#scenario=` for the JSON text of a scenario."""
    return f"{calculator}.{base64.urlsafe_b64encode(zlib.compress(text.encode(), 9)).decode().rstrip('=')}"


def unpack(link: str) -> tuple[str, str]:
    """Return the calculator's name and the JSON text that a link carries; raises `BrokenLink`."""
    calculator, _, payload = link.partition(".")
    try:
        packed = base64.b64decode(payload + "=" * (-len(payload) % 4), altchars=b"-_", validate=True)
        stream = zlib.decompressobj()
        text = stream.decompress(packed, LONGEST_TEXT)
        if not stream.eof:
            raise BrokenLink(link)
        return calculator, text.decode()
    except (binascii.Error, zlib.error, UnicodeDecodeError, ValueError) as error:
        raise BrokenLink(link) from error
