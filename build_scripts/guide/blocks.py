"""What each one-line block becomes: elements, so that MkDocs resolves their links and knows their anchors."""

import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from datetime import date
from xml.etree.ElementTree import Element, SubElement, fromstring

from markdown.util import AtomicString

from build_scripts.guide.checklists import checklist
from build_scripts.guide.glossary import PAGE as GLOSSARY
from build_scripts.guide.glossary import Term, glossary
from build_scripts.guide.mistakes import DOCS
from build_scripts.guide.pages import Page
from build_scripts.guide.sources import Source, all_sources
from build_scripts.guide.templates import checklist_html
from build_scripts.guide.uses import calculators_by_id, page_titles, pages_by_id
from build_scripts.pictures import PICTURES
from build_scripts.reference import anchor_of
from build_scripts.speed import PARTS as PARTS_OF_SPEED
from build_scripts.speed import draw as draw_speed
from calculators.catalogue import CALCULATORS
from calculators.parameters import Series, all_series
from calculators.presentation.wording import catalogue, month

PARAMETERS = "reference/parameters.md"

# In a count of sources.
HOW_FAR = {
    "official": "read in the official text",
    "secondary": "read in a secondary source",
    "unverified": "not verified",
}

# The page of sources goes by what rules are about: the first part of their ids.
AREAS: Mapping[str, Collection[str]] = {
    "Medicare and plans from work": ("msp", "medicare", "part_b", "medigap"),
    "Two plans beside each other": ("cob", "coordination", "several", "cobra"),
    "Medicaid, TRICARE, veterans and the Indian Health Service": ("medicaid", "tricare", "champva", "va", "ihs"),
    "Injuries that someone else may have to pay for": ("workers_comp", "no_fault", "liability"),
    "What a plan may ask you to pay": ("cost_sharing", "line", "year"),
    "Limits on care": ("limits", "limit", "parity"),
    "Plans and their papers": ("coverage", "marketplace", "group", "scope"),
    "Care, records and bills": ("using", "facts"),
    "Decisions, denials and appeals": ("process", "denials"),
    "Accounts": ("accounts",),
}

# Terms are not looked up in what these classes hold: it is made, not written.
NO_TERMS = {"sources", "tool", "also", "checklist", "glossary", "picture"}


class Wrong(ValueError):
    """A block that cannot be drawn, with a sentence for the writer."""


def draw(page: Page, name: str, rest: str) -> Iterator[Element]:
    """Yield the elements of a one-line block; raises Wrong."""
    if name not in BLOCKS:
        raise Wrong(f"no block is called “!{name}”; there are {', '.join(f'!{known}' for known in BLOCKS)}.")
    yield from BLOCKS[name](page, rest.strip())


def said(element: Element, text: str) -> Element:
    """Give an element a text in which Markdown finds nothing to do."""
    element.text = AtomicString(text)
    return element


def _made(html: str) -> Element:
    """Return markup that was made, in whose texts Markdown finds nothing to do."""
    element = fromstring(html)  # noqa: S314 - our own markup, from autoescaped templates
    for inner in element.iter():
        if inner.text:
            inner.text = AtomicString(inner.text)
        if inner.tail:
            inner.tail = AtomicString(inner.tail)
    return element


def _sources(page: Page, rest: str) -> Iterator[Element]:
    identifiers = rest.split()
    if not identifiers:
        raise Wrong("`!sources` needs the ids of rules.")
    rules, series = all_sources(), all_series()
    if unknown := [identifier for identifier in identifiers if identifier not in {*rules, *series}]:
        raise Wrong(
            f"no rule or series is called {', '.join(f'“{name}”' for name in unknown)}. "
            "Add it to a file in docs/sources/, or mend the name."
        )
    made = Element("ul", {"class": "sources"})
    for identifier in identifiers:
        item = SubElement(made, "li")
        if identifier in rules:
            _rule(item, rules[identifier])
        else:
            _series(page, item, series[identifier])
    # Folded, so that the tool behind a long list stays in sight; a print has them all. A search finds the page by its
    # own words, and a rule on the page that has them all.
    folded = Element("details", {"class": "sources", "data-search-exclude": ""})
    asked = page.path.startswith("faq/")
    said(SubElement(folded, "summary"), "Where this comes from" if asked else _how_far_read(identifiers))
    folded.append(made)
    yield folded


def _how_far_read(identifiers: Sequence[str]) -> str:
    """Return how many rules and figures were verified how far."""
    verified = [
        all_sources()[identifier].verified
        if identifier in all_sources()
        else all_series()[identifier].values[-1].verified
        for identifier in identifiers
    ]
    counts = [f"{verified.count(how_far)} {words}" for how_far, words in HOW_FAR.items() if how_far in verified]
    return f"What this rests on: {', '.join(counts)}"


def _rule(item: Element, rule: Source) -> None:
    says = rule.says or rule.source
    said(SubElement(item, "span", {"class": "says"}), says).tail = AtomicString(" ")
    small = SubElement(item, "span", {"class": "source", "data-search-exclude": ""})
    label = rule.source if rule.says else "The text"
    if rule.url:
        said(SubElement(small, "a", {"href": rule.url}), label)
    elif rule.says:
        said(SubElement(small, "span"), label)
    how_far = catalogue()["verified"][rule.verified]
    edition = f" ({rule.text_as_of})" if rule.text_as_of else ""
    read_on = "" if rule.verified == "unverified" else f" on {day_text(rule.read_on)}"
    known = f"{how_far[0].upper()}{how_far[1:]}{edition}{read_on}."
    if len(small):
        small[-1].tail = AtomicString(". ")
    said(SubElement(small, "span"), known)


def _series(page: Page, item: Element, series: Series) -> None:
    newest = series.values[-1]
    said(SubElement(item, "span", {"class": "says"}), f"{series.label}.").tail = AtomicString(" ")
    small = SubElement(item, "span", {"class": "source", "data-search-exclude": ""})
    link = SubElement(small, "a", {"href": page.link_to(f"{PARAMETERS}#{anchor_of(series)}")})
    said(link, "Each year’s figure with its source").tail = AtomicString(". ")
    known = f"The newest was {catalogue()['verified'][newest.verified]} on {day_text(newest.verified_on)}."
    said(SubElement(small, "span"), known)


def day_text(day: date) -> str:
    """Return a day as people write it."""
    return month(day.year, day.month, day.day)


def _tool(page: Page, rest: str) -> Iterator[Element]:
    name, _, sentence = rest.partition(" ")
    if not sentence.strip():
        raise Wrong("`!tool` needs a name and the sentence on its button.")
    target = f"{name}.md" if name.startswith("checklists/") else f"calculators/{name}/index.md"
    if not (DOCS / target).is_file():
        raise Wrong(f"no calculator or checklist is called “{name}”; docs/{target} is missing.")
    made = Element("p", {"class": "tool"})
    link = SubElement(made, "a", {"class": "md-button md-button--primary", "href": page.link_to(target)})
    link.text = sentence.strip()
    yield made


def _ask(page: Page, rest: str) -> Iterator[Element]:  # noqa: ARG001 - every block is drawn so
    if not re.fullmatch(r"“.+”", rest):
        raise Wrong("`!ask` needs the words to say, between “ and ”.")
    made = Element("div", {"class": "ask"})
    said(SubElement(made, "p", {"class": "ask-title"}), "Ask, in these words:")
    SubElement(SubElement(made, "blockquote"), "p").text = rest
    yield made


def _also(page: Page, rest: str) -> Iterator[Element]:  # noqa: ARG001 - every block is drawn so
    if not rest:
        raise Wrong("`!also` needs the other words, with commas between them.")
    yield said(Element("p", {"class": "also"}), f"Also called or asked as: {rest.rstrip('.')}.")


def _picture(page: Page, rest: str) -> Iterator[Element]:  # noqa: ARG001 - every block is drawn so
    if rest not in PICTURES:
        raise Wrong(f"no picture is called “{rest}”; there are {', '.join(PICTURES)}.")
    yield _made(PICTURES[rest]())


def _checklist(page: Page, rest: str) -> Iterator[Element]:
    yield _made(checklist_html(checklist(rest), page))


def _glossary(page: Page, rest: str) -> Iterator[Element]:  # noqa: ARG001 - every block is drawn so
    terms = sorted(glossary().terms.values(), key=lambda term: term.term.lower())
    letter = ""
    for term in terms:
        if term.term[0].upper() != letter:
            letter = term.term[0].upper()
            yield said(Element("h2", {"id": f"letter-{letter.lower()}"}), letter)
        yield from _entry(page, term)


def _entry(page: Page, term: Term) -> Iterator[Element]:
    yield said(Element("h3", {"id": term.id}), f"{term.term[0].upper()}{term.term[1:]}")
    yield said(Element("p", {"class": "glossary"}), term.definition)
    if term.also:
        yield said(Element("p", {"class": "also"}), f"Also called: {', '.join(term.also)}.")
    links = [(glossary().terms[other].term, f"#{other}") for other in dict.fromkeys((*term.defined_by, *term.see))]
    if term.page:
        links.append(("more in the guide", page.link_to(term.page)))
    if links:
        see = said(Element("p", {"class": "glossary"}), "See: ")
        for text, address in links:
            said(SubElement(see, "a", {"href": address}), text).tail = AtomicString(", ")
        see[-1].tail = AtomicString(".")
        yield see


def _every_source(page: Page, rest: str) -> Iterator[Element]:  # noqa: ARG001 - every block is drawn so
    """Every rule by what it is about, then every series of figures, each with where it is used."""
    rules = list(all_sources().values())
    for title, prefixes in AREAS.items():
        yield said(Element("h2"), title)
        made = Element("ul", {"class": "sources"})
        for rule in [rule for rule in rules if rule.id.partition(".")[0] in prefixes]:
            item = SubElement(made, "li", {"id": rule.id})
            _rule(item, rule)
            _used(page, item, rule.id)
            rules.remove(rule)
        yield made
    if rules:
        raise Wrong(f"no area of the page of sources has {', '.join(rule.id for rule in rules)}; add one to AREAS.")
    yield said(Element("h2"), "Yearly figures")
    made = Element("ul", {"class": "sources"})
    for series in all_series().values():
        item = SubElement(made, "li", {"id": series.id})
        _series(page, item, series)
        _used(page, item, series.id)
    yield made


def _used(page: Page, item: Element, identifier: str) -> None:
    made = said(SubElement(item, "span", {"class": "source", "data-search-exclude": ""}), "Used in: ")
    links = [(page_titles()[path], path) for path in pages_by_id().get(identifier, ())]
    links += [
        (f"the calculator “{CALCULATORS[name].title}”", f"calculators/{name}/index.md")
        for name in calculators_by_id()[identifier]
    ]
    for title, path in links:
        said(SubElement(made, "a", {"href": page.link_to(path)}), title).tail = AtomicString(", ")
    if links:
        made[-1].tail = AtomicString(".")
    else:
        said(made, "No page rests on it yet.")


def _speed(page: Page, rest: str) -> Iterator[Element]:  # noqa: ARG001 - every block is drawn so
    if rest not in PARTS_OF_SPEED:
        raise Wrong(f"no part of what was measured is called “{rest}”; there are {', '.join(PARTS_OF_SPEED)}.")
    yield from draw_speed(rest)


BLOCKS: Mapping[str, Callable[[Page, str], Iterator[Element]]] = {
    "sources": _sources,
    "tool": _tool,
    "ask": _ask,
    "also": _also,
    "picture": _picture,
    "checklist": _checklist,
    "glossary": _glossary,
    "every-source": _every_source,
    "speed": _speed,
}


def definition(page: Page, term: Term) -> Element:
    """Return what opens beside a term in prose."""
    made = Element("span", {"popover": "", "id": f"term-{term.id}", "class": "definition", "data-search-exclude": ""})
    said(SubElement(made, "strong"), f"{term.term[0].upper()}{term.term[1:]}").tail = AtomicString(
        f" {term.definition} "
    )
    said(SubElement(made, "a", {"href": page.link_to(f"{GLOSSARY}#{term.id}")}), "In the glossary")
    return made
