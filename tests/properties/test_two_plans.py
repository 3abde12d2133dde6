"""Several payers beside one another: what they pay, what is left, and what another coverage can and cannot change."""

import json

from hypothesis import assume, given
from scenarios_at_random import answered, sized
from two_plans_at_random import PRICE, TWO_PLANS, compute, half_known, two_plans

from calculators.two_plans.methods import METHODS
from calculators.two_plans.year import claims_of, coordinated


def claims(made):
    return claims_of(TWO_PLANS.read(made))


def lines_of(found):
    """The lines of claims about which nothing is unknown."""
    return coordinated(found, {})


def left(lines):
    return sum(line.left.amount for line in lines)


def paid(line):
    return sum(share.paid.amount for share in line.shares)


@sized(250)
@given(two_plans(programs=True))
def test_what_payers_pay_what_is_left_and_what_is_written_off_make_the_charge(made):
    for line in lines_of(claims(made)):
        parts = [*(share.paid.amount for share in line.shares), line.left.amount, line.write_off.amount]
        assert sum(parts) == line.charge
        assert min(parts) >= 0
        assert paid(line) <= line.charge


@sized(250)
@given(two_plans(programs=True))
def test_over_the_year_no_payer_pays_more_than_it_would_alone(made):
    lines = lines_of(claims(made))
    for payer in {share.coverage for line in lines for share in line.shares}:
        mine = [share for line in lines for share in line.shares if share.coverage == payer]
        assert sum(share.paid.amount for share in mine) <= sum(share.alone.plan_paid.amount for share in mine)


@sized(150)
@given(two_plans(methods=[method for method in METHODS if method != "reserve"]))
def test_without_a_reserve_no_payer_pays_more_for_a_visit_than_it_would_alone(made):
    for line in lines_of(claims(made)):
        for share in line.shares:
            assert share.paid.amount <= share.alone.plan_paid.amount


@sized(250)
@given(two_plans(one_price=True, methods=["standard"]))
def test_with_one_price_another_coverage_never_raises_what_is_left(made):
    found = claims(made)
    together = left(lines_of(found))
    for coverage in found.payers:
        assert together <= left(lines_of(found.without(coverage)))


@sized(150)
@given(two_plans(one_price=True))
def test_with_one_price_the_payers_together_never_pay_more_than_that(made):
    for line in lines_of(claims(made)):
        assert paid(line) <= PRICE


@sized(150)
@given(two_plans())
def test_the_first_plan_pays_as_if_it_were_alone(made):
    found = claims(made)
    alone = found
    for other in found.payers:
        if other != "own":
            alone = alone.without(other)
    for line, only in zip(lines_of(found), lines_of(alone), strict=True):
        (share,) = only.shares
        assert (line.shares[0].coverage, share.method) == ("own", "first")
        assert line.shares[0].paid.amount == share.paid.amount == share.alone.plan_paid.amount


def values(result):
    return {name: tuple(run.figures[name].value for run in result.money.ends(name)) for name in result.money.names}


@sized(60)
@given(half_known(most=2))
def test_the_order_in_which_coverages_are_listed_changes_nothing(made):
    turned = {**made, "coverages": made["coverages"][::-1]}
    assert values(compute(turned)) == values(compute(made))


@sized(100)
@given(half_known(most=3))
def test_each_end_of_a_range_can_be_had(made):
    scenario = TWO_PLANS.read(made)
    result = TWO_PLANS.compute(scenario)
    assume(not result.money.undecided)
    found = {}
    for name, figure in TWO_PLANS.show.result_json(scenario, result)["figures"].items():
        for end in ("low", "high") if "low" in figure else ():
            answers = figure[f"{end}_answers"]
            key = json.dumps(answers, sort_keys=True)
            if key not in found:
                found[key] = values(compute(answered(made, answers)))
            run = result.money.ends(name)[end == "high"]
            # Other methods are told of only where a later plan uses one.
            assert set(found[key].get(name, ())) == {run.figures[name].value} or name.startswith("methods."), name
