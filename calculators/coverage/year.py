"""A household's year: its visits, the plan or plans in force, and the ledger that follows."""

from collections.abc import Iterator, Sequence
from datetime import date

from attrs import evolve, frozen

from calculators.coverage.accumulators import FAMILY, Accumulators, Key, added, count_of
from calculators.coverage.adjudication import Line, adjudicate, visits_of
from calculators.coverage.care import Visit
from calculators.coverage.cost_sharing import accumulation_of, ceilings_of, least_left, maximum_ceilings, pools_credited
from calculators.coverage.counting import used_before
from calculators.coverage.in_force import InForce
from calculators.coverage.limits import VisitLimit
from calculators.coverage.step import Step
from calculators.coverage.unknowns import Answers, NeedsAnswer, Unfinished, settle, settle_number
from calculators.declaration import Unknown


@frozen
class Stretch:
    """A stretch of the year under one plan. `credits_earlier`: what was paid under the plan before counts here too."""

    since: date
    plan: InForce
    credits_earlier: bool | Unknown = False


@frozen
class Year:
    """Visits in the order in which they are decided, and the stretches of the year in the order of their dates."""

    visits: Sequence[Visit]
    stretches: Sequence[Stretch]

    def stretch_of(self, number: int) -> int:
        """Return the place of the stretch in which a visit falls."""
        if len(self.stretches) == 1:
            return 0
        day = self.visits[number].date
        return sum(stretch.since <= day for stretch in self.stretches[1:])


def opening(plan: InForce, answers: Answers) -> Accumulators:
    """Return what was used before the planned care begins, person by person and for the family."""
    amounts: dict[Key, Step] = {}
    accumulators = Accumulators()
    for row in plan.used_before:
        where = f"used_before.{row.person}.{row.network}"
        spent = {
            "deductible": settle_number(row.deductible, f"{where}.deductible", answers),
            "out_of_pocket": settle_number(row.out_of_pocket, f"{where}.out_of_pocket", answers),
        }
        for name, amount in spent.items():
            for pool in pools_credited(name, plan, row.network, answers):
                for holder in (row.person, FAMILY) if plan.family else (row.person,):
                    key = (name, pool, holder)
                    before = amounts.get(key) or accumulators.used(key)
                    amounts[key] = added(before, (Step("given.used_before", amount),), amount)
    return accumulators.after({**amounts, **_visits_before(plan, answers)}, {})


def counts_visits_before(limit: VisitLimit) -> bool:
    """Whether what was used of a limit says how many visits of one service there were since the plan year began."""
    whole = limit.per == "plan_year" and limit.unit == "visit" and limit.care_kind == "both"
    return whole and len(limit.services) == 1


def _visits_before(plan: InForce, answers: Answers) -> dict[Key, Step]:
    """Return how many visits of a service each person had, where terms hold only from a certain visit on."""
    amounts = {}
    for (identifier, person), visit in plan.first_under.items():
        limit = next(limit for limit in plan.plan.limits if limit.id == identifier)
        (service, *_) = limit.services
        if person != FAMILY and plan.counts_visits_of(service) and counts_visits_before(limit):
            key = count_of(identifier, person, "", "")
            used = used_before(limit, "plan_year", key, visit, plan, answers)
            amounts[visits_of(service, person)] = Step("given.visits_used", used)
    return amounts


def carried_over(earlier: Accumulators, stretch: Stretch, answers: Answers) -> Accumulators:
    """What counts under a new plan in mid-year: what the plan before counted, if the new one credits it, or nothing.

    Deductible and out-of-pocket spending only; limits start again. Source: the new plan's terms.
    """
    if not settle(stretch.credits_earlier, "change.credits_earlier", answers):
        return Accumulators()
    kept = {key: step for key, step in earlier.amounts.items() if key[0] in ("deductible", "out_of_pocket")}
    return Accumulators(kept)


def _used_before(year: Year, number: int, lines: Sequence[Line], answers: Answers) -> Accumulators:
    """Return what was used before a visit: by the visit before it, or before the year; across changes of plan.

    The number after the last visit's stands for the end of the year.
    """
    now = year.stretch_of(number) if number < len(year.visits) else len(year.stretches) - 1
    if number == 0:
        before, used = 0, opening(year.stretches[0].plan, answers)
    else:
        before, used = year.stretch_of(number - 1), lines[number - 1].after
    for stretch in year.stretches[before + 1 : now + 1]:
        used = carried_over(used, stretch, answers)
    return used


def ledger(year: Year, answers: Answers, decided: Sequence[Line] = ()) -> list[Line]:
    """Decide visits one after another, each against what the earlier ones used.

    `decided`: lines that are decided already under the same answers. Raises `Unfinished` where an unknown decides.
    """
    lines = list(decided)
    try:
        for number in range(len(lines), len(year.visits)):
            used = _used_before(year, number, lines, answers)
            plan = year.stretches[year.stretch_of(number)].plan
            lines.append(adjudicate(year.visits[number], plan, used, answers))
        # What is left at the end of the year may rest on facts that no visit met.
        _used_before(year, len(lines), lines, answers)
    except NeedsAnswer as met:
        raise Unfinished(met, lines) from met
    return lines


def _may_be_less(name: str, plan: InForce, used: Accumulators) -> bool:
    """Whether nobody knows if what was spent out of network counts in network too; asked only where care meets it."""
    outside = plan.plan.out_of_network
    if outside is None or plan.both_networks or not isinstance(accumulation_of(name, outside)[1], Unknown):
        return False
    return any(key[:2] == (name, "out") and step.amount for key, step in used.amounts.items())


def amounts_left(
    year: Year, lines: Sequence[Line], answers: Answers, people: Sequence[str]
) -> Iterator[tuple[str, Step]]:
    """Yield what is left of deductible and maximum in network at the end, as `people.<id>.…` and `family.…`.

    After a change of plan, of the new plan's. An amount that is unknown, and was never met, is left out. Cents.
    """
    plan = year.stretches[-1].plan
    used = _used_before(year, len(lines), lines, answers)
    for name in ("deductible", "out_of_pocket"):
        amounts = plan.amounts[name, "in"]
        rule = f"figure.{name}_left"
        if _may_be_less(name, plan, used):
            continue
        for person in people:
            try:
                ceilings = (
                    maximum_ceilings(plan, "in", person, used, answers)
                    if name == "out_of_pocket"
                    else ceilings_of(amounts, plan, person, used, answers)
                )
            except NeedsAnswer:
                continue
            left = least_left(rule, ceilings)
            if left is not None:
                yield f"people.{person}.{name}_left", left
        if plan.family and isinstance(amounts.family, int):
            family = evolve(amounts, person=None)
            left = least_left(
                rule, ceilings_of(family, plan, FAMILY, used, {amounts.kind_fact: "aggregate", **answers})
            )
            if left is not None:
                yield f"family.{name}_left", left
