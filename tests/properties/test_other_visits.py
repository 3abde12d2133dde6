"""A year with other visits than one that is decided, and decided from that, is as one decided from scratch."""

from attrs import evolve
from hypothesis import assume, given, reject
from hypothesis import strategies as st
from scenarios_at_random import edited, half_known, scenarios, sized

from calculators.catalogue import CALCULATORS
from calculators.coverage.adjudication import PATIENT_PARTS
from calculators.coverage.care import unfold
from calculators.coverage.other_visits import OtherVisits
from calculators.coverage.outcomes import SKETCH, Undecided, every_outcome
from calculators.coverage.unknowns import Unfinished
from calculators.coverage.year import ledger
from calculators.declaration import Invalid
from calculators.household.amounts import compute_amounts
from calculators.household.compute import compute, year_of

ANNUAL_COST = CALCULATORS["annual-cost"]

taken_out = st.lists(st.integers(0, 400), min_size=1, max_size=12)


def said(line):
    amounts = [line.part(name).amount for name in (*PATIENT_PARTS, "plan_paid", "write_off")]
    return line.visit, line.outcome, line.network, line.used_up, line.patient_pays, amounts


def assert_as_from_scratch(year, lines, answers, numbers, *, rest):
    """`rest`: whether all visits behind the first that is taken out are taken out that are of its course."""
    out = {number % len(lines) for number in numbers}
    if rest:
        first = min(out)
        out = {place for place in range(first, len(lines)) if lines[place].visit.course == lines[first].visit.course}
    visits = [visit for place, visit in enumerate(year.visits) if place not in out]
    try:
        wanted = [said(line) for line in ledger(evolve(year, visits=visits), answers)]
    except Unfinished as met:
        wanted = met.fact
    try:
        changed = OtherVisits(year, lines, answers).without(out)
        got = [said(changed.get(place, line)) for place, line in enumerate(lines) if place not in out]
    except Unfinished as met:
        got = met.fact
    assert got == wanted


@sized(250)
@given(scenarios(change=False), taken_out, st.booleans())
def test_the_lines_are_those_of_a_year_decided_from_scratch(made, numbers, rest):
    scenario = ANNUAL_COST.read(made)
    year = year_of(scenario, unfold(scenario.care))
    for way in every_outcome(lambda answers, decided: ledger(year, answers, decided), lambda _: {}).outcomes:
        if way.lines:
            assert_as_from_scratch(year, way.lines, way.answers, numbers, rest=rest)


@st.composite
def on_the_same_days(draw):
    """Years in which people have their visits on the same days, under limits that look back at days."""
    made = draw(scenarios(2, change=False, services=("physical_therapy", "occupational_therapy", "speech_therapy")))
    rhythm = {name: made["care"][0][name] for name in ("first_visit", "frequency", "visits")}
    apart = {(course["person"], course["service"]): {**course, **rhythm} for course in made["care"]}
    made["care"] = list(apart.values())
    made["plan"]["one_copay_a_day"] = draw(st.booleans())
    for limit in made["plan"]["limits"]:
        limit["per"] = draw(st.sampled_from(["plan_year", "rolling_12_months", "week"]))
        limit["unit"] = draw(st.sampled_from(["visit", "visit", "day"]))
        limit["same_day_counts_once"] = draw(st.booleans())
    try:
        return ANNUAL_COST.read(made)
    except Invalid:
        return reject()


@sized(250)
@given(on_the_same_days(), taken_out, st.booleans())
def test_so_they_are_where_visits_of_one_day_meet(scenario, numbers, rest):
    year = year_of(scenario, unfold(scenario.care))
    for way in every_outcome(lambda answers, decided: ledger(year, answers, decided), lambda _: {}).outcomes:
        if way.lines:
            assert_as_from_scratch(year, way.lines, way.answers, numbers, rest=rest)


@sized(100)
@given(half_known(choices=2, numbers=0), taken_out, st.booleans())
def test_so_they_are_where_choices_are_unknown(pair, numbers, rest):
    scenario = ANNUAL_COST.read(pair[1])
    if scenario.change is not None:
        return
    year = year_of(scenario, unfold(scenario.care))
    try:
        ways = every_outcome(lambda answers, decided: ledger(year, answers, decided), lambda _: {}, SKETCH).outcomes
    except Undecided:
        return
    for way in ways:
        if way.lines:
            assert_as_from_scratch(year, way.lines, way.answers, numbers, rest=rest)


def read(made):
    try:
        return ANNUAL_COST.read(made)
    except Invalid:
        return reject()


def accumulators(year, line):
    """What counts after a line. Days that are over, and limits out of reach, decide nothing."""
    plan = year.stretches[0].plan
    used = {key: step.amount for key, step in line.after.amounts.items()}
    return {key: amount for key, amount in used.items() if amount and (key[0] != "limit" or key[1] in plan.reachable)}


@sized(300)
@given(scenarios(change=False), st.data())
def test_visits_can_be_put_in_and_taken_out(made, data):
    year = year_of(scenario := read(made), unfold(scenario.care))
    other = year_of(changed := read(data.draw(edited(made))), unfold(changed.care))
    lines = ledger(year, {})
    decided = OtherVisits(year, lines, {})
    assume(decided.fits(other))
    wanted, got = ledger(other, {}), decided.lines_with(other.visits)
    assert list(map(said, got)) == list(map(said, wanted))
    assert [accumulators(other, line) for line in got] == [accumulators(other, line) for line in wanted]
    back = OtherVisits(other, got, {})
    if back.fits(year):
        assert list(map(said, back.lines_with(year.visits))) == list(map(said, lines))


@sized(150)
@given(on_the_same_days(), st.data())
def test_so_they_can_where_visits_of_one_day_meet(scenario, data):
    year = year_of(scenario, unfold(scenario.care))
    other = year_of(changed := read(data.draw(edited(ANNUAL_COST.write(scenario)))), unfold(changed.care))
    decided = OtherVisits(year, ledger(year, {}), {})
    assume(decided.fits(other))
    wanted, got = ledger(other, {}), decided.lines_with(other.visits)
    assert list(map(said, got)) == list(map(said, wanted))
    assert [accumulators(other, line) for line in got] == [accumulators(other, line) for line in wanted]


def told(result):
    """All of an answer but the ledgers, and what its figures rest on."""
    figures = {name: [run.figures[name].value for run in result.ends(name)] for name in result.names}
    messages = [(message.kind, message.id, repr(message.values)) for message in result.messages]
    return result.outcome, figures, messages, result.questions, result.undecided


@sized(150)
@given(half_known(choices=1, numbers=1), st.booleans(), st.data())
def test_amounts_are_those_of_the_whole_answer_edit_by_edit(pair, is_known, data):
    made = pair[0] if is_known else pair[1]
    answered = None
    for _ in range(3):
        scenario = read(made)
        answered = compute_amounts(scenario, answered)
        assert told(answered.result) == told(compute(scenario))
        if made["care"]:
            made = data.draw(edited(made))
