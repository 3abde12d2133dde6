"""The runtime as the build leaves it, assembled first where it is missing or out of date."""

from pathlib import Path

import pytest

from build_scripts.runtime.assembly import assemble


@pytest.fixture(scope="session")
def runtime() -> Path:
    return assemble()
