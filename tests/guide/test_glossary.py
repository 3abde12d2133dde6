"""The glossary: terms in prose open their definition; what is wrong in the file ends the build."""

import re

import pytest

from build_scripts.guide.glossary import glossary_in
from build_scripts.guide.mistakes import Mistake

CIRCLE = """
[a]
term = "a"
definition = "What is no b."
defined_by = ["b"]

[b]
term = "b"
definition = "What is no a."
defined_by = ["a"]
"""


def opened(html):
    return re.findall(r'popovertarget="term-([a-z-]+)"[^>]*>([^<]*)<', html)


def test_the_first_use_of_each_term_opens_its_definition(drawn):
    html = drawn("Allowed\namounts, coinsurance and the allowed amount.\n\n- Coinsurance again, the network at last")
    assert opened(html) == [
        ("allowed-amount", "Allowed\namounts"),
        ("coinsurance", "coinsurance"),
        ("network", "network"),
    ]
    assert "The price that plan &amp; clinic agreed on." in html
    assert 'href="../glossary.md#network">' in html
    assert re.sub(r"<span.*?</span>|<[^>]+>", "", html.splitlines()[1]).startswith(
        "amounts, coinsurance and the allowed amount."
    )


def test_definitions_stay_out_of_the_search(drawn):
    assert len(re.findall(r"<span [^>]*data-search-exclude", drawn("coinsurance, network"))) == 2


def test_terms_within_marked_up_text_open_too_and_the_text_stays_whole(drawn):
    html = drawn("Of **the network, truly** and *coinsurance* more.")
    assert opened(html) == [("network", "network"), ("coinsurance", "coinsurance")]
    assert re.sub(r"<span.*?</span>|<[^>]+>", "", html) == "Of the network, truly and coinsurance more."


@pytest.mark.parametrize(
    "text",
    ["## The network", "[the network](a.md)", "`network`", "out-of-network care", "networks", "!also network, cap"],
)
def test_no_term_in_headings_links_code_or_within_other_words(drawn, text):
    assert opened(drawn(text)) == []


def test_no_term_on_pages_outside_the_guide(drawn):
    assert opened(drawn("coinsurance", "reference/page.md")) == []


def test_the_whole_glossary_has_a_place_for_each_term(drawn):
    html = drawn("!glossary", "glossary.md")
    assert re.findall(r'<h3 id="([a-z-]+)">', html) == ["allowed-amount", "coinsurance", "network"]
    assert 'See: <a href="#allowed-amount">allowed amount</a>.' in html


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            CIRCLE,
            "a → b → a",
        ),
        ('[a]\nterm = "a"\ndefinition = "a"\ndefined_by = ["a"]', "a → a"),
        ('[a]\nterm = "a"\ndefinition = "b"\nsee = ["c"]', "points to “c”"),
        ('[a]\nterm = "a"', "needs `definition`"),
        ('[a]\nterm = "a"\ndefinition = " "', "says nothing"),
        ('[a]\nterm = "a"\ndefinition = "b"\ncolour = "red"', "which nobody reads"),
        ('[a]\nterm = "x"\ndefinition = "b"\n[b]\nterm = "X"\ndefinition = "b"', "spelling of “a” and of “b”"),
        ('[a]\nterm = "a"\ndefinition = "b"\npage = "no/such.md"', "no page in docs/"),
        ("[a", "no TOML"),
    ],
    ids=["circle", "itself", "unknown", "no definition", "empty", "key", "twice", "page", "broken"],
)
def test_a_wrong_glossary_ends_the_build(tmp_path, text, said):
    file = tmp_path / "glossary.toml"
    file.write_text(text, "utf-8")
    with pytest.raises(Mistake, match=re.escape(said)):
        glossary_in(file)
