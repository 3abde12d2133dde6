"""The JSON Schema of a scenario, drawn from its declaration."""

from typing import Any

from calculators.declaration.asking import Ask, fields_of
from calculators.declaration.kinds import is_number


def _answer(ask: Ask) -> dict[str, Any]:
    answer = ask.kind.schema()
    if ask.unknown_allowed:
        unknown: dict[str, Any] = {
            "type": "object",
            "properties": {"unknown": {"const": True}},
            "required": ["unknown"],
            "additionalProperties": False,
        }
        if is_number(ask.kind):
            unknown["properties"] |= {"low": answer, "high": answer}
            unknown["dependentRequired"] = {"low": ["high"], "high": ["low"]}
        answer = {"anyOf": [answer, unknown]}
    return {"title": ask.label} | ({"description": ask.help} if ask.help else {}) | answer


def _object(group: type) -> dict[str, Any]:
    properties: dict[str, Any] = {}
    required = []
    for field in fields_of(group):
        if field.ask:
            properties[field.name] = _answer(field.ask)
        elif field.rows and field.group:
            properties[field.name] = {
                "type": "array",
                "title": field.rows.label,
                "items": _object(field.group),
                "minItems": field.rows.least,
                "maxItems": field.rows.most,
            }
        elif field.group:
            properties[field.name] = _object(field.group)
        if field.required:
            required.append(field.name)
    return {"type": "object", "properties": properties, "required": required, "additionalProperties": False}


def json_schema(group: type, calculator: str, version: int) -> dict[str, Any]:
    """Return the JSON Schema (2020-12) of a calculator's canonical scenario.

    It says what each answer may be. How answers must agree with one another (an allowed amount no higher than the
    billed one, dates within the plan year) is checked when the scenario is read.
    """
    schema = _object(group)
    schema["properties"] = {"calculator": {"const": calculator}, "version": {"const": version}} | schema["properties"]
    schema["required"] = ["calculator", "version", *schema["required"]]
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": calculator} | schema
