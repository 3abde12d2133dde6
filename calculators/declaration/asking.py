"""What the annotations of a scenario's fields say, and the walk over them that everything else uses."""

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Annotated, Any, get_args, get_origin

import attrs
from attrs import frozen

from calculators.declaration.kinds import Kind


@frozen(eq=False)
class Ask:
    """One question. Two questions with the same words are still two.

    `help` says what is meant, `where` where a person can find the answer. `unknown_allowed` offers "I don't know",
    written `{"unknown": true}`; of a number also a range, `{"unknown": true, "low": …, "high": …}`. `detail`: few
    people need it, so a form folds it away.
    """

    kind: Kind
    label: str
    help: str = ""
    where: str = ""
    unit: str = ""
    unknown_allowed: bool = False
    detail: bool = False


@frozen(eq=False)
class Rows:
    """A list of groups, with how many there may be and the words for one of them.

    `folded`: a form shows each group by its first answer until it is opened. `copied`: it offers to copy one.
    `numbered`: the first goes by its number, too.
    """

    label: str
    one: str
    least: int
    most: int
    help: str = ""
    folded: bool = False
    detail: bool = False
    copied: bool = False
    numbered: bool = False


@frozen(eq=False)
class Part:
    """A group of questions with words of its own, in a form folded away until someone opens it.

    A group that a scenario may lack is left out as long as none of its required questions is answered.
    """

    label: str
    help: str = ""


@frozen
class Field:
    """One field of a scenario class: an `ask`, or a `group` (an attrs class), repeated where `rows` is set."""

    name: str
    required: bool
    ask: Ask | None = None
    rows: Rows | None = None
    group: type | None = None
    part: Part | None = None


def annotation(annotated: Any, wanted: type) -> Any:
    """Return the `Ask` or `Rows` that an annotated type carries, or None."""
    if get_origin(annotated) is not Annotated:
        return None
    return next((item for item in get_args(annotated)[1:] if isinstance(item, wanted)), None)


def element_of(annotated: Any) -> type:
    """Return the class of one row of `Annotated[tuple[X, ...], Rows(...)]`."""
    rows = get_args(annotated)[0]
    element: type = get_args(rows)[0]
    return element


@cache
def fields_of(group: type) -> Sequence[Field]:
    """Return the fields of a scenario class in the order in which they are asked."""
    fields = []
    for attribute in attrs.fields(group):
        required = attribute.default is attrs.NOTHING
        ask, rows = annotation(attribute.type, Ask), annotation(attribute.type, Rows)
        if ask or rows:
            element = element_of(attribute.type) if rows else None
            fields.append(Field(attribute.name, required, ask, rows, element))
        else:
            part = annotation(attribute.type, Part)
            fields.append(Field(attribute.name, required, group=group_of(attribute.type), part=part))
    return tuple(fields)


def group_of(annotated: Any) -> type:
    """Return the class of a group, without its words and without the None of a group that may be left out."""
    bare = get_args(annotated)[0] if get_origin(annotated) is Annotated else annotated
    group: type = next((inner for inner in get_args(bare) if inner is not type(None)), bare)
    return group


@cache
def asks_by_path(group: type, prefix: str = "") -> Mapping[str, Ask | Rows]:
    """Return every question of a scenario class by its path, rows written without their number (`care.visits`)."""
    found: dict[str, Ask | Rows] = {}
    for field in fields_of(group):
        path = prefix + field.name
        if question := field.ask or field.rows:
            found[path] = question
        if field.group:
            found |= asks_by_path(field.group, path + ".")
    return found
