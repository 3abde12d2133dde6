"""A result as JSON: the form that the command line prints and the page offers for download."""

from collections.abc import Callable, Hashable, Iterator, Mapping
from typing import Any

from calculators import __version__
from calculators.coverage.accumulators import Accumulators
from calculators.coverage.adjudication import PATIENT_PARTS, Line
from calculators.coverage.outcomes import Decided
from calculators.coverage.result import Figure, Message, ParameterUsed, Question, Result, Run
from calculators.coverage.step import Step
from calculators.declaration import money_as_written
from calculators.parameters import NotLoaded
from calculators.presentation import wording
from calculators.rules import all_rules


class Steps:
    """Every step that a result rests on, each written once; others refer to it by its number."""

    def __init__(self) -> None:
        self._numbers: dict[Hashable, str] = {}
        self.written: dict[str, dict[str, Any]] = {}

    @staticmethod
    def _key(step: Step) -> Hashable:
        return step if step.because else (step.rule, step.amount)

    def refer(self, step: Step) -> str:
        """Return the number of a step, and see that it and what it rests on are written."""
        waiting = [step]
        while waiting:
            last = waiting[-1]
            missing = [cause for cause in last.because if self._key(cause) not in self._numbers]
            if missing:
                waiting += missing
                continue
            waiting.pop()
            self._write(last)
        return self._numbers[self._key(step)]

    def _write(self, step: Step) -> None:
        if self._key(step) in self._numbers:
            return
        number = str(len(self.written) + 1)
        self._numbers[self._key(step)] = number
        unit = wording.unit_of(step.rule)
        self.written[number] = {
            "rule": step.rule,
            "amount": money_as_written(step.amount) if unit == "USD" else step.amount,
            "unit": unit,
            "because": [self._numbers[self._key(cause)] for cause in step.because],
        }


def _answers[L: Decided](result: Result[L], run: Run[L]) -> dict[str, Any]:
    """Return the answers of a run, each as a scenario would hold it, by the path of its field."""
    return {
        path: written
        for fact, place in result.facts.items()
        if fact in run.answers
        for path, written in place.answers(run.answers[fact]).items()
    }


def figure_as_json[L: Decided](result: Result[L], name: str, steps: Steps) -> dict[str, Any]:
    """Return a figure; of a range both ends, each with the answers that give it."""
    low, high = result.ends(name)
    first, last = low.figures[name], high.figures[name]
    if not result.is_range(name):
        return {
            "value": wording.figure_value(first),
            "unit": first.unit,
            "steps": [steps.refer(step) for step in first.steps],
        }
    return {
        "low": wording.figure_value(first),
        "high": wording.figure_value(last),
        "unit": first.unit,
        "low_answers": _answers(result, low),
        "high_answers": _answers(result, high),
        "low_steps": [steps.refer(step) for step in first.steps],
        "high_steps": [steps.refer(step) for step in last.steps],
    }


def accumulators_as_json(after: Accumulators) -> dict[str, Any]:
    """Return what was used after a line: each accumulator that has begun, by its name, network and person or family."""
    written: dict[str, Any] = {}
    for (name, *rest), step in sorted(after.amounts.items()):
        key = ".".join(part or "family" for part in (name, *rest)) if name != "limit" else _limit_key(rest)
        written[key] = money_as_written(step.amount) if wording.unit_of(step.rule) == "USD" else step.amount
    return written


def _limit_key(parts: list[str]) -> str:
    limit, holder, network, period = parts
    return ".".join(part for part in ("limit", limit, holder or "family", network, period) if part)


def line_as_json(number: int, line: Line, steps: Steps) -> dict[str, Any]:
    """Return a line of one plan's ledger."""
    parts = {name: line.part(name) for name in (*PATIENT_PARTS, "write_off")}
    return {
        "visit": number,
        "date": line.visit.date.isoformat(),
        "person": line.visit.person,
        "service": line.visit.service,
        "network": line.visit.course.network,
        "outcome": line.outcome,
        "charge": money_as_written(line.charge),
        "allowed": money_as_written(line.allowed.amount),
        **{name: money_as_written(step.amount) for name, step in parts.items()},
        "plan_paid": {line.plan: money_as_written(line.plan_paid.amount)},
        "accumulators": accumulators_as_json(line.after),
        "steps": {
            name: steps.refer(step) for name, step in (*parts.items(), ("plan_paid", line.plan_paid)) if step.amount
        },
    }


def message_as_json(message: Message) -> dict[str, Any]:
    """Return a message with its sentence."""
    values = {
        name: wording.figure_value(value)
        if isinstance(value, Figure)
        else value
        if isinstance(value, (str, int))
        else value.isoformat()
        for name, value in message.values.items()
    }
    return {
        "kind": message.kind,
        "id": message.id,
        "text": wording.message_text(message),
        "values": values,
        "rules": list(message.rules),
    }


def parameter_as_json(used: ParameterUsed) -> dict[str, Any]:
    """Return a yearly figure that was used, or asked for in vain."""
    if isinstance(used.found, NotLoaded):
        return {"series": used.series, "not_loaded": used.found.asked.isoformat(), "years": used.found.series.years}
    value = used.found
    return {
        "series": used.series,
        "value": value.written,
        "from": value.since.isoformat(),
        "until": value.until.isoformat() if value.until else None,
        "source": value.source,
        "url": value.url,
        "verified": value.verified,
        "verified_on": value.verified_on.isoformat(),
    }


def rules_of[L: Decided](result: Result[L]) -> Iterator[str]:
    """Yield the ids of the rules with a source that this result used, in order."""
    used: set[str] = {rule for message in result.messages for rule in message.rules}
    for run in result.runs:
        for line in run.lines:
            for step in (*line.decisions, line.write_off):
                if step.amount:
                    used |= {step.rule, *(cause.rule for cause in step.because)}
    yield from sorted(used & all_rules().keys())


def rule_as_json(identifier: str) -> dict[str, str]:
    """Return a rule with its source."""
    rule = all_rules()[identifier]
    return {
        "id": rule.id,
        "source": rule.source,
        "url": rule.url,
        "read_on": rule.read_on.isoformat(),
        "verified": rule.verified,
        "text_as_of": rule.text_as_of,
    }


def question_as_json[L: Decided](question: Question, result: Result[L]) -> dict[str, Any]:
    """Return an unknown fact with the question to ask, and what it is worth."""
    return {
        "fact": question.fact,
        "path": result.facts[question.fact].path,
        "worth": None if question.worth is None else money_as_written(question.worth),
        "ask": wording.asked_of(question),
        "question": wording.question_text(question),
    }


def as_json[L: Decided](
    result: Result[L], calculator: str, version: int, write_line: Callable[[int, L, Steps], dict[str, Any]]
) -> Mapping[str, Any]:
    """Return a calculator's result as JSON values; `write_line` writes a line of its ledger.

    `steps` at the top holds every step once, by number. In a range, `ledger` belongs to the low end of the yearly
    total and `ledger_high` to its high end.
    """
    steps = Steps()
    figures = {name: figure_as_json(result, name, steps) for name in result.names}
    for used in result.parameters:
        name = used.series.partition(".")[2]
        figures[name] = (
            {"not_loaded": used.series}
            if isinstance(used.found, NotLoaded)
            else {"value": used.found.written, "unit": used.found.unit.partition("/")[0], "steps": []}
        )
    ledgers = {"ledger": result.low} | ({"ledger_high": result.high} if result.low is not result.high else {})
    return {
        "calculator": calculator,
        "version": version,
        "engine": __version__,
        "outcome": result.outcome,
        "figures": figures,
        **{
            name: [write_line(number, line, steps) for number, line in enumerate(run.lines, 1)]
            for name, run in ledgers.items()
        },
        "messages": [message_as_json(message) for message in result.messages],
        "unknowns": [question_as_json(question, result) for question in result.questions],
        "rules": [rule_as_json(identifier) for identifier in rules_of(result)],
        "parameters": [parameter_as_json(used) for used in result.parameters],
        "steps": steps.written,
    }
