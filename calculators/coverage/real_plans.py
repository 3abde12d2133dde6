"""Real plans, as far as their published summaries of benefits say what they pay."""

import json
from importlib.resources import files
from typing import Any

REAL_PLANS = (
    "anthem-78e4a3",
    "ppo-66ca88",
    "kaiser2-66d537",
    "cabronze-582841",
    "calchoice-8cf250",
    "seechange-8fa2f4",
    "uhc-ffe436",
)


def real_plan(identifier: str) -> dict[str, Any]:
    """Return a real plan as its file holds it: title, document, notes, and the plan in its canonical form."""
    text = files("calculators.coverage").joinpath("examples", f"{identifier}.json").read_text(encoding="utf-8")
    found: dict[str, Any] = json.loads(text)
    return found
