"""Every amount has a reason, and the reason agrees with the amount."""

import re

from scenarios import ANNUAL_COST, UNKNOWN, computed, limit, person, scenario

from calculators.coverage.adjudication import PATIENT_PARTS
from calculators.presentation import wording
from calculators.rules import all_rules


def rich():
    made = scenario(
        care={"visits": 20, "billed": "180.00"},
        terms={"deductible": "first", "copay": "40.00", "copay_when_visit_meets_deductible": UNKNOWN},
        deductible=person("500.00"),
        out_of_pocket_maximum=person("700.00"),
        limits=[limit(12)],
    )
    made["care"].append(made["care"][0] | {"service": "acupuncture", "visits": 2})
    made["plan"]["terms"].append({"service": "acupuncture", "covered": False})
    made["care"].append(made["care"][0] | {"service": "laboratory", "visits": 1})
    made["plan"]["terms"].append({"service": "laboratory", "covered": True, "coinsurance": "0.25"})
    return made


def reachable(step):
    found, waiting = {step}, [step]
    while waiting:
        new = set(waiting.pop().because) - found
        found |= new
        waiting += new
    return found


def test_every_step_has_a_sentence_a_name_and_a_source():
    result = computed(rich())
    rules = set()
    for run in result.runs:
        for line in run.lines:
            for part in (*PATIENT_PARTS, "plan_paid", "write_off"):
                step = line.part(part)
                if step.amount:
                    assert wording.money_in_prose(step.amount) in wording.step_text(step)
                    rules |= {found.rule for found in reachable(step)}
    for rule in rules - {"given.visit"}:
        assert rule in wording.catalogue()["names"] or rule in wording.catalogue()["steps"]
    sourced = {rule for rule in rules if rule.startswith(("cost_sharing.", "line."))}
    arithmetic = {
        "cost_sharing.deductible_left",
        "cost_sharing.left_of_allowed",
        "cost_sharing.not_due",
        "line.plan_paid",
    }
    assert sourced - arithmetic <= set(all_rules())


def test_a_part_never_exceeds_what_it_rests_on():
    for run in computed(rich()).runs:
        for line in run.lines:
            for part in ("deductible", "copay"):
                step = line.part(part)
                limits = [cause.amount for cause in step.because if not cause.rule.startswith("given.copay_when")]
                if step.rule in ("cost_sharing.deductible", "cost_sharing.copay"):
                    assert step.amount == min(limits)


def test_figures_are_the_sum_of_their_steps():
    result = computed(rich())
    for run in result.runs:
        for part in PATIENT_PARTS:
            (step,) = run.figures[part].steps
            assert step.amount == sum(cause.amount for cause in step.because)
            assert step.amount == sum(line.part(part).amount for line in run.lines)


def test_every_sentence_of_the_result_is_complete():
    """No sentence shows an id, a placeholder or an amount in cents."""
    made = ANNUAL_COST.read(rich())
    html = ANNUAL_COST.show.result_html(made, ANNUAL_COST.compute(made), "annual-cost")
    text = re.sub(r"<[^>]+>", " ", html)
    assert not re.search(r"[a-z]+_[a-z]+|\{|\}|None|Step\(", text)
    assert "limit reached" in text
