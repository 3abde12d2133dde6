"""What follows from an annual cost scenario: the year's ledger, its figures, and what to tell."""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from calculators.annual_cost.scenario import VERSION, AnnualCost
from calculators.coverage.adjudication import PATIENT_PARTS, Line, ledger
from calculators.coverage.care import Visit, unfold
from calculators.coverage.plan import PERIODS_A_YEAR, Plan, Premium
from calculators.coverage.result import Figure, Message, ParameterUsed, Question, Result, Run
from calculators.coverage.step import Step, total
from calculators.coverage.unknowns import Answers, every_outcome
from calculators.parameters import NotLoaded, look_up

FEDERAL_CAP = "cms.out_of_pocket_cap_self_only"


def compute(scenario: AnnualCost) -> Result:
    """Answer an annual cost scenario that has no problems."""
    visits = unfold(scenario.care)
    runs = [run for _, run in every_outcome(lambda answers: _run(scenario.plan, visits, answers))]
    by_cost = sorted(runs, key=_total)
    low, high = by_cost[0], by_cost[-1]
    cap = ParameterUsed(FEDERAL_CAP, look_up(FEDERAL_CAP, scenario.plan.starts))
    return Result(
        calculator="annual-cost",
        version=VERSION,
        low=low,
        high=high,
        runs=runs,
        messages=tuple(_messages(scenario.plan, high.lines, cap)),
        questions=tuple(sorted(_questions(runs), key=lambda question: (-question.worth, question.fact))),
        parameters=(cap,),
    )


def _total(run: Run) -> int:
    value = run.figures["total"].value
    assert isinstance(value, int)
    return value


def _run(plan: Plan, visits: list[Visit], answers: Answers) -> Run:
    lines = ledger(visits, plan, answers)
    return Run(answers, lines, dict(_figures(plan, lines)))


def premium_for_year(premium: Premium) -> Step:
    """What the person pays in premiums for a full plan year: the premium less the employer's part, each period.

    Cents. Source: what was typed.
    """
    periods = PERIODS_A_YEAR[premium.every]
    return Step(
        "figure.premium",
        (premium.amount - premium.employer_pays) * periods,
        (
            Step("given.premium", premium.amount),
            Step("given.employer_pays", premium.employer_pays),
            Step("given.periods", periods),
        ),
    )


def most_you_could_pay(premium: Step, maximum: int) -> Step:
    """Premium plus the out-of-pocket maximum for covered care. Cents.

    Leaves out what stands outside that maximum: visits over a limit and care that is not covered.
    """
    return Step(
        "figure.most_you_could_pay",
        premium.amount + maximum,
        (premium, Step("given.out_of_pocket_maximum", maximum)),
    )


def _figures(plan: Plan, lines: Sequence[Line]) -> Iterator[tuple[str, Figure]]:
    def usd(step: Step) -> Figure:
        return Figure("USD", step.amount, (step,))

    premium = premium_for_year(plan.premium)
    parts = {name: total(f"figure.{name}", tuple(line.part(name) for line in lines)) for name in PATIENT_PARTS}
    patient_pays = total("figure.patient_pays", tuple(parts.values()))
    yield "total", usd(total("figure.total", (premium, patient_pays)))
    yield "patient_pays", usd(patient_pays)
    yield "premium", usd(premium)
    for name, step in parts.items():
        yield name, usd(step)
    yield "plan_paid", usd(total("figure.plan_paid", tuple(line.plan_paid for line in lines)))
    yield "write_off", usd(total("figure.write_off", tuple(line.write_off for line in lines)))
    maximum = plan.out_of_pocket_maximum.person
    if maximum is not None:
        yield "most_you_could_pay", usd(most_you_could_pay(premium, maximum))
    over = [line for line in lines if line.over_limit.rule == "line.over_limit"]
    not_covered = sum(line.not_covered.rule == "line.not_covered" for line in lines)
    yield "visits_covered", Figure("visits", len(lines) - len(over) - not_covered)
    yield "visits_over_limit", Figure("visits", len(over))
    if over:
        yield "first_over_limit_date", Figure("date", over[0].visit.date, (over[0].over_limit,))


def _questions(runs: Sequence[Run]) -> Iterator[Question]:
    """Yield each fact that was met, with how far the yearly total moves with it at either end."""
    for fact in sorted({fact for run in runs for fact in run.answers}):
        no, yes = ([_total(run) for run in runs if run.answers.get(fact) is answer] for answer in (False, True))
        worth = max(abs(min(yes) - min(no)), abs(max(yes) - max(no)))
        if worth:
            _, _, service, question = fact.split(".")
            yield Question(fact, question, service, worth)


def _messages(plan: Plan, lines: Sequence[Line], cap: ParameterUsed) -> Iterator[Message]:
    yield from _limit_messages(plan, lines)
    yield from _not_covered_messages(lines)
    if any(one.visit.date == other.visit.date for one, other in pairwise(lines) if _differ(one, other)):
        yield Message("assumption", "same_day")
    yield from _milestones(plan, lines)
    yield from _cap_messages(plan, cap)


def _differ(one: Line, other: Line) -> bool:
    return one.visit.service != other.visit.service


def _limit_messages(plan: Plan, lines: Sequence[Line]) -> Iterator[Message]:
    if not any(line.over_limit.rule == "line.over_limit" for line in lines):
        return
    for limit in plan.limits:
        counted = enumerate((line for line in lines if line.visit.service in limit.services), 1)
        beyond = [(number, line) for number, line in counted if line.over_limit.rule == "line.over_limit"]
        if beyond:
            number, first = beyond[0]
            yield Message(
                "alert",
                "limit.reached",
                {
                    "quantity": limit.quantity,
                    "used": limit.used,
                    "visit": number,
                    "date": first.visit.date,
                    "count": len(beyond),
                    "amount": Figure("USD", sum(line.over_limit.amount for _, line in beyond)),
                },
                ("limit.visits_left", "line.over_limit"),
            )
    yield Message("alert", "limit.exception", rules=("process.aca.visit_limit_reviewable",))
    yield Message("alert", "limit.other_coverage")
    yield Message("alert", "limit.cash_price")
    yield Message("assumption", "limit.price_assumed", rules=("line.over_limit",))
    if any(line.deductible.amount for line in lines if plan.limits_for(line.visit.service)):
        yield Message("assumption", "limit.deductible_visits_count", rules=("limit.visits_left",))


def _not_covered_messages(lines: Sequence[Line]) -> Iterator[Message]:
    for service in sorted({line.visit.service for line in lines if line.not_covered.rule == "line.not_covered"}):
        amount = sum(line.not_covered.amount for line in lines if line.visit.service == service)
        yield Message(
            "alert", "not_covered", {"service": service, "amount": Figure("USD", amount)}, ("line.not_covered",)
        )


def _milestones(plan: Plan, lines: Sequence[Line]) -> Iterator[Message]:
    """Yield the visits at which the deductible and the out-of-pocket maximum are met."""
    for part, threshold in (
        ("deductible", plan.deductible.person),
        ("out_of_pocket", plan.out_of_pocket_maximum.person),
    ):
        if not threshold:
            continue
        for number, line in enumerate(lines, 1):
            used: Step = getattr(line.after, part)
            if used.amount >= threshold:
                yield Message(
                    "milestone",
                    f"{part}.met",
                    {"visit": number, "date": line.visit.date, "amount": Figure("USD", threshold)},
                )
                break
    if plan.out_of_pocket_maximum.person is None:
        yield Message("assumption", "out_of_pocket.none")


def _cap_messages(plan: Plan, cap: ParameterUsed) -> Iterator[Message]:
    """Compare the plan's maximum with the federal cap of the plan year's first day. It changes no figure."""
    maximum = plan.out_of_pocket_maximum.person
    if isinstance(cap.found, NotLoaded):
        years = cap.found.series.years
        yield Message(
            "assumption", "cap.not_loaded", {"year": plan.starts.year, "first": min(years), "last": max(years)}
        )
    elif maximum is not None and maximum > cap.found.amount:
        yield Message(
            "alert",
            "cap.plan_above",
            {"year": plan.starts.year, "cap": Figure("USD", cap.found.amount), "maximum": Figure("USD", maximum)},
            ("cost_sharing.annual_limit",),
        )
