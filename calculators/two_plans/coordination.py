"""One visit through all payers in their order, each against what those before it paid.

The first pays as if it were alone. Each later one works out what it would pay alone, its normal benefit, and pays by
its method. Every payer keeps accumulators of its own; what the patient pays in cash stands apart from all of them.
"""

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property

from attrs import frozen

from calculators.coverage.accumulators import Accumulators, Key
from calculators.coverage.adjudication import Line, charge_for
from calculators.coverage.care import Visit
from calculators.coverage.step import Step, total
from calculators.coverage.unknowns import Answers, settle, settle_number
from calculators.two_plans import methods
from calculators.two_plans.coverages import PLANS
from calculators.two_plans.order import Order
from calculators.two_plans.paying import Payer
from calculators.two_plans.payment import AFTER_REFUSAL, ALLOWABLE, BILLED_UP_TO, MAXIMUM_COUNTS, MEDICARE_TESTS
from calculators.two_plans.scenario import TwoPlans

NOTHING = Step("coordination.nothing", 0)


@frozen
class Share:
    """What one payer does with a visit: alone (its normal benefit), and beside the others (`paid`).

    `method` is `first`, one of the methods of plans, or the program's own. `after`: its accumulators.
    """

    coverage: str
    method: str
    alone: Line
    paid: Step
    after: Accumulators


@frozen
class CoordinatedLine:
    """One visit: what each payer paid, and what is left. The payments, `left` and the write-off make the charge. Cents.

    `first`: the shares stand in the order of the payers. `owed`: what may be asked for the visit in all. `after`:
    every coverage's accumulators, also of those that had no part in this visit.
    """

    visit: Visit
    charge: int
    shares: Sequence[Share]
    owed: Step
    left: Step
    write_off: Step
    after: Mapping[str, Accumulators]

    @cached_property
    def outcome(self) -> str:
        """Who decided it and how each would have alone."""
        return " ".join(f"{share.coverage}:{share.method}:{share.alone.outcome}" for share in self.shares)

    @property
    def decisions(self) -> Sequence[Step]:
        """The steps that were decided in it."""
        found = []
        for share in self.shares:
            found += [*share.alone.decisions, share.paid, *share.paid.because]
        return [*found, self.owed, self.left]

    def paid_by(self, coverage: str) -> Step:
        """Return what one coverage paid."""
        return next((share.paid for share in self.shares if share.coverage == coverage), NOTHING)


@frozen
class _Claim:
    """A visit on its way through the payers."""

    scenario: TwoPlans
    number: int
    answers: Answers
    used: Mapping[str, Accumulators]
    payers: Mapping[str, Payer]

    def settle(self, name: str, options: Sequence[str]) -> str:
        """Return one of the clinic's facts."""
        value = getattr(self.scenario.clinic, name)
        chosen: str = settle(value, f"clinic.{name}", self.answers, tuple(options))
        return chosen

    def is_so(self, name: str) -> bool:
        """Return one of the clinic's facts that is yes or no."""
        value = getattr(self.scenario.clinic, name)
        chosen: bool = settle(value, f"clinic.{name}", self.answers)
        return chosen


def _normal(line: Line) -> Step:
    """A payer's normal benefit: what it would pay if it were alone."""
    return Step("coordination.normal", line.plan_paid.amount, (line.plan_paid,))


def _of_rest(line: Line) -> Step:
    """What a plan pays of what earlier payers left, after its own cost sharing."""
    return Step("coordination.of_rest", line.plan_paid.amount, (line.plan_paid,))


def _covers(line: Line) -> bool:
    """Whether a plan alone covers a visit, wholly or in part."""
    return line.outcome == "covered" or line.plan_paid.amount > 0


def _billable(line: Line) -> Step:
    """What may be asked for a visit in all under one payer's contract: the charge less the write-off."""
    amount = line.charge - line.write_off.amount
    return Step("coordination.billable", amount, (Step("given.charge", line.charge), line.write_off))


def allowable_for(alone: Line, earlier: Sequence[Share], claim: _Claim) -> Step:
    """The allowable expense of a later payer: which of the plans' prices governs where they differ.

    Only prices of plans that cover the visit count; what no plan covers is not allowable. Source: five states' texts,
    S.D. Codified Laws 58-18A-54 among them, and 28 Tex. Admin. Code 3.3505(e), (f) for two contracts of one
    kind, the highest; for anything else the booklets.
    """
    prices = [share.alone.allowed for share in earlier if _covers(share.alone)]
    own = alone.allowed
    if not prices and not _covers(alone):
        return Step("coordination.not_allowable", 0)
    if all(price.amount == own.amount for price in prices):
        return own
    choice = claim.settle("allowable", list(ALLOWABLE))
    if choice == "own":
        return own
    if choice == "first":
        return prices[0]
    pick = max if choice == "highest" else min
    return pick([*prices, own], key=lambda price: price.amount)


def owed_in_all(shares: Sequence[Share], claim: _Claim) -> Step:
    """What may be asked for the visit in all: under the first payer's contract, or the lowest of the contracts.

    Where the first does not cover the visit, the contract of the first that does. No general rule: the clinic's
    contracts decide.
    """
    covering = [share for share in shares if _covers(share.alone)]
    not_the_first = covering and shares[0].alone.outcome in ("over_limit", "not_covered")
    first = _billable(covering[0].alone if not_the_first else shares[0].alone)
    others = [_billable(share.alone) for share in covering]
    if all(other.amount >= first.amount for other in others):
        return first
    if claim.settle("billed_up_to", list(BILLED_UP_TO)) == "first":
        return first
    return min([first, *others], key=lambda step: step.amount)


def _own_parts(alone: Line) -> Step:
    return total("coordination.own_parts", (alone.deductible, alone.copay, alone.coinsurance))


def _paid_before(earlier: Sequence[Share], claim: _Claim) -> Step:
    """Everything paid by earlier payers; where one refused for rules not kept, perhaps what it would have paid.

    Source: our reading of NAIC model 120, section 3A: a reduction for breaking the first plan's rules is not allowable.
    """
    paid = [share.paid for share in earlier]
    for number, share in enumerate(earlier):
        refused = share.alone.outcome == "refused"
        if refused and claim.settle("after_refusal", list(AFTER_REFUSAL)) == "as_if_paid":
            payer = claim.payers[share.coverage]
            kept = payer.alone(claim.number, claim.used[share.coverage], claim.answers, rules_kept=True)
            paid[number] = Step("coordination.would_have_paid", kept.plan_paid.amount, (kept.plan_paid,))
    return total("coordination.paid_before", tuple(paid))


def _later(payer: Payer, earlier: Sequence[Share], claim: _Claim) -> Share:
    before, answers = claim.used[payer.id], claim.answers
    alone = payer.after_first(claim.number, before, answers)
    if payer.stated is not None:
        return Share(payer.id, "stated", alone, payer.has_paid(payer.stated, answers), alone.after)
    unnecessary = claim.payers[earlier[0].coverage].denied == "necessity"
    if unnecessary and not claim.is_so("next_covers_necessity"):
        return Share(payer.id, "denies_too", alone, NOTHING, before)
    paid_before = _paid_before(earlier, claim)
    decide = _by_method if payer.coverage.kind in PLANS else _by_program
    return decide(payer, alone, earlier, paid_before, claim)


def _by_method(payer: Payer, alone: Line, earlier: Sequence[Share], paid_before: Step, claim: _Claim) -> Share:
    before, answers = claim.used[payer.id], claim.answers
    method = settle(payer.coverage.beside.method, f"coverages.{payer.id}.beside.method", answers, methods.METHODS)
    after = alone.after
    match method:
        case "carve_out":
            paid = methods.carve_out(_normal(alone), paid_before)
        case "maintenance_of_benefits":
            rest = methods.left_of(allowable_for(alone, earlier, claim), paid_before)
            on_rest = payer.on_rest(claim.number, rest, before, answers)
            paid, after = methods.maintenance_of_benefits(_normal(alone), _of_rest(on_rest)), on_rest.after
        case "reserve":
            allowable = allowable_for(alone, earlier, claim)
            reserve = before.used(reserve_of(payer.id))
            paid = methods.with_reserve(_normal(alone), reserve, allowable, paid_before)
            saved = Step("coordination.saved", reserve.amount + alone.plan_paid.amount - paid.amount, (reserve, paid))
            after = after.after({reserve_of(payer.id): saved}, {})
        case _:
            paid = methods.standard(_normal(alone), allowable_for(alone, earlier, claim), paid_before)
    return Share(payer.id, method, alone, paid, _visits_counted(payer, before, after, paid, answers))


def reserve_of(coverage: str) -> Key:
    """Return the accumulator of what a plan saved by paying second."""
    return "reserve", coverage


def _visits_counted(
    payer: Payer, before: Accumulators, after: Accumulators, paid: Step, answers: Answers
) -> Accumulators:
    """Whether a visit for which a later plan pays nothing uses up its limits. Source: the plan's terms, to be asked."""
    counted = {key for key, step in after.amounts.items() if key[0] == "limit" and before.amounts.get(key) is not step}
    if paid.amount or not counted:
        return after
    fact = f"coverages.{payer.id}.beside.counts_unpaid_visits"
    if settle(payer.coverage.beside.counts_unpaid_visits, fact, answers):
        return after
    kept = {key: before.amounts[key] for key in counted if key in before.amounts}
    return after.without(counted).after(kept, {})


def _by_program(payer: Payer, alone: Line, earlier: Sequence[Share], paid_before: Step, claim: _Claim) -> Share:
    kind = payer.coverage.kind
    normal = _normal(alone)
    covering = [share.alone for share in earlier if _covers(share.alone)]
    # What no earlier payer covers is owed under this one's own contract.
    owed = _billable(covering[0] if covering else alone)
    paid = NOTHING
    if kind == "medicare":
        if alone.outcome == "covered":
            paid = _by_medicare(alone, owed, earlier[0].alone.allowed, paid_before, claim)
    elif kind == "medicaid":
        if claim.is_so("takes_medicaid"):
            tops_up = methods.medicaid_lower_of(alone.allowed, owed, paid_before, alone.copay)
            paid = min(tops_up, Step(tops_up.rule, normal.amount, (normal,)), key=lambda step: step.amount)
    elif kind in ("tricare", "champva"):
        paid = methods.fills_what_is_left(f"{kind}.fills", normal, owed, paid_before)
    else:
        paid = methods.standard(normal, owed, paid_before)
    return Share(payer.id, kind, alone, paid, alone.after)


def _by_medicare(alone: Line, charge: Step, first_allowed: Step, paid_before: Step, claim: _Claim) -> Step:
    """Medicare by fee schedule, or as for an institution; which of the two is a fact where they differ."""
    by_fee = methods.medicare_by_fee_schedule(charge, _normal(alone), alone.allowed, first_allowed, paid_before)
    by_institution = methods.medicare_institutional(charge, _own_parts(alone), alone.allowed, paid_before)
    if by_fee.amount == by_institution.amount:
        return by_fee
    return by_institution if claim.settle("medicare_test", list(MEDICARE_TESTS)) == "institutional" else by_fee


def _ceilings(shares: Sequence[Share], claim: _Claim) -> Iterator[Step]:
    """Yield what the law lets a patient owe at most, beside what is left of the bill, for what a program covers."""
    for number, share in enumerate(shares[1:], 1):
        if share.method == "denies_too" or not _covers(share.alone):
            continue
        kind = claim.payers[share.coverage].coverage.kind
        before = total("coordination.paid_before", tuple(earlier.paid for earlier in shares[:number]))
        if kind == "medicare" and share.alone.outcome == "covered" and _is_assigned(claim):
            yield methods.medicare_ceiling(_own_parts(share.alone), before)
        elif kind == "medicaid" and claim.is_so("takes_medicaid"):
            yield methods.medicaid_ceiling(share.alone.copay, share.alone.allowed, before)
        elif kind == "champva" and share.paid.amount:
            yield Step("champva.medicare", 0, (share.paid,))


def _is_assigned(claim: _Claim) -> bool:
    """Whether a clinic has accepted Medicare's price: by its answer, or by its contract with Medicare.

    Of Medicare Advantage it is asked beside the contract: the rule speaks of assigned claims.
    """
    payer = next(other for other in claim.payers.values() if other.coverage.kind == "medicare")
    return claim.is_so("takes_assignment") if payer.assignment is None else payer.in_network(claim.answers)


def _first(payer: Payer, order: Order, claim: _Claim) -> Share:
    """The first payer pays as if it were alone; one that waits for Medicare perhaps only what Medicare would leave."""
    alone = payer.alone(claim.number, claim.used[payer.id], claim.answers)
    paid = payer.paid_first(alone, claim.answers)
    medicare = next((other for other in claim.payers.values() if other.coverage.kind == "medicare"), None)
    if payer.id in order.waits_for_medicare and payer.stated is None and medicare is not None:
        fact = f"coverages.{payer.id}.beside.pays_as_if_medicare"
        if settle(payer.coverage.beside.pays_as_if_medicare, fact, claim.answers):
            would = medicare.alone(claim.number, claim.used[medicare.id], claim.answers).plan_paid
            left = methods.left_of(alone.allowed, would)
            paid = Step("coordination.as_if_medicare", min(paid.amount, left.amount), (paid, left))
    return Share(payer.id, "first", alone, paid, alone.after)


# What Medicare's Part A pays for; Part B pays for everything else that Medicare covers.
PART_A = ("inpatient", "inpatient_rehabilitation", "skilled_nursing", "home_health")


def _has_part(coverage: str, claim: _Claim) -> bool:
    """Whether a coverage has a part in this visit at all.

    Not Medicare for what the missing one of its two parts would pay, nor Medicaid where the clinic does not take it.
    """
    payer = claim.payers.get(coverage)
    if payer is None:
        return False
    kind = payer.coverage.kind
    if kind == "medicaid":
        return claim.is_so("takes_medicaid")
    service = payer.inside[claim.number].service
    enrolled = claim.scenario.medicare.enrolled
    if kind == "medicare" and enrolled in ("a_only", "b_only"):
        return (service in PART_A) == (enrolled == "a_only")
    return True


def _shares(order: Order, claim: _Claim) -> list[Share]:
    shares: list[Share] = []
    for place in order.places:
        payers = [claim.payers[coverage] for coverage in place if _has_part(coverage, claim)]
        if len(payers) > 1:
            shares += _equal_shares(payers, shares, claim)
            continue
        for payer in payers:
            if shares:
                shares.append(_later(payer, shares, claim))
            else:
                shares.append(_first(payer, order, claim))
    return shares


def _equal_shares(payers: Sequence[Payer], earlier: Sequence[Share], claim: _Claim) -> Iterator[Share]:
    alone = [payer.alone(claim.number, claim.used[payer.id], claim.answers) for payer in payers]
    whole = max((line.allowed for line in alone), key=lambda step: step.amount)
    rest = methods.left_of(whole, _paid_before(earlier, claim))
    for payer, line in zip(payers, alone, strict=True):
        paid = methods.equal_share(_normal(line), rest, Step("given.sharers", len(payers)))
        yield Share(payer.id, "equal_share", line, paid, line.after)


def coordinate(  # noqa: PLR0913 - all that a visit is decided with
    scenario: TwoPlans,
    number: int,
    visit: Visit,
    *,
    order: Order,
    payers: Mapping[str, Payer],
    used: Mapping[str, Accumulators],
    answers: Answers,
) -> CoordinatedLine:
    """Decide one visit, by its number, with all payers in their order.

    Raises `NeedsAnswer` where an open fact decides.
    """
    claim = _Claim(scenario, number, answers, used, payers)
    shares = _shares(order, claim)
    charge = Step("given.charge", _charge(shares, visit, answers))
    owed = owed_in_all(shares, claim) if shares else charge
    paid = total("coordination.paid", tuple(share.paid for share in shares))
    rest = methods.left_of(owed, paid)
    ceilings = [rest, *_ceilings(shares, claim)] if rest.amount else [rest]
    left = Step("coordination.left", min(step.amount for step in ceilings), tuple(ceilings))
    return CoordinatedLine(
        visit=visit,
        charge=charge.amount,
        shares=shares,
        owed=owed,
        left=left,
        write_off=Step(
            "coordination.write_off",
            charge.amount - left.amount - paid.amount,
            (charge, *[step for step in (left, paid) if step.amount]),
        ),
        after={**used, **{share.coverage: _toward_maximum(share, left, claim) for share in shares}},
    )


def _charge(shares: Sequence[Share], visit: Visit, answers: Answers) -> int:
    """The charge of a visit: where nobody has said it, the highest of the payers' prices, for it is at least that.

    Of a visit that no coverage counts nobody's contract lowers it. Cents.
    """
    if not shares:
        return charge_for(visit, settle_number(visit.price, visit.fact, answers))
    return max(share.alone.charge for share in shares)


def _toward_maximum(share: Share, left: Step, claim: _Claim) -> Accumulators:
    """What counts toward the out-of-pocket maximum of a plan that pays second: as if alone, or what is really paid.

    Source: the plan's terms, to be asked.
    """
    payer, before = claim.payers[share.coverage], claim.used[share.coverage]
    if share.method not in methods.METHODS or payer.plan.plan.out_of_pocket_maximum.person is None:
        return share.after
    counted = {key: step for key, step in share.after.amounts.items() if key[0] == "out_of_pocket"}
    real = {key: Step(step.rule, before.used(key).amount + left.amount, (left,)) for key, step in counted.items()}
    if all(real[key].amount == step.amount for key, step in counted.items()):
        return share.after
    fact = f"coverages.{share.coverage}.beside.maximum_counts"
    if settle(payer.coverage.beside.maximum_counts, fact, claim.answers, tuple(MAXIMUM_COUNTS)) == "as_if_alone":
        return share.after
    return share.after.after(real, {})
