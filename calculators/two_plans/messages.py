"""What to tell about the order and the money, and the rules each stands on. No English."""

from collections.abc import Iterator, Sequence

from attrs import evolve

from calculators.coverage.result import Figure, Message, Values
from calculators.declaration import Unknown
from calculators.parameters import NotLoaded
from calculators.two_plans.coordination import CoordinatedLine, Share
from calculators.two_plans.coverages import OTHERS, PLANS, Coverage
from calculators.two_plans.methods import METHODS
from calculators.two_plans.paying import assignment_of
from calculators.two_plans.periods import Period
from calculators.two_plans.scenario import Medicare, TwoPlans
from calculators.two_plans.shares import part_b_share

# These share no bill with another payer.
APART = ("va", "fixed_indemnity")


def messages(
    scenario: TwoPlans, found: Sequence[Period], ways: Sequence[Sequence[CoordinatedLine]]
) -> Iterator[Message]:
    """Yield what to tell, the most pressing first. `ways`: each way in which the visits turn out, the dearest last."""
    lines = ways[-1]
    order = found[0].decision.order
    if order is not None and not order.places and not order.apart and not order.conflict:
        yield Message("alert", "two_plans.none_in_force", {"date": found[0].since})
    yield from _past_limits(ways)
    yield from _about_medicare(scenario, found)
    yield from _about_tricare(scenario)
    yield from _about_causes(scenario)
    yield from _about_order(scenario, found)
    yield from _why_nothing(ways)
    yield from _about_shares(scenario)
    yield from _about_prices(scenario, lines)


def _kinds(scenario: TwoPlans) -> set[str]:
    return {coverage.kind for coverage in scenario.coverages}


def _about_tricare(scenario: TwoPlans) -> Iterator[Message]:
    if "tricare" not in _kinds(scenario):
        return
    yield Message("alert", "two_plans.active_duty")
    if "medicare" in _kinds(scenario) and scenario.medicare.enrolled in ("a_only", "not_enrolled"):
        yield Message("alert", "two_plans.tricare_part_b")


def _about_medicare(scenario: TwoPlans, found: Sequence[Period]) -> Iterator[Message]:
    """Guard against the worst harm: Part B given up for a plan that pays only what Medicare would leave."""
    if "medicare" not in _kinds(scenario):
        if scenario.medicare != Medicare():
            yield Message("alert", "two_plans.medicare_not_listed")
        return
    enrolled = scenario.medicare.enrolled
    order = found[0].decision.order
    if order is not None and any(stands.rule == "medicare.not_yet" for stands in order.apart):
        yield Message("alert", "two_plans.not_yet", {}, ("medicare.not_yet",))
    yield from _about_assignment(scenario)
    if enrolled == "not_enrolled":
        yield Message("alert", "two_plans.not_enrolled", {}, ("medicare.not_enrolled",))
    if enrolled == "a_only":
        yield Message("alert", "two_plans.part_a_only")
    if enrolled == "b_only":
        yield Message("alert", "two_plans.part_b_only", {}, ("msp.part_b_only",))
    if enrolled == "advantage" and _kinds(scenario) & {"employer", "retiree", "cobra"}:
        yield Message("alert", "two_plans.advantage_beside_plan")
    yield Message("alert", "two_plans.before_declining_part_b")
    if _kinds(scenario) & {"retiree", "cobra"}:
        yield Message("alert", "two_plans.no_special_enrollment")


def _about_assignment(scenario: TwoPlans) -> Iterator[Message]:
    """Say where a clinic may ask for more than Medicare's price: the limit on it was not read, so nothing caps it."""
    medicare = next(coverage for coverage in scenario.coverages if coverage.kind == "medicare")
    assigned = assignment_of(medicare, scenario)
    if assigned is False or scenario.clinic.takes_assignment is False:
        yield Message("alert", "two_plans.no_assignment")
    elif isinstance(assigned, Unknown) and _may_ask_for_more(medicare, scenario):
        yield Message("alert", "two_plans.assignment_open")


def _may_ask_for_more(medicare: Coverage, scenario: TwoPlans) -> bool:
    """Whether a clinic's charge can be above Medicare's price."""
    if scenario.bill is None or medicare.bill is None:
        return medicare.plan is not None and bool(scenario.care)
    allowed = medicare.bill.allowed
    return isinstance(allowed, Unknown) or scenario.bill.charge > allowed


def _about_shares(scenario: TwoPlans) -> Iterator[Message]:
    """Say what was taken for a share that nobody has said."""
    for coverage in scenario.coverages:
        share = part_b_share(coverage, scenario)
        if share is not None and not isinstance(share.found, NotLoaded):
            values = {"coverage": coverage.id, "share": share.found.written, "source": share.found.source}
            yield Message("assumption", "two_plans.part_b_share", values)


def _about_causes(scenario: TwoPlans) -> Iterator[Message]:
    kinds = _kinds(scenario)
    if scenario.cause == "work" and "workers_comp" not in kinds:
        yield Message("alert", "two_plans.work_without_compensation", {}, ("workers_comp.not_listed",))
    if scenario.cause == "vehicle" and "no_fault" not in kinds:
        yield Message("alert", "two_plans.vehicle_without_policy", {}, ("no_fault.not_listed",))
    if scenario.cause in ("vehicle", "someone_else"):
        yield Message("alert", "two_plans.repay_later", {}, ("liability.repay_later",))


def _about_order(scenario: TwoPlans, found: Sequence[Period]) -> Iterator[Message]:
    kinds = _kinds(scenario)
    rules = {ruling.rule for period in found if period.decision.order for ruling in period.decision.order.rulings}
    plans = [coverage for coverage in scenario.coverages if coverage.kind in PLANS]
    for period in found[1:]:
        yield Message("milestone", "two_plans.order_changes", {"date": period.since})
    if "cob.order.child_decree" in rules:
        yield Message("alert", "two_plans.court_order_known", {}, ("cob.order.child_decree",))
    if "cob.order.child_married" in rules:
        yield Message("assumption", "two_plans.not_by_alphabet")
    if sum(coverage.kind not in APART for coverage in scenario.coverages) > 1:
        yield Message("alert", "two_plans.tell_both")
    if len(plans) > 1 or ("medicare" in kinds and plans):
        yield Message("assumption", "two_plans.own_booklet")
        yield Message("milestone", "two_plans.before_dropping")
        yield Message("milestone", "two_plans.health_savings_account")


def _past_limits(ways: Sequence[Sequence[CoordinatedLine]]) -> Iterator[Message]:
    """Tell where each plan's visits end, and which visits no plan pays; then what to do, before anyone stops or pays.

    Of several ways in which the visits can turn out, the dearest, and that it is one of them.
    """
    lines = ways[-1]
    if len(lines) <= 1:
        return
    told = [*_ends_of_limits(lines), *_paid_by_nobody(lines)]
    if not told:
        return
    for message in told:
        always = all(message in (*_ends_of_limits(other), *_paid_by_nobody(other)) for other in ways)
        yield message if always else evolve(message, values={**message.values, "only_dearest": ""})
    for advice in ("limit.exception", "limit.parity", "two_plans.limit_other", "limit.appeal_date"):
        yield Message("alert", advice)
    yield Message("alert", "limit.booklet_decides")


def _ends_of_limits(lines: Sequence[CoordinatedLine]) -> Iterator[Message]:
    """Yield after which visit each plan's limit is used up: before the first that it would not pay even alone."""
    ended: dict[str, None] = {}
    for number, line in enumerate(lines):
        for share in line.shares:
            alone = share.alone
            if alone.outcome == "over_limit" and not alone.plan_paid.amount and share.coverage not in ended:
                ended[share.coverage] = None
                told = "two_plans.limit_ends" if number else "two_plans.limit_over"
                yield Message("alert", told, {"coverage": share.coverage, "visits": number})


def _paid_by_nobody(lines: Sequence[CoordinatedLine]) -> Iterator[Message]:
    """Yield how many visits no payer pays anything of, where a limit is why, and what they leave to the patient."""
    found = [
        (number, line)
        for number, line in enumerate(lines, 1)
        if any(share.alone.outcome == "over_limit" for share in line.shares)
        and not any(share.paid.amount for share in line.shares)
    ]
    if found:
        amount = Figure("USD", sum(line.left.amount for _, line in found))
        values: Values = {"first": found[0][0], "last": found[-1][0], "count": len(found), "amount": amount}
        in_one_go = found[-1][0] - found[0][0] + 1 == len(found)
        yield Message("alert", "two_plans.no_plan_pays" if in_one_go else "two_plans.no_plan_pays_some", values)


def _why_nothing(ways: Sequence[Sequence[CoordinatedLine]]) -> Iterator[Message]:
    """Answer, for each later payer that pays nothing at all, why; as a maybe where that is so in some ways only.

    `ways`: the lines of every way in which things can turn out, the dearest last.
    """
    later = {share.coverage: None for lines in ways for line in lines for share in line.shares[1:]}
    for coverage in later:
        without = [lines for lines in ways if not any(line.paid_by(coverage).amount for line in lines)]
        shares = [share for lines in without for line in lines for share in line.shares[1:]]
        reasons = [_reason(share) for share in shares if share.coverage == coverage]
        if reasons:
            kind = "why_nothing" if len(without) == len(ways) else "may_pay_nothing"
            yield Message("alert", f"two_plans.{kind}", {"coverage": coverage, "reason": reasons[-1]})


def _reason(share: Share) -> str:
    """Return why a later payer pays nothing for a visit."""
    alone = share.alone
    if share.method == "stated":
        return "stated"
    if share.method == "denies_too" or alone.outcome in ("not_covered", "over_limit", "refused"):
        return alone.outcome if share.method != "denies_too" else "not_necessary"
    if not alone.plan_paid.amount:
        return "deductible" if alone.deductible.amount else "own_share"
    return {"carve_out": "carve_out", "maintenance_of_benefits": "maintenance_of_benefits", "medicaid": "medicaid"}.get(
        share.method, "nothing_left"
    )


def _about_prices(scenario: TwoPlans, lines: Sequence[CoordinatedLine]) -> Iterator[Message]:
    if not lines:
        return
    counted = {share.coverage for line in lines for share in line.shares}
    for coverage in scenario.coverages:
        said = coverage.bill is not None or coverage.plan is not None
        if coverage.kind not in OTHERS and coverage.id not in counted and not said:
            yield Message("alert", "two_plans.not_counted", {"coverage": coverage.id})
    if scenario.care and any(coverage.plan and coverage.beside.allowed is None for coverage in scenario.coverages):
        yield Message("assumption", "two_plans.same_price")
    yield from _different_prices(lines)
    if any(share.method in METHODS for line in lines for share in line.shares):
        yield Message("assumption", "two_plans.read_by_formula")


def _different_prices(lines: Sequence[CoordinatedLine]) -> Iterator[Message]:
    """Tell of the first two payers that go by different prices of the same visit."""
    for line in lines:
        for share in line.shares[1:]:
            first, price = line.shares[0], share.alone.allowed.amount
            if price != first.alone.allowed.amount:
                values: Values = {
                    "coverage": first.coverage,
                    "price": Figure("USD", first.alone.allowed.amount),
                    "other": share.coverage,
                    "other_price": Figure("USD", price),
                }
                yield Message("assumption", "two_plans.which_price", values, ("cob.allowable.fees",))
                return
