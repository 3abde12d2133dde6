"""The order in which things were entered changes nothing."""

import random
from copy import deepcopy

from hypothesis import given
from hypothesis import strategies as st
from scenarios_at_random import compute, half_known, scenarios, sized

from calculators.coverage.adjudication import PATIENT_PARTS


def shuffled(made, order: random.Random):
    made = deepcopy(made)
    for name in ("people", "care", "used_before", "visits_used"):
        order.shuffle(made[name])
    for plan in [made["plan"], *([made["change"]["plan"]] if "change" in made else [])]:
        for name in ("terms", "limits", "special_deductibles"):
            order.shuffle(plan.get(name, []))
        for row in (*plan["limits"], *plan.get("special_deductibles", ())):
            order.shuffle(row["services"])
    return made


def lines_of(run):
    return [
        (
            line.visit.date,
            line.visit.person,
            line.visit.service,
            line.outcome,
            *(line.part(name).amount for name in (*PATIENT_PARTS, "plan_paid", "write_off")),
        )
        for line in run.lines
    ]


def ends_of(result):
    return {name: tuple(run.figures[name].value for run in result.ends(name)) for name in result.names}


@sized(100)
@given(scenarios(), st.randoms())
def test_order_of_entry_never_changes_a_figure_or_a_line(made, order):
    one, other = compute(made), compute(shuffled(made, order))
    assert ends_of(one) == ends_of(other)
    assert lines_of(one.low) == lines_of(other.low)


@sized(60)
@given(half_known(choices=4, numbers=1), st.randoms())
def test_order_of_entry_never_changes_a_range_or_a_question(pair, order):
    _, made = pair
    one, other = compute(made), compute(shuffled(made, order))
    assert ends_of(one) == ends_of(other)
    assert [(q.fact, q.worth) for q in one.questions] == [(q.fact, q.worth) for q in other.questions]
