"""Programs and other payers with a place of their own: before all plans, after them, or outside the order."""

from calculators.two_plans.coverages import PLANS, Coverage
from calculators.two_plans.order.facts import Facts
from calculators.two_plans.order.medicare import medicare_first
from calculators.two_plans.order.plans import between_plans
from calculators.two_plans.order.ruling import Apart, Ruling

# From the first to the last. Plans, Medicare and Medigap have rules among themselves.
RANKS = {
    "workers_comp": 0,
    "no_fault": 1,
    **dict.fromkeys((*PLANS, "medicare", "medigap"), 2),
    "tricare": 3,
    "champva": 4,
    "medicaid": 5,
    "ihs": 6,
}

LAST = {
    "ihs": "ihs.payer_of_last_resort",
    "medicaid": "medicaid.third_parties_pay_first",
    "champva": "champva.reg.order",
    "tricare": "tricare.reg.double_coverage",
}


def apart(coverage: Coverage, covered: list[Coverage], facts: Facts) -> Apart | None:
    """Return why a coverage stands outside the order on this day, or None where it has a place in it."""
    kind = facts.kind_of(coverage)
    reason = None
    if kind == "fixed_indemnity":
        reason = "cob.not_a_plan"
    elif kind == "va":
        reason = "va.recovery_from_private_plan"
    elif kind == "workers_comp" and facts.cause != "work":
        reason = "workers_comp.other_cause"
    elif kind == "no_fault" and facts.cause != "vehicle":
        reason = "no_fault.other_cause"
    elif kind == "liability":
        reason = "liability.other_cause" if facts.cause == "illness" else "liability.repay_later"
    elif kind == "medicare":
        reason = _medicare_apart(facts)
    elif kind == "medigap":
        reason = _medigap_apart(covered, facts)
    return Apart(coverage.id, reason) if reason else None


def not_listed(covered: list[Coverage], facts: Facts) -> tuple[str, ...]:
    """Return who may have to pay before all others for what caused the care, but is not among the coverages."""
    kinds = {coverage.kind for coverage in covered}
    if facts.cause == "work" and "workers_comp" not in kinds:
        return ("workers_comp.not_listed",)
    if facts.cause == "vehicle" and not kinds & {"no_fault", "liability"}:
        return ("no_fault.not_listed",)
    if facts.cause == "someone_else" and "liability" not in kinds:
        return ("liability.not_listed",)
    return ()


def waits_for_medicare(covered: list[Coverage], facts: Facts) -> tuple[str, ...]:
    """Return the plans before which Medicare would pay, had the patient enrolled: many pay as if it had paid.

    Source: plans' own terms, to be confirmed by each plan.
    """
    without_part_b = ("not_enrolled", "a_only")
    if not any(coverage.kind == "medicare" for coverage in covered) or facts.enrolled not in without_part_b:
        return ()
    plans = [coverage for coverage in covered if facts.kind_of(coverage) in PLANS]
    return tuple(plan.id for plan in plans if medicare_first(plan, facts)[0])


def _medicare_apart(facts: Facts) -> str | None:
    if facts.enrolled == "not_enrolled":
        return "medicare.not_enrolled"
    if facts.reason == "age" and not facts.aged:
        return "medicare.not_yet"
    if facts.reason == "kidney" and facts.kidney_month <= 0:
        return "medicare.not_yet"
    return None


def _medigap_apart(covered: list[Coverage], facts: Facts) -> str | None:
    if not any(coverage.kind == "medicare" for coverage in covered):
        return "medigap.without_medicare"
    if facts.enrolled == "advantage":
        return "medigap.beside_advantage"
    return _medicare_apart(facts)


def between(one: Coverage, other: Coverage, covered: list[Coverage], facts: Facts) -> Ruling:
    """Return which of two coverages with a place in the order pays first, and why."""
    first, second = sorted((one, other), key=lambda coverage: (RANKS[facts.kind_of(coverage)], coverage.id))
    earlier, later = facts.kind_of(first), facts.kind_of(second)
    if earlier == later and earlier not in PLANS:
        return Ruling(first.id, second.id, "several.of_one_kind")
    if RANKS[earlier] == RANKS[later]:
        return _among_plans_and_medicare(first, second, covered, facts)
    if earlier == "no_fault" and later in PLANS:
        return _auto_or_plan(first, second, facts)
    return Ruling(first.id, second.id, _rule_of_ranks(earlier, later))


def _rule_of_ranks(earlier: str, later: str) -> str:
    """Return the rule by which one kind of payer comes before another."""
    special = {
        ("medicare", "tricare"): "tricare.reg.medicare",
        ("tricare", "medicaid"): "tricare.after_other_plans_before_medicaid",
        ("no_fault", "medicare"): "msp.reg.nofault_first",
        ("workers_comp", "medicare"): "msp.workers_comp_nofault_liability",
    }
    return special.get((earlier, later)) or LAST.get(later) or "workers_comp.before_plans"


def _auto_or_plan(auto: Coverage, plan: Coverage, facts: Facts) -> Ruling:
    """Between an auto policy and a private plan the state's law and both contracts decide: a fact to be asked."""
    if facts.auto_first:
        return Ruling(auto.id, plan.id, "no_fault.beside_plans")
    return Ruling(plan.id, auto.id, "no_fault.beside_plans")


def _among_plans_and_medicare(one: Coverage, other: Coverage, covered: list[Coverage], facts: Facts) -> Ruling:
    kinds = {facts.kind_of(one), facts.kind_of(other)}
    if kinds == {"medicare", "medigap"}:
        medicare, medigap = (one, other) if one.kind == "medicare" else (other, one)
        return Ruling(medicare.id, medigap.id, "medigap.after_medicare")
    if "medicare" in kinds:
        medicare, plan = (one, other) if one.kind == "medicare" else (other, one)
        before, rule = medicare_first(plan, facts)
        return Ruling(medicare.id, plan.id, rule) if before else Ruling(plan.id, medicare.id, rule)
    if "medigap" in kinds:
        medigap, plan = (one, other) if one.kind == "medigap" else (other, one)
        before, _ = medicare_first(plan, facts)
        first, second = (medigap, plan) if before else (plan, medigap)
        return Ruling(first.id, second.id, "medigap.beside_plans")
    return between_plans(one, other, covered, facts)
