"""Parts add up: to the charge on every line, to the figures over a year, to the year over its months."""

from hypothesis import given
from scenarios_at_random import ANNUAL_COST, cents, compute, scenarios, sized

from calculators.coverage.adjudication import PATIENT_PARTS

PARTS = (*PATIENT_PARTS, "plan_paid", "write_off")


@sized(100)
@given(scenarios())
def test_parts_add_up_to_the_charge_on_every_line(made):
    for line in compute(made).low.lines:
        parts = [line.part(name).amount for name in PARTS]
        assert min(parts) >= 0
        assert sum(parts) == line.charge
        assert line.allowed.amount <= line.charge


@sized(100)
@given(scenarios())
def test_figures_are_sums_of_lines(made):
    run = compute(made).low
    value = {name: figure.value for name, figure in run.figures.items()}
    for name in PARTS:
        assert value[name] == sum(line.part(name).amount for line in run.lines)
    assert value["patient_pays"] == sum(value[name] for name in PATIENT_PARTS)
    plans = [made["plan"], *([made["change"]["plan"]] if "change" in made else [])]
    account = sum(cents(plan["account_money"]) for plan in plans)
    assert value["total"] == value["premium"] + max(0, value["patient_pays"] - account)
    if len(made["people"]) > 1:
        for name in (*PATIENT_PARTS, "patient_pays"):
            assert value[name] == sum(value.get(f"people.{person['id']}.{name}", 0) for person in made["people"])
    outcomes = [line.outcome for line in run.lines if not line.visit.facility_fee]
    assert value["visits_covered"] == outcomes.count("covered")
    assert value["visits_over_limit"] == outcomes.count("over_limit")
    assert len(outcomes) == sum(course["visits"] for course in made["care"])


@sized(50)
@given(scenarios())
def test_months_add_up_to_the_year(made):
    scenario = ANNUAL_COST.read(made)
    result = ANNUAL_COST.compute(scenario)
    months = ANNUAL_COST.show.result_json(scenario, result)["months"]
    for name in ("premium", "patient_pays", *PATIENT_PARTS):
        assert sum(cents(month[name]) for month in months) == result.low.figures[name].value


@sized(50)
@given(scenarios())
def test_the_expected_year_lies_between_the_good_and_the_bad_one_in_care(made):
    """A good year of all the visits, and a bad one of all the visits, are the expected year."""
    made["outlook"] = {"good": 100, "bad": 100}
    result = compute(made)
    for name in ("total", "patient_pays"):
        expected = result.low.figures[name].value
        for year in ("good", "bad"):
            assert [run.figures[f"outlook.{year}.{name}"].value for run in result.ends(f"outlook.{year}.{name}")] == [
                expected,
                expected,
            ]
