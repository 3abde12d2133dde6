"""Nobody pays past a cap for what counts toward it; what has been used grows, by what counts and by nothing else."""

from collections import Counter
from itertools import pairwise

from hypothesis import assume, given
from scenarios_at_random import cents, compute, pool_of, scenarios, sized

PARTS = ("deductible", "copay", "coinsurance")


def caps_of(plan, name, pool):
    """The person's and the family's amount of a plan in a network, in cents, None where there is none; and the kind."""
    inside = plan[name]
    if pool == "in":
        return _cents(inside["person"]), _cents(inside.get("family")), inside["kind"]
    outside = plan.get("out_of_network")
    if outside is None:
        return None, None, inside["kind"]
    own = "deductible" if name == "deductible" else "maximum"
    return _cents(outside[own]), _cents(outside.get(f"family_{own}")), inside["kind"]


def _cents(money):
    return None if money in (None, "none") else cents(money)


def own_deductible(plan, service):
    """Whether a service has a deductible of its own beside the general one."""
    return any(service in one["services"] and not one["within_general"] for one in plan.get("special_deductibles", ()))


def counts_toward_maximum(plan, service):
    """Whether every row of terms that can be about a service lets it count toward the maximum."""
    rows = [row for row in plan["terms"] if row["service"] in (service, "preventive_care")]
    return all(row["counts_toward_maximum"] for row in rows)


def used_before(made, pool, name):
    used = Counter()
    for row in made["used_before"]:
        if pool_of(row["network"]) == pool:
            used[row["person"]] += cents(row[name])
    return used


def assert_capped(paid, used, caps, *, family):
    person_cap, family_cap, kind = caps
    if person_cap is not None and (kind == "embedded" or not family):
        for person, amount in paid.items():
            assert amount <= max(0, person_cap - used[person])
    if family_cap is not None and family:
        assert paid.total() <= max(0, family_cap - used.total())


def plans_of(made):
    yield made["plan"]
    if "change" in made:
        yield made["change"]["plan"]


@sized(100)
@given(scenarios())
def test_nobody_pays_past_a_deductible(made):
    lines = compute(made).low.lines
    for plan in plans_of(made):
        for pool in ("in", "out"):
            paid = Counter()
            for line in lines:
                if line.plan == plan["id"] and pool_of(line.network) == pool:
                    general = not own_deductible(plan, line.visit.service)
                    paid[line.visit.person] += line.deductible.amount if general else 0
            used = used_before(made, pool, "deductible") if plan is made["plan"] else Counter()
            assert_capped(paid, used, caps_of(plan, "deductible", pool), family=len(made["people"]) > 1)
        for special in plan.get("special_deductibles", ()):
            paid = Counter()
            for line in lines:
                if line.plan == plan["id"] and line.visit.service in special["services"]:
                    paid[line.visit.person] += line.deductible.amount
            caps = cents(special["person"]), _cents(special.get("family")), "embedded"
            assert_capped(paid, Counter(), caps, family=len(made["people"]) > 1)


@sized(100)
@given(scenarios())
def test_nobody_pays_past_a_maximum_for_what_counts(made):
    lines = compute(made).low.lines
    for plan in plans_of(made):
        counts = plan["out_of_pocket_maximum"]["counts"]
        for pool in ("in", "out"):
            paid = Counter()
            for line in lines:
                mine = line.plan == plan["id"] and pool_of(line.network) == pool
                if mine and counts_toward_maximum(plan, line.visit.service):
                    paid[line.visit.person] += sum(line.part(part).amount for part in counts)
            used = used_before(made, pool, "out_of_pocket") if plan is made["plan"] else Counter()
            assert_capped(paid, used, caps_of(plan, "out_of_pocket_maximum", pool), family=len(made["people"]) > 1)


@sized(100)
@given(scenarios())
def test_what_has_been_used_never_falls_within_a_plan(made):
    lines = compute(made).low.lines
    for before, after in pairwise(lines):
        if before.plan == after.plan:
            paid = {
                key: step for key, step in before.after.amounts.items() if key[0] in ("deductible", "out_of_pocket")
            }
            for key, step in paid.items():
                assert after.after.used(key).amount >= step.amount


@sized(100)
@given(scenarios(change=False))
def test_what_has_been_used_is_what_counts(made):
    """Opening and every line that counts toward a network's amounts, for each person and for the family."""
    lines = compute(made).low.lines
    plan = made["plan"]
    assume(lines)
    for pool in ("in", "out"):
        for name in ("deductible", "out_of_pocket"):
            expected = Counter()
            sure = True
            for source in sources_of(plan, name, pool):
                expected += used_before(made, source, name)
            for line in lines:
                if pool_of(line.network) not in sources_of(plan, name, pool):
                    continue
                sure = sure and (name == "deductible" or counts_toward_maximum(plan, line.visit.service))
                expected[line.visit.person] += counted(plan, name, line)
            if sure:
                used = lines[-1].after.used
                people = [person["id"] for person in made["people"]]
                assert [used((name, pool, one)).amount for one in people] == [expected[one] for one in people]
                if len(people) > 1:
                    assert used((name, pool, "")).amount == expected.total()


def sources_of(plan, name, pool):
    """The networks in which spending counts toward a network's deductible or maximum."""
    outside = plan.get("out_of_network", {})
    how = outside.get("accumulation", "separate")
    if name == "out_of_pocket":
        how = outside.get("maximum_accumulation", how)
    if how == "joined" or (how == "in_counts_out" and pool == "out"):
        return ("in", "out")
    return (pool,)


def counted(plan, name, line):
    """What of a line counts toward the general deductible, or toward the maximum."""
    if name == "deductible":
        return 0 if own_deductible(plan, line.visit.service) else line.deductible.amount
    return sum(line.part(part).amount for part in plan["out_of_pocket_maximum"]["counts"])


@sized(150)
@given(scenarios())
def test_nobody_pays_more_than_the_most_and_what_stands_outside_it(made):
    figures = compute(made).high.figures
    assume("most_you_could_pay" in figures)
    most = figures["most_you_could_pay"].value - figures["premium"].value
    assert figures["patient_pays"].value <= most + figures["outside_maximum"].value
