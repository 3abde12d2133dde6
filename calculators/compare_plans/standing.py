"""Where each plan stands against the others: the cheapest, those that are about the same, and what a choice can cost.

Amounts of a plan are a pair, the lowest and the highest that they can be, in cents; the same twice where all is known.
"""

from collections.abc import Mapping, Sequence

from calculators.compare_plans.answers import Answer

type Ends = tuple[int, int]

# Plans whose yearly costs are no further apart than this are about the same.
ABOUT_THE_SAME = 100_00

# The years that a plan is judged by, with the figure that each of them goes by.
SCENARIOS: Mapping[str, str] = {
    "expected": "total",
    "good": "outlook.good.total",
    "bad": "outlook.bad.total",
    "worst": "outlook.worst.total",
}


def cheaper(one: Ends, other: Ends) -> bool:
    """Whether a plan costs less than another, however what is unknown turns out."""
    return one[1] < other[0]


def about_the_same(one: Ends, other: Ends) -> bool:
    """Whether two costs overlap, or lie no more than 100 dollars apart."""
    return max(one[0], other[0]) - min(one[1], other[1]) <= ABOUT_THE_SAME


def leaders(costs: Mapping[str, Ends]) -> tuple[str, ...]:
    """Return the plans that no other one is cheaper than, by id."""
    return tuple(sorted(plan for plan, cost in costs.items() if not any(cheaper(o, cost) for o in costs.values())))


def by_cost(answers: Sequence[Answer]) -> Sequence[Answer]:
    """Return the plans by what the expected year costs, halfway of a range; those that cannot be worked out come last.

    Plans that cost the same stand in the order of their names, so that the order of entry does not matter.
    """

    def place(answer: Answer) -> tuple[bool, int, int, str, str]:
        cost = answer.ends("total")
        low, high = cost or (0, 0)
        return cost is None, low + high, low, answer.plan.name, answer.id

    return sorted(answers, key=place)


def cost_in(scenario: str, answer: Answer) -> Ends | None:
    """Return what a plan costs in one kind of year; in the worst one with what stands outside the maximum. Cents."""
    cost = answer.ends(SCENARIOS[scenario])
    outside = answer.ends("outlook.worst.outside_maximum") if scenario == "worst" else None
    return (cost[0] + outside[0], cost[1] + outside[1]) if cost and outside else cost


def costs_in(scenario: str, answers: Sequence[Answer]) -> Mapping[str, Ends]:
    """Return what each plan costs in one kind of year; empty where it cannot be said of every plan."""
    found = {answer.id: cost_in(scenario, answer) for answer in answers}
    return {plan: cost for plan, cost in found.items() if cost} if all(found.values()) else {}


def regrets(answers: Sequence[Answer]) -> Mapping[str, Ends]:
    """Return the most that each plan can cost above the cheapest one, over all kinds of year. Cents.

    The least and the most that this can be, where plans have ranges. Source: our own definition.
    """
    found: dict[str, Ends] = {}
    for name in SCENARIOS:
        costs = costs_in(name, answers)
        for plan, (low, high) in costs.items():
            others = [cost for other, cost in costs.items() if other != plan]
            least = max(0, low - min(other[1] for other in others))
            most = max(0, high - min(other[0] for other in others))
            before = found.get(plan, (0, 0))
            found[plan] = max(before[0], least), max(before[1], most)
    return found
