"""What follows from a comparison: each plan's year, where it stands, how cost follows care, and what to tell."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial

from attrs import evolve, frozen

from calculators.compare_plans.answers import Answer, amounts_of, answers_of
from calculators.compare_plans.choosing import Reason, worth_choosing
from calculators.compare_plans.cost_of_year import costs_by_visits
from calculators.compare_plans.curves import Curve, bill_curve, visits_curve
from calculators.compare_plans.must_haves import Met, met
from calculators.compare_plans.scenario import ComparePlans
from calculators.compare_plans.standing import (
    SCENARIOS,
    Ends,
    about_the_same,
    by_cost,
    costs_in,
    leaders,
    regrets,
)
from calculators.coverage.result import Message
from calculators.declaration import Unknown


@frozen
class Comparison:
    """The answer. `answers`: the plans, the cheapest in the expected year first.

    `same_as_first`: those whose yearly cost is about the same as the first one's, the first among them.
    `never_cheapest`: plans that another one is cheaper than in every kind of year and with any care that was looked at.
    `must_haves`: what each plan has of what it must have. `choices`: when to choose the first plan, and when another.
    `whole`: whether the curves were looked at, and what follows from them: `never_cheapest` and `choices`.
    """

    answers: Sequence[Answer]
    same_as_first: tuple[str, ...]
    regrets: Mapping[str, Ends]
    never_cheapest: tuple[str, ...]
    must_haves: Mapping[str, Mapping[str, Met]]
    choices: Mapping[str, Sequence[Reason]]
    visits: Curve | None
    bill: Curve | None
    messages: Sequence[Message]
    whole: bool = True

    @property
    def outcome(self) -> str:
        """`decided`; `range` where something unknown moves a plan's cost; `undecided` where no two can be compared."""
        outcomes = {answer.result.outcome for answer in self.answers}
        if sum(answer.result.outcome != "undecided" for answer in self.answers) < 2:
            return "undecided"
        return "decided" if outcomes == {"decided"} else "range"

    @property
    def curves(self) -> Sequence[Curve]:
        """The curves that could be drawn."""
        return tuple(curve for curve in (self.visits, self.bill) if curve is not None)


def compute(scenario: ComparePlans) -> Comparison:
    """Answer a comparison that has no problems."""
    return _with_curves(scenario, _years(scenario, answers_of(scenario)))


def compute_years(scenario: ComparePlans) -> Comparison:
    """Answer a comparison that has no problems as far as the years themselves go, without the curves; amounts only."""
    return _years(scenario, amounts_of(scenario))


def steps_to_curves(scenario: ComparePlans) -> Sequence[Callable[[], object]]:
    """Return what takes long about the curves, piece by piece, each remembered by the next; the last is the answer.

    Amounts only.
    """
    answers = amounts_of(scenario)
    return [
        *[partial(costs_by_visits, answer, scenario.vary) for answer in answers if not answer.result.undecided],
        lambda: _with_curves(scenario, _years(scenario, answers)),
    ]


def _years(scenario: ComparePlans, answers: Sequence[Answer]) -> Comparison:
    ordered = by_cost(answers)
    return Comparison(
        answers=ordered,
        same_as_first=tuple(_same_as_first(ordered)),
        regrets=regrets(answers),
        never_cheapest=(),
        must_haves={answer.id: met(scenario, answer) for answer in ordered},
        choices={},
        visits=None,
        bill=None,
        messages=tuple(_messages(scenario, ordered)),
        whole=False,
    )


def _with_curves(scenario: ComparePlans, years: Comparison) -> Comparison:
    ordered = years.answers
    answers = sorted(ordered, key=lambda answer: answer.number)
    visits = visits_curve(answers, scenario.vary)
    bill = bill_curve(answers, visits.person if visits else min(person.id for person in scenario.people))
    curves = [curve for curve in (visits, bill) if curve]
    lacking = {plan for plan, found in years.must_haves.items() if False in found.values()}
    # A bill is one person's; what it means for the others of a household is not looked at, so it advises nobody there.
    advising = [curve for curve in curves if curve.unit == "visits" or len(scenario.people) == 1]
    return evolve(
        years,
        never_cheapest=tuple(_never_cheapest(ordered, curves)),
        choices={plan: found for plan, found in worth_choosing(ordered, advising).items() if plan not in lacking},
        visits=visits,
        bill=bill,
        whole=True,
    )


def _same_as_first(ordered: Sequence[Answer]) -> Iterator[str]:
    first = ordered[0].ends("total")
    for answer in ordered:
        cost = answer.ends("total")
        if first and cost and about_the_same(first, cost):
            yield answer.id


def _never_cheapest(answers: Sequence[Answer], curves: Sequence[Curve]) -> Iterator[str]:
    """Yield the plans that are never among the cheapest; of one that could not be looked at nothing is said."""
    cheapest = {plan for curve in curves for plan in (*curve.ever_cheapest(), *curve.left_out)}
    for name in SCENARIOS:
        cheapest.update(leaders(costs_in(name, answers)))
    for answer in answers:
        if answer.id not in cheapest and not answer.result.undecided:
            yield answer.id


def _messages(scenario: ComparePlans, answers: Sequence[Answer]) -> Iterator[Message]:
    """Yield what to tell about the comparison as a whole. No English."""
    markets = {plan.market for plan in scenario.plans if not isinstance(plan.market, Unknown)}
    if len(markets) > 1:
        yield Message("assumption", "compare.markets")
    for answer in answers:
        if answer.result.undecided:
            yield Message("alert", "compare.undecided", {"plan": answer.plan.name})
        if isinstance(answer.plan.clinics_in_network, Unknown):
            yield Message("alert", "compare.clinics_unknown", {"plan": answer.plan.name})
        maximum = answer.plan.out_of_pocket_maximum
        if len(scenario.people) > 1 and maximum.family is None and maximum.person is not None:
            yield Message("assumption", "compare.no_family_maximum", {"plan": answer.plan.name})
    if any(plan.clinics_in_network is True for plan in scenario.plans):
        yield Message("assumption", "compare.clinics_as_said")
    yield Message("assumption", "compare.same_prices")
    yield Message("assumption", "compare.your_choice")
