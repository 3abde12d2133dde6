"""Files that are no table and no scenario: a sentence, whatever they do to those who read them."""

import json

import pytest

from calculators.page import answer


def opened(text):
    asked = {"op": "fill", "calculator": "compare-plans", "scenario": text, "fields": {}}
    return json.loads(answer(json.dumps(asked)))


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        # The csv module itself refuses a cell of more than 131,072 characters.
        ("name,starts\n" + "x" * 131_073 + ",1/1/2027", "csv.no_table"),
        ('{"a":' * 100_000, "json.too_deep"),
        ("{", "json.not_json"),
    ],
    ids=["a cell that is too long", "nested too deeply", "cut off"],
)
def test_a_file_that_breaks_its_reader_is_refused_in_a_sentence(text, reason):
    answered = opened(text)
    assert [error["id"] for error in answered["errors"]] == [reason]
    assert answered["errors"][0]["sentence"]
