"""The page on speed: what it says is what was measured, and a missed target is said to be missed."""

import copy
import json

import pytest

from build_scripts import speed


@pytest.fixture
def kept():
    return json.loads(speed.KEPT.read_text("utf-8"))


def text_of(part, kept):
    return " ".join(" ".join(element.itertext()) for element in speed.draw(part, kept))


def test_every_part_of_the_page_is_drawn_from_what_was_kept(drawn):
    page = speed.KEPT.with_suffix(".md").read_text("utf-8")
    for part in speed.PARTS:
        assert f"\n!speed {part}\n" in page
    html = drawn("\n\n".join(f"!speed {part}" for part in speed.PARTS), "reference/speed.md")
    assert html.count("<table>") == 7


def test_shares_are_taken_within_a_round_and_the_middle_one_is_shown(kept):
    kept["starts"]["recomputed"], kept["starts"]["bare"] = [30, 400, 60], [100, 1000, 100]
    for name in ("usual", "pyscript", "lean", "again", "bundle", "bundle_again", "widget", "widget_again"):
        kept["starts"][name] = [100, 1000, 100]
    assert speed.share_of_bare(kept["starts"], "recomputed") == 0.4
    assert "Website, first visit 0.40 0.35, missed 0.06 0.03 to 0.40" in text_of("starts", kept)


def test_a_start_over_a_slow_line_is_compared_with_a_bare_one_over_it(kept):
    rounds = len(kept["starts"]["bare"])
    kept["starts"] |= {"slow": [600] * rounds, "slow_bare": [1000] * rounds}
    assert "Website, first visit, slow line 0.60 0.65, met" in text_of("slow-starts", kept)


def test_every_missed_target_is_named_and_no_other(kept):
    worse = copy.deepcopy(kept)
    worse["bundle"]["zip"] = 12_345_678
    worse["edits"]["40"]["p95"] = 41
    better = copy.deepcopy(kept)
    better["bundle"]["zip"] = 11_900_000
    better["edits"]["40"]["p95"] = 40
    assert "Offline copy, the zip: 12.35 MB; the target is 12.00 MB." in text_of("targets", worse)
    assert "Annual cost, 40 visits: the new result: 41 ms; the target is 40 ms." in text_of("targets", worse)
    assert "Offline copy, the zip" not in text_of("targets", better)
    assert "40 visits" not in text_of("targets", better)


def test_a_size_that_is_hardly_too_large_does_not_look_as_if_it_met_its_target(kept):
    kept["bundle"]["zip"] = 12_010_000
    assert "Offline copy, the zip: 12.01 MB; the target is 12.00 MB." in text_of("targets", kept)


def test_downloads_by_kind_add_up(kept):
    kept["downloads"]["lean"] = {"pages": 30_000, "webassembly": 2_000_000, "packages": 500_000}
    found = text_of("downloads", kept)
    assert "WebAssembly" in found
    assert " 2.50 MB " in found
