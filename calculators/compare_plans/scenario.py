"""What is asked: a household, its planned care, and the plans that are put beside each other."""

from collections.abc import Iterator
from typing import Annotated

from attrs import evolve, frozen

from calculators.coverage.agreement import date_problems, plan_problems, price_problems, terms_problems
from calculators.coverage.care import Person, PlannedCare
from calculators.coverage.plan import Plan
from calculators.coverage.services import SERVICES
from calculators.declaration import Ask, Choice, Choices, Identifier, Part, Problem, Rows, Unknown, YesNo, day_as_typed
from calculators.household.year import MOST_COURSES, MOST_PEOPLE, USUAL_OUTLOOK, HouseholdYear, Outlook

VERSION = 1

FEWEST_PLANS, MOST_PLANS = 2, 6

MUST_HAVES = {
    "clinics": "My clinics are in its network",
    "visits": "It covers every visit that I plan",
    "referral": "It asks for no referral",
    "approval": "It asks for no approval beforehand",
}


@frozen(kw_only=True)
class ComparedPlan(Plan):
    """A plan, and whether the household's clinics are in its network."""

    id: Annotated[str, Ask(Identifier(fresh="plan-#"), "Plan")]
    clinics_in_network: Annotated[
        bool | Unknown,
        Ask(
            YesNo(),
            "Are your clinics in this plan’s network?",
            help="Networks differ from plan to plan, also within one insurer.",
            where="The plan’s directory, then the clinic’s billing office: ask about this plan by its exact name",
            unknown_allowed=True,
        ),
    ] = True


@frozen
class ComparePlans:
    """A household's planned care, and two to six plans for the same plan year."""

    people: Annotated[
        tuple[Person, ...],
        Rows(
            "Who is covered",
            one="Person",
            least=1,
            most=MOST_PEOPLE,
            help="A family’s deductible and maximum go with each plan, under “More”.",
            folded=True,
        ),
    ]
    care: Annotated[
        tuple[PlannedCare, ...],
        Rows(
            "The care you expect",
            one="Course of care",
            least=1,
            most=MOST_COURSES,
            help="A good guess is enough. The same care goes through every plan.",
        ),
    ]
    plans: Annotated[
        tuple[ComparedPlan, ...],
        Rows(
            "The plans",
            one="Plan",
            least=FEWEST_PLANS,
            most=MOST_PLANS,
            help="From two to six, all for the same plan year.",
            folded=True,
            copied=True,
        ),
    ]
    must_haves: Annotated[
        tuple[str, ...],
        Ask(
            Choices(MUST_HAVES),
            "What must a plan have?",
            help="A plan that lacks it is marked before any dollars are shown.",
            detail=True,
        ),
    ] = ()
    vary: Annotated[
        str | None,
        Ask(
            Choice(SERVICES),
            "Which service may take more or fewer visits than you think?",
            help="Leave it open for the one with the most visits.",
            detail=True,
        ),
    ] = None
    outlook: Annotated[Outlook, Part("A good year and a bad year")] = USUAL_OUTLOOK


def problems(scenario: ComparePlans) -> Iterator[Problem]:
    """Yield where answers that are each readable do not agree with one another."""
    people: set[str] = set()
    for number, person in enumerate(scenario.people):
        if person.id in people:
            yield Problem(f"people.{number}.id", "person.twice", {"person": person.id})
        people.add(person.id)
    yield from _care_problems(scenario, people)
    yield from _plan_problems(scenario)
    if scenario.vary is not None and all(course.service != scenario.vary for course in scenario.care):
        yield Problem("vary", "vary.not_planned", {"service": scenario.vary})


def _care_problems(scenario: ComparePlans, people: set[str]) -> Iterator[Problem]:
    seen: set[str] = set()
    first = scenario.plans[0]
    # What tells two courses apart may be the network only, and that is gone where the clinics are outside of it.
    anywhere = any(plan.clinics_in_network is not True for plan in scenario.plans)
    for number, course in enumerate(scenario.care):
        path = f"care.{number}"
        if course.person not in people:
            yield Problem(f"{path}.person", "person.unknown", {"person": course.person})
        yield from price_problems(course, path)
        # What is wrong with a day is often wrong with it for every plan. Plans of other years are refused themselves.
        told: list[Problem] = []
        for plan in scenario.plans:
            if plan.starts == first.starts:
                told += [one for one in date_problems(course, (plan.first_day, plan.last_day), path) if one not in told]
        yield from told
        key = evolve(course, network="out").key if anywhere else course.key
        if key in seen:
            yield Problem(f"{path}.service", "care.twice", {"service": course.service})
        seen.add(key)


def _plan_problems(scenario: ComparePlans) -> Iterator[Problem]:
    first = scenario.plans[0]
    ids: set[str] = set()
    for number, plan in enumerate(scenario.plans):
        where = f"plans.{number}"
        if plan.id in ids:
            yield Problem(f"{where}.id", "plans.twice", {"plan": plan.name})
        ids.add(plan.id)
        if plan.starts != first.starts:
            values = {"starts": day_as_typed(plan.starts), "first": day_as_typed(first.starts), "plan": first.name}
            yield Problem(f"{where}.starts", "plans.other_year", values)
        yield from plan_problems(plan, where, family=len(scenario.people) > 1)
        if len(scenario.people) > 1:
            for limit_number, limit in enumerate(plan.limits):
                if limit.used:
                    path = f"{where}.limits.{limit_number}.used"
                    yield Problem(path, "plans.used_by_whom", {"limit": limit.id})
        yield from _terms_problems(scenario, number)


def _terms_problems(scenario: ComparePlans, number: int) -> Iterator[Problem]:
    """Yield where a plan lacks what it needs for the care, told at the plan and not at the care."""
    told: set[tuple[str, str]] = set()
    for year in years_of(scenario, number):
        for course in year.care:
            for problem in terms_problems(course, year.plan, ""):
                about = problem.reason, str(problem.values.get("service", ""))
                if about not in told:
                    told.add(about)
                    yield evolve(problem, path=f"plans.{number}.terms", reason=f"coverage.{problem.reason}")


def years_of(scenario: ComparePlans, number: int) -> Iterator[HouseholdYear]:
    """Yield the household's year under one of the plans, for each way that its clinics can stand to the network.

    Where they are in it, or may be, the care stands as it was typed: what was said to be out of network stays so.
    """
    plan = scenario.plans[number]
    inside = plan.clinics_in_network
    if inside is not False:
        yield _year(scenario, plan, scenario.care)
    if inside is not True:
        outside = tuple(evolve(course, network="out") for course in scenario.care)
        yield _year(scenario, plan.with_out_of_network(), outside)


def _year(scenario: ComparePlans, plan: Plan, care: tuple[PlannedCare, ...]) -> HouseholdYear:
    return HouseholdYear(people=scenario.people, care=care, plan=plan, outlook=scenario.outlook)
