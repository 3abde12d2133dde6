"""How the two plans calculator shows its answer."""

import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from itertools import accumulate
from typing import Any

from attrs import evolve, frozen

from calculators.coverage.result import Message, Question, Run
from calculators.coverage.step import Step
from calculators.declaration import money_as_written
from calculators.presentation import wording
from calculators.presentation.as_csv import safe_cell
from calculators.presentation.as_json import Steps, accumulators_as_json, as_json, rule_as_json, rules_of
from calculators.presentation.html import render
from calculators.rules import all_rules
from calculators.two_plans.asking import BILL, said_on
from calculators.two_plans.compute import TwoPlansResult
from calculators.two_plans.coordination import CoordinatedLine, Share
from calculators.two_plans.facts import asked_for
from calculators.two_plans.naming import names_of, parents_in, within
from calculators.two_plans.order import Decision
from calculators.two_plans.payment import MEDICARE_TESTS, METHOD_WORDS
from calculators.two_plans.periods import Period
from calculators.two_plans.running import Column, between, running_columns
from calculators.two_plans.scenario import VERSION, TwoPlans
from calculators.two_plans.ways import always_in_words, places_in_words, ways, ways_in_words

# What stands right below the answer: what it would be wrong to read past.
FOREMOST = ("two_plans.limit_ends", "two_plans.limit_over", "two_plans.no_plan_pays", "two_plans.no_plan_pays_some")


def _order(period: Period, result: TwoPlansResult) -> dict[str, Any]:
    decision, order = period.decision, period.decision.order
    return {
        "from": period.since.isoformat(),
        "until": period.until.isoformat() if period.until else None,
        "outcome": decision.outcome,
        "places": [list(place) for place in order.places] if order else [],
        "rulings": [
            {"first": ruling.first, "second": ruling.second, "rule": ruling.rule}
            for ruling in (order.rulings or order.conflict if order else ())
        ],
        "apart": [{"coverage": stands.coverage, "rule": stands.rule} for stands in (order.apart if order else ())],
        "open": list(dict.fromkeys(result.money.facts[fact].path for fact in decision.facts)),
        "ways": _ways(period, result),
        "confirm": {
            "facts": [result.money.facts[fact].path for fact in decision.confirm_facts],
            "rules": list(decision.confirm_rules),
        },
    }


def _ways(period: Period, result: TwoPlansResult) -> list[dict[str, Any]]:
    """Return what the order is under each answer to what is open, if these are few."""
    return [
        {
            "answers": {
                path: written
                for fact, answer in answers.items()
                for path, written in result.money.facts[fact].answers(answer).items()
            },
            "places": [list(place) for place in places],
        }
        for answers, places in ways(period.decision)
        if places is not None
    ]


def _in_order(decision: Decision) -> str:
    """Return the ids of the payers in their order, those that share a place joined."""
    return ", ".join(" = ".join(place) for place in _places(decision))


def _order_figures(result: TwoPlansResult) -> dict[str, Any]:
    """Return what the day of the care's order is, as figures: ids in their order, and the days on which it holds."""
    now = result.periods[0]
    figures = {"order.outcome": {"value": now.decision.outcome, "unit": "outcome", "steps": []}}
    if (order := now.decision.order) and order.places:
        figures["order"] = {"value": _in_order(now.decision), "unit": "coverages", "steps": []}
        if order.rulings:
            rules = ", ".join(ruling.rule for ruling in order.rulings)
            figures["order.rules"] = {"value": rules, "unit": "rules", "steps": []}
    if now.until is not None:
        figures["order.holds_until"] = {"value": now.until.isoformat(), "unit": "date", "steps": []}
    return figures


def _share(share: Share, steps: Steps) -> dict[str, Any]:
    alone = share.alone
    return {
        "coverage": share.coverage,
        "method": share.method,
        "alone": {
            "outcome": alone.outcome,
            "allowed": money_as_written(alone.allowed.amount),
            "deductible": money_as_written(alone.deductible.amount),
            "copay": money_as_written(alone.copay.amount),
            "coinsurance": money_as_written(alone.coinsurance.amount),
            "plan_paid": money_as_written(alone.plan_paid.amount),
        },
        "paid": money_as_written(share.paid.amount),
        "accumulators": accumulators_as_json(share.after),
        "steps": {"paid": steps.refer(share.paid)} if share.paid.amount else {},
    }


def line_as_json(number: int, line: CoordinatedLine, steps: Steps) -> dict[str, Any]:
    """Return a line of the coordinated ledger."""
    parts: dict[str, Step] = {"owed": line.owed, "patient_pays": line.left, "write_off": line.write_off}
    return {
        "visit": number,
        "date": line.visit.date.isoformat(),
        "person": line.visit.person,
        "service": line.visit.service,
        "charge": money_as_written(line.charge),
        "plan_paid": {share.coverage: money_as_written(share.paid.amount) for share in line.shares},
        **{name: money_as_written(step.amount) for name, step in parts.items()},
        "payers": [_share(share, steps) for share in line.shares],
        "steps": {name: steps.refer(step) for name, step in parts.items() if step.amount},
    }


def _outcome(result: TwoPlansResult) -> str:
    """Return how far the answer is decided: by the order first, then by the money."""
    order = result.periods[0].decision.outcome
    if order in ("not_loaded", "undecided"):
        return order
    money = result.money
    if money.undecided:
        return "undecided"
    return "range" if any(money.is_range(name) for name in money.runs[0].figures) else order


def result_json(scenario: TwoPlans, result: TwoPlansResult) -> dict[str, Any]:  # noqa: ARG001 - as every calculator
    """Return the result as JSON values."""
    written = dict(as_json(result.money, "two-plans", VERSION, line_as_json))
    return {
        **written,
        "outcome": _outcome(result),
        "order": [_order(period, result) for period in result.periods],
        "rules": [rule_as_json(rule) for rule in _rules(result)],
        "figures": {**_order_figures(result), **written["figures"]},
    }


@frozen
class ShownPeriod:
    """Days on which one order holds, in words. `first`: the day of the care is among them. `ids`: as results say it."""

    first: bool
    ids: str
    since: date
    decision: Decision
    places: Sequence[Sequence[str]]
    rulings: Sequence[str]
    apart: Sequence[str]
    confirm: Sequence[str]
    conflict: bool
    ways: Sequence[str]
    always: Sequence[str]


def _shown_period(period: Period, names: Mapping[str, str], result: TwoPlansResult) -> ShownPeriod:
    decision, order = period.decision, period.decision.order
    booklets = [names[fact.split(".")[1]] for fact in decision.confirm_facts]
    facts = [wording.sentence("phrases", "confirm_booklets", plans=wording.listed(booklets))] if booklets else []
    return ShownPeriod(
        first=period is result.periods[0],
        ids=_in_order(decision),
        since=period.since,
        decision=decision,
        places=[[names[coverage] for coverage in place] for place in order.places] if order else [],
        rulings=[
            wording.sentence("rulings", ruling.rule, first=names[ruling.first], second=within(names[ruling.second]))
            for ruling in (order.rulings or order.conflict if order else ())
        ],
        apart=[
            wording.sentence("apart", stands.rule, coverage=names[stands.coverage])
            for stands in (order.apart if order else ())
        ],
        confirm=[*facts, *(words for rule in decision.confirm_rules for words in _to_confirm(rule, decision, names))],
        conflict=bool(order and order.conflict),
        ways=ways_in_words(decision, names, result.money.facts),
        always=always_in_words(decision, names),
    )


def _to_confirm(rule: str, decision: Decision, names: Mapping[str, str]) -> Iterator[str]:
    """Yield what is to be asked of whom, for each two coverages between which a rule decides that nobody has read."""
    rulings = [ruling for ruling in (decision.order.rulings if decision.order else ()) if ruling.rule == rule]
    for ruling in rulings:
        first, second = (within(names[coverage]) for coverage in (ruling.first, ruling.second))
        yield wording.sentence("to_confirm", rule, first=first, second=second)
    if not rulings:
        yield wording.sentence("to_confirm", rule)


def _question_text(question: Question, names: Mapping[str, str], parents: Mapping[str, str]) -> str:
    """Return a question with the coverage that it is about; one about a plan's terms says first whose they are.

    `parents`: through which coverages we know them.
    """
    if question.fact.startswith("family.") and parents and question.id != "two_plans.family.parents":
        which = {"two_plans.family.birthday_a": "parent_a", "two_plans.family.birthday_b": "parent_b"}.get(question.id)
        known = parents.get(which, "") if which else " ".join(parents.values())
        asked = wording.question_text(question)
        return wording.sentence("phrases", "parents_are", question=asked, parents=known) if known else asked
    text = wording.question_text(evolve(question, about=names.get(question.about, question.about)))
    coverage = question.fact.split(".")[1] if question.fact.startswith("coverages.") else ""
    return f"{names[coverage]}: {text}" if question.id.startswith("plan.") and coverage in names else text


def _asked(
    scenario: TwoPlans, result: TwoPlansResult, names: Mapping[str, str]
) -> Sequence[tuple[str, Sequence[tuple[Question, str]]]]:
    """Return the questions with their words, by whom to ask: a plan's by the plan, in the order of the coverages."""
    asked: dict[str, list[tuple[Question, str]]] = {}
    parents = parents_in(scenario)
    coverages = [coverage.id for coverage in scenario.coverages]
    whoms = ("you", "auto", "employer", *(f"plan {coverage}" for coverage in coverages), "plan", "clinic", "medicare")
    for whom in whoms:
        asked[whom] = [
            (question, _question_text(question, names, parents))
            for question in result.money.questions
            if _whom(question, coverages) == whom
        ]
    return [(whom, questions) for whom, questions in asked.items() if questions]


def _whom(question: Question, coverages: Sequence[str]) -> str:
    whom = wording.asked_of(question)
    of = question.fact.removeprefix("coverages.").split(".")[0]
    about = of if question.fact.startswith("coverages.") else question.about
    return f"plan {about}" if whom == "plan" and about in coverages else whom


def _whom_to_ask(scenario: TwoPlans, names: Mapping[str, str]) -> Mapping[str, str]:
    """Return how to reach each plan: by the patient's own card, or by somebody else's; and who else knows."""
    found = {"you": wording.catalogue()["asked"]["patient"]}
    for coverage in scenario.coverages:
        who = "other" if isinstance(coverage.holder, str) and coverage.holder != "patient" else "patient"
        found[f"plan {coverage.id}"] = wording.sentence("asked", f"plan_of_{who}", plan=within(names[coverage.id]))
    return found


def _named(message: Message, names: Mapping[str, str]) -> Message:
    """Return a message in which coverages go by their names."""
    called = {key: names[str(message.values[key])] for key in ("coverage", "other") if message.values.get(key) in names}
    return evolve(message, values={**message.values, **called})


def _needed(scenario: TwoPlans, result: TwoPlansResult) -> Mapping[str, str]:
    """Return what each question is needed for that is worth no certain amount."""
    needed = {fact: "needed_confirm" for period in result.periods for fact in period.decision.confirm_facts}
    for period in result.periods:
        for fact in period.decision.facts:
            needed |= dict.fromkeys([fact, *asked_for(fact, scenario)], "needed_order")
    return {
        question.fact: wording.sentence("phrases", needed.get(question.fact, "needed_money"))
        for question in result.money.questions
    }


def _announced_order(result: TwoPlansResult, names: Mapping[str, str]) -> str:
    decision = result.periods[0].decision
    places = _places(decision)
    if len(places) > 1:
        phrase = "announced_order" if decision.outcome in ("decided", "no_coordination") else "announced_order_if"
        return wording.sentence("phrases", phrase, order=places_in_words(places, names))
    if places:
        payers = wording.listed([names[coverage] for coverage in places[0]])
        return wording.sentence("phrases", "announced_one", first=within(payers))
    return " ".join([wording.sentence("phrases", "announced_open"), *always_in_words(decision, names)])


def _places(decision: Decision) -> Sequence[Sequence[str]]:
    return decision.order.places if decision.order else ()


def announcement(scenario: TwoPlans, result: TwoPlansResult) -> str:
    """Return the answer in one or two sentences, for a screen reader and the line above the form."""
    said = _announced_order(result, names_of(scenario))
    money = result.money
    if "patient_pays" not in money.names:
        return said
    low, high = (run.figures["patient_pays"].value for run in money.ends("patient_pays"))
    assert isinstance(low, int)
    assert isinstance(high, int)
    ends = [wording.money_in_prose(amount) for amount in dict.fromkeys((low, high))]
    phrase = "announced_left" if len(ends) == 1 else "announced_left_range"
    return f"{said} {wording.sentence('phrases', phrase, low=ends[0], high=ends[-1])}"


@frozen
class ShownRow:
    """One visit of the coordinated ledger, ready to show. `counted`: each plan's running totals after it."""

    number: int
    day: str
    charge: str
    paid: Sequence[str]
    write_off: str
    left: str
    left_so_far: str
    counted: Sequence[Sequence[str]]
    reasons: Sequence[str]


@frozen
class ShownLedger:
    """The coordinated ledger. `running`: the columns of each plan's running totals; `open`: some are not certain."""

    key: str
    title: str
    rows: Sequence[ShownRow]
    running: Mapping[str, Sequence[Column]]
    open: bool


def _why_so_much(share: Share) -> str:
    """Say why a payer alone would pay no more: its limit, what it does not cover, or the patient's own parts."""
    alone = share.alone
    if alone.outcome != "covered" and not alone.plan_paid.amount:
        return wording.sentence("phrases", f"share_outcome.{alone.outcome}")
    parts = [
        wording.sentence("phrases", f"share_part.{part}", amount=wording.money(alone.part(part).amount))
        for part in ("deductible", "copay", "coinsurance")
        if alone.part(part).amount
    ]
    allowed = wording.money(alone.allowed.amount)
    return wording.sentence("phrases", "share_parts", allowed=allowed, parts=wording.listed(parts)) if parts else ""


def _reasons(line: CoordinatedLine, names: Mapping[str, str]) -> Iterator[str]:
    for share in line.shares:
        payer = names[share.coverage]
        if share.paid.rule == "given.paid":
            yield wording.sentence("phrases", "share_stated", payer=payer, paid=wording.money(share.paid.amount))
            continue
        normal = wording.money(share.alone.plan_paid.amount)
        method = wording.catalogue()["methods"][share.method]
        yield wording.sentence("phrases", "share", payer=payer, method=method, normal=normal, why=_why_so_much(share))
        if share.paid.rule in wording.catalogue()["steps"] and share.method != "first":
            yield f"{names[share.coverage]}: {wording.step_text(share.paid)}"
    yield wording.step_text(line.left)
    if line.write_off.amount:
        yield wording.step_text(line.write_off)


def _payers(result: TwoPlansResult) -> list[str]:
    """Return the coverages that are counted, in the order in which they pay, the others behind."""
    counted = [name.removeprefix("plan_paid.") for name in result.money.names if name.startswith("plan_paid.")]
    places = [coverage for place in _places(result.periods[0].decision) for coverage in place]
    return sorted(counted, key=lambda payer: places.index(payer) if payer in places else len(places))


def _how(result: TwoPlansResult, method: str, names: Mapping[str, str]) -> list[str]:
    """Return how each later payer's part of a bill comes about under a method, with the numbers."""
    run = result.money.ends(f"methods.{method}.patient_pays")[1]
    return [
        f"{names[share.coverage]}: {wording.step_text(share.paid)}"
        for line in run.lines
        for share in line.shares[1:]
        if share.paid.rule in wording.catalogue()["steps"]
    ]


def _running(
    scenario: TwoPlans, payers: Sequence[str], ways: Sequence[Run[CoordinatedLine]]
) -> Mapping[str, Sequence[Column]]:
    """Return the columns of each plan's running totals in a year, in the order of the payers."""
    if scenario.bill is not None:
        return {}
    coverages = {coverage.id: coverage for coverage in scenario.coverages}
    person = scenario.people[0].id
    found = {payer: running_columns(coverages[payer], person, ways) for payer in payers}
    return {payer: columns for payer, columns in found.items() if columns}


def _amounts(amounts: Iterable[int]) -> str:
    """Write an amount as it is in every way in which the year can turn out."""
    found = sorted(amounts)
    return between(wording.money(found[0]), wording.money(found[-1]))


def _total(column: Column, lines: Iterable[CoordinatedLine]) -> str:
    found = sorted(column.after(line) for line in lines)
    return column.text(found[0], found[-1])


def _ledger(
    key: str,
    ways: Sequence[Run[CoordinatedLine]],
    scenario: TwoPlans,
    names: Mapping[str, str],
    payers: Sequence[str],
) -> ShownLedger:
    """Prepare the ledger of ways to turn out among which the patient's total is the same; the first says how."""
    running = _running(scenario, payers, ways)
    visits = list(zip(*(run.lines for run in ways), strict=True))
    so_far = zip(*(accumulate(line.left.amount for line in run.lines) for run in ways), strict=True)
    rows = [
        ShownRow(
            number=number,
            day=wording.day(lines[0].visit.date),
            charge=_amounts(line.charge for line in lines),
            paid=[_amounts(line.paid_by(payer).amount for line in lines) for payer in payers],
            write_off=_amounts(line.write_off.amount for line in lines),
            left=_amounts(line.left.amount for line in lines),
            left_so_far=_amounts(left),
            counted=[[_total(column, lines) for column in columns] for columns in running.values()],
            reasons=list(_reasons(lines[0], names)),
        )
        for number, (lines, left) in enumerate(zip(visits, so_far, strict=True), 1)
    ]
    return ShownLedger(key, wording.sentence("phrases", f"ledger_{key}"), rows, running, open=_moves(running, visits))


def _moves(running: Mapping[str, Sequence[Column]], visits: Sequence[Sequence[CoordinatedLine]]) -> bool:
    """Whether a running total is not the same in every way in which the year can turn out."""
    columns = [column for columns in running.values() for column in columns]
    return any(len({column.after(line) for line in lines}) > 1 for lines in visits for column in columns)


def _ledgers(
    scenario: TwoPlans, result: TwoPlansResult, names: Mapping[str, str], payers: Sequence[str]
) -> list[ShownLedger]:
    """Return the ledger; where the patient's total is a range, that of each end."""
    money = result.money
    ranged = money.is_range("patient_pays")
    ways = {"low": [money.low], "high": [money.high]} if ranged else {"only": money.runs}
    return [_ledger(key, runs, scenario, names, payers) for key, runs in ways.items()]


def _rules(result: TwoPlansResult) -> Iterator[str]:
    """Yield the ids of all rules that the answer rests on, in order."""
    used = set(rules_of(result.money))
    for period in result.periods:
        order = period.decision.order
        used |= set(period.decision.confirm_rules)
        if order:
            used |= {ruling.rule for ruling in (*order.rulings, *order.conflict)}
            used |= {stands.rule for stands in order.apart}
    yield from sorted(used & all_rules().keys())


def result_html(scenario: TwoPlans, result: TwoPlansResult, section: str) -> str:
    """Render the result; `section` is the id of the section in the page, for links to its fields."""
    names = names_of(scenario)
    money = result.money
    counted = "patient_pays" in money.names
    about = "year" if scenario.bill is None else "bill"
    payers = _payers(result)
    later = {share.method for line in money.high.lines for share in line.shares[1:]}
    said = [*(coverage.beside.method for coverage in scenario.coverages), scenario.clinic.medicare_test]
    known = {method for method in said if isinstance(method, str)}
    formulas = {**METHOD_WORDS, **wording.catalogue()["medicare_tests"]}
    methods = [
        (method, words, _how(result, method, names) if scenario.bill is not None else [])
        for method, words in formulas.items()
        if f"methods.{method}.patient_pays" in money.names
    ]
    return render(
        "two_plans/result.html.j2",
        result=result,
        section=section,
        names=names,
        heading=wording.sentence("phrases", f"heading_{about if counted else 'order'}"),
        periods=[_shown_period(period, names, result) for period in result.periods],
        announced_order=_announced_order(result, names),
        counted=counted,
        typed=said_on(BILL, scenario),
        no_money_yet=scenario.bill is None and not scenario.care,
        bill=about == "bill",
        bill_or_year=wording.sentence("phrases", f"of_{about}"),
        payers=payers,
        methods=methods,
        used_methods=known & {*later, *MEDICARE_TESTS},
        without=[payer for payer in payers if f"without.{payer}.patient_pays" in money.names],
        cash=[coverage.id for coverage in scenario.coverages if f"cash.{coverage.id}.premium" in money.names],
        ledgers=_ledgers(scenario, result, names, payers) if counted else [],
        foremost=[_named(message, names) for message in money.messages if message.id in FOREMOST],
        messages=[_named(message, names) for message in money.messages if message.id not in FOREMOST],
        visits=len(money.high.lines),
        asked=_asked(scenario, result, names),
        whom=_whom_to_ask(scenario, names),
        needed=_needed(scenario, result),
        rules=[all_rules()[rule] for rule in _rules(result)],
    )


def result_csv(scenario: TwoPlans, result: TwoPlansResult) -> str:
    """Return the coordinated ledger as CSV, one line a visit; in a range both ends."""
    names = names_of(scenario)
    money = result.money
    payers = _payers(result)
    ends = [("low", money.low), ("high", money.high)] if money.low is not money.high else [("", money.low)]
    running = _running(scenario, payers, [run for _, run in ends])
    columns = [column for columns in running.values() for column in columns]
    text = io.StringIO()
    table = csv.writer(text, lineterminator="\r\n")
    table.writerow(
        [
            *("end", "visit", "date", "service", "charge"),
            *(safe_cell(f"{names[payer]} pays") for payer in payers),
            *("write_off", "patient_pays", "patient_pays_so_far"),
            *(safe_cell(f"{names[column.coverage]}: {column.title}") for column in columns),
        ]
    )
    for end, run in ends:
        left_so_far = accumulate(line.left.amount for line in run.lines)
        for number, (line, so_far) in enumerate(zip(run.lines, left_so_far, strict=True), 1):
            paid = [line.paid_by(payer).amount for payer in payers]
            amounts = [line.charge, *paid, line.write_off.amount, line.left.amount, so_far]
            table.writerow(
                [
                    *(end, number, line.visit.date.isoformat(), line.visit.service),
                    *map(money_as_written, amounts),
                    *(column.written(column.after(line)) for column in columns),
                ]
            )
    return text.getvalue()
