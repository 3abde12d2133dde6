"""Scenarios of the rules of order, made from as little as each needs."""

from datetime import date

from calculators.declaration import read
from calculators.two_plans.order import decide
from calculators.two_plans.problems import problems
from calculators.two_plans.scenario import TwoPlans

WITH_RULES = {"employer", "laid_off", "retiree", "cobra", "individual", "student"}


def plan(identifier, kind="employer", holder="patient", **rest):
    rules = {"order_rules": True} if kind in WITH_RULES else {}
    return {"id": identifier, "kind": kind} | ({"holder": holder} if kind in WITH_RULES else {}) | rules | rest


def scenario(*coverages, day="2026-03-02", cause="illness", **rest):
    read_scenario = read(
        {"people": [{"id": "me"}], "day": day, "cause": cause, "coverages": list(coverages), **rest}, TwoPlans
    )
    assert not list(problems(read_scenario))
    return read_scenario


def decision(*coverages, day="2026-03-02", **rest):
    return decide(scenario(*coverages, day=day, **rest), date.fromisoformat(day))


def order(*coverages, **rest):
    """The places, coverages that share one joined by `=`, and the rules between them."""
    found = decision(*coverages, **rest).order
    return ["=".join(place) for place in found.places], [ruling.rule for ruling in found.rulings]


def medicare(reason="age", enrolled="a_and_b", **rest):
    return {"medicare": {"enrolled": enrolled, "reason": reason, **rest}}
