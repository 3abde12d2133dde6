"""What the memory snapshot has left out raises LeftOut, which no handler of exceptions takes for an answer."""

import json
import subprocess
from pathlib import Path

from build_scripts.runtime import paths
from build_scripts.runtime.assembly import example_scenarios

RUNNER = Path(__file__).with_name("python_in_node.mjs")

LEFT_OUT = [
    "import runpy",
    "import importlib, os; importlib.reload(os)",
    "import no_such_module",
    "from datetime import datetime; datetime.strptime('2026', '%Y')",
    "'x'.encode('idna')",
    "'x'.encode('shift_jis')",
    "import _codecs_jp; _codecs_jp.getcodec('shift_jis')",
    "import _codecs_iso2022",
    "import unicodedata; unicodedata.normalize('NFKC', 'x')",
    "from unicodedata import name",
    "'\u2013'.encode('ascii', 'namereplace')",
    r"import re; re.compile(r'\N{EN DASH}')",
]

LET_GO = """
import gc, sys
for name in [name for name in sys.modules if name.startswith(("attr", "cattr", "jinja2"))]:
    vars(sys.modules.pop(name)).clear()
assert not gc.get_freeze_count()
gc.unfreeze()
gc.collect()
"""

FILL = """
import json
from calculators.page import answer
assert json.loads(answer({request!r}))["state"] == "filled"
"""


def endings(runtime: Path, sources: list[str]) -> list[str | None]:
    ended = subprocess.run(
        ["node", RUNNER, runtime, "snapshot"],
        cwd=paths.ROOT,
        input=json.dumps(sources),
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert ended.returncode == 0, ended.stderr[-2000:]
    return json.loads(ended.stdout)


def test_what_was_left_out_is_never_an_answer(runtime: Path) -> None:
    tried = [f"try:\n    {source}\nexcept Exception:\n    pass" for source in LEFT_OUT]
    assert dict(zip(LEFT_OUT, endings(runtime, tried), strict=True)) == dict.fromkeys(LEFT_OUT, "LeftOut")


def test_what_the_core_of_python_knows_of_characters_is_kept(runtime: Path) -> None:
    assert endings(
        runtime, ["assert 'stra\u00dfe'.upper() == 'STRASSE' and '\u0968'.isdigit() and '\u00e9'.isalpha()"]
    ) == [None]


def test_objects_of_the_snapshot_can_be_let_go(runtime: Path) -> None:
    name, scenario = next(iter(example_scenarios().items()))
    request = json.dumps({"op": "fill", "calculator": name, "scenario": scenario, "fields": {}})
    assert endings(runtime, [LET_GO, FILL.format(request=request)]) == [None, None]
