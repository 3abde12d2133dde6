"""The page of yearly figures: what it says is what the calculators hold."""

import re

from build_scripts import reference
from calculators.parameters import all_series


def section(identifier):
    parts = re.split(r"^### ", reference.page(), flags=re.MULTILINE)
    (found,) = (part for part in parts if f"{{ #{identifier.replace('.', '-')} }}" in part)
    return found


def test_the_committed_page_is_up_to_date():
    # Renew it with: .venv/bin/python -m build_scripts.reference
    assert reference.PAGE.read_text("utf-8") == reference.page()


def test_every_series_has_its_section_with_every_value_and_source():
    for series in all_series().values():
        found = section(series.id)
        assert found.count("\n| ") == 2 + len(series.values), series.id
        for value in series.values:
            assert f"](<{value.url}>)" in found


def test_a_money_figure_with_its_days_source_and_verification():
    assert (
        "| 2025 | $257 a year "
        "| [89 FR 90002, the Federal Register’s notice of Medicare Part B premiums and deductible for 2025]"
        "(<https://regulations.justia.com/regulations/fedreg/2024/11/14/2024-26474.html>) "
        "| Read in the official text | Nov 25, 2026 |"
    ) in section("cms.medicare_part_b_deductible")


def test_every_unit_is_written_for_people():
    assert "| 2026 | $202.90 a month |" in section("cms.medicare_part_b_premium")
    assert "| Jul 1, 2026 to Dec 31, 2026 | 23.5 cents a mile |" in section("irs.medical_mileage_rate")
    assert "| From Jan 1, 2023, without an end | 1.45% |" in section("irs.medicare_tax_rate")
    assert "| From Jan 1, 2023, without an end | 180 days |" in section("dol.appeal_filing")
    assert "| 2023 to 2027 | $3,000 a year |" in section("cms.therapy_medical_review")
    assert "10% up to $12,400<br>12% up to $50,400<br>" in section("irs.income_tax_brackets_single")
    assert "<br>37% above $640,600 |" in section("irs.income_tax_brackets_single")


def test_a_year_that_is_not_held_is_not_on_the_page():
    assert "2026" in section("cms.medicare_part_b_deductible")
    assert "2027" not in section("cms.medicare_part_b_deductible")
