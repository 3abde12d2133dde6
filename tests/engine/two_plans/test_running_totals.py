"""What the page and the CSV show of each plan's running totals, visit by visit, by hand."""

import csv
import io
import re

import pytest
from order_scenarios import plan, scenario
from year_scenarios import IN, SERVICE, care, own, payer, spouses, terms

from calculators.catalogue import CALCULATORS
from calculators.presentation import wording

CALCULATOR = CALCULATORS["two-plans"]
UNKNOWN = {"unknown": True}


def limit(quantity, **rest):
    visits = {"id": "visits", "quantity": quantity, "services": [SERVICE], "per": "plan_year"}
    return {"limits": [visits | {"deductible_visits_count": True, **rest}]}


def answer(*coverages, day="2026-01-05", **rest):
    told = scenario(*coverages, day=day, **rest)
    return told, CALCULATOR.compute(told)


def page(*coverages, **rest):
    return CALCULATOR.show.result_html(*answer(*coverages, **rest), "two-plans")


def ledger(html):
    """The running totals in the page's ledger: by plan and what is counted, the column's heading and its cells."""
    (table,) = re.findall(r"<table[^>]* data-ledger=.*?</table>", html, re.DOTALL)
    headings = re.findall(r'data-coverage="(.*?)" data-counts="(.*?)">(.*?)</th>', table)
    rows = [re.findall(r"<td[^>]*>(.*?)</td>", row) for row in re.split(r"<tbody[^>]*>", table)[1].split("</tr>")[:-1]]
    # The totals stand before the last column, which says how.
    columns = zip(*(row[-1 - len(headings) : -1] for row in rows), strict=True)
    return {
        (coverage, counts): (heading, list(cells))
        for (coverage, counts, heading), cells in zip(headings, columns, strict=True)
    }


def cells(html, coverage, counts):
    return ledger(html)[coverage, counts][1]


FIRST = terms(deductible=150, maximum=1000, coinsurance="0.20") | limit(3)
SECOND = terms(maximum=500, copay=30) | limit(20)


def test_each_plan_counts_for_itself_visit_by_visit():
    assert ledger(page(own(FIRST), spouses(SECOND), **care(5))) == {
        # Of the second visit 50 are deductible, and 20% of the other 50 are coinsurance. The fourth is not covered.
        ("own", "deductible.in.me"): (
            "Toward the deductible of $150",
            ["$100.00", "$150.00", "$150.00", "$150.00", "$150.00"],
        ),
        ("own", "out_of_pocket.in.me"): (
            "Toward the out-of-pocket maximum of $1,000",
            ["$100.00", "$160.00", "$180.00", "$180.00", "$180.00"],
        ),
        ("own", "limit.visits.me"): ("Visits counted", ["1 of 3", "2 of 3", "3 of 3", "3 of 3", "3 of 3"]),
        # Alone it would leave its copay of every visit, whatever is really left. It has no deductible to count toward.
        ("spouses", "out_of_pocket.in.me"): (
            "Toward the out-of-pocket maximum of $500",
            ["$30.00", "$60.00", "$90.00", "$120.00", "$150.00"],
        ),
        ("spouses", "limit.visits.me"): ("Visits counted", [f"{number} of 20" for number in range(1, 6)]),
    }


def test_what_is_left_to_the_patient_adds_up_in_a_column_of_its_own():
    html = page(own(FIRST), spouses(SECOND), **care(5))
    rows = re.split(r"<tbody[^>]*>", html)[-1].split("</tr>")[:-1]
    # The second plan pays 70, then 60 and 20 that are left, then 70 alone.
    left = [re.findall(r"<td[^>]*>(.*?)</td>", row)[5:7] for row in rows]
    assert left == [
        ["$30.00", "$30.00"],
        ["$0.00", "$30.00"],
        ["$0.00", "$30.00"],
        ["$30.00", "$60.00"],
        ["$30.00", "$90.00"],
    ]


def test_totals_that_an_open_fact_moves_are_ranges():
    beside = spouses(SECOND, maximum_counts=UNKNOWN)
    html = page(own(FIRST), beside, **care(5))
    assert wording.catalogue()["phrases"]["counted_open"] in html
    # As if alone 30 a visit; else what is left, 30, 0, 0, 30, 30.
    assert cells(html, "spouses", "out_of_pocket.in.me") == [
        "$30.00",
        "$30.00 to $60.00",
        "$30.00 to $90.00",
        "$60.00 to $120.00",
        "$90.00 to $150.00",
    ]


def test_a_limit_in_dollars_is_told_in_dollars():
    first = terms(coinsurance="0.20") | limit(250, unit="dollar")
    found = ledger(page(own(first), spouses(SECOND), **care(4)))
    totals = ["$80.00 of $250.00", "$160.00 of $250.00", "$240.00 of $250.00", "$250.00 of $250.00"]
    assert found["own", "limit.visits.me"] == ("Paid under its limit", totals)


@pytest.mark.parametrize(
    ("beside", "used"),
    # The second plan's 70 less the first one's 80 is nothing: such visits may not count.
    [({"method": "standard"}, ["6 of 15", "7 of 15"]), ({"method": "carve_out"}, ["5 of 15", "5 of 15"])],
)
def test_what_was_used_before_is_there_from_the_start(beside, used):
    second = spouses(terms(copay=30) | limit(15, used=5), counts_unpaid_visits=False, **beside)
    assert cells(page(own(terms(coinsurance="0.20")), second, **care(2)), "spouses", "limit.visits.me") == used


def test_what_was_paid_before_is_there_from_the_start():
    first = payer("own", of={}, year=FIRST, deductible_used="40.00", maximum_used="40.00")
    html = page(first, spouses(SECOND), **care(2))
    assert cells(html, "own", "deductible.in.me") == ["$140.00", "$150.00"]
    # 40 and 100; then 10 of the deductible and 18 of coinsurance.
    assert cells(html, "own", "out_of_pocket.in.me") == ["$140.00", "$168.00"]


def test_a_limit_that_starts_again_counts_from_one():
    second = terms(copay=30) | limit(20, per="calendar_year") | {"starts": "2026-07-01"}
    first = terms(coinsurance="0.20") | {"starts": "2026-07-01"}
    html = page(own(first), spouses(second), day="2026-12-21", **care(3, first_visit="2026-12-21"))
    assert cells(html, "spouses", "limit.visits.me") == ["1 of 20", "2 of 20", "1 of 20"]


def test_two_limits_of_one_plan_are_told_apart():
    combined = {"id": "combined", "quantity": 60, "services": [SERVICE, "speech_therapy"], "per": "plan_year"}
    second = terms(copay=30)
    second["limits"] = [*limit(20, unit="hour")["limits"], combined]
    found = ledger(page(own(terms(coinsurance="0.20")), spouses(second), **care(2)))
    assert found["spouses", "limit.visits.me"] == ("Hours counted: physical therapy", ["1 of 20", "2 of 20"])
    assert found["spouses", "limit.combined.me"] == (
        "Visits counted: physical therapy and speech therapy",
        ["1 of 60", "2 of 60"],
    )


def test_out_of_network_totals_stand_there_where_something_counts():
    outside = {"deductible": "150.00", "maximum": "2000.00", "accumulation": "separate"}
    first = terms(coinsurance="0.20") | {"out_of_network": outside}
    first["terms"] = [
        *first["terms"],
        {"service": SERVICE, "network": "out", "coinsurance": "0.40", "deductible": "first"},
    ]
    beyond = payer("own", of={}, year=first, in_network=False)
    told = care(2, billed="100.00", balance_billed=False)
    html = page(beyond, spouses(SECOND), **told)
    assert [key for key in ledger(html) if key[0] == "own"] == [
        ("own", "deductible.out.me"),
        ("own", "out_of_pocket.out.me"),
    ]
    # Of the second visit 50 are deductible, and 40% of the other 50 are coinsurance.
    assert cells(html, "own", "deductible.out.me") == ["$100.00", "$150.00"]
    assert cells(html, "own", "out_of_pocket.out.me") == ["$100.00", "$170.00"]


def test_one_bill_has_no_running_totals():
    first = plan("own", bill={"allowed": "100.00", "coinsurance": "0.20"}, beside=IN)
    html = page(
        first,
        spouses(SECOND)
        | {"bill": {"allowed": "100.00", "copay": "0.00"}, "beside": {"in_network": True, "method": "standard"}},
        bill={"charge": "100.00"},
    )
    assert ledger(html) == {}
    assert "so far" not in html


def test_the_csv_has_every_total_in_a_column_of_its_own():
    text = CALCULATOR.show.result_csv(*answer(own(FIRST), spouses(SECOND), **care(3)))
    rows = list(csv.DictReader(io.StringIO(text)))
    name = "The spouse’s plan from a job"
    assert [row["patient_pays_so_far"] for row in rows] == ["30.00", "30.00", "30.00"]
    assert [row["The patient’s plan from a job: Toward the deductible"] for row in rows] == [
        "100.00",
        "150.00",
        "150.00",
    ]
    assert [row[f"{name}: Toward the out-of-pocket maximum"] for row in rows] == ["30.00", "60.00", "90.00"]
    assert [row[f"{name}: Visits counted"] for row in rows] == ["1", "2", "3"]
