"""Medicare as a secondary payer: whether it pays before or after a plan. 42 USC 1395y(b); 42 CFR part 411.

Everything not named here leaves Medicare first.
"""

from calculators.two_plans.coverages import Coverage
from calculators.two_plans.order.facts import Facts

AGED_EMPLOYEES = "cms.working_aged_employer_size"
DISABLED_EMPLOYEES = "cms.disability_employer_size"

type Place = tuple[bool, str]


def medicare_first(plan: Coverage, facts: Facts) -> Place:
    """Whether Medicare pays before a plan, and the rule that decides it."""
    kind = facts.kind_of(plan)
    if kind in ("individual", "student"):
        return True, "msp.reg.what_is_ghp"
    reason = facts.reason
    if reason in ("kidney", "kidney_and_other"):
        return _kidney(plan, facts)
    if reason == "age":
        return _aged(plan, facts)
    return _disabled(plan, facts)


def _kidney(plan: Coverage, facts: Facts) -> Place:
    """A group plan pays first for the coordination period, whatever its size, COBRA and retiree plans included.

    Not where Medicare, by age or disability, was lawfully first already. Source: 42 USC 1395y(b)(1)(C); 42 CFR
    411.162, 411.163.
    """
    month = facts.kidney_month
    if month > facts.coordination_months:
        return True, "msp.esrd.30_months"
    dual = facts.reason == "kidney_and_other"
    if month <= 0:
        # Before kidney failure only age or a disability can be why there is Medicare at all.
        return _aged(plan, facts) if facts.aged else _disabled(plan, facts)
    if dual and facts.first_before_kidney:
        return True, "msp.reg.esrd_dual_medicare_stays_first"
    return False, "msp.reg.esrd_dual_otherwise" if dual else "msp.reg.esrd_secondary_any_size"


def _without_current_work(plan: Coverage, facts: Facts, cobra: str) -> str | None:
    """Return the rule by which a plan cannot pay before Medicare at all: it does not come from current work.

    Someone laid off for a time still has current work, as long as the job is kept.
    Source: 42 CFR 411.104, 411.172(a), 411.204.
    """
    kind = facts.kind_of(plan)
    if kind in ("employer", "laid_off"):
        return "msp.part_b_only" if facts.enrolled == "b_only" else None
    return cobra if kind == "cobra" else "msp.reg.coverage_by_virtue_of"


def _aged(plan: Coverage, facts: Facts) -> Place:
    """A plan from the current work of the patient, or of the patient's spouse, of an employer of enough people.

    Source: 42 USC 1395y(b)(1)(A); 42 CFR 411.172, 411.175.
    """
    if rule := _without_current_work(plan, facts, cobra="msp.reg.aged_medicare_primary"):
        return True, rule
    if facts.holder(plan) not in ("patient", "spouse"):
        return True, "msp.aged.current_employment"
    if facts.employs_at_least(plan, AGED_EMPLOYEES):
        return False, "msp.aged.employer_20"
    if facts.another_employs_at_least(plan, AGED_EMPLOYEES):
        excepted = facts.is_excepted(plan)
        return excepted, "msp.reg.multiemployer_exception" if excepted else "msp.aged.multiemployer_small_exception"
    return True, "msp.aged.employer_20"


def _disabled(plan: Coverage, facts: Facts) -> Place:
    """A large group plan from the current work of the patient or of anyone in the family.

    Source: 42 USC 1395y(b)(1)(B); 42 CFR 411.201, 411.204, 411.206.
    """
    if rule := _without_current_work(plan, facts, cobra="msp.reg.disabled_medicare_primary"):
        return True, rule
    large = facts.employs_at_least(plan, DISABLED_EMPLOYEES) or facts.another_employs_at_least(plan, DISABLED_EMPLOYEES)
    return not large, "msp.lghp.100"
