"""Printed coverage examples against the engine: what the page says, and the two that must hold as printed."""

from copy import deepcopy

import pytest

from build_scripts import coverage_examples
from build_scripts.coverage_examples import agrees, computed, data, parts_that_agree, rounded
from calculators.catalogue import CALCULATORS

ALL_PARTS = ["deductible", "copay", "coinsurance", "outside"]


def test_the_committed_page_is_up_to_date():
    # Renew it with: .venv/bin/python -m build_scripts.coverage_examples
    assert coverage_examples.PAGE.read_text("utf-8") == coverage_examples.page()


def test_having_a_baby_under_kaiser_is_as_printed():
    # Printed on page 8: 1,000; 20; 1,880; 150, to the nearest $10. By hand: of 7,540 the plan excludes 150, pays 30,
    # 40 and 40 in full, and 20 are copays for drugs: 7,260 are left. 30% of 7,260 - 1,000 is 1,878.
    found = computed("kaiser2-66d537", "having_a_baby", data())
    assert found["deductible"] == (1000_00, 1000_00)
    assert found["copay"] == (20_00, 20_00)
    assert found["coinsurance"] == (1878_00, 1878_00)
    assert rounded(1878_00, 10) == 1880
    assert found["outside"] == (150_00, 150_00)


def test_having_a_baby_under_the_ppo_is_as_printed():
    # Printed on page 11: 1,500; 20; 2,300; 150, to the nearest $10. By hand: 40% of 7,260 - 1,500 is 2,304.
    found = computed("ppo-66ca88", "having_a_baby", data())
    assert found["deductible"] == (1500_00, 1500_00)
    assert found["copay"] == (20_00, 20_00)
    assert found["coinsurance"] == (2304_00, 2304_00)
    assert rounded(2304_00, 10) == 2300
    assert found["outside"] == (150_00, 150_00)


def test_hand_worked_parts_of_other_plans():
    # Anthem: 150, twice the $750 of three days, two fills at 10; 10% of 1,950 + 150 + 900 + 460 + 200.
    anthem = computed("anthem-78e4a3", "having_a_baby", data())
    assert (anthem["copay"], anthem["coinsurance"]) == ((1670_00, 1670_00), (366_00, 366_00))
    # UnitedHealthcare: the mother's stay takes 250 and 300, the baby's 300, and two fills 10 each.
    uhc = computed("uhc-ffe436", "having_a_baby", data())
    assert (uhc["deductible"], uhc["copay"]) == ((250_00, 250_00), (620_00, 620_00))
    # SeeChange: 4,000 of the 7,260, then 20%.
    assert computed("seechange-8fa2f4", "having_a_baby", data())["coinsurance"] == (652_00, 652_00)
    # Kaiser, diabetes: 1,300 + 400 + 300 + 60 less 1,000, at 30%.
    assert computed("kaiser2-66d537", "managing_type_2_diabetes", data())["coinsurance"] == (318_00, 318_00)


@pytest.mark.parametrize(
    ("plan", "situation"),
    [
        ("kaiser2-66d537", "having_a_baby"),
        ("ppo-66ca88", "having_a_baby"),
        ("uhc-ffe436", "managing_type_2_diabetes"),
    ],
)
def test_those_that_agree_in_every_part(plan, situation):
    assert parts_that_agree(plan, situation, data()) == ALL_PARTS


def test_every_example_plan_is_held_against_its_summary():
    with_a_summary = [name for name in CALCULATORS["annual-cost"].example_ids if name != "original-medicare-2026"]
    assert list(data()["plans"]) == with_a_summary


def test_lines_and_printed_parts_add_up():
    given = data()
    for situation, about in given["scenarios"].items():
        assert sum(line["allowed"] for line in about["lines"]) == about["total"]
        for plan in given["plans"].values():
            printed = plan[situation]["printed"]
            assert sum(printed[part] for part in ALL_PARTS) == printed["total"]
    assert {situation: about["total"] for situation, about in given["scenarios"].items()} == {
        "having_a_baby": 7540,
        "managing_type_2_diabetes": 5400,
    }


def test_rounding_as_a_summary_rounds():
    assert [rounded(cents, 10) for cents in (1_00, 5_00, 14_99, 1878_00, 2304_00)] == [0, 10, 10, 1880, 2300]
    assert [rounded(cents, 100) for cents in (84_00, 99_99, 100_00, 149_99, 366_00)] == [80, 100, 100, 100, 400]


def test_a_deductible_is_compared_to_the_nearest_ten_whatever_the_habit():
    assert agrees("deductible", 250, (250_00, 250_00), 100)
    assert not agrees("deductible", 300, (250_00, 250_00), 100)
    assert agrees("copay", 300, (320_00, 320_00), 100)
    assert agrees("copay", 1000, (780_00, 1010_00), 10)


def test_a_difference_without_a_reason_is_refused(monkeypatch):
    changed = deepcopy(data())
    del changed["plans"]["uhc-ffe436"]["having_a_baby"]["reasons"]
    monkeypatch.setattr(coverage_examples, "data", lambda: changed)
    with pytest.raises(ValueError, match="uhc-ffe436, having_a_baby"):
        coverage_examples.page()
