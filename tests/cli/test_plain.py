"""What is shown of a stranger's text."""

from __future__ import annotations

import json
import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from relata.cli.plain import escape, json_line, plain, shortened

ANY_TEXT = st.text(st.characters(exclude_categories=()))
STEERING = {"Cc", "Cs", "Zl", "Zp"}
TURNING = set("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff")


@given(ANY_TEXT)
def test_nothing_that_steers_a_terminal_is_left(text: str):
    for shown in (plain(text), escape(text), shortened(text, 10), json_line({"text": text})):
        assert not {c for c in shown if unicodedata.category(c) in STEERING or c in TURNING}


@given(ANY_TEXT)
def test_json_means_the_same(text: str):
    assert json.loads(json_line([text])) == [text]


def test_other_text_is_left_alone():
    assert plain("“Káčer” met 𝔐 — [bold]no[/bold]") == "“Káčer” met 𝔐 — [bold]no[/bold]"
    assert plain(" two \n lines\t") == "two lines"
    assert plain(None) == ""


def test_escapes_are_readable():
    assert escape("\x1b[31m\u202e\x00") == "\\x1b[31m\\u202e\\x00"


def test_a_cut_is_marked():
    assert shortened("Norland welcomed Sudria", 10) == "Norland w…"
    assert shortened("short", 10) == "short"
