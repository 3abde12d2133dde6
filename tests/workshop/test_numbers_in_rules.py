"""Rules carry no figures of their own: yearly amounts are parameters, everything else is typed by the person."""

import ast
from importlib.resources import files

import pytest

RULES = [
    "coverage/accumulators.py",
    "coverage/adjudication.py",
    "coverage/cost_sharing.py",
    "coverage/counting.py",
    "coverage/in_force.py",
    "coverage/premiums.py",
    "coverage/protection.py",
    "coverage/unknowns.py",
    "household/compute.py",
    "household/months.py",
    "two_plans/cash.py",
    "two_plans/coordination.py",
    "two_plans/methods.py",
    "two_plans/order/children.py",
    "two_plans/order/facts.py",
    "two_plans/order/medicare.py",
    "two_plans/order/plans.py",
    "two_plans/paying.py",
    "two_plans/year.py",
]
ENGINE = [*RULES, "coverage/money.py", "coverage/plan.py", "coverage/care.py", "coverage/result.py", "coverage/step.py"]


def numbers_in(name):
    tree = ast.parse(files("calculators").joinpath(name).read_text(encoding="utf-8"))
    return [
        node.value for node in ast.walk(tree) if isinstance(node, ast.Constant) and type(node.value) in (int, float)
    ]


@pytest.mark.parametrize("name", RULES)
def test_no_number_above_1_is_typed_into_a_rule(name):
    assert {number for number in numbers_in(name) if number not in (0, 1)} == set()


@pytest.mark.parametrize("name", ENGINE)
def test_no_float_in_the_engine(name):
    assert not [number for number in numbers_in(name) if isinstance(number, float)]
