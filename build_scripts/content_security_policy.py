"""The Content-Security-Policy of every page, as a meta element and as a header.

One policy holds for all pages of a delivery: with instant navigation a page runs under the policy of the page that the
visit began on, so each policy must allow every page's inline scripts.
"""

import base64
import hashlib
from collections.abc import Iterable, Sequence
from html import escape
from html.parser import HTMLParser

WEBSITE_DIRECTIVES = (
    "default-src 'none'",
    "script-src 'self' 'wasm-unsafe-eval'",
    "worker-src 'self' blob:",
    "connect-src 'self'",
    "style-src 'self'",
    "img-src 'self' data:",
    "font-src 'self'",
    "frame-src 'self'",
    "manifest-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
)

# From file://, where nothing may be fetched. Browsers differ in whether 'self' holds for the files beside a page.
FILE_DIRECTIVES = (
    "default-src 'none'",
    "script-src 'self' file: 'wasm-unsafe-eval'",
    "worker-src blob:",
    "style-src 'self' file:",
    "img-src 'self' file: data:",
    "base-uri 'none'",
    "form-action 'none'",
)

# Types of script elements that a browser runs; the others hold data.
_SCRIPT_TYPES = {"", "module", "text/javascript"}

Attributes = list[tuple[str, str | None]]


class PageUnfit(Exception):
    """A page that the policy cannot be put into."""


def policy(inline_scripts: Iterable[str] = (), directives: Sequence[str] = WEBSITE_DIRECTIVES) -> str:
    """The policy that allows these inline scripts and no others."""
    hashes = sorted({_source_hash(script) for script in inline_scripts})
    return "; ".join(
        " ".join([directive, *hashes]) if directive.startswith("script-src") else directive for directive in directives
    )


def header(page_policy: str) -> str:
    """The policy as a header, where it can also say who may frame a page."""
    return f"{page_policy}; frame-ancestors 'self'"


def embed_header() -> str:
    """The header of what lies under `embed/`: the strictest policy, in which any site may frame a page."""
    return f"{policy()}; frame-ancestors *"


def inline_scripts(page: str) -> list[str]:
    """The texts of a page's inline scripts, as a browser hashes them."""
    return _Reader(page).inline_scripts


def policy_of(page: str) -> str | None:
    """The policy that a page states in its meta element."""
    return _Reader(page).policy


def with_policy(page: str, page_policy: str) -> str:
    """The page with its policy ahead of everything that it could apply to.

    Raises PageUnfit when the page does not begin by naming its character set, or holds a policy already.
    """
    reader = _Reader(page)
    if reader.after_charset is None or reader.policy is not None:
        raise PageUnfit("a page must start with its character set, and have no policy yet")
    meta = f'<meta http-equiv="Content-Security-Policy" content="{escape(page_policy, quote=False)}">'
    return page[: reader.after_charset] + meta + page[reader.after_charset :]


def _source_hash(script: str) -> str:
    digest = hashlib.sha256(script.encode()).digest()
    return f"'sha256-{base64.b64encode(digest).decode()}'"


class _Reader(HTMLParser):
    def __init__(self, page: str) -> None:
        super().__init__()
        self.inline_scripts: list[str] = []
        self.policy: str | None = None
        self.after_charset: int | None = None
        self._lines = page.splitlines(keepends=True)
        self._head_is_clean = True
        self._in_script = False
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attributes: Attributes) -> None:
        given = dict(attributes)
        if tag == "meta":
            self._read_meta(given)
        elif tag not in ("html", "head"):
            self._head_is_clean = False
        if tag == "script" and "src" not in given and (given.get("type") or "") in _SCRIPT_TYPES:
            self._in_script = True
            self.inline_scripts.append("")

    def handle_endtag(self, tag: str) -> None:
        if tag == "script":
            self._in_script = False

    def handle_data(self, data: str) -> None:
        if self._in_script:
            self.inline_scripts[-1] += data

    def _read_meta(self, given: dict[str, str | None]) -> None:
        if "charset" in given and self._head_is_clean:
            self.after_charset = self._offset() + len(self.get_starttag_text() or "")
        if (given.get("http-equiv") or "").lower() == "content-security-policy":
            self.policy = given.get("content")

    def _offset(self) -> int:
        line, column = self.getpos()
        return sum(map(len, self._lines[: line - 1])) + column
