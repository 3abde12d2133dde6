"""Sentences from ids and values: the one place where results turn into English."""

import re
import tomllib
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from functools import cache
from importlib.resources import files
from string import Formatter
from typing import Any

from calculators.coverage.result import FactPlace, Figure, Message, Question
from calculators.coverage.services import SERVICES
from calculators.coverage.step import Step
from calculators.coverage.unknowns import Answer, Answers
from calculators.declaration import Ask, Choice, Problem, Rows, YesNo, money_as_written
from calculators.declaration import Rate as RateKind
from calculators.declaration.asking import asks_by_path

DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


@cache
def catalogue() -> Mapping[str, Mapping[str, str]]:
    """Return the English catalogue: section, id, sentence."""
    text: Mapping[str, Mapping[str, str]] = tomllib.loads(
        files("calculators.presentation").joinpath("english.toml").read_text(encoding="utf-8")
    )
    return text


def money(cents: int) -> str:
    """Write an amount to the cent, as in a ledger: `$1,940.00`, `-$120.00`."""
    sign = "-" if cents < 0 else ""
    return f"{sign}${abs(cents) // 100:,}.{abs(cents) % 100:02d}"


def money_in_prose(cents: int) -> str:
    """Write an amount in a sentence, without cents where there are none: `$1,940`."""
    return money(cents).removesuffix(".00")


def day(value: date) -> str:
    """Write a day with its weekday: `Mon, Sep 14, 2026`."""
    return f"{DAYS[value.weekday()]}, {month(value.year, value.month, value.day)}"


def short_day(value: date) -> str:
    """Write a day within a year that is clear: `Sep 14`."""
    return f"{MONTHS[value.month - 1]} {value.day}"


def month(year: int, number: int, day_number: int | None = None) -> str:
    """Write a month, or a day in it: `Sep 2026`, `Sep 14, 2026`."""
    name = MONTHS[number - 1]
    return f"{name} {year}" if day_number is None else f"{name} {day_number}, {year}"


def figure_text(figure: Figure) -> str:
    """Write a figure's value for people, to the cent."""
    if isinstance(figure.value, date):
        return day(figure.value)
    return money(figure.value) if figure.unit == "USD" else f"{figure.value:,}"


def figure_value(figure: Figure) -> str:
    """Write a figure's value for machines, as results and `data-figure` elements carry it."""
    if isinstance(figure.value, date):
        return figure.value.isoformat()
    return money_as_written(figure.value) if figure.unit == "USD" else str(figure.value)


def service_within(service: str) -> str:
    """Return the name of a service as it stands within a sentence: "physical therapy", but "MRI, CT or PET scan"."""
    name = SERVICES[service]
    return name[0].lower() + name[1:] if name[1].islower() else name


_FORMATS: Mapping[str, Callable[[Any], str]] = {
    "": str,
    "plain": str,
    "money": money_in_prose,
    "date": day,
    "service": lambda value: SERVICES[value],
    "service_within": service_within,
    "unit": lambda value: catalogue()["units_of_limits"][value],
    "therapy_pool": lambda value: catalogue()["therapy_pools"][value],
    "verified": lambda value: catalogue()["verified"][value],
    "for_whom": lambda value: f"{value}: " if value else "",
    "thousands": lambda value: f"{value:,}",
    "why_nothing": lambda value: catalogue()["why_nothing"][value],
    "rate": lambda value: f"{Decimal(value):%}",
}


class _Sentence(Formatter):
    def format_field(self, value: Any, format_spec: str) -> str:
        bare = value.value if isinstance(value, Figure) else value
        if format_spec in _FORMATS:
            return _FORMATS[format_spec](bare)
        one, _, many = format_spec.partition("|")
        return one if bare == 1 else many.replace("#", f"{bare:,}")


_sentence = _Sentence()


def sentence(section: str, identifier: str, **values: Any) -> str:
    """Return a sentence of the catalogue with its values filled in."""
    return _sentence.vformat(catalogue()[section][identifier], (), values)


def message_text(message: Message) -> str:
    """Return what a message says; as an if where it holds only in the dearest way in which things can turn out."""
    text = sentence("messages", message.id, **message.values)
    return sentence("phrases", "only_dearest", text=text) if "only_dearest" in message.values else text


def question_text(question: Question) -> str:
    """Return the question to put to the plan."""
    return sentence("questions", question.id, service=question.about, about=question.about)


def asked_of(question: Question) -> str:
    """Return who can answer a question: the `plan`, the `clinic`, or `you`."""
    return catalogue()["asked_of"].get(question.id, "plan")


def answer_text(name: str, answer: Answer, ask: Ask) -> str:
    """Return an answer to a question as a clause: "no copay is due on …", or the question with its answer."""
    clause = catalogue()["answers"].get(f"{name}.{'yes' if answer else 'no'}") if isinstance(answer, bool) else None
    if clause:
        return clause
    kind = ask.kind
    options: Mapping[str, str] = kind.options if isinstance(kind, Choice | YesNo) else {}
    typed = str(kind.as_typed(answer))
    text = options.get(typed, f"${typed}" if ask.unit == "USD" else typed)
    return sentence("phrases", "answer", label=ask.label.rstrip("?"), answer=text)


def answers_text(answers: Answers, facts: Mapping[str, FactPlace]) -> str:
    """Return the answers under which a result holds, as one clause."""
    return ", and ".join(
        answer_text(fact.rpartition(".")[2], answer, facts[fact].ask) for fact, answer in sorted(answers.items())
    )


def unit_of(rule: str) -> str:
    """Return the unit of a step's amount by its rule."""
    return catalogue()["units"].get(rule, "USD")


def amount_text(step: Step) -> str:
    """Write a step's amount in its unit."""
    match unit_of(step.rule):
        case "visits":
            return f"{step.amount:,}"
        case "rate":
            return RateKind().as_typed(step.amount)
        case "yes_no":
            return YesNo().as_typed(bool(step.amount))
    return money(step.amount)


def named(step: Step) -> str:
    """Return a step's name and amount: "the plan’s copay $40.00"."""
    return f"{catalogue()['names'][step.rule]} {amount_text(step)}"


def step_text(step: Step) -> str:
    """Return how a step came about: its amount and what it rests on, in one sentence."""
    because = "; ".join(named(cause) for cause in step.because)
    identifier = step.rule
    if len(step.because) == 1 and f"{identifier}.one" in catalogue()["steps"]:
        identifier += ".one"
        because = "; ".join(named(cause) for cause in step.because[0].because) or because
    if identifier == "cost_sharing.coinsurance" and step.because[-1].rule == "cost_sharing.room_under_maximum":
        identifier += ".under_maximum"
    answer = ""
    if step.rule == "cost_sharing.copay_on_meeting_visit":
        due = step.because[0]
        answer = catalogue()["answers"][f"{due.rule.removeprefix('given.')}.{'yes' if due.amount else 'no'}"]
    return sentence("steps", identifier, amount=step.amount, because=because, answer=answer)


def label_of(path: str, group: type) -> str:
    """Return the label of the question at a path, with the number of its row; no 1 where the form does not show it.

    A list within a row always says which row, and a question in such a list both: "Copay (Coverage 1, Service 3)".
    """
    asked = asks_by_path(group)
    steps = path.split(".")
    plain = ".".join(step for step in steps if not step.isdigit())
    question = asked.get(plain)
    if question is None:
        return plain.rpartition(".")[2].replace("_", " ").capitalize() or "The scenario"
    rows = [place for place, step in enumerate(steps) if step.isdigit()]
    if not rows:
        return question.label
    if isinstance(question, Ask) and len(rows) == 1 and steps[rows[0]] == "0":
        of = asked[".".join(steps[: rows[0]])]
        if not (isinstance(of, Rows) and of.numbered):
            return question.label
    named = []
    for place in rows:
        of = asked[".".join(step for step in steps[:place] if not step.isdigit())]
        assert isinstance(of, Rows)
        named.append(f"{of.one} {int(steps[place]) + 1}")
    return f"{question.label} ({', '.join(named)})"


def problem_text(problem: Problem, group: type) -> str:
    """Return what is wrong and how to mend it, in one sentence that names the field."""
    label = re.sub(r"[?:]$", "", label_of(problem.path, group))
    reason = problem.reason
    if reason == "rows.number" and problem.values["found"] == 0:
        of_this = f"rows.none.{problem.path.rpartition('.')[2]}"
        reason = of_this if of_this in catalogue()["problems"] else "rows.none"
    return sentence("problems", reason, **{"label": label, **problem.values})


def listed(words: Sequence[str], before_last: str = "and") -> str:
    """Join words into a list: "a, b and c"."""
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} {before_last} {words[-1]}"
