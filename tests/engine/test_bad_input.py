"""Answers that do not agree with one another: where, why, and a clear sentence."""

import pytest
from scenarios import ANNUAL_COST, UNKNOWN, course, household, limit, person, problems_of, scenario

from calculators.declaration import Invalid
from calculators.presentation import wording

PT, OT = "physical_therapy", "occupational_therapy"


def with_change(**change):
    made = scenario()
    plan = dict(made["plan"]) | {"id": "new"} | change.pop("plan", {})
    made["change"] = {"since": "2026-07-01", "plan": plan} | change
    return made


def used(made, **rows):
    return made | rows


def changed(made, *way_and_value):
    *way, last, value = way_and_value
    place = made
    for part in way:
        place = place[part]
    place[last] = value
    return made


CASES = {
    "two limits that claim one service in the same way": (
        scenario(limits=[limit(20, PT), limit(30, OT, PT, id="pool")]),
        "plan.limits.1.services",
        "limit.service_claimed",
        "physical therapy",
    ),
    "two limits with one id": (
        scenario(limits=[limit(20, PT), limit(30, OT)]),
        "plan.limits.1.id",
        "limit.twice",
        "same id",
    ),
    "a limit with an unknown service": (
        scenario(limits=[limit(20, "aroma_therapy")]),
        "plan.limits.0.services",
        "choice.written",
        "choose one of",
    ),
    "a limit without a service": (
        scenario(limits=[limit(20) | {"services": []}]),
        "plan.limits.0.services",
        "choices.written",
        "choose at least one",
    ),
    "a limit below nothing": (
        scenario(limits=[limit(-1)]),
        "plan.limits.0.quantity",
        "count.too_small",
        "the least is 0",
    ),
    "a family deductible below a person's": (
        scenario(deductible={"person": "500.00", "family": "499.99"}),
        "plan.deductible.family",
        "family.below_person",
        "below one person’s",
    ),
    "a family maximum below a person's": (
        scenario(out_of_pocket_maximum={"person": "500.00", "family": "499.99"}),
        "plan.out_of_pocket_maximum.family",
        "family.below_person",
        "below one person’s",
    ),
    "a family deductible out of network below a person's": (
        scenario(
            out_of_network={"deductible": "500.00", "maximum": "none", "family_deductible": "400.00"},
        ),
        "plan.out_of_network.family_deductible",
        "family.below_person",
        "below one person’s",
    ),
    "an aggregate deductible without the family's amount": (
        household(
            [course("specialist", person="ann"), course("specialist", person="ben")],
            [{"service": "specialist", "copay": "40.00"}],
            deductible={"person": "500.00", "kind": "aggregate"},
        ),
        "plan.deductible.family",
        "family.missing",
        "it is needed",
    ),
    "care for a person who is not in the household": (
        scenario(care={"person": "ghost"}),
        "care.0.person",
        "person.unknown",
        "“ghost”",
    ),
    "an amount paid by a person who is not in the household": (
        used(scenario(), used_before=[{"person": "ghost", "out_of_pocket": "1.00"}]),
        "used_before.0.person",
        "person.unknown",
        "“ghost”",
    ),
    "visits used by a person who is not in the household": (
        used(scenario(limits=[limit(20)]), visits_used=[{"person": "ghost", "limit": "therapy", "used": 1}]),
        "visits_used.0.person",
        "person.unknown",
        "“ghost”",
    ),
    "visits used of a limit that the plan does not have": (
        used(scenario(), visits_used=[{"person": "me", "limit": "therapy", "used": 1}]),
        "visits_used.0.limit",
        "limit.unknown",
        "“therapy”",
    ),
    "two people with one id": (
        used(scenario(), people=[{"id": "me"}, {"id": "me"}]),
        "people.1.id",
        "person.twice",
        "“me”",
    ),
    "visits used by nobody in particular in a household of two": (
        used(scenario(limits=[limit(20, used=3)]), people=[{"id": "me"}, {"id": "ben"}]),
        "plan.limits.0.used",
        "limit.used_by_whom",
        "Say who used how many",
    ),
    "coverage that ends before it starts": (
        scenario(
            care={"visits": 0, "first_visit": "2026-07-01"}, covered_from="2026-07-01", covered_until="2026-06-30"
        ),
        "plan.covered_until",
        "covered.ends_before_start",
        "before the day on which coverage begins",
    ),
    "coverage outside the plan year": (
        scenario(covered_until="2027-01-01"),
        "plan.covered_until",
        "covered.outside_plan_year",
        "1/1/2026 to 12/31/2026",
    ),
    "care before coverage begins": (
        scenario(covered_from="2026-02-01"),
        "care.0.first_visit",
        "date.before_plan_year",
        "2/1/2026 to 12/31/2026",
    ),
    "more visits than fit before coverage ends": (
        scenario(care={"visits": 3}, covered_until="2026-01-08"),
        "care.0.visits",
        "visits.after_plan_year",
        "only 2 of the 3 visits",
    ),
    "one service twice": (
        changed(scenario(), "plan", "terms", [{"service": PT, "copay": "1.00"}, {"service": PT, "copay": "2.00"}]),
        "plan.terms.1.service",
        "terms.twice",
        "Physical therapy stands here twice",
    ),
    "terms without a price": (
        changed(scenario(), "plan", "terms", [{"service": PT}]),
        "plan.terms.0.copay",
        "terms.nothing_to_pay",
        "a copay, a coinsurance, or both",
    ),
    "a deductible after a copay that is not there": (
        changed(scenario(), "plan", "terms", [{"service": PT, "deductible": "after_copay", "coinsurance": "0.20"}]),
        "plan.terms.0.copay",
        "terms.copay_missing",
        "the copay is needed",
    ),
    "care without terms": (
        scenario(care={"service": "acupuncture"}),
        "care.0.service",
        "terms.missing",
        "your plan’s terms for acupuncture are missing",
    ),
    "a facility fee without terms": (
        scenario(care={"facility_fee": "10.00"}),
        "care.0.facility_fee",
        "terms.missing",
        "hospital outpatient facility fee are missing",
    ),
    "the same care twice": (
        changed(scenario(), "care", [scenario()["care"][0], scenario()["care"][0] | {"allowed": "90.00"}]),
        "care.1.service",
        "care.twice",
        "physical therapy",
    ),
    "an allowed amount above the billed one": (
        scenario(care={"billed": "149.99"}),
        "care.0.allowed",
        "allowed.above_billed",
        "more than the billed amount",
    ),
    "an employer who pays more than the premium": (
        scenario(premium={"amount": "10.00", "every": "month", "employer_pays": "10.01"}),
        "plan.premium.employer_pays",
        "premium.employer_above",
        "more than the premium",
    ),
    "a credit above what the employer leaves of the premium": (
        scenario(premium={"amount": "300.00", "every": "month", "employer_pays": "200.00", "credit": "150.00"}),
        "plan.premium.credit",
        "premium.credit_above",
        "can pay $100 at most",
    ),
    "more paid toward the deductible than it is": (
        used(
            household([course(PT), course(PT, person="you")], [{"service": PT, "copay": "1.00"}])
            | {"used_before": [{"person": "me", "deductible": "1500.01", "out_of_pocket": "2000.00"}]},
            plan=scenario(deductible={"person": "1500.00", "family": "3000.00"})["plan"],
        ),
        "used_before.0.deductible",
        "used_before.above_deductible",
        "one person is $1,500",
    ),
    "more paid toward the deductible out of network than it is": (
        used(
            scenario(out_of_network={"deductible": "100.00", "maximum": "none"}),
            used_before=[{"person": "me", "network": "out", "deductible": "101.00"}],
        ),
        "used_before.0.deductible",
        "used_before.above_deductible",
        "one person is $100",
    ),
    "less paid toward the maximum than toward the deductible": (
        used(
            scenario(deductible=person("1000.00"), out_of_pocket_maximum=person("1500.00")),
            used_before=[{"person": "me", "deductible": "1000.00"}],
        ),
        "used_before.0.out_of_pocket",
        "used_before.below_deductible",
        "$1,000 or more",
    ),
    "visits used that are said in two places": (
        used(scenario(limits=[limit(20, used=5)]), visits_used=[{"person": "me", "limit": "therapy", "used": 7}]),
        "visits_used.0.used",
        "limit.used_twice",
        "that 5 were used",
    ),
    "visits used that are said twice": (
        used(
            scenario(limits=[limit(20)]),
            visits_used=[{"person": "me", "limit": "therapy", "used": used} for used in (3, 4)],
        ),
        "visits_used.1.person",
        "visits_used.twice",
        "added up",
    ),
    "visits used under a new plan by nobody in particular in a household of two": (
        used(with_change(plan={"limits": [limit(20, used=3)]}), people=[{"id": "me"}, {"id": "ben"}]),
        "change.plan.limits.0.used",
        "limit.used_by_whom_new",
        "Leave 0 here",
    ),
    "a special deductible for a service to which no deductible applies": (
        scenario(special_deductibles=[{"id": "one", "services": [PT], "person": "1.00"}]),
        "plan.special_deductibles.0.services",
        "special_deductible.not_applied",
        "physical therapy",
    ),
    "terms for another place": (
        changed(scenario(), "plan", "terms", [{"service": PT, "site": "hospital", "copay": "1.00"}]),
        "care.0.service",
        "terms.missing_site",
        "other places",
    ),
    "terms for the other kind of care": (
        changed(scenario(), "plan", "terms", [{"service": PT, "care_kind": "habilitative", "copay": "1.00"}]),
        "care.0.service",
        "terms.missing_kind",
        "other kind",
    ),
    "terms from the second visit on": (
        changed(scenario(), "plan", "terms", [{"service": PT, "from_visit": 2, "copay": "1.00"}]),
        "care.0.service",
        "terms.missing_first_visit",
        "from visit 1 on",
    ),
    "two special deductibles for one service": (
        scenario(
            terms={"deductible": "first", "copay": "1.00"},
            special_deductibles=[
                {"id": "one", "services": [PT], "person": "1.00"},
                {"id": "other", "services": [OT, PT], "person": "1.00"},
            ],
        ),
        "plan.special_deductibles.1.services",
        "special_deductible.service_claimed",
        "physical therapy",
    ),
    "a range upside down": (
        scenario(terms={"copay": {**UNKNOWN, "low": "50.00", "high": "30.00"}}),
        "plan.terms.0.copay",
        "range.order",
        "above the second",
    ),
    "a range with one end": (
        scenario(terms={"copay": {**UNKNOWN, "low": "50.00"}}),
        "plan.terms.0.copay",
        "unknown.written",
        "both",
    ),
    "an unknown where nobody may be in doubt": (
        scenario(care={"visits": UNKNOWN}),
        "care.0.visits",
        "count.written",
        "whole number",
    ),
    "a change on the first day": (
        with_change(since="2026-01-01"),
        "change.since",
        "change.outside_plan_year",
        "after its first day",
    ),
    "a change after the year": (
        with_change(since="2027-01-01"),
        "change.since",
        "change.outside_plan_year",
        "1/1/2026 to 12/31/2026",
    ),
    "a new plan that covers people later than the change": (
        with_change(plan={"covered_from": "2026-08-01"}),
        "change.plan.covered_from",
        "change.covered_from",
        "the new plan takes over on 7/1/2026",
    ),
    "a new plan that has ended before the change": (
        changed(
            with_change(plan={"covered_until": "2026-06-30"}), "care", [course(PT, visits=1, first_visit="2026-02-02")]
        ),
        "change.plan.covered_until",
        "covered.ends_before_start",
        "before the day on which coverage begins",
    ),
    "days without coverage before a change": (
        changed(with_change(), "plan", "covered_until", "2026-05-31"),
        "plan.covered_until",
        "change.covered_until",
        "covers you until 6/30/2026",
    ),
    "a first plan that goes on after a change": (
        changed(with_change(), "plan", "covered_until", "2026-07-01"),
        "plan.covered_until",
        "change.covered_until",
        "takes over on 7/1/2026",
    ),
    "care after the new plan has ended": (
        changed(
            with_change(plan={"covered_until": "2026-10-31"}), "care", [course(PT, visits=1, first_visit="2026-11-02")]
        ),
        "care.0.first_visit",
        "date.after_plan_year",
        "1/1/2026 to 10/31/2026",
    ),
    "more visits than fit before the new plan's year ends": (
        # Weekly from September 28: only that day falls within the new plan's year.
        changed(with_change(plan={"starts": "2025-10-01"}), "care", [course(PT, visits=2, first_visit="2026-09-28")]),
        "care.0.visits",
        "visits.after_plan_year",
        "which end on 9/30/2026",
    ),
    "a change to a plan that does not hold yet": (
        with_change(plan={"starts": "2026-08-01"}),
        "change.since",
        "change.outside_new_plan_year",
        "8/1/2026 to 7/31/2027",
    ),
    "a change to the same plan": (
        with_change(plan={"id": "plan"}),
        "change.plan.id",
        "change.same_plan",
        "same id",
    ),
    "a new plan without terms for the care": (
        with_change(plan={"terms": [{"service": OT, "copay": "1.00"}]}),
        "care.0.service",
        "terms.missing",
        "physical therapy",
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_what_does_not_agree(case):
    made, path, reason, words = CASES[case]
    with pytest.raises(Invalid) as invalid:
        ANNUAL_COST.read(made)
    found = {problem.path: problem for problem in invalid.value.problems}
    assert {path: problem.reason for path, problem in found.items()} == {path: reason}
    sentence = wording.problem_text(found[path], ANNUAL_COST.scenario)
    assert words in sentence
    assert sentence.endswith(".")


@pytest.mark.parametrize(
    ("deductible", "out_of_pocket", "plan"),
    [
        ("1000.00", "1000.00", {}),
        # A deductible that does not count toward the maximum, or care that does not, or no maximum.
        ("1000.00", "0.00", {"out_of_pocket_maximum": {"person": "1500.00", "counts": ["copay", "coinsurance"]}}),
        ("1000.00", "0.00", {"terms": {"deductible": "first", "copay": "1.00", "counts_toward_maximum": False}}),
        ("1000.00", "0.00", {"out_of_pocket_maximum": {"person": "none"}}),
        ("999.00", {**UNKNOWN, "low": "900.00", "high": "1100.00"}, {}),
    ],
)
def test_what_may_have_been_paid_before(deductible, out_of_pocket, plan):
    made = scenario(**({"deductible": person("1000.00"), "out_of_pocket_maximum": person("1500.00")} | plan))
    made["used_before"] = [{"person": "me", "deductible": deductible, "out_of_pocket": out_of_pocket}]
    assert ANNUAL_COST.read(made)


def test_every_problem_is_told_at_once():
    made = scenario(care={"person": "ghost", "billed": "1.00"}, deductible={"person": "500.00", "family": "1.00"})
    assert problems_of(made) == {
        "care.0.person": "person.unknown",
        "care.0.allowed": "allowed.above_billed",
        "plan.deductible.family": "family.below_person",
    }


def test_a_family_amount_as_high_as_a_persons_is_fine():
    made = scenario(deductible={"person": "500.00", "family": "500.00"}, out_of_pocket_maximum=person("600.00"))
    assert ANNUAL_COST.read(made).plan.deductible.family == 50000


def test_a_premium_that_is_paid_in_full_is_fine():
    made = scenario(premium={"amount": "10.00", "every": "month", "employer_pays": "10.00"})
    assert ANNUAL_COST.read(made).plan.premium.amount == 1000


def test_what_one_person_paid_is_said_once():
    made = scenario()
    made["used_before"] = [{"person": "me", "out_of_pocket": "100.00"}, {"person": "me", "out_of_pocket": "50.00"}]
    with pytest.raises(Invalid) as invalid:
        ANNUAL_COST.read(made)
    assert [(problem.path, problem.reason) for problem in invalid.value.problems] == [
        ("used_before.1.person", "used_before.twice")
    ]


def test_a_familys_amounts_that_count_alone_are_needed_out_of_network_too():
    # Without them nobody would have a deductible out of network: the year would come out too cheap.
    made = household(
        [course("specialist", person=name) for name in ("ann", "ben")],
        [{"service": "specialist", "deductible": "first", "coinsurance": "0.20"}],
        deductible={"person": "2000.00", "family": "4000.00", "kind": "aggregate"},
        out_of_network={"deductible": "4000.00", "maximum": "none"},
    )
    with pytest.raises(Invalid) as invalid:
        ANNUAL_COST.read(made)
    assert [(problem.path, problem.reason) for problem in invalid.value.problems] == [
        ("plan.out_of_network.family_deductible", "family.missing")
    ]
