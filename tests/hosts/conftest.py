"""Real servers over the built site, each with the recipe that `make site` wrote."""

import os
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from build_scripts.hosts.recipes import FOLDER

PATIENCE_S = 20
MODULES = Path("/usr/lib/apache2/modules")
NEEDED_BY_APACHE = ("mpm_event", "authz_core", "dir", "headers", "mime", "rewrite")


def free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return taken.getsockname()[1]


def recipe(name: str, changes: dict[str, str]) -> str:
    """Return a recipe as its user would change it; each text to change must be there."""
    text = (FOLDER / name).read_text("utf-8")
    for old, new in changes.items():
        assert old in text, f"{name} has no {old}"
        text = text.replace(old, new)
    return text


def nginx(site: Path, place: Path, port: int) -> list[str]:
    changes = {
        "listen 80;": f"listen 127.0.0.1:{port};",
        "/srv/www": str(site),
        "# brotli_static on;": "brotli_static on;",
    }
    (place / "site.conf").write_text(recipe("nginx.conf", changes), "utf-8")
    temporary = [f"{name}_temp_path {place}/{name};" for name in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")]
    (place / "nginx.conf").write_text(
        f"""
        {"user root;" if os.getuid() == 0 else ""}
        load_module /usr/lib/nginx/modules/ngx_http_brotli_static_module.so;
        daemon off;
        pid {place}/nginx.pid;
        error_log stderr;
        events {{}}
        http {{
            access_log off;
            {" ".join(temporary)}
            include {place}/site.conf;
        }}
        """,
        "utf-8",
    )
    return ["nginx", "-e", "stderr", "-c", str(place / "nginx.conf")]


def caddy(site: Path, place: Path, port: int) -> list[str]:
    changes = {"example.org {": f"http://127.0.0.1:{port} {{", "/srv/www": str(site)}
    text = recipe("Caddyfile", changes)
    (place / "Caddyfile").write_text(f"{{\n\tadmin off\n\tstorage file_system {place}\n}}\n{text}", "utf-8")
    return ["caddy", "run", "--adapter", "caddyfile", "--config", str(place / "Caddyfile")]


def apache(site: Path, place: Path, port: int) -> list[str]:
    # The recipe goes into the site's folder; the site itself is left as it is.
    served = place / "served"
    shutil.copytree(site, served, copy_function=os.symlink)
    shutil.copyfile(FOLDER / ".htaccess", served / ".htaccess")
    loading = [f"LoadModule {name}_module {MODULES}/mod_{name}.so" for name in NEEDED_BY_APACHE]
    (place / "apache.conf").write_text(
        "\n".join(
            [
                *loading,
                "User www-data" if os.getuid() == 0 else "",
                f"ServerRoot {place}",
                f"PidFile {place}/apache.pid",
                "ServerName localhost",
                f"Listen 127.0.0.1:{port}",
                "ErrorLog /dev/stderr",
                "TypesConfig /etc/mime.types",
                f"DocumentRoot {served}",
                f"<Directory {served}>",
                "    Require all granted",
                "    AllowOverride FileInfo",
                "</Directory>",
            ]
        ),
        "utf-8",
    )
    return ["apache2", "-D", "FOREGROUND", "-f", str(place / "apache.conf")]


SERVERS = {"nginx": nginx, "caddy": caddy, "apache": apache}


@contextmanager
def running(command: list[str], port: int, home: Path) -> Iterator[None]:
    """Run a server until it is not needed any more."""
    environment = os.environ | {"HOME": str(home), "PATH": f"{os.environ['PATH']}:/usr/sbin"}
    with subprocess.Popen(
        command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    ) as server:
        assert server.stdout
        end = time.monotonic() + PATIENCE_S
        try:
            while not accepts(port):
                if server.poll() is not None or time.monotonic() > end:
                    server.terminate()
                    pytest.fail(f"{command[0]} does not answer:\n{server.stdout.read()}")
                time.sleep(0.02)
            yield
        finally:
            server.terminate()


def accepts(port: int) -> bool:
    try:
        with socket.create_connection(("127.0.0.1", port), timeout=1):
            return True
    except OSError:
        return False


@pytest.fixture(scope="session", params=SERVERS)
def host(request: pytest.FixtureRequest, site_dir: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address, with a slash at its end, at which each server serves the site."""
    place = tmp_path_factory.mktemp(request.param)
    # Apache does not work as root.
    for folder in (place, tmp_path_factory.getbasetemp(), tmp_path_factory.getbasetemp().parent):
        folder.chmod(0o755)
    port = free_port()
    with running(SERVERS[request.param](site_dir, place, port), port, place):
        yield f"http://127.0.0.1:{port}/"
