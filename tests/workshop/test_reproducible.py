"""The same sources make the same files, whenever they are made."""

from pathlib import Path

from build_scripts.content_security_policy import policy_of, with_policy
from build_scripts.website import draw_pages


def test_pages_drawn_again_are_the_same(site_dir: Path, tmp_path: Path) -> None:
    draw_pages(tmp_path)
    site_policy = policy_of((site_dir / "index.html").read_text("utf-8"))
    assert site_policy is not None
    drawn = sorted(
        path.relative_to(tmp_path) for path in tmp_path.rglob("*") if path.suffix in {".html", ".json", ".xml"}
    )
    assert len(drawn) > 50
    for name in drawn:
        page = (tmp_path / name).read_text("utf-8")
        again = with_policy(page, site_policy) if name.suffix == ".html" else page
        assert again == (site_dir / name).read_text("utf-8"), name
