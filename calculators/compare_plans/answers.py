"""A household's year under each of the plans: one answer a plan, whatever the other plans are."""

from collections.abc import Callable, Sequence
from functools import lru_cache

from attrs import evolve, frozen

from calculators.compare_plans.scenario import MOST_PLANS, ComparedPlan, ComparePlans, years_of
from calculators.coverage.plan import Plan
from calculators.coverage.result import FactPlace, Question, Result, Run, worth_of
from calculators.declaration import Ask
from calculators.declaration.asking import asks_by_path
from calculators.household.amounts import Answered, compute_amounts
from calculators.household.compute import compute, total_of
from calculators.household.year import HouseholdYear

CLINICS = "plan.clinics_in_network"

# Most edits change one plan or some of the care. As many years are kept as one comparison can ask for.
_MOST_YEARS = 2 * MOST_PLANS
_latest: dict[tuple[Plan, frozenset[str]], Answered] = {}


@lru_cache(maxsize=_MOST_YEARS)
def _amounts(year: HouseholdYear) -> Answered:
    """Answer a year by way of the latest one under the same plan, in the same networks, where there is one."""
    like = year.plan, frozenset(course.network for course in year.care)
    _latest[like] = answered = compute_amounts(year, _latest.pop(like, None))
    if len(_latest) > _MOST_YEARS:
        del _latest[next(iter(_latest))]
    return answered


def _explained(year: HouseholdYear) -> Answered:
    return Answered(year, compute(year))


@frozen
class Answer:
    """The household's year under one plan. `years`: with its clinics in the plan's network, outside, or either way."""

    plan: ComparedPlan
    number: int
    years: Sequence[tuple[bool, Answered]]
    result: Result

    @property
    def id(self) -> str:
        """The plan's id."""
        return self.plan.id

    def ends(self, name: str) -> tuple[int, int] | None:
        """Return the lowest and the highest value of a figure, in cents or visits; None where there is none."""
        if name not in self.result.names:
            return None
        low, high = (run.figures[name].value for run in self.result.ends(name))
        assert isinstance(low, int)
        assert isinstance(high, int)
        return low, high


def answers_of(scenario: ComparePlans) -> Sequence[Answer]:
    """Return the answer for every plan, in the order in which they were entered."""
    return tuple(_answer(scenario, number, _explained) for number in range(len(scenario.plans)))


def amounts_of(scenario: ComparePlans) -> Sequence[Answer]:
    """Return the answers as `answers_of` does, only faster and without explanations: no step of them may be told."""
    return tuple(_answer(scenario, number, _amounts) for number in range(len(scenario.plans)))


def _answer(scenario: ComparePlans, number: int, answered: Callable[[HouseholdYear], Answered]) -> Answer:
    plan = scenario.plans[number]
    years = [answered(year) for year in years_of(scenario, number)]
    if len(years) > 1:
        ways, result = tuple(zip((True, False), years, strict=True)), _either_way(*[year.result for year in years])
    else:
        ways, result = ((plan.clinics_in_network is True, years[0]),), years[0].result
    return Answer(plan, number, ways, evolve(result, facts=_places(result, number)))


def _places(result: Result, number: int) -> dict[str, FactPlace]:
    """Return where each fact stands in the whole scenario: what is about the plan, at its own row."""
    return {
        fact: evolve(place, path=f"plans.{number}.{place.path.removeprefix('plan.')}")
        if place.path.startswith("plan.")
        else place
        for fact, place in result.facts.items()
    }


def _either_way(inside: Result, outside: Result) -> Result:
    """Return the answer where nobody knows whether the clinics are in the plan's network."""
    open_ways = [way for way in (inside, outside) if way.undecided]
    ways = [(way, way is inside) for way in open_ways or (inside, outside)]
    runs = [(_with_answer(run, is_inside), way) for way, is_inside in ways for run in way.runs]
    (low, _), *_, (high, dearest) = sorted(runs, key=lambda pair: total_of(pair[0])) * 2
    every = [run for run, _ in runs]
    worth = None if open_ways else worth_of(CLINICS, every, total_of)
    questions = {question.fact: question for question in (*outside.questions, *inside.questions)}
    if worth != 0:
        questions[CLINICS] = Question(CLINICS, CLINICS, "", worth)
    ask = asks_by_path(ComparePlans)["plans.clinics_in_network"]
    assert isinstance(ask, Ask)
    facts = {**outside.facts, **inside.facts, CLINICS: FactPlace(CLINICS, ask, "")}
    ranked = sorted(questions.values(), key=lambda one: (-(one.worth or 0), one.fact))
    # A price is a fact of its own in either network, and yet one question: it is worth what it is worth at most.
    of_place = {(facts[one.fact].path, one.about): one for one in reversed(ranked)}
    return evolve(
        dearest,
        low=low,
        high=high,
        runs=every,
        outlook=[_with_answer(run, is_inside) for way, is_inside in ways for run in way.outlook],
        questions=tuple(one for one in ranked if of_place[facts[one.fact].path, one.about] is one),
        undecided=tuple(dict.fromkeys(fact for way in open_ways for fact in way.undecided)),
        facts=facts,
    )


def _with_answer(run: Run, in_network: bool) -> Run:
    return evolve(run, answers={**run.answers, CLINICS: in_network})
