"""The glossary: each term defined once, and found in prose by the spellings that it lists."""

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path

from attrs import field, frozen

from build_scripts.guide.mistakes import DOCS, Mistake, place_of
from build_scripts.guide.tables import check_keys, check_words, read_tables

FILE = DOCS / "glossary.toml"
PAGE = "glossary.md"

_NEEDED = {"term": str, "definition": str}
_OPTIONAL = {"also": list, "match": list, "see": list, "defined_by": list, "page": str, "legal": bool}
_ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


@frozen
class Term:
    """One term. `match` lists further spellings that prose may use, `also` other names that only the glossary shows.

    `defined_by` names the terms that the definition rests on, `see` others worth knowing. A `legal` term has no
    plainer word, so it does not count against a page's reading grade.
    """

    id: str
    term: str
    definition: str
    also: Sequence[str] = ()
    match: Sequence[str] = ()
    see: Sequence[str] = ()
    defined_by: Sequence[str] = ()
    page: str = ""
    legal: bool = False


@frozen
class Glossary:
    """All terms by id, and the pattern that finds the longest spelling of any of them."""

    terms: Mapping[str, Term]
    pattern: re.Pattern[str]
    _by_spelling: Mapping[str, Term] = field(repr=False)

    def term_spelled(self, words: str) -> Term:
        """Return the term that prose spells so."""
        return self._by_spelling[_plain(words)]


def _plain(words: str) -> str:
    return re.sub(r"\s+", " ", words).lower()


def glossary_in(file: Path) -> Glossary:
    """Read a glossary; raises Mistake where a term is incomplete, spelled twice, or rests on itself."""
    place = place_of(file)
    terms: dict[str, Term] = {}
    for identifier, record in read_tables(file).items():
        if not _ID.fullmatch(identifier) or not isinstance(record, dict):
            raise Mistake(place, f"“{identifier}” must be a table whose id has small letters, digits and hyphens.")
        check_keys(place, identifier, record, _NEEDED, _OPTIONAL)
        check_words(place, identifier, record, {"term", "definition"})
        terms[identifier] = Term(identifier, **record)
    wrong = [*_unknown_terms(terms), *_missing_pages(terms)]
    if wrong:
        raise Mistake(place, *wrong)
    if circle := _circle(terms):
        raise Mistake(
            place, f"these terms are defined by one another: {' → '.join(circle)}. Define one without the others."
        )
    by_spelling = _spellings(place, terms)
    longest_first = sorted(by_spelling, key=lambda spelling: (-len(spelling), spelling))
    alternatives = "|".join(re.escape(spelling).replace(r"\ ", r"\s+") for spelling in longest_first)
    pattern = re.compile(rf"(?<![\w-])(?:{alternatives or '(?!)'})(?![\w-])", re.IGNORECASE)
    return Glossary(terms, pattern, by_spelling)


@cache
def glossary() -> Glossary:
    """Return the guide's glossary; without a file it has no terms."""
    return glossary_in(FILE) if FILE.exists() else Glossary({}, re.compile(r"(?!)"), {})


def _unknown_terms(terms: Mapping[str, Term]) -> Iterator[str]:
    for term in terms.values():
        for other in (*term.see, *term.defined_by):
            if other not in terms:
                yield f"“{term.id}” points to “{other}”, which is no term."


def _missing_pages(terms: Mapping[str, Term]) -> Iterator[str]:
    for term in terms.values():
        if term.page and not (DOCS / term.page.partition("#")[0]).is_file():
            yield f"`page` of “{term.id}” is {term.page}, which is no page in docs/."


def _circle(terms: Mapping[str, Term]) -> Sequence[str]:
    """Return terms that lead back to the first by `defined_by`, or nothing."""
    settled: set[str] = set()

    def follow(identifier: str, path: tuple[str, ...]) -> Sequence[str]:
        if identifier in path:
            return (*path[path.index(identifier) :], identifier)
        if identifier not in settled:
            for other in terms[identifier].defined_by:
                if found := follow(other, (*path, identifier)):
                    return found
            settled.add(identifier)
        return ()

    return next((found for identifier in terms if (found := follow(identifier, ()))), ())


def _spellings(place: str, terms: Mapping[str, Term]) -> Mapping[str, Term]:
    found: dict[str, Term] = {}
    for term in terms.values():
        for spelling in {_plain(words) for words in (term.term, *term.match)}:
            if spelling in found:
                raise Mistake(
                    place, f"“{spelling}” is a spelling of “{found[spelling].id}” and of “{term.id}”. Leave one."
                )
            found[spelling] = term
    return found
