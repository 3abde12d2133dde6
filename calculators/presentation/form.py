"""The form of a calculator, laid out from its declaration.

What most people need stands open; what few need is folded away. A form knows what each control holds when nobody has
said anything (its default), so that only what differs from that has to be kept, sent or written into a page.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import cache

import attrs
from attrs import evolve, frozen

from calculators.declaration import (
    Ask,
    Choice,
    Choices,
    Count,
    Identifier,
    Kind,
    Rate,
    Reference,
    Rows,
    Texts,
    YesNo,
    fields_of,
    is_number,
)
from calculators.declaration.asking import Field, asks_by_path
from calculators.declaration.kinds import UNKNOWN, Unknown, unknown_as_typed

type Text = str | list[str]

# Stands for the number of a row that is still to be added. A list within such a row has it twice in its controls'
# names, the outer list's first.
ROW = "__row__"
UNKNOWN_LABEL = "I don’t know"

# Of more options than this, a form shows a few and folds the others away.
MANY_OPTIONS = 12
FIRST_OPTIONS = 6


@frozen
class Control:
    """One question with its control and what stands in it.

    `default` is what it holds where nothing was said; `kept`: there is no such default, so it is always said. `unsure`
    is the id of the sentence that tells what may be typed instead of a certain answer. `to` is the list whose rows can
    be chosen. `names_row`: a folded row goes by it.
    """

    path: str
    label: str
    help: str
    where: str
    control: str
    decimal: bool
    unsure: str
    optional: bool
    options: Sequence[tuple[str, str]]
    value: Text
    default: Text
    kept: bool
    to: str = ""
    names_row: bool = False

    @property
    def first_options(self) -> Sequence[tuple[str, str]]:
        """The options that stand open: what is picked, or the first few; all of them where there are not many."""
        if len(self.options) <= MANY_OPTIONS:
            return self.options
        picked = [option for option in self.options if option[0] in self.value]
        return picked or self.options[:FIRST_OPTIONS]

    @property
    def other_options(self) -> Sequence[tuple[str, str]]:
        """The options that are folded away."""
        first = self.first_options
        return [option for option in self.options if option not in first]


@frozen
class Group:
    """Questions that belong together: those that stand open, and those that few people need.

    `label` is there where the group itself is folded away.
    """

    path: str
    items: Sequence["Control | Group | RowList"]
    more: Sequence["Control | Group | RowList"] = ()
    label: str = ""
    help: str = ""


@frozen
class RowList:
    """A list of groups, and an empty one to add.

    `folded`: each row is. `copied`: each can be. `away`: the list is. `quiet`: with its least number of rows nothing in
    it need be asked.
    """

    path: str
    label: str
    one: str
    help: str
    folded: bool
    copied: bool
    away: bool
    quiet: bool
    least: int
    most: int
    rows: Sequence[Group]
    empty: Group


def options_of(ask: Ask) -> tuple[tuple[str, str], ...]:
    """Return what can be picked: value and label."""
    kind: Kind = ask.kind
    options = tuple(kind.options.items()) if isinstance(kind, Choice | Choices | YesNo) else ()
    return (*options, ("unknown", UNKNOWN_LABEL)) if options and ask.unknown_allowed else options


def _default(group: type, field: Field, path: str) -> Text:
    """Return what a control holds where nothing was said."""
    ask = field.ask
    assert ask
    if isinstance(ask.kind, Identifier):
        group_path = path.rpartition(".")[0]
        return ask.kind.fresh.replace("#", ROW) if group_path.endswith(ROW) else group_path.replace(".", "-")
    default = getattr(attrs.fields(group), field.name).default
    if isinstance(default, Unknown):
        return unknown_as_typed(UNKNOWN, ask.kind)
    if default is None or default is attrs.NOTHING:
        return [] if ask.kind.control == "checkboxes" else ""
    return ask.kind.as_typed(default)


def _control(group: type, field: Field, path: str, texts: Texts, list_paths: Collection[str]) -> Control:
    ask = field.ask
    assert ask
    default = _default(group, field, path)
    value = texts.get(path, default)
    unsure = ""
    if ask.unknown_allowed and ask.kind.control == "text":
        ranges = {Rate: "range_rate", Count: "range_count"}
        unsure = ranges.get(type(ask.kind), "range") if is_number(ask.kind) else "unknown"
    options = options_of(ask)
    to = ""
    if isinstance(ask.kind, Reference):
        to = _list_meant(ask.kind.to, path, list_paths)
        options = tuple((identifier, identifier) for identifier in _identifiers(to, texts))
    return Control(
        path=path,
        label=ask.label,
        help=ask.help,
        where=ask.where,
        control=ask.kind.control,
        decimal=ask.unit in ("USD", "visits") and not unsure,
        unsure=unsure,
        optional=not field.required and getattr(attrs.fields(group), field.name).default in (None, ""),
        options=options,
        value=value,
        default=default,
        kept=field.required,
        to=to,
    )


def _list_meant(to: str, path: str, list_paths: Collection[str]) -> str:
    """Return the path of the list that a reference at a path means: the nearest, beginning with its own row.

    So `plan.limits`, said at `coverages.0.plan.terms.1.limit`, is `coverages.0.plan.limits` if coverages have such a
    list, else `plan.limits`.
    """
    steps = path.split(".")
    around = (".".join([*steps[:count], to]) for count in reversed(range(len(steps))))
    return next(nearest for nearest in around if _without_rows(nearest) in list_paths)


def _identifiers(path: str, texts: Texts) -> Iterator[str]:
    """Yield the ids of the rows of a list."""
    for number in _row_numbers(path, texts):
        yield str(texts[f"{path}.{number}.id"])


def form_of(group: type, texts: Texts) -> Group:
    """Lay out the form of a scenario class with the texts that stand in it; texts that lack are filled in empty.

    A group's own questions come before its lists.
    """
    list_paths = {path for path, question in asks_by_path(group).items() if isinstance(question, Rows)}
    return _group(group, texts, "", list_paths)


def _group(group: type, texts: Texts, path: str, list_paths: Collection[str]) -> Group:
    prefix = f"{path}." if path else ""
    questions: list[Control | Group | RowList] = []
    lists: list[Control | Group | RowList] = []
    more: list[Control | Group | RowList] = []
    for field in fields_of(group):
        here = prefix + field.name
        if field.ask:
            (more if field.ask.detail else questions).append(_control(group, field, here, texts, list_paths))
        elif field.rows and field.group:
            rows = _row_list(here, field.rows, field.group, texts, list_paths)
            (more if field.rows.detail and path else lists).append(rows)
        elif field.group:
            inner = _group(field.group, texts, here, list_paths)
            if field.part:
                lists.append(evolve(inner, label=field.part.label, help=field.part.help))
            else:
                questions.append(evolve(inner, more=()))
                more += inner.more
    return Group(path, (*questions, *lists), tuple(more))


def _row_numbers(path: str, texts: Texts) -> Sequence[int]:
    return sorted({int(name[len(path) + 1 :].split(".")[0]) for name in texts if name.startswith(f"{path}.")})


def _row_list(path: str, rows: Rows, group: type, texts: Texts, list_paths: Collection[str]) -> RowList:
    empty = _group(group, {}, f"{path}.{ROW}", list_paths)
    asked = [item for item in empty.items if not (isinstance(item, Control) and item.control == "hidden")]
    quiet = rows.least > 0 and all(isinstance(item, Control) and item.optional for item in asked)
    return RowList(
        path=path,
        label=rows.label,
        one=rows.one,
        help=rows.help,
        folded=rows.folded and not quiet,
        copied=rows.copied,
        away=rows.detail or (not rows.least and "." not in path),
        quiet=quiet,
        least=rows.least,
        most=rows.most,
        rows=tuple(
            _named(_group(group, texts, f"{path}.{number}", list_paths)) for number in _row_numbers(path, texts)
        ),
        empty=_named(empty),
    )


def _named(row: Group) -> Group:
    """Mark what a folded row goes by: the services it is about, or its first question, and what sets it apart."""
    controls = [item for item in row.items if isinstance(item, Control) and item.control != "hidden"]
    first = next((control for control in controls if len(control.options) > MANY_OPTIONS), controls[0])
    return evolve(
        row,
        items=[evolve(item, names_row=True) if item is first else item for item in row.items],
        more=[
            evolve(item, names_row=True)
            if isinstance(item, Control) and item.control == first.control == "select"
            else item
            for item in row.more
        ],
    )


def controls_of(group: Group) -> Iterator[Control]:
    """Yield every control of a form, those of empty rows among them, but not those of rows that are filled."""
    for item in (*group.items, *group.more):
        if isinstance(item, Control):
            yield item
        else:
            yield from controls_of(item.empty if isinstance(item, RowList) else item)


def _without_rows(path: str) -> str:
    return ".".join(step for step in path.split(".") if step != ROW and not step.isdigit())


@cache
def _defaults(group: type) -> Mapping[str, Text | None]:
    """Return each control's default by its path without row numbers; None where it is always said."""
    return {
        _without_rows(control.path): None if control.kept else control.default
        for control in controls_of(form_of(group, {}))
    }


def differing(group: type, texts: Texts) -> Texts:
    """Return those texts that are not what a form's controls hold anyway."""
    defaults = _defaults(group)
    return {path: text for path, text in texts.items() if text != defaults[_without_rows(path)]}


def shown(ask: Ask, text: Text) -> str:
    """Return what stands in a control as people read it."""
    if isinstance(ask.kind, Choice | Choices | YesNo):
        options: Mapping[str, str] = {"unknown": UNKNOWN_LABEL, **ask.kind.options}
        return ", ".join(options[option] for option in ([text] if isinstance(text, str) else text))
    if text == "?":
        return UNKNOWN_LABEL
    return f"${text}" if ask.unit == "USD" and text != "none" else str(text)
