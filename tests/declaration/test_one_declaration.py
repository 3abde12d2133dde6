"""Form, schema and reading come from one declaration and accept and refuse the same."""

import json
import re
from copy import deepcopy

import jsonschema
import pytest

from calculators.catalogue import CALCULATORS
from calculators.declaration import Invalid, typed_texts
from calculators.declaration.asking import Ask, asks_by_path
from calculators.page import answer, section_html
from calculators.presentation import wording
from calculators.presentation.form import controls_of, differing, form_of
from tests.forms import nested

ANNUAL_COST = CALCULATORS["annual-cost"]
EXAMPLE = ANNUAL_COST.write(next(example.scenario for example in ANNUAL_COST.examples() if example.id == "ppo-66ca88"))


def test_every_question_has_a_control_that_the_form_can_draw():
    drawn = {
        control.path.replace(".__row__", ""): control for control in controls_of(form_of(ANNUAL_COST.scenario, {}))
    }
    asked = {path for path, question in asks_by_path(ANNUAL_COST.scenario).items() if isinstance(question, Ask)}
    assert set(drawn) == asked
    kinds = {"text", "select", "radios", "checkboxes", "hidden", "reference"}
    assert {control.control for control in drawn.values()} == kinds
    assert all(control.label for control in drawn.values())
    names = re.findall(r' name="([^"]+)"', section_html("annual-cost"))
    assert {re.sub(r"\.(\d+|__row__)\b", "", name) for name in names} == asked


def at(scenario, path):
    *groups, name = path.split(".")
    here = scenario
    for group in groups:
        here = here[int(group)] if group.isdigit() else here[group]
    return here, int(name) if name.isdigit() else name


ABSENT = object()

REFUSED = [
    ("care.0.visits", 10000),
    ("care.0.visits", -1),
    ("care.0.visits", "40"),
    ("care.0.visits", 40.5),
    ("care.0.visits", True),
    ("care.0.visits", ABSENT),
    ("care.0.allowed", "150"),
    ("care.0.allowed", "-150.00"),
    ("care.0.allowed", "1,500.00"),
    ("care.0.allowed", 150.0),
    ("care.0.allowed", "10000000.00"),
    ("care.0.allowed", None),
    ("care.0.first_visit", "10/05/2026"),
    ("care.0.first_visit", "2026-02-30"),
    ("care.0.first_visit", "1999-01-01"),
    ("care.0.service", "magic"),
    ("care.0.frequency", "hourly"),
    ("care.0.person", "Me!"),
    ("care.0.mood", "good"),
    ("care", []),
    ("care", "none"),
    ("people", []),
    ("people", [{"id": f"person-{number}"} for number in range(13)]),
    ("people", [{"id": "me", "age": 40}]),
    ("plan", "gold"),
    ("plan.name", ""),
    ("plan.name", "x" * 81),
    ("plan.name", "two\nlines"),
    ("plan.terms.0.coinsurance", "1.2"),
    ("plan.terms.0.coinsurance", "20%"),
    ("plan.terms.0.coinsurance", 0.2),
    ("plan.terms.0.covered", "yes"),
    ("plan.terms.0.copay_when_visit_meets_deductible", {"unknown": False}),
    ("plan.terms.0.copay_when_visit_meets_deductible", {"unknown": True, "low": "1.00"}),
    ("plan.terms.0.covered", {"unknown": True, "low": False, "high": True}),
    ("plan.name", {"unknown": True}),
    ("care.0.visits", {"unknown": True}),
    ("care.0.allowed", {"unknown": True, "low": "90.00"}),
    ("care.0.allowed", {"unknown": True, "low": "90.00", "high": "200"}),
    ("care.0.allowed", {"low": "90.00", "high": "200.00"}),
    ("plan.terms.0.coinsurance", {"unknown": True, "low": "0.10", "high": "1.10"}),
    ("plan.limits.0.quantity", {"unknown": True, "low": 20, "high": 30.5}),
    ("plan.out_of_network", {}),
    ("plan.out_of_network", None),
    ("plan.deductible.kind", "shared"),
    ("change", {"since": "2027-01-01"}),
    ("plan.terms", []),
    ("plan.limits.0.services", []),
    ("plan.limits.0.services", ["physical_therapy", "physical_therapy"]),
    ("plan.limits.0.quantity", 10_000_000),
    ("plan.deductible", {}),
    ("plan.deductible.person", "none"),
    ("plan.premium.every", "day"),
    ("version", 2),
    ("version", 0),
    ("version", "1"),
    ("calculator", "two-plans"),
    ("calculator", ABSENT),
    ("surprise", 1),
]

ACCEPTED = [
    ("people.0.name", "Ann"),
    ("people", [{"id": "me"}, {"id": "you", "name": "Ben"}]),
    ("care.0.allowed", {"unknown": True}),
    ("care.0.allowed", {"unknown": True, "low": "90.00", "high": "200.00"}),
    ("plan.terms.0.covered", {"unknown": True}),
    ("plan.terms.0.coinsurance", {"unknown": True, "low": "0.20", "high": "0.40"}),
    ("plan.limits.0.quantity", {"unknown": True, "low": 20, "high": 30}),
    ("plan.deductible.family", "3000.00"),
    ("plan.out_of_network", {"deductible": "500.00", "maximum": "none"}),
    ("used_before", [{"person": "me", "deductible": "100.00"}]),
    ("visits_used", [{"person": "me", "limit": "therapy", "used": {"unknown": True, "low": 1, "high": 2}}]),
    ("outlook", {"bad": 150}),
    ("care.0.visits", 0),
    ("care.0.billed", "200.00"),
    ("people", [{"id": "me"}, {"id": "you", "name": "Ann"}]),
    ("plan.terms.0.covered", {"unknown": True}),
    ("care.0.allowed", {"unknown": True}),
    ("care.0.allowed", {"unknown": True, "low": "90.00", "high": "200.00"}),
    ("plan.limits.0.quantity", {"unknown": True, "low": 20, "high": 30}),
    ("plan.deductible", {"person": "1500.00", "family": "3000.00", "kind": "aggregate"}),
    ("outlook", {"good": 0, "bad": 300}),
    ("plan.out_of_pocket_maximum.person", "none"),
    ("plan.terms.0.copay_when_visit_meets_deductible", {"unknown": True}),
    ("plan.terms.0.coinsurance", "0.3333"),
    ("plan.limits", []),
    ("plan.limits", ABSENT),
    ("plan.name", "Ä & <b>"),
]


def changed(path, value):
    scenario = deepcopy(EXAMPLE)
    group, name = at(scenario, path)
    if value is ABSENT:
        del group[name]
    else:
        group[name] = value
    return scenario


def schema_accepts(scenario):
    checker = jsonschema.Draft202012Validator(
        ANNUAL_COST.schema(), format_checker=jsonschema.Draft202012Validator.FORMAT_CHECKER
    )
    return checker.is_valid(scenario)


@pytest.mark.parametrize(("path", "value"), REFUSED)
def test_schema_and_reading_refuse_the_same(path, value):
    scenario = changed(path, value)
    assert not schema_accepts(scenario)
    with pytest.raises(Invalid) as invalid:
        ANNUAL_COST.read(scenario)
    assert any(problem.path.startswith(path) or not problem.path for problem in invalid.value.problems)


@pytest.mark.parametrize(("path", "value"), ACCEPTED)
def test_schema_and_reading_accept_the_same(path, value):
    scenario = changed(path, value)
    assert schema_accepts(scenario)
    ANNUAL_COST.read(scenario)


def test_every_reason_a_scenario_can_be_refused_for_has_a_sentence_that_names_the_field():
    for path, value in REFUSED:
        with pytest.raises(Invalid) as invalid:
            ANNUAL_COST.read(changed(path, value))
        for problem in invalid.value.problems:
            sentence = wording.problem_text(problem, ANNUAL_COST.scenario)
            assert len(sentence) > 20
            assert not re.search(r"\{[a-z_]*[:}]", sentence)


def asked(**request):
    return json.loads(answer(json.dumps({"calculator": "annual-cost", **request})))


def typed_example():
    fields = asked(op="fill", scenario=json.dumps(EXAMPLE))["fields"]
    typed = {"people": [{}], "care": [{}], "plan": {"deductible": {}, "out_of_pocket_maximum": {}, "premium": {}}}
    for path, text in fields.items():
        here = typed
        *groups, name = path.split(".")
        for group in groups:
            if group.isdigit():
                while len(here) <= int(group):
                    here.append({})
                here = here[int(group)]
            else:
                here = here.setdefault(group, [] if group in ("terms", "limits", "special_deductibles") else {})
        here[name] = text
    return typed


@pytest.mark.parametrize(
    ("path", "typed", "reason"),
    [
        ("care.0.allowed", "abc", "money.typed"),
        ("care.0.allowed", "-5", "money.negative"),
        ("care.0.visits", "10000", "count.too_large"),
        ("plan.terms.0.coinsurance", "120 %", "rate.above_all"),
        ("care.0.first_visit", "2/30/2027", "date.no_such_day"),
        ("care.0.first_visit", "9/30/2026", "date.before_plan_year"),
        ("care.0.first_visit", "10/1/2027", "date.after_plan_year"),
        ("care.0.billed", "100", "allowed.above_billed"),
        ("care.0.visits", "", "required"),
        ("plan.terms.0.coinsurance", "", "terms.nothing_to_pay"),
        ("plan.premium.employer_pays", "1", "premium.employer_above"),
        ("care.0.service", "acupuncture", "terms.missing"),
    ],
)
def test_the_form_refuses_with_the_fields_name(path, typed, reason):
    form = typed_example()
    group, name = at(form, path)
    group[name] = typed
    refused = asked(op="compute", typed=form)
    assert refused["state"] == "invalid"
    (error,) = refused["errors"]
    assert error["id"] == reason
    field = asks_by_path(ANNUAL_COST.scenario)[
        ".".join(part for part in error["path"].split(".") if not part.isdigit())
    ]
    assert error["sentence"].startswith(field.label.rstrip("?:"))
    assert f'href="#annual-cost-{error["path"]}"' in refused["html"]


def test_an_empty_form_names_every_question_at_once():
    refused = asked(op="compute", typed={})
    paths = {error["path"] for error in refused["errors"]}
    assert {"plan.name", "plan.starts", "plan.deductible.person", "plan.premium.amount", "care", "plan.terms"} <= paths


@pytest.mark.parametrize(
    ("request_", "reason"),
    [
        ({"link": "annual-cost.eJyrVkpOzEnNSy"}, "link.broken"),
        ({"link": "annual-cost."}, "link.broken"),
        ({"link": "annual-cost.!!!"}, "link.broken"),
        ({"link": "two-plans.eJyrVkpOzEnNSy"}, "link.broken"),
        ({"scenario": "not JSON"}, "json.not_json"),
        ({"scenario": "[" * 100_000}, "json.too_deep"),
        ({"scenario": '{"a":' * 101 + "1" + "}" * 101}, "json.too_deep"),
        ({"scenario": '{"a":' * 100 + "1" + "}" * 100}, "calculator.missing"),
        ({"scenario": json.dumps("[" * 1000 + '\\"{')}, "json.object"),
        ({"scenario": '{"calculator": "annual-cost", "calculator": "annual-cost"}'}, "json.twice"),
        ({"scenario": "[]"}, "json.object"),
        ({"scenario": json.dumps(EXAMPLE | {"version": 2})}, "version.newer"),
        ({"scenario": json.dumps(EXAMPLE | {"extra": 1})}, "key.unknown"),
        ({"scenario": "9" * 5000}, "json.not_json"),
    ],
)
def test_files_and_links_that_are_no_scenario(request_, reason):
    refused = asked(op="fill", **request_)
    assert refused["state"] == "invalid"
    assert refused["errors"][0]["id"] == reason


def test_a_link_cut_anywhere_is_refused():
    form = typed_example()
    link = asked(op="compute", typed=form)["link"]
    assert asked(op="fill", link=link)["fields"] == asked(op="fill", scenario=json.dumps(EXAMPLE))["fields"]
    for length in range(len("annual-cost."), len(link) - 1):
        assert asked(op="fill", link=link[:length])["state"] == "invalid"


@pytest.mark.parametrize("example", ANNUAL_COST.examples(), ids=lambda example: example.id)
def test_what_a_form_leaves_out_is_what_its_controls_hold_anyway(example):
    texts = typed_texts(example.scenario)
    kept = differing(ANNUAL_COST.scenario, texts)
    assert len(kept) < len(texts) / 2
    assert ANNUAL_COST.read_typed(nested(kept)) == example.scenario


def test_a_group_that_nobody_opened_is_absent_whatever_its_controls_hold():
    controls = controls_of(form_of(ANNUAL_COST.scenario, {}))
    untouched = {control.path: control.default for control in controls if control.path.startswith("change.")}
    untouched = {path: text for path, text in untouched.items() if "__row__" not in path}
    assert untouched["change.plan.id"] == "change-plan"
    typed = nested(untouched | typed_texts(ANNUAL_COST.read(EXAMPLE)))
    assert ANNUAL_COST.read_typed(typed).change is None


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("90 to 200", {"unknown": True, "low": "90.00", "high": "200.00"}),
        ("between $90 and $200", {"unknown": True, "low": "90.00", "high": "200.00"}),
        ("?", {"unknown": True}),
        ("I don’t know", {"unknown": True}),
    ],
)
def test_an_unknown_number_goes_from_the_form_to_a_scenario_and_back(typed, written):
    form = typed_example()
    form["care"][0]["allowed"] = typed
    scenario = ANNUAL_COST.read_typed(form)
    assert ANNUAL_COST.write(scenario)["care"][0]["allowed"] == written
    again = typed_texts(scenario)["care.0.allowed"]
    form["care"][0]["allowed"] = again
    assert ANNUAL_COST.read_typed(form) == scenario


def test_a_link_leaves_out_names_and_nothing_else():
    form = typed_example()
    form["people"] = [{"id": "me", "name": "Ann"}, {"id": "person-0", "name": "Ben"}]
    fields = asked(op="fill", link=asked(op="compute", typed=form)["link"])["fields"]
    assert fields == typed_texts(ANNUAL_COST.read_typed(form)) | {"people.0.name": "", "people.1.name": ""}
    saved = json.loads(asked(op="download", format="scenario", typed=form)["text"])
    assert [person["name"] for person in saved["people"]] == ["Ann", "Ben"]
