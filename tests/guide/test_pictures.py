"""Pictures of the guide: the numbers are the engine's, and another example gives another picture."""

import copy
import json
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET
from xml.etree.ElementTree import Element

import pytest

from build_scripts.guide.mistakes import DOCS
from build_scripts.pictures import PICTURES, four_methods, one_bill, visit_limit_year
from build_scripts.pictures.drawing import EXAMPLES, WrongExample
from calculators.declaration import Invalid


def example(name: str) -> dict[str, Any]:
    scenario: dict[str, Any] = json.loads((EXAMPLES / f"{name}.json").read_text("utf-8"))["scenario"]
    return copy.deepcopy(scenario)


def figure_of(html: str) -> Element:
    return ET.fromstring(html)  # noqa: S314 - our own markup


def rows_of(html: str) -> Sequence[Sequence[str]]:
    """Return the cells of a picture's table, without its small print."""
    found = []
    for row in figure_of(html).iter("tr"):
        cells = [" ".join((cell.text or "").split()) for cell in row]
        found.append(cells)
    return found


def described(html: str) -> str:
    return "".join(next(figure_of(html).iter("desc")).itertext())


def words_of(element: Element) -> str:
    return " ".join("".join(element.itertext()).split())


def lengths(figure: Element, party: str, axis: str) -> Sequence[int]:
    return [
        int(area.get(axis) or "")
        for area in figure.iter("rect")
        if f"picture-{party}" in (area.get("class") or "").split() and area.get("width") != "18"
    ]


@pytest.mark.parametrize("name", PICTURES)
def test_every_picture_has_a_title_words_and_no_style_of_its_own(name):
    html = PICTURES[name]()
    figure = figure_of(html)
    assert figure.tag == "figure"
    assert figure.get("aria-labelledby") == f"picture-{name}-heading"
    assert len(words_of(next(figure.iter("figcaption")))) > 60
    assert not [element for element in figure.iter() if "style" in element.attrib or element.tag == "style"]
    ids = [element.get("id") for element in figure.iter() if element.get("id")]
    assert len(ids) == len(set(ids))
    named = re.findall(r'aria-(?:labelledby|describedby)="([^"]+)"', html)
    assert {part for names in named for part in names.split()} <= set(ids)
    assert set(re.findall(r"url\(#([^)]+)\)", html)) <= set(ids)
    for drawing in figure.iter("svg"):
        has_words = drawing.get("role") == "img" and drawing.find("title") is not None
        assert has_words or drawing.get("aria-hidden") == "true"


def test_one_bill_tells_who_pays_which_part():
    html = one_bill.picture()
    assert rows_of(html)[1:] == [
        ["1. Above the allowed amount: $300", "$0", "$0"],
        ["2. Deductible: $500", "$500", "$0"],
        ["3. Coinsurance, 20%: $500", "$100", "$400"],
        ["4. Past the out-of-pocket maximum: $200", "$0", "$200"],
        ["Together", "$600", "$600"],
    ]
    assert "Coinsurance, 20%, $500: you pay $100, the plan $400." in described(html)
    assert "you pay $600 and the plan pays $600" in html


def test_areas_of_one_bill_are_in_proportion_to_the_money():
    figure = figure_of(one_bill.picture())
    full, part = lengths(figure, "you", "width")
    assert part == full * 20 // 100
    assert lengths(figure, "you", "height")[0] == lengths(figure, "you", "height")[1]


def test_another_example_of_one_bill_gives_another_picture():
    changed = example("one-bill")
    changed["used_before"] = []
    changed["care"][0]["billed"] = "1200.00"
    assert rows_of(one_bill.picture(changed))[1:] == [
        ["1. Deductible: $500", "$500", "$0"],
        ["2. Coinsurance, 20%: $700", "$140", "$560"],
        ["Together", "$640", "$560"],
    ]


def test_one_bill_refuses_an_example_that_it_cannot_show():
    changed = example("one-bill")
    changed["plan"]["terms"][0]["covered"] = False
    with pytest.raises(WrongExample, match="one-bill needs a covered visit"):
        one_bill.picture(changed)
    changed["care"] = []
    with pytest.raises(Invalid):
        one_bill.picture(changed)


def test_the_year_shows_each_visit_and_the_day_on_which_the_limit_is_reached():
    html = visit_limit_year.picture()
    assert rows_of(html)[1:] == [
        ["1 to 20", "$30", "$90"],
        ["21 to 30", "$120", "$0"],
        ["The whole year", "$1,800", "$1,800"],
    ]
    assert "Visit 20, on May 24, uses up the limit." in html
    figure = figure_of(html)
    assert len(lengths(figure, "plan", "x")) == 20
    assert len(lengths(figure, "nobody", "x")) == 10
    assert "May: visits 17 to 21, of which those after visit 20 are over the limit." in described(html)
    assert "Jan 1, 2028: the count starts again" in html


def test_before_the_price_come_the_other_ways():
    note = words_of(figure_of(visit_limit_year.picture()))
    ways = ["your booklet decides", "exception", "parity", "Medicare or a second plan", "appeal", "ask for a price"]
    places = [note.index(way) for way in ways]
    assert places == sorted(places)


def test_another_limit_gives_another_year():
    changed = example("visit-limit-year")
    changed["plan"]["limits"][0]["quantity"] = 12
    changed["plan"]["starts"] = "2026-10-01"
    html = visit_limit_year.picture(changed)
    assert [row[0] for row in rows_of(html)][1:] == ["1 to 12", "13 to 30", "The whole year"]
    assert "Oct 1, 2027: the count starts again" in html
    months = [words_of(text) for text in figure_of(html).iter("text") if text.get("class") == "picture-month"]
    assert months[:4] == ["Oct", "Nov", "Dec", "Jan"]


@pytest.mark.parametrize(("visits", "frequency"), [(12, "1_a_week"), (60, "5_a_week")])
def test_the_year_refuses_an_example_that_it_cannot_show(visits, frequency):
    changed = example("visit-limit-year")
    changed["care"][0] |= {"visits": visits, "frequency": frequency}
    with pytest.raises(WrongExample, match="visit-limit-year"):
        visit_limit_year.picture(changed)


def test_visits_that_cost_the_same_are_told_together():
    html = visit_limit_year.picture()
    assert "Jan 11 to May 24, within the limit" in html
    assert "May 31 to Aug 2, over the limit" in html


def methods_in(page: Path) -> Mapping[str, tuple[str, str]]:
    """Return what a page's own table says of each method: what the second plan pays and what is left."""
    row = re.compile(r"^\| \*\*(?P<name>[^*]+)\*\*[^|]*\| (?P<pays>\$\d+) \| (?P<left>\$\d+) \|$", re.MULTILINE)
    found = row.finditer(page.read_text("utf-8"))
    return {match["name"]: (match["pays"], match["left"]) for match in found}


def test_the_four_methods_agree_with_the_table_of_their_page():
    written = methods_in(DOCS / "guide/second-coverage/how-the-second-pays.md")
    drawn = {row[0]: (row[1], row[2], row[3]) for row in rows_of(four_methods.picture())[1:]}
    assert set(written) == {"Standard", "Maintenance of benefits", "Carve-out"}
    for name, (pays, left) in written.items():
        (row,) = [amounts for known, amounts in drawn.items() if known.startswith(name)]
        assert row == ("$80", pays, left)
    assert drawn["With a benefit reserve"] == ("$80", "$20", "$0")


def test_methods_that_were_read_in_no_rule_are_marked():
    html = four_methods.picture()
    assert "worked out on what is left*" in html
    assert "less what the first plan paid*" in html
    assert "up to what is left<" in html
    assert "We read no rule that says so." in html


def test_another_second_plan_gives_another_picture_of_the_methods():
    changed = example("four-methods")
    changed["coverages"][1]["bill"]["coinsurance"] = "0.50"
    drawn = {row[0]: row[1:] for row in rows_of(four_methods.picture(changed))[1:]}
    assert drawn["Maintenance of benefits"] == ["$80", "$10", "$10"]
    assert drawn["Carve-out (non-duplication)"] == ["$80", "$0", "$20"]


def test_the_four_methods_need_two_plans():
    changed = example("four-methods")
    del changed["coverages"][1]
    with pytest.raises(WrongExample, match="two plans"):
        four_methods.picture(changed)
