"""What to tell about the order and the money, and the rules each stands on. No English."""

from collections.abc import Iterator, Sequence

from calculators.coverage.result import Message
from calculators.declaration import Unknown
from calculators.parameters import NotLoaded
from calculators.two_plans.coordination import CoordinatedLine, Share
from calculators.two_plans.coverages import OTHERS, PLANS
from calculators.two_plans.paying import assignment_of
from calculators.two_plans.periods import Period
from calculators.two_plans.scenario import Medicare, TwoPlans
from calculators.two_plans.shares import part_b_share


def messages(scenario: TwoPlans, found: Sequence[Period], lines: Sequence[CoordinatedLine]) -> Iterator[Message]:
    """Yield what to tell, the most pressing first."""
    order = found[0].decision.order
    if order is not None and not order.places and not order.apart and not order.conflict:
        yield Message("alert", "two_plans.none_in_force", {"date": found[0].since})
    yield from _about_medicare(scenario, found)
    yield from _about_tricare(scenario)
    yield from _about_causes(scenario)
    yield from _about_order(scenario, found)
    yield from _why_nothing(lines)
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
    elif isinstance(assigned, Unknown) and (medicare.bill is not None or medicare.plan is not None):
        yield Message("alert", "two_plans.assignment_open")


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
    if scenario.family.parents is not None:
        yield Message("assumption", "two_plans.not_by_alphabet")
    if len(plans) > 1 or ("medicare" in kinds and plans):
        yield Message("alert", "two_plans.tell_both")
        yield Message("assumption", "two_plans.own_booklet")
        yield Message("milestone", "two_plans.before_dropping")
        yield Message("milestone", "two_plans.health_savings_account")


def _why_nothing(lines: Sequence[CoordinatedLine]) -> Iterator[Message]:
    """Answer, for each later payer that pays nothing at all, why."""
    told: set[str] = set()
    for line in lines:
        for share in line.shares[1:]:
            if share.coverage in told or any(other.paid_by(share.coverage).amount for other in lines):
                continue
            told.add(share.coverage)
            yield Message("alert", f"two_plans.why_nothing.{_reason(share)}", {"coverage": share.coverage})


def _reason(share: Share) -> str:
    """Return why a later payer pays nothing for a visit."""
    alone = share.alone
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
    yield Message("assumption", "two_plans.which_price", {}, ("cob.allowable.fees",))
    yield Message("assumption", "two_plans.read_by_formula")
