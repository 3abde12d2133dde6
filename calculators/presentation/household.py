"""A household's people and planned care in words."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Protocol

from attrs import evolve

from calculators.coverage.care import Person, PlannedCare
from calculators.coverage.result import Message, Question, Result
from calculators.presentation import wording

type Asked = Sequence[tuple[str, Sequence[tuple[Question, str]]]]


class Household(Protocol):
    """A scenario, as far as it says who plans which care."""

    @property
    def people(self) -> Sequence[Person]:
        """Who is covered."""

    @property
    def care(self) -> Sequence[PlannedCare]:
        """The care that is planned."""


def names_of(scenario: Household) -> dict[str, str]:
    """Return what to call each person: their name, or their number."""
    return {
        person.id: person.name or wording.sentence("phrases", "person", number=number)
        for number, person in enumerate(scenario.people, 1)
    }


def named(message: Message, names: Mapping[str, str]) -> Message:
    """Return a message in which a person without a name goes by their number."""
    person = message.values.get("person")
    return message if person not in names else evolve(message, values={**message.values, "person": names[str(person)]})


def course_words(scenario: Household) -> str:
    """Return the planned care in words: "40 visits of physical therapy and 1 visit of X-ray"; in a family, for whom."""
    names = names_of(scenario)
    visits: Counter[tuple[str, str]] = Counter()
    for course in scenario.care:
        visits[course.person, course.service] += course.visits
    said = []
    for (person, service), count in visits.items():
        care = wording.catalogue()["care_of"].get(service) or wording.service_within(service)
        whom = wording.sentence("phrases", "course_for", person=names[person]) if len(names) > 1 else ""
        said.append(wording.sentence("phrases", "course", visits=count, care=care) + whom)
    return wording.listed(said)


def asked_by_whom(result: Result, names: Mapping[str, str]) -> Asked:
    """Return the questions with their words, by whom to ask: the plan, the clinic, oneself."""
    asked: dict[str, list[tuple[Question, str]]] = {"plan": [], "clinic": [], "you": []}
    for question in result.questions:
        text = wording.question_text(question)
        if question.about in names and len(names) > 1:
            text = f"{names[question.about]}: {text}"
        asked[wording.asked_of(question)].append((question, text))
    return [(whom, questions) for whom, questions in asked.items() if questions]
