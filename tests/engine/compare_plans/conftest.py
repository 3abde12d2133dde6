"""Lets the tests of this folder import their shared scenarios, on every platform they run on."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
