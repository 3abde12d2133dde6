"""A host whose site changes under its visitors: `python -m tests.pages.host_of_versions SITE PATH`.

Serves versions of a site at a path, with the project's own server, and prints the address. Each further line of
standard input is a JSON object that says what changes, and is answered with a line of JSON:

    {"version": "2"}      which version is served: "1" and "2" differ in every page, in scripts, styles and runtime
    {"worker": "2"}       of which version the service worker is; `version` sets it too
    {"refuse": "regex"}   paths that get an error; "" for none
    {"reachable": false}  whether anyone answers
    {}                    nothing

The answer is the list of paths that were asked for since the last answer.
"""

import json
import os
import re
import shutil
import sys
import tempfile
import threading
from contextlib import suppress
from http import HTTPStatus
from http.server import ThreadingHTTPServer
from pathlib import Path
from typing import override
from urllib.parse import urlsplit

from build_scripts.serve import Handler
from build_scripts.service_worker import NAME, write_service_worker, write_service_worker_off
from build_scripts.website import ROOT

MARKED = {
    "assets/guide.js": '\nwindow.testVersion = "{}";\n',
    "assets/site.css": "\n:root {{ --test-version: {}; }}\n",
}


def make_version(site: Path, place: Path, version: str, served_at: str) -> None:
    """Copy a site so that each kind of file says which version it is of."""
    shutil.copytree(site, place, copy_function=os.link, ignore=shutil.ignore_patterns("inline", "*.map", NAME + "*"))
    (runtime,) = (place / "runtime").iterdir()
    name = version * len(runtime.name)
    changed = {path: text.format(version) for path, text in MARKED.items()}
    for path, added in changed.items():
        rewrite(place / path, (place / path).read_text("utf-8") + added)
    for script in (place / "assets" / "calculators.js", place / "assets" / "early_start.js"):
        rewrite(script, script.read_text("utf-8").replace(runtime.name, name))
    runtime.rename(runtime.with_name(name))
    # As if the site had been built with its address.
    nowhere = place / "404.html"
    text = nowhere.read_text("utf-8").replace('="/', f'="{served_at}').replace('"base": "/', f'"base": "{served_at}')
    rewrite(nowhere, text)
    for page in place.rglob("*.html"):
        text = page.read_text("utf-8").replace("</head>", f'<meta name="version" content="{version}"></head>', 1)
        rewrite(page, text)
    write_service_worker(place)


def rewrite(path: Path, text: str) -> None:
    """Put a text in a file's place, not into the file, which is the site's own; its compressed copies go."""
    for stored in (path, path.with_name(path.name + ".br"), path.with_name(path.name + ".gz")):
        stored.unlink(missing_ok=True)
    path.write_text(text, "utf-8")


class Host:
    """The versions, what is wrong at the moment, and the server."""

    def __init__(self, versions: Path, path: str) -> None:
        self.versions = versions
        self.path = path
        self.state = {"version": "1", "worker": "1", "refuse": ""}
        self.asked: list[str] = []
        self.server: ThreadingHTTPServer | None = None
        self.port = 0

    def open(self) -> None:
        """Begin to answer, at the same address each time."""
        self.close()
        host = self

        class VersionHandler(Handler):
            @override
            def do_GET(self) -> None:
                if host.server is None:
                    # A browser keeps its connections.
                    raise ConnectionAbortedError
                path = urlsplit(self.path).path.removeprefix(host.path)
                host.asked.append(path)
                worker = path == NAME
                self.root = (host.versions / host.state["worker" if worker else "version"]).resolve()
                self.path = f"/{path}"
                if host.state["refuse"] and re.search(host.state["refuse"], path):
                    self.send_error(HTTPStatus.INTERNAL_SERVER_ERROR)
                else:
                    super().do_GET()

            @override
            def handle_one_request(self) -> None:
                # A browser that leaves in the middle of a file is no error, nor is one that we leave.
                with suppress(ConnectionError):
                    super().handle_one_request()
                    return
                self.close_connection = True

        self.server = ThreadingHTTPServer(("127.0.0.1", self.port), VersionHandler)
        self.server.daemon_threads = True
        self.port = self.server.server_port
        threading.Thread(target=self.server.serve_forever, args=(0.05,), daemon=True).start()

    def close(self) -> None:
        """Answer no more."""
        if self.server:
            self.server.shutdown()
            self.server.server_close()
            self.server = None


def main() -> None:
    site, path = Path(sys.argv[1]), sys.argv[2]
    # Beside the site, so that what did not change need not be copied.
    with tempfile.TemporaryDirectory(dir=ROOT / "build") as folder:
        versions = Path(folder)
        for version in ("1", "2"):
            make_version(site, versions / version, version, path)
        (versions / "off").mkdir()
        write_service_worker_off(versions / "off" / NAME)
        host = Host(versions, path)
        host.open()
        print(f"http://127.0.0.1:{host.port}{path}", flush=True)
        for line in sys.stdin:
            change = json.loads(line)
            if "reachable" in change:
                (host.open if change.pop("reachable") else host.close)()
            if "version" in change:
                change.setdefault("worker", change["version"])
            host.state |= change
            print(json.dumps(host.asked), flush=True)
            host.asked.clear()
        host.close()


if __name__ == "__main__":
    main()
