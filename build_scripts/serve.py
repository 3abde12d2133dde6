"""`python -m build_scripts.serve --port 8000`: serves `site/` on this machine, with the headers a host should send."""

import argparse
import errno
import re
import sys
from email.utils import formatdate
from functools import lru_cache
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from build_scripts import content_security_policy
from build_scripts.hosts.declaration import ENCODINGS, NOT_FOUND, headers_of, media_type_of, rules
from build_scripts.website import SITE

_HOST = "127.0.0.1"
_HIGHEST_PORT = 65535


def make_server(folder: Path, port: int) -> ThreadingHTTPServer:
    """A server of a folder on this machine; port 0 takes any free one.

    Raises OSError when the port is taken.
    """

    class FolderHandler(Handler):
        root = folder.resolve()

    return _Server((_HOST, port), FolderHandler)


class _Server(ThreadingHTTPServer):
    """A threaded server to which a browser that leaves in the middle of a file is no error."""

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Report what went wrong, unless the other side merely went away."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)


class Handler(BaseHTTPRequestHandler):
    """Answers requests for the files of one folder."""

    root: Path
    protocol_version = "HTTP/1.1"
    # Headers and body go out as separate writes; without this the second waits for the first to be acknowledged.
    disable_nagle_algorithm = True

    def do_GET(self) -> None:
        """Answer with the file."""
        self._answer(with_body=True)

    def do_HEAD(self) -> None:
        """Answer with the file's headers."""
        self._answer(with_body=False)

    def log_message(self, *_: object) -> None:
        """Say nothing about each request."""

    def _answer(self, *, with_body: bool) -> None:
        address = unquote(urlsplit(self.path).path)
        path = self._file_at(address)
        if path is None:
            self._send_file(self.root / NOT_FOUND, HTTPStatus.NOT_FOUND, with_body=with_body)
        elif path.is_dir():
            self._redirect(address + "/")
        else:
            self._send_file(path, HTTPStatus.OK, with_body=with_body)

    def _file_at(self, address: str) -> Path | None:
        """The file, or the folder whose address lacks its last slash; nothing outside the root."""
        if "\0" in address:
            return None
        path = (self.root / address.lstrip("/")).resolve()
        if not path.is_relative_to(self.root) or not path.exists():
            return None
        if not path.is_dir():
            return None if address.endswith("/") else path
        index = path / "index.html"
        if not index.is_file():
            return None
        return index if address.endswith("/") else path

    def _redirect(self, address: str) -> None:
        self.send_response(HTTPStatus.MOVED_PERMANENTLY)
        # One slash, for two would name another host.
        self.send_header("Location", "/" + address.lstrip("/"))
        self.send_header("Content-Length", "0")
        self._send_declared_headers(address.lstrip("/"))
        self.end_headers()

    def _send_file(self, path: Path, status: HTTPStatus, *, with_body: bool) -> None:
        within = path.relative_to(self.root).as_posix()
        encoding, stored = self._variant(path)
        body = stored.read_bytes() if stored.is_file() else b"Not found\n"
        if path == self.root / "sitemap.xml":
            encoding, body = None, self._sitemap_for_here(path)
        tag = _entity_tag(stored) if stored.is_file() else None
        if status is HTTPStatus.OK and tag is not None and self.headers["If-None-Match"] == tag:
            status, body = HTTPStatus.NOT_MODIFIED, b""
        self.send_response(status)
        if status is not HTTPStatus.NOT_MODIFIED:
            self.send_header("Content-Type", media_type_of(within))
            self.send_header("Content-Length", str(len(body)))
            if encoding:
                self.send_header("Content-Encoding", encoding)
        if tag is not None:
            self.send_header("ETag", tag)
            self.send_header("Last-Modified", formatdate(stored.stat().st_mtime, usegmt=True))
        self.send_header("Vary", "Accept-Encoding")
        self._send_declared_headers(within)
        self.end_headers()
        if with_body and body:
            self.wfile.write(body)

    def _variant(self, path: Path) -> tuple[str | None, Path]:
        """The file as the browser takes it most compactly: its encoding and where it is stored."""
        offered = self.headers.get_all("Accept-Encoding", [])
        accepted = {part.split(";")[0].strip() for part in ",".join(offered).split(",") if not part.endswith("q=0")}
        for encoding, suffix in ENCODINGS:
            stored = path.with_name(path.name + suffix)
            if encoding in accepted and stored.is_file():
                return encoding, stored
        return None, path

    def _sitemap_for_here(self, path: Path) -> bytes:
        """The sitemap with the address that is served here.

        Instant navigation works only between pages that the sitemap names, port included.
        """
        sitemap = path.read_text("utf-8")
        start = min(re.findall(r"<loc>(.*?)</loc>", sitemap), key=len, default="")
        return sitemap.replace(f"<loc>{start}", f"<loc>http://{self.headers['Host']}/").encode()

    def _send_declared_headers(self, path: str) -> None:
        for name, value in headers_of(path, rules(self._site_policy())).items():
            self.send_header(name, value)

    def _site_policy(self) -> str:
        start = self.root / "index.html"
        if not start.is_file():
            return content_security_policy.policy()
        return _stated_policy(start, start.stat().st_mtime_ns)


@lru_cache(maxsize=4)
def _stated_policy(page: Path, _changed: int) -> str:
    return content_security_policy.policy_of(page.read_text("utf-8")) or content_security_policy.policy()


def _entity_tag(path: Path) -> str:
    facts = path.stat()
    return f'"{facts.st_mtime_ns:x}-{facts.st_size:x}{path.suffix}"'


def main() -> int:
    """Serve until stopped; returns the exit status."""
    parser = argparse.ArgumentParser(prog="python -m build_scripts.serve", description="Serves site/ on this machine.")
    parser.add_argument("--port", type=int, default=8000)
    port = parser.parse_args().port
    if not (SITE / "index.html").is_file():
        print("serve: there is no site yet; build it with `make site`.", file=sys.stderr)
        return 1
    if not 0 <= port <= _HIGHEST_PORT:
        print(f"serve: there is no port {port}; choose one up to {_HIGHEST_PORT}.", file=sys.stderr)
        return 1
    try:
        server = make_server(SITE, port)
    except OSError as problem:
        if problem.errno != errno.EADDRINUSE:
            raise
        print(f"serve: port {port} is in use; choose another, as in `make serve PORT={port + 1}`.", file=sys.stderr)
        return 1
    print(f"Serving on http://{_HOST}:{server.server_port}", flush=True)
    try:
        server.serve_forever()
    except KeyboardInterrupt:
        print()
    finally:
        server.server_close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
