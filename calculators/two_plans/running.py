"""What each plan has counted after each visit: one running total a column."""

from collections.abc import Iterable, Iterator, Sequence

from attrs import evolve, frozen

from calculators.coverage.accumulators import Key, deductible_of, out_of_pocket_of
from calculators.coverage.counting import in_unit
from calculators.coverage.limits import VisitLimit
from calculators.coverage.plan import Plan
from calculators.coverage.result import Run
from calculators.coverage.unknowns import Answers
from calculators.declaration import Unknown, money_as_written
from calculators.presentation import wording
from calculators.two_plans.coordination import CoordinatedLine
from calculators.two_plans.coverages import Coverage


@frozen
class Column:
    """A running total of one plan. `counts`: how its accumulators' keys begin; a limit has one for each period.

    `most`: what the total can reach, None where nobody knows; `opening`: what it is before anything is counted. Both
    in cents, or in the limit's unit.
    """

    coverage: str
    counts: Key
    title: str
    most: int | None
    opening: int = 0
    in_dollars: bool = True

    @property
    def of_limit(self) -> bool:
        """Whether it is what was used of a limit."""
        return self.counts[0] == "limit"

    @property
    def heading(self) -> str:
        """What stands above it: what is counted, and of an amount toward how much."""
        if self.most is None or self.of_limit:
            return self.title
        return wording.sentence("phrases", "counted_toward", title=self.title, most=self.most)

    def after(self, line: CoordinatedLine) -> int:
        """Return the total after a visit; of a limit that has started again, in its newest period."""
        amounts = line.after[self.coverage].amounts
        found = [step.amount for key, step in amounts.items() if key[: len(self.counts)] == self.counts]
        return found[-1] if found else self.opening

    def text(self, low: int, high: int) -> str:
        """Write a total, or from where to where it is; what was used of a limit with what it allows: "3 of 20"."""
        write = wording.money if self.in_dollars else str
        total = between(write(low), write(high))
        if self.most is None or not self.of_limit:
            return total
        return wording.sentence("phrases", "counted_of", total=total, most=write(self.most))

    def written(self, total: int) -> str:
        """Write a total for machines, as the result's JSON does."""
        return money_as_written(total) if self.in_dollars else str(total)


def between(low: str, high: str) -> str:
    """Write the two ends of a range, or the one text that both are."""
    return low if low == high else wording.sentence("phrases", "between", low=low, high=high)


def running_columns(coverage: Coverage, person: str, ways: Iterable[Run[CoordinatedLine]]) -> Sequence[Column]:
    """Return a plan's running totals in any of the ways in which the year can turn out.

    Those in network, and those out of it and under special deductibles where something was counted.
    """
    found: dict[Key, Column] = {}
    for run in ways:
        for column in _columns(coverage, person, run):
            same = found.setdefault(column.counts, column)
            if same.most != column.most:
                found[column.counts] = evolve(same, most=None)
    return list(found.values())


def _columns(coverage: Coverage, person: str, run: Run[CoordinatedLine]) -> Iterator[Column]:
    if coverage.plan is None:
        return
    for column in _amounts(coverage.id, coverage.plan, person, run.answers):
        in_network = column.counts[1] == "in" and column.most != 0
        if in_network or any(column.after(line) for line in run.lines):
            yield column
    services = {line.visit.service for line in run.lines}
    limits = [limit for limit in coverage.plan.limits if services & {*limit.services}]
    for limit in limits:
        yield from _used_of(limit, coverage.id, person, run, alone=len(limits) == 1)


def _known(amount: int | Unknown | None, fact: str, answers: Answers) -> int | None:
    """Return an amount as a run has it; None where it has none, for nothing met it."""
    found = answers.get(fact) if isinstance(amount, Unknown) else amount
    return found if isinstance(found, int) else None


def _amounts(coverage: str, plan: Plan, person: str, answers: Answers) -> Iterator[Column]:
    """Yield the deductibles, then the out-of-pocket maximums, but no maximum that a plan does not have."""
    where, titles = f"coverages.{coverage}.plan", wording.catalogue()["counted"]
    inside, outside = plan.out_of_pocket_maximum.person, plan.out_of_network
    found = [(deductible_of("in", person), titles["deductible"], plan.deductible.person, "deductible.person")]
    if outside is not None:
        key = deductible_of("out", person)
        found.append((key, titles["deductible_out"], outside.deductible, "out_of_network.deductible"))
    for special in plan.special_deductibles:
        title = wording.sentence("counted", "deductible_special", services=_listed(special.services))
        fact = f"special_deductibles.{special.id}.person"
        found.append((deductible_of(special.id, person), title, special.person, fact))
    if inside is not None:
        key = out_of_pocket_of("in", person)
        found.append((key, titles["out_of_pocket"], inside, "out_of_pocket_maximum.person"))
    if outside is not None and outside.maximum is not None:
        key = out_of_pocket_of("out", person)
        found.append((key, titles["out_of_pocket_out"], outside.maximum, "out_of_network.maximum"))
    for key, title, most, fact in found:
        yield Column(coverage, key, title, _known(most, f"{where}.{fact}", answers))


def _listed(services: tuple[str, ...]) -> str:
    return wording.listed([wording.service_within(service) for service in services])


def _used_of(
    limit: VisitLimit, coverage: str, person: str, run: Run[CoordinatedLine], *, alone: bool
) -> Iterator[Column]:
    """Yield what is used of a limit, in each network that has a count of its own; `alone`: it needs no name."""
    key = ("limit", limit.id, person)
    networks = {
        counted[3] for line in run.lines for counted in line.after[coverage].amounts if counted[: len(key)] == key
    }
    quantity = _known(limit.quantity, f"coverages.{coverage}.plan.limits.{limit.id}.quantity", run.answers)
    title = wording.catalogue()["counted"][f"limit.{limit.unit}"]
    if not alone:
        title = wording.sentence("phrases", "counted_services", title=title, services=_listed(limit.services))
    for network in sorted(networks) or [""]:
        yield Column(
            coverage,
            (*key, network),
            title if network != "out" else wording.sentence("phrases", "counted_out", title=title),
            None if quantity is None else in_unit(limit, quantity),
            in_unit(limit, limit.used),
            in_dollars=limit.unit == "dollar",
        )
