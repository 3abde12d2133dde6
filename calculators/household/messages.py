"""What to tell about a year beside its figures: limits reached, care not paid, milestones, assumptions. No English."""

from collections.abc import Iterator, Sequence
from datetime import timedelta
from itertools import islice, pairwise

from calculators.coverage.accumulators import FAMILY
from calculators.coverage.adjudication import COVERED_PARTS, Line
from calculators.coverage.limits import VisitLimit
from calculators.coverage.plan import Plan
from calculators.coverage.premiums import months_begun
from calculators.coverage.result import Figure, Message, Values
from calculators.coverage.services import THERAPIES
from calculators.coverage.year import counts_visits_before
from calculators.declaration import Unknown
from calculators.household.year import HouseholdYear, covered_days, plans_of


def messages(scenario: HouseholdYear, lines: Sequence[Line]) -> Iterator[Message]:
    """Yield what to tell about a ledger, in the order in which it should be read."""
    yield from _limit_messages(scenario, lines)
    yield from _unpaid_messages(lines)
    yield from _facility_fee_messages(lines)
    yield from _out_of_network_messages(lines)
    yield from _outside_messages(scenario, lines)
    if any(one.visit.date == other.visit.date for one, other in pairwise(lines) if _differ(one, other)):
        yield Message("assumption", "same_day")
    yield from _milestones(scenario, lines)
    yield from _approval_messages(scenario, lines)
    yield from _evaluation_messages(scenario, lines)
    yield from _begun_messages(scenario)
    yield from _change_messages(scenario)
    yield from _account_messages(scenario, lines)
    if scenario.plan.premium.credit:
        yield Message("assumption", "premium.credit")
    plan = scenario.plan
    if len(scenario.people) == 1 and "aggregate" in (plan.deductible.kind, plan.out_of_pocket_maximum.kind):
        yield Message("assumption", "family.one_person")


def name_of(person: str, scenario: HouseholdYear) -> str:
    """Return what to call a person: their name, or their id where no name was given."""
    return next((one.name for one in scenario.people if one.id == person and one.name), person)


def _differ(one: Line, other: Line) -> bool:
    return one.visit.service != other.visit.service


def _counted_by(limit: VisitLimit, line: Line) -> bool:
    return line.visit.service in limit.services and limit.care_kind in ("both", line.visit.course.care_kind)


def _limit_messages(scenario: HouseholdYear, lines: Sequence[Line]) -> Iterator[Message]:
    over = [line for line in lines if line.outcome == "over_limit"]
    if not over:
        return
    for plan, _ in plans_of(scenario):
        for limit in plan.limits:
            for person in scenario.people:
                mine = [line for line in lines if line.visit.person == person.id and line.plan == plan.id]
                yield from _limit_reached(limit, mine, scenario)
    yield Message("alert", "limit.exception", rules=("process.aca.visit_limit_reviewable",))
    if any(line.visit.course.billed_as != "physical" for line in over):
        yield Message("alert", "limit.parity", rules=("parity.treatment_limits", "limits.parity_two_thirds"))
    yield Message("alert", "limit.other_coverage")
    yield Message("alert", "limit.appeal_date", rules=("process.erisa.appeal_180",))
    yield from _cash_messages(over)
    yield Message("assumption", "limit.booklet_decides", rules=("line.over_limit",))


def _limit_reached(limit: VisitLimit, lines: Sequence[Line], scenario: HouseholdYear) -> Iterator[Message]:
    counted = enumerate((line for line in lines if _counted_by(limit, line)), 1)
    beyond = [(number, line) for number, line in counted if limit.id in line.used_up]
    if not beyond or isinstance(limit.quantity, Unknown):
        return
    number, first = beyond[0]
    family = _family_ran_out(limit, first)
    quantity = limit.family_quantity if family and limit.family_quantity is not None else limit.quantity
    amount = sum(line.over_limit.amount for _, line in beyond)
    name = "limit.reached_dollars" if limit.unit == "dollar" else "limit.reached" if amount else "limit.reached_free"
    yield Message(
        "alert",
        name,
        {
            "person": name_of(first.visit.person, scenario) if len(scenario.people) > 1 else "",
            "family": int(family),
            "quantity": quantity,
            "unit": f"{limit.unit}_one" if quantity == 1 else limit.unit,
            "visit": number,
            "date": first.visit.date,
            "count": len(beyond),
            "amount": Figure("USD", amount),
        },
        ("limit.visits_left", "line.over_limit"),
    )


def _family_ran_out(limit: VisitLimit, line: Line) -> bool:
    """Whether what the family may use of a limit was used up, while the person had some left of their own."""
    if limit.family_quantity is None:
        return False
    lefts = (cause for cause in line.over_limit.because if cause.rule.startswith("limit.visits_left"))
    return all(left.because[0].rule.startswith("given.visit_limit_family") for left in lefts)


def _cash_messages(over: Sequence[Line]) -> Iterator[Message]:
    """What the visits over a limit would cost at the clinic's cash price, after everything else was said."""
    over = [line for line in over if line.over_limit.amount]
    if not over:
        return
    priced = [line for line in over if line.visit.course.cash_price is not None]
    if not priced:
        yield Message("alert", "limit.cash_price")
        return
    cash = sum(line.visit.course.cash_price or 0 for line in priced)
    owed = sum(line.over_limit.amount for line in priced)
    yield Message(
        "alert",
        "limit.cash_compared",
        {"count": len(priced), "cash": Figure("USD", cash), "amount": Figure("USD", owed)},
    )


def _unpaid_messages(lines: Sequence[Line]) -> Iterator[Message]:
    for outcome in ("not_covered", "refused"):
        unpaid = [line for line in lines if line.outcome == outcome]
        for service in sorted({line.visit.service for line in unpaid}):
            amount = sum(line.not_covered.amount for line in unpaid if line.visit.service == service)
            told = outcome if amount else f"{outcome}.free"
            yield Message("alert", told, {"service": service, "amount": Figure("USD", amount)}, (f"line.{outcome}",))


def _out_of_network_messages(lines: Sequence[Line]) -> Iterator[Message]:
    billed = sum(line.balance_bill.amount for line in lines)
    if billed:
        yield Message("alert", "balance_billed", {"amount": Figure("USD", billed)}, ("line.balance_bill",))
    for service in sorted({line.visit.service for line in lines if _may_be_billed_more(line)}):
        yield Message("alert", "balance_bill.not_counted", {"service": service}, ("line.balance_bill",))
    protections = {line.protected.rule for line in lines if line.protected is not None}
    for rule in sorted(protections):
        yield Message("milestone", "protected", {"rule": rule}, (rule,))


def _may_be_billed_more(line: Line) -> bool:
    """Whether someone out of network may bill more than was counted, because the billed amount was left out."""
    course = line.visit.course
    outside = course.network == "out" and line.protected is None and not line.visit.facility_fee
    return outside and course.billed is None and course.balance_billed is not False


def _evaluation_messages(scenario: HouseholdYear, lines: Sequence[Line]) -> Iterator[Message]:
    """Tell where a plan's rule for evaluations had nothing to hold for."""
    plans = [plan for plan, _ in plans_of(scenario)]
    copays = {terms.service for plan in plans for terms in plan.terms if terms.evaluation_copay is not None}
    uncounted = (limit.services for plan in plans for limit in plan.limits if limit.evaluation_counts is False)
    evaluated = {line.visit.service for line in lines if line.visit.evaluation}
    ruled = copays.union(*uncounted)
    for service in sorted({line.visit.service for line in lines} & ruled - evaluated):
        yield Message("assumption", "evaluation.none", {"service": service})


def _begun_messages(scenario: HouseholdYear) -> Iterator[Message]:
    """Tell what became of what was paid or used before the planned care."""
    if any(row.deductible or row.out_of_pocket for row in scenario.used_before):
        yield Message("assumption", "used_before.included")
    told = {row.limit for row in scenario.visits_used if row.used}
    for plan, where in plans_of(scenario):
        used = [limit for limit in plan.limits if limit.used or limit.id in told]
        if any(limit.per == "rolling_12_months" for limit in used):
            yield Message("assumption", "limit.rolling_used")
        later = {terms.service for terms in plan.terms if terms.from_visit > 1}
        for limit in used:
            if where != "plan" or not counts_visits_before(limit):
                for service in sorted(later & set(limit.services)):
                    yield Message("assumption", "from_visit.not_counted", {"service": service})


def _change_messages(scenario: HouseholdYear) -> Iterator[Message]:
    """Tell what a change of plan leaves open."""
    plan, change = scenario.plan, scenario.change
    if change is None:
        return
    first, last = covered_days(scenario)
    months = months_begun(first, change.since - timedelta(days=1)) + months_begun(change.since, last)
    if months > months_begun(first, last) and plan.premium.amount and change.plan.premium.amount:
        yield Message("assumption", "change.two_premiums", {"date": change.since})
    told = {row.limit for row in scenario.visits_used} - {limit.id for limit in plan.limits}
    if any(not limit.used and limit.id not in told for limit in change.plan.limits):
        yield Message("assumption", "change.limits_start_again")
    if plan.account_money or change.plan.account_money:
        yield Message("assumption", "change.account_money")


def _account_messages(scenario: HouseholdYear, lines: Sequence[Line]) -> Iterator[Message]:
    """Tell what stays in the accounts into which an employer pays more than the care costs."""
    money = sum(plan.account_money for plan, _ in plans_of(scenario))
    rest = money - sum(line.patient_pays for line in lines)
    if lines and money and rest > 0:
        yield Message("assumption", "account.rest", {"rest": Figure("USD", rest)})


def _facility_fee_messages(lines: Sequence[Line]) -> Iterator[Message]:
    """Tell where a facility fee was covered beside a visit that was not."""
    unpaid = {(line.visit.course.key, line.visit.date) for line in lines if line.outcome != "covered"}
    fees = (line.visit for line in lines if line.visit.facility_fee and line.outcome == "covered")
    apart = {visit.course.service for visit in fees if (visit.course.key, visit.date) in unpaid}
    for service in sorted(apart):
        yield Message("assumption", "facility_fee.apart", {"service": service})


def _milestones(scenario: HouseholdYear, lines: Sequence[Line]) -> Iterator[Message]:
    """Yield the visits at which deductibles and maximums are met, in network, for each person and for the family."""
    plan, change = scenario.plan, scenario.change
    until = plan.last_day if change is None else change.since - timedelta(days=1)
    several = len(scenario.people) > 1
    mine = [(number, line) for number, line in enumerate(lines, 1) if line.plan == plan.id]
    for name, amounts in (("deductible", plan.deductible), ("out_of_pocket", plan.out_of_pocket_maximum)):
        holders = [(person.id, amounts.person) for person in sorted(scenario.people, key=lambda one: one.id)]
        if several:
            holders.append((FAMILY, amounts.family))
            if amounts.kind == "aggregate":
                holders = holders[-1:]
        for holder, threshold in holders:
            if isinstance(threshold, int) and threshold:
                used = ((number, line, line.after.used((name, "in", holder))) for number, line in mine)
                enough = (entry for entry in used if entry[2].amount >= threshold)
                for number, line, step in islice(enough, 1):
                    if any(cause.rule == "given.used_before" for cause in step.because):
                        continue  # It was met before the first visit.
                    values: Values = {"visit": number, "date": line.visit.date, "amount": Figure("USD", threshold)}
                    if name == "out_of_pocket":
                        values["until"] = until
                    met = "met" if name == "deductible" or _all_counts(plan) else "met_in_part"
                    yield _milestone(f"{name}.{met}", holder if several else None, values, scenario)
    if plan.out_of_pocket_maximum.person is None and not (several and plan.out_of_pocket_maximum.family):
        yield Message("assumption", "out_of_pocket.none")


def _all_counts(plan: Plan) -> bool:
    """Whether all that is paid for covered care in network counts toward the maximum, as far as the plan is known."""
    inside = (terms for terms in plan.terms if terms.network != "out")
    counts = plan.out_of_pocket_maximum.counts
    return set(counts) == set(COVERED_PARTS) and all(terms.counts_toward_maximum is True for terms in inside)


def _outside_messages(scenario: HouseholdYear, lines: Sequence[Line]) -> Iterator[Message]:
    """Tell what of covered care the maximum in network does not cap."""
    maximum = scenario.plan.out_of_pocket_maximum
    if maximum.person is None and maximum.family is None:
        return
    steps = (line.part(name) for line in lines for name in COVERED_PARTS if line.part(name) not in line.capped)
    outside = sum(step.amount for step in steps)
    if outside:
        yield Message("alert", "out_of_pocket.not_all_counts", {"amount": Figure("USD", outside)})


def _milestone(name: str, holder: str | None, values: Values, scenario: HouseholdYear) -> Message:
    """Return the message that an amount is met: by the only person, by one of several, or by the family."""
    if holder is None:
        return Message("milestone", name, values)
    if holder == FAMILY:
        return Message("milestone", f"{name}_family", values)
    return Message("milestone", f"{name}_person", {"person": name_of(holder, scenario), **values})


def _approval_messages(scenario: HouseholdYear, lines: Sequence[Line]) -> Iterator[Message]:
    """Yield what must be arranged before care begins: approval by the plan, a referral."""
    used = {line.visit.service for line in lines}
    for need in ("authorization", "referral"):
        services = sorted(
            {terms.service for terms in scenario.plan.terms if terms.service in used and getattr(terms, need) is True}
        )
        for service in services:
            yield Message("alert", f"{need}.needed", {"service": service})
    disciplines = {(line.visit.date, line.visit.person) for line in lines if line.visit.service in THERAPIES}
    plans = [plan for plan, _ in plans_of(scenario)]
    therapies = (limit for plan in plans for limit in plan.limits if set(limit.services) & set(THERAPIES))
    counting = any(limit.unit == "visit" and isinstance(limit.same_day_counts_once, Unknown) for limit in therapies)
    open_rule = counting or any(isinstance(plan.one_copay_a_day, Unknown) for plan in plans)
    if open_rule and len(disciplines) < sum(line.visit.service in THERAPIES for line in lines):
        yield Message("assumption", "same_day_therapies")
