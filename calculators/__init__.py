"""Calculators for people who need allied-health care: everything here must be right, and runs anywhere Python runs."""

__version__ = "0.1.0"
