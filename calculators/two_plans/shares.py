"""What a coverage leaves to the patient of a bill where nobody has said it: never nothing, silently."""

from attrs import evolve

from calculators.coverage.result import ParameterUsed
from calculators.coverage.services import THERAPIES
from calculators.declaration import UNKNOWN, Unknown
from calculators.parameters import NotLoaded, look_up
from calculators.two_plans.coverages import Coverage
from calculators.two_plans.payment import BillTerms
from calculators.two_plans.scenario import TwoPlans

PART_B_SHARE = "cms.medicare_part_b_coinsurance"

# Where the patient's share under Part B is the same whoever bills it, and where only if a practice does: a hospital's
# outpatient department has shares of its own but for therapy.
BY_ANYONE = THERAPIES
BY_A_PRACTICE = ("advanced_imaging", "x_ray", "ultrasound", "primary_care", "specialist")

# Of these a bill's share follows from no payment that was said: a law lets the patient owe so much beside it.
WITH_CEILINGS = ("medicare", "medicaid")


def says_no_share(terms: BillTerms) -> bool:
    """Whether nobody said what the patient owes under a coverage: neither a copay nor a percentage."""
    return terms.copay is None and terms.coinsurance is None


def part_b_share(coverage: Coverage, scenario: TwoPlans) -> ParameterUsed | None:
    """Return the share that Part B leaves to the patient, where nobody has said another and the law has only one.

    Source: 42 USC 1395l(a)(1), (8) and 1395m(k).
    """
    bill, terms = scenario.bill, coverage.bill
    if bill is None or terms is None or not says_no_share(terms) or coverage.kind != "medicare":
        return None
    practice = scenario.clinic.medicare_test == "fee_schedule"
    if bill.service not in BY_ANYONE and not (practice and bill.service in BY_A_PRACTICE):
        return None
    if scenario.medicare.enrolled not in ("a_and_b", "b_only"):
        return None
    return ParameterUsed(PART_B_SHARE, look_up(PART_B_SHARE, scenario.day))


def with_shares(terms: BillTerms, coverage: Coverage, scenario: TwoPlans) -> BillTerms:
    """Return what a coverage says about a bill with the patient's share as a fact where nobody has said any.

    As a percentage it can be anything: that covers every copay, too. Medicaid has copays, up to its whole price. What
    a plan has paid already tells enough, but where a law lets the patient owe only that share.
    """
    if not says_no_share(terms) or (terms.paid is not None and coverage.kind not in WITH_CEILINGS):
        return terms
    known = part_b_share(coverage, scenario)
    if known is not None and not isinstance(known.found, NotLoaded):
        return evolve(terms, coinsurance=known.found.amount)
    if coverage.kind == "medicaid":
        most = terms.allowed.high if isinstance(terms.allowed, Unknown) else terms.allowed
        return evolve(terms, copay=UNKNOWN if most is None else Unknown(0, most))
    return evolve(terms, coinsurance=UNKNOWN)
