"""What a year of care will really cost under one plan, visit limits included."""

from calculators.annual_cost.compute import compute
from calculators.annual_cost.scenario import VERSION, AnnualCost, problems

__all__ = ["VERSION", "AnnualCost", "compute", "problems"]
