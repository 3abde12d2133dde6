"""Pictures of the guide, drawn from the engine's own results: what `!picture NAME` puts into a page."""

from collections.abc import Callable, Mapping

# By name, the function that returns the picture as a `figure` element with its text alternative.
PICTURES: Mapping[str, Callable[[], str]] = {}
