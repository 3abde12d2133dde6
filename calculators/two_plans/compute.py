"""What follows from a scenario: the order of payers over time, and the money where something was said about it."""

from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from datetime import date
from functools import partial

from attrs import evolve, frozen

from calculators.coverage.outcomes import Effort, Undecided, every_outcome
from calculators.coverage.premiums import premium_paid
from calculators.coverage.result import FactPlace, Figure, Message, ParameterUsed, Question, Result, Run, worth_of
from calculators.coverage.step import Step, total
from calculators.coverage.unknowns import Answer
from calculators.two_plans.cash import cash_paid, visits_to_break_even
from calculators.two_plans.coordination import CoordinatedLine
from calculators.two_plans.coverages import PLANS
from calculators.two_plans.facts import asked_for, place_of
from calculators.two_plans.messages import messages
from calculators.two_plans.methods import METHODS
from calculators.two_plans.order.facts import MustBeKnown, YearMissing
from calculators.two_plans.paying import Payer
from calculators.two_plans.payment import MEDICARE_TESTS
from calculators.two_plans.periods import Period, periods
from calculators.two_plans.scenario import TwoPlans
from calculators.two_plans.shares import part_b_share, says_no_share
from calculators.two_plans.year import Claims, claims_of, coordinated

type MoneyRun = Run[CoordinatedLine]

# A line of several payers takes several times as long as one of a single plan's, and somebody waits. What stands beside
# the answer, other methods and fewer coverages, is worked out at the bounds of unknown numbers only.
MAIN = Effort(outcomes=512, lines=5_000, several=False, in_all=30_000)
BESIDE = Effort(outcomes=512, lines=0, several=False, in_all=30_000)


@frozen
class TwoPlansResult:
    """The answer: who pays when, from the day of the care on, and the money where something was said about it."""

    periods: Sequence[Period]
    money: Result[CoordinatedLine]


def compute(scenario: TwoPlans) -> TwoPlansResult:
    """Answer a scenario that has no problems."""
    found = periods(scenario)
    claims = claims_of(scenario)
    runs: list[MoneyRun] = []
    beside: list[MoneyRun] = []
    open_facts: Sequence[str] = ()
    too_many, exact = False, True
    if claims is not None and claims.payers:
        try:
            runs, exact = _runs(claims, MAIN)
            beside = [*_with_each_method(claims, runs), *_without_each(claims, runs)]
        except Undecided as undecided:
            open_facts, too_many = undecided.facts, undecided.too_many
        except MustBeKnown as missing:
            open_facts = missing.facts
        except YearMissing:
            # The order says which figure is missing.
            pass
    if not runs:
        runs = [Run({}, (), {})]
    by_left = sorted(runs, key=_left)
    places = _places(scenario, found, [*runs, *beside], open_facts)
    return TwoPlansResult(
        periods=found,
        money=Result(
            low=by_left[0],
            high=by_left[-1],
            runs=runs,
            outlook=beside,
            messages=(
                *messages(scenario, found, [run.lines for run in by_left]),
                *([] if exact else [Message("assumption", "unknowns.several")]),
            ),
            questions=tuple(_questions(scenario, found, runs, places, open_facts)),
            undecided=tuple(open_facts),
            too_many_unknowns=too_many,
            parameters=tuple(_parameters(scenario, found)),
            facts=places,
        ),
    )


def _left(run: MoneyRun) -> int:
    return sum(line.left.amount for line in run.lines)


def _parameters(scenario: TwoPlans, found: Sequence[Period]) -> Iterator[ParameterUsed]:
    for coverage in scenario.coverages:
        if (share := part_b_share(coverage, scenario)) is not None:
            yield share
    for period in found:
        if period.decision.missing is not None:
            yield period.decision.missing


def _places(
    scenario: TwoPlans, found: Sequence[Period], runs: Sequence[MoneyRun], open_facts: Sequence[str]
) -> Mapping[str, FactPlace]:
    facts = {fact for run in runs for fact in run.answers} | set(open_facts)
    for period in found:
        facts |= {*period.decision.facts, *period.decision.confirm_facts}
    facts |= {each for fact in facts for each in asked_for(fact, scenario)}
    return {fact: place_of(fact, scenario) for fact in sorted(facts)}


def _measures(lines: Sequence[CoordinatedLine]) -> dict[str, int]:
    """Return what the ends of a range must reach."""
    found = {"left": 0, "write_off": 0}
    for line in lines:
        found["left"] += line.left.amount
        found["write_off"] += line.write_off.amount
        for share in line.shares:
            found[share.coverage] = found.get(share.coverage, 0) + share.paid.amount
    return found


def _runs(claims: Claims, effort: Effort) -> tuple[list[MoneyRun], bool]:
    """Return one run for each way the claims can turn out, and whether no other way can lie outside their ends."""
    ways = every_outcome(partial(coordinated, claims), _measures, effort)
    return [
        Run(outcome.answers, outcome.lines, dict(_figures(claims, outcome.lines))) for outcome in ways.outcomes
    ], ways.exact


def _usd(step: Step) -> Figure:
    return Figure("USD", step.amount, (step,))


def _figures(claims: Claims, lines: Sequence[CoordinatedLine]) -> Iterator[tuple[str, Figure]]:
    patient_pays = total("figure.patient_pays", tuple(line.left for line in lines))
    premiums = tuple(_premiums(claims))
    if premiums:
        yield "total", _usd(total("figure.total", (*premiums, patient_pays)))
    yield "patient_pays", _usd(patient_pays)
    if premiums:
        yield "premium", _usd(total("figure.premium", premiums))
    for payer in claims.payers:
        yield f"plan_paid.{payer}", _usd(total("figure.plan_paid", tuple(line.paid_by(payer) for line in lines)))
    yield "write_off", _usd(total("figure.write_off", tuple(line.write_off for line in lines)))
    yield from _cash_figures(claims)


def _cash_figures(claims: Claims) -> Iterator[tuple[str, Figure]]:
    """Yield what policies with fixed amounts pay beside the others, and from how many visits on they pay off."""
    cause = claims.scenario.cause
    accident = cause in ("vehicle", "someone_else", "work")
    for coverage in claims.scenario.coverages:
        policy = coverage.cash
        if policy is None:
            continue
        if isinstance(cause, str) or not policy.accident_only:
            yield f"cash.{coverage.id}.paid", _usd(cash_paid(policy, claims.visits, accident=accident))
        yield f"cash.{coverage.id}.premium", _usd(Step("given.premium", policy.premium))
        if (visits := visits_to_break_even(policy)) is not None:
            yield f"cash.{coverage.id}.break_even", Figure("visits", visits.amount, (visits,))


def _premiums(claims: Claims) -> Iterator[Step]:
    """Yield what each plan costs for the plan year in which the care is. Cents."""
    if claims.scenario.bill is not None:
        return
    for payer in claims.payers.values():
        yield _premium(payer)


def _premium(payer: Payer) -> Step:
    """What a plan costs for the days of its plan year on which it covers the patient. Cents."""
    plan, coverage = payer.plan.plan, payer.coverage
    first = max(plan.first_day, coverage.since) if isinstance(coverage.since, date) else plan.first_day
    last = min(plan.last_day, coverage.until) if coverage.until else plan.last_day
    return premium_paid(plan, first, last) if first <= last else Step("figure.premium", 0)


def _with_each_method(claims: Claims, runs: Sequence[MoneyRun]) -> Iterator[MoneyRun]:
    """Yield the same care under every method that plans which pay later may use, and under each of Medicare's tests."""
    later = {share.method for run in runs for line in run.lines for share in line.shares[1:]}
    for method, other in _other_methods(claims.scenario, later):
        changed = claims_of(other)
        assert changed
        for run in _runs(changed, BESIDE)[0]:
            told = {"patient_pays": run.figures["patient_pays"]} | {
                name: figure for name, figure in run.figures.items() if name.startswith("plan_paid.")
            }
            yield Run(run.answers, run.lines, {f"methods.{method}.{name}": figure for name, figure in told.items()})


def _other_methods(scenario: TwoPlans, later: AbstractSet[str]) -> Iterator[tuple[str, TwoPlans]]:
    """Yield each method with the scenario in which it is used."""
    if later & set(METHODS):
        for method in METHODS:
            coverages = (
                evolve(coverage, beside=evolve(coverage.beside, method=method)) for coverage in scenario.coverages
            )
            yield method, evolve(scenario, coverages=tuple(coverages))
    if "medicare" in later:
        for test in MEDICARE_TESTS:
            yield test, evolve(scenario, clinic=evolve(scenario.clinic, medicare_test=test))


def _without_each(claims: Claims, runs: Sequence[MoneyRun]) -> Iterator[MoneyRun]:
    """Yield the same care without each plan in turn, and from which visit on it pays for itself.

    Programs are left out: whether to have Medicare or Medicaid is no question of premiums.
    """
    kinds = {coverage.id: coverage.kind for coverage in claims.scenario.coverages}
    for coverage in claims.payers if len(claims.payers) > 1 else ():
        if kinds[coverage] not in (*PLANS, "medigap"):
            continue
        fewer = claims.without(coverage)
        found = _runs(fewer, BESIDE)[0]
        for run in found:
            told = {name: run.figures[name] for name in ("total", "patient_pays") if name in run.figures}
            yield Run(run.answers, (), {f"without.{coverage}.{name}": figure for name, figure in told.items()})
        yield from _pays_for_itself(coverage, claims, runs, found)


def _pays_for_itself(
    coverage: str, claims: Claims, runs: Sequence[MoneyRun], without: Sequence[MoneyRun]
) -> Sequence[MoneyRun]:
    """Return the first visit from which a coverage has saved more than its premium, in each way in which there is one.

    Where in some ways there is none, the figure says so by its name. The visits as they are planned, in their order.
    """
    if claims.scenario.bill is not None:
        return ()
    premium = _premium(claims.payers[coverage])
    found: list[tuple[MoneyRun, Mapping[str, Answer], int | None]] = []
    for run in runs:
        for other in without:
            if all(run.answers.get(fact, answer) == answer for fact, answer in other.answers.items()):
                visit = first_visit_that_pays(premium, other.lines, run.lines)
                found.append((run, {**other.answers, **run.answers}, visit))
    name = "pays_for_itself" if all(visit for _, _, visit in found) else "pays_for_itself_at_best"
    return [
        Run(answers, run.lines, {f"{name}.{coverage}": Figure("visits", visit, (premium,))})
        for run, answers, visit in found
        if visit is not None
    ]


def first_visit_that_pays(
    premium: Step, without: Sequence[CoordinatedLine], beside: Sequence[CoordinatedLine]
) -> int | None:
    """Return the first visit with which a coverage has saved more than its premium, or None where none does."""
    saved = 0
    for number, (alone, together) in enumerate(zip(without, beside, strict=True), 1):
        saved += alone.left.amount - together.left.amount
        if saved > premium.amount:
            return number
    return None


def _questions(
    scenario: TwoPlans,
    found: Sequence[Period],
    runs: Sequence[MoneyRun],
    places: Mapping[str, FactPlace],
    open_facts: Sequence[str],
) -> Iterator[Question]:
    """Yield the facts that leave the order open, then those that move the money, the most dollars first."""
    told: set[str] = set()
    for period in found:
        for fact in (*period.decision.facts, *period.decision.confirm_facts, *open_facts):
            for each in asked_for(fact, scenario) or (fact,):
                if places[each].path not in told:
                    told.add(places[each].path)
                    yield _question(each, places[each], None, scenario)
    worth = {fact: worth_of(fact, runs, _left) for fact, place in places.items() if place.path not in told}
    # Of two that are worth the same the clinic’s first: whether it accepts a price decides if it can bill more.
    for fact in sorted(worth, key=lambda fact: (-worth[fact], not fact.startswith("clinic."), fact)):
        if worth[fact] and places[fact].path not in told:
            told.add(places[fact].path)
            yield _question(fact, places[fact], worth[fact], scenario)


def _question(fact: str, place: FactPlace, worth: int | None, scenario: TwoPlans) -> Question:
    identifier = question_id(place.path)
    if identifier == "two_plans.coverages.bill.coinsurance":
        bill = next(coverage.bill for coverage in scenario.coverages if coverage.id == place.about)
        if bill is not None and says_no_share(bill):
            identifier = "two_plans.coverages.bill.share"
    return Question(fact, identifier, place.about, worth)


# Questions about planned care that read otherwise where there are several plans.
OWN_CARE_QUESTIONS = ("care.unpaid_visits", "care.balance_billed", "care.allowed")


def question_id(path: str) -> str:
    """Return which question a field asks: a plan's and most of the care's are the same for every calculator."""
    plain = ".".join(part for part in path.split(".") if not part.isdigit())
    if plain.startswith("coverages.plan."):
        return plain.removeprefix("coverages.")
    if plain.startswith("care.") and plain not in OWN_CARE_QUESTIONS:
        return plain
    return f"two_plans.{plain}"
