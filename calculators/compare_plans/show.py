"""How a comparison shows its answer in a page."""

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from attrs import frozen

from calculators.compare_plans.answers import CLINICS, Answer
from calculators.compare_plans.choosing import Reason
from calculators.compare_plans.compute import Comparison
from calculators.compare_plans.curves import Curve
from calculators.compare_plans.differences import Difference, differences
from calculators.compare_plans.must_haves import Met
from calculators.compare_plans.scenario import ComparePlans
from calculators.compare_plans.shown_curve import ends_text, shown_curve, to_the_dollar
from calculators.compare_plans.standing import ABOUT_THE_SAME, SCENARIOS
from calculators.compare_plans.written import result_csv, result_json, rules_used
from calculators.coverage.adjudication import PATIENT_PARTS
from calculators.coverage.result import Figure, Message
from calculators.declaration import write
from calculators.household.months import months_of
from calculators.household.year import VERSION as YEAR_VERSION
from calculators.link import pack
from calculators.presentation import wording
from calculators.presentation.bar_chart import BarChart, bar_chart
from calculators.presentation.household import Asked, asked_by_whom, course_words, named, names_of
from calculators.presentation.html import render

__all__ = ["announcement", "later_html", "result_csv", "result_html", "result_json"]

LETTERS = "ABCDEF"

YEARLY_PARTS = ("premium", *PATIENT_PARTS)


def _letter(answer: Answer) -> str:
    """Return the letter that a plan goes by in tables and charts: by its place in the form, so that it stays."""
    return LETTERS[answer.number]


def _plan_names(result: Comparison) -> Mapping[str, str]:
    """Return what to call each plan: its name, with its letter where two plans have the same."""
    said = [answer.plan.name for answer in result.answers]
    return {
        answer.id: wording.sentence("phrases", "lettered", name=answer.plan.name, letter=_letter(answer))
        if said.count(answer.plan.name) > 1
        else answer.plan.name
        for answer in result.answers
    }


def announcement(scenario: ComparePlans, result: Comparison) -> str:
    """Return the answer in one or two sentences, for a screen reader and the line above the form."""
    names = _plan_names(result)
    words: dict[str, Any] = {"courses": course_words(scenario)}
    first, *others = result.answers
    cost = first.ends("total")
    if cost is None or result.outcome == "undecided":
        return wording.sentence("phrases", "compared_undecided", **words)
    words["cost"] = ends_text(cost)
    if len(result.same_as_first) > 1:
        words["plans"] = wording.listed([names[plan] for plan in result.same_as_first])
        costs = [
            ends for answer in result.answers if answer.id in result.same_as_first and (ends := answer.ends("total"))
        ]
        words["cost"] = ends_text((min(low for low, _ in costs), max(high for _, high in costs)))
        known = all(low == high for low, high in costs)
        return wording.sentence("phrases", "compared_same" if known else "compared_open", **words)
    said = wording.sentence("phrases", "compared", plan=names[first.id], **words)
    following = others[0].ends("total")
    if following is None:
        return said
    more = ends_text((following[0] - cost[1], following[1] - cost[0]))
    return f"{said} {wording.sentence('phrases', 'compared_next', plan=names[others[0].id], more=more)}"


@frozen
class Standing:
    """One plan, ready to show."""

    letter: str
    name: str
    answer: Answer
    more: str
    same: bool
    regret: str
    lacks: Sequence[str]
    unsure: Sequence[str]
    messages: Sequence[Message]
    asked: Asked
    year: str

    @property
    def ranged(self) -> bool:
        """Whether something unknown moves its yearly cost."""
        low, high = self.answer.ends("total") or (0, 0)
        return low != high

    @property
    def over(self) -> bool:
        """Whether some visits are over a limit."""
        return any(self.answer.ends("visits_over_limit") or (0,))

    @property
    def outside(self) -> bool:
        """Whether something stands outside the maximum in a bad year."""
        return any(self.answer.ends("outlook.worst.outside_maximum") or (0,))


def _standings(scenario: ComparePlans, result: Comparison) -> Iterator[Standing]:
    names, people = _plan_names(result), names_of(scenario)
    cost = result.answers[0].ends("total")
    for answer in result.answers:
        mine = answer.ends("total")
        more = ends_text((max(0, mine[0] - cost[1]), mine[1] - cost[0])) if cost and mine else ""
        yield Standing(
            letter=_letter(answer),
            name=names[answer.id],
            answer=answer,
            more=more,
            same=answer.id in result.same_as_first,
            regret=ends_text(result.regrets[answer.id]) if answer.id in result.regrets else "",
            lacks=_must_haves(result.must_haves[answer.id], met=False),
            unsure=_must_haves(result.must_haves[answer.id], met=None),
            messages=[named(message, people) for message in answer.result.messages if message.kind != "milestone"],
            asked=asked_by_whom(answer.result, people),
            year=pack("annual-cost", _year_text(answer)),
        )


def _must_haves(found: Mapping[str, Met], *, met: Met) -> Sequence[str]:
    return [wording.catalogue()["must_haves"][name] for name, has in found.items() if has is met]


def _year_text(answer: Answer) -> str:
    """Return the household's year under a plan as the annual cost calculator reads it, without people's names."""
    written = {"calculator": "annual-cost", "version": YEAR_VERSION, **write(answer.years[0][1].scenario)}
    for person in written["people"]:
        person.pop("name", None)
    return json.dumps(written, ensure_ascii=False, separators=(",", ":"))


def _care_reason(found: Sequence[Reason], curve: Curve) -> str:
    """Return for which care a plan is the cheapest, one range or another; nothing where it is so for any."""
    which = {(False, True): "up_to", (True, False): "from", (True, True): "between"}
    told = []
    for reason in found:
        ends = reason.first is not None, reason.last is not None
        if not any(ends):
            return ""
        words: dict[str, Any] = {"service": curve.service, "first": reason.first, "last": reason.last}
        if reason.kind == "bill":
            # Of a few cents around the place where two plans cost the same nobody needs to know.
            words |= {end: _whole_dollars(amount) for end, amount in (("first", reason.first), ("last", reason.last))}
        told.append(wording.sentence("reasons", f"{reason.kind}.{which[ends]}", **words))
    return wording.listed(told, "or") if told else ""


def _whole_dollars(cents: int | None) -> Figure | None:
    return None if cents is None else Figure("USD", to_the_dollar(cents))


def _year_reasons(found: Sequence[Reason]) -> Iterator[str]:
    """Yield in which kinds of year a plan is the cheapest: those that go by care in one, the worst by itself."""
    kinds = [reason.kind for reason in found]
    by_care = [kind for kind in ("expected", "good", "bad") if kind in kinds]
    if by_care:
        yield wording.sentence("reasons", ".".join(by_care))
    if "worst" in kinds:
        yield wording.sentence("reasons", "worst")


def _choices(scenario: ComparePlans, result: Comparison, names: Mapping[str, str]) -> Iterator[str]:
    """Yield when to choose the first plan, where all holds together, and when another, where one thing is enough.

    Of the first plan only the range of care in which the household's own lies: it is the cheapest there already.
    """
    curves = {"visits": result.visits, "bill": result.bill}
    advising = [kind for kind in curves if curves[kind] and (kind == "visits" or len(scenario.people) == 1)]
    for plan, found in result.choices.items():
        first = plan == result.answers[0].id
        limits = []
        for kind in advising:
            curve = curves[kind]
            assert curve
            of_kind = [reason for reason in found if reason.kind == kind and (reason.planned or not first)]
            limits += [text] if (text := _care_reason(of_kind, curve)) else []
        years = list(_year_reasons(found))
        if not limits and len(found) == len(SCENARIOS) + len(advising):
            yield wording.sentence("phrases", "choose_always", plan=names[plan])
        elif first and (years or limits):
            told = wording.listed([*years[:1], *limits])
            yield wording.sentence("phrases", "choose", plan=names[plan], reasons=told)
        elif limits or years:
            told = wording.listed([*limits, *years], "or")
            yield wording.sentence("phrases", "choose", plan=names[plan], reasons=told)


def _bars(result: Comparison) -> BarChart:
    plans = []
    for answer in result.answers:
        cost = answer.ends("total")
        if cost is None:
            continue
        low = answer.result.low.figures
        amounts = {part: low[part].value for part in YEARLY_PARTS}
        plans.append((_letter(answer), ends_text(cost), amounts, sum(amounts.values()) + cost[1] - cost[0]))  # type: ignore[arg-type]
    return bar_chart(plans, YEARLY_PARTS)  # type: ignore[arg-type]


def _months(result: Comparison) -> tuple[Sequence[str], Sequence[tuple[str, Sequence[str]]]]:
    """Return the letters of the plans and for each month what goes out under each of them, at the lowest cost."""
    letters, columns = [], []
    for answer in result.answers:
        if answer.result.undecided:
            continue
        year = dict(answer.years)[bool(answer.result.low.answers.get(CLINICS, answer.years[0][0]))].scenario
        letters.append(_letter(answer))
        columns.append({(m.year, m.month): m.premium + m.care for m in months_of(year, answer.result.low.lines)})
    every = sorted({month for column in columns for month in column})
    rows = [(wording.month(*month), [wording.money(column.get(month, 0)) for column in columns]) for month in every]
    return letters, rows


def result_html(scenario: ComparePlans, result: Comparison, section: str) -> str:
    """Render the result; `section` is the id of the section in the page, for links to its fields."""
    compared = {answer.id: answer for answer in result.answers}
    values: dict[str, Any] = {
        "section": section,
        "standings": list(_standings(scenario, result)),
        "sentence_first": announcement(scenario, result),
        **_advice(scenario, result),
        **_curves(scenario, result),
        "bars": _bars(result),
        "months": _months(result),
        "differences": _differences(scenario, compared),
        "outlook": scenario.outlook,
        "starts": scenario.plans[0].starts,
        "ends": scenario.plans[0].ends,
        "tie": ABOUT_THE_SAME,
        "rules": rules_used(result),
    }
    return render("compare_plans/result.html.j2", **values)


def later_html(scenario: ComparePlans, result: Comparison) -> Mapping[str, str]:
    """Render what rests on the curves, by the places in the result where it stands."""
    standings = list(_standings(scenario, result))
    return {
        "advice": render("compare_plans/advice.html.j2", **_advice(scenario, result)),
        "curves": render("compare_plans/curves.html.j2", standings=standings, **_curves(scenario, result)),
    }


def _advice(scenario: ComparePlans, result: Comparison) -> Mapping[str, Any]:
    names = _plan_names(result)
    return {
        "choices": list(_choices(scenario, result, names)),
        "never": [names[plan] for plan in result.never_cheapest],
    }


def _curves(scenario: ComparePlans, result: Comparison) -> Mapping[str, Any]:
    letters = {answer.id: _letter(answer) for answer in result.answers}
    return {
        "comparison": result,
        "curves": [
            shown_curve(key, curve, letters, _plan_names(result), names_of(scenario))
            for key, curve in (("visits", result.visits), ("bill", result.bill))
            if curve is not None
        ],
        "visits_planned": sum(course.visits for course in scenario.care),
    }


def _differences(scenario: ComparePlans, compared: Mapping[str, Answer]) -> tuple[list[Difference], list[Difference]]:
    """Return what differs between the plans, and what is the same in all of them."""
    every = list(differences(scenario, [answer.plan for answer in compared.values()]))
    return [one for one in every if one.differs], [one for one in every if not one.differs]
