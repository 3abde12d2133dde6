"""Reading a scenario, from its canonical form or from what people typed, and writing it back.

cattrs does the walking and gathers every error at once; the hooks below hand each answer to its kind.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from typing import Any

import attrs
from attrs import frozen
from cattrs import Converter, errors
from cattrs.cols import homogenous_tuple_structure_factory

from calculators.declaration.asking import Ask, Part, Rows, annotation, element_of, fields_of, group_of
from calculators.declaration.kinds import (
    LONGEST_IDENTIFIER,
    UNKNOWN,
    Json,
    Money,
    Refusal,
    Unknown,
    is_number,
    read_unknown,
    unknown_as_typed,
    unknown_typed,
    write_unknown,
)

# What stands in a form: text or picked options, by control name.
type Texts = Mapping[str, str | list[str]]


@frozen
class Problem:
    """One thing that is wrong: where, the id of the reason, and the values its sentence needs."""

    path: str
    reason: str
    values: Mapping[str, str | int] = attrs.field(factory=dict)


class Invalid(Exception):
    """What was given is not a scenario: every problem found, in the order in which things are asked."""

    def __init__(self, *problems: Problem) -> None:
        super().__init__(", ".join(f"{problem.path}: {problem.reason}" for problem in problems))
        self.problems = problems


def _read_hook(annotated: Any) -> Callable[[Json, Any], Any]:
    ask: Ask = annotation(annotated, Ask)

    def hook(given: Json, _: Any) -> Any:
        if ask.unknown_allowed and isinstance(given, dict):
            if is_number(ask.kind):
                return read_unknown(given, ask.kind)
            if given.keys() == {"unknown"} and given["unknown"] is True:
                return UNKNOWN
        if given is None:
            raise Refusal("json.null")
        return ask.kind.read(given)

    return hook


def _typed_hook(annotated: Any) -> Callable[[Json, Any], Any]:
    ask: Ask = annotation(annotated, Ask)

    def hook(given: Json, _: Any) -> Any:
        if ask.kind.control != "checkboxes" and not isinstance(given, str):
            raise Refusal("json.shape")
        if ask.unknown_allowed and isinstance(given, str):
            unknown = unknown_typed(given, ask.kind)
            if unknown:
                return unknown
        return ask.kind.read_typed(given)

    return hook


def _write_hook(annotated: Any) -> Callable[[Any], Json]:
    ask: Ask = annotation(annotated, Ask)

    def hook(value: Any) -> Json:
        if isinstance(value, Unknown):
            return write_unknown(value, ask.kind)
        return ask.kind.write(value)

    return hook


def _as_typed_hook(annotated: Any) -> Callable[[Any], str | list[str]]:
    ask: Ask = annotation(annotated, Ask)
    none_is_typed = isinstance(ask.kind, Money) and ask.kind.none_allowed

    def hook(value: Any) -> str | list[str]:
        if isinstance(value, Unknown):
            return unknown_as_typed(value, ask.kind)
        if value is None and not none_is_typed:
            return ""
        return ask.kind.as_typed(value)

    return hook


def _is_asked(annotated: Any) -> bool:
    return annotation(annotated, Ask) is not None


def _is_part(annotated: Any) -> bool:
    return annotation(annotated, Part) is not None


def _is_rows(annotated: Any) -> bool:
    return annotation(annotated, Rows) is not None


def _register_groups(converter: Converter) -> None:
    """Teach a converter to read groups of questions, those that a scenario may lack among them."""

    def group_hook(group: type) -> Callable[[Json, Any], Any]:
        read_group: Callable[[Json, Any], Any] = converter.gen_structure_attrs_fromdict(group)

        def hook(given: Json, _: Any) -> Any:
            if not isinstance(given, dict):
                raise Refusal("json.object")
            return read_group(given, group)

        return hook

    def part_hook(annotated: Any) -> Callable[[Json, Any], Any]:
        group = group_of(annotated)

        def hook(given: Json, _: Any) -> Any:
            if given is None:
                raise Refusal("json.null")
            return converter.structure(given, group)

        return hook

    converter.register_structure_hook_factory(attrs.has, group_hook)
    converter.register_structure_hook_factory(_is_part, part_hook)
    converter.register_unstructure_hook_factory(
        _is_part, lambda annotated: lambda part: part and converter.unstructure(part, group_of(annotated))
    )


def _register_rows(converter: Converter) -> None:
    """Teach a converter to read lists of groups, as many as their question allows."""

    def rows_hook(annotated: Any) -> Callable[[Json, Any], Any]:
        rows: Rows = annotation(annotated, Rows)
        row_tuple: Any = tuple[element_of(annotated), ...]  # type: ignore[misc]  # the class is known at run time only
        read_rows = homogenous_tuple_structure_factory(row_tuple, converter)

        def hook(given: Json, kind: Any) -> Any:
            if not isinstance(given, list):
                raise Refusal("json.list")
            if not rows.least <= len(given) <= rows.most:
                raise Refusal("rows.number", least=rows.least, most=rows.most, found=len(given))
            return read_rows(given, kind)

        return hook

    converter.register_structure_hook_factory(_is_rows, rows_hook)
    converter.register_unstructure_hook_factory(
        _is_rows, lambda annotated: lambda rows: [converter.unstructure(row, element_of(annotated)) for row in rows]
    )


def _converter(read_hook: Callable[..., Any], write_hook: Callable[..., Any], *, omit_if_default: bool) -> Converter:
    converter = Converter(forbid_extra_keys=True, omit_if_default=omit_if_default)
    _register_groups(converter)
    _register_rows(converter)
    converter.register_structure_hook_factory(_is_asked, read_hook)
    converter.register_unstructure_hook_factory(_is_asked, write_hook)
    return converter


_canonical = _converter(_read_hook, _write_hook, omit_if_default=True)
_typed = _converter(_typed_hook, _as_typed_hook, omit_if_default=False)


def _problems(error: BaseException, path: str) -> Iterator[Problem]:
    """Turn what cattrs raised into problems, each with its path in the scenario."""
    match error:
        case errors.ClassValidationError():
            with_notes, others = error.group_exceptions()
            for inner, note in with_notes:
                yield from _problems(inner, f"{path}.{note.name}" if path else note.name)
            for inner in others:
                yield from _problems(inner, path)
        case errors.IterableValidationError():
            for inner, row in error.group_exceptions()[0]:
                yield from _problems(inner, f"{path}.{row.index}")
        case errors.ForbiddenExtraKeysError():
            for key in sorted(map(str, error.extra_fields)):
                yield Problem(f"{path}.{key}" if path else key, "key.unknown", {"key": key})
        case Refusal():
            yield Problem(path, error.reason, error.values)
        case KeyError():
            yield Problem(path, "required")
        case _:
            raise error


def _structure[Scenario](converter: Converter, given: Json, group: type[Scenario]) -> Scenario:
    try:
        return converter.structure(given, group)
    except (errors.BaseValidationError, errors.ForbiddenExtraKeysError, Refusal) as error:
        raise Invalid(*_problems(error, "")) from None


def read[Scenario](given: Json, group: type[Scenario]) -> Scenario:
    """Read a scenario from its canonical form (JSON values); raises `Invalid` with every problem found."""
    return _structure(_canonical, given, group)


def write(scenario: Any) -> dict[str, Json]:
    """Write a scenario in its canonical form."""
    written: dict[str, Json] = _canonical.unstructure(scenario)
    return written


def _without_blanks(typed: Json) -> Json:
    """Leave out fields that stand empty: in a form, absent is spelled as an empty text."""
    if isinstance(typed, dict):
        return {key: _without_blanks(value) for key, value in typed.items() if value not in ("", [])}
    if isinstance(typed, list):
        return [_without_blanks(value) for value in typed]
    return typed


def _with_groups(typed: Json, group: type) -> Json:
    """Add the required groups and rows in which nothing was typed, so that each question in them is named."""
    if not isinstance(typed, dict):
        return typed
    full = dict(typed)
    for field in fields_of(group):
        if field.group is None:
            continue
        inner = field.group
        if field.rows:
            rows = full.get(field.name, [])
            full[field.name] = [_with_groups(row, inner) for row in rows] if isinstance(rows, list) else rows
        elif field.required or _needs_nothing(inner) or _answered(full.get(field.name), inner):
            full[field.name] = _with_groups(full.get(field.name, {}), inner)
        else:
            full.pop(field.name, None)
    return full


def _needs_nothing(group: type) -> bool:
    """Whether a group stands without any answer of its own: then whatever stands in it counts."""
    return not any(field.required for field in fields_of(group))


def _answered(typed: Json, group: type) -> bool:
    """Whether anything that a group must have was typed: what stands in a form before anyone opens it is no answer."""
    if not isinstance(typed, dict):
        return False
    for field in fields_of(group):
        inner = typed.get(field.name)
        if not field.required or not inner:
            continue
        if field.ask and field.ask.kind.control not in ("hidden", "reference"):
            return True
        if field.group and (field.rows or _answered(inner, field.group)):
            return True
    return False


def _trimmed(typed: Json) -> Json:
    """Take the white space from around each text, so that blanks count as nothing typed."""
    if isinstance(typed, dict):
        return {key: _trimmed(value) for key, value in typed.items()}
    if isinstance(typed, list):
        return [_trimmed(value) for value in typed]
    return typed.strip() if isinstance(typed, str) else typed


def read_typed[Scenario](typed: Json, group: type[Scenario]) -> Scenario:
    """Read a scenario from the nested raw texts of a form; raises `Invalid` with every problem found."""
    return _structure(_typed, _with_groups(_without_blanks(_trimmed(typed)), group), group)


def typed_texts(scenario: Any) -> dict[str, str | list[str]]:
    """Return what stands in each control of a form for this scenario: control name to text or picked options."""
    texts: dict[str, str | list[str]] = {}

    def flatten(value: Json, path: str, group: type) -> None:
        for field in fields_of(group):
            here, inner = f"{path}{field.name}", value[field.name]
            if field.rows and field.group:
                for number, row in enumerate(inner):
                    flatten(row, f"{here}.{number}.", field.group)
            elif field.group:
                if inner is not None:
                    flatten(inner, f"{here}.", field.group)
            else:
                texts[here] = inner

    flatten(_typed.unstructure(scenario), "", type(scenario))
    return texts


def with_rows(fields: Texts, name: str, rows: Sequence[Texts]) -> dict[str, str | list[str]]:
    """Return what stands in a form with further rows behind those of one of its lists, each under an id of its own."""
    whole = dict(fields)
    numbers = [int(field.split(".")[1]) for field in fields if field.startswith(f"{name}.")]
    taken = {text for field, text in fields.items() if _is_id(field, name)}
    for number, row in enumerate(rows, max(numbers, default=-1) + 1):
        whole |= {f"{name}.{number}.{field}": text for field, text in row.items()}
        if "id" in row:
            whole[f"{name}.{number}.id"] = own = _unused(str(row["id"]), taken)
            taken.add(own)
    return whole


def with_rows_by_id(fields: Texts, name: str, rows: Sequence[Texts]) -> dict[str, str | list[str]]:
    """Return what stands in a form with rows in the place of those with the same id, the others behind them."""
    whole = dict(fields)
    places = {str(text): field.removesuffix(".id") for field, text in fields.items() if _is_id(field, name)}
    for row in rows:
        place = places.get(str(row.get("id", "")))
        if place is None:
            whole = with_rows(whole, name, [row])
            continue
        whole = {field: text for field, text in whole.items() if not field.startswith(f"{place}.")}
        whole |= {f"{place}.{field}": text for field, text in row.items()}
    return whole


def _is_id(field: str, name: str) -> bool:
    return re.fullmatch(rf"{re.escape(name)}\.\d+\.id", field) is not None


def _unused(wanted: str, taken: AbstractSet[object]) -> str:
    """Return an id that is not taken: the wanted one, or one like it."""
    number, own = 1, wanted
    while own in taken:
        number += 1
        own = f"{wanted[: LONGEST_IDENTIFIER - 4]}-{number}"
    return own


def with_copy(fields: Texts, row: str) -> dict[str, str | list[str]]:
    """Return what stands in a form with a copy of one of its rows behind the others of its list."""
    copied = {field.removeprefix(f"{row}."): text for field, text in fields.items() if field.startswith(f"{row}.")}
    return with_rows(fields, row.rpartition(".")[0], [copied])


def nested(fields: Iterable[tuple[str, Json]]) -> Any:
    """Nest values by the parts of their paths, as a page does; parts that are numbers make lists."""
    tree: dict[str, Any] = {}
    for path, value in fields:
        *parents, last = path.split(".")
        place = tree
        for part in parents:
            place = place.setdefault(part, {})
        place[last] = value
    return _with_lists(tree)


def _with_lists(tree: object) -> object:
    if not isinstance(tree, dict):
        return tree
    branches = {part: _with_lists(branch) for part, branch in tree.items()}
    if branches and all(part.isdecimal() for part in branches):
        return [branches[part] for part in sorted(branches, key=int)]
    return branches
