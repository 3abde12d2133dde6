"""The interview, walked through: every pair of kinds of coverage with every class of answers to every question.

Some 175,000 ways of answering for two coverages, whole or up to some question, and 14,000 for three of the kinds that
have rules among themselves. A class of answers is an option of a choice, or a day before, on or after another. One "I
don't know" a walk is tried, not together with an answer that is rare or only adds something to confirm.
"""

from collections import Counter
from datetime import date
from itertools import combinations_with_replacement, islice, product

import pytest
from attrs import evolve, frozen

from calculators.declaration import UNKNOWN, Choice, DayOfYear, YesNo, read
from calculators.declaration.asking import asks_by_path
from calculators.presentation import wording
from calculators.rules import all_rules
from calculators.two_plans.coverages import KINDS, OTHERS, PLANS
from calculators.two_plans.interview import FIRST, next_page, plain
from calculators.two_plans.order import decide
from calculators.two_plans.problems import problems
from calculators.two_plans.scenario import TwoPlans

DAY = date(2026, 3, 2)
MOST_PAGES = 12
OUTCOMES = {"decided", "if_confirmed", "no_coordination", "repay_later", "undecided"}

ASKS = asks_by_path(TwoPlans)

DAYS = {
    # 65 before the day, and after it.
    "born": (date(1950, 1, 1), date(1961, 9, 1)),
    # Past the 30 months, within them, and not begun.
    "medicare.kidney_since": (date(2020, 1, 1), date(2025, 6, 1), date(2026, 9, 1)),
    "family.birthday_a": (DayOfYear(3, 3), DayOfYear(9, 9)),
    "family.birthday_b": (DayOfYear(3, 3), DayOfYear(6, 6), DayOfYear(12, 12)),
    "coverages.since": (date(2010, 1, 1), date(2015, 1, 1)),
}

UNUSUAL = {
    ("coverages.order_rules", False),
    ("coverages.other_employers", "under_20"),
    ("medicare.kidney_since", date(2026, 9, 1)),
}

# Beside another plan these are walked with booklets that have rules; only active work tells them from others.
LIKE_OTHERS = {"laid_off", "student"}

JOB_AND_MEDICARE = [
    {"id": "job", "kind": "employer", "holder": "patient"},
    {"id": "medicare", "kind": "medicare"},
]

TWO_PLANS_WITH_UNKNOWNS = {("employer", "employer"), ("employer", "retiree"), ("employer", "cobra")}

# Of three coverages: kinds with rules among themselves, an individual plan only beside Medicare.
KINDS_OF_THREE = ("employer", "retiree", "individual", "medicare", "medigap", "medicaid", "no_fault")
ANSWERS_OF_THREE = {
    "coverages.holder": ("patient", "spouse", "parent_a", "parent_b"),
    "coverages.employer_size": ("under_20", "100_or_more"),
    "coverages.other_employers": ("none",),
    "coverages.small_employer_exception": (False,),
    "coverages.order_rules": (True,),
    "medicare.enrolled": ("a_and_b", "not_enrolled"),
    "medicare.reason": ("age", "kidney"),
    "medicare.kidney_since": (date(2020, 1, 1), date(2025, 6, 1)),
    "born": (date(1950, 1, 1), date(1961, 9, 1)),
    "family.parents": ("together", "apart"),
    "family.court_order": ("none",),
    "family.custody": ("parent_a",),
}


def classes_of(question):
    if question in DAYS:
        return DAYS[question]
    kind = ASKS[question].kind
    assert isinstance(kind, Choice | YesNo)
    return tuple(kind.options) if isinstance(kind, Choice) else (True, False)


def answered(scenario, path, answer):
    group, *rest = path.split(".")
    if group == "coverages":
        number, name = rest
        coverages = list(scenario.coverages)
        coverages[int(number)] = evolve(coverages[int(number)], **{name: answer})
        return evolve(scenario, coverages=tuple(coverages))
    if rest:
        return evolve(scenario, **{group: evolve(getattr(scenario, group), **{rest[0]: answer})})
    return evolve(scenario, **{group: answer})


@frozen
class Walk:
    """Which answers are tried, and how many of them may be "I don't know"."""

    kinds: tuple[str, ...]
    answers: dict[str, tuple[object, ...]]
    most_unknown: int
    seen: Counter

    def begin(self):
        coverages = [{"id": f"c{number}", "kind": kind} for number, kind in enumerate(self.kinds)]
        told = read({"people": [{"id": "me"}], "day": DAY.isoformat(), "coverages": coverages}, TwoPlans)
        if not list(problems(told)):
            self.go_on(told, (FIRST.id,), 0, unusual=False)

    def is_unusual(self, question, answer):
        """Whether an answer only adds something to confirm."""
        if question == "cause":
            return answer != "illness" and not set(self.kinds) & OTHERS.keys()
        return (question, answer) in UNUSUAL

    def options(self, question):
        known = self.answers.get(question) or classes_of(question)
        return (*known, UNKNOWN) if self.most_unknown and ASKS[question].unknown_allowed else known

    def go_on(self, scenario, pages, unknown, *, unusual):
        """Ask what is left to ask, and return what follows from all answers: equal where the same does."""
        self.seen["scenarios"] += 1
        asked = next_page(scenario)
        if asked is None:
            decision = decide(scenario, DAY)
            assert_sound(decision)
            self.seen[decision.outcome] += 1
            self.seen["most pages"] = max(self.seen["most pages"], len(pages))
            return decision
        self.seen["pages"] += 1
        assert asked.page.id not in pages, f"{asked.page.id} comes again after {pages}: {scenario}"
        assert len(pages) < MOST_PAGES
        following = {}
        questions = [plain(path) for path in asked.paths]
        for answers in product(*[self.options(question) for question in questions]):
            unknown_now = unknown + sum(answer is UNKNOWN for answer in answers)
            unusual_now = unusual or any(map(self.is_unusual, questions, answers))
            if unknown_now > self.most_unknown or (unknown_now and unusual_now):
                continue
            told = scenario
            for path, answer in zip(asked.paths, answers, strict=True):
                told = answered(told, path, answer)
            if asked.page.id in ("holder", "parents") and list(problems(told)):
                continue
            following[answers] = self.go_on(told, (*pages, asked.page.id), unknown_now, unusual=unusual_now)
        for place, path in enumerate(asked.paths):
            tried = {answers[place] for answers in following}
            assert len(tried) == 1 or matters(place, following), f"{path} for nothing: {scenario}"
        return asked.page.id, tuple(asked.paths), tuple(following.values())


def matters(place, following):
    """Whether some two answers that differ in one place alone lead to something else."""
    others = {}
    for answers, follows in following.items():
        others.setdefault((*answers[:place], *answers[place + 1 :]), []).append(follows)
    return any(follows != alike[0] for alike in others.values() for follows in alike)


def assert_sound(decision):
    assert decision.outcome in OUTCOMES
    order = decision.order
    if decision.outcome == "undecided":
        assert decision.facts or order.conflict
        return
    for stands, section in (*((one, "rulings") for one in order.rulings), *((one, "apart") for one in order.apart)):
        assert all_rules()[stands.rule].source
        assert stands.rule in wording.catalogue()[section], stands.rule
    if decision.outcome == "decided":
        assert not decision.confirm_rules
        assert not decision.confirm_facts
        assert {all_rules()[ruling.rule].verified for ruling in order.rulings} <= {"official"}


def walked(seen):
    print(dict(seen))
    assert seen["scenarios"] == sum(seen[outcome] for outcome in OUTCOMES) + seen["pages"]
    return seen["scenarios"]


# In parts, so that they can run beside each other.
PARTS = 4


@pytest.mark.parametrize("part", range(PARTS))
def test_every_pair_of_coverages(part):
    seen = Counter()
    for kinds in islice(combinations_with_replacement(KINDS, 2), part, None, PARTS):
        plans = [kind for kind in kinds if kind in PLANS]
        like_others = len(plans) == 2 and LIKE_OTHERS & set(plans)
        answers = {"coverages.order_rules": (True,)} if like_others else {}
        unknown = len(plans) < 2 or kinds in TWO_PLANS_WITH_UNKNOWNS
        Walk(kinds, answers, int(unknown), seen).begin()
    assert walked(seen) > 30_000
    assert seen.keys() >= OUTCOMES


def test_no_page_comes_twice_where_it_hangs_on_an_open_fact_and_two_rare_answers():
    """Found by the walk: whether the patient is 65 did not seem to matter before the employers were known."""
    told = read({"people": [{"id": "me"}], "day": DAY.isoformat(), "coverages": JOB_AND_MEDICARE}, TwoPlans)
    said = {
        "cause": "illness",
        "medicare.enrolled": UNKNOWN,
        "medicare.reason": "kidney",
        "medicare.kidney_since": date(2026, 9, 1),
        "born": date(1950, 1, 1),
        "coverages.0.employer_size": "under_20",
        "coverages.0.other_employers": "20_to_99",
        "coverages.0.small_employer_exception": False,
        "coverages.0.order_rules": True,
    }
    pages = []
    while asked := next_page(told):
        pages.append(asked.page.id)
        for path in asked.paths:
            told = answered(told, path, said[path])
    assert pages == list(dict.fromkeys(pages))


def test_three_coverages():
    seen = Counter()
    for kinds in combinations_with_replacement(KINDS_OF_THREE, 3):
        if "individual" not in kinds or "medicare" in kinds:
            cause = ("illness", "vehicle") if "no_fault" in kinds else ("illness",)
            Walk(kinds, {**ANSWERS_OF_THREE, "cause": cause}, 0, seen).begin()
    assert walked(seen) > 12_000
