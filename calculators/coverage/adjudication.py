"""One visit decided against a plan's terms and what has been used so far.

The order of decisions: is the service covered, are visits left, then cost sharing in the order that the terms name,
each part no more than what is left of the allowed amount and of the out-of-pocket maximum; the plan pays the rest.
"""

from attrs import frozen

from calculators.coverage.accumulators import Accumulators, Counter, counter_of
from calculators.coverage.care import Visit
from calculators.coverage.money import share_of
from calculators.coverage.plan import Plan, Terms, VisitLimit
from calculators.coverage.step import Step
from calculators.coverage.unknowns import Answers, settle
from calculators.declaration import Unknown

PATIENT_PARTS = ("deductible", "copay", "coinsurance", "over_limit", "not_covered")


@frozen
class Line:
    """One decided visit: parts that add up to the charge, and the accumulators after it."""

    visit: Visit
    deductible: Step
    copay: Step
    coinsurance: Step
    over_limit: Step
    not_covered: Step
    plan_paid: Step
    write_off: Step
    after: Accumulators

    @property
    def patient_pays(self) -> int:
        """The sum of the patient's parts, in cents."""
        return (
            self.deductible.amount
            + self.copay.amount
            + self.coinsurance.amount
            + self.over_limit.amount
            + self.not_covered.amount
        )

    def part(self, name: str) -> Step:
        """Return one part by its name."""
        step: Step = getattr(self, name)
        return step


def room_under_maximum(plan: Plan, used: Step, *paid_today: Step) -> Step | None:
    """What may still be asked of the patient for covered care this plan year.

    Deductible, copays and coinsurance count toward the maximum; nothing else does. None where the plan has no maximum.
    Cents. Source: the plan's terms; for the federal cap 42 USC 18022(c)(3).
    """
    maximum = plan.out_of_pocket_maximum.person
    if maximum is None:
        return None
    used_now = used.amount + sum(step.amount for step in paid_today)
    return Step(
        "cost_sharing.room_under_maximum",
        max(0, maximum - used_now),
        (Step("given.out_of_pocket_maximum", maximum), used, *paid_today),
    )


def _at_most(amount: int, room: Step | None) -> int:
    return amount if room is None else min(amount, room.amount)


def _with_room(room: Step | None, *steps: Step) -> tuple[Step, ...]:
    return steps if room is None else (*steps, room)


def deductible_part(left_of_allowed: Step, deductible_left: Step, room: Step | None) -> Step:
    """The part of a visit that goes toward the deductible.

    As much as is left of the deductible, no more than what is left of the allowed amount and of the maximum. Cents.
    Source: Uniform Glossary, "deductible".
    """
    amount = _at_most(min(left_of_allowed.amount, deductible_left.amount), room)
    return Step("cost_sharing.deductible", amount, _with_room(room, deductible_left, left_of_allowed))


def copay_part(terms: Terms, left_of_allowed: Step, room: Step | None) -> Step:
    """The copay of a visit.

    The plan's fixed amount, never more than what remains of the allowed amount. Cents.
    Source: Uniform Glossary, "copayment"; the ceiling is our reading and is marked as not verified.
    """
    copay = Step("given.copay", terms.copay or 0)
    amount = _at_most(min(copay.amount, left_of_allowed.amount), room)
    return Step("cost_sharing.copay", amount, _with_room(room, copay, left_of_allowed))


def coinsurance_part(terms: Terms, left_of_allowed: Step, room: Step | None) -> Step:
    """The patient's percentage of what remains of the allowed amount, the half cent rounded up. Cents.

    Source: Uniform Glossary, "coinsurance".
    """
    rate = Step("given.coinsurance", terms.coinsurance or 0)
    amount = _at_most(share_of(left_of_allowed.amount, rate.amount), room)
    return Step("cost_sharing.coinsurance", amount, _with_room(room, rate, left_of_allowed))


def visits_left(limit: VisitLimit, used: Step) -> Step:
    """How many visits a limit still covers. Source: the plan's terms."""
    return Step(
        "limit.visits_left", max(0, limit.quantity - used.amount), (Step("given.visit_limit", limit.quantity), used)
    )


def fact_about_copay(service: str) -> str:
    """Return the id of the fact whether the visit that meets the deductible takes a copay too."""
    return f"plan.terms.{service}.copay_when_visit_meets_deductible"


def _left_of_allowed(allowed: Step, *taken: Step) -> Step:
    if not any(step.amount for step in taken):
        return allowed
    return Step("cost_sharing.left_of_allowed", allowed.amount - sum(step.amount for step in taken), (allowed, *taken))


def cost_sharing(
    terms: Terms, plan: Plan, allowed: Step, before: Accumulators, answers: Answers
) -> tuple[Step, Step, Step]:
    """Return the deductible, copay and coinsurance of a covered visit, in cents.

    Raises `NeedsAnswer` where the copay on the visit that meets the deductible is unknown and would change the result.
    """
    none = Step("cost_sharing.not_due", 0)
    deductible = copay = none
    deductible_left = Step(
        "cost_sharing.deductible_left",
        max(0, plan.deductible.person - before.deductible.amount),
        (Step("given.deductible", plan.deductible.person), before.deductible),
    )

    if terms.deductible == "first" and deductible_left.amount:
        room = room_under_maximum(plan, before.out_of_pocket)
        deductible = deductible_part(allowed, deductible_left, room)

    if terms.copay is not None:
        room = room_under_maximum(plan, before.out_of_pocket, deductible)
        copay = copay_part(terms, _left_of_allowed(allowed, deductible), room)
        if deductible.amount and copay.amount:
            copay = copay_when_visit_meets_deductible(terms, copay, deductible, answers)

    if terms.deductible == "after_copay" and deductible_left.amount:
        room = room_under_maximum(plan, before.out_of_pocket, copay)
        deductible = deductible_part(_left_of_allowed(allowed, copay), deductible_left, room)

    coinsurance = none
    if terms.coinsurance is not None:
        room = room_under_maximum(plan, before.out_of_pocket, deductible, copay)
        coinsurance = coinsurance_part(terms, _left_of_allowed(allowed, deductible, copay), room)
    return deductible, copay, coinsurance


def copay_when_visit_meets_deductible(terms: Terms, copay: Step, deductible: Step, answers: Answers) -> Step:
    """Whether a copay is due on the visit that meets the deductible: the plan's terms say so, or nobody knows yet.

    Leaves out: nothing; there is no general rule, and booklets differ.
    """
    answer = terms.copay_when_visit_meets_deductible
    if answer is None or isinstance(answer, Unknown):
        answer = settle(fact_about_copay(terms.service), answers)
    due = Step("given.copay_when_visit_meets_deductible", int(answer))
    return Step("cost_sharing.copay_on_meeting_visit", copay.amount if answer else 0, (due, deductible, *copay.because))


def adjudicate(visit: Visit, plan: Plan, before: Accumulators, answers: Answers) -> Line:
    """Decide one visit.

    Cents. A visit over a limit, or of a service that is not covered, is the patient's at the full allowed amount and
    counts toward no deductible, maximum or limit. Visits under the deductible count toward a limit.
    Raises `NeedsAnswer` where an unknown decides, and `KeyError` where the plan has no terms for the service.
    """
    terms = plan.terms_for(visit.service)
    allowed = Step("given.allowed", visit.allowed)
    none = Step("cost_sharing.not_due", 0)
    over_limit = not_covered = deductible = copay = coinsurance = none
    after = before

    counters: list[tuple[Counter, Step]] = []
    used_up: list[Step] = []
    for limit in plan.limits_for(visit.service):
        used = before.visits_used(limit, plan, visit.date)
        counters.append((counter_of(limit, plan, visit.date), used))
        left = visits_left(limit, used)
        if not left.amount:
            used_up.append(left)

    if not terms.covered:
        not_covered = Step("line.not_covered", visit.allowed, (Step("given.covered", 0), allowed))
    elif used_up:
        over_limit = Step("line.over_limit", visit.allowed, (*used_up, allowed))
    else:
        deductible, copay, coinsurance = cost_sharing(terms, plan, allowed, before, answers)
        counted = {
            counter: Step("accumulator.visits", used.amount + 1, (used, Step("given.visit", 1)))
            for counter, used in counters
        }
        after = before.after(deductible, (deductible, copay, coinsurance), counted)

    asked = (deductible, copay, coinsurance, over_limit, not_covered)
    paid = visit.allowed - sum(step.amount for step in asked)
    charge = Step("given.charge", visit.charge)
    return Line(
        visit=visit,
        deductible=deductible,
        copay=copay,
        coinsurance=coinsurance,
        over_limit=over_limit,
        not_covered=not_covered,
        plan_paid=Step("line.plan_paid", paid, (allowed, *(step for step in asked if step.amount))),
        write_off=Step("line.write_off", visit.charge - visit.allowed, (charge, allowed)),
        after=after,
    )


def ledger(visits: list[Visit], plan: Plan, answers: Answers) -> list[Line]:
    """Decide visits one after another, each against what the earlier ones used."""
    lines = []
    used = Accumulators()
    for visit in visits:
        line = adjudicate(visit, plan, used, answers)
        lines.append(line)
        used = line.after
    return lines
