"""A scenario can be spelled as JSON, as texts in a form and as a link; it stays the same scenario."""

import json
from functools import cache
from html.parser import HTMLParser

from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from scenarios_at_random import ANNUAL_COST, NAMES, compute, half_known, scenarios, sized

from calculators.declaration import typed_texts
from calculators.link import pack, unpack
from tests.forms import nested


def values(result):
    return {name: tuple(run.figures[name].value for run in result.ends(name)) for name in result.names}


@cache
def validator():
    return Draft202012Validator(ANNUAL_COST.schema())


@sized(100)
@given(half_known(choices=4, numbers=4))
def test_what_is_written_reads_as_the_same_scenario(pair):
    for made in pair:
        scenario = ANNUAL_COST.read(made)
        written = ANNUAL_COST.write(scenario)
        assert ANNUAL_COST.read(written) == scenario
        assert ANNUAL_COST.read_text(json.dumps(written)) == scenario


@sized(100)
@given(half_known(choices=4, numbers=4))
def test_what_stands_in_the_form_reads_as_the_same_scenario(pair):
    for made in pair:
        scenario = ANNUAL_COST.read(made)
        assert ANNUAL_COST.read_typed(nested(typed_texts(scenario))) == scenario


@sized(40)
@given(half_known(choices=3, numbers=1))
def test_the_form_gives_the_figures_of_the_scenario(pair):
    _, made = pair
    typed = ANNUAL_COST.read_typed(nested(typed_texts(ANNUAL_COST.read(made))))
    assert values(ANNUAL_COST.compute(typed)) == values(compute(made))


@sized(60)
@given(half_known(choices=4, numbers=4))
def test_the_schema_accepts_every_scenario(pair):
    for made in pair:
        written = ANNUAL_COST.write(ANNUAL_COST.read(made))
        assert [error.message for error in validator().iter_errors(made)] == []
        assert [error.message for error in validator().iter_errors(written)] == []


@sized(60)
@given(scenarios(), st.text())
def test_links_carry_scenarios_and_any_text(made, text):
    for carried in (json.dumps(made), text.encode("utf-8", "ignore").decode()):
        link = pack("annual-cost", carried)
        assert unpack(link) == ("annual-cost", carried)
        assert link.removeprefix("annual-cost.").replace("-", "a").replace("_", "a").isalnum()


class Page(HTMLParser):
    """The elements and the text of a piece of HTML."""

    def __init__(self, html):
        super().__init__()
        self.elements = set()
        self.text = ""
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        self.elements.add(tag)
        assert not [name for name, _ in attrs if name.startswith("on")]

    def handle_data(self, data):
        self.text += data


@sized(25)
@given(half_known(choices=2, numbers=1), st.sampled_from(NAMES))
def test_markup_in_a_name_comes_out_as_text(pair, name):
    _, made = pair
    made["plan"]["name"] = name
    for person in made["people"]:
        person["name"] = name
    scenario = ANNUAL_COST.read(made)
    page = Page(ANNUAL_COST.show.result_html(scenario, ANNUAL_COST.compute(scenario), "annual-cost"))
    assert not page.elements & {"img", "x-y"}
    assert name in page.text


@sized(40)
@given(scenarios(limits={"beyond": "hard"}), st.sampled_from(["html", "csv", "json"]))
def test_every_result_can_be_shown(made, how):
    scenario = ANNUAL_COST.read(made)
    result = ANNUAL_COST.compute(scenario)
    if how == "html":
        assert not Page(ANNUAL_COST.show.result_html(scenario, result, "annual-cost")).elements & {"img", "x-y"}
    elif how == "csv":
        assert ANNUAL_COST.show.result_csv(scenario, result)
    else:
        assert json.dumps(ANNUAL_COST.show.result_json(scenario, result))
