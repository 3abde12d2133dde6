"""What a host sends with each file of the site: the one declaration that the local server and the recipes go by.

Paths are those within the site, without a slash at their start. Patterns are written so that Python, nginx, Apache and
Caddy read them alike.
"""

import re
from collections.abc import Mapping
from pathlib import PurePosixPath

from attrs import frozen

from build_scripts import content_security_policy

MEDIA_TYPES = {
    ".bin": "application/octet-stream",
    ".css": "text/css; charset=utf-8",
    ".csv": "text/csv; charset=utf-8",
    ".html": "text/html; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".json": "application/json",
    ".map": "application/json",
    ".mjs": "text/javascript; charset=utf-8",
    ".png": "image/png",
    ".svg": "image/svg+xml",
    ".txt": "text/plain; charset=utf-8",
    # Browsers compile WebAssembly while it arrives, but only under its own name.
    ".wasm": "application/wasm",
    ".whl": "application/zip",
    ".xml": "application/xml",
    ".zip": "application/zip",
}
OTHER_MEDIA_TYPE = "application/octet-stream"

# Stored beside a file, the most compact first: what the encoding is called, and how the file's name goes on.
ENCODINGS = (("br", ".br"), ("gzip", ".gz"))

NOT_FOUND = "404.html"


@frozen
class Rule:
    """Headers of the files whose path matches a pattern."""

    pattern: str
    headers: Mapping[str, str]


def rules(site_policy: str) -> tuple[Rule, ...]:
    """All rules; of two that name the same header the later one holds.

    `site_policy`: what the pages state as their Content-Security-Policy.
    """
    return (
        Rule(
            "",
            {
                "Content-Security-Policy": content_security_policy.header(site_policy),
                "Referrer-Policy": "no-referrer",
                "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
                "X-Content-Type-Options": "nosniff",
                "Cache-Control": "no-cache",
            },
        ),
        # Frames on other people's pages have no origin, and their pages another one.
        Rule("^(assets|embed|runtime)/", {"Access-Control-Allow-Origin": "*"}),
        Rule("^embed/", {"Content-Security-Policy": content_security_policy.embed_header()}),
        # Files whose address changes with their content.
        Rule(
            r"^(runtime/[0-9a-f]{16}/|assets/.+\.[0-9a-f]{8}\.min\.(css|js))",
            {"Cache-Control": "public, max-age=31536000, immutable"},
        ),
    )


def headers_of(path: str, by: tuple[Rule, ...]) -> dict[str, str]:
    """The headers of a file by these rules, without its media type."""
    headers: dict[str, str] = {}
    for rule in by:
        if re.search(rule.pattern, path):
            headers |= rule.headers
    return headers


def media_type_of(path: str) -> str:
    """The media type of a file."""
    return MEDIA_TYPES.get(PurePosixPath(path).suffix, OTHER_MEDIA_TYPE)
