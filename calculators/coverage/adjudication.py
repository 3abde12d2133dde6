"""One visit decided against a plan's terms and what has been used so far, and a year of them.

The order of decisions: is the visit protected from surprise bills, is the service covered, is the plan's approval in
order, is anything left under its limits; then cost sharing in the order that the terms name, each part no more than
what is left of the allowed amount and of the out-of-pocket maximum. The plan pays the rest, up to a limit in dollars.

Visits are decided one after another in the order of `care.unfold`. What one visit uses is gone for the next one, also
on the same day: the first of the day comes first under the deductible, the maximum and the limits.
"""

from collections.abc import Sequence
from datetime import date

from attrs import frozen

from calculators.coverage.accumulators import FAMILY, Accumulators, Key, added, out_of_pocket_of
from calculators.coverage.care import UNPAID, Visit
from calculators.coverage.cost_sharing import NOTHING, Shares, copays_of, cost_sharing, pools_credited
from calculators.coverage.counting import Count, counts, more_approved, named, therapies_of
from calculators.coverage.in_force import InForce, pool_of
from calculators.coverage.money import WHOLE, part_of
from calculators.coverage.protection import network_of, protection
from calculators.coverage.services import THERAPIES
from calculators.coverage.step import Step, total
from calculators.coverage.terms import Terms
from calculators.coverage.unknowns import Answers, settle, settle_number
from calculators.declaration import Unknown

AUTHORIZATION = ("in_order", "missing")

NO_SHARES = Shares(NOTHING, NOTHING, NOTHING, (), ())

COVERED_PARTS = ("deductible", "copay", "coinsurance")
PATIENT_PARTS = (*COVERED_PARTS, "over_limit", "not_covered", "balance_bill")


@frozen
class Line:
    """One decided visit: parts that add up to the charge, and the accumulators after it. Cents.

    `network` is the one whose terms held, so that a protected visit out of network says `in`. `outcome` is `covered`,
    `over_limit` (wholly or in part), `not_covered` or `refused`. `used_up`: the limits of which too little was left.
    `capped`: the parts that end at the out-of-pocket maximum in network.
    """

    visit: Visit
    plan: str
    network: str
    outcome: str
    charge: int
    allowed: Step
    deductible: Step
    copay: Step
    coinsurance: Step
    over_limit: Step
    not_covered: Step
    balance_bill: Step
    plan_paid: Step
    write_off: Step
    protected: Step | None
    after: Accumulators
    used_up: tuple[str, ...] = ()
    capped: tuple[Step, ...] = ()

    @property
    def patient_pays(self) -> int:
        """The sum of the patient's parts, in cents."""
        return (
            self.deductible.amount
            + self.copay.amount
            + self.coinsurance.amount
            + self.over_limit.amount
            + self.not_covered.amount
            + self.balance_bill.amount
        )

    def part(self, name: str) -> Step:
        """Return one part by its name."""
        step: Step = getattr(self, name)
        return step

    @property
    def decisions(self) -> Sequence[Step]:
        """The patient's parts, in their order."""
        return [
            self.deductible,
            self.copay,
            self.coinsurance,
            self.over_limit,
            self.not_covered,
            self.balance_bill,
        ]


def charge_for(visit: Visit, allowed: int) -> int:
    """The charge: the billed amount or, where none is given, the allowed amount. Cents.

    A billed amount is said of ordinary visits only; an evaluation or a facility fee is charged at its allowed amount.
    """
    billed = visit.course.billed
    return allowed if billed is None or visit.evaluation or visit.facility_fee else max(billed, allowed)


def unpaid_visit(rule: str, visit: Visit, allowed: Step, charge: Step, answers: Answers, *because: Step) -> Step:
    """What the patient owes for a visit that the plan does not pay: the agreed price, the full charge, or nothing.

    The contract of clinic and plan decides. Out of network there is no contract, so it is the full charge.
    Cents. Source: no general rule; our reading, marked as not verified.
    """
    known = visit.course.unpaid_visits
    if isinstance(known, Unknown) and visit.course.network == "out":
        known = "charge"
    # Of the course, not of this visit: the same fact decides every visit of it.
    options = [option for option in UNPAID if option != "charge" or visit.course.billed is not None]
    how = settle(known, f"care.{visit.course.key}.unpaid_visits", answers, options)
    price = {"contract_rate": allowed, "charge": charge}.get(how, Step("given.written_off_when_unpaid", 0))
    return Step(rule, price.amount, (*because, price))


def balance_bill(visit: Visit, allowed: Step, charge: Step, protected: Step | None, answers: Answers) -> Step:
    """What someone out of network bills beyond the plan's price, unless federal law protects the visit.

    Cents. Source: Uniform Glossary, "balance billing"; 42 USC 300gg-111.
    """
    above = charge.amount - allowed.amount
    if visit.course.network != "out" or protected is not None or above <= 0:
        return NOTHING
    billed = settle(visit.course.balance_billed, f"care.{visit.course.key}.balance_billed", answers)
    return Step(
        "line.balance_bill", above if billed else 0, (Step("given.balance_billed", int(billed)), charge, allowed)
    )


def dollars_left(paid: Step, limits: Sequence[Count]) -> Step:
    """What the plan pays where a limit is in dollars: no more than is left of it. Cents. Source: the plan's terms."""
    left = min((count.left for count in limits), key=lambda step: step.amount)
    return Step("limit.dollars_left", min(paid.amount, left.amount), (paid, left))


def covered_share(allowed: Step, count: Count) -> Step:
    """The share of a stay's or visit's price that falls within a limit of which less is left than it takes.

    By days, hours or units, the half cent rounded up. Cents. Source: our reading, marked as not verified.
    """
    amount = part_of(allowed.amount, count.left.amount, count.takes)
    return Step("limit.covered_share", amount, (allowed, count.left, Step("given.times", count.takes)))


def _terms_of(visit: Visit, plan: InForce, network: str, before: Accumulators, answers: Answers) -> Terms:
    if settle(visit.course.preventive, f"care.{visit.course.key}.preventive", answers):
        return plan.terms_for(visit, "preventive_care", network, 1)
    number = 1
    if plan.counts_visits_of(visit.service):
        number += before.used(visits_of(visit.service, visit.person)).amount
    return plan.terms_for(visit, visit.service, network, number)


def visits_of(service: str, person: str) -> Key:
    """Return the counter of a person's visits of a service in the plan year."""
    return "visits", service, person


def adjudicate(visit: Visit, plan: InForce, before: Accumulators, answers: Answers) -> Line:
    """Decide one visit.

    Cents. A visit over a limit, refused or not covered counts toward no deductible, maximum or limit.
    Raises `NeedsAnswer` where an unknown decides, and `KeyError` where the plan has no terms for the service.
    """
    protected = protection(visit, plan, answers)
    network = network_of(visit, protected, answers)
    terms = _terms_of(visit, plan, network, before, answers)
    allowed = Step("given.allowed", settle_number(visit.price, visit.fact, answers))
    charge = Step("given.charge", charge_for(visit, allowed.amount))
    shares = NO_SHARES
    used_up: tuple[str, ...] = ()
    over_limit = not_covered = balance = plan_paid = NOTHING
    outcome = "covered"
    after = before

    if not settle(terms.covered, f"{plan.path}.terms.{terms.key}.covered", answers):
        outcome = "not_covered"
        not_covered = unpaid_visit("line.not_covered", visit, allowed, charge, answers, Step("given.covered", 0))
    elif (
        settle(visit.course.authorization, f"care.{visit.course.key}.authorization", answers, AUTHORIZATION)
        == "missing"
    ):
        outcome = "refused"
        not_covered = unpaid_visit("line.refused", visit, allowed, charge, answers, Step("given.authorization", 0))
    else:
        counted = list(counts(visit, plan, before, answers))
        short = [count for count in counted if count.limit.unit != "dollar" and count.takes > count.left.amount]
        short = [count for count in short if not more_approved(count.limit, plan, answers)]
        tightest = min(short, key=lambda count: count.left.amount * WHOLE // count.takes) if short else None
        within = allowed
        used_up = tuple(count.limit.id for count in short)
        if tightest is not None:
            outcome = "over_limit"
            within = covered_share(allowed, tightest) if tightest.left.amount else NOTHING
            beyond = (
                Step("limit.beyond", allowed.amount - within.amount, (allowed, within)) if within.amount else allowed
            )
            over_limit = unpaid_visit(
                "line.over_limit",
                visit,
                beyond,
                charge if not within.amount else beyond,
                answers,
                *(count.left for count in short),
            )
        if tightest is None or within.amount:
            shares = cost_sharing(plan, terms, visit, network, within, before, answers)
            shared = sum([part.amount for part in shares.parts])
            plan_paid = Step(
                "line.plan_paid", within.amount - shared, (within, *[part for part in shares.parts if part.amount])
            )
            dollars = [
                count for count in counted if count.limit.unit == "dollar" and count.left.amount < plan_paid.amount
            ]
            if dollars:
                outcome = "over_limit"
                used_up += tuple(count.limit.id for count in dollars)
                paid = dollars_left(plan_paid, dollars)
                rest = (
                    Step("limit.beyond", plan_paid.amount - paid.amount, (plan_paid, paid)) if paid.amount else within
                )
                full = charge if rest is allowed else rest
                lefts = (count.left for count in dollars)
                unpaid = unpaid_visit("line.over_limit", visit, rest, full, answers, *lefts)
                over_limit = total("line.over_limit", (over_limit, unpaid)) if over_limit.amount else unpaid
                shares = shares if paid.amount else NO_SHARES
                plan_paid = paid
            if plan_paid.amount or not dollars:
                balance = balance_bill(visit, allowed, charge, protected, answers)
                after = _after(visit, plan, terms, network, before, shares, plan_paid, counted, answers)

    asked = (*shares.parts, over_limit, not_covered, balance)
    patients = sum([step.amount for step in asked])
    return Line(
        visit=visit,
        plan=plan.plan.id,
        network=network,
        outcome=outcome,
        charge=charge.amount,
        allowed=allowed,
        deductible=shares.deductible,
        copay=shares.copay,
        coinsurance=shares.coinsurance,
        over_limit=over_limit,
        not_covered=not_covered,
        balance_bill=balance,
        plan_paid=plan_paid,
        write_off=Step(
            "line.write_off",
            charge.amount - patients - plan_paid.amount,
            (charge, *[step for step in (*asked, plan_paid) if step.amount]),
        ),
        protected=protected,
        after=after,
        used_up=used_up,
        capped=shares.counted if pool_of(network) == "in" else (),
    )


def _after(  # noqa: PLR0913, PLR0917 - all that a line changes
    visit: Visit,
    plan: InForce,
    terms: Terms,
    network: str,
    before: Accumulators,
    shares: Shares,
    plan_paid: Step,
    counted: Sequence[Count],
    answers: Answers,
) -> Accumulators:
    """Return the accumulators after a covered visit."""
    amounts: dict[Key, Step] = {}
    days: dict[Key, tuple[tuple[date, int], ...]] = {}
    person = visit.person
    if shares.deductible.amount:
        for key in shares.deductible_keys:
            amounts[key] = added(before.used(key), (shares.deductible,), shares.deductible.amount)
    paid = sum([step.amount for step in shares.counted])
    if paid:
        for pool in pools_credited("out_of_pocket", plan, network, answers):
            for holder in (person, FAMILY) if plan.family else (person,):
                key = out_of_pocket_of(pool, holder)
                amounts[key] = added(before.used(key), shares.counted, paid)
    if plan.counts_visits_of(terms.service) and not visit.facility_fee:
        key = visits_of(terms.service, person)
        amounts[key] = added(before.used(key), (), 1)
    if visit.service in THERAPIES and shares.copay.amount:
        key = copays_of(person)
        today = tuple(entry for entry in before.on_days(key) if entry[0] == visit.date)
        days[key] = (*today, (visit.date, shares.copay.amount))
    for count in counted:
        takes = plan_paid.amount if count.limit.unit == "dollar" else min(count.takes, count.left.amount)
        if takes and _uses_up(count, plan, shares, plan_paid, answers):
            given = Step("given.visit", takes) if count.limit.unit != "dollar" else plan_paid
            rule = named(count.limit, "accumulator.limit")
            amounts[count.key] = Step(rule, count.used.amount + takes, (count.used, given))
            days |= _days_of(count, visit, takes, before)
    return _without_earlier_stays(before, counted).after(amounts, days)


def _without_earlier_stays(before: Accumulators, counted: Sequence[Count]) -> Accumulators:
    """Leave out what counted in earlier stays, visits or items: each was one visit, and is over."""
    stays = [count.key for count in counted if count.per == "stay"]
    for stay in stays:
        before = before.without([key for key in before.amounts if key[:-1] == stay[:-1] and key != stay])
    return before


def _uses_up(count: Count, plan: InForce, shares: Shares, plan_paid: Step, answers: Answers) -> bool:
    """Whether a covered visit uses up its limit: one that the deductible pays in full may not.

    Source: the plan's terms; where nobody knows them, a fact to be asked.
    """
    limit = count.limit
    if limit.unit == "dollar" or plan_paid.amount or not shares.deductible.amount or limit.id not in plan.reachable:
        return True
    fact = f"{plan.path}.limits.{limit.id}.deductible_visits_count"
    return settle(limit.deductible_visits_count, fact, answers)


def _days_of(count: Count, visit: Visit, takes: int, before: Accumulators) -> dict[Key, tuple[tuple[date, int], ...]]:
    """Return the days on which a limit was used, with this one; of therapies this one alone."""
    today = (visit.date, takes)
    days = {count.key: (*_recent(before, count, visit.date), today)}
    return days | {therapies_of(count.key): (today,)} if visit.service in THERAPIES else days


def _recent(before: Accumulators, count: Count, today: date) -> tuple[tuple[date, int], ...]:
    """Return the days that may still matter to a limit: of the last twelve months, or only of this day."""
    year_before = date(today.year - 1, today.month, 1)
    rolling = count.per == "rolling_12_months"
    return tuple(
        entry for entry in before.on_days(count.key) if entry[0] == today or (rolling and entry[0] >= year_before)
    )
