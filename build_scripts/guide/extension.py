"""The guide's own Markdown: one-line blocks, figures in prose, terms that open their definition, checks of a page.

A Python-Markdown extension rather than a MkDocs plugin, so that any generator that speaks Python-Markdown can use it.
"""

import re
from collections.abc import Iterator
from functools import cached_property
from typing import Any
from xml.etree.ElementTree import Element, SubElement

from markdown import Markdown
from markdown.blockprocessors import BlockProcessor
from markdown.extensions import Extension
from markdown.inlinepatterns import InlineProcessor
from markdown.postprocessors import Postprocessor
from markdown.preprocessors import Preprocessor
from markdown.treeprocessors import Treeprocessor
from markdown.util import AtomicString

from build_scripts.guide.blocks import NO_TERMS, PARAMETERS, Wrong, definition, draw
from build_scripts.guide.checklists import checklist
from build_scripts.guide.glossary import PAGE as GLOSSARY
from build_scripts.guide.glossary import glossary
from build_scripts.guide.mistakes import ROOT, Mistake
from build_scripts.guide.page_shape import mistakes_of
from build_scripts.guide.pages import Page, page_of
from build_scripts.guide.parameters_in_prose import NoFigure, figure_in_prose
from build_scripts.guide.structured_data import data_block, questions, steps

# Pages in whose prose the first use of a term opens its definition.
_TERMS_IN = ("guide/", "faq/", "checklists/", "about/")

_NO_TERMS_IN = {"a", "button", "code", "h1", "h2", "h3", "h4", "h5", "h6", "pre", "summary", "svg"}

_NOWHERE = Page("index.md", {})


class GuideExtension(Extension):
    """Registers the guide's Markdown. What is wrong in a page ends the build, all of it at once.

    `page` says which page is drawn where no generator does.
    """

    def __init__(self, page: Page | None = None, **options: Any) -> None:
        self._page = page
        super().__init__(**options)

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 - Python-Markdown's name
        """Add the processors."""
        drawing = _Drawing(md, self._page)
        md.preprocessors.register(_Checking(drawing), "guide-checks", 100)
        md.parser.blockprocessors.register(_Block(drawing), "guide-block", 190)
        md.inlinePatterns.register(_Figure(drawing), "guide-figure", 175)
        # Behind the inline patterns, which make links and code; ahead of MkDocs, which resolves links.
        md.treeprocessors.register(_Terms(drawing), "guide-terms", 15)
        # Behind MkDocs, which looks for a place of that name in the page that a link leads to.
        md.treeprocessors.register(_Scenarios(drawing), "guide-scenarios", -10)
        md.postprocessors.register(_StructuredData(drawing), "guide-structured-data", -10)


class _Drawing:
    """The page that is being drawn, and what was found wrong in it so far."""

    def __init__(self, md: Markdown, page: Page | None) -> None:
        self.md = md
        self._given = page
        self.mistakes: list[str] = []
        # Whether all of the page's elements are made; until then only texts of headings go through postprocessors.
        self.is_made = False

    @cached_property
    def page(self) -> Page:
        """The page; a generator names it before it converts the first one."""
        return self._given or page_of(self.md) or _NOWHERE

    def end(self) -> None:
        """Raise what was found wrong, and forget it."""
        found, self.mistakes = self.mistakes, []
        if found:
            raise Mistake(self.page.place, *found)


class _Checking(Preprocessor):
    def __init__(self, drawing: _Drawing) -> None:
        super().__init__(drawing.md)
        self._drawing = drawing

    def run(self, lines: list[str]) -> list[str]:
        page = self._drawing.page
        self._drawing.is_made = False
        self._drawing.mistakes = list(mistakes_of(page.path, page.meta, "\n".join(lines)))
        return lines


class _Block(BlockProcessor):
    line = re.compile(r"!(?P<name>[a-z-]+)(?P<rest>[ \t].*)?$")

    def __init__(self, drawing: _Drawing) -> None:
        super().__init__(drawing.md.parser)
        self._drawing = drawing

    def test(self, parent: Element, block: str) -> bool:  # noqa: ARG002 - Python-Markdown calls it so
        return self.line.match(block) is not None

    def run(self, parent: Element, blocks: list[str]) -> None:
        match = self.line.match(blocks.pop(0))
        assert match
        if match["name"] == "changes":
            blocks[:0] = _changes()
            return
        try:
            parent.extend(draw(self._drawing.page, match["name"], match["rest"] or ""))
        except Wrong as wrong:
            self._drawing.mistakes.append(str(wrong))


def _changes() -> list[str]:
    """Return the changelog's Markdown block by block, without its title and what stands under that."""
    text = (ROOT / "CHANGELOG.md").read_text("utf-8")
    return re.split(r"\n\s*\n", text[text.index("\n## ") :].strip())


class _Figure(InlineProcessor):
    # A link in a link is none.
    ANCESTOR_EXCLUDES = ("a",)

    def __init__(self, drawing: _Drawing) -> None:
        super().__init__(r"\{\{(.*?)\}\}", drawing.md)
        self._drawing = drawing

    def handleMatch(  # type: ignore[override]  # noqa: N802 - Python-Markdown's name
        self,
        match: re.Match[str],
        data: str,  # noqa: ARG002 - Python-Markdown calls it so
    ) -> tuple[Element | None, int, int]:
        try:
            figure = figure_in_prose(match[1])
        except NoFigure as wrong:
            self._drawing.mistakes.append(str(wrong))
            return None, match.start(0), match.end(0)
        made = Element("span", {"class": "figure"})
        link = SubElement(made, "a", {"href": self._drawing.page.link_to(f"{PARAMETERS}#{figure.anchor}")})
        link.text = AtomicString(figure.text)
        if figure.period:
            link.tail = AtomicString(f" ({figure.period})")
        return made, match.start(0), match.end(0)


class _Terms(Treeprocessor):
    """Makes the first use of each term a button that opens its definition; no script is needed."""

    def __init__(self, drawing: _Drawing) -> None:
        super().__init__(drawing.md)
        self._drawing = drawing
        self._met: set[str] = set()

    def run(self, root: Element) -> None:
        page = self._drawing.page
        if page.path.startswith("guide/"):
            _set_lead(root)
        if page.path.startswith(_TERMS_IN) and page.path != GLOSSARY:
            self._met = set()
            self._walk(root)
        self._drawing.end()

    def _walk(self, element: Element) -> None:
        """Go through the texts of an element in the order in which they are read."""
        place = 0
        if element.text:
            element.text, made = self._split(element.text)
            element[:0] = made
            place = len(made)
        while place < len(element):
            child = element[place]
            if child.tag not in _NO_TERMS_IN and not NO_TERMS & set(child.get("class", "").split()):
                self._walk(child)
            place += 1
            if child.tail:
                child.tail, made = self._split(child.tail)
                element[place:place] = made
                place += len(made)

    def _split(self, text: str) -> tuple[str, list[Element]]:
        """Return the text ahead of the first term in it, and the elements from there on."""
        made: list[Element] = []
        before, end = text, 0
        for found in self._new_terms(text):
            if made:
                made[-1].tail = text[end : found.start()]
            else:
                before = text[: found.start()]
            made += self._opening(found[0])
            end = found.end()
        if made:
            made[-1].tail = text[end:]
        return before, made

    def _new_terms(self, text: str) -> Iterator[re.Match[str]]:
        for found in glossary().pattern.finditer(text):
            term = glossary().term_spelled(found[0])
            if term.id not in self._met:
                self._met.add(term.id)
                yield found

    def _opening(self, words: str) -> tuple[Element, Element]:
        term = glossary().term_spelled(words)
        button = Element("button", {"type": "button", "class": "term", "popovertarget": f"term-{term.id}"})
        button.text = words
        return button, definition(self._drawing.page, term)


class _Scenarios(Treeprocessor):
    """Puts the scenario that a link carries behind its `#`. Then the page's elements are made."""

    def __init__(self, drawing: _Drawing) -> None:
        super().__init__(drawing.md)
        self._drawing = drawing

    def run(self, root: Element) -> None:
        for link in root.iter("a"):
            scenario = link.attrib.pop("data-scenario", None)
            if scenario:
                link.set("href", f"{link.get('href')}#scenario={scenario}")
        self._drawing.is_made = True


class _StructuredData(Postprocessor):
    """Tells search engines the questions or the steps that stand on the page."""

    def __init__(self, drawing: _Drawing) -> None:
        super().__init__(drawing.md)
        self._drawing = drawing

    def run(self, text: str) -> str:
        if not self._drawing.is_made:
            return text
        folder, _, name = self._drawing.page.path.partition("/")
        if folder == "faq":
            return f"{text}\n{data_block(questions(text))}"
        if folder == "checklists":
            return f"{text}\n{data_block(steps(checklist(name.removesuffix('.md'))))}"
        return text


def _set_lead(root: Element) -> None:
    for element in root:
        if element.tag == "p":
            element.set("class", "lead")
            return


def makeExtension(**options: Any) -> GuideExtension:  # noqa: N802 - Python-Markdown's name
    """Return the extension; Python-Markdown looks for this function."""
    return GuideExtension(**options)
