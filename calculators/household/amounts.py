"""A household's year answered in amounts alone, by way of years that are decided already.

Lines that are decided alike are taken over. Figures are the same as from scratch; what their steps rest on may be told
as it was in the other year, so it must not be told at all.
"""

from collections.abc import Mapping, Sequence

from attrs import field, frozen

from calculators.coverage.adjudication import Line
from calculators.coverage.other_visits import OtherVisits
from calculators.coverage.outcomes import Ledger
from calculators.coverage.result import Result
from calculators.coverage.unknowns import Answers
from calculators.coverage.year import Year, ledger
from calculators.household.compute import OUTLOOKS, Ledgers, compute, known_lines
from calculators.household.year import HouseholdYear

EXPECTED = "expected"


@frozen(eq=False)
class Answered:
    """A household's year and its answer. Told apart by identity, so that what follows from it can be remembered.

    `decided`: the year as planned, and the good and the bad one, those of them in which nothing unknown was met.
    """

    scenario: HouseholdYear
    result: Result
    decided: Mapping[str, OtherVisits] = field(factory=dict)


def compute_amounts(scenario: HouseholdYear, earlier: Answered | None = None) -> Answered:
    """Answer a year that has no problems. `earlier`: another one, best under the same plan."""
    ledgers = _Alike(earlier.decided if earlier else {})
    result = compute(scenario, ledgers)
    lines = {EXPECTED: known_lines(result.runs)}
    for name in OUTLOOKS:
        lines[name] = known_lines([run for run in result.outlook if f"outlook.{name}.total" in run.figures])
    ready = {name: _ready(year, lines[name]) for name, year in ledgers.years.items()}
    return Answered(scenario, result, {name: year for name, year in ready.items() if year})


class _Alike(Ledgers):
    """Decides years by way of earlier ones, and the good and the bad year by way of the one as planned."""

    def __init__(self, earlier: Mapping[str, OtherVisits]) -> None:
        self.years: dict[str, Year] = {}
        self._earlier = earlier

    def expected(self, year: Year) -> Ledger[Line]:
        """As `Ledgers`."""
        self.years[EXPECTED] = year
        return by_way_of(self._earlier.get(EXPECTED), year) or super().expected(year)

    def outlook(self, name: str, year: Year, expected: Year, decided: Sequence[Line]) -> Ledger[Line]:
        """As `Ledgers`."""
        self.years[name] = year
        return (
            by_way_of(self._earlier.get(name), year)
            or by_way_of(_ready(expected, decided), year)
            or super().outlook(name, year, expected, decided)
        )


def _ready(year: Year, lines: Sequence[Line]) -> OtherVisits | None:
    return OtherVisits(year, lines, {}) if lines and len(year.stretches) == 1 else None


def by_way_of(decided: OtherVisits | None, year: Year) -> Ledger[Line] | None:
    """Return what decides a year by way of another; None where they are too different."""
    if decided is None or not decided.fits(year):
        return None

    def decide(answers: Answers, lines: Sequence[Line]) -> Sequence[Line]:
        return ledger(year, answers, lines) if answers else decided.lines_with(year.visits)

    return decide
