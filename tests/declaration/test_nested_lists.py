"""Lists within the rows of lists: read, written, typed and laid out in a form."""

import re
from copy import deepcopy

import jsonschema
import pytest
from attrs import evolve

from calculators.declaration import Invalid, Rows, json_schema, read, read_typed, typed_texts, write
from calculators.declaration.asking import asks_by_path
from calculators.presentation.form import controls_of, differing, form_of
from tests.declaration.holders import EXAMPLE, Holder, Holders, Limit, Plan, Term, page
from tests.forms import nested

SCENARIO = Holders(
    holders=(
        Holder("ann", "Ann", works=True),
        Holder(
            "ben",
            "Ben",
            plan=Plan(
                "gold",
                "Gold",
                terms=(
                    Term("physical", "few", "ann", copay=4000),
                    Term("speech", "many", "ann", covered=False),
                ),
                limits=(Limit("few", 20), Limit("many", 60)),
            ),
        ),
    ),
    guests=(
        Holder(
            "cleo",
            "Cleo",
            works=True,
            plan=Plan("guests-1-plan", "Silver", terms=(Term("speech", "one", "ann"),), limits=(Limit("one", 1),)),
        ),
        Holder("dan", "Dan"),
    ),
)


def problems_of(reading, given):
    with pytest.raises(Invalid) as invalid:
        reading(given, Holders)
    return {problem.path: problem.reason for problem in invalid.value.problems}


def test_every_question_has_a_path_without_numbers():
    asked = asks_by_path(Holders)
    assert [path for path, question in asked.items() if isinstance(question, Rows)] == [
        "holders",
        "holders.plan.terms",
        "holders.plan.limits",
        "guests",
        "guests.plan.terms",
        "guests.plan.limits",
    ]
    assert asked["holders.plan.terms.copay"].label == "Copay"


def test_a_written_scenario_is_read_and_written_again():
    assert read(EXAMPLE, Holders) == SCENARIO
    assert write(SCENARIO) == EXAMPLE


def test_typed_texts_are_named_by_their_paths_and_read_again():
    texts = typed_texts(SCENARIO)
    assert texts["holders.1.plan.terms.0.copay"] == "40"
    assert texts["holders.1.plan.terms.1.covered"] == "no"
    assert texts["holders.1.plan.limits.1.visits"] == "60"
    assert not [name for name in texts if name.startswith("holders.0.plan")]
    assert read_typed(nested(texts), Holders) == SCENARIO


def test_what_a_form_keeps_is_enough():
    kept = differing(Holders, typed_texts(SCENARIO))
    assert "holders.1.plan.terms.1.covered" in kept
    assert not kept.keys() & {"holders.1.plan.terms.0.covered", "holders.1.plan.terms.1.copay", "holders.1.works"}
    assert read_typed(nested(kept), Holders) == SCENARIO


def test_problems_are_told_with_their_paths_all_at_once():
    typed = nested(typed_texts(SCENARIO))
    typed["holders"][1]["plan"]["terms"][0]["copay"] = "forty"
    typed["holders"][1]["plan"]["terms"][1]["service"] = ""
    typed["holders"][1]["plan"]["limits"][1]["visits"] = "100"
    typed["guests"][0]["plan"]["terms"] = []
    assert problems_of(read_typed, typed) == {
        "holders.1.plan.terms.0.copay": "money.typed",
        "holders.1.plan.terms.1.service": "required",
        "holders.1.plan.limits.1.visits": "count.too_large",
        "guests.0.plan.terms": "rows.number",
    }


CHANGES = [
    (lambda plan: plan["terms"][0].update(copay="40"), "holders.1.plan.terms.0.copay", "money.written"),
    (lambda plan: plan["terms"][1].update(mood="good"), "holders.1.plan.terms.1.mood", "key.unknown"),
    (lambda plan: plan["terms"].extend(plan["terms"]), "holders.1.plan.terms", "rows.number"),
    (lambda plan: plan["terms"].clear(), "holders.1.plan.terms", "rows.number"),
    (lambda plan: plan["limits"][0].pop("visits"), "holders.1.plan.limits.0.visits", "required"),
    (lambda plan: plan.clear(), "holders.1.plan.terms", "required"),
]


@pytest.mark.parametrize(("change", "path", "reason"), CHANGES)
def test_schema_and_reading_refuse_the_same(change, path, reason):
    validator = jsonschema.Draft202012Validator(json_schema(Holders, "holders", 1))
    given = deepcopy(EXAMPLE)
    named = {"calculator": "holders", "version": 1}
    assert validator.is_valid(given | named)
    change(given["holders"][1]["plan"])
    assert not validator.is_valid(given | named)
    assert problems_of(read, given)[path] == reason


def test_a_group_in_a_row_is_absent_until_a_question_that_it_needs_is_answered():
    # What the controls of a plan hold before anyone opens it.
    texts = typed_texts(SCENARIO) | {"holders.0.plan.id": "holders-0-plan", "holders.0.plan.name": ""}
    assert read_typed(nested(texts), Holders) == SCENARIO
    assert problems_of(read_typed, nested(texts | {"holders.0.plan.name": "Bronze"})) == {
        "holders.0.plan.terms": "rows.number"
    }
    term = {"service": "speech", "limit": "few", "agreed_by": "ben"}
    typed = texts | {"holders.0.plan.name": "Bronze"} | {f"holders.0.plan.terms.0.{name}": term[name] for name in term}
    bronze = Plan("holders-0-plan", "Bronze", terms=(Term("speech", "few", "ben"),))
    ann = evolve(SCENARIO.holders[0], plan=bronze)
    assert read_typed(nested(typed), Holders) == evolve(SCENARIO, holders=(ann, SCENARIO.holders[1]))


def test_the_form_names_the_rows_to_add_by_every_list_that_they_stand_in():
    controls = {control.path: control for control in controls_of(form_of(Holders, {}))}
    term = "holders.__row__.plan.terms.__row__"
    assert {path: control.default for path, control in controls.items() if path.startswith("holders.")} == {
        "holders.__row__.id": "holder-__row__",
        "holders.__row__.name": "",
        "holders.__row__.works": "no",
        "holders.__row__.plan.id": "holders-__row__-plan",
        "holders.__row__.plan.name": "",
        f"{term}.service": "",
        f"{term}.limit": "",
        f"{term}.agreed_by": "",
        f"{term}.copay": "",
        f"{term}.covered": "yes",
        "holders.__row__.plan.limits.__row__.id": "limit-__row__",
        "holders.__row__.plan.limits.__row__.visits": "",
    }
    assert controls[f"{term}.limit"].to == "holders.__row__.plan.limits"
    assert controls[f"{term}.agreed_by"].to == "holders"


def filled(group):
    """Yield every control of a form that is filled."""
    for item in (*group.items, *group.more):
        if hasattr(item, "control"):
            yield item
        else:
            for inner in item.rows if hasattr(item, "rows") else (item,):
                yield from filled(inner)


def test_a_filled_form_shows_every_text_and_offers_the_rows_of_its_own_row():
    texts = typed_texts(SCENARIO)
    controls = {control.path: control for control in filled(form_of(Holders, texts))}
    assert {path: control.value for path, control in controls.items() if path in texts} == texts
    assert controls.keys() - texts.keys() == {
        f"{row}.plan.{name}" for row in ("holders.0", "guests.1") for name in ("id", "name")
    }
    limit = controls["holders.1.plan.terms.1.limit"]
    assert limit.to == "holders.1.plan.limits"
    assert [value for value, _ in limit.options] == ["few", "many"]
    assert [value for value, _ in controls["guests.0.plan.terms.0.limit"].options] == ["one"]
    assert [value for value, _ in controls["guests.0.plan.terms.0.agreed_by"].options] == ["ann", "ben"]


def test_templates_stand_within_templates_and_each_row_is_named_after_its_own_first_question():
    html = page()
    assert re.findall(r'<template data-row-template="([^"]+)">|</(template)>', html) == [
        ("holders", ""),
        ("holders.__row__.plan.terms", ""),
        ("", "template"),
        ("holders.__row__.plan.limits", ""),
        ("", "template"),
        ("", "template"),
        *[
            tag
            for number in (0, 1)
            for name in ("terms", "limits")
            for tag in ((f"guests.{number}.plan.{name}", ""), ("", "template"))
        ],
        ("guests", ""),
        ("guests.__row__.plan.terms", ""),
        ("", "template"),
        ("guests.__row__.plan.limits", ""),
        ("", "template"),
        ("", "template"),
    ]
    named = re.findall(r'name="([^"]+)"[^>]* data-names-row', html)
    assert "holders.__row__.name" in named
    assert "holders.__row__.plan.terms.__row__.service" in named
    assert not [name for name in named if not name.endswith((".name", ".service", ".visits"))]
    assert not [name for name in named if name.endswith(".plan.name")]
