"""Which of several plans is cheapest for a household, by how much, and what would change that."""

from calculators.compare_plans.compute import compute, compute_years, steps_to_curves
from calculators.compare_plans.scenario import VERSION, ComparePlans, problems

__all__ = ["VERSION", "ComparePlans", "compute", "compute_years", "problems", "steps_to_curves"]
