"""A year of visits, or one bill, through all payers: line by line, with running totals in every plan."""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from datetime import date
from functools import cached_property

from attrs import evolve, frozen

from calculators.coverage.care import Visit, unfold
from calculators.coverage.unknowns import Answers, NeedsAnswer, Unfinished
from calculators.coverage.year import opening
from calculators.two_plans.coordination import CoordinatedLine, coordinate
from calculators.two_plans.order import Order, order_of_payers
from calculators.two_plans.paying import Payer, bill_visit, payers_of_bill, payers_of_year
from calculators.two_plans.scenario import TwoPlans


@frozen
class Claims:
    """The visits to be decided, and every coverage that says something about the money, by its id."""

    scenario: TwoPlans
    visits: Sequence[Visit]
    payers: Mapping[str, Payer]

    @cached_property
    def _known_orders(self) -> Mapping[date, Order]:
        """The order on the days on which no open fact decides it."""
        known = {}
        for day in dict.fromkeys(visit.date for visit in self.visits):
            with suppress(NeedsAnswer):
                known[day] = order_of_payers(self.scenario, day, {})
        return known

    def order_on(self, day: date, answers: Answers) -> Order:
        """Return the order of payers on a day, worked out again where an open fact decides it.

        Raises `NeedsAnswer`, and `MustBeKnown` where there is no order without a fact.
        """
        return self._known_orders.get(day) or order_of_payers(self.scenario, day, answers)

    def without(self, coverage: str) -> "Claims":
        """Return the same visits with one coverage less.

        What a later payer has paid of a bill, it paid beside the one that is gone: without it, that says nothing.
        """
        if self.scenario.bill is not None:
            fewer = claims_of(_as_if_undecided(self.scenario.without(coverage), self._paid_before(coverage)))
            assert fewer
            return fewer
        return Claims(
            self.scenario.without(coverage),
            self.visits,
            {payer: self.payers[payer] for payer in self.payers if payer != coverage},
        )

    def _paid_before(self, coverage: str) -> Sequence[str]:
        """Return the coverages that pay before one, where that is known."""
        order = self._known_orders.get(self.visits[0].date)
        places = [payer for place in order.places for payer in place] if order else []
        return places[: places.index(coverage)] if coverage in places else []


def _as_if_undecided(scenario: TwoPlans, still: Sequence[str]) -> TwoPlans:
    """Return a bill of which only some coverages have decided already."""
    coverages = (
        evolve(coverage, bill=evolve(coverage.bill, paid=None))
        if coverage.bill is not None and coverage.id not in still
        else coverage
        for coverage in scenario.coverages
    )
    return evolve(scenario, coverages=tuple(coverages))


def claims_of(scenario: TwoPlans) -> Claims | None:
    """Return the bill, or the year of visits, that a scenario is about; None where it is about neither."""
    person = scenario.people[0].id
    first = next((coverage.bill for coverage in scenario.coverages if coverage.bill), None)
    if scenario.bill is not None and first is not None:
        visit = bill_visit(scenario.bill, first, scenario.day, person)
        payers = payers_of_bill(scenario, scenario.bill, visit)
        return Claims(scenario, [visit], {payer.id: payer for payer in payers})
    if scenario.care and any(coverage.plan for coverage in scenario.coverages):
        visits = unfold(scenario.care)
        payers = payers_of_year(scenario, visits)
        return Claims(scenario, visits, {payer.id: payer for payer in payers})
    return None


def coordinated(claims: Claims, answers: Answers, decided: Sequence[CoordinatedLine] = ()) -> Sequence[CoordinatedLine]:
    """Decide the visits one after another with all payers, each against what the earlier ones used.

    `decided`: lines that are decided already under the same answers. Raises `Unfinished` where an unknown decides.
    """
    lines = list(decided)
    try:
        used = (
            lines[-1].after if lines else {payer.id: opening(payer.plan, answers) for payer in claims.payers.values()}
        )
        for number in range(len(lines), len(claims.visits)):
            visit = claims.visits[number]
            order = claims.order_on(visit.date, answers)
            lines.append(
                coordinate(
                    claims.scenario,
                    number,
                    visit,
                    order=order,
                    payers=claims.payers,
                    used=used,
                    answers=answers,
                )
            )
            used = lines[-1].after
    except NeedsAnswer as met:
        raise Unfinished(met, lines) from met
    return lines
