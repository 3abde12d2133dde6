"""One bill on its way through deductible, coinsurance and out-of-pocket maximum: who pays which part."""

from collections.abc import Mapping, Sequence
from typing import Any

from attrs import evolve, frozen

from build_scripts.pictures.drawing import WIDTH, WrongExample, answered, drawn, scenario_of, share_of
from calculators.coverage.money import WHOLE
from calculators.presentation.wording import service_within

LEFT, RIGHT = 34, WIDTH - 2
HEADING, GAP = 22, 10
# The bands of the whole charge together are so high, and none is lower than a line of words.
ROOM, LOWEST = 320, 40
# A part this narrow has no room for words; the words stand beside it then.
NARROWEST = 44


@frozen
class Band:
    """One part of the charge, in cents: what you pay of it, what the plan pays, and where it is drawn.

    `id` is `above_allowed`, `deductible`, `coinsurance` or `plan_alone`.
    """

    id: str
    whole: int
    you: int
    plan: int
    y: int = 0
    height: int = 0

    @property
    def split(self) -> int:
        """Where your share ends and the plan's begins."""
        return LEFT + share_of(RIGHT - LEFT, self.you, self.whole)


def bands_of(scenario: Any, line: Any) -> Sequence[Band]:
    """Return the parts of a decided visit, from the top of the charge down to what the plan pays alone."""
    rate = scenario.plan.terms[0].coinsurance
    if line.outcome != "covered" or line.copay.amount or not isinstance(rate, int):
        raise WrongExample("The example of one-bill needs a covered visit with coinsurance and without a copay.")
    deductible, coinsurance = line.deductible.amount, line.coinsurance.amount
    after_deductible = line.allowed.amount - deductible
    # Coinsurance that the maximum cuts off is a share of less than the rest.
    shared = min(after_deductible, coinsurance * WHOLE // rate) if rate else 0
    alone = after_deductible - shared
    bands = (
        Band("above_allowed", line.write_off.amount, 0, 0),
        Band("deductible", deductible, deductible, 0),
        Band("coinsurance", shared, coinsurance, shared - coinsurance),
        Band("plan_alone", alone, 0, alone),
    )
    if (
        sum(band.you for band in bands) != line.patient_pays
        or sum(band.plan for band in bands) != line.plan_paid.amount
    ):
        raise WrongExample("The parts of the example of one-bill do not add up to what its calculator answers.")
    return tuple(band for band in bands if band.whole)


def picture(given: Mapping[str, Any] | None = None) -> str:
    """Return the picture of a scenario, or of the example, as a `figure` element."""
    scenario, result = answered(given or scenario_of("one-bill"))
    line = result.low.lines[0]
    y, bands = 0, []
    for band in bands_of(scenario, line):
        height = max(LOWEST, share_of(ROOM, band.whole, line.charge))
        bands.append(evolve(band, y=y + HEADING, height=height))
        y += HEADING + height + GAP
    return drawn(
        "one-bill",
        bands=bands,
        line=line,
        you=line.patient_pays,
        plan=line.plan_paid.amount,
        rate=scenario.plan.terms[0].coinsurance,
        whole=WHOLE,
        service=service_within(line.visit.service),
        left=LEFT,
        right=RIGHT,
        narrowest=NARROWEST,
        height=y,
        scenario=scenario,
    )
