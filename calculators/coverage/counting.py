"""How a visit counts toward the plan's limits, and what they leave of it.

Which limits are about the visit, in which period it falls, how much of the limit it takes, and how much is left.
"""

from collections.abc import Iterator
from datetime import date, timedelta

from attrs import frozen

from calculators.coverage.accumulators import FAMILY, Accumulators, Key, count_of
from calculators.coverage.care import Visit
from calculators.coverage.in_force import InForce, pool_of
from calculators.coverage.limits import MOST_QUANTITY, PERIODS, SIX_MONTHS, VisitLimit
from calculators.coverage.money import CENTS_A_DOLLAR
from calculators.coverage.plan import MONTHS_A_YEAR
from calculators.coverage.services import THERAPIES
from calculators.coverage.step import Step
from calculators.coverage.unknowns import YES_OR_NO, Answers, settle, settle_number
from calculators.declaration import Unknown

NETWORKS = ("shared", "separate", "in", "out")
BEYOND = ("hard", "review")


@frozen
class Count:
    """What one limit has to say to one visit. Amounts are in the limit's unit, cents where that is the dollar.

    `key`: its counter; `takes`: what the visit takes of it; `left`: what is left; `used`: what was used before; `per`:
    the limit's period, as it is known or assumed.
    """

    limit: VisitLimit
    key: Key
    takes: int
    used: Step
    left: Step
    per: str = "plan_year"


def visits_left(quantity: Step, used: Step) -> Step:
    """How much a limit still covers. Source: the plan's terms."""
    rule = "limit.visits_left.dollars" if quantity.rule.endswith(".dollars") else "limit.visits_left"
    return Step(rule, max(0, quantity.amount - used.amount), (quantity, used))


def named(limit: VisitLimit, rule: str) -> str:
    """Return the id of a rule about a limit: what is counted in dollars is told in dollars."""
    return f"{rule}.dollars" if limit.unit == "dollar" else rule


def _fact(plan: InForce, limit: VisitLimit, name: str) -> str:
    return f"{plan.path}.limits.{limit.id}.{name}"


def _counts(  # noqa: PLR0911 - one return for each rule of counting
    limit: VisitLimit, visit: Visit, plan: InForce, answers: Answers
) -> bool:
    """Whether a limit is about a visit: the rules of counting, each as the plan states it.

    A rule that nobody knows is asked about only where the limit can be reached.
    Source: the plan's terms; for mental health conditions 42 USC 300gg-26(a)(3), 45 CFR 146.136(c): a limit may be
    barred there, which no one can decide from a plan's summary, so it is a fact to be asked.
    """
    course = visit.course
    if limit.care_kind not in ("both", course.care_kind):
        return False
    if visit.facility_fee and limit.unit != "dollar":
        return False
    if limit.id not in plan.reachable:
        uncounted = visit.evaluation and limit.evaluation_counts is False
        return not uncounted and not (limit.networks == "in" and course.network == "out")
    if settle(course.limit_exempt, f"care.{course.key}.limit_exempt", answers):
        return False
    billed_as = settle(course.billed_as, f"care.{course.key}.billed_as", answers, ("physical", "mental_health"))
    if billed_as == "mental_health" and settle(
        limit.mental_health_exempt, _fact(plan, limit, "mental_health_exempt"), answers
    ):
        return False
    if visit.evaluation and not settle(limit.evaluation_counts, _fact(plan, limit, "evaluation_counts"), answers):
        return False
    if course.site == "telehealth" and not settle(
        limit.telehealth_counts, _fact(plan, limit, "telehealth_counts"), answers
    ):
        return False
    networks = _networks(limit, plan, answers)
    return not (networks == "in" and course.network == "out") and not (networks == "out" and course.network != "out")


def _networks(limit: VisitLimit, plan: InForce, answers: Answers) -> str:
    if isinstance(limit.networks, Unknown) and (not plan.both_networks or limit.id not in plan.reachable):
        return "shared"
    return settle(limit.networks, _fact(plan, limit, "networks"), answers, NETWORKS)


def _per(limit: VisitLimit, plan: InForce, answers: Answers) -> str:
    if isinstance(limit.per, Unknown) and limit.id not in plan.reachable:
        return "plan_year"
    return settle(limit.per, _fact(plan, limit, "per"), answers, tuple(PERIODS))


def period_of(per: str, visit: Visit, plan: InForce) -> str:
    """Return the period of a limit in which a visit falls, as a text that tells it from the limit's other periods."""
    day, starts = visit.date, plan.plan.starts
    match per:
        case "calendar_year":
            period = str(day.year)
        case "month":
            period = f"{day.year}-{day.month}"
        case "week":
            year, week, _ = day.isocalendar()
            period = f"{year}-week-{week}"
        case "six_months":
            period = str(_months_since(starts, day) // SIX_MONTHS)
        case "stay":
            period = f"{day.isoformat()}.{visit.course.key}.{visit.service}"
        case "condition" | "episode":
            period = " ".join(visit.course.condition.split()).casefold()
        case _:
            period = str(starts.year)
    return period


def _months_since(starts: date, day: date) -> int:
    """How many whole months lie between two days; a month that has no such day ends on its last."""
    months = (day.year - starts.year) * MONTHS_A_YEAR + day.month - starts.month
    last_of_month = (day + timedelta(days=1)).day == 1
    return months - (day.day < starts.day and not last_of_month)


def _rolling(before: Accumulators, key: Key, day: date) -> Step:
    """What counted in the twelve months that end on a day."""
    try:
        year_before = day.replace(year=day.year - 1)
    except ValueError:
        year_before = day.replace(year=day.year - 1, day=day.day - 1)
    recent = sum(amount for when, amount in before.on_days(key) if when > year_before)
    return Step("accumulator.limit", recent)


def _used(  # noqa: PLR0913, PLR0917 - everything that decides one count meets here
    limit: VisitLimit, per: str, key: Key, visit: Visit, plan: InForce, before: Accumulators, answers: Answers
) -> Step:
    """What was used of a limit before a visit."""
    if per == "rolling_12_months":
        rolled = _rolling(before, key, visit.date)
        return Step(named(limit, rolled.rule), rolled.amount + used_before(limit, per, key, visit, plan, answers))
    if key in before.amounts:
        return before.amounts[key]
    return Step(named(limit, "given.visits_used"), used_before(limit, per, key, visit, plan, answers))


# Periods after which a limit starts again within a year.
STARTING_AGAIN = ("calendar_year", "month", "week", "six_months", "stay")


def used_before(  # noqa: PLR0913, PLR0917
    limit: VisitLimit, per: str, key: Key, visit: Visit, plan: InForce, answers: Answers
) -> int:
    """What was typed as used of a limit since it last started again: for the period of this key, and for no other.

    It looks back from the person's first planned visit under the limit, so it belongs to the period of that visit.
    """
    _, _, holder, *_ = key

    def starts_here(person: str) -> bool:
        anyone = plan.first_under.get((limit.id, FAMILY), visit)
        first = plan.first_under.get((limit.id, person), anyone)
        return per not in STARTING_AGAIN or key[-1] == period_of(per, first, plan)

    rows = [row for row in plan.visits_used if row.limit == limit.id and holder in (row.person, FAMILY)]
    told = sum(
        settle_number(row.used, f"visits_used.{row.person}.{row.limit}.used", answers, 0, MOST_QUANTITY)
        for row in rows
        if starts_here(row.person)
    )
    alone = limit.used if not rows and starts_here(visit.person) else 0
    return in_unit(limit, told + alone)


def in_unit(limit: VisitLimit, quantity: int) -> int:
    """Return a quantity as the engine counts it: dollars become cents."""
    return quantity * CENTS_A_DOLLAR if limit.unit == "dollar" else quantity


def therapies_of(key: Key) -> Key:
    """Return the key under which the days are kept on which a therapy used up some of a limit."""
    return *key, "therapies"


def _on(day: date, key: Key, before: Accumulators) -> bool:
    return any(when == day for when, _ in before.on_days(key))


def _takes(limit: VisitLimit, key: Key, visit: Visit, plan: InForce, before: Accumulators, answers: Answers) -> int:  # noqa: PLR0913, PLR0917
    """How much of a limit a visit takes: one visit, the days of a stay, its hours or units.

    Of a day with treatment one, however many visits it holds; where therapies on one day count once, likewise.
    """
    course = visit.course
    match limit.unit:
        case "hour" | "unit":
            return course.units
        case "day":
            return course.days if course.days > 1 else int(not _on(visit.date, key, before))
        case "visit":
            therapy = visit.service in THERAPIES and limit.id in plan.reachable
            if therapy and _on(visit.date, therapies_of(key), before):
                return int(not settle(limit.same_day_counts_once, _fact(plan, limit, "same_day_counts_once"), answers))
            return 1
    return 0


def counts(visit: Visit, plan: InForce, before: Accumulators, answers: Answers) -> Iterator[Count]:
    """Yield what each limit that is about a visit has to say to it; for a family's quantity a count of its own."""
    for limit in plan.limits.get(visit.service, ()):
        if not _counts(limit, visit, plan, answers):
            continue
        per = _per(limit, plan, answers)
        network = pool_of(visit.course.network) if _networks(limit, plan, answers) == "separate" else ""
        period = period_of(per, visit, plan)
        quantity = settle_number(limit.quantity, _fact(plan, limit, "quantity"), answers, 0, MOST_QUANTITY)
        holders = [(visit.person, Step(named(limit, "given.visit_limit"), in_unit(limit, quantity)))]
        if limit.family_quantity is not None:
            family = Step(named(limit, "given.visit_limit_family"), in_unit(limit, limit.family_quantity))
            holders.append((FAMILY, family))
        takes = _takes(limit, count_of(limit.id, visit.person, network, period), visit, plan, before, answers)
        for holder, most in holders:
            key = count_of(limit.id, holder, network, period)
            used = _used(limit, per, key, visit, plan, before, answers)
            left = visits_left(most, used)
            yield Count(limit, key, takes, used, left, per)


def more_approved(limit: VisitLimit, plan: InForce, answers: Answers) -> bool:
    """Whether the plan covers visits beyond a limit: where it reviews them, and has approved them.

    Source: the plan's terms; 45 CFR 147.136(d)(1)(iii): such a refusal can go to external review.
    """
    if settle(limit.beyond, _fact(plan, limit, "beyond"), answers, BEYOND) == "hard":
        return False
    return settle(limit.more_approved, _fact(plan, limit, "more_approved"), answers, YES_OR_NO)
