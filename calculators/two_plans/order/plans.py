"""Between two plans that coordinate: the first rule that decides. NAIC model 120, as states have adopted it."""

from calculators.two_plans.coverages import Coverage
from calculators.two_plans.order.children import between_parents
from calculators.two_plans.order.facts import Facts
from calculators.two_plans.order.medicare import medicare_first
from calculators.two_plans.order.ruling import Ruling


def _ruling(first: Coverage, one: Coverage, other: Coverage, rule: str) -> Ruling:
    second = other if first is one else one
    return Ruling(first.id, second.id, rule)


def between_plans(one: Coverage, other: Coverage, covered: list[Coverage], facts: Facts) -> Ruling:
    """Return which of two plans pays first. `covered`: every coverage in force on the day."""
    without = [plan for plan in (one, other) if not facts.has_order_rules(plan)]
    if len(without) == 1:
        return _ruling(without[0], one, other, "cob.order.plan_without_rules")
    own = [plan for plan in (one, other) if not facts.is_dependent(plan)]
    if len(own) == 1:
        return _non_dependent_first(own[0], one, other, covered, facts)
    if not own and (verdict := _between_dependents(one, other, covered, facts)):
        return _ruling(verdict[0], one, other, verdict[1])
    return _by_status(one, other, facts) or _by_length(one, other, facts)


def _non_dependent_first(
    own: Coverage, one: Coverage, other: Coverage, covered: list[Coverage], facts: Facts
) -> Ruling:
    """The plan that covers the patient other than as a dependent pays first.

    Not where Medicare is second to the dependent's plan and first to the patient's own: then it is the other way round,
    with Medicare between them. Source: Utah Admin. Code R590-131-6(A); 50 Ill. Adm. Code 2009.40(a)(3).
    """
    dependent = other if own is one else one
    if any(coverage.kind == "medicare" for coverage in covered) and facts.enrolled != "not_enrolled":
        before_own, _ = medicare_first(own, facts)
        before_dependent, _ = medicare_first(dependent, facts)
        if before_own and not before_dependent:
            return Ruling(dependent.id, own.id, "cob.order.medicare_exception")
    return Ruling(own.id, dependent.id, "cob.order.non_dependent_first")


def _between_dependents(
    one: Coverage, other: Coverage, covered: list[Coverage], facts: Facts
) -> tuple[Coverage, str] | None:
    holders = {facts.holder(one), facts.holder(other)}
    spouses = holders & {"spouse", "partner"}
    if spouses and len(holders) > 1:
        longer = facts.covers_longer(one, other)
        if longer == "same":
            return None
        return one if longer == one.id else other, "cob.order.adult_child_with_spouse"
    return between_parents(one, other, covered, facts)


def _by_status(one: Coverage, other: Coverage, facts: Facts) -> Ruling | None:
    """Active work before a former job; COBRA after what is not COBRA.

    Source: S.D. Codified Laws 58-18A-71; for COBRA clauses in contracts only.
    """
    kinds = {one.id: facts.kind_of(one), other.id: facts.kind_of(other)}
    if sorted(kinds.values()).count("cobra") == 1:
        first = other if kinds[one.id] == "cobra" else one
        return _ruling(first, one, other, "cob.order.cobra")
    if not all(kind in ("employer", "laid_off", "retiree") for kind in kinds.values()):
        return None
    active = [plan for plan in (one, other) if kinds[plan.id] == "employer"]
    return _ruling(active[0], one, other, "cob.order.active_before_retired") if len(active) == 1 else None


def _by_length(one: Coverage, other: Coverage, facts: Facts) -> Ruling:
    """The coverage that began earlier pays first; on the same day they share equally.

    Source: Minn. R. 2742.0400; S.D. Codified Laws 58-18A-73. Equal shares were not read in an official text.
    """
    longer = facts.covers_longer(one, other)
    if longer == "same":
        first, second = sorted((one.id, other.id))
        return Ruling(first, second, "cob.order.equal_shares", shared=True)
    return _ruling(one if longer == one.id else other, one, other, "cob.order.length_of_coverage")
