"""Dated figures, each cited, and a look-up that fails closed."""

from calculators.parameters.series import (
    Bracket,
    NotLoaded,
    Series,
    TaxTable,
    Value,
    all_series,
    look_up,
    look_up_brackets,
)

__all__ = ["Bracket", "NotLoaded", "Series", "TaxTable", "Value", "all_series", "look_up", "look_up_brackets"]
