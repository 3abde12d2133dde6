"""Material's search, told to wait until somebody searches.

Its script fetches the index of all pages as soon as a page is open, and its worker makes the search of it, unless the
page is a file. That takes most of a second of a processor, beside Python's start.
"""

import hashlib
import re
from pathlib import Path

# Whether the search starts at once. Where it does not, Material starts it with the first use of the search.
_AT_ONCE = '(location.protocol!=="file:")'
_NEVER = "(!1)"

_NAME = re.compile(r"bundle\.[0-9a-f]{8}\.min\.js")


class SearchUnfit(Exception):
    """Material's script is another one than was expected."""


def let_search_wait(folder: Path) -> None:
    """Change Material's script in a drawn site, and its name in every page: what a name holds never changes.

    Raises SearchUnfit where it is not the script that is known.
    """
    scripts = [path for path in (folder / "assets" / "javascripts").iterdir() if _NAME.fullmatch(path.name)]
    if len(scripts) != 1:
        raise SearchUnfit(f"one script of Material was expected, there are {len(scripts)}")
    (script,) = scripts
    text = script.read_text("utf-8")
    if text.count(_AT_ONCE) != 1:
        raise SearchUnfit(f"{script.name} does not say once where the search starts at once")
    text = text.replace(_AT_ONCE, _NEVER)
    name = f"bundle.{hashlib.sha256(text.encode()).hexdigest()[:8]}.min.js"
    for page in folder.rglob("*.html"):
        page.write_text(page.read_text("utf-8").replace(script.name, name), "utf-8")
    script.with_name(name).write_text(text, "utf-8")
    script.unlink()
