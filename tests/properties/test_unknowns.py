"""What is unknown gives a range: each end can be had, and nothing lies outside."""

import json
from datetime import date

from hypothesis import assume, given
from hypothesis import strategies as st
from scenarios_at_random import (
    ANNUAL_COST,
    UNKNOWN,
    answered,
    compute,
    half_known,
    holder_of,
    leaves,
    resolutions,
    scenarios,
    sized,
    unknown_in,
)


def values(result):
    """Each figure's ends."""
    return {name: tuple(run.figures[name].value for run in result.ends(name)) for name in result.names}


@given(scenarios())
def test_random_scenarios_leave_nothing_unknown(made):
    assert not list(unknown_in(ANNUAL_COST.read(made)))


@sized(100)
@given(scenarios())
def test_when_everything_is_answered_nothing_is_unknown(made):
    result = compute(made)
    assert result.outcome == "decided"
    assert result.questions == ()
    assert result.facts == {}
    assert len(result.runs) == 1


# Figures that are left out where an amount of the plan is unknown and no visit met it.
NEEDS_AMOUNTS = ("deductible_left", "out_of_pocket_left", "most_you_could_pay", "worst.total")


def assert_within(result, resolved, *, may_lack=()):
    """Every figure of a resolved year lies within its range; a part that is not named is nothing.

    `may_lack`: beginnings of names that may be left out.
    """
    ranges = values(result)
    for name, (value, high) in values(resolved).items():
        assert value == high
        if name in ranges:
            assert ranges[name][0] <= value <= ranges[name][1], name
        else:
            assert name.endswith(NEEDS_AMOUNTS) or name.startswith(may_lack) or not value, name
    for name, (low, _) in ranges.items():
        assert name in resolved.names or isinstance(low, date) or low == 0, name


@sized(200)
@given(half_known(choices=6, numbers=1), st.data())
def test_no_way_that_the_facts_turn_out_lies_outside_the_range(pair, data):
    first, made = pair
    result = compute(made)
    assume(result.outcome != "undecided")
    # A search that had to stop early says so, and claims less.
    assume("unknowns.several" not in {message.id for message in result.messages})
    for resolved in (first, data.draw(resolutions(made)), data.draw(resolutions(made))):
        assert_within(result, compute(resolved))


@sized(150)
@given(half_known(choices=6, numbers=2))
def test_each_end_of_a_range_can_be_had(pair):
    _, made = pair
    scenario = ANNUAL_COST.read(made)
    result = ANNUAL_COST.compute(scenario)
    assume(result.outcome != "undecided")
    found = {}
    for name, figure in ANNUAL_COST.show.result_json(scenario, result)["figures"].items():
        for end, run in zip(("low", "high"), result.ends(name) if "low" in figure else (), strict=False):
            answers = figure[f"{end}_answers"]
            key = json.dumps(answers, sort_keys=True)
            if key not in found:
                found[key] = compute(answered(made, answers))
            # A person's part that is nothing is not named.
            had = {each.figures[name].value for each in found[key].ends(name)} if name in found[key].names else {0}
            assert had == {run.figures[name].value}, name


def answer_at(made, path):
    """What a scenario says at a path."""
    holder, name = holder_of(made, path)
    return holder[name]


@sized(60)
@given(half_known(choices=4, numbers=1))
def test_when_all_questions_are_answered_the_total_is_decided(pair):
    """Questions are asked as long as something moves the total, and each is about a fact that is still unknown."""
    first, made = pair
    asked = set()
    result = compute(made)
    while result.questions:
        path = result.facts[result.questions[0].fact].path
        assert path not in asked
        asked.add(path)
        made = answered(made, {path: answer_at(first, path)})
        result = compute(made)
    assert not result.is_range("total")


@sized(40)
@given(half_known(choices=1, numbers=3))
def test_numbers_without_bounds_are_asked_or_do_not_matter(pair):
    first, made = pair
    open_paths = [path for path, value in leaves(made) if isinstance(value, dict) and "low" in value]
    made = answered(made, dict.fromkeys(open_paths, UNKNOWN))
    result = compute(made)
    if result.outcome == "undecided":
        asked = [result.facts[fact].path for fact in result.undecided]
        assert asked
        assert set(asked) <= set(open_paths)
        assert [question.worth for question in result.questions] == [None] * len(asked)
        assert set(result.names) == {"premium"}
    else:
        # A better or worse year that needs the amount, where the expected one does not, is left out whole.
        years = {name.split(".")[1] for name in result.names if name.startswith("outlook.")}
        assert_within(result, compute(first), may_lack=() if {"good", "bad"} <= years else ("outlook.",))
