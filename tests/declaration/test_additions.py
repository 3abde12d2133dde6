"""Episodes of care: added to what stands in a form, without losing anything of it."""

import json
from datetime import date

import pytest

from calculators.catalogue import CALCULATORS
from calculators.declaration import typed_texts
from calculators.household.episodes import episodes
from calculators.page import answer

ANNUAL_COST = CALCULATORS["annual-cost"]
EXAMPLE = typed_texts(ANNUAL_COST.examples()[0].scenario)


def with_preset(preset, fields):
    asked = {"calculator": "annual-cost", "op": "fill", "addition": preset, "fields": fields}
    return json.loads(answer(json.dumps(asked)))["fields"]


@pytest.mark.parametrize("preset", episodes())
def test_an_episode_stands_behind_what_was_there(preset):
    fields = with_preset(preset, EXAMPLE)
    assert {name: fields[name] for name in EXAMPLE} == EXAMPLE
    services = [fields[f"care.{number}.service"] for number in range(1, 1 + len(episodes()[preset].care))]
    assert services == [course["service"] for course in episodes()[preset].care]


def test_an_episode_begins_on_the_first_monday_of_the_plan_year():
    # March 1, 2027, on which the example's plan year starts, is a Monday; the therapy begins five weeks later.
    fields = with_preset("total_knee", EXAMPLE)
    assert fields["care.1.first_visit"] == "3/1/2027"
    assert fields["care.5.first_visit"] == "4/5/2027"
    assert fields["care.5.evaluation_allowed"] == "200"
    assert episodes()["total_knee"].courses("me", date(2027, 3, 2))[0].first_visit == date(2027, 3, 8)


def test_what_cannot_be_read_is_kept():
    fields = with_preset("mri_work_up", EXAMPLE | {"plan.starts": "soon", "care.0.visits": "many"})
    assert fields["plan.starts"] == "soon"
    assert fields["care.0.visits"] == "many"
