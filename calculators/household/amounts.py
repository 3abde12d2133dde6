"""A household's year answered in amounts alone, by way of years that are decided already.

Lines that are decided alike are taken over. Figures are the same as from scratch; what their steps rest on may be told
as it was in the other year, so it must not be told at all.
"""

from collections.abc import Sequence

from attrs import frozen

from calculators.coverage.adjudication import Line
from calculators.coverage.care import Visit, unfolded
from calculators.coverage.other_visits import OtherVisits
from calculators.coverage.outcomes import Ledger
from calculators.coverage.result import Result, Run
from calculators.coverage.unknowns import Answers
from calculators.coverage.year import Year, ledger
from calculators.household.compute import Ledgers, compute, known_lines, visits_of_outlook, year_of
from calculators.household.year import HouseholdYear


@frozen(eq=False)
class Answered:
    """A household's year and its answer. Told apart by identity, so that what follows from it can be remembered."""

    scenario: HouseholdYear
    result: Result

    def expected(self) -> OtherVisits | None:
        """Return the year as planned, ready for other visits; None where something in it is unknown."""
        return self._ready(unfolded(self.scenario.care), self.result.runs)

    def outlook(self, name: str) -> OtherVisits | None:
        """Return the good or the bad year likewise."""
        runs = [run for run in self.result.outlook if f"outlook.{name}.total" in run.figures]
        return self._ready(visits_of_outlook(self.scenario, name), runs)

    def _ready(self, visits: Sequence[Visit], runs: Sequence[Run]) -> OtherVisits | None:
        return _ready(year_of(self.scenario, visits), known_lines(runs))


def compute_amounts(scenario: HouseholdYear, earlier: Answered | None = None) -> Answered:
    """Answer a year that has no problems. `earlier`: another one, best under the same plan."""
    return Answered(scenario, compute(scenario, _Alike(earlier)))


@frozen
class _Alike(Ledgers):
    """Decides years by way of others: of an earlier answer, and the good and the bad year of the one as planned."""

    earlier: Answered | None

    def expected(self, year: Year) -> Ledger[Line]:
        """As `Ledgers`."""
        before = self.earlier.expected() if self.earlier else None
        return by_way_of(before, year) or super().expected(year)

    def outlook(self, name: str, year: Year, expected: Year, decided: Sequence[Line]) -> Ledger[Line]:
        """As `Ledgers`."""
        before = self.earlier.outlook(name) if self.earlier else None
        return (
            by_way_of(before, year)
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
