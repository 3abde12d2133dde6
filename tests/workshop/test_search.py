"""The search of the site waits until somebody searches: what is changed for that in Material's script."""

from pathlib import Path

import pytest

from build_scripts.search import SearchUnfit, let_search_wait


def drawn(folder: Path, script: str) -> Path:
    scripts = folder / "assets" / "javascripts"
    scripts.mkdir(parents=True)
    (scripts / "bundle.01234567.min.js").write_text(script, "utf-8")
    (folder / "index.html").write_text('<script src="assets/javascripts/bundle.01234567.min.js"></script>', "utf-8")
    return scripts


def test_the_script_gets_another_name_with_its_other_content(tmp_path: Path) -> None:
    scripts = drawn(tmp_path, 'x(of(location.protocol!=="file:"),used)')
    let_search_wait(tmp_path)
    (script,) = scripts.iterdir()
    assert script.read_text("utf-8") == "x(of(!1),used)"
    assert script.name != "bundle.01234567.min.js"
    assert f'src="assets/javascripts/{script.name}"' in (tmp_path / "index.html").read_text("utf-8")


@pytest.mark.parametrize(
    "script", ["x(of(true),used)", 'x(location.protocol!=="file:")+y(location.protocol!=="file:")']
)
def test_another_script_than_the_known_one_is_refused(script: str, tmp_path: Path) -> None:
    drawn(tmp_path, script)
    with pytest.raises(SearchUnfit):
        let_search_wait(tmp_path)
