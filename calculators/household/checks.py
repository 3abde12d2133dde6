"""A plan held against federal rules and yearly figures: warnings that name figure and source, where the rule applies.

A warning changes no figure. Of a year that is not held the figure is said to be missing; nothing is guessed instead.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from calculators.coverage.adjudication import Line
from calculators.coverage.plan import Plan
from calculators.coverage.result import Figure, Message, ParameterUsed, Values
from calculators.coverage.services import THERAPIES
from calculators.declaration import Unknown
from calculators.household.year import HouseholdYear
from calculators.parameters import NotLoaded, Value, look_up

CAP = "cms.out_of_pocket_cap_self_only"
FAMILY_CAP = "cms.out_of_pocket_cap_other"
HSA_DEDUCTIBLE = "irs.hdhp_minimum_deductible_self_only"
HSA_FAMILY_DEDUCTIBLE = "irs.hdhp_minimum_deductible_family"
HSA_MAXIMUM = "irs.hdhp_out_of_pocket_maximum_self_only"
HSA_FAMILY_MAXIMUM = "irs.hdhp_out_of_pocket_maximum_family"
ADVANTAGE_MAXIMUM = "cms.medicare_advantage_maximum_in_network"
THRESHOLDS = {
    "cms.therapy_threshold_pt_slp": ("physical_therapy", "speech_therapy"),
    "cms.therapy_threshold_ot": ("occupational_therapy",),
}
REVIEW = "cms.therapy_medical_review"

# Kinds of coverage that the federal cap binds, unless the plan is grandfathered.
CAPPED = ("individual", "small_group", "large_group", "self_funded")
INSURED_WITH_ESSENTIAL_BENEFITS = ("individual", "small_group")

# From this plan year on a rule that we did not read gives individual bronze and catastrophic plans leeway.
LEEWAY_FROM = date(2027, 1, 1)


# From this day on individual bronze and catastrophic plans go with a health savings account, whatever their terms.
BRONZE_WITH_HSA_FROM = date(2026, 1, 1)


def _is_capped(plan: Plan) -> bool:
    """Whether the federal cap may bind the plan: by its market where that is known; not where it is grandfathered."""
    return (isinstance(plan.market, Unknown) or plan.market in CAPPED) and plan.grandfathered is not True


def _has_leeway(plan: Plan) -> bool:
    return plan.market == "individual" and plan.level != "other" and plan.starts >= LEEWAY_FROM


def person_cap(plan: Plan) -> int | None:
    """The federal cap on what one person pays, where it may hold for each person under a family's maximum. Cents."""
    if not _is_capped(plan) or _has_leeway(plan):
        return None
    found = look_up(CAP, plan.starts)
    return found.amount if isinstance(found, Value) else None


def parameters_used(scenario: HouseholdYear) -> tuple[ParameterUsed, ...]:
    """Return every yearly figure that the result holds the plan against, or asked for in vain."""
    plan = scenario.plan
    family = len(scenario.people) > 1
    wanted: list[tuple[str, date]] = []
    if _is_capped(plan):
        wanted.append((CAP, plan.starts))
        if family:
            wanted.append((FAMILY_CAP, plan.starts))
    if plan.hsa_qualified:
        wanted += [(series, plan.starts) for series in (HSA_DEDUCTIBLE, HSA_MAXIMUM)]
        if family:
            wanted += [(series, plan.starts) for series in (HSA_FAMILY_DEDUCTIBLE, HSA_FAMILY_MAXIMUM)]
    if plan.market == "medicare_advantage":
        wanted.append((ADVANTAGE_MAXIMUM, plan.starts))
    if plan.market == "medicare" and any(course.service in THERAPIES for course in scenario.care):
        wanted += [(series, plan.starts) for series in (*THRESHOLDS, REVIEW)]
    return tuple(ParameterUsed(series, look_up(series, on)) for series, on in wanted)


def check_messages(
    scenario: HouseholdYear, lines: Sequence[Line], parameters: Sequence[ParameterUsed]
) -> Iterator[Message]:
    """Yield what a plan's terms break, and which figures could not be looked up."""
    plan = scenario.plan
    family = len(scenario.people) > 1
    found = {used.series: used.found for used in parameters}
    for series, value in found.items():
        if isinstance(value, NotLoaded):
            years = value.series.years
            ends: Values = {"year": plan.starts.year, "first": min(years), "last": max(years)}
            name = "cap.not_loaded" if series == CAP else "parameter.not_loaded"
            yield Message("assumption", name, ends | ({} if series == CAP else {"label": value.series.label}))
    loaded = {series: value for series, value in found.items() if isinstance(value, Value)}
    yield from _cap_messages(plan, loaded, family=family)
    if plan.hsa_qualified:
        yield from _hsa_messages(plan, loaded, family=family)
    yield from _limit_rule_messages(plan)
    yield from _medicare_messages(plan, lines, loaded)
    yield from _left_out(plan, lines)


def _above(message: str, mine: object, cap: Value | None, year: int, *rules: str) -> Iterator[Message]:
    if cap is not None and isinstance(mine, int) and mine > cap.amount:
        values: Values = {"year": year, "cap": Figure("USD", cap.amount), "maximum": Figure("USD", mine)}
        yield Message("alert", message, values | _source(cap), rules)


def _source(value: Value) -> Values:
    """Return where a figure was read, and how far it was verified, for the sentence that names the figure."""
    return {"source": value.source, "verified": value.verified}


def _cap_messages(plan: Plan, loaded: Mapping[str, Value], *, family: bool) -> Iterator[Message]:
    """Compare the plan's maximum with the federal cap of the plan year's first day. Source: 42 USC 18022(c)."""
    maximum, year = plan.out_of_pocket_maximum, plan.starts.year
    if _has_leeway(plan):
        yield Message("assumption", "cap.leeway")
        return
    mine = None if family and maximum.kind == "aggregate" else maximum.person
    yield from _above("cap.plan_above", mine, loaded.get(CAP), year, "cost_sharing.annual_limit")
    if family:
        yield from _above("cap.family_above", maximum.family, loaded.get(FAMILY_CAP), year, "cost_sharing.annual_limit")
    yield from _above("advantage.plan_above", maximum.person, loaded.get(ADVANTAGE_MAXIMUM), year)


def _hsa_messages(plan: Plan, loaded: Mapping[str, Value], *, family: bool) -> Iterator[Message]:
    """Check what a plan for a health savings account must keep. Source: 26 USC 223(c)(2).

    That an embedded deductible must meet the family's minimum rests on notices that we did not read.
    """
    if plan.market == "individual" and plan.level != "other" and plan.starts >= BRONZE_WITH_HSA_FROM:
        yield Message("assumption", "hsa.bronze", rules=("accounts.bronze_catastrophic",))
        return
    year = plan.starts.year
    rule = "accounts.hdhp_definition"
    deductible, maximum = plan.deductible, plan.out_of_pocket_maximum
    if family:
        least, most = loaded.get(HSA_FAMILY_DEDUCTIBLE), loaded.get(HSA_FAMILY_MAXIMUM)
        whole, mine = deductible.family, maximum.family
    else:
        least, most = loaded.get(HSA_DEDUCTIBLE), loaded.get(HSA_MAXIMUM)
        whole, mine = deductible.person, maximum.person
    if least is not None and isinstance(whole, int) and whole < least.amount:
        values: Values = {"year": year, "minimum": Figure("USD", least.amount), "deductible": Figure("USD", whole)}
        yield Message("alert", "hsa.deductible_below", values | _source(least), (rule,))
    elif (
        family
        and least is not None
        and deductible.kind == "embedded"
        and isinstance(deductible.person, int)
        and deductible.person < least.amount
    ):
        each = Figure("USD", deductible.person)
        values = {"year": year, "minimum": Figure("USD", least.amount), "deductible": each}
        yield Message("alert", "hsa.embedded_below", values | _source(least), ("accounts.hsa_embedded_deductible",))
    yield from _above("hsa.maximum_above", mine, most, year, rule)
    early = sorted(
        {
            terms.service
            for terms in plan.terms
            if terms.deductible == "not_applied"
            and terms.covered is True
            and terms.network != "out"
            and terms.service != "preventive_care"
        }
    )
    for service in early:
        yield Message("alert", "hsa.before_deductible", {"service": service}, (rule,))


def _limit_rule_messages(plan: Plan) -> Iterator[Message]:
    """Name the rules that bar a kind of limit. Source: 45 CFR 156.115(a)(5)(iii); 42 USC 300gg-11."""
    if plan.market in INSURED_WITH_ESSENTIAL_BENEFITS and plan.grandfathered is False:
        for limit in plan.limits:
            if limit.care_kind == "both" and limit.unit != "dollar" and set(limit.services) & set(THERAPIES):
                yield Message(
                    "alert", "limit.both_kinds", {"service": limit.services[0]}, ("limits.habilitative_separate",)
                )
    excepted = plan.market == "individual" and plan.grandfathered is True
    if plan.market in CAPPED and not excepted:
        for limit in plan.limits:
            if limit.unit == "dollar":
                yield Message("alert", "limit.dollars", {"service": limit.services[0]}, ("limits.no_dollar_limits",))


def _medicare_messages(plan: Plan, lines: Sequence[Line], loaded: Mapping[str, Value]) -> Iterator[Message]:
    """Tell Medicare's yearly amounts for therapy, in place of a limit. Source: 42 USC 1395l(g)."""
    if plan.market == "medicare_advantage":
        yield Message("assumption", "advantage.other_coverage")
    if plan.market != "medicare":
        return
    if plan.limits:
        yield Message("alert", "medicare.no_limit", rules=("limits.medicare_therapy_threshold",))
    if any(line.visit.service in THERAPIES for line in lines):
        yield Message("assumption", "medicare.home_health")
    for series, services in THRESHOLDS.items():
        counted = [
            line for line in lines if line.visit.service in services and line.visit.date.year == plan.starts.year
        ]
        for threshold, message, rule in (
            (loaded.get(series), "medicare.threshold", "limits.medicare_therapy_threshold"),
            (loaded.get(REVIEW), "medicare.review", "limits.medicare_therapy_review_3000"),
        ):
            spent = 0
            for line in counted:
                spent += line.allowed.amount
                if threshold is not None and spent > threshold.amount:
                    values: Values = {
                        "service": services[0],
                        "threshold": Figure("USD", threshold.amount),
                        "date": line.visit.date,
                        "year": plan.starts.year,
                    }
                    yield Message("milestone", message, values | _source(threshold), (rule,))
                    break


def _left_out(plan: Plan, lines: Sequence[Line]) -> Iterator[Message]:
    """Say what is not worked out, where the plan or the planned care makes it matter."""
    services = {line.visit.service for line in lines}
    if plan.market == "individual" and plan.level == "other":
        yield Message("assumption", "left_out.silver")
    if any(service.startswith("drug_") for service in services):
        yield Message("assumption", "left_out.coupons")
    if "maternity" in services:
        yield Message("assumption", "left_out.newborn")
    if plan.market == "retiree_only":
        yield Message("assumption", "left_out.retiree_medicare")
