"""What follows from a household's year under its plan: the ledger, its figures, and what to tell."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from datetime import date, timedelta
from functools import partial
from itertools import takewhile
from operator import attrgetter

from attrs import evolve

from calculators.coverage.adjudication import PATIENT_PARTS, Line
from calculators.coverage.care import Visit, unfolded
from calculators.coverage.in_force import InForce, in_force
from calculators.coverage.outcomes import SKETCH, Ledger, Outcome, Undecided, every_outcome
from calculators.coverage.plan import Plan
from calculators.coverage.premiums import premium_paid
from calculators.coverage.result import FactPlace, Figure, Message, ParameterUsed, Question, Result, Run, worth_of
from calculators.coverage.step import Step, total
from calculators.coverage.unknowns import Answers
from calculators.coverage.year import Stretch, Year, amounts_left, ledger
from calculators.declaration import Unknown
from calculators.household.checks import check_messages, parameters_used, person_cap
from calculators.household.facts import Place, place_of
from calculators.household.messages import messages
from calculators.household.year import HouseholdYear, covered_days, plans_of

# The value by which a message says that it holds only in the dearest way in which the year can turn out.
ONLY_DEAREST = "only_dearest"

OUTLOOKS = ("good", "bad")

# Figures that are told also where some of the ways the year can turn out have none.
NOT_ALWAYS = ("most_you_could_pay", "first_over_limit_date")


class Ledgers:
    """How the ledgers of a household's years are decided: line by line, from scratch."""

    def expected(self, year: Year) -> Ledger[Line]:
        """Return what decides the year as planned."""
        return partial(ledger, year)

    def outlook(self, name: str, year: Year, expected: Year, decided: Sequence[Line]) -> Ledger[Line]:  # noqa: ARG002
        """Return what decides the good or the bad year, by its name.

        `expected`, `decided`: the year as planned and its lines, none where something unknown was met in it.
        """
        begun = _begun_alike(expected, decided, year)
        return lambda answers, lines: ledger(year, answers, lines or begun)


FROM_SCRATCH = Ledgers()


def compute(scenario: HouseholdYear, ledgers: Ledgers = FROM_SCRATCH) -> Result:
    """Answer a household's year that has no problems."""
    parameters = parameters_used(scenario)
    try:
        year = year_of(scenario, unfolded(scenario.care))
        runs, exact = _runs(scenario, year, ledgers.expected(year))
        decided = known_lines(runs)
        (good, good_exact), (bad, bad_exact) = (
            _outlook_runs(scenario, name, partial(ledgers.outlook, expected=year, decided=decided)) for name in OUTLOOKS
        )
        outlook, exact = [*good, *bad], exact and good_exact and bad_exact
        open_facts: Sequence[str] = ()
        too_many = False
    except Undecided as undecided:
        runs = [Run({}, (), dict(_premium_figures(scenario)))]
        outlook, exact = [], True
        open_facts, too_many = undecided.facts, undecided.too_many
    by_cost = sorted(runs, key=total_of)
    facts = {fact for run in (*runs, *outlook) for fact in run.answers} | set(open_facts)
    places = {fact: place_of(fact, scenario) for fact in sorted(facts)}
    return Result(
        low=by_cost[0],
        high=by_cost[-1],
        runs=runs,
        outlook=outlook,
        messages=(
            *_told(scenario, by_cost[0], by_cost[-1], parameters),
            *([] if exact else [Message("assumption", "unknowns.several")]),
            *_undecided_messages(open_facts, too_many=too_many),
        ),
        questions=tuple(_questions(runs, places)) or tuple(_open_questions(open_facts, places)),
        undecided=tuple(open_facts),
        too_many_unknowns=too_many,
        parameters=parameters,
        facts={fact: FactPlace(place.path, place.ask, place.about) for fact, place in places.items()},
    )


def _told(scenario: HouseholdYear, low: Run, high: Run, parameters: Sequence[ParameterUsed]) -> Iterator[Message]:
    """Yield what to tell of the dearest way in which the year can turn out: as an if where the cheapest differs.

    What has no values of its own is advice, which holds in any way.
    """

    def of(run: Run) -> list[Message]:
        return [*messages(scenario, run.lines), *check_messages(scenario, run.lines, parameters)]

    always = of(low)
    for message in always if high is low else of(high):
        if message.values and message not in always:
            yield evolve(message, values={**message.values, ONLY_DEAREST: 1})
        else:
            yield message


def _undecided_messages(open_facts: Sequence[str], *, too_many: bool) -> Iterator[Message]:
    """Say why there are no figures but the premium."""
    if open_facts:
        yield Message("alert", "unknowns.too_many" if too_many else "unknowns.undecided")


def total_of(run: Run) -> int:
    """What a year costs in one run: premium and care. Cents; nothing where only the premium is known."""
    value = run.figures["total"].value if "total" in run.figures else 0
    assert isinstance(value, int)
    return value


def year_of(scenario: HouseholdYear, visits: Sequence[Visit]) -> Year:
    """Return the household's year with these visits."""
    stretches = [Stretch(scenario.plan.starts, _in_force(scenario, scenario.plan, visits, "plan"))]
    change = scenario.change
    if change is not None:
        plan = _in_force(scenario, change.plan, visits, "change.plan", change.since)
        stretches.append(Stretch(change.since, plan, change.credits_earlier))
    return Year(visits, stretches)


def _in_force(
    scenario: HouseholdYear, plan: Plan, visits: Sequence[Visit], path: str, since: date | None = None
) -> InForce:
    first = path == "plan"
    limits = {limit.id for limit in scenario.plan.limits}
    return in_force(
        plan,
        visits,
        path=path,
        since=since,
        family=len(scenario.people) > 1,
        used_before=scenario.used_before if first else (),
        visits_used=[row for row in scenario.visits_used if (row.limit in limits) == first],
        person_cap=person_cap(plan),
    )


def known_lines(runs: Sequence[Outcome[Line] | Run]) -> Sequence[Line]:
    """Return the lines of a year in which nothing that is unknown was met, else none."""
    return runs[0].lines if len(runs) == 1 and not runs[0].answers else ()


def _runs(scenario: HouseholdYear, year: Year, decide: Ledger[Line]) -> tuple[list[Run], bool]:
    """Return one run for each way the year can turn out, and whether no other way can lie outside their ends."""
    ways = every_outcome(decide, _measures)
    outcomes = ways.outcomes
    # A person's part is named where it is something in any of the runs, so that one which may be nothing is a range.
    parts = frozenset(
        (line.visit.person, name)
        for outcome in outcomes
        for line in outcome.lines
        for name, step in zip(PATIENT_PARTS, line.decisions, strict=True)
        if step.amount
    )
    figures = [dict(_figures(scenario, year, outcome, parts)) for outcome in outcomes]
    # What is left of an amount that only some of the runs know is told by none of them.
    told = set.intersection(*(set(each) for each in figures))
    runs = [
        Run(outcome.answers, outcome.lines, {name: each[name] for name in each if name in told or name in NOT_ALWAYS})
        for outcome, each in zip(outcomes, figures, strict=True)
    ]
    return runs, ways.exact


def _measures(lines: Sequence[Line]) -> dict[str, int]:
    """Return what the ends of a range must reach: amounts of the household and of each person, and what is used up."""
    found: defaultdict[str, int] = defaultdict(int)
    for line in lines:
        person = f"people.{line.visit.person}"
        for name in PATIENT_PARTS:
            step = line.part(name)
            if step.amount:
                for measure in (name, "patient_pays", f"{person}.{name}", person):
                    found[measure] += step.amount
                if step not in line.capped:
                    found["outside_maximum"] += step.amount
        found["plan_paid"] += line.plan_paid.amount
        found["write_off"] += line.write_off.amount
        if not line.visit.facility_fee:
            found[line.outcome] += 1
            if line.outcome == "over_limit":
                found.setdefault("first_over_limit_date", line.visit.date.toordinal())
    used = lines[-1].after.amounts.items() if lines else ()
    found.update({".".join(key): step.amount for key, step in used if key[0] in ("deductible", "out_of_pocket")})
    return dict(found)


def _outlook_measures(lines: Sequence[Line]) -> dict[str, int]:
    """Return what the ends of a good and of a bad year must reach."""
    return {
        "outside_maximum": outside_maximum(lines).amount,
        "patient_pays": sum([line.patient_pays for line in lines]),
    }


def most_you_could_pay(premium: Step, maximum: Step) -> Step:
    """Premium plus the out-of-pocket maximum in network. Cents.

    Leaves out what stands outside that maximum (see `outside_maximum`).
    """
    return Step("figure.most_you_could_pay", premium.amount + maximum.amount, (premium, maximum))


def outside_maximum(lines: Sequence[Line]) -> Step:
    """What does not end at the out-of-pocket maximum in network. Cents.

    Visits over a limit, care that is not covered, balance bills; and of covered care what is out of network, where that
    maximum caps nothing, and what the plan does not count toward it. Source: the plan's terms.
    """
    parts = [step for line in lines for step in line.decisions if step.amount and step not in line.capped]
    return total("figure.outside_maximum", tuple(parts))


def account_money(scenario: HouseholdYear, care: Step) -> Step:
    """What the employer's money in accounts pays of the care, below zero: no more than the care costs. Cents.

    The rest stays in the account. Source: what was typed.
    """
    given = tuple(
        Step("given.account_money", plan.account_money) for plan, _ in plans_of(scenario) if plan.account_money
    )
    taken = min(sum(step.amount for step in given), care.amount)
    return Step("figure.account_money", -taken, (care, *given) if given else ())


def household_maximum(scenario: HouseholdYear, answers: Answers) -> Step | None:
    """The most that the household pays in network for covered care: the family's maximum, or each person's.

    Where a new plan takes over in mid-year: under both plans together, or the higher one where the new plan counts what
    was paid before. None where a plan has none, or where it is unknown and did not matter. Cents. Source: the plans'
    terms.
    """
    found = [_maximum_of(plan, path, len(scenario.people), answers) for plan, path in plans_of(scenario)]
    steps = tuple(step for step in found if step is not None)
    if len(steps) < len(found):
        return None
    if scenario.change is None:
        return steps[0]
    both = total("figure.maximum_of_both_plans", steps)
    credited = scenario.change.credits_earlier
    if answers.get("change.credits_earlier") if isinstance(credited, Unknown) else credited:
        return Step(both.rule, max(step.amount for step in steps), steps)
    return both


def _has_maximum(scenario: HouseholdYear) -> bool:
    """Whether every plan of the year has a maximum in network, known or not."""
    maximums = [plan.out_of_pocket_maximum for plan, _ in plans_of(scenario)]
    family = len(scenario.people) > 1
    return all(one.person is not None or (family and one.family is not None) for one in maximums)


def _maximum_of(plan: Plan, path: str, people: int, answers: Answers) -> Step | None:
    maximum, where = plan.out_of_pocket_maximum, f"{path}.out_of_pocket_maximum"
    if people > 1 and maximum.family is not None:
        family = _known(maximum.family, f"{where}.family", answers)
        return None if family is None else Step("given.out_of_pocket_maximum_family", family)
    person = _known(maximum.person, f"{where}.person", answers)
    return None if person is None else Step("given.out_of_pocket_maximum", person * people)


def _known(value: int | Unknown | None, fact: str, answers: Answers) -> int | None:
    if isinstance(value, Unknown):
        return int(answers[fact]) if fact in answers else None
    return value


def premiums(scenario: HouseholdYear) -> Step:
    """What the household pays in premiums for the year, under each of its plans. Cents."""
    plan, change = scenario.plan, scenario.change
    if change is None:
        return premium_paid(plan, plan.first_day, plan.last_day)
    before = premium_paid(plan, plan.first_day, change.since - timedelta(days=1))
    after = premium_paid(change.plan, change.since, covered_days(scenario)[1])
    return Step("figure.premium", before.amount + after.amount, (before, after))


def _usd(step: Step) -> Figure:
    return Figure("USD", step.amount, (step,))


def _premium_figures(scenario: HouseholdYear) -> Iterator[tuple[str, Figure]]:
    yield "premium", _usd(premiums(scenario))


def _cost_figures(scenario: HouseholdYear, outcome: Outcome[Line]) -> Iterator[tuple[str, Figure]]:
    """Yield what the year costs, and what that is made of."""
    lines = outcome.lines
    premium = premiums(scenario)
    parts = {name: total(f"figure.{name}", tuple(map(attrgetter(name), lines))) for name in PATIENT_PARTS}
    patient_pays = total("figure.patient_pays", tuple(parts.values()))
    account = account_money(scenario, patient_pays)
    yield "total", _usd(total("figure.total", (premium, patient_pays, account)))
    yield "patient_pays", _usd(patient_pays)
    yield "premium", _usd(premium)
    for name, step in parts.items():
        yield name, _usd(step)
    if account.because:
        yield "account_money", _usd(account)
    yield "plan_paid", _usd(total("figure.plan_paid", tuple(line.plan_paid for line in lines)))
    yield "write_off", _usd(total("figure.write_off", tuple(line.write_off for line in lines)))
    maximum = household_maximum(scenario, outcome.answers)
    if maximum is not None:
        yield "most_you_could_pay", _usd(most_you_could_pay(premium, maximum))


def _figures(
    scenario: HouseholdYear,
    year: Year,
    outcome: Outcome[Line],
    parts_of_people: AbstractSet[tuple[str, str]],
) -> Iterator[tuple[str, Figure]]:
    lines = outcome.lines
    yield from _cost_figures(scenario, outcome)
    if _has_maximum(scenario):
        yield "outside_maximum", _usd(outside_maximum(lines))
    visits = [line for line in lines if not line.visit.facility_fee]
    over = [line for line in visits if line.outcome == "over_limit"]
    yield "visits_covered", Figure("visits", sum(line.outcome == "covered" for line in visits))
    yield "visits_over_limit", Figure("visits", len(over))
    if over:
        yield "first_over_limit_date", Figure("date", over[0].visit.date, (over[0].over_limit,))
    if len(scenario.people) > 1:
        yield from _family_figures(scenario, lines, parts_of_people)
    yield from _accumulator_figures(scenario, year, outcome)


def _family_figures(
    scenario: HouseholdYear, lines: Sequence[Line], parts: AbstractSet[tuple[str, str]]
) -> Iterator[tuple[str, Figure]]:
    for person in sorted(scenario.people, key=lambda person: person.id):
        mine = [line for line in lines if line.visit.person == person.id]
        for name in PATIENT_PARTS:
            if (person.id, name) in parts:
                step = total(f"figure.{name}", tuple(map(attrgetter(name), mine)))
                yield f"people.{person.id}.{name}", _usd(step)
        steps = tuple(step for line in mine for step in line.decisions)
        yield f"people.{person.id}.patient_pays", _usd(total("figure.patient_pays", steps))


def _accumulator_figures(scenario: HouseholdYear, year: Year, outcome: Outcome[Line]) -> Iterator[tuple[str, Figure]]:
    """Yield what is left of deductible and maximum in network at the end of the year, for each person and family."""
    people = sorted(person.id for person in scenario.people)
    for name, left in amounts_left(year, outcome.lines, outcome.answers, people):
        yield name, _usd(left)


def _begun_alike(year: Year, decided: Sequence[Line], other: Year) -> Sequence[Line]:
    """Return the lines of a year that is decided which another one begins with, too.

    None where a limit can be used up in only one of them: only then it matters how visits count toward it.
    """
    reachable = [[stretch.plan.reachable for stretch in one.stretches] for one in (year, other)]
    if reachable[0] != reachable[1]:
        return ()
    pairs = zip(decided, other.visits, strict=False)
    return [line for line, _ in takewhile(lambda pair: pair[0].visit == pair[1], pairs)]


def visits_of_outlook(scenario: HouseholdYear, name: str) -> Sequence[Visit]:
    """Return the visits of the good or the bad year, by its name."""
    percent = scenario.outlook.good if name == "good" else scenario.outlook.bad
    return unfolded(scenario.care, percent, covered_days(scenario)[1])


def _outlook_runs(
    scenario: HouseholdYear, name: str, ledger_of: Callable[[str, Year], Ledger[Line]]
) -> tuple[list[Run], bool]:
    """Return the good or the bad year, one run for each way it can turn out; none where it cannot be worked out."""
    decide = ledger_of(name, year_of(scenario, visits_of_outlook(scenario, name)))
    try:
        ways = every_outcome(decide, _outlook_measures, SKETCH)
    except Undecided:
        return [], True
    runs = []
    for outcome in ways.outcomes:
        figures = dict(_cost_figures(scenario, outcome))
        kept = {f"outlook.{name}.{figure}": figures[figure] for figure in ("total", "patient_pays")}
        maximum = household_maximum(scenario, outcome.answers)
        if name == "bad" and maximum is not None:
            account = account_money(scenario, maximum)
            kept["outlook.worst.total"] = _usd(total("figure.total", (*figures["most_you_could_pay"].steps, account)))
        if name == "bad" and _has_maximum(scenario):
            kept["outlook.worst.outside_maximum"] = _usd(outside_maximum(outcome.lines))
        runs.append(Run(outcome.answers, known_lines(ways.outcomes), kept))
    return runs, ways.exact


def _questions(runs: Sequence[Run], places: Mapping[str, Place]) -> Iterator[Question]:
    """Yield each fact that was met and moves the answer, the one that moves the yearly total most first."""
    found = []
    for fact, place in places.items():
        worth = worth_of(fact, runs, total_of)
        if worth:
            found.append(Question(fact, place.question, place.about, worth))
    yield from sorted(found, key=lambda question: (-(question.worth or 0), question.fact))


def _open_questions(facts: Sequence[str], places: Mapping[str, Place]) -> Iterator[Question]:
    """Yield the facts without which nothing can be worked out."""
    for fact in facts:
        yield Question(fact, places[fact].question, places[fact].about, None)
