"""Surprise bills: which care out of network federal law treats as care in network (No Surprises Act)."""

from calculators.coverage.care import PlannedCare, Visit
from calculators.coverage.in_force import InForce
from calculators.coverage.plan import Plan
from calculators.coverage.services import ANCILLARY
from calculators.coverage.step import Step
from calculators.coverage.terms import FACILITIES
from calculators.coverage.unknowns import Answers, settle
from calculators.declaration import Unknown

# Kinds of coverage that the act binds. Those that are not here have rules of their own, or none.
BOUND = ("individual", "small_group", "large_group", "self_funded")

# Kinds of which we read no text that says whether the act binds them.
NOT_KNOWN = ("retiree_only", "other")


def protection(visit: Visit, plan: InForce, answers: Answers) -> Step | None:
    """Care out of network that must be paid for as if it were in network, and for which no balance may be billed.

    Emergency care; and covered care by someone out of network during a visit to a hospital, its outpatient department
    or a surgery center that is in network, unless the patient agreed in writing to give the protection up. Diagnostic
    and other ancillary services cannot be given up. A ground ambulance is not protected.

    Returns a step of 1, or None where the visit is not protected.
    Source: 42 USC 300gg-111, 300gg-132(b). Leaves out: care for which a facility has nobody in network, which cannot be
    given up either.
    """
    course = visit.course
    emergency = course.emergency or visit.service == "emergency"
    outside = course.network == "out" and visit.service != "ambulance"
    if not outside or not (emergency or course.site in FACILITIES) or not _is_bound(plan, answers):
        return None
    if emergency:
        return Step("year.nsa_emergency", 1, (Step("given.emergency", 1),))
    return _protected_at_facility(visit, answers)


def network_of(visit: Visit, protected: Step | None, answers: Answers) -> str:
    """Return the network whose terms hold for a visit: in network where it is protected, else where it takes place.

    A facility bills its own fee, so that fee goes by the facility's network, whoever treats there.
    """
    course = visit.course
    if protected is not None:
        return "in"
    if visit.facility_fee and course.network == "out" and course.site in FACILITIES:
        inside = settle(course.facility_in_network, f"care.{course.key}.facility_in_network", answers)
        return "in" if inside else "out"
    return course.network


def networks_that_may_hold(course: PlannedCare, service: str, plan: Plan, *, facility_fee: bool) -> set[str]:
    """Return the networks whose terms may hold for care, whatever is still unknown."""
    if course.network != "out":
        return {course.network}
    if facility_fee and course.site in FACILITIES and not isinstance(course.facility_in_network, Unknown):
        inside = course.facility_in_network or surely_protected(course, service, plan)
        return {"in"} if inside else {"out"}
    if surely_protected(course, service, plan):
        return {"in"}
    fee = facility_fee and course.site in FACILITIES
    return {"in", "out"} if fee or may_be_protected(course, service, plan) else {"out"}


def surely_protected(course: PlannedCare, service: str, plan: Plan) -> bool:
    """Whether care is protected whatever is still unknown: then the plan's terms out of network do not matter."""
    if not may_be_protected(course, service, plan):
        return False
    asked = isinstance(plan.market, Unknown) or plan.market in NOT_KNOWN
    bound = plan.surprise_bills_protected is True if asked else plan.market in BOUND
    kept = course.consent_signed is False or service in ANCILLARY
    return bound and (course.emergency or service == "emergency" or (course.facility_in_network is True and kept))


def may_be_protected(course: PlannedCare, service: str, plan: Plan) -> bool:
    """Whether care may turn out to be protected, whatever is still unknown: then the plan's terms in network matter."""
    emergency = course.emergency or service == "emergency"
    outside = course.network == "out" and service != "ambulance"
    if not outside or not (emergency or course.site in FACILITIES):
        return False
    asked = isinstance(plan.market, Unknown) or plan.market in NOT_KNOWN
    bound = plan.surprise_bills_protected is not False if asked else plan.market in BOUND
    given_up = course.consent_signed is True and service not in ANCILLARY
    return bound and (emergency or (course.facility_in_network is not False and not given_up))


def _protected_at_facility(visit: Visit, answers: Answers) -> Step | None:
    """Whether a visit to a facility is protected: it is in network, and the protection was not given up."""
    fact = f"care.{visit.course.key}"
    if not settle(visit.course.facility_in_network, f"{fact}.facility_in_network", answers):
        return None
    facility = Step("given.facility_in_network", 1)
    if visit.service in ANCILLARY:
        return Step("year.nsa_consent_exception", 1, (facility, Step("given.ancillary", 1)))
    if settle(visit.course.consent_signed, f"{fact}.consent_signed", answers):
        return None
    return Step("year.nsa_nonemergency", 1, (facility, Step("given.consent_signed", 0)))


def _is_bound(plan: InForce, answers: Answers) -> bool:
    """Whether the act binds the plan: by its market, or as a fact to be asked."""
    market = plan.plan.market
    if isinstance(market, Unknown) or market in NOT_KNOWN:
        return settle(plan.plan.surprise_bills_protected, f"{plan.path}.surprise_bills_protected", answers)
    return market in BOUND
