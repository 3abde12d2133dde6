"""Episodes of care to start from: illustrations that a person makes their own."""

import tomllib
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from functools import cache
from importlib.resources import files
from typing import Any

from attrs import frozen

from calculators.coverage.care import PlannedCare
from calculators.declaration import read

WEEK = timedelta(days=7)


@frozen
class Preset:
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


@cache
def presets() -> Mapping[str, Preset]:
    """Return every episode by its id."""
    text = files("calculators.annual_cost").joinpath("presets.toml").read_text(encoding="utf-8")
    return {
        identifier: Preset(identifier, written["title"], written["care"])
        for identifier, written in tomllib.loads(text).items()
    }
