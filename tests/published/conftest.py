"""Collects the cases."""

from pathlib import Path
from typing import Any

import pytest
import yaml

HERE = Path(__file__).parent


def cases_in(folder: Path) -> list[dict[str, Any]]:
    """Return every case of a folder, in the order of its files."""
    return [
        case for file in sorted(folder.rglob("*.yaml")) for case in yaml.safe_load(file.read_text(encoding="utf-8"))
    ]


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Run a test that takes a `case` once for each: of `--cases DIR`, or of this folder."""
    if "case" not in metafunc.fixturenames:
        return
    folder = Path(metafunc.config.getoption("--cases") or HERE / "cases")
    cases = cases_in(folder)
    assert cases, f"no cases in {folder}"
    metafunc.parametrize("case", cases, ids=[case["id"] for case in cases])


@pytest.fixture(scope="session")
def own_cases() -> list[dict[str, Any]]:
    """The project's own cases, whatever folder is run."""
    return cases_in(HERE / "cases")


@pytest.fixture(scope="session")
def exceptions() -> Any:
    """The published examples that are not run, with the reasons."""
    return yaml.safe_load((HERE / "exceptions.yaml").read_text(encoding="utf-8"))


@pytest.fixture(scope="session")
def verified_ids() -> Any:
    """The ids of all verified examples, from the lists of them and not from the cases."""
    return yaml.safe_load((HERE / "verified_ids.yaml").read_text(encoding="utf-8"))
