"""What people read on a page, as plain sentences: without markup, tables, tools and what the build adds."""

import re
import tomllib
from collections.abc import Iterator, Mapping
from functools import cache

from mkdocs.utils.meta import get_data

from build_scripts.guide.glossary import glossary
from build_scripts.guide.mistakes import DOCS
from build_scripts.guide.page_shape import REVIEWED, block_name, heading, paragraphs

# Pages that the calculators' own tests look after.
_NO_GUIDE = ("assets", "calculators", "decisions", "reference", "sources")


@cache
def guide_pages() -> Mapping[str, str]:
    """The Markdown of every page of the guide, without its front matter, by path in docs/."""
    files = {file.relative_to(DOCS).as_posix(): file for file in sorted(DOCS.rglob("*.md"))}
    return {
        path: get_data(file.read_text("utf-8"))[0]
        for path, file in files.items()
        if path.startswith(REVIEWED) or not path.startswith(_NO_GUIDE)
    }


@cache
def checklist_words() -> Mapping[str, str]:
    """What each checklist's file says to people, by path in docs/."""
    found = {}
    for file in sorted((DOCS / "checklists").glob("*.toml")):
        record = tomllib.loads(file.read_text("utf-8"))
        sentences = [record["title"]]
        for group in record["groups"]:
            sentences += [group["title"], group.get("done_when", "")]
            sentences += [step.get(key, "") for step in group["steps"] for key in ("do", "why")]
        found[file.relative_to(DOCS).as_posix()] = "\n\n".join(sentence for sentence in sentences if sentence)
    return found


def glossary_words() -> str:
    """What the glossary's definitions say."""
    return "\n\n".join(term.definition for term in glossary().terms.values())


def read_aloud(markdown: str) -> str:
    """A page's sentences, each block ending with a full stop."""
    return "\n".join(sentence for block in paragraphs(markdown) for sentence in _sentences(block))


def _sentences(block: str) -> Iterator[str]:
    if heading(block) or block_name(block) not in ("", "ask") or block.startswith(("|", "<")):
        return
    for item in re.split(r"\n\s*(?:[-*+]|\d+\.) ", f"\n{block}"):
        words = _plain(item)
        if words:
            yield words if re.search(r"[.?!]$", words) else f"{words}."


def _plain(text: str) -> str:
    text = re.sub(r"^!ask ", "", text.strip())
    text = re.sub(r"^>\s?", "", text, flags=re.MULTILINE)
    text = re.sub(r"\{\{.*?\}\}", "$100", text)
    text = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", text)
    text = re.sub(r"<[^>]+>|\{[^}]*\}|[*`]", "", text)
    text = re.sub(r"[“”]", "", text).replace("’", "'")
    return " ".join(text.split())
