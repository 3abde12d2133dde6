"""Who pays first, as a map of questions: each leaf is the two-plans calculator’s answer to a scenario that fits."""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from attrs import frozen

from build_scripts.pictures.drawing import WrongExample, answered, drawn, table_of
from build_scripts.reference import figure_text
from calculators.parameters import NotLoaded, all_series, look_up
from calculators.parameters.series import VERIFIED
from calculators.rules import Rule, all_rules
from calculators.two_plans.coverages import PLANS
from calculators.two_plans.order import Branch, Decision, Order

# What a leaf says of its scenario, beside the calculator's own fields.
_WORDS = {"when"}


@frozen
class Leaf:
    """One answer: when it holds, who pays in which order, and the rules that decide it.

    `outcome`: `first`, with the names in order; `repay_later`, likewise, though a claim pays in the end; `shared`;
    `apart`, where the two do not share a bill; or `open`, where no rule decides.
    """

    when: str
    outcome: str
    names: Sequence[str]
    rules: Sequence[Rule]

    @property
    def verified(self) -> str:
        """How far its rules were verified, all of them: `official`, `secondary` or `unverified`."""
        return max((rule.verified for rule in self.rules), key=VERIFIED.index)


@frozen
class Stage:
    """One question with its answers, and the words that lead on to the next."""

    id: str
    ask: str
    leaves: Sequence[Leaf]
    next: str


def scenario_of_leaf(leaf: Mapping[str, Any], day: str) -> Mapping[str, Any]:
    """Return a leaf's scenario in full, with what leaves leave out."""
    coverages = [
        {"id": f"coverage-{number}", **({"order_rules": True} if coverage["kind"] in PLANS else {}), **coverage}
        for number, coverage in enumerate(leaf["coverages"], 1)
    ]
    told = {name: value for name, value in leaf.items() if name not in _WORDS}
    return {
        "calculator": "two-plans",
        "version": 1,
        "people": [{"id": "me"}],
        "day": day,
        "cause": "illness",
        **told,
        "coverages": coverages,
    }


def _orders(decision: Decision) -> Iterator[Order]:
    trees = [decision.tree]
    while trees:
        tree = trees.pop()
        if isinstance(tree, Order):
            yield tree
        elif isinstance(tree, Branch):
            trees += [following for _, following in tree.options]


def decision_of(given: Mapping[str, Any]) -> Decision:
    """Return what the calculator says of the order on a scenario's day."""
    decision: Decision = answered(given)[1].periods[0].decision
    return decision


def rules_of(decision: Decision) -> Sequence[str]:
    """Return the rules on which an order rests, the one that decides first."""
    found: dict[str, None] = {}
    for order in _orders(decision):
        found |= dict.fromkeys(stands.rule for stands in order.apart)
        found |= dict.fromkeys(ruling.rule for ruling in order.rulings)
    return tuple(found)


def _leaf(written: Mapping[str, Any], day: Any) -> Leaf:
    given = scenario_of_leaf(written, day.isoformat())
    decision = decision_of(given)
    names = {coverage["id"]: coverage["name"] for coverage in given["coverages"]}
    rules = rules_of(decision)
    if not rules:
        raise WrongExample(f"who-pays-first: no rule decides “{written['when']}”.")
    outcome, order = "first", decision.order
    if order is None:
        outcome, places = "open", []
    else:
        places = [place[0] for place in order.places]
        if any(len(place) > 1 for place in order.places):
            outcome = "shared"
        elif decision.outcome == "no_coordination":
            outcome = "apart"
        elif decision.outcome == "repay_later":
            outcome = "repay_later"
    # Of two only the first is told; where there are more, their order is the answer.
    told = places if len(places) > 2 else places[:1]
    return Leaf(
        _filled(written["when"], day),
        outcome,
        tuple(names[place] for place in told),
        tuple(all_rules()[rule] for rule in rules),
    )


def _filled(text: str, day: Any) -> str:
    def figure(found: re.Match[str]) -> str:
        value = look_up(found[1], day) if found[1] in all_series() else None
        if value is None or isinstance(value, NotLoaded):
            raise WrongExample(f"who-pays-first: nothing is held for {found[1]} on {day}.")
        return figure_text(value)

    return re.sub(r"\{([a-z0-9_.]+)\}", figure, text)


def stages_of(given: Mapping[str, Any]) -> Sequence[Stage]:
    """Return the questions of a map with the calculator's answers."""
    return tuple(
        Stage(
            stage["id"],
            stage["ask"],
            tuple(_leaf(leaf, given["day"]) for leaf in stage["leaves"]),
            stage.get("next", ""),
        )
        for stage in given["stages"]
    )


def picture(given: Mapping[str, Any] | None = None) -> str:
    """Return the map, or the map of other questions, as a `figure` element."""
    stages = stages_of(given or table_of("who-pays-first"))
    leaves = [leaf for stage in stages for leaf in stage.leaves]
    return drawn(
        "who-pays-first",
        stages=stages,
        leaves=len(leaves),
        doubtful=len([leaf for leaf in leaves if leaf.verified != "official"]),
    )
