"""How the order of payers depends on what is open: what follows from each answer, and what holds under all of them."""

from collections.abc import Iterator, Mapping, Sequence

from attrs import evolve, frozen

from calculators.coverage.result import FactPlace
from calculators.coverage.unknowns import Answer, Answers
from calculators.declaration import Choice, YesNo
from calculators.presentation import wording
from calculators.two_plans.naming import within
from calculators.two_plans.order import Branch, Decision, Open, Order, leaves_of

# More ways than these are no answer to read.
MOST_WAYS = 4

type Places = Sequence[Sequence[str]]
type Way = tuple[Answers, Places | None]


@frozen
class Joined:
    """Ways that lead to the same, made one: they differ in the answers to one question only. None: still open."""

    answers: Mapping[str, Sequence[Answer]]
    places: Places | None


def places_in_words(places: Places, names: Mapping[str, str]) -> str:
    """Return who pays first and who then, without an end: "The patient’s plan pays first, then Medicare"."""
    said = [_place(place, names) for place in places]
    if not said:
        return wording.sentence("phrases", "way_nobody")
    if len(said) == 1:
        return wording.sentence("phrases", "way_only", payer=within(said[0]))
    then = ", then ".join(within(place) for place in said[1:])
    return wording.sentence("phrases", "then", first=said[0], then=then)


def _place(place: Sequence[str], names: Mapping[str, str]) -> str:
    payers = wording.listed([names[place[0]], *(within(names[coverage]) for coverage in place[1:])])
    return wording.sentence("phrases", "together", payers=payers) if len(place) > 1 else payers


def ways(decision: Decision) -> Sequence[Way]:
    """Return what the order is under the answers to what is open, None where it stays open.

    Where these are many, what the answers to the first question alone decide; where they are many still, nothing.
    """
    if decision.outcome != "undecided" or not isinstance(decision.tree, Branch):
        return ()
    every = [(answers, _places(leaf)) for answers, leaf in leaves_of(decision.tree)]
    if len(_joined(every)) <= MOST_WAYS:
        return every if _decides(every) else ()
    first: list[Way] = []
    for option, following in decision.tree.options:
        found = {_places(leaf) for _, leaf in leaves_of(following)}
        first.append(({decision.tree.fact: option}, found.pop() if len(found) == 1 else None))
    return first if _decides(first) and len(_joined(first)) <= MOST_WAYS else ()


def _places(leaf: Order | Open) -> Places | None:
    return leaf.places if isinstance(leaf, Order) and not leaf.conflict else None


def _decides(found: Sequence[Way]) -> bool:
    return any(places is not None for _, places in found)


def _joined(found: Sequence[Way]) -> Sequence[Joined]:
    joined: list[Joined] = []
    for answers, places in found:
        for number, other in enumerate(joined):
            differ = [fact for fact, answer in answers.items() if other.answers.get(fact) != [answer]]
            if other.places == places and other.answers.keys() == answers.keys() and len(differ) == 1:
                both = [*other.answers[differ[0]], answers[differ[0]]]
                joined[number] = evolve(other, answers={**other.answers, differ[0]: both})
                break
        else:
            joined.append(Joined({fact: [answer] for fact, answer in answers.items()}, places))
    return joined


def ways_in_words(decision: Decision, names: Mapping[str, str], facts: Mapping[str, FactPlace]) -> Sequence[str]:
    """Return a sentence for each way in which the order can turn out, if they are few."""
    joined = _joined(ways(decision))
    asked = {fact for way in joined for fact in way.answers}
    several = len({fact.rpartition(".")[2] for fact in asked}) < len(asked)
    told = []
    for way in joined:
        condition = "; ".join(
            _condition(fact, options, names if several else {}, names, facts[fact])
            for fact, options in way.answers.items()
        )
        order = wording.sentence("phrases", "way_open") if way.places is None else places_in_words(way.places, names)
        told.append(wording.sentence("phrases", "way", condition=condition, order=within(order)))
    return told


def always_in_words(decision: Decision, names: Mapping[str, str]) -> Sequence[str]:
    """Return who pays first, and who last, whatever the answers are."""
    if decision.outcome != "undecided":
        return ()
    return list(_always([_places(leaf) for _, leaf in leaves_of(decision.tree)], names))


def _always(found: Sequence[Places | None], names: Mapping[str, str]) -> Iterator[str]:
    """Yield who pays first, and who last, whatever the answers are."""
    known = [places for places in found if places is not None]
    if not known or len(known) < len(found) or not all(known):
        return
    for end, place in (("first", 0), ("last", -1)):
        payers = {places[place] for places in known}
        if len(payers) == 1 and all(len(places) > 1 for places in known):
            yield wording.sentence("phrases", f"announced_ends.{end}", payer=within(_place(payers.pop(), names)))


def _condition(
    fact: str, answers: Sequence[Answer], about: Mapping[str, str], names: Mapping[str, str], place: FactPlace
) -> str:
    """Return a question with its answers, or what they mean where the fact follows from days.

    `about`: the names of coverages where the question is asked about several of them.
    """
    if place.stand_ins:
        return wording.listed([_meaning(fact, answer, names) for answer in answers], "or")
    options = place.ask.kind.options if isinstance(place.ask.kind, Choice | YesNo) else {}
    said = [YesNo().as_typed(answer) if isinstance(answer, bool) else str(answer) for answer in answers]
    quoted = [wording.sentence("phrases", "way_option", option=options.get(option, option)) for option in said]
    words = {"question": place.ask.label, "answers": wording.listed(quoted, "or")}
    if place.about in about:
        return wording.sentence("phrases", "way_about", about=about[place.about], **words)
    return wording.sentence("phrases", "way_answer", **words)


def _meaning(fact: str, answer: Answer, names: Mapping[str, str]) -> str:
    if fact.startswith("since.") and answer != "same":
        return wording.sentence("turns_out", "since.longer", coverage=names[str(answer)])
    name = "since" if fact.startswith("since.") else fact.rpartition(".")[2]
    how = {True: "yes", False: "no"}[answer] if isinstance(answer, bool) else answer
    return wording.sentence("turns_out", f"{name}.{how}")
