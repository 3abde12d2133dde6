"""What to call each coverage and whom it is about."""

from collections import Counter
from collections.abc import Mapping

from calculators.presentation import wording
from calculators.two_plans.coverages import HOLDERS
from calculators.two_plans.scenario import TwoPlans


def names_of(scenario: TwoPlans) -> Mapping[str, str]:
    """Return what to call each coverage: as the person does, or by what it is and through whom."""
    found = {}
    for coverage in scenario.coverages:
        kind = wording.catalogue()["kinds"][coverage.kind]
        holder = coverage.holder if isinstance(coverage.holder, str) and coverage.holder in HOLDERS else ""
        through = wording.catalogue()["through"].get(holder, "")
        found[coverage.id] = coverage.name or " ".join(part for part in (through, kind) if part)
    twice = {name for name, count in Counter(found.values()).items() if count > 1}
    numbers = {coverage.id: number for number, coverage in enumerate(scenario.coverages, 1)}
    return {
        identifier: wording.sentence("phrases", "numbered", name=name, number=numbers[identifier])
        if name in twice
        else name
        for identifier, name in found.items()
    }


def within(name: str) -> str:
    """Return a coverage's name as it stands within a sentence: "the patient’s plan from a job"."""
    return name[0].lower() + name[1:] if name.startswith("The ") else name
