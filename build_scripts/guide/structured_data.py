"""What search engines may know of a page: its questions with their answers, or its steps. Nothing that is not on it."""

import json
from html.parser import HTMLParser
from typing import Any

from build_scripts.guide.checklists import Checklist

# What stands beside an answer and is no part of it.
_BESIDE = {"also", "ask-title", "definition", "headerlink", "sources", "tool"}

_VOID = {"br", "hr", "img", "input", "wbr"}


def questions(html: str) -> dict[str, Any]:
    """Return the questions of a page, its headings of the second level, each with the text below it."""
    return {
        "@context": "https://schema.org",
        "@type": "FAQPage",
        "mainEntity": [
            {"@type": "Question", "name": question, "acceptedAnswer": {"@type": "Answer", "text": answer}}
            for question, answer in _Questions(html).found
        ],
    }


def steps(checklist: Checklist) -> dict[str, Any]:
    """Return the steps of a checklist, group by group."""
    return {
        "@context": "https://schema.org",
        "@type": "HowTo",
        "name": checklist.title,
        "step": [
            {
                "@type": "HowToSection",
                "name": group.title,
                "itemListElement": [{"@type": "HowToStep", "text": step.do} for step in group.steps],
            }
            for group in checklist.groups
        ],
    }


def data_block(data: dict[str, Any]) -> str:
    """Return a data block for a page; no text in it can end it."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    for special in "<>&":
        text = text.replace(special, f"\\u{ord(special):04x}")
    return f'<script type="application/ld+json">{text}</script>'


class _Questions(HTMLParser):
    """Gathers headings of the second level, and what is read below each."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self._texts: list[tuple[list[str], list[str]]] = []
        self._in_heading = False
        # How many elements are open within one that stands beside the answer.
        self._beside = 0
        self.feed(html)
        self.close()

    @property
    def found(self) -> list[tuple[str, str]]:
        """Each question with its answer."""
        return [(" ".join("".join(q).split()), " ".join("".join(a).split())) for q, a in self._texts]

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        if tag in _VOID:
            return
        if self._beside or _BESIDE & set((dict(attributes).get("class") or "").split()):
            self._beside += 1
        elif tag == "h2":
            self._texts.append(([], []))
            self._in_heading = True

    def handle_startendtag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        """Pass over an element without content."""

    def handle_endtag(self, tag: str) -> None:
        if self._beside:
            self._beside -= 1
        elif tag == "h2":
            self._in_heading = False

    def handle_data(self, data: str) -> None:
        if self._texts and not self._beside:
            self._texts[-1][0 if self._in_heading else 1].append(data)
