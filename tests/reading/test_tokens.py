"""Runs of one mark and words with a prefix are one token; everything else is tokenized as spaCy does it."""

from __future__ import annotations

import pytest
import spacy

from relata.reading.tokens import blank_english

NLP, PLAIN = blank_english(), spacy.blank("en")


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        ("Stop!!! Now?!", ["Stop", "!!!", "Now", "?!"]),
        ("=====\nTitle", ["=====", "\n", "Title"]),
        ("**bold**", ["**", "bold", "**"]),
        ("The co-owned port re-opened; pro-Lima deputies", ["The", "co-owned", "port", "re-opened", ";", "pro", "-", "Lima", "deputies"]),
    ],
)
def test_runs_stay_whole(text: str, tokens: list[str]) -> None:
    doc = NLP(text)
    assert [token.text for token in doc] == tokens
    assert doc.text == text


def test_news_is_tokenized_as_before() -> None:
    text = "“We don't know,” U.S. officials said on Oct. 3... The $3.5m (€3m) deal - signed in Lima - isn't over! It's 5 p.m."
    assert [token.text for token in NLP(text)] == [token.text for token in PLAIN(text)]
