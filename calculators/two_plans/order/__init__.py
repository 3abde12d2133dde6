"""Who pays before whom: the rules of order, each a small function with its source."""

from calculators.two_plans.order.decision import (
    Branch,
    Decision,
    Open,
    Tree,
    decide,
    facts_of,
    facts_that_matter,
    leaves_of,
    open_facts,
)
from calculators.two_plans.order.payers import Order, order_of_payers
from calculators.two_plans.order.ruling import Apart, Ruling

__all__ = [
    "Apart",
    "Branch",
    "Decision",
    "Open",
    "Order",
    "Ruling",
    "Tree",
    "decide",
    "facts_of",
    "facts_that_matter",
    "leaves_of",
    "open_facts",
    "order_of_payers",
]
