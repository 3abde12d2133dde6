"""What tests of several rooms share: the built site, a server of it, and the offline copy."""

import threading
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from xdist.scheduler import LoadScopeScheduling

from build_scripts import offline
from build_scripts.serve import make_server
from build_scripts.website import build


def pytest_addoption(parser: pytest.Parser) -> None:
    """`--cases DIR`: run the published cases of another folder."""
    parser.addoption("--cases", metavar="DIR", help="a folder of cases (YAML) for tests/published")


class _ByModuleOfCases(LoadScopeScheduling):  # type: ignore[misc]
    """Shares tests out one by one, but those of a module of browser cases together: they share a browser."""

    def _split_scope(self, nodeid: str) -> str:
        # `…[compute.test.mjs: a case]`
        return nodeid.partition(": ")[0]


def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> LoadScopeScheduling:
    """How tests are shared out between processes."""
    return _ByModuleOfCases(config, log)


@pytest.fixture(scope="session")
def site_dir() -> Path:
    """The site as a visitor gets it, built first where it is missing or out of date."""
    return build()


@pytest.fixture(scope="session")
def site_url(site_dir: Path) -> Iterator[str]:
    """The address, with a slash at its end, at which the project's own server serves the site."""
    with make_server(site_dir, port=0) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()
        thread.join()


@pytest.fixture(scope="session")
def bundle_zip() -> Path:
    """The offline copy's zip, built first where it is missing or out of date."""
    _, archive = offline.build()
    return archive


@pytest.fixture(scope="session")
def bundle_dir(bundle_zip: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The offline copy as somebody unzips it, into a folder whose name is not made for addresses."""
    place = tmp_path_factory.mktemp("offline") / "Ana’s stick, 100% #1"
    with zipfile.ZipFile(bundle_zip) as zipped:
        zipped.extractall(place)
    (folder,) = place.iterdir()
    return folder
