"""Near-copies are found, other articles of the same subject are not, and nothing depends on when the index was told."""

from __future__ import annotations

import random

import pytest

from relata.ingest import stories
from relata.ingest.stories import Copies

WORDS = [f"{first}{second}" for first in "bdfgklmnprst" for second in ("ana", "elo", "iru", "oma", "usti", "ea", "ondo", "ill")]


def text(seed: int, n: int = 300) -> str:
    return " ".join(random.Random(seed).choices(WORDS, k=n))


def told(*texts: str) -> Copies:
    copies = Copies()
    for number, one in enumerate(texts):
        signature = copies.sign(one)
        assert signature is not None
        copies.add(str(number), signature.values, signature.size)
    return copies


def found(copies: Copies, one: str) -> list[str]:
    signature = copies.sign(one)
    assert signature is not None
    return copies.of(signature)


def test_copies_are_found_and_others_are_not():
    wire = text(1)
    words = wire.split()
    copies = told(text(2), wire, text(3))
    assert found(copies, wire.upper().replace(" ", ",\n")) == ["1"]
    assert found(copies, " ".join(words[:150])) == ["1"]
    assert found(copies, " ".join(words[150:] + words[:150])) == ["1"]
    assert found(copies, f"Another head of ours. {wire} And a close.") == ["1"]
    assert found(copies, " ".join(word for n, word in enumerate(words) if n % 15)) == ["1"]
    assert found(copies, text(4)) == []
    assert found(copies, " ".join(words[:100]) + " " + text(5, 500)) == []


def test_closing_lines_make_no_copies_of_short_texts():
    close = text(9, 20)
    assert found(told(f"{text(1, 12)} {close}"), f"{text(2, 12)} {close}") == []
    assert found(told(text(1, 12)), text(1, 12)) == ["0"]


def test_the_best_copy_comes_first_and_doubtful_ones_are_left_out():
    one, two = text(1), text(2)
    both = f"{one} {two}"
    # Each half shares a half with both together; a quarter against three leave the lesser one out.
    assert sorted(found(told(one, two), both)) == ["0", "1"]
    long = text(3, 900)
    assert found(told(one, long), f"{one} {long}") == ["1"]


def test_the_signature_is_the_same_everywhere():
    signature = Copies.sign("Norland welcomed Sudria on Tuesday.")
    assert signature is not None
    assert (signature.size, len(signature.values), signature.values[:8].hex()) == (3, 192, "eced66391587ba92")
    assert Copies.sign("two words") is not None
    assert Copies.sign(" — … ") is None


def test_full_segments_find_what_an_open_one_does_and_the_oldest_are_let_go(monkeypatch: pytest.MonkeyPatch):
    texts = [text(seed, 80) for seed in range(20)]
    open_one = told(*texts)
    monkeypatch.setattr(stories, "SEGMENT", 4)
    monkeypatch.setattr(stories, "LATEST", 8)
    cut = told(*texts)
    first = cut.needs_from(20)
    assert first == 12
    for number, one in enumerate(texts):
        assert found(open_one, one) == [str(number)]
        assert found(cut, one) == ([str(number)] if number >= first else [])
