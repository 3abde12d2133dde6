"""Episodes of care to start from: illustrations that a person makes their own."""

import tomllib
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from functools import cache
from importlib.resources import files
from typing import Any

from attrs import frozen

from calculators.coverage.care import PlannedCare
from calculators.declaration import Texts, read, typed_texts, with_rows

WEEK = timedelta(days=7)


@frozen
class Episode:
    """One episode: its title in English, and its courses of care as the file has them."""

    id: str
    title: str
    care: Sequence[Mapping[str, Any]]

    def courses(self, person: str, first_day: date) -> tuple[PlannedCare, ...]:
        """Return the episode as planned care of a person, from the first Monday on or after a day."""
        monday = first_day + timedelta(days=-first_day.weekday() % WEEK.days)
        courses = []
        for course in self.care:
            given = dict(course)
            starts = monday + given.pop("after_weeks") * WEEK
            courses.append(read({**given, "person": person, "first_visit": starts.isoformat()}, PlannedCare))
        return tuple(courses)

    def into(self, fields: Texts, first_day: date) -> Texts:
        """Return what stands in a form with these courses of care behind those that stand there."""
        person = str(fields.get("people.0.id", "me"))
        return with_rows(fields, "care", [typed_texts(course) for course in self.courses(person, first_day)])


@cache
def episodes() -> Mapping[str, Episode]:
    """Return every episode by its id."""
    text = files("calculators.household").joinpath("episodes.toml").read_text(encoding="utf-8")
    return {
        identifier: Episode(identifier, written["title"], written["care"])
        for identifier, written in tomllib.loads(text).items()
    }
