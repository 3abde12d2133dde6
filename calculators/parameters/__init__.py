"""Yearly figures: each value dated and cited, and a look-up that fails closed."""

from calculators.parameters.series import NotLoaded, Series, Value, all_series, look_up

__all__ = ["NotLoaded", "Series", "Value", "all_series", "look_up"]
