"""What is wrong in a page, or in the data behind the pages: the build ends with it."""

from collections.abc import Sequence
from pathlib import Path

from mkdocs.exceptions import BuildError

ROOT = Path(__file__).absolute().parents[2]
DOCS = ROOT / "docs"


class Mistake(BuildError):
    """Sentences for the writer: which file, what is wrong, how to mend it. MkDocs prints them without a trace."""

    def __init__(self, place: str, *sentences: str) -> None:
        super().__init__("\n".join(f"{place}: {sentence}" for sentence in sentences))
        self.sentences: Sequence[str] = sentences


def place_of(file: Path) -> str:
    """Return the name of a file as messages show it, from the project's folder on."""
    return file.relative_to(ROOT).as_posix() if file.is_relative_to(ROOT) else file.name
