"""The order of all payers on one day, under one set of answers."""

from collections.abc import Sequence
from datetime import date
from itertools import combinations, pairwise

from attrs import frozen

from calculators.coverage.unknowns import Answers
from calculators.two_plans.order.facts import Facts
from calculators.two_plans.order.programs import apart, between, not_listed, waits_for_medicare
from calculators.two_plans.order.ruling import Apart, Ruling
from calculators.two_plans.scenario import TwoPlans


@frozen
class Order:
    """Who pays before whom: `places` from the first on, those that share a place equally together.

    `rulings` say why each place comes before the next. `conflict`: rules that contradict one another, so that there is
    no order; the places are then empty. `not_listed`: who may have to pay for what caused the care, but is not among
    the coverages. `waits_for_medicare`: plans that may pay as if Medicare had paid, though the patient is not enrolled.
    """

    places: Sequence[Sequence[str]]
    rulings: Sequence[Ruling]
    apart: Sequence[Apart]
    conflict: Sequence[Ruling] = ()
    not_listed: Sequence[str] = ()
    waits_for_medicare: Sequence[str] = ()


def order_of_payers(scenario: TwoPlans, day: date, answers: Answers) -> Order:
    """Return the order of payers on a day. Raises `NeedsAnswer` and `MustBeKnown` where a fact decides that is open."""
    facts = Facts(scenario, day, answers)
    covered = sorted(
        (coverage for coverage in scenario.coverages if facts.in_force(coverage)), key=lambda coverage: coverage.id
    )
    unlisted, waiting = not_listed(covered, facts), waits_for_medicare(covered, facts)
    outside = [stands for coverage in covered if (stands := apart(coverage, covered, facts))]
    out = {stands.coverage for stands in outside}
    line = [coverage for coverage in covered if coverage.id not in out]
    rulings = {
        frozenset((one.id, other.id)): between(one, other, covered, facts) for one, other in combinations(line, 2)
    }
    beaten = {coverage.id: 0 for coverage in line}
    for ruling in rulings.values():
        if not ruling.shared:
            beaten[ruling.second] += 1
    places: list[list[str]] = []
    for coverage in sorted(beaten, key=lambda one: (beaten[one], one)):
        last = places[-1] if places else []
        if last and rulings[frozenset((last[0], coverage))].shared:
            last.append(coverage)
        else:
            places.append([coverage])
    if not _holds(places, rulings):
        return Order((), (), outside, tuple(rulings.values()), unlisted, waiting)
    told = tuple(_told(one, other, rulings) for one, other in pairwise(places))
    shared = tuple(ruling for ruling in rulings.values() if ruling.shared)
    return Order(
        tuple(tuple(place) for place in places),
        (*told, *shared),
        outside,
        not_listed=unlisted,
        waits_for_medicare=waiting,
    )


def _told(place: Sequence[str], following: Sequence[str], rulings: dict[frozenset[str], Ruling]) -> Ruling:
    return rulings[frozenset((place[-1], following[0]))]


def _holds(places: Sequence[Sequence[str]], rulings: dict[frozenset[str], Ruling]) -> bool:
    """Whether the places keep every ruling; three that each come before the next can go in a circle."""
    number = {coverage: place for place, sharing in enumerate(places) for coverage in sharing}
    return all(
        number[ruling.first] == number[ruling.second] if ruling.shared else number[ruling.first] < number[ruling.second]
        for ruling in rulings.values()
    )
