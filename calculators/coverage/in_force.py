"""A plan in force for a household: its terms and limits made ready for look-up, and what of it the care can reach."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from functools import cached_property

from attrs import field, frozen

from calculators.coverage.accumulators import FAMILY
from calculators.coverage.care import UsedBefore, Visit, VisitsUsed
from calculators.coverage.limits import VisitLimit
from calculators.coverage.plan import Plan, SpecialDeductible
from calculators.coverage.terms import FACILITIES, Terms
from calculators.declaration import Unknown


@frozen
class FamilyAmounts:
    """A deductible or an out-of-pocket maximum of one network: its amounts, and the facts they are asked under.

    `name` is `deductible` or `out_of_pocket`, `given` the rule id under which the person's amount stands in a ledger.
    """

    name: str
    pool: str
    given: str
    person: int | Unknown | None
    person_fact: str
    family: int | Unknown | None
    family_fact: str
    kind: str | Unknown
    kind_fact: str


def pool_of(network: str) -> str:
    """Return whose amounts hold in a network: the second tier is in network."""
    return "out" if network == "out" else "in"


def _amounts(plan: Plan, path: str) -> Iterator[FamilyAmounts]:
    for name, group, inside in (
        ("deductible", "deductible", plan.deductible),
        ("out_of_pocket", "out_of_pocket_maximum", plan.out_of_pocket_maximum),
    ):
        where = f"{path}.{group}"
        rule, kind = f"given.{group}", (inside.kind, f"{where}.kind")
        yield FamilyAmounts(name, "in", rule, inside.person, f"{where}.person", inside.family, f"{where}.family", *kind)
        outside = plan.out_of_network
        if outside is None:
            continue
        person, family, field_name = (
            (outside.deductible, outside.family_deductible, "deductible")
            if name == "deductible"
            else (outside.maximum, outside.family_maximum, "maximum")
        )
        where = f"{path}.out_of_network"
        yield FamilyAmounts(
            name, "out", rule, person, f"{where}.{field_name}", family, f"{where}.family_{field_name}", *kind
        )


@frozen
class InForce:
    """A plan as it covers certain people's visits.

    `path` is where the plan stands in the scenario. `family`: more than one person is covered. `both_networks`: care
    may be paid for in and out of network, so that it matters how the two count together. `reachable`: limits that the
    planned care could use up; how the others count changes nothing. `first_under`: the first planned visit under a
    limit, by the limit's id and the person, or the family. `person_cap`: the federal cap on what one person pays, in
    cents, where it may hold for each person under a family's maximum.
    """

    plan: Plan
    path: str
    family: bool
    both_networks: bool
    reachable: frozenset[str]
    first_under: Mapping[tuple[str, str], Visit]
    used_before: Sequence[UsedBefore]
    visits_used: Sequence[VisitsUsed]
    person_cap: int | None
    amounts: Mapping[tuple[str, str], FamilyAmounts] = field(repr=False)
    terms: Mapping[str, Sequence[Terms]] = field(repr=False)
    limits: Mapping[str, Sequence[VisitLimit]] = field(repr=False)
    special: Mapping[str, SpecialDeductible] = field(repr=False)

    def terms_for(self, visit: Visit, service: str, network: str, number: int) -> Terms:
        """Return the terms that fit a visit most closely; `number` counts the person's visits of this service.

        Raises `KeyError` where the plan has none.
        """
        course = visit.course
        best: tuple[tuple[bool, bool, bool, int], Terms] | None = None
        for terms in self.terms.get(service, ()):
            fits = (
                (terms.network == network or (network == "tier_2" and terms.network == "in"))
                and terms.site in ("any", course.site)
                and terms.care_kind in ("both", course.care_kind)
                and terms.from_visit <= number
            )
            if not fits:
                continue
            closeness = (terms.network == network, terms.site != "any", terms.care_kind != "both", terms.from_visit)
            if best is None or closeness > best[0]:
                best = closeness, terms
        if best is None:
            raise KeyError(service)
        return best[1]

    @cached_property
    def _counted(self) -> frozenset[str]:
        return frozenset(terms.service for terms in self.plan.terms if terms.from_visit > 1)

    def counts_visits_of(self, service: str) -> bool:
        """Whether some terms for a service hold only from a certain visit on."""
        return service in self._counted


def _by_service[Row: (VisitLimit, SpecialDeductible)](rows: Sequence[Row]) -> dict[str, list[Row]]:
    found: dict[str, list[Row]] = {}
    for row in rows:
        for service in row.services:
            found.setdefault(service, []).append(row)
    return found


def _could_use_up(limit: VisitLimit, planned: Mapping[tuple[str, str], int], visits_used: Sequence[VisitsUsed]) -> bool:
    if isinstance(limit.quantity, Unknown) or limit.unit == "dollar" or limit.family_quantity is not None:
        return True
    people = {person for person, _ in planned}
    for person in people:
        count = limit.used + sum(planned[person, service] for service in limit.services)
        for row in visits_used:
            if row.person == person and row.limit == limit.id:
                count += limit.quantity if isinstance(row.used, Unknown) else row.used
        if count > limit.quantity:
            return True
    return False


def _may_count(limit: VisitLimit, visit: Visit) -> bool:
    """Whether a limit may be about a visit, whatever is still unknown."""
    course = visit.course
    return (
        visit.service in limit.services
        and limit.care_kind in ("both", course.care_kind)
        and not (visit.facility_fee and limit.unit != "dollar")
        and course.limit_exempt is not True
        and not (limit.networks == "in" and course.network == "out")
        and not (limit.networks == "out" and course.network != "out")
        and not (visit.evaluation and limit.evaluation_counts is False)
        and not (course.site == "telehealth" and limit.telehealth_counts is False)
    )


def _first_under(limits: Sequence[VisitLimit], visits: Sequence[Visit]) -> dict[tuple[str, str], Visit]:
    """Return the first visit under each limit, of each person and of the family: "used so far" looks back from it."""
    found: dict[tuple[str, str], Visit] = {}
    for visit in visits:
        for limit in limits:
            if _may_count(limit, visit):
                for holder in (visit.person, FAMILY):
                    found.setdefault((limit.id, holder), visit)
    return found


def _pools_of(visit: Visit) -> Sequence[str]:
    """Return whose amounts may hold for a visit: also those in network where federal law may protect it."""
    course = visit.course
    if course.network != "out":
        return ("in",)
    if course.emergency or visit.service == "emergency" or course.site in FACILITIES:
        return ("in", "out")
    return ("out",)


def in_force(  # noqa: PLR0913 - all that a plan in force is made of
    plan: Plan,
    visits: Sequence[Visit],
    *,
    path: str = "plan",
    since: date | None = None,
    family: bool = False,
    used_before: Sequence[UsedBefore] = (),
    visits_used: Sequence[VisitsUsed] = (),
    person_cap: int | None = None,
) -> InForce:
    """Make a plan ready to decide these visits: those from the day on which it takes over, where that is given."""
    terms: dict[str, list[Terms]] = {}
    for row in plan.terms:
        terms.setdefault(row.service, []).append(row)
    planned: Counter[tuple[str, str]] = Counter()
    for visit in visits:
        planned[visit.person, visit.service] += max(visit.course.units, visit.course.days)
    pools = {pool for visit in visits for pool in _pools_of(visit)} | {pool_of(row.network) for row in used_before}
    return InForce(
        plan=plan,
        path=path,
        family=family,
        both_networks=len(pools) > 1,
        reachable=frozenset(limit.id for limit in plan.limits if _could_use_up(limit, planned, visits_used)),
        first_under=_first_under(plan.limits, [visit for visit in visits if since is None or visit.date >= since]),
        used_before=used_before,
        visits_used=visits_used,
        person_cap=person_cap,
        amounts={(amounts.name, amounts.pool): amounts for amounts in _amounts(plan, path)},
        terms=terms,
        limits=_by_service(plan.limits),
        special={service: rows[0] for service, rows in _by_service(plan.special_deductibles).items()},
    )
