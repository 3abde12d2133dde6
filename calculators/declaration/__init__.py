"""How a calculator says what it asks for, and everything that follows from saying it once.

A scenario is a frozen attrs class. Each of its fields is annotated with an `Ask` (one answer), a `Rows` (a list of
groups) or a plain attrs class (a group). From that one declaration come reading and writing, the list of what is
wrong, the JSON Schema and the form.
"""

from calculators.declaration.asking import Ask, Field, Part, Rows, fields_of
from calculators.declaration.json_text import parsed
from calculators.declaration.kinds import (
    UNKNOWN,
    Choice,
    Choices,
    Count,
    Day,
    DayOfYear,
    Identifier,
    Kind,
    Money,
    MonthDay,
    Rate,
    Reference,
    Refusal,
    Text,
    Unknown,
    YesNo,
    day_as_typed,
    is_number,
    money_as_written,
)
from calculators.declaration.reading import (
    Invalid,
    Problem,
    Texts,
    nested,
    read,
    read_typed,
    typed_texts,
    with_copy,
    with_rows,
    with_rows_by_id,
    write,
)
from calculators.declaration.schema import json_schema

__all__ = [
    "UNKNOWN",
    "Ask",
    "Choice",
    "Choices",
    "Count",
    "Day",
    "DayOfYear",
    "Field",
    "Identifier",
    "Invalid",
    "Kind",
    "Money",
    "MonthDay",
    "Part",
    "Problem",
    "Rate",
    "Reference",
    "Refusal",
    "Rows",
    "Text",
    "Texts",
    "Unknown",
    "YesNo",
    "day_as_typed",
    "fields_of",
    "is_number",
    "json_schema",
    "money_as_written",
    "nested",
    "parsed",
    "read",
    "read_typed",
    "typed_texts",
    "with_copy",
    "with_rows",
    "with_rows_by_id",
    "write",
]
