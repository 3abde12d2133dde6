"""What holds for every scenario."""

import random
from copy import deepcopy

from hypothesis import assume, given, settings
from hypothesis import strategies as st
from scenarios_at_random import scenarios

from calculators.catalogue import CALCULATORS
from calculators.coverage.adjudication import PATIENT_PARTS
from calculators.declaration import typed_texts
from calculators.link import pack, unpack

ANNUAL_COST = CALCULATORS["annual-cost"]


def compute(made):
    return ANNUAL_COST.compute(ANNUAL_COST.read(made))


def as_json(made):
    scenario = ANNUAL_COST.read(made)
    return ANNUAL_COST.show.result_json(scenario, ANNUAL_COST.compute(scenario))


def nested(texts):
    """What the page's script does: names to nested values, by path alone."""
    tree = {}
    for path, text in texts.items():
        *groups, name = path.split(".")
        here = tree
        for group in groups:
            here = here.setdefault(group, {})
        here[name] = text

    def lists(value):
        if not isinstance(value, dict):
            return value
        if value and all(key.isdigit() for key in value):
            return [lists(value[key]) for key in sorted(value, key=int)]
        return {key: lists(inner) for key, inner in value.items()}

    return lists(tree)


@given(scenarios())
def test_parts_add_up_to_the_charge_on_every_line(made):
    for run in compute(made).runs:
        for line in run.lines:
            parts = [line.part(name).amount for name in (*PATIENT_PARTS, "plan_paid", "write_off")]
            assert all(part >= 0 for part in parts)
            assert sum(parts) == line.visit.charge


@given(scenarios())
def test_caps_hold(made):
    scenario = ANNUAL_COST.read(made)
    maximum = scenario.plan.out_of_pocket_maximum.person
    for run in ANNUAL_COST.compute(scenario).runs:
        paid = {part: run.figures[part].value for part in PATIENT_PARTS}
        assert paid["deductible"] <= scenario.plan.deductible.person
        if maximum is not None:
            assert paid["deductible"] + paid["copay"] + paid["coinsurance"] <= maximum
            outside = paid["over_limit"] + paid["not_covered"]
            assert run.figures["total"].value - outside <= run.figures["most_you_could_pay"].value


@given(scenarios())
def test_covered_visits_never_exceed_a_limit_of_the_plan_year(made):
    scenario = ANNUAL_COST.read(made)
    for limit in scenario.plan.limits:
        if limit.per == "plan_year":
            for run in ANNUAL_COST.compute(scenario).runs:
                covered = [
                    line
                    for line in run.lines
                    if line.visit.service in limit.services
                    and line.over_limit.rule != "line.over_limit"
                    and line.not_covered.rule != "line.not_covered"
                ]
                assert len(covered) <= max(0, limit.quantity - limit.used)


@given(scenarios(), st.integers(0, 3))
def test_one_more_visit_never_lowers_what_the_patient_pays(made, course):
    assume(course < len(made["care"]))
    more = deepcopy(made)
    more["care"][course]["visits"] += 1
    for end in (0, 1):
        before, after = (
            result.ends("patient_pays")[end].figures["patient_pays"].value for result in (compute(made), compute(more))
        )
        assert after >= before


@given(scenarios(), st.randoms())
def test_order_of_entry_never_changes_a_figure_or_a_line(made, order: random.Random):
    shuffled = deepcopy(made)
    order.shuffle(shuffled["care"])
    order.shuffle(shuffled["plan"]["terms"])
    order.shuffle(shuffled["plan"]["limits"])
    for limit in shuffled["plan"]["limits"]:
        order.shuffle(limit["services"])
    first, second = as_json(made), as_json(shuffled)
    for name, figure in first["figures"].items():
        assert [figure.get(key) for key in ("value", "low", "high")] == [
            second["figures"][name].get(key) for key in ("value", "low", "high")
        ]
    for one, other in zip(first["ledger"], second["ledger"], strict=True):
        assert {key: value for key, value in one.items() if key != "steps"} == {
            key: value for key, value in other.items() if key != "steps"
        }


@given(scenarios())
def test_ends_of_a_range_are_reproducible(made):
    result = as_json(made)
    for name, figure in result["figures"].items():
        for end in ("low", "high"):
            if end not in figure:
                continue
            answered = deepcopy(made)
            for terms in answered["plan"]["terms"]:
                fact = f"plan.terms.{terms['service']}.copay_when_visit_meets_deductible"
                if fact in figure[f"{end}_answers"]:
                    terms["copay_when_visit_meets_deductible"] = figure[f"{end}_answers"][fact]
            found = as_json(answered)["figures"][name]
            assert found.get("value") == figure[end]


@given(scenarios())
def test_when_everything_is_answered_nothing_is_unknown(made):
    for terms in made["plan"]["terms"]:
        if "copay_when_visit_meets_deductible" in terms:
            terms["copay_when_visit_meets_deductible"] = True
    result = compute(made)
    assert result.outcome == "decided"
    assert result.questions == ()


@given(scenarios())
def test_a_scenario_survives_every_spelling(made):
    scenario = ANNUAL_COST.read(made)
    assert ANNUAL_COST.read(ANNUAL_COST.write(scenario)) == scenario
    # A form cannot leave "I don't know" unsaid: what was absent comes back as unknown, and stays so.
    typed = ANNUAL_COST.read_typed(nested(typed_texts(scenario)))
    assert ANNUAL_COST.read_typed(nested(typed_texts(typed))) == typed


@given(scenarios())
def test_the_form_gives_the_figures_of_the_scenario(made):
    scenario = ANNUAL_COST.read(made)
    typed = ANNUAL_COST.read_typed(nested(typed_texts(scenario)))
    one, other = (ANNUAL_COST.compute(each) for each in (scenario, typed))
    for name, figure in one.low.figures.items():
        assert other.low.figures[name].value == figure.value


@given(st.text())
def test_links_carry_any_text(text):
    text = text.encode("utf-8", "ignore").decode()
    assert unpack(pack("annual-cost", text)) == ("annual-cost", text)


@settings(max_examples=10)
@given(scenarios())
def test_markup_in_a_name_comes_out_as_text(made):
    made["plan"]["name"] = "<img src=x onerror=alert(1)>"
    scenario = ANNUAL_COST.read(made)
    html = ANNUAL_COST.show.result_html(scenario, ANNUAL_COST.compute(scenario), "annual-cost")
    assert "<img" not in html
    assert "&lt;img" in html
