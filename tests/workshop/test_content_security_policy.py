import base64
import hashlib

import pytest

from build_scripts.content_security_policy import PageUnfit, header, inline_scripts, policy, policy_of, with_policy

PAGE = """<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <title>Fünf &amp; six</title>
    <script>let a = "1 < 2 &amp; é";</script>
    <script src="a.js"></script>
    <script type="application/json">{"is": "data"}</script>
  </head>
  <body><script type="module">b()</script></body>
</html>
"""


def source_hash(script: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()}'"


def test_finds_the_scripts_that_a_browser_runs_as_they_are_written():
    assert inline_scripts(PAGE) == ['let a = "1 < 2 &amp; é";', "b()"]


def test_the_policy_allows_each_inline_script_by_its_hash():
    scripts = inline_scripts(PAGE)
    (directive,) = [part for part in policy(scripts).split("; ") if part.startswith("script-src")]
    assert set(directive.split()[3:]) == {source_hash(script) for script in scripts}


def test_the_same_scripts_make_the_same_policy_in_any_order():
    assert policy(["a", "b", "a"]) == policy(["b", "a"])


def test_the_policy_stands_right_behind_the_character_set_and_can_be_read_back():
    made = with_policy(PAGE, policy(inline_scripts(PAGE)))
    assert '<meta charset="utf-8"><meta http-equiv="Content-Security-Policy"' in made
    assert policy_of(made) == policy(inline_scripts(PAGE))
    assert made.encode().index(b"charset") < 1024


@pytest.mark.parametrize(
    "page",
    [
        PAGE.replace('<meta charset="utf-8">', ""),
        PAGE.replace('<meta charset="utf-8">', '<script src="early.js"></script><meta charset="utf-8">'),
        with_policy(PAGE, policy()),
    ],
    ids=["no character set", "a script before it", "a policy already"],
)
def test_a_page_that_cannot_be_covered_is_refused(page):
    with pytest.raises(PageUnfit):
        with_policy(page, policy())


def test_only_the_header_says_who_may_frame():
    assert "frame-ancestors" not in policy()
    assert header(policy()) == f"{policy()}; frame-ancestors 'self'"
