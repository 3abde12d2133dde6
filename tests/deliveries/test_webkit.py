"""The website and the offline copy in WebKitGTK, the nearest that Linux has to Safari."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from selenium.webdriver import Remote, WebKitGTKOptions, WebKitGTKService
from selenium.webdriver.common.by import By
from selenium.webdriver.remote.client_config import ClientConfig
from selenium.webdriver.remote.remote_connection import RemoteConnection
from selenium.webdriver.support.wait import WebDriverWait

ROOT = Path(__file__).parents[2]


# Generous, because a busy machine is no reason to fail.
PATIENCE_SECONDS = 120


@contextmanager
def screen() -> Iterator[str]:
    """A screen that nobody sees, for a browser that must have one."""
    read, write = os.pipe()
    with subprocess.Popen(["Xvfb", "-displayfd", str(write), "-nolisten", "tcp"], pass_fds=[write]) as server:
        os.close(write)
        try:
            with os.fdopen(read, encoding="ascii") as told:
                number = told.readline().strip()
            yield f":{number}"
        finally:
            server.terminate()


@pytest.fixture(scope="session")
def browser() -> Iterator[Remote]:
    options = WebKitGTKOptions()
    (options.binary_location,) = map(str, Path("/usr/lib").glob("*/webkit2gtk-4.1/MiniBrowser"))
    options.add_argument("--automation")
    with screen() as display:
        environment = os.environ | {
            "DISPLAY": display,
            # There is no bus for assistive technology, and no sandbox for root.
            "NO_AT_BRIDGE": "1",
            "WEBKIT_DISABLE_COMPOSITING_MODE": "1",
            "WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS": "1",
        }
        service = WebKitGTKService(env=environment, log_output=subprocess.DEVNULL)
        service.start()
        driver = Remote(RemoteConnection(client_config=ClientConfig(service.service_url)), options=options)
        yield driver
        driver.quit()
        service.stop()


@pytest.fixture(params=["website", "offline copy"])
def start(request: pytest.FixtureRequest) -> str:
    """The address of a delivery, with a slash at its end."""
    if request.param == "website":
        return str(request.getfixturevalue("site_url"))
    folder: Path = request.getfixturevalue("bundle_dir")
    return folder.as_uri() + "/"


def figures_on(browser: Remote) -> dict[str, str]:
    shown = browser.find_elements(By.CSS_SELECTOR, "[data-result] data[data-figure][value]")
    return {one.get_attribute("data-figure"): one.get_attribute("value") for one in shown}


def waiting(browser: Remote, selector: str) -> None:
    WebDriverWait(browser, PATIENCE_SECONDS).until(lambda page: page.find_elements(By.CSS_SELECTOR, selector))


def figures_of_command_line(visits: int) -> dict[str, str]:
    command = [sys.executable, "-m", "calculators"]
    example = subprocess.run([*command, "example", "annual-cost"], cwd=ROOT, capture_output=True, check=True).stdout
    scenario = json.loads(example)
    scenario["care"][0]["visits"] = visits
    answered = subprocess.run(
        [*command, "run", "annual-cost", "-"],
        cwd=ROOT,
        input=json.dumps(scenario).encode(),
        capture_output=True,
        check=True,
    )
    return {
        name: str(figure["value"])
        for name, figure in json.loads(answered.stdout)["figures"].items()
        if "value" in figure
    }


def test_a_year_is_worked_out_as_on_the_command_line(browser: Remote, start: str) -> None:
    browser.get(f"{start}calculators/annual-cost/index.html")
    waiting(browser, "[data-live]")
    before = figures_on(browser)
    visits = browser.find_element(By.NAME, "care.0.visits")
    browser.execute_script("for (const part of document.querySelectorAll('form details')) part.open = true")
    visits.clear()
    visits.send_keys("31\t")
    waiting(browser, '[data-result][data-state="ready"]')
    shown = figures_on(browser)
    assert shown != before
    expected = figures_of_command_line(31)
    assert shown == {name: expected[name] for name in shown}
