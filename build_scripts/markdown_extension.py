"""Turns one line of Markdown, `!calculator annual-cost`, into a calculator with its worked example.

And `!widget-builder` into the form that puts one together for someone else's page, `!privacy-check` into a calculation
that shows what it asks the network for.

A Python-Markdown extension rather than a MkDocs plugin, so that any generator that speaks Python-Markdown can use it.
"""

import re
from typing import Any
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.blockprocessors import BlockProcessor
from markdown.extensions import Extension

from build_scripts.privacy_check import privacy_check_html
from build_scripts.widget_builder import builder_html
from calculators.page import section_html


class _CalculatorLine(BlockProcessor):
    line = re.compile(r"!calculator (?P<name>[a-z][a-z-]*)\s*$")

    def test(self, parent: Element, block: str) -> bool:  # noqa: ARG002 - Python-Markdown calls it so
        return self.line.match(block) is not None

    def run(self, parent: Element, blocks: list[str]) -> None:
        match = self.line.match(blocks.pop(0))
        assert match
        holder = Element("p")
        holder.text = self.parser.md.htmlStash.store(section_html(match["name"]))
        parent.append(holder)


_ALONE = {"!widget-builder": builder_html, "!privacy-check": privacy_check_html}


class _LineAlone(BlockProcessor):
    def test(self, parent: Element, block: str) -> bool:  # noqa: ARG002 - Python-Markdown calls it so
        return block.strip() in _ALONE

    def run(self, parent: Element, blocks: list[str]) -> None:
        html = _ALONE[blocks.pop(0).strip()]()
        holder = Element("p")
        holder.text = self.parser.md.htmlStash.store(html)
        parent.append(holder)


class CalculatorExtension(Extension):
    """Registers the calculator line; a name that no calculator has fails the build."""

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 - Python-Markdown's name
        """Add the block processors."""
        md.parser.blockprocessors.register(_LineAlone(md.parser), "line-alone", 200)
        md.parser.blockprocessors.register(_CalculatorLine(md.parser), "calculator", 200)


def makeExtension(**options: Any) -> CalculatorExtension:  # noqa: N802 - Python-Markdown's name
    """Return the extension; Python-Markdown looks for this function."""
    return CalculatorExtension(**options)
