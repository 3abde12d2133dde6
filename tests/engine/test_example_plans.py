"""The example plans: each reads, runs and says what was interpreted; some of their terms, typed from the summaries."""

import pytest
from scenarios import ANNUAL_COST, dollars

from calculators.declaration import UNKNOWN, Unknown

EXAMPLES = {example.id: example for example in ANNUAL_COST.examples()}

IDS = (
    "anthem-78e4a3",
    "ppo-66ca88",
    "kaiser2-66d537",
    "cabronze-582841",
    "calchoice-8cf250",
    "seechange-8fa2f4",
    "uhc-ffe436",
)


def plan(identifier):
    return EXAMPLES[identifier].scenario.plan


def terms(identifier, key):
    (found,) = (row for row in plan(identifier).terms if row.key == key)
    return found


def limit(identifier, name):
    (found,) = (row for row in plan(identifier).limits if row.id == name)
    return found


def figure(identifier, name):
    return dollars(ANNUAL_COST.compute(EXAMPLES[identifier].scenario), name)


def test_seven_plans_in_their_order_and_medicare():
    assert tuple(EXAMPLES) == (*IDS, "original-medicare-2026")


@pytest.mark.parametrize("identifier", IDS)
def test_each_reads_back_as_it_is_written_and_runs(identifier):
    scenario = EXAMPLES[identifier].scenario
    assert ANNUAL_COST.read(ANNUAL_COST.write(scenario)) == scenario
    result = ANNUAL_COST.compute(scenario)
    assert result.outcome in ("decided", "range")
    assert all(sum(line.part(part).amount for part in PARTS) == line.charge for line in result.low.lines)


PARTS = (
    "deductible",
    "copay",
    "coinsurance",
    "over_limit",
    "not_covered",
    "balance_bill",
    "plan_paid",
    "write_off",
)


@pytest.mark.parametrize("identifier", IDS)
def test_each_has_notes_with_pages_and_no_premium(identifier):
    example = EXAMPLES[identifier]
    assert any("premium" in note for note in example.notes)
    assert sum("page" in note for note in example.notes) >= 8
    assert example.title
    assert example.document
    assert plan(identifier).premium.amount == 0


def test_several_are_for_families():
    assert sum(len(example.scenario.people) > 1 for example in EXAMPLES.values()) >= 2


def test_the_first_example_reaches_a_visit_limit_and_has_one_answer():
    # By hand: 30 copays of 10, then 10 visits of 150. Mondays and Thursdays from March 1: visit 31 is on June 14.
    result = ANNUAL_COST.compute(ANNUAL_COST.examples()[0].scenario)
    assert result.outcome == "decided"
    assert dollars(result, "patient_pays") == 1800
    assert result.low.figures["visits_over_limit"].value == 10
    assert result.low.figures["first_over_limit_date"].value.isoformat() == "2027-06-14"


@pytest.mark.parametrize(
    ("identifier", "person", "family"),
    [
        ("anthem-78e4a3", (0, 2500), (0, 5000)),
        ("ppo-66ca88", (1500, 5000), (None, None)),
        ("kaiser2-66d537", (1000, 5000), (2000, 10000)),
        ("cabronze-582841", (5500, 6350), (11000, 12700)),
        ("calchoice-8cf250", (0, 3000), (None, 6000)),
        ("seechange-8fa2f4", (4000, 5500), (8000, 11000)),
        ("uhc-ffe436", (250, 1500), (500, 3000)),
    ],
)
def test_deductible_and_maximum_in_network(identifier, person, family):
    here = plan(identifier)

    def cents(amount):
        return None if amount is None else amount * 100

    assert (here.deductible.person, here.out_of_pocket_maximum.person) == tuple(map(cents, person))
    assert (here.deductible.family, here.out_of_pocket_maximum.family) == tuple(map(cents, family))


@pytest.mark.parametrize(
    ("identifier", "amounts", "accumulation"),
    [
        ("anthem-78e4a3", (2000, 4000, 5000, 10000), "separate"),
        ("ppo-66ca88", (1500, None, 10000, None), "joined"),
        ("kaiser2-66d537", (1000, 2000, 10000, 20000), "joined"),
        ("seechange-8fa2f4", (6000, 12000, 8000, 16000), UNKNOWN),
    ],
)
def test_amounts_out_of_network(identifier, amounts, accumulation):
    out = plan(identifier).out_of_network
    found = (out.deductible, out.family_deductible, out.maximum, out.family_maximum)
    assert found == tuple(None if amount is None else amount * 100 for amount in amounts)
    assert out.accumulation == accumulation


@pytest.mark.parametrize("identifier", ["cabronze-582841", "calchoice-8cf250", "uhc-ffe436"])
def test_health_maintenance_plans_cover_no_therapy_out_of_network(identifier):
    assert plan(identifier).out_of_network is None
    assert terms(identifier, "physical_therapy/out").covered is False


@pytest.mark.parametrize(
    ("identifier", "key", "place", "copay", "coinsurance"),
    [
        ("anthem-78e4a3", "physical_therapy", "not_applied", 10_00, None),
        ("anthem-78e4a3", "physical_therapy/out", "first", None, 3000),
        ("anthem-78e4a3", "advanced_imaging", "not_applied", None, 1000),
        ("anthem-78e4a3", "emergency/out", "not_applied", 150_00, 1000),
        ("anthem-78e4a3", "home_health/out", "not_applied", None, 3000),
        ("ppo-66ca88", "physical_therapy", "first", None, 4000),
        ("ppo-66ca88", "primary_care", "not_applied", 35_00, None),
        ("ppo-66ca88", "equipment/out", "first", None, 5000),
        ("kaiser2-66d537", "physical_therapy/rehabilitative", "first", None, 3000),
        ("kaiser2-66d537", "speech_therapy/habilitative", UNKNOWN, 40_00, None),
        ("kaiser2-66d537", "home_health/out", "first", None, 2000),
        ("cabronze-582841", "advanced_imaging", "not_applied", 500_00, None),
        ("cabronze-582841", "home_health", "first", 50_00, None),
        ("cabronze-582841", "chiropractic", "not_applied", 15_00, None),
        ("calchoice-8cf250", "speech_therapy/rehabilitative", "not_applied", 25_00, None),
        ("calchoice-8cf250", "outpatient_surgery/surgery_center", "not_applied", 200_00, None),
        ("seechange-8fa2f4", "occupational_therapy/rehabilitative", "first", None, 2000),
        ("seechange-8fa2f4", "urgent_care", "first", 150_00, None),
        ("uhc-ffe436", "physical_therapy", "not_applied", 20_00, None),
        ("uhc-ffe436", "inpatient", "first", 300_00, None),
        ("uhc-ffe436", "emergency/out", "not_applied", 100_00, None),
    ],
)
def test_terms_as_printed(identifier, key, place, copay, coinsurance):
    found = terms(identifier, key)
    assert (found.deductible, found.copay, found.coinsurance) == (place, copay, coinsurance)


@pytest.mark.parametrize(
    ("identifier", "key"),
    [
        ("anthem-78e4a3", "acupuncture"),
        ("kaiser2-66d537", "chiropractic"),
        ("calchoice-8cf250", "physical_therapy/habilitative"),
        ("seechange-8fa2f4", "preventive_care/out"),
        ("uhc-ffe436", "chiropractic"),
    ],
)
def test_what_is_printed_as_not_covered(identifier, key):
    assert terms(identifier, key).covered is False


@pytest.mark.parametrize(
    ("identifier", "name", "rules"),
    [
        ("anthem-78e4a3", "therapy", (30, "visit", "calendar_year", "shared")),
        ("anthem-78e4a3", "skilled-nursing", (100, "day", "stay", "shared")),
        ("ppo-66ca88", "therapy", (24, "visit", "plan_year", UNKNOWN)),
        ("ppo-66ca88", "therapy-out", (25, "dollar", "stay", "out")),
        ("kaiser2-66d537", "therapy", (60, "visit", "calendar_year", UNKNOWN)),
        ("kaiser2-66d537", "skilled-nursing", (60, "day", "calendar_year", "shared")),
        ("cabronze-582841", "chiropractic", (20, "visit", UNKNOWN, UNKNOWN)),
        ("calchoice-8cf250", "skilled-nursing", (100, "day", "calendar_year", UNKNOWN)),
        ("seechange-8fa2f4", "therapy", (30, "visit", "plan_year", UNKNOWN)),
        ("uhc-ffe436", "home-health", (100, "visit", "plan_year", UNKNOWN)),
    ],
)
def test_limits_as_printed(identifier, name, rules):
    found = limit(identifier, name)
    assert (found.quantity, found.unit, found.per, found.networks) == rules


def test_what_no_summary_says_about_counting_is_unknown():
    for example in EXAMPLES.values():
        for row in example.scenario.plan.limits:
            assert isinstance(row.deductible_visits_count, Unknown)
            assert isinstance(row.same_day_counts_once, Unknown)
            assert isinstance(row.evaluation_counts, Unknown)


def test_pools_of_therapies():
    assert limit("anthem-78e4a3", "therapy").services == ("physical_therapy", "occupational_therapy")
    assert limit("ppo-66ca88", "therapy").services == ("physical_therapy", "occupational_therapy", "chiropractic")
    kaiser = limit("kaiser2-66d537", "therapy")
    assert kaiser.services == ("physical_therapy", "occupational_therapy", "speech_therapy")
    assert (kaiser.care_kind, kaiser.mental_health_exempt) == ("rehabilitative", True)


def test_a_stay_has_a_copay_a_day_up_to_a_sum_or_one_for_the_stay():
    anthem, calchoice, uhc = (terms(name, "inpatient") for name in ("anthem-78e4a3", "calchoice-8cf250", "uhc-ffe436"))
    assert (anthem.copay, anthem.copay_per, anthem.copay_most, anthem.coinsurance) == (250_00, "day", 750_00, 1000)
    assert (calchoice.copay, calchoice.copay_per, calchoice.copay_most) == (450_00, "day", 4 * 450_00)
    assert (uhc.copay_per, uhc.copay_when_visit_meets_deductible) == ("stay", True)


@pytest.mark.parametrize(
    ("identifier", "person", "tiers"),
    [
        ("ppo-66ca88", 250_00, ("drug_tier_2", "drug_tier_3", "drug_tier_4")),
        ("kaiser2-66d537", 200_00, ("drug_tier_2",)),
        ("cabronze-582841", 250_00, ("drug_tier_2", "drug_tier_3", "drug_tier_4")),
        ("calchoice-8cf250", 100_00, ("drug_tier_2", "drug_tier_3", "drug_tier_4")),
    ],
)
def test_deductibles_for_drugs_stand_beside_the_general_one(identifier, person, tiers):
    (special,) = plan(identifier).special_deductibles
    assert (special.person, special.services, special.within_general) == (person, tiers, False)


def test_what_does_not_count_toward_the_maximum():
    assert terms("ppo-66ca88", "drug_tier_1").counts_toward_maximum is False
    assert isinstance(terms("ppo-66ca88", "mental_health").counts_toward_maximum, Unknown)
    assert terms("calchoice-8cf250", "drug_tier_2").counts_toward_maximum is False
    assert terms("kaiser2-66d537", "drug_tier_2").counts_toward_maximum is True


def test_a_family_deductible_that_counts_alone():
    seechange = plan("seechange-8fa2f4")
    assert (seechange.deductible.kind, seechange.hsa_qualified) == ("aggregate", True)
    assert isinstance(seechange.out_of_pocket_maximum.kind, Unknown)


def test_years_worked_out_by_hand():
    # PPO: 1,500, then 14 visits at 60 and 16 over the limit; or, if the first ten do not count, 24 at 60 and 6 over.
    assert figure("ppo-66ca88", "patient_pays") == (3840, 4740)
    # Kaiser: the parent pays 1,000 and 30% of the other 1,820. The child pays 72 copays of 40, or first 1,000.
    assert figure("kaiser2-66d537", "deductible") == (1000, 2000)
    assert figure("kaiser2-66d537", "coinsurance") == 546
    # CA Bronze: two visits at 50, one scan at 500, 16 at 15, 12 at 50.
    assert figure("cabronze-582841", "patient_pays") == 1440
    # Cal Choice: 45 copays of 25.
    assert figure("calchoice-8cf250", "patient_pays") == 1125
    # UnitedHealthcare: three visits at 20, one scan at 50, 30 visits at 20, laboratory at no charge.
    assert figure("uhc-ffe436", "patient_pays") == 710
    # SeeChange: parent 5,760, child 3,820, together 9,580. The family pays 8,000 and 20% of 1,580. Or, with a maximum
    # for each: the parent stops at 5,500, the child pays the other 2,500 of the deductible and 20% of 1,320.
    assert figure("seechange-8fa2f4", "patient_pays") == (8264, 8316)
