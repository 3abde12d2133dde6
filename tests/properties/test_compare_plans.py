"""Several plans beside one year: each as if it stood alone, and where one becomes cheaper than another."""

import random
from copy import deepcopy
from itertools import pairwise
from operator import itemgetter

from compare_plans_at_random import (
    ANNUAL_COST,
    COMPARE_PLANS,
    answers_of,
    compared,
    comparisons,
    ends_of,
    half_known,
    points_of,
    total,
    with_bill,
    with_visits,
    years_of,
)
from hypothesis import assume, given, reject
from hypothesis import strategies as st
from scenarios_at_random import edited, sized

from calculators.declaration import Invalid


def only_year(made, plan):
    """The one year that a plan stands for, where it is known whether its clinics are in its network."""
    (number,) = (number for number, one in enumerate(made["plans"]) if one["id"] == plan)
    (year,) = years_of(made, number)
    return year


@sized(80)
@given(comparisons())
def test_each_plan_has_the_figures_of_its_year_alone(made):
    for plan, answer in answers_of(compared(made)).items():
        alone = ANNUAL_COST.compute(ANNUAL_COST.read(only_year(made, plan)))
        assert ends_of(answer.result) == ends_of(alone)


def one_course(made, curve):
    """Whether the care that a curve varies is one course: of several nobody says which has more visits or fewer."""
    mine = [course for course in made["care"] if (course["person"], course["service"]) == (curve.person, curve.service)]
    return len(mine) == 1


@sized(80)
@given(comparisons())
def test_the_cost_of_so_many_visits_is_that_of_a_year_with_so_many(made):
    curve = compared(made).visits
    assume(curve is not None and one_course(made, curve))
    for plan, points in points_of(curve).items():
        year = only_year(made, plan)
        costs = {count: total(with_visits(year, curve, count)) for count in points}
        assert points == {count: (cost, cost) for count, cost in costs.items()}


def turns(costs):
    """Where what is cheaper changes: the first place of each pair of plans at which one costs less, and did not."""
    return {
        (place, one, other)
        for one in costs
        for other in costs
        for before, place in pairwise(sorted(costs[one]))
        if costs[one][place] < costs[other][place] and not costs[one][before] < costs[other][before]
    }


@sized(80)
@given(comparisons(single=True))
def test_visits_break_even_where_the_sign_changes_and_only_there(made):
    curve = compared(made).visits
    costs = {
        plan: {count: total(with_visits(only_year(made, plan), curve, count)) for count in points}
        for plan, points in points_of(curve).items()
    }
    assert {(one.at, one.cheaper, one.than) for one in curve.break_evens} == turns(costs)
    for stretch in curve.stretches:
        for count in range(stretch.first, stretch.last + 1):
            least = min(each[count] for each in costs.values())
            assert stretch.plans == tuple(sorted(plan for plan, each in costs.items() if each[count] == least))


@sized(80)
@given(comparisons(bill=True))
def test_a_bill_breaks_even_where_the_sign_changes(made):
    curve = compared(made).bill
    assume(curve is not None)
    for one in curve.break_evens:
        mine, others = (only_year(made, plan) for plan in (one.cheaper, one.than))
        assert total(with_bill(mine, curve, one.at)) < total(with_bill(others, curve, one.at))
        assert total(with_bill(mine, curve, one.at - 1)) >= total(with_bill(others, curve, one.at - 1))


def straight(points, amount):
    """The cost at an amount by the straight line between the points around it."""
    places = sorted(points)
    after = next(place for place in places if place >= amount)
    before = max((place for place in places if place <= amount), default=after)
    if before == after:
        return points[after][0]
    share = (amount - before) / (after - before)
    return points[before][0] + share * (points[after][0] - points[before][0])


@sized(80)
@given(comparisons(bill=True), st.lists(st.integers(0, 10_000_000) | st.integers(0, 200_000), max_size=4))
def test_the_cost_with_a_bill_is_that_of_a_year_with_it_and_straight_between_its_points(made, amounts):
    curve = compared(made).bill
    assume(curve is not None)
    for plan, points in points_of(curve).items():
        year = only_year(made, plan)
        costs = {place: total(with_bill(year, curve, place)) for place in points}
        assert points == {place: (cost, cost) for place, cost in costs.items()}
        for amount in amounts:
            # Each part is rounded to a cent.
            assert abs(total(with_bill(year, curve, amount)) - straight(points, amount)) <= 2


@sized(60)
@given(comparisons(), st.integers(0, 3))
def test_taking_a_plan_away_never_changes_another_plan_s_figures(made, number):
    assume(number < len(made["plans"]) > 2)
    fewer = {**made, "plans": [plan for place, plan in enumerate(made["plans"]) if place != number]}
    all_of_them, others = compared(made), compared(fewer)
    for plan, answer in answers_of(others).items():
        assert ends_of(answers_of(all_of_them)[plan].result) == ends_of(answer.result)
        assert all_of_them.must_haves[plan] == others.must_haves[plan]
        if others.visits is not None:
            assert all_of_them.visits.points[plan] == others.visits.points[plan]
    if others.visits is not None:
        pairs = {(one.at, one.cheaper, one.than) for one in all_of_them.visits.break_evens}
        assert {(one.at, one.cheaper, one.than) for one in others.visits.break_evens} <= pairs


def told(result):
    """Everything that a comparison says, in no order but that of the plans by their cost."""
    return {
        "order": [answer.id for answer in result.answers],
        "figures": {plan: ends_of(answer.result) for plan, answer in answers_of(result).items()},
        "questions": {
            plan: [(question.fact, question.worth) for question in answer.result.questions]
            for plan, answer in answers_of(result).items()
        },
        "same": result.same_as_first,
        "regrets": dict(result.regrets),
        "never": result.never_cheapest,
        "must_haves": {plan: dict(found) for plan, found in result.must_haves.items()},
        "choices": dict(result.choices),
        "curves": [
            (
                curve.unit,
                curve.person,
                curve.service,
                points_of(curve),
                curve.break_evens,
                curve.stretches,
                sorted(curve.left_out),
            )
            for curve in result.curves
        ],
    }


def shuffled(made, order: random.Random):
    made = deepcopy(made)
    for rows in (made["people"], made["care"], made["plans"]):
        order.shuffle(rows)
    for plan in made["plans"]:
        order.shuffle(plan["terms"])
        order.shuffle(plan["limits"])
    return made


@sized(60)
@given(comparisons(bill=True), st.randoms())
def test_the_order_of_entry_changes_nothing(made, order):
    assert told(compared(shuffled(made, order))) == told(compared(made))


@sized(40)
@given(half_known(), st.randoms())
def test_the_order_of_entry_changes_no_range(pair, order):
    _, made = pair
    assert told(compared(shuffled(made, order))) == told(compared(made))


@sized(60)
@given(comparisons(most=3, bill=True), st.integers(0, 2))
def test_a_plan_that_is_another_by_another_name_ties_with_it(made, number):
    assume(number < len(made["plans"]))
    original = made["plans"][number]
    twin = {**deepcopy(original), "id": "twin", "name": "Another name"}
    result = compared({**made, "plans": [*made["plans"], twin]})
    answers = answers_of(result)
    assert ends_of(answers["twin"].result) == ends_of(answers[original["id"]].result)
    assert result.regrets.get("twin") == result.regrets.get(original["id"])
    assert result.must_haves["twin"] == result.must_haves[original["id"]]
    both = {original["id"], "twin"}
    for group in (result.same_as_first, result.never_cheapest):
        assert len(both & set(group)) in (0, 2)
    for curve in result.curves:
        assert curve.points["twin"] == curve.points[original["id"]]
        assert not any({one.cheaper, one.than} == both for one in curve.break_evens)
        assert all(len(both & set(stretch.plans)) in (0, 2) for stretch in curve.stretches)


@sized(80)
@given(half_known())
def test_however_what_is_unknown_turns_out_it_lies_within_the_range(pair):
    known, unknown = pair
    result, one = compared(unknown), known["plans"][0]["id"]
    answer = answers_of(result)[one]
    assume(not answer.result.undecided)
    years = {plan["id"]: next(years_of(known, number)) for number, plan in enumerate(known["plans"])}
    alone = ends_of(ANNUAL_COST.compute(ANNUAL_COST.read(years[one])))
    for name in ("total", "outlook.good.total", "outlook.bad.total", "outlook.worst.total"):
        if name in answer.result.names and name in alone:
            low, high = answer.ends(name)
            assert low <= alone[name][0] <= alone[name][1] <= high, name
    curve = result.bill
    assume(curve is not None and one not in curve.left_out)
    for place, (low, high) in curve.points[one].items():
        assert low <= total(with_bill(years[one], curve, place)) <= high
    for flip in curve.break_evens:
        costs = {plan: total(with_bill(year, curve, flip.at)) for plan, year in years.items()}
        assert costs[flip.cheaper] < costs[flip.than]


def shown(scenario, comparison):
    return COMPARE_PLANS.show.result_html(scenario, comparison, "compare-plans")


@sized(80)
@given(st.one_of(comparisons(), half_known().map(itemgetter(1))), st.data())
def test_edit_by_edit_a_page_shows_the_whole_answer(made, data):
    for _ in range(3):
        try:
            scenario = COMPARE_PLANS.read(made)
        except Invalid:
            reject()
        *_, comparison = [step() for step in COMPARE_PLANS.later.steps(scenario)]
        assert shown(scenario, comparison) == shown(scenario, COMPARE_PLANS.compute(scenario))
        if made["care"]:
            made = data.draw(edited(made))
