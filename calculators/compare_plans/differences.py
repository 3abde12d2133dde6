"""What the plans say, side by side, as far as the planned care meets it."""

from collections.abc import Iterator, Sequence

from attrs import frozen

from calculators.compare_plans.must_haves import meets
from calculators.compare_plans.scenario import ComparedPlan, ComparePlans
from calculators.coverage.limits import VisitLimit
from calculators.coverage.terms import Terms
from calculators.declaration import Ask, Unknown, typed_texts
from calculators.declaration.asking import asks_by_path
from calculators.presentation import wording
from calculators.presentation.form import Text, shown

_PLAN = (
    "clinics_in_network",
    "market",
    "level",
    "hsa_qualified",
    "account_money",
    "deductible.person",
    "out_of_pocket_maximum.person",
)
_FAMILY = ("deductible.family", "deductible.kind", "out_of_pocket_maximum.family", "out_of_pocket_maximum.kind")
_OUTSIDE = ("out_of_network.deductible", "out_of_network.maximum")
_TERMS = ("covered", "deductible", "copay", "coinsurance", "referral", "authorization")


@frozen
class Difference:
    """One thing that plans say: its label, and what each of them says, in their order."""

    label: str
    said: Sequence[str]

    @property
    def differs(self) -> bool:
        """Whether the plans do not all say the same."""
        return len(set(self.said)) > 1


def differences(scenario: ComparePlans, plans: Sequence[ComparedPlan]) -> Iterator[Difference]:
    """Yield what the plans say, in the order in which it is asked; left out what none of them says."""
    told = [dict(_said(scenario, plan)) for plan in plans]
    nothing = wording.sentence("phrases", "says_nothing")
    for label in dict.fromkeys(label for each in told for label in each):
        texts = [each.get(label, "") for each in told]
        if any(texts):
            yield Difference(label, [text or nothing for text in texts])


def _said(scenario: ComparePlans, plan: ComparedPlan) -> Iterator[tuple[str, str]]:
    """Yield what a plan says as label and text."""
    asked, texts = asks_by_path(ComparedPlan), typed_texts(plan)
    services = {course.service for course in scenario.care}
    outside = plan.clinics_in_network is not True or any(course.network == "out" for course in scenario.care)
    family = len(scenario.people) > 1
    for path in (*_PLAN, *(_FAMILY if family else ()), *(_OUTSIDE if outside else ())):
        yield _entry(asked[path], texts.get(path, ""))
    for number, terms in enumerate(plan.terms):
        if any(meets(terms, course) for course in scenario.care) and (outside or terms.network != "out"):
            for name in _TERMS:
                text = texts.get(f"terms.{number}.{name}", "")
                yield _entry(asked[f"terms.{name}"], text, _about_terms(terms))
    for limit in plan.limits:
        met = [service for service in limit.services if service in services]
        if met:
            about = wording.listed([wording.service_within(service) for service in met])
            yield wording.sentence("phrases", "limit_of", services=about), _limit(limit)


def _entry(ask: object, text: Text, about: str = "") -> tuple[str, str]:
    assert isinstance(ask, Ask)
    label = ask.label.rstrip("?")
    return f"{label} ({about})" if about else label, shown(ask, text) if text else ""


def _about_terms(terms: Terms) -> str:
    about = wording.sentence("phrases", f"terms_of.{terms.network}", service=terms.service)
    if terms.from_visit == 1:
        return about
    return wording.sentence("phrases", "terms_from_visit", about=about, visit=terms.from_visit)


def _limit(limit: VisitLimit) -> str:
    if isinstance(limit.quantity, Unknown):
        return wording.sentence("phrases", "not_said")
    unit = wording.catalogue()["units_of_limits"][limit.unit]
    return wording.sentence("phrases", "limit_is", quantity=limit.quantity, unit=unit)
