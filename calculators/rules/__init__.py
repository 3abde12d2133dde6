"""Rule ids, each with its source and how far it was verified."""

from calculators.rules.register import Rule, all_rules

__all__ = ["Rule", "all_rules"]
