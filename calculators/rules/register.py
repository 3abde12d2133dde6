"""The register of rules: what each step's rule id stands on."""

import tomllib
from collections.abc import Mapping
from datetime import date
from functools import cache
from importlib.resources import files

from attrs import frozen


@frozen
class Rule:
    """One rule: its unit, its source, the edition and day it was read, and how far it was verified."""

    id: str
    unit: str
    source: str
    url: str
    read_on: date
    verified: str
    text_as_of: str


@cache
def all_rules() -> Mapping[str, Rule]:
    """Return every rule that has a source, by id."""
    text = files("calculators.rules").joinpath("rules.toml").read_text(encoding="utf-8")
    return {identifier: Rule(id=identifier, **record) for identifier, record in tomllib.loads(text).items()}
