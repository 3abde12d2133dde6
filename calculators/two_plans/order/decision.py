"""The order of payers as far as the facts decide it: never a silent guess.

Every way in which the open facts can turn out is followed. A fact whose answers all lead to the same order by the same
rules does not matter and is not named.
"""

from collections.abc import Callable, Iterator, Sequence
from datetime import date

from attrs import evolve, frozen

from calculators.coverage.result import ParameterUsed
from calculators.coverage.unknowns import Answer, Answers, NeedsAnswer
from calculators.rules import all_rules
from calculators.two_plans.coverages import PLANS
from calculators.two_plans.order.facts import MustBeKnown, YearMissing
from calculators.two_plans.order.payers import Order, order_of_payers
from calculators.two_plans.scenario import TwoPlans

# More ways than this, and the facts met so far must be settled first.
MOST_WAYS = 1024


@frozen
class Open:
    """Nothing can be said before these facts are known."""

    facts: Sequence[str]


@frozen
class Branch:
    """A fact that matters, and what follows from each of its answers."""

    fact: str
    options: Sequence[tuple[Answer, "Tree"]]


type Leaf = Order | Open
type Tree = Leaf | Branch


class _TooMany(Exception):
    pass


class _Growing:
    def __init__(self, decide: Callable[[Answers], Order]) -> None:
        self._decide = decide
        self._ways = 0
        self.met: dict[str, None] = {}

    def tree(self, answers: Answers) -> Tree:
        """Return what follows under these answers, without the facts that do not matter."""
        try:
            order = self._decide(answers)
        except MustBeKnown as missing:
            self.met |= dict.fromkeys(missing.facts)
            return Open(tuple(missing.facts))
        except NeedsAnswer as met:
            fact = met.fact
            self.met[fact.id] = None
            options = tuple((option, self.tree({**answers, fact.id: option})) for option in fact.options)
            first = options[0][1]
            return first if all(tree == first for _, tree in options) else Branch(fact.id, options)
        self._ways += 1
        if self._ways > MOST_WAYS:
            raise _TooMany
        return order


def facts_of(tree: Tree) -> Iterator[str]:
    """Yield every fact that matters, in the order in which it is met; some come more than once."""
    if isinstance(tree, Branch):
        yield tree.fact
        for _, following in tree.options:
            yield from facts_of(following)
    elif isinstance(tree, Open):
        yield from tree.facts


def leaves_of(tree: Tree, answers: Answers | None = None) -> Iterator[tuple[Answers, Leaf]]:
    """Yield everything that can follow, with the answers by which it does."""
    if isinstance(tree, Branch):
        for option, following in tree.options:
            yield from leaves_of(following, {**(answers or {}), tree.fact: option})
    else:
        yield answers or {}, tree


@frozen
class Decision:
    """What is known about the order on one day.

    `outcome` is `decided`; `if_confirmed`, with the facts or rules to confirm; `no_coordination`, where at most one of
    the coverages is in the order and another stands apart; `repay_later`, where health coverage is billed now and a
    claim pays back later; `undecided`, with the facts that are missing or the rules that contradict one another; or
    `not_loaded`, where a figure of the law is not held for this day.
    """

    outcome: str
    tree: Tree
    facts: Sequence[str] = ()
    confirm_facts: Sequence[str] = ()
    confirm_rules: Sequence[str] = ()
    missing: ParameterUsed | None = None

    @property
    def order(self) -> Order | None:
        """The one order, or None while facts are open."""
        return self.tree if isinstance(self.tree, Order) else None


def _grown(scenario: TwoPlans, day: date) -> Tree:
    growing = _Growing(lambda answers: order_of_payers(scenario, day, answers))
    try:
        return growing.tree({})
    except _TooMany:
        return Open(tuple(growing.met))


def decide(scenario: TwoPlans, day: date) -> Decision:
    """Return what is known about the order of payers on a day."""
    try:
        tree = _grown(scenario, day)
    except YearMissing as year:
        return Decision("not_loaded", Open(()), missing=ParameterUsed(year.series, year.missing))
    if not isinstance(tree, Order):
        return Decision("undecided", tree, facts=tuple(dict.fromkeys(facts_of(tree))))
    if tree.conflict:
        return Decision("undecided", tree)
    unread = tuple(dict.fromkeys(_to_confirm(tree)))
    unsaid = tuple(_order_rules_that_matter(scenario, day, tree))
    outcome = "decided"
    if any(stands.rule == "liability.repay_later" for stands in tree.apart):
        outcome = "repay_later"
    elif unread or unsaid:
        outcome = "if_confirmed"
    elif len(tree.places) <= 1 and tree.apart:
        outcome = "no_coordination"
    return Decision(outcome, tree, confirm_facts=unsaid, confirm_rules=unread)


def _to_confirm(order: Order) -> Iterator[str]:
    """Yield the rules that an order rests on and whose text was not read in an official copy."""
    for ruling in order.rulings:
        if not _is_official(ruling.rule):
            yield ruling.rule
    yield from order.not_listed
    if order.waits_for_medicare:
        yield "medicare.would_be_first"


def _is_official(rule: str) -> bool:
    return all_rules()[rule].verified == "official"


def _order_rules_that_matter(scenario: TwoPlans, day: date, order: Order) -> Iterator[str]:
    """Yield the plans whose booklets nobody asked, where one without rules about other plans would change the order."""
    for number, coverage in enumerate(scenario.coverages):
        if coverage.kind not in PLANS or isinstance(coverage.order_rules, bool):
            continue
        changed = list(scenario.coverages)
        changed[number] = evolve(coverage, order_rules=False)
        other = _grown(evolve(scenario, coverages=tuple(changed)), day)
        if not isinstance(other, Order) or other.places != order.places:
            yield f"coverages.{coverage.id}.order_rules"


# With so many ways of answering what is not on a page, a question is tried for whether it matters. Most questions have
# 2, 3 or 5 options, so that in this many ways each option of one meets each of another.
TRIED_WAYS = 30


def open_facts(scenario: TwoPlans, day: date) -> Sequence[str]:
    """Return the open facts that the rules ask for in one way or another of answering them."""
    met: dict[str, None] = {}
    for way in range(TRIED_WAYS):
        try:
            told = _answered(scenario, day, {}, lambda _: False, way)[0]
        except MustBeKnown as missing:
            return tuple(missing.facts)
        except YearMissing:
            return ()
        if not told:
            break
        met |= dict.fromkeys(told)
    return tuple(met)


def facts_that_matter(scenario: TwoPlans, day: date, asked: Callable[[str], bool]) -> Sequence[str]:
    """Return those facts, among the ones that `asked` names, of which some answer changes what follows.

    All other open facts are answered in several ways, the same ways for every answer that is tried. Raises
    `MustBeKnown`.
    """
    found: dict[str, None] = {}
    others: set[str] = set()
    for way in range(TRIED_WAYS):

        def decided(answers: Answers, way: int = way) -> Order:
            told, order = _answered(scenario, day, answers, asked, way)
            others.update(told.keys() - answers.keys())
            return order

        found |= dict.fromkeys(facts_of(_Growing(decided).tree({})))
        if not others:
            break
    return tuple(found)


def _answered(
    scenario: TwoPlans, day: date, answers: Answers, asked: Callable[[str], bool], way: int
) -> tuple[Answers, Order]:
    """Return the order with every open fact answered in one way, but for those that are asked, and the answers."""
    told = dict(answers)
    while True:
        try:
            return told, order_of_payers(scenario, day, told)
        except NeedsAnswer as met:
            if asked(met.fact.id):
                raise
            options = met.fact.options
            told[met.fact.id] = options[(way + way // len(options) * len(told)) % len(options)]
