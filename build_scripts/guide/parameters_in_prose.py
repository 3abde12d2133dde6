"""A yearly figure in a sentence: `{{irs.hsa_contribution_self_only 2027}}` becomes “$4,500 (2027)”."""

import re
from datetime import date

from attrs import frozen

from build_scripts.reference import anchor_of, figure_text, period_text
from calculators.parameters import NotLoaded, TaxTable, all_series, look_up, look_up_brackets
from calculators.parameters.series import BRACKETS

_ASKED = re.compile(r"(?P<series>[a-z0-9_.]+) (?P<year>\d{4})(?P<day>-\d{2}-\d{2})?")

# Units whose period the reader takes from the sentence; a month must be said.
_BY_THE_YEAR = (" a plan year", " a year")


class NoFigure(ValueError):
    """What stands between the braces names no figure that is held."""


@frozen
class FigureInProse:
    """A figure as a sentence tells it; `period` is empty where a law names no end."""

    text: str
    period: str
    anchor: str


def figure_in_prose(asked: str) -> FigureInProse:
    """Return the figure that `series year` or `series date` asks for; a year means its 1 January.

    Raises NoFigure, with a sentence, for anything that is not held.
    """
    found = _ASKED.fullmatch(asked.strip())
    if not found:
        raise NoFigure(f"“{asked}” must be a series and a year or date, as in {{{{irs.hsa_catch_up 2026}}}}.")
    series = all_series().get(found["series"])
    if series is None:
        raise NoFigure(f"no series is called “{found['series']}”; calculators/parameters/ has them all.")
    try:
        on = date.fromisoformat(found["year"] + (found["day"] or "-01-01"))
    except ValueError:
        raise NoFigure(f"“{asked}” names a day that is none.") from None
    value = (look_up_brackets if series.unit == BRACKETS else look_up)(series.id, on)
    match value:
        case NotLoaded():
            held = ", ".join(map(str, series.years))
            raise NoFigure(f"{series.id} holds no figure for {on}; it holds {held}. Say that it is not known yet.")
        case TaxTable():
            raise NoFigure(f"{series.id} is a table; link to the page of yearly figures instead.")
    text = figure_text(value)
    for ending in _BY_THE_YEAR:
        text = text.removesuffix(ending)
    return FigureInProse(text, "" if value.until is None else period_text(value.since, value.until), anchor_of(series))
