"""A year with other visits than one that is decided: some taken out, some put in.

A visit that is taken out uses nothing up, and one that is put in does, so that the accumulators after it stand
elsewhere. Most later visits are decided alike all the same: they go by other accumulators, or by ones of which enough
is left in either year, or nothing in both. Only the others are decided anew, by the same rules.

What lines that are decided alike rest on is told as it was in the decided year: their amounts hold, their explanations
may name another rest.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import lru_cache
from math import inf

from attrs import evolve, field, frozen

from calculators.coverage.accumulators import FAMILY, Accumulators, Key
from calculators.coverage.adjudication import Line, adjudicate
from calculators.coverage.care import PlannedCare, Visit, order
from calculators.coverage.counting import in_unit
from calculators.coverage.limits import VisitLimit
from calculators.coverage.step import Step
from calculators.coverage.unknowns import Answers, NeedsAnswer, Unfinished
from calculators.coverage.year import Year, opening
from calculators.declaration import Unknown

AMOUNTS = ("deductible", "out_of_pocket")

type Days = tuple[tuple[date, int], ...]


@frozen
class _Difference:
    """How the accumulators of the other year differ from those of the decided one.

    `more`: by how much amounts and counts are higher; it stays so over lines that are decided alike. `others`: what
    else stands there, None where nothing does. `days`: the days of a counter.
    """

    more: Mapping[Key, int] = field(factory=dict)
    others: Mapping[Key, Step | None] = field(factory=dict)
    days: Mapping[Key, Days] = field(factory=dict)

    def __bool__(self) -> bool:
        return bool(self.more or self.others or self.days)

    def applied(self, theirs: Accumulators) -> Accumulators:
        """Return the accumulators of the other year, where those of the decided one are known."""
        amounts = dict(theirs.amounts)
        for key, more in self.more.items():
            used = theirs.used(key)
            amounts[key] = Step(used.rule, used.amount + more)
        for key, step in self.others.items():
            if step is None:
                amounts.pop(key, None)
            else:
                amounts[key] = step
        return Accumulators(amounts, {**theirs.days, **self.days})


def _difference(theirs: Accumulators, mine: Accumulators) -> _Difference:
    more: dict[Key, int] = {}
    others: dict[Key, Step | None] = {key: None for key in theirs.amounts if key not in mine.amounts}
    for key, step in mine.amounts.items():
        here = theirs.amounts.get(key)
        if here is step or (here is not None and here.amount == step.amount):
            continue
        if here is None:
            others[key] = step
        else:
            more[key] = step.amount - here.amount
    # Of a deductible or a maximum it makes no difference whether nothing stands there or zero.
    for key in [key for key in others if key[0] in AMOUNTS]:
        if apart := mine.used(key).amount - theirs.used(key).amount:
            more[key] = apart
        del others[key]
    keys = theirs.days if theirs.days is mine.days else {**theirs.days, **mine.days}
    days = {key: mine.on_days(key) for key in keys if mine.on_days(key) != theirs.on_days(key)}
    return _Difference(more, others, days)


_NO_DIFFERENCE = _Difference()


@frozen
class _Change:
    """What a line of the decided year changed: by how much amounts and counts went up, and whose days."""

    amounts: Sequence[tuple[Key, int]]
    days: Sequence[Key]


def _change(before: Accumulators, after: Accumulators) -> _Change | None:
    """Return what a line changed; None where a counter began or ended, which is not the same as from or to zero."""
    if any((key in before.amounts) != (key in after.amounts) and key[0] not in AMOUNTS for key in _keys(before, after)):
        return None
    changed = [key for key, step in after.amounts.items() if before.amounts.get(key) is not step]
    amounts = [(key, after.used(key).amount - before.used(key).amount) for key in changed]
    keys = {**before.days, **after.days} if before.days is not after.days else {}
    return _Change(amounts, [key for key in keys if before.days.get(key) is not after.days.get(key)])


def _keys(before: Accumulators, after: Accumulators) -> Iterable[Key]:
    return {**before.amounts, **after.amounts}


@lru_cache(maxsize=512)
def _alike_but_for_number(one: PlannedCare, other: PlannedCare) -> bool:
    """Whether two courses of care differ by the number of their visits at most."""
    return evolve(one, visits=other.visits) == other


def _same(one: Visit, other: Visit, *, by_stay: bool) -> bool:
    """Whether two visits are the same. Of however long a course, unless a limit may be by stay: it counts under it."""
    return one is other or (
        (one.date, one.service, one.evaluation, one.facility_fee, one.price)
        == (other.date, other.service, other.evaluation, other.facility_fee, other.price)
        and (
            one.course is other.course
            or (one.course == other.course if by_stay else _alike_but_for_number(one.course, other.course))
        )
    )


def _taken_over(line: Line, visit: Visit, apart: _Difference) -> Line:
    return evolve(line, visit=visit, after=apart.applied(line.after) if apart else line.after)


def _decides(theirs: float, mine: float, most: int) -> bool:
    """Whether a line can turn out otherwise by what is left: not where it is as much, or enough in both years."""
    return theirs != mine and min(theirs, mine) < most


def _may_be_per(limit: VisitLimit, per: str) -> bool:
    return isinstance(limit.per, Unknown) or limit.per == per


def _may_roll(limit: VisitLimit) -> bool:
    return _may_be_per(limit, "rolling_12_months")


class OtherVisits:
    """A year whose lines are decided, ready to be looked at with other visits.

    The year has one stretch. What was used of limits before the year must not rest on the visits that differ.
    """

    def __init__(self, year: Year, lines: Sequence[Line], answers: Answers) -> None:
        self._visits = year.visits
        (stretch,) = year.stretches
        self._plan = stretch.plan
        self._lines = lines
        self._answers = answers
        self._opening = opening(self._plan, answers)
        self._limits = {limit.id: limit for limit in self._plan.plan.limits}
        self._by_stay = any(_may_be_per(limit, "stay") for limit in self._plan.plan.limits)
        self._rolls = any(_may_roll(limit) for limit in self._plan.plan.limits)
        self._left: dict[tuple[int, tuple[str, str]], tuple[float, float] | None] = {}
        self._changes: dict[int, _Change | None] = {}
        self._ceilings = {place: self._ceilings_of(place) for place in self._plan.amounts}

    def fits(self, year: Year) -> bool:
        """Whether another year differs by its visits alone, and its limits begin alike.

        A limit that the decided year reaches may be out of reach there; then it changes no amount.
        """
        if len(year.stretches) > 1:
            return False
        mine, other = self._plan, year.stretches[0].plan
        used = mine.visits_used or any(limit.used for limit in mine.plan.limits)
        return (
            (mine.plan is other.plan or mine.plan == other.plan)
            and (mine.path, mine.family, mine.both_networks) == (other.path, other.family, other.both_networks)
            and (mine.used_before, mine.visits_used) == (other.used_before, other.visits_used)
            and mine.reachable >= other.reachable
            and mine.person_cap == other.person_cap
            and (not used or mine.first_under == other.first_under)
        )

    def without(self, taken: Iterable[int]) -> dict[int, Line]:
        """Return the lines that may be others than in the year with all visits, by their place in it.

        `taken`: the places of the visits that are taken out. The lines at all other places hold, but for what they say
        of the accumulators. Raises `Unfinished` where an unknown decides.
        """
        out = frozenset(taken)
        changed: dict[int, Line] = {}
        apart = _Difference()
        for place in range(min(out, default=len(self._lines)), len(self._lines)):
            if apart.days and place:
                apart = self._on_day(apart, self._visits[place].date, self._visits[place - 1].date)
            if place in out:
                apart = self._taken_out(apart, place)
            elif apart and self._decides(apart, place):
                changed[place] = self._decided(self._visits[place], place, apart)
                apart = _difference(self._lines[place].after, changed[place].after)
            else:
                apart = self._decided_alike(apart, place)
        return changed

    def lines_with(self, visits: Sequence[Visit]) -> list[Line]:
        """Return the lines of a year with these visits, with the accumulators after each.

        Raises `Unfinished` where an unknown decides.
        """
        return [
            line if line.visit.course is visit.course and not apart else _taken_over(line, visit, apart)
            for visit, (line, apart) in zip(visits, self._walked(visits), strict=True)
        ]

    def _walked(self, visits: Sequence[Visit]) -> Iterator[tuple[Line, _Difference]]:
        """Yield the line of each visit, and how far its accumulators are from those that it names."""
        apart, place, last = _Difference(), 0, len(self._visits)
        today: date | None = None
        for visit in visits:
            if apart.days and today:
                apart = self._on_day(apart, visit.date, today)
            today = visit.date
            while place < last and not self._is_at(place, visit) and self._comes_before(place, visit):
                apart = self._taken_out(apart, place)
                place += 1
            if place == last or not self._is_at(place, visit):
                line = self._decided(visit, place, apart)
                apart = _difference(self._before(place), line.after)
                yield line, _NO_DIFFERENCE
                continue
            line = self._lines[place]
            if apart and self._decides(apart, place):
                line = self._decided(visit, place, apart)
                apart = _difference(self._lines[place].after, line.after)
                yield line, _NO_DIFFERENCE
            else:
                apart = self._decided_alike(apart, place)
                yield line, apart
            place += 1

    def _is_at(self, place: int, visit: Visit) -> bool:
        return _same(self._visits[place], visit, by_stay=self._by_stay)

    def _comes_before(self, place: int, visit: Visit) -> bool:
        mine = self._visits[place]
        return mine.date < visit.date or (mine.date == visit.date and order(mine) <= order(visit))

    def _taken_out(self, apart: _Difference, place: int) -> _Difference:
        before, after = self._before(place), self._lines[place].after
        if after is before:
            return apart
        if place not in self._changes:
            self._changes[place] = _change(before, after)
        change = self._changes[place]
        if change is None or apart.others:
            return _difference(after, apart.applied(before))
        more, days = dict(apart.more), dict(apart.days)
        for key, by in change.amounts:
            if left := more.pop(key, 0) - by:
                more[key] = left
        for key in change.days:
            mine = days.pop(key, before.on_days(key))
            if mine != after.on_days(key):
                days[key] = mine
        return _Difference(more, apart.others, days)

    def _decided_alike(self, apart: _Difference, place: int) -> _Difference:
        """Return the difference after a line that is decided alike: days that it sets are the same in both years."""
        if not apart.days:
            return apart
        before, after = self._before(place), self._lines[place].after
        days = {key: days for key, days in apart.days.items() if before.days.get(key) is after.days.get(key)}
        return _Difference(apart.more, apart.others, days)

    def _decided(self, visit: Visit, place: int, apart: _Difference) -> Line:
        """Decide a visit anew that stands before a place."""
        try:
            return adjudicate(visit, self._plan, apart.applied(self._before(place)), self._answers)
        except NeedsAnswer as met:
            raise Unfinished(met, ()) from met

    def _before(self, place: int) -> Accumulators:
        return self._lines[place - 1].after if place else self._opening

    def _on_day(self, apart: _Difference, day: date, before: date) -> _Difference:
        """Leave out days that are over: only limits over any twelve months look back at them."""
        return apart if self._rolls or day == before else _Difference(apart.more, apart.others)

    def _decides(self, apart: _Difference, place: int) -> bool:
        """Whether a difference may matter to the line at a place."""
        visit = self._visits[place]
        holders = visit.person, FAMILY
        looked_at: tuple[str, str] | None = None
        for key, more in apart.more.items():
            name, about, holder, *_ = key
            if holder not in holders or (name, about) == looked_at:
                continue
            if name in AMOUNTS:
                # A person's and the family's amounts, which mostly stand side by side, are looked at together.
                looked_at = name, about
                decides = self._amount_decides(looked_at, apart, place)
            elif name == "limit":
                decides = self._is_about(key, visit) and self._limit_decides(key, more, place)
            else:
                decides = True
            if decides:
                return True
        if apart.others and any(key[0] != "limit" or self._is_about(key, visit) for key in apart.others):
            return True
        return bool(apart.days) and any(self._is_about_days(*days, place) for days in apart.days.items())

    def _is_about(self, key: Key, visit: Visit) -> bool:
        """Whether a counter of a limit may be one that a visit goes by."""
        return key[2] in (visit.person, FAMILY) and visit.service in self._limits[key[1]].services

    def _is_about_days(self, key: Key, days: Days, place: int) -> bool:
        """Whether a visit may go by the days of a counter."""
        visit = self._visits[place]
        if key[0] == "limit":
            if not self._is_about(key, visit):
                return False
            if _may_roll(self._limits[key[1]]):
                return True
        elif key[1] != visit.person:
            return False
        return any(day == visit.date for day, _ in (*days, *self._before(place).on_days(key)))

    def _limit_decides(self, key: Key, more: int, place: int) -> bool:
        """Whether it matters to a line how much is left of a limit."""
        limit, line = self._limits[key[1]], self._lines[place]
        quantity = limit.family_quantity if key[2] == FAMILY else limit.quantity
        if not isinstance(quantity, int) or _may_roll(limit):
            return True
        course = line.visit.course
        left = in_unit(limit, quantity) - self._before(place).used(key).amount
        most = line.allowed.amount if limit.unit == "dollar" else max(course.units, course.days)
        return _decides(max(0, left), max(0, left - more), most)

    def _amount_decides(self, pool: tuple[str, str], apart: _Difference, place: int) -> bool:
        """Whether it matters to a line how much is left of a deductible or maximum.

        Where a person and the family have a ceiling, the nearer one counts.
        """
        if (place, pool) not in self._left:
            self._left[place, pool] = self._left_of(pool, place)
        left = self._left[place, pool]
        if left is None:
            return True
        person, family = left
        name, network = pool
        mine = apart.more.get((name, network, self._visits[place].person), 0)
        theirs = apart.more.get((name, network, FAMILY), 0)
        most = self._lines[place].allowed.amount
        return _decides(max(0, min(person, family)), max(0, min(person - mine, family - theirs)), most)

    def _left_of(self, pool: tuple[str, str], place: int) -> tuple[float, float] | None:
        """Return what is left under a person's and under the family's ceiling; None where more must be known."""
        ceilings = self._ceilings.get(pool)
        if ceilings is None:
            return None
        before = self._before(place)
        person, family = (
            inf if most is None else most - before.used((*pool, holder)).amount
            for most, holder in zip(ceilings, (self._visits[place].person, FAMILY), strict=True)
        )
        return person, family

    def _ceilings_of(self, place: tuple[str, str]) -> tuple[int | None, int | None] | None:
        """Return a person's and the family's amount, each None where it does not hold; None where more must be known.

        Cents.
        """
        amounts, plan = self._plan.amounts[place], self._plan
        alone = plan.family and amounts.kind != "embedded"
        if isinstance(amounts.kind, Unknown) or (alone and plan.person_cap is not None):
            # The federal cap may be one more ceiling.
            return None
        person = None if alone else amounts.person
        whole = amounts.family if plan.family else None
        if isinstance(person, Unknown) or isinstance(whole, Unknown):
            return None
        return person, whole
