"""The plans of a child's parents: court order, custody, birthdays. NAIC model 120, as states have adopted it."""

from calculators.two_plans.coverages import PLANS, Coverage
from calculators.two_plans.order.facts import Facts

PARENT_OF = {
    "parent_a": "parent_a",
    "parent_b": "parent_b",
    "parent_a_spouse": "parent_a",
    "parent_b_spouse": "parent_b",
}

type Verdict = tuple[Coverage, str] | None


def _first_by(one: Coverage, other: Coverage, order: list[str], facts: Facts) -> Coverage | None:
    """Return whichever plan's holder comes earlier in an order of holders; None where one of them is not in it."""
    holders = [facts.holder(one), facts.holder(other)]
    if not all(holder in order for holder in holders):
        return None
    return one if order.index(holders[0]) < order.index(holders[1]) else other


def by_birthday(one: Coverage, other: Coverage, facts: Facts) -> Verdict:
    """Between the plans of two parents the one whose birthday comes earlier in the year; the years do not count.

    On the same birthday the plan that has covered a parent longer. Source: Utah Admin. Code R590-131-6(B)(1).
    """
    if {facts.holder(one), facts.holder(other)} != {"parent_a", "parent_b"}:
        return None
    earlier = facts.earlier_birthday
    if earlier == "same":
        return None
    return one if facts.holder(one) == earlier else other, "cob.order.child_married"


def between_parents(one: Coverage, other: Coverage, covered: list[Coverage], facts: Facts) -> Verdict:
    """Between two plans that cover a child through its parents or their new spouses.

    `covered`: every plan that covers the child, for an order may name a parent who has none. None where this decides
    nothing, so that the next rule does.
    """
    holders = {facts.holder(one), facts.holder(other)}
    if not holders <= PARENT_OF.keys() or len(holders) == 1:
        return None
    stepparents = holders - {"parent_a", "parent_b"}
    if not stepparents and facts.parents == "together" and not facts.has_court_order:
        return by_birthday(one, other, facts)
    order = facts.court_order
    if order in ("parent_a", "parent_b"):
        verdict = _by_court_order(one, other, order, covered, facts)
        if verdict:
            return verdict
    if order == "both":
        return by_birthday(one, other, facts)
    return _by_custody(one, other, facts)


def _by_court_order(one: Coverage, other: Coverage, parent: str, covered: list[Coverage], facts: Facts) -> Verdict:
    """The plan of the parent whom the order makes responsible, or, if that parent has none, of that parent's spouse.

    Source: Utah Admin. Code R590-131-6(B)(2)(a).
    """
    holders = [facts.holder(plan) for plan in covered if plan.kind in PLANS]
    responsible = parent if parent in holders else f"{parent}_spouse"
    for plan in (one, other):
        if facts.holder(plan) == responsible:
            return plan, "cob.order.child_decree"
    return None


def _by_custody(one: Coverage, other: Coverage, facts: Facts) -> Verdict:
    """Without an order: the parent with custody, that parent's spouse, the other parent, the other parent's spouse.

    Source: N.J.A.C. 11:4-28.6(c); the fourth place was read in a secondary copy only. Where both have custody alike,
    the birthday rule: Utah Admin. Code R590-131-6(B)(2)(c).
    """
    custody = facts.custody
    if custody == "joint":
        return by_birthday(one, other, facts)
    without = "parent_b" if custody == "parent_a" else "parent_a"
    order = [custody, f"{custody}_spouse", without, f"{without}_spouse"]
    first = _first_by(one, other, order, facts)
    if first is None:
        return None
    fourth = f"{without}_spouse" in (facts.holder(one), facts.holder(other))
    return first, "cob.order.child_fourth_place" if fourth else "cob.order.child_no_decree"
