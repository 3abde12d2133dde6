"""What a year of care will really cost under one plan, visit limits included."""

from calculators.household.compute import compute
from calculators.household.year import VERSION, HouseholdYear, problems

__all__ = ["VERSION", "HouseholdYear", "compute", "problems"]
