"""A mistake ends MkDocs' build with a sentence that names the file, and without a trace."""

import os
import subprocess
import sys

from build_scripts.guide.mistakes import ROOT

CONFIGURATION = """
site_name: A site
docs_dir: {docs}
site_dir: {site}
theme: {{name: material, font: false}}
markdown_extensions:
  - build_scripts.guide.extension:GuideExtension
"""

PAGE = """---
title: A page
description: What it says.
reviewed: 2026-11-30
---

# A page

{text}
"""


def build(folder, text):
    (folder / "docs" / "about").mkdir(parents=True)
    (folder / "docs" / "about" / "page.md").write_text(PAGE.format(text=text), "utf-8")
    configuration = folder / "mkdocs.yml"
    configuration.write_text(CONFIGURATION.format(docs=folder / "docs", site=folder / "site"), "utf-8")
    return subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--strict", "--config-file", str(configuration)],
        cwd=ROOT,
        env=os.environ | {"NO_MKDOCS_2_WARNING": "1"},
        capture_output=True,
        text=True,
        check=False,
    )


def test_a_figure_that_is_not_held_ends_the_build(tmp_path):
    ended = build(tmp_path, "It is {{irs.hsa_contribution_family 2040}}.")
    assert ended.returncode != 0
    assert "docs/about/page.md: irs.hsa_contribution_family holds no figure for 2040-01-01" in ended.stderr
    assert "Traceback" not in ended.stderr


def test_a_broken_link_ends_the_build(tmp_path):
    ended = build(tmp_path, "See [the other](other.md).")
    assert ended.returncode != 0
    assert "other.md" in ended.stderr
