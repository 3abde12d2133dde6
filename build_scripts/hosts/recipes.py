"""Configuration files with which other servers send what the declaration says: nginx, Caddy, Apache, and `_headers`.

They are made for the site that was built, since the policy names the hashes of its inline scripts, and for its address.
"""

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from urllib.parse import urlsplit

from attrs import evolve, frozen
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from build_scripts.content_security_policy import policy, policy_of
from build_scripts.hosts.declaration import (
    ENCODINGS,
    MEDIA_TYPES,
    NOT_FOUND,
    OTHER_MEDIA_TYPE,
    Rule,
    headers_of,
    rules,
)
from build_scripts.service_worker import NAME, write_service_worker_off

FOLDER = Path(__file__).absolute().parents[2] / "dist" / "hosts"

# By template; how the files are called where they are used.
_NAMES = {"nginx.conf.j2": "nginx.conf", "Caddyfile.j2": "Caddyfile", "htaccess.j2": ".htaccess"}
_CHARSET = "; charset=utf-8"
_NOT_ASKED_FOR = {".br", ".gz", ".map"}


@frozen
class _Varying:
    """A header that depends on the address: a name for it, and its values by pattern, of which the first one holds."""

    header: str
    variable: str
    default: str
    patterns: list[tuple[str, str]]


def write_recipes(site: Path, address: str) -> None:
    """Write the recipes for a site into FOLDER.

    `address`: the one that the site was built with.
    """
    stated = policy_of((site / "index.html").read_text("utf-8")) or policy()
    declared = rules(stated)
    base = f"{urlsplit(address).path.rstrip('/')}/"
    FOLDER.mkdir(parents=True, exist_ok=True)
    environment = Environment(
        autoescape=False,  # noqa: S701 - no markup; what is put in is ours
        undefined=StrictUndefined,
        loader=FileSystemLoader(Path(__file__).parent),
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    fixed, varying = _by_header([_at(base, rule) for rule in declared])
    for template, name in _NAMES.items():
        text = environment.get_template(template).render(
            base=base,
            rules=[_at(base, rule) for rule in declared],
            fixed=fixed,
            varying=varying,
            not_found=NOT_FOUND,
            not_found_headers=headers_of(NOT_FOUND, declared),
            media_types=MEDIA_TYPES,
            types=_suffixes_by_type(),
            other_type=OTHER_MEDIA_TYPE,
            charset_types=sorted(
                {kind.removesuffix(_CHARSET) for kind in MEDIA_TYPES.values() if kind.endswith(_CHARSET)}
                - {"text/html"}  # nginx adds it to that one by itself
            ),
            encodings=ENCODINGS,
        )
        (FOLDER / name).write_text(text, "utf-8")
    (FOLDER / "_headers").write_text(headers_file(site, base, declared), "utf-8")
    write_service_worker_off(FOLDER / "no-service-worker" / NAME)


def headers_file(site: Path, base: str, declared: tuple[Rule, ...]) -> str:
    """The file that Netlify and Cloudflare Pages read.

    They join what several of its rules say about one header, so no header of a file stands in two of them.
    """
    shared = dict(
        set.intersection(*(set(headers_of(path, declared).items()) for path in _paths(site)))  # what every file has
    )
    blocks = [_block(f"{base}*", shared)]
    for address, headers in _addresses(site, "", declared):
        blocks.append(_block(base + address, {name: headers[name] for name in headers if name not in shared}))
    return "\n".join(blocks)


def _block(address: str, headers: Mapping[str, str]) -> str:
    return "".join([f"{address}\n", *(f"  {name}: {value}\n" for name, value in headers.items())])


def _addresses(site: Path, folder: str, declared: tuple[Rule, ...]) -> Iterator[tuple[str, dict[str, str]]]:
    """The fewest addresses that tell apart the files of a folder which have different headers."""
    below = [path for path in _paths(site) if path.startswith(folder)]
    different = [headers_of(path, declared) for path in below]
    if folder and all(headers == different[0] for headers in different):
        yield f"{folder}*", different[0]
        return
    for name in sorted({path.removeprefix(folder).split("/")[0] for path in below}):
        if (site / folder / name).is_dir():
            yield from _addresses(site, f"{folder}{name}/", declared)
        else:
            yield folder + name, headers_of(folder + name, declared)
            if name == "index.html":
                yield folder, headers_of(folder + name, declared)


def _paths(site: Path) -> list[str]:
    files = (path for path in site.rglob("*") if path.is_file() and path.suffix not in _NOT_ASKED_FOR)
    return sorted(path.relative_to(site).as_posix() for path in files)


def _at(base: str, rule: Rule) -> Rule:
    """The rule for whole addresses instead of paths within the site."""
    return evolve(rule, pattern=rule.pattern.replace("^", f"^{base}", 1))


def _by_header(declared: Iterable[Rule]) -> tuple[list[tuple[str, str]], list[_Varying]]:
    """The headers that have one value everywhere, and the others."""
    cases: dict[str, list[tuple[str, str]]] = {}
    for rule in declared:
        for header, value in rule.headers.items():
            cases.setdefault(header, []).insert(0, (rule.pattern, value))
    fixed: list[tuple[str, str]] = []
    varying: list[_Varying] = []
    for header, found in cases.items():
        default = dict(found).get("", "")
        patterns = [(pattern, value) for pattern, value in found if pattern]
        if patterns:
            varying.append(_Varying(header, f"coverage_guide_{header.lower().replace('-', '_')}", default, patterns))
        else:
            fixed.append((header, default))
    return fixed, varying


def _suffixes_by_type() -> list[tuple[str, list[str]]]:
    found: dict[str, list[str]] = {}
    for suffix, media_type in MEDIA_TYPES.items():
        found.setdefault(media_type.removesuffix(_CHARSET), []).append(suffix.removeprefix("."))
    return sorted(found.items())
