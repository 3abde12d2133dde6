"""Working checklists: data in `docs/checklists/*.toml`, one file each, drawn by one template."""

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from attrs import frozen

from build_scripts.guide.mistakes import DOCS, Mistake, place_of
from build_scripts.guide.tables import check_keys, check_words, read_tables
from calculators.catalogue import CALCULATORS

FOLDER = DOCS / "checklists"

READERS = {
    "patient": "patients",
    "counselor": "counselors",
    "clinic": "clinics",
    "employer": "employers",
    "site_owner": "site owners",
    "maintainer": "maintainers",
}

_ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


@frozen
class Step:
    """One step. `due_days` counts from the day on which the visitor starts; None where nothing is due."""

    id: str
    do: str
    why: str = ""
    page: str = ""
    calculator: str = ""
    example: str = ""
    due_days: int | None = None


@frozen
class Group:
    """Steps under one heading, and how to tell that they are done."""

    id: str
    title: str
    steps: Sequence[Step]
    done_when: str = ""


@frozen
class Checklist:
    """One checklist. Its version changes when steps are removed or mean something else.

    `start` is what the day is called from which `due_days` count; `last_day` what a last day is called that the visitor
    has from someone else and that no day here may outlast, or nothing.
    """

    id: str
    version: int
    title: str
    readers: Sequence[str]
    groups: Sequence[Group]
    start: str = "The day you start"
    last_day: str = ""

    @property
    def steps(self) -> Sequence[Step]:
        """All its steps in order."""
        return [step for group in self.groups for step in group.steps]

    @property
    def has_days(self) -> bool:
        """Whether any step is due on a day."""
        return any(step.due_days is not None for step in self.steps)

    def due(self, step: Step) -> str:
        """Return when a step is due, as paper says it that knows no day."""
        start = self.start[0].lower() + self.start[1:]
        match step.due_days:
            case 0:
                return f"Due on {start}."
            case days:
                return f"Due {days} day{'' if days == 1 else 's'} after {start}."


@cache
def checklist(identifier: str) -> Checklist:
    """Return the checklist with this id; raises Mistake."""
    file = FOLDER / f"{identifier}.toml"
    if not _ID.fullmatch(identifier) or not file.is_file():
        raise Mistake("docs/checklists/", f"no checklist is called “{identifier}”; {identifier}.toml is missing.")
    return checklist_in(file)


def checklist_in(file: Path) -> Checklist:
    """Read one checklist; raises Mistake where it is incomplete or names something that is not there."""
    place, record = place_of(file), dict(read_tables(file))
    days = {"start": str, "last_day": str}
    check_keys(place, file.stem, record, {"id": str, "version": int, "title": str, "for": list, "groups": list}, days)
    check_words(place, file.stem, record, {"id", "title", *(days.keys() & record.keys())})
    if record["id"] != file.stem:
        raise Mistake(place, f"its `id` must be its file’s name, “{file.stem}”.")
    readers = record["for"]
    if not readers or set(readers) - READERS.keys():
        raise Mistake(place, f"`for` must name one or more of {', '.join(READERS)}.")
    del record["for"]
    made = Checklist(**{**record, "readers": readers, "groups": [_group(place, group) for group in record["groups"]]})
    if wrong := list(_wrong(made)):
        raise Mistake(place, *wrong)
    return made


def _group(place: str, record: Mapping[str, Any]) -> Group:
    name = str(record.get("id", "a group"))
    check_keys(place, name, record, {"id": str, "title": str, "steps": list}, {"done_when": str})
    check_words(place, name, record, {"id", "title"})
    return Group(**{**record, "steps": [_step(place, step) for step in record["steps"]]})


def _step(place: str, record: Mapping[str, Any]) -> Step:
    name = str(record.get("id", "a step"))
    optional = {"why": str, "page": str, "calculator": str, "example": str, "due_days": int}
    check_keys(place, name, record, {"id": str, "do": str}, optional)
    check_words(place, name, record, {"id", "do"})
    return Step(**record)


def _wrong(made: Checklist) -> Iterator[str]:
    if made.version < 1:
        yield "`version` counts from 1."
    if not made.groups:
        yield "it needs `[[groups]]`."
    for kind, names in (("group", [group.id for group in made.groups]), ("step", [step.id for step in made.steps])):
        for name in sorted({name for name in names if names.count(name) > 1 or not _ID.fullmatch(name)}):
            yield f"the id “{name}” of a {kind} must be its own, in small letters, digits and hyphens."
    if made.last_day and not made.has_days:
        yield "`last_day` bounds the days of steps with `due_days`, and it has none."
    for group in made.groups:
        if not group.steps:
            yield f"the group “{group.id}” needs `[[groups.steps]]`."
    for step in made.steps:
        yield from _wrong_step(step)


def _wrong_step(step: Step) -> Iterator[str]:
    if step.page and not (DOCS / step.page.partition("#")[0]).is_file():
        yield f"`page` of “{step.id}” is {step.page}, which is no page in docs/."
    if step.calculator and step.calculator not in CALCULATORS:
        yield f"`calculator` of “{step.id}” is {step.calculator}; there are {', '.join(CALCULATORS)}."
    elif step.example and step.calculator:
        known = CALCULATORS[step.calculator].example_ids
        if step.example not in known:
            yield f"`example` of “{step.id}” is {step.example}; {step.calculator} has {', '.join(known)}."
    if step.example and not step.calculator:
        yield f"“{step.id}” has an `example`, but no `calculator` to open it in."
    if step.due_days is not None and step.due_days < 0:
        yield f"`due_days` of “{step.id}” counts days after the start."
