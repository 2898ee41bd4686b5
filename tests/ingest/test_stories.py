"""Near-copies are found, other articles of the same subject are not, and nothing depends on when the index was told."""

from __future__ import annotations

import random
from copy import deepcopy

import pytest

from relata.ingest import stories
from relata.ingest.stories import Copies, Signature

WORDS = [f"{first}{second}" for first in "bdfgklmnprst" for second in ("ana", "elo", "iru", "oma", "usti", "ea", "ondo", "ill")]


def text(seed: int, n: int = 300) -> str:
    return " ".join(random.Random(seed).choices(WORDS, k=n))


def told(*texts: str) -> Copies:
    copies = Copies()
    assert copies.join([(str(number), signed(one)) for number, one in enumerate(texts)]) == [[]] * len(texts)
    return copies


def signed(one: str) -> Signature:
    signature = Copies.sign(one)
    assert signature is not None
    return signature


def found(copies: Copies, one: str) -> list[str]:
    """What it copies; the index is left as it was."""
    return deepcopy(copies).join([("new", signed(one))])[0]


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
    assert [found(told(*texts), one) for one in texts] == [[str(number)] for number in range(20)]
    monkeypatch.setattr(stories, "SEGMENT", 4)
    monkeypatch.setattr(stories, "LATEST", 8)
    cut = told(*texts)
    again = Copies()
    first = cut.needs_from(20)
    again.add(
        [str(n) for n in range(first, 20)],
        b"".join(signed(one).values for one in texts[first:]),
        [signed(one).size for one in texts[first:]],
    )
    assert first == 12
    for number, one in enumerate(texts):
        assert found(cut, one) == found(again, one) == ([str(number)] if number >= first else [])
    several = [text(seed, 80) for seed in range(20, 30)]
    new = [(f"n{n}", signed(one)) for n, one in enumerate([*several, *several])]
    assert cut.join(new) == [[]] * 10 + [[f"n{n}"] if 20 + n >= cut.needs_from(30 + n) else [] for n in range(10)]
