"""The form of a calculator, laid out from its declaration."""

from collections.abc import Mapping, Sequence

import attrs
from attrs import frozen

from calculators.declaration import Ask, Choice, Choices, Identifier, Kind, Rows, YesNo, fields_of

type Texts = Mapping[str, str | list[str]]

ROW = "__row__"
UNKNOWN_LABEL = "I don’t know"


@frozen
class Control:
    """One question with its control and what stands in it."""

    path: str
    label: str
    help: str
    where: str
    control: str
    decimal: bool
    optional: bool
    options: Sequence[tuple[str, str]]
    value: str | list[str]


@frozen
class Group:
    """Questions that belong together."""

    path: str
    items: Sequence["Control | Group | RowList"]

    @property
    def title(self) -> str:
        """What stands in the first control that is seen: how a folded row is told from the others."""
        first = next(item for item in self.items if isinstance(item, Control) and item.control != "hidden")
        return dict(first.options).get(str(first.value), str(first.value))


@frozen
class RowList:
    """A list of groups, and an empty one to add."""

    path: str
    label: str
    one: str
    help: str
    folded: bool
    least: int
    most: int
    rows: Sequence[Group]
    empty: Group


def options_of(ask: Ask) -> tuple[tuple[str, str], ...]:
    """Return what can be picked: value and label."""
    kind: Kind = ask.kind
    options = tuple(kind.options.items()) if isinstance(kind, Choice | Choices | YesNo) else ()
    return (*options, ("unknown", UNKNOWN_LABEL)) if ask.unknown_allowed else options


def _control(path: str, ask: Ask, value: str | list[str], *, optional: bool) -> Control:
    return Control(
        path=path,
        label=ask.label,
        help=ask.help,
        where=ask.where,
        control=ask.kind.control,
        decimal=ask.unit in ("USD", "visits"),
        optional=optional,
        options=options_of(ask),
        value=value,
    )


def _empty_value(group: type, name: str, ask: Ask) -> str | list[str]:
    if isinstance(ask.kind, Identifier):
        return ask.kind.fresh.replace("#", ROW)
    if ask.unknown_allowed:
        return "unknown"
    default = getattr(attrs.fields(group), name).default
    if default is None or default is attrs.NOTHING:
        return [] if ask.kind.control == "checkboxes" else ""
    return ask.kind.as_typed(default)


def form_of(group: type, texts: Texts, path: str = "") -> Group:
    """Lay out the form of a scenario class with the texts that stand in it; texts that lack are filled in empty."""
    prefix = f"{path}." if path else ""
    items: list[Control | Group | RowList] = []
    for field in fields_of(group):
        here = prefix + field.name
        if field.ask:
            value = texts[here] if here in texts else _empty_value(group, field.name, field.ask)
            optional = not field.required and getattr(attrs.fields(group), field.name).default is None
            items.append(_control(here, field.ask, value, optional=optional))
        elif field.rows and field.group:
            items.append(_row_list(here, field.rows, field.group, texts))
        elif field.group:
            items.append(form_of(field.group, texts, here))
    return Group(path, tuple(items))


def _row_list(path: str, rows: Rows, group: type, texts: Texts) -> RowList:
    numbers = sorted({int(name[len(path) + 1 :].split(".")[0]) for name in texts if name.startswith(f"{path}.")})
    return RowList(
        path=path,
        label=rows.label,
        one=rows.one,
        help=rows.help,
        folded=rows.folded,
        least=rows.least,
        most=rows.most,
        rows=tuple(form_of(group, texts, f"{path}.{number}") for number in numbers),
        empty=form_of(group, {}, f"{path}.{ROW}"),
    )
