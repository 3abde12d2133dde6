"""The parts that each kind of page must have, and in which order."""

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from itertools import pairwise
from typing import Any

LONGEST_DESCRIPTION = 160
MOST_SENTENCES_OF_THE_ANSWER = 3

# Pages that say on which day somebody last read them against their sources.
REVIEWED = ("guide/", "faq/", "checklists/", "about/", "glossary.md")

_FIRST_PARTS = ("Do this", "Why")
_LAST_PARTS = ("Exceptions", "Sources")

_HEADING = re.compile(r"(?P<level>#{1,6}) (?P<text>.*?)(?P<attributes>\s*\{[^}]*\})?\s*$")
_BLOCK = re.compile(r"!(?P<name>[a-z-]+)\b")


def mistakes_of(page: str, meta: Mapping[str, Any], text: str) -> Iterator[str]:
    """Yield what is wrong with a page: its front matter, its one-line blocks, its parts.

    `page` is its path in docs/, `text` its Markdown without the front matter.
    """
    yield from _front_matter(page, meta)
    yield from _blocks_alone(text)
    if re.search(r"\[[^\]]*\{\{", text):
        yield "a figure `{{…}}` cannot stand in the words of a link, for it is a link itself."
    blocks = paragraphs(text)
    if page.startswith("guide/"):
        yield from _guide_page(blocks)
    elif page.startswith("faq/"):
        yield from _questions(blocks)


def paragraphs(text: str) -> Sequence[str]:
    """Return what stands between blank lines; headings stand alone, and comments are left out."""
    without_comments = re.sub(r"<!--.*?-->", "", text, flags=re.DOTALL)
    spaced = re.sub(r"^(#{1,6} .*)$", r"\n\1\n", without_comments, flags=re.MULTILINE)
    return [block.strip() for block in re.split(r"\n\s*\n", spaced) if block.strip()]


def heading(block: str) -> tuple[int, str, str] | None:
    """Return level, words and attributes of a heading, or None for any other block."""
    found = _HEADING.match(block)
    return (len(found["level"]), found["text"].strip(), found["attributes"] or "") if found else None


def block_name(block: str) -> str:
    """Return the name of a one-line block such as `!sources …`, or nothing for any other block."""
    found = _BLOCK.match(block)
    return found["name"] if found else ""


def _front_matter(page: str, meta: Mapping[str, Any]) -> Iterator[str]:
    if not meta.get("title"):
        yield "the front matter needs a `title`."
    description = meta.get("description") or ""
    if not description:
        yield "the front matter needs a `description` of one sentence."
    if page.startswith(REVIEWED):
        if len(description) > LONGEST_DESCRIPTION:
            yield f"the description has {len(description)} characters; {LONGEST_DESCRIPTION} are the most."
        if type(meta.get("reviewed")) is not date:
            yield "the front matter needs the day of the last review, as in `reviewed: 2026-11-30`."


def _blocks_alone(text: str) -> Iterator[str]:
    lines = ["", *text.splitlines(), ""]
    for before, (line, after) in zip(lines, pairwise(lines[1:]), strict=False):
        if block_name(line) and (before.strip() or after.strip()):
            yield f"“{line[:40]}” must stand on a line of its own, with blank lines around it."


def _guide_page(blocks: Sequence[str]) -> Iterator[str]:
    yield from _answer_first(blocks)
    parts = [found[1] for block in blocks if (found := heading(block)) and found[0] == 2]
    if tuple(parts[:2]) != _FIRST_PARTS or tuple(parts[-2:]) != _LAST_PARTS:
        yield (
            "the parts must be `## Do this`, `## Why`, sections of the page’s own, `## Exceptions`, `## Sources`; "
            f"they are {', '.join(parts) or 'missing'}."
        )
    for title, inside in sections(blocks):
        if not inside:
            yield f"`## {title}` is empty."
        if title == "Sources" and not any(block_name(block) == "sources" for block in inside):
            yield "`## Sources` needs a line `!sources` with the ids of the rules."
    if not any(block_name(block) == "tool" for block in blocks):
        yield "the page needs a line `!tool` that leads to a calculator or a checklist."


def _answer_first(blocks: Sequence[str]) -> Iterator[str]:
    first = heading(blocks[0]) if blocks else None
    if first is None or first[0] != 1:
        yield "the page must begin with its `# Title`."
        return
    answer = blocks[1] if len(blocks) > 1 else ""
    if not _is_prose(answer):
        yield "the answer, a paragraph of two sentences, must stand right under the title."
        return
    sentences = len(re.findall(r"[.?!][”’)]*(?:\s|$)", answer))
    if sentences > MOST_SENTENCES_OF_THE_ANSWER:
        yield f"the answer has {sentences} sentences; {MOST_SENTENCES_OF_THE_ANSWER} are the most."


def _questions(blocks: Sequence[str]) -> Iterator[str]:
    first = heading(blocks[0]) if blocks else None
    if first is None or first[0] != 1 or len(blocks) < 2 or not _is_prose(blocks[1]):
        yield "the page must begin with its `# Title` and one paragraph that says what is asked here."
    for title, inside in sections(blocks):
        if not re.search(r"\{[^}]*#[a-z0-9-]+", _attributes_of(blocks, title)):
            yield f"“{title}” needs an id of its own behind it, as in `## {title} {{ #short-name }}`."
        if not inside or not _is_prose(inside[0]):
            yield f"“{title}” has no answer. The answer must stand right under the question."
        if not any(block_name(block) in ("sources", "ask") for block in inside):
            yield f"“{title}” needs a line `!sources`, or where no rule exists the words to say: `!ask “…”`."


def sections(blocks: Sequence[str]) -> Iterator[tuple[str, Sequence[str]]]:
    """Yield each section of the second level: its title, and the blocks in it."""
    title, inside = None, list[str]()
    for block in blocks:
        found = heading(block)
        if found and found[0] <= 2:
            if title is not None:
                yield title, inside
            title, inside = (found[1] if found[0] == 2 else None), []
        else:
            inside.append(block)
    if title is not None:
        yield title, inside


def _attributes_of(blocks: Sequence[str], title: str) -> str:
    return next(found[2] for block in blocks if (found := heading(block)) and found[:2] == (2, title))


def _is_prose(block: str) -> bool:
    return bool(block) and not re.match(r"[#!>|<]|[-*+] |\d+\. ", block)
