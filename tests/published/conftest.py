"""Collects the cases."""

from pathlib import Path

import yaml

HERE = Path(__file__).parent


def pytest_generate_tests(metafunc):
    if "case" not in metafunc.fixturenames:
        return
    folder = Path(metafunc.config.getoption("--cases") or HERE / "cases")
    cases = [
        case for file in sorted(folder.rglob("*.yaml")) for case in yaml.safe_load(file.read_text(encoding="utf-8"))
    ]
    assert cases, f"no cases in {folder}"
    metafunc.parametrize("case", cases, ids=[case["id"] for case in cases])
