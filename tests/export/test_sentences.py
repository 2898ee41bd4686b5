"""Numbers of sentences, counted from the marks of a text."""

from __future__ import annotations

import pytest

from relata.export.sentences import is_lead, sentence_number


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("X met.", 1),
        ("They came. X met.", 2),
        ("Mr. Odo of the U.S. Senate came. X met.", 2),
        ("“We came.” X met.", 2),
        ("Really? Yes! X met.", 3),
        ("It rose 3.5 points, and X met.", 1),
        ("A headline\n\nX met.", 2),
        ("\n\n  X met.", 1),
        ("They came.\nThey left.\nX met.", 3),
        ("they said so. and X met.", 1),
    ],
)
def test_number(text, number):
    assert sentence_number(text, text.index("X")) == number


def test_lead():
    text = "\nFirst line. More.\nSecond."
    assert is_lead(text, text.index("More")) and not is_lead(text, text.index("Second"))
    assert is_lead("One line", 3)


def test_long_odd_texts_take_no_long_time():
    text = ("." * 50_000) + (" " * 50_000) + ("!\"'" * 20_000) + "\n" * 50_000
    assert sentence_number(text, len(text) - 1) >= 1
