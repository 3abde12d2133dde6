"""One bill shared by two plans under each method by which a second plan may pay."""

from collections.abc import Mapping, Sequence
from typing import Any

from attrs import frozen

from build_scripts.pictures.drawing import WIDTH, WrongExample, answered, drawn, scenario_of, share_of
from calculators.rules import all_rules
from calculators.two_plans.methods import METHODS

LEFT, RIGHT = 2, WIDTH - 2
HEADING, BAR, GAP = 22, 42, 14
NARROWEST = 46

# What people call each method; booklets use the same names for different ones, so each is told by its formula too.
NAMES = {
    "standard": "Standard",
    "reserve": "With a benefit reserve",
    "maintenance_of_benefits": "Maintenance of benefits",
    "carve_out": "Carve-out (non-duplication)",
}
FORMULAS = {
    "standard": "What it would pay alone, up to what is left",
    "reserve": "The same, and what it saved before may pay the rest",
    "maintenance_of_benefits": "Its own share, worked out on what is left",
    "carve_out": "What it would pay alone, less what the first plan paid",
}


@frozen
class Shared:
    """The bill under one method: what the first plan, the second plan and you pay, in cents, and where it is drawn."""

    method: str
    first: int
    second: int
    you: int
    y: int

    @property
    def name(self) -> str:
        """What people call the method."""
        return NAMES[self.method]

    @property
    def formula(self) -> str:
        """What the second plan pays, in words."""
        return FORMULAS[self.method]

    @property
    def verified(self) -> bool:
        """Whether the method was read in an official text."""
        return all_rules()[f"coordination.{self.method}"].verified == "official"

    @property
    def ends(self) -> tuple[int, int]:
        """Where the first plan's share ends, and where the second's."""
        whole, room = self.first + self.second + self.you, RIGHT - LEFT
        return LEFT + share_of(room, self.first, whole), LEFT + share_of(room, self.first + self.second, whole)


def shares_of(scenario: Any, result: Any) -> Sequence[Shared]:
    """Return the bill under every method, from what stands beside the calculator's answer."""
    if len(scenario.coverages) != 2 or scenario.bill is None:
        raise WrongExample("The example of four-methods needs one bill and two plans.")
    order = result.periods[0].decision.order
    if order is None or len(order.places) != 2:
        raise WrongExample("The example of four-methods needs one plan that pays first and one that pays second.")
    (first,), (second,) = order.places
    figures = {name: figure.value for run in result.money.outlook for name, figure in run.figures.items()}
    return tuple(
        Shared(
            method,
            figures[f"methods.{method}.plan_paid.{first}"],
            figures[f"methods.{method}.plan_paid.{second}"],
            figures[f"methods.{method}.patient_pays"],
            HEADING + place * (HEADING + BAR + GAP),
        )
        for place, method in enumerate(METHODS)
    )


def picture(given: Mapping[str, Any] | None = None) -> str:
    """Return the picture of a scenario, or of the example, as a `figure` element."""
    scenario, result = answered(given or scenario_of("four-methods"))
    shares = shares_of(scenario, result)
    left = sorted({shared.you for shared in shares})
    return drawn(
        "four-methods",
        shares=shares,
        charge=scenario.bill.charge,
        least=left[0],
        most=left[-1],
        left=LEFT,
        right=RIGHT,
        bar=BAR,
        narrowest=NARROWEST,
        height=len(shares) * (HEADING + BAR + GAP) - GAP + 4,
    )
