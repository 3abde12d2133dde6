"""Pictures of the guide, drawn from the engine's own results: what `!picture NAME` puts into a page."""

from collections.abc import Callable, Mapping

from build_scripts.pictures import denial_clocks, four_methods, one_bill, visit_limit_year, who_pays_first

# By name, the function that returns the picture as a `figure` element with its text alternative.
PICTURES: Mapping[str, Callable[[], str]] = {
    "one-bill": one_bill.picture,
    "visit-limit-year": visit_limit_year.picture,
    "four-methods": four_methods.picture,
    "who-pays-first": who_pays_first.picture,
    "denial-clocks": denial_clocks.picture,
}
