"""What a person pays of a covered visit: deductible, copay, coinsurance, each within the out-of-pocket maximum.

One function a rule. Amounts are cents.
"""

from collections.abc import Sequence

from attrs import frozen

from calculators.coverage.accumulators import (
    FAMILY,
    Accumulators,
    Key,
    deductible_of,
    out_of_pocket_of,
)
from calculators.coverage.care import Visit
from calculators.coverage.in_force import FamilyAmounts, InForce, pool_of
from calculators.coverage.money import WHOLE, share_of
from calculators.coverage.plan import OutOfNetwork, SpecialDeductible
from calculators.coverage.services import THERAPIES
from calculators.coverage.step import Step
from calculators.coverage.terms import Terms
from calculators.coverage.unknowns import Answers, settle, settle_number
from calculators.declaration import Unknown

NOTHING = Step("cost_sharing.not_due", 0)

FAMILY_KINDS = ("embedded", "aggregate")
PLACES = ("not_applied", "first", "after_copay")
PLACES_WITHOUT_COPAY = ("not_applied", "first")
ACCUMULATIONS = ("separate", "joined", "in_counts_out")


@frozen
class Ceiling:
    """An amount that a person or family pays at most, and what has been used of it."""

    most: Step
    used: Step

    @property
    def left(self) -> int:
        """What is left of it, in cents."""
        return max(0, self.most.amount - self.used.amount)


def least_left(rule: str, ceilings: Sequence[Ceiling], *paid_today: Step) -> Step | None:
    """What is left under the ceiling that is nearest; None where there is no ceiling."""
    if not ceilings:
        return None
    today = sum([step.amount for step in paid_today])
    because = [step for ceiling in ceilings for step in (ceiling.most, ceiling.used)]
    return Step(rule, max(0, min([ceiling.left for ceiling in ceilings]) - today), (*because, *paid_today))


def ceilings_of(
    amounts: FamilyAmounts, plan: InForce, person: str, before: Accumulators, answers: Answers
) -> list[Ceiling]:
    """Return the ceilings of a deductible or an out-of-pocket maximum: the person's, the family's, or both."""
    ceilings = []
    kind = settle(amounts.kind, amounts.kind_fact, answers, FAMILY_KINDS) if plan.family else "embedded"
    if amounts.person is not None and kind != "aggregate":
        most = settle_number(amounts.person, amounts.person_fact, answers)
        ceilings.append(Ceiling(Step(amounts.given, most), before.used((amounts.name, amounts.pool, person))))
    if plan.family and amounts.family is not None:
        most = settle_number(amounts.family, amounts.family_fact, answers)
        ceilings.append(
            Ceiling(Step(f"{amounts.given}_family", most), before.used((amounts.name, amounts.pool, FAMILY)))
        )
    return ceilings


def accumulation_of(name: str, outside: OutOfNetwork) -> tuple[str, str | Unknown]:
    """Return how the two networks' deductibles or maximums count together, after the field that says it."""
    if name == "out_of_pocket" and outside.maximum_accumulation is not None:
        return "maximum_accumulation", outside.maximum_accumulation
    return "accumulation", outside.accumulation


def pools_credited(name: str, plan: InForce, network: str, answers: Answers) -> tuple[str, ...]:
    """Which networks' amounts a payment counts toward: its own's, and the other's if the plan says so.

    `name`: `deductible` or `out_of_pocket`, for which a plan may go different ways. Source: the plan's terms.
    """
    pool = pool_of(network)
    outside = plan.plan.out_of_network
    if outside is None:
        return (pool,)
    field, said = accumulation_of(name, outside)
    if isinstance(said, Unknown) and not plan.both_networks:
        return (pool,)
    how = settle(said, f"{plan.path}.out_of_network.{field}", answers, ACCUMULATIONS)
    other = "in" if pool == "out" else "out"
    return (pool, other) if how == "joined" or (how == "in_counts_out" and pool == "in") else (pool,)


def maximum_ceilings(
    plan: InForce, network: str, person: str, before: Accumulators, answers: Answers
) -> Sequence[Ceiling]:
    """The out-of-pocket maximums that hold for a person: their own and the family's.

    Where the family's maximum counts alone, the federal cap on what one person pays may hold beside it; that is agency
    interpretation which we did not read, so it is a fact to be asked.
    Source: the plan's terms; for the federal cap 42 USC 18022(c)(3).
    """
    ceilings = ceilings_of(plan.amounts["out_of_pocket", pool_of(network)], plan, person, before, answers)
    maximum = plan.plan.out_of_pocket_maximum
    if plan.person_cap is None or pool_of(network) == "out" or not plan.family:
        return ceilings
    kind = settle(maximum.kind, f"{plan.path}.out_of_pocket_maximum.kind", answers, FAMILY_KINDS)
    if kind == "aggregate" and settle(maximum.person_cap, f"{plan.path}.out_of_pocket_maximum.person_cap", answers):
        cap = Step("given.out_of_pocket_cap_self_only", plan.person_cap)
        ceilings.append(Ceiling(cap, before.used(out_of_pocket_of("in", person))))
    return ceilings


@frozen
class Deductible:
    """What is left of the deductible for one visit, and the accumulators that a payment toward it goes to."""

    left: Step
    keys: tuple[Key, ...]


def special_deductible_left(
    special: SpecialDeductible, plan: InForce, person: str, before: Accumulators, answers: Answers
) -> list[Ceiling]:
    """What is left of a deductible for certain services. Source: the plan's terms."""
    where = f"{plan.path}.special_deductibles.{special.id}"
    most = settle_number(special.person, f"{where}.person", answers)
    ceilings = [Ceiling(Step("given.special_deductible", most), before.used(deductible_of(special.id, person)))]
    if plan.family and special.family is not None:
        most = settle_number(special.family, f"{where}.family", answers)
        ceilings.append(
            Ceiling(Step("given.special_deductible_family", most), before.used(deductible_of(special.id, FAMILY)))
        )
    return ceilings


def deductible_left(plan: InForce, visit: Visit, network: str, before: Accumulators, answers: Answers) -> Deductible:
    """What is left of the deductible that is for a visit: the general one, or a special one in it or beside it.

    In a family with embedded deductibles the nearer of the person's and the family's; else the family's alone.
    Source: Uniform Glossary, "deductible"; the plan's terms.
    """
    person = visit.person
    special = plan.special.get(visit.service)
    ceilings: list[Ceiling] = []
    pools: tuple[str, ...] = ()
    within = True
    if special is not None:
        ceilings += special_deductible_left(special, plan, person, before, answers)
        pools = (special.id,)
        within = settle(special.within_general, f"{plan.path}.special_deductibles.{special.id}.within_general", answers)
    if within:
        ceilings += ceilings_of(plan.amounts["deductible", pool_of(network)], plan, person, before, answers)
        pools += pools_credited("deductible", plan, network, answers)
    left = least_left("cost_sharing.deductible_left", ceilings) or NOTHING
    holders = (person, FAMILY) if plan.family else (person,)
    return Deductible(left, tuple(deductible_of(pool, holder) for pool in pools for holder in holders))


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


def copay_part(copay: Step, left_of_allowed: Step, room: Step | None) -> Step:
    """The copay of a visit.

    The plan's fixed amount, never more than what remains of the allowed amount. Cents.
    Source: Uniform Glossary, "copayment"; the ceiling is our reading and is marked as not verified.
    """
    amount = _at_most(min(copay.amount, left_of_allowed.amount), room)
    return Step("cost_sharing.copay", amount, _with_room(room, copay, left_of_allowed))


def coinsurance_part(rate: Step, left_of_allowed: Step, room: Step | None) -> Step:
    """The patient's percentage of what remains of the allowed amount, the half cent rounded up. Cents.

    Source: Uniform Glossary, "coinsurance".
    """
    amount = _at_most(share_of(left_of_allowed.amount, rate.amount), room)
    return Step("cost_sharing.coinsurance", amount, _with_room(room, rate, left_of_allowed))


def coinsurance_at_most(terms: Terms, share: Step) -> Step:
    """The coinsurance of a visit, no more than the plan's most for it. Cents. Source: the plan's terms."""
    if terms.coinsurance_most is None or share.amount <= terms.coinsurance_most:
        return share
    most = Step("given.coinsurance_most", terms.coinsurance_most)
    return Step("cost_sharing.coinsurance_most", most.amount, (share, most))


def copay_due(plan: InForce, terms: Terms, visit: Visit, before: Accumulators, answers: Answers) -> Step:
    """The copay that the plan's terms ask for a visit: for the visit, each day of it, the stay, or each unit.

    An evaluation may have a copay of its own. Where one copay a day covers all therapies, what another therapy's copay
    took on that day is taken off. Cents. Source: the plan's terms.
    """
    where = f"{plan.path}.terms.{terms.key}"
    if visit.evaluation and terms.evaluation_copay is not None:
        each = Step(
            "given.evaluation_copay", settle_number(terms.evaluation_copay, f"{where}.evaluation_copay", answers)
        )
    else:
        each = Step("given.copay", settle_number(terms.copay or 0, f"{where}.copay", answers))
    times = {"day": visit.course.days, "unit": visit.course.units}.get(terms.copay_per, 1)
    due = each
    if times > 1:
        due = Step("cost_sharing.copay_times", each.amount * times, (each, Step("given.times", times)))
    if terms.copay_most is not None and due.amount > terms.copay_most:
        due = Step("cost_sharing.copay_most", terms.copay_most, (due, Step("given.copay_most", terms.copay_most)))
    if due.amount and visit.service in THERAPIES:
        paid = [amount for day, amount in before.on_days(copays_of(visit.person)) if day == visit.date]
        if paid and settle(plan.plan.one_copay_a_day, f"{plan.path}.one_copay_a_day", answers):
            earlier = Step("given.copays_today", sum(paid))
            due = Step("cost_sharing.one_copay_a_day", max(0, due.amount - earlier.amount), (due, earlier))
    return due


def copays_of(person: str) -> Key:
    """Return the key under which the therapy copays of a person's day are kept."""
    return "copays", person


def copay_when_visit_meets_deductible(
    plan: InForce, terms: Terms, copay: Step, deductible: Step, answers: Answers
) -> Step:
    """Whether a copay is due on the visit that meets the deductible: the plan's terms say so, or nobody knows yet.

    Leaves out: nothing; there is no general rule, and booklets differ.
    """
    fact = f"{plan.path}.terms.{terms.key}.copay_when_visit_meets_deductible"
    answer = settle(terms.copay_when_visit_meets_deductible, fact, answers)
    due = Step("given.copay_when_visit_meets_deductible", int(answer))
    return Step("cost_sharing.copay_on_meeting_visit", copay.amount if answer else 0, (due, deductible, *copay.because))


def _left_of_allowed(allowed: Step, *taken: Step) -> Step:
    amount = sum([step.amount for step in taken])
    return Step("cost_sharing.left_of_allowed", allowed.amount - amount, (allowed, *taken)) if amount else allowed


def _anything_due(left_of_allowed: Step, room: Step | None) -> bool:
    """Whether a part can be more than nothing; where it cannot, what is unknown about it is not asked."""
    return left_of_allowed.amount > 0 and (room is None or room.amount > 0)


@frozen
class Shares:
    """What a person pays of a covered visit, and the accumulators of the deductible it goes toward."""

    deductible: Step
    copay: Step
    coinsurance: Step
    deductible_keys: tuple[Key, ...]
    counted: tuple[Step, ...]

    @property
    def parts(self) -> tuple[Step, Step, Step]:
        """The three parts."""
        return self.deductible, self.copay, self.coinsurance


def cost_sharing(  # noqa: PLR0913, PLR0917 - everything that decides one covered visit meets here
    plan: InForce, terms: Terms, visit: Visit, network: str, allowed: Step, before: Accumulators, answers: Answers
) -> Shares:
    """Return the deductible, copay and coinsurance of a covered visit, in cents.

    Each part counts toward the out-of-pocket maximum, and ends at it, unless the plan says that it does not count.
    Raises `NeedsAnswer` where an unknown fact would change the result.
    """
    where = f"{plan.path}.terms.{terms.key}"
    all_counts = settle(terms.counts_toward_maximum, f"{where}.counts_toward_maximum", answers)
    counts = plan.plan.out_of_pocket_maximum.counts if all_counts else ()
    ceilings = maximum_ceilings(plan, network, visit.person, before, answers) if counts else ()
    parts = {"deductible": NOTHING, "copay": NOTHING, "coinsurance": NOTHING}

    def room(part: str) -> Step | None:
        if part not in counts:
            return None
        return least_left(
            "cost_sharing.room_under_maximum",
            ceilings,
            *[step for name, step in parts.items() if step is not NOTHING and name in counts],
        )

    places = PLACES if terms.copay is not None else PLACES_WITHOUT_COPAY
    place = settle(terms.deductible, f"{where}.deductible", answers, places)
    keys: tuple[Key, ...] = ()
    if place == "first":
        mine = deductible_left(plan, visit, network, before, answers)
        keys = mine.keys
        if mine.left.amount:
            parts["deductible"] = deductible_part(allowed, mine.left, room("deductible"))

    if terms.copay is not None and _anything_due(
        left := _left_of_allowed(allowed, parts["deductible"]), copay_room := room("copay")
    ):
        copay = copay_part(copay_due(plan, terms, visit, before, answers), left, copay_room)
        if parts["deductible"].amount and copay.amount:
            copay = copay_when_visit_meets_deductible(plan, terms, copay, parts["deductible"], answers)
        parts["copay"] = copay

    if place == "after_copay":
        mine = deductible_left(plan, visit, network, before, answers)
        keys = mine.keys
        if mine.left.amount:
            parts["deductible"] = deductible_part(
                _left_of_allowed(allowed, parts["copay"]), mine.left, room("deductible")
            )

    if terms.coinsurance is not None and _anything_due(
        left := _left_of_allowed(allowed, parts["deductible"], parts["copay"]), share_room := room("coinsurance")
    ):
        rate = settle_number(terms.coinsurance, f"{where}.coinsurance", answers, 0, WHOLE)
        share = coinsurance_part(Step("given.coinsurance", rate), left, share_room)
        parts["coinsurance"] = coinsurance_at_most(terms, share)
    counted = tuple([step for name, step in parts.items() if name in counts and step.amount])
    return Shares(parts["deductible"], parts["copay"], parts["coinsurance"], keys, counted)
