"""The page that Python-Markdown is turning into HTML: MkDocs tells a treeprocessor, tests tell the extension."""

import posixpath
from collections.abc import Mapping
from typing import Any

from attrs import frozen
from markdown import Markdown
from mkdocs.utils.meta import get_data


@frozen
class Page:
    """A page's path in docs/, and its front matter."""

    path: str
    meta: Mapping[str, Any]

    @property
    def place(self) -> str:
        """The page's name in messages."""
        return f"docs/{self.path}"

    def link_to(self, path: str) -> str:
        """Return a link to another page, or to a place in it, as a writer would type it here."""
        return posixpath.relpath(path, posixpath.dirname(self.path) or ".")


def page_of(md: Markdown) -> Page | None:
    """Return the page that is being drawn, or None where no generator says which it is."""
    file = getattr(md.treeprocessors["relpath"], "file", None) if "relpath" in md.treeprocessors else None
    if file is None:
        return None
    _, meta = get_data(file.content_string)
    return Page(file.src_uri, meta)
