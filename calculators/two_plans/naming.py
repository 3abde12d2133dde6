"""What to call each coverage and whom it is about."""

from collections import Counter
from collections.abc import Mapping

from calculators.presentation import wording
from calculators.two_plans.coverages import HOLDERS
from calculators.two_plans.scenario import TwoPlans

# Of our own names for a coverage, the one that has no article and is no proper name.
_WITHOUT_ARTICLE = "Workers’ compensation"


def names_of(scenario: TwoPlans) -> Mapping[str, str]:
    """Return what to call each coverage: as the person does, or by what it is and through whom."""
    found = {}
    for coverage in scenario.coverages:
        kind = wording.catalogue()["kinds"][coverage.kind]
        holder = coverage.holder if isinstance(coverage.holder, str) and coverage.holder in HOLDERS else ""
        through = wording.catalogue()["through"].get(holder) or wording.catalogue()["articles"].get(coverage.kind, "")
        called = " ".join(part for part in (through, kind) if part)
        found[coverage.id] = coverage.name or called[0].upper() + called[1:]
    twice = {name for name, count in Counter(found.values()).items() if count > 1}
    numbers = {coverage.id: number for number, coverage in enumerate(scenario.coverages, 1)}
    return {
        identifier: wording.sentence("phrases", "numbered", name=name, number=numbers[identifier])
        if name in twice
        else name
        for identifier, name in found.items()
    }


def parents_in(scenario: TwoPlans) -> Mapping[str, str]:
    """Return through which coverages that have a name we know each parent: "Parent A: My plan"."""
    names = names_of(scenario)
    found: dict[str, list[str]] = {"parent_a": [], "parent_b": []}
    for coverage in scenario.coverages:
        if coverage.holder in found and coverage.name:
            found[str(coverage.holder)].append(names[coverage.id])
    return {
        parent: wording.sentence(
            "phrases", "parent_is", parent=wording.catalogue()["phrases"][parent], plans=wording.listed(plans)
        )
        for parent, plans in found.items()
        if plans
    }


def within(name: str) -> str:
    """Return a coverage's name as it stands within a sentence: "the patient’s plan from a job"."""
    kinds = wording.catalogue()["kinds"].values()
    ours = (*wording.catalogue()["through"].values(), *(f"The {kind}" for kind in kinds), _WITHOUT_ARTICLE)
    return name[0].lower() + name[1:] if name.startswith(ours) and not name.startswith("Parent ") else name
