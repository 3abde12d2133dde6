"""Two plans, one bill: who pays first, and what is left."""

from calculators.two_plans.compute import compute
from calculators.two_plans.problems import problems
from calculators.two_plans.scenario import VERSION, TwoPlans

__all__ = ["VERSION", "TwoPlans", "compute", "problems"]
