"""Shared scenarios for the tests of this folder, on every platform they run on, and the same ones at every run.

`--hypothesis-profile random` tries others: how bugs are hunted, not how a change is judged.
"""

import sys
from pathlib import Path

from hypothesis import settings

sys.path.insert(0, str(Path(__file__).parent))

settings.register_profile("repeatable", derandomize=True)
settings.register_profile("random", derandomize=False)
settings.load_profile("repeatable")
