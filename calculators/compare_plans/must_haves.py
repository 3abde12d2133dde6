"""What a plan must have: whether it has it, lacks it, or nobody knows."""

from collections.abc import Mapping, Sequence

from calculators.compare_plans.answers import Answer
from calculators.compare_plans.scenario import ComparePlans
from calculators.coverage.care import PlannedCare
from calculators.coverage.terms import Terms
from calculators.declaration import Unknown

type Met = bool | None


def met(scenario: ComparePlans, answer: Answer) -> Mapping[str, Met]:
    """Return for each thing that a plan must have whether this one has it; None where nobody knows."""
    found = {
        "clinics": _known(answer.plan.clinics_in_network),
        "visits": _visits_covered(answer),
        "referral": _needs_none(_terms_used(scenario, answer), "referral"),
        "approval": _needs_none(_terms_used(scenario, answer), "authorization"),
    }
    return {name: found[name] for name in scenario.must_haves}


def _known(value: bool | Unknown) -> Met:
    return None if isinstance(value, Unknown) else value


def _visits_covered(answer: Answer) -> Met:
    uncovered = [
        any(line.outcome != "covered" for line in run.lines)
        for run in answer.result.runs
        if not answer.result.undecided
    ]
    if not uncovered or any(uncovered) != all(uncovered):
        return None
    return not any(uncovered)


def meets(terms: Terms, course: PlannedCare) -> bool:
    """Whether terms are about planned care, in whatever network."""
    kind = terms.care_kind in ("both", course.care_kind)
    return terms.service == course.service and kind and terms.site in ("any", course.site)


def _terms_used(scenario: ComparePlans, answer: Answer) -> Sequence[Terms]:
    return [
        terms
        for terms in answer.plan.terms
        if any(
            meets(terms, course) and (terms.network == "out") == (course.network == "out") for course in scenario.care
        )
    ]


def _needs_none(terms: Sequence[Terms], name: str) -> Met:
    """Whether no service that is used needs a referral or an approval: what nobody said is unknown."""
    said = [getattr(row, name) for row in terms]
    if True in said:
        return False
    return None if not said or any(one is not False for one in said) else True
