"""Every row of a sample of the marketplace's benefit files can be said as terms and limits, and written back."""

import csv
import re
from datetime import date
from pathlib import Path

import pytest
import yaml
from attrs import evolve

from calculators.catalogue import CALCULATORS
from calculators.coverage.care import Person, PlannedCare
from calculators.coverage.marketplace import BenefitRow, UnreadableCell, UnsayableRow, read_row, write_row
from calculators.coverage.plan import Deductible, OutOfNetwork, OutOfPocketMaximum, Plan, Premium
from calculators.coverage.terms import Terms
from calculators.declaration import UNKNOWN, Unknown
from calculators.household.year import HouseholdYear

ANNUAL_COST = CALCULATORS["annual-cost"]
FOLDER = Path(__file__).parent / "marketplace"
with (FOLDER / "rows.csv").open(encoding="utf-8", newline="") as file:
    ROWS = dict(enumerate(csv.DictReader(file), start=1))
LIMITS = yaml.safe_load((FOLDER / "limits.yaml").read_text(encoding="utf-8"))
EXCEPTIONS = yaml.safe_load((FOLDER / "exceptions.yaml").read_text(encoding="utf-8"))
CANNOT_BE_SAID = {row["row"] for row in EXCEPTIONS["cannot_be_said"]}

every_row = pytest.mark.parametrize("number", [number for number in ROWS if number not in CANNOT_BE_SAID])

# A row of a plan, with what the tests below change.
PLAIN = {
    "BenefitName": "Rehabilitative Speech Therapy",
    "IsCovered": "Covered",
    "CopayInnTier1": "$40.00",
    "CoinsInnTier1": "Not Applicable",
    "CopayOutofNet": "Not Applicable",
    "CoinsOutofNet": "100.00%",
    "IsExclFromInnMOOP": "No",
    "IsExclFromOonMOOP": "No",
}


# How a cell is spelled in the older files, and how it is written: decided in docs/decisions/marketplace-rows.md.
def canonical_share(text):
    text = re.sub(r"(?<=\d)\.0+(?=%|$|\s)", "", text.strip()) or "Not Applicable"
    nothing = re.fullmatch(r"(?:\$0|0%)(?: Copay| Coinsurance)?(?: per \w+)?( after deductible)?", text)
    return f"No Charge{nothing[1] or ''}" if nothing else text


def canonical_pair(row, copay_cell, rate_cell, deductible_cell):
    copay, rate = canonical_share(row[copay_cell]), canonical_share(row[rate_cell])
    if deductible_cell == "" and rate == "100%":
        return "Not Applicable", "100%"
    empty = {"Not Applicable", "No Charge", "No Charge after deductible"}
    if {copay, rate} <= empty:
        for nothing in ("No Charge after deductible", "No Charge"):
            if nothing in {copay, rate}:
                return "Not Applicable", nothing
        return "", ""
    copay, rate = ("Not Applicable" if half in empty else half for half in (copay, rate))
    if row.get(deductible_cell) == "Yes" and re.fullmatch(r"[\d.]+%", rate):
        rate = f"{rate} Coinsurance after deductible"
    return copay, rate


@every_row
def test_cells_of_money_are_written_as_they_stood(number):
    row, written = ROWS[number], write_row(read_row(ROWS[number]))
    for cells in (
        ("CopayInnTier1", "CoinsInnTier1", "IsSubjToDedTier1"),
        ("CopayInnTier2", "CoinsInnTier2", "IsSubjToDedTier2"),
        ("CopayOutofNet", "CoinsOutofNet", ""),
    ):
        pair = canonical_pair(row, *cells)
        assert (written[cells[0]], written[cells[1]]) == pair
        if cells[2] and row[cells[2]] and pair != ("", ""):
            assert written[cells[2]] == row[cells[2]]


@every_row
def test_other_cells_are_written_as_they_stood(number):
    row, written = ROWS[number], write_row(read_row(ROWS[number]))
    for cell in ("IsCovered", "IsExclFromInnMOOP", "IsExclFromOonMOOP"):
        assert written[cell] == row[cell]
    assert written["LimitQty"] == row["LimitQty"].removesuffix(".0")
    assert written["LimitUnit"].lower() == row["LimitUnit"].lower().replace("benefit period", "year")
    assert written["QuantLimitOnSvc"] == ("Yes" if row["LimitQty"] else "")
    other_names = {
        "Habilitative Speech Therapy (Non-Autism Related": "Habilitative Speech Therapy",
        "Outpatient Rehabilitation Services - Cardiac rehabilitation therapy": "Cardiac Rehabilitation",
        "Outpatient Rehabilitation Services - Cardiac rehbilitation therapy": "Cardiac Rehabilitation",
    }
    assert written["BenefitName"] == other_names.get(row["BenefitName"], row["BenefitName"])


@every_row
def test_what_is_written_reads_the_same(number):
    said = read_row(ROWS[number])
    assert read_row(write_row(said)) == said


@every_row
def test_limits_are_those_worked_out_by_hand(number):
    said = [
        f"{quantity(limit)} {limit.unit} {limit.per} {'+'.join(limit.services)} {limit.care_kind}"
        + (" review" if limit.beyond == "review" else "")
        for limit in read_row(ROWS[number]).limits
    ]
    assert said == LIMITS.get(number, [])


def quantity(limit):
    known = limit.quantity
    return f"{known.low}-{known.high}" if isinstance(known, Unknown) else known


def test_the_sample_is_whole_and_nearly_all_of_it_can_be_said():
    assert len(ROWS) == 106
    assert len(CANNOT_BE_SAID) <= 5
    assert all(row["reason"] for row in EXCEPTIONS["cannot_be_said"])


def test_no_sentence_about_a_limit_is_passed_over_unseen():
    about_a_limit = re.compile(
        r"(?<!not )\b(?:limits?|limited|maximums)\b|\b\d+ (?:visits|days|months|hearing aids?)|\bonce every",
        re.IGNORECASE,
    )
    found = [
        (number, sentence)
        for number, row in ROWS.items()
        for sentence in (*read_row(row).also_says, *read_row(row).excludes)
        if about_a_limit.search(sentence)
    ]
    listed = [tuple(entry) for group in EXCEPTIONS["kept_in_words"] for entry in group["sentences"]]
    unseen = [
        (number, sentence)
        for number, sentence in found
        if not any(number == row and sentence.startswith(begins) for row, begins in listed)
    ]
    assert unseen == []
    gone = [
        (row, begins)
        for row, begins in listed
        if not any(number == row and sentence.startswith(begins) for number, sentence in found)
    ]
    assert gone == []


@every_row
def test_every_row_is_accepted_in_a_scenario_and_runs(number):
    said = read_row(ROWS[number])
    scenario = ANNUAL_COST.read(ANNUAL_COST.write(scenario_of(said)))
    result = ANNUAL_COST.compute(scenario)
    assert result.outcome in {"decided", "range"}
    for run in result.runs:
        assert len(run.lines) == sum(course.visits for course in scenario.care)


def scenario_of(said, visits=3, allowed=100_00):
    """A year with a few visits of each service in each network that a row has terms for."""
    care = [
        PlannedCare(
            person="me",
            service=terms.service,
            visits=visits,
            first_visit=date(2016, 1, 4),
            frequency="1_a_week",
            allowed=allowed,
            unpaid_visits="contract_rate",
            network=terms.network,
            care_kind="rehabilitative" if terms.care_kind == "both" else terms.care_kind,
        )
        for terms in said.terms
        if terms.from_visit == 1
    ]
    plan = Plan(
        id="plan",
        name="A plan",
        starts=date(2016, 1, 1),
        terms=said.terms,
        limits=said.limits,
        deductible=Deductible(50_00),
        out_of_pocket_maximum=OutOfPocketMaximum(5_000_00),
        premium=Premium(0, "month", 0),
        out_of_network=OutOfNetwork(100_00, 10_000_00, accumulation="separate"),
    )
    return HouseholdYear(people=(Person("me"),), care=tuple(care), plan=plan)


def paid(said, service, visits):
    """What the patient pays for visits in network that cost $100 each, under a deductible of $50."""
    scenario = scenario_of(said, visits)
    care = tuple(course for course in scenario.care if course.service == service and course.network == "in")
    result = ANNUAL_COST.compute(evolve(scenario, care=care))
    assert result.outcome == "decided"
    return result.low.figures["patient_pays"].value


def test_twenty_visits_at_a_copay_then_the_whole_price():
    # Row 98: $20, 20 visits of physical therapy. 20 x $20 + 5 x $100.
    assert paid(read_row(ROWS[98]), "physical_therapy", 25) == 900_00


@pytest.mark.parametrize(
    ("copay", "coinsurance", "deductible", "money", "share", "per"),
    [
        ("No Charge", "No Charge", "not_applied", None, 0, "visit"),
        ("$0", "0%", "not_applied", None, 0, "visit"),
        ("$0.00", "0.00%", "not_applied", None, 0, "visit"),
        ("Not Applicable", "No Charge", "not_applied", None, 0, "visit"),
        ("$0", "Not Applicable", "not_applied", None, 0, "visit"),
        ("$0", "$0", "not_applied", None, 0, "visit"),
        ("0%", "0%", "not_applied", None, 0, "visit"),
        ("$0 Copay per Day", "Not Applicable", "not_applied", None, 0, "visit"),
        ("No Charge after deductible", "Not Applicable", "first", None, 0, "visit"),
        ("$0 Copay after deductible", "Not Applicable", "first", None, 0, "visit"),
        ("Not Applicable", "0% Coinsurance after deductible", "first", None, 0, "visit"),
        ("No Charge", "No Charge after deductible", "first", None, 0, "visit"),
        ("$40", "", "not_applied", 40_00, None, "visit"),
        ("$40.00", "Not Applicable", "not_applied", 40_00, None, "visit"),
        ("$1,250.50 Copay", "No Charge", "not_applied", 1_250_50, None, "visit"),
        ("$40 Copay after deductible", "No Charge", "first", 40_00, None, "visit"),
        ("$40.00 Copay before deductible", "Not Applicable", "after_copay", 40_00, None, "visit"),
        ("$75 Copay before deductible", "No Charge after deductible", "after_copay", 75_00, None, "visit"),
        ("$250 Copay before deductible", "30% Coinsurance after deductible", "after_copay", 250_00, 30_00, "visit"),
        ("$500 Copay per Stay after deductible", "Not Applicable", "first", 500_00, None, "stay"),
        ("$500.00 Copay per Day", "", "not_applied", 500_00, None, "day"),
        ("Not Applicable", "20.00%", "not_applied", None, 20_00, "visit"),
        ("", "20.00% Coinsurance after deductible", "first", None, 20_00, "visit"),
        ("No Charge", "20% Coinsurance after deductible", "first", None, 20_00, "visit"),
        ("$0", "12.5%", "not_applied", None, 12_50, "visit"),
        ("$40 Copay after deductible", "20% Coinsurance after deductible", "first", 40_00, 20_00, "visit"),
        ("$40", "20%", "not_applied", 40_00, 20_00, "visit"),
        # In the wrong column.
        ("Not Applicable", "$40", "not_applied", 40_00, None, "visit"),
        ("20% Coinsurance after deductible", "Not Applicable", "first", None, 20_00, "visit"),
        # The two halves disagree about the deductible, or do not say where it comes.
        ("$40", "20% Coinsurance after deductible", UNKNOWN, 40_00, 20_00, "visit"),
        ("$40 Copay after deductible", "20%", UNKNOWN, 40_00, 20_00, "visit"),
        ("$200.00 Copay with deductible", "Not Applicable", UNKNOWN, 200_00, None, "visit"),
    ],
)
def test_a_pair_of_cells(copay, coinsurance, deductible, money, share, per):  # noqa: PLR0913, PLR0917
    said = read_row(PLAIN | {"CopayInnTier1": copay, "CoinsInnTier1": coinsurance})
    assert said.terms[0] == Terms(
        "speech_therapy",
        deductible=deductible,
        copay=money,
        coinsurance=share,
        copay_per=per,
        care_kind="rehabilitative",
    )
    assert read_row(write_row(said)) == said


def test_the_newer_files_read_like_the_older():
    old = {"CopayInnTier1": "$40", "CoinsOutofNet": "100%", "QuantLimitOnSvc": "Yes", "LimitQty": "30.0"}
    new = {"CopayInnTier1": "$40.00", "CoinsOutofNet": "100.00%", "QuantLimitOnSvc": "Yes", "LimitQty": "30"}
    unit = {"LimitUnit": "Visit(s) per Year"}
    assert read_row(PLAIN | old | unit) == read_row(PLAIN | new | unit)


def test_all_of_the_price_out_of_network_is_not_covered():
    out = read_row(PLAIN).terms[1]
    assert (out.network, out.covered, out.coinsurance) == ("out", False, None)
    after = read_row(PLAIN | {"CoinsOutofNet": "100% Coinsurance after deductible"}).terms[1]
    assert (after.covered, after.deductible, after.coinsurance) == (True, "first", 100_00)


def test_no_second_tier_where_both_its_cells_say_nothing():
    assert [terms.network for terms in read_row(PLAIN).terms] == ["in", "out"]
    tiers = {"CopayInnTier2": "$60.00", "CoinsInnTier2": "Not Applicable"}
    assert [terms.network for terms in read_row(PLAIN | tiers).terms] == ["in", "tier_2", "out"]


def test_the_column_about_the_deductible_against_the_cells():
    yes = {"IsSubjToDedTier1": "Yes"}
    assert read_row(PLAIN | yes).terms[0].deductible == "first"
    free = {"CopayInnTier1": "$0", "CoinsInnTier1": "0%"}
    assert read_row(PLAIN | free | yes).terms[0].deductible == UNKNOWN
    assert read_row(PLAIN | free | {"IsSubjToDedTier1": "No"}).terms[0].deductible == "not_applied"


def test_what_counts_toward_the_maximum():
    said = read_row(PLAIN | {"IsExclFromInnMOOP": "Yes", "IsExclFromOonMOOP": ""})
    assert [terms.counts_toward_maximum for terms in said.terms] == [False, UNKNOWN]


def test_not_covered():
    said = read_row(PLAIN | {"IsCovered": "Not Covered", "CopayInnTier1": "", "CoinsOutofNet": ""})
    assert [(terms.network, terms.covered) for terms in said.terms] == [("in", False), ("out", False)]
    assert write_row(said)["IsCovered"] == "Not Covered"


def test_a_copay_for_the_first_visits_then_deductible_and_coinsurance():
    # Row 64: $30 for three visits, then 30 % after the deductible.
    said = [
        (terms.from_visit, terms.deductible, terms.copay, terms.coinsurance)
        for terms in read_row(ROWS[64]).terms
        if terms.network == "in"
    ]
    assert said == [(1, "not_applied", 30_00, None), (4, "first", None, 30_00)]
    # Four visits: 3 x $30, then the deductible of $50 and 30 % of the other $50.
    assert paid(read_row(ROWS[64]), "dietitian", 4) == 155_00


def test_first_visits_without_cost_sharing():
    # Row 58: four free visits, then nothing after the deductible.
    said = [
        (terms.from_visit, terms.deductible, terms.coinsurance)
        for terms in read_row(ROWS[58]).terms
        if terms.network == "in"
    ]
    assert said == [(1, "not_applied", 0), (5, "first", 0)]


def limits_of(text, **cells):
    said = read_row(PLAIN | {"Explanation": text} | cells)
    assert read_row(write_row(said)) == said
    return [(quantity(limit), limit.unit, limit.per, limit.services) for limit in said.limits]


def test_free_text_goes_before_the_cells():
    cells = {"QuantLimitOnSvc": "Yes", "LimitQty": "20", "LimitUnit": "Visit(s) per Year"}
    assert limits_of("Limited to 30 visits per calendar year.", **cells) == [
        (30, "visit", "calendar_year", ("speech_therapy",))
    ]
    assert limits_of("30 combined visits per year for PT and ST.", **cells) == [
        (30, "visit", "plan_year", ("physical_therapy", "speech_therapy"))
    ]


def test_each_is_not_combined():
    three = ("physical_therapy", "occupational_therapy", "speech_therapy")
    assert limits_of("Separate 20 visit limit each for PT, OT, ST.") == [
        (20, "visit", UNKNOWN, (service,)) for service in three
    ]
    assert limits_of("20 visits per year combined for PT, OT, ST.") == [(20, "visit", "plan_year", three)]


@pytest.mark.parametrize(
    ("unit", "means"),
    [
        ("Visit(s) per Benefit Period", ("visit", "plan_year")),
        ("Treatment(s) per Year", ("visit", "plan_year")),
        ("Visit(s) per 6 Months", ("visit", "six_months")),
        ("Hours per Week", ("hour", "week")),
        ("Days per Admission", ("day", "stay")),
        ("Item(s) per 3 Years", ("unit", "three_years")),
        ("Dollars per Year", ("dollar", "plan_year")),
    ],
)
def test_units_of_the_cells(unit, means):
    cells = {"QuantLimitOnSvc": "Yes", "LimitQty": "30", "LimitUnit": unit}
    assert limits_of("", **cells) == [(30, *means, ("speech_therapy",))]


def test_limits_that_do_not_apply_to_mental_health():
    cells = {"QuantLimitOnSvc": "Yes", "LimitQty": "30", "LimitUnit": "Visit(s) per Year"}
    text = "Limits do not apply if the diagnosis is mental health, SUD or autism."
    assert read_row(PLAIN | cells | {"Explanation": text}).limits[0].mental_health_exempt is True
    assert read_row(PLAIN | cells).limits[0].mental_health_exempt == UNKNOWN


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        ("BenefitName", "Cosmetic Surgery"),
        ("IsCovered", "Perhaps"),
        ("CopayInnTier1", "forty dollars"),
        ("CoinsInnTier1", "200%"),
        ("CoinsInnTier1", "$25"),
        ("CoinsOutofNet", "20% or $50"),
        ("IsExclFromInnMOOP", "Sometimes"),
        ("QuantLimitOnSvc", "Maybe"),
        ("LimitQty", "thirty"),
        ("LimitQty", "10,000,000"),
        ("LimitUnit", "Visit(s) per Moon"),
        ("Explanation", "$25,000,000 maximum per calendar year"),
    ],
)
def test_what_cannot_be_read_is_named_by_its_cell(cell, text):
    limit = {"QuantLimitOnSvc": "Yes", "LimitQty": "30", "LimitUnit": "Visit(s) per Year"}
    with pytest.raises(UnreadableCell) as refused:
        read_row(PLAIN | limit | {cell: text})
    assert text.lower().startswith(refused.value.text.lower())
    assert refused.value.cell in {cell, "CopayInnTier1"}


def test_cells_that_say_nothing_are_refused():
    with pytest.raises(UnreadableCell) as refused:
        read_row(PLAIN | {"CopayInnTier1": "Not Applicable"})
    assert refused.value.cell == "CopayInnTier1"
    with pytest.raises(UnreadableCell) as refused:
        read_row(PLAIN | {"QuantLimitOnSvc": "Yes"})
    assert refused.value.cell == "LimitQty"


def test_what_a_row_cannot_say_is_not_written():
    said = read_row(PLAIN)
    for terms in (
        evolve(said.terms[0], authorization=True),
        evolve(said.terms[0], copay=UNKNOWN),
        evolve(said.terms[0], site="hospital"),
    ):
        with pytest.raises(UnsayableRow):
            write_row(evolve(said, terms=(terms, said.terms[1])))
    with pytest.raises(UnsayableRow):
        write_row(BenefitRow("astrology", said.terms))
