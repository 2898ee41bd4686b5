"""Word pieces: every word has pieces of its own, letter case has a class, separators stand where paragraphs begin."""

from __future__ import annotations

from pathlib import Path

import pytest

from relata.reading.pieces import (
    CASE_INITIAL,
    CASE_LOWER,
    CASE_MIXED,
    CASE_NONE,
    CASE_TITLE,
    CASE_UPPER,
    MAX_PIECES_PER_WORD,
    Pieces,
    letter_case,
)

VOCAB = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "nor", "##land", "##s", "met", "e", ".", "a"]


@pytest.fixture
def pieces(tmp_path: Path) -> Pieces:
    path = tmp_path / "vocab.txt"
    path.write_text("\n".join(VOCAB) + "\n", encoding="utf-8")
    return Pieces(path)


@pytest.mark.parametrize(
    ("word", "case"),
    [
        ("talks", CASE_LOWER), ("Talks", CASE_TITLE), ("NATO", CASE_UPPER), ("A", CASE_INITIAL), ("McAllen", CASE_MIXED),
        ("iPhone", CASE_MIXED), ("2022", CASE_NONE), (".", CASE_NONE), ("", CASE_NONE), ("中国", CASE_NONE), ("😀", CASE_NONE),
        ("Élan", CASE_TITLE), ("élan", CASE_LOWER), ("20th", CASE_LOWER), ("U.S.", CASE_UPPER), ("Al-Noor", CASE_MIXED),
    ],
)  # fmt: skip
def test_letter_case(word: str, case: int) -> None:
    assert letter_case(word) == case


def test_a_word_is_cut_into_known_pieces(pieces: Pieces) -> None:
    assert pieces.of_word("Norlands") == ([VOCAB.index("nor"), VOCAB.index("##land"), VOCAB.index("##s")], CASE_TITLE)


def test_accents_are_dropped(pieces: Pieces) -> None:
    assert pieces.of_word("É")[0] == pieces.of_word("e")[0] == [VOCAB.index("e")]


@pytest.mark.parametrize("word", ["qqq", "\u200b", "\x00", "\ufeff", ""])
def test_a_word_without_pieces_is_unknown(pieces: Pieces, word: str) -> None:
    assert pieces.of_word(word)[0] == [pieces.unk]


def test_a_long_run_of_symbols_is_bounded(pieces: Pieces) -> None:
    assert len(pieces.of_word("." * 500)[0]) == MAX_PIECES_PER_WORD


def test_arrays_point_at_first_pieces(pieces: Pieces) -> None:
    words = ["Norland", "met", "."]
    arrays = pieces.arrays(words, [True, False, False])
    assert arrays.ids.tolist() == [pieces.cls, *(VOCAB.index(p) for p in ("nor", "##land", "met", ".")), pieces.sep]
    assert arrays.first.tolist() == [1, 3, 4]
    assert arrays.cases.tolist() == [CASE_NONE, CASE_TITLE, CASE_TITLE, CASE_LOWER, CASE_NONE, CASE_NONE]


def test_a_separator_stands_before_each_paragraph_but_the_first(pieces: Pieces) -> None:
    arrays = pieces.arrays(["met", "met", "a"], [True, True, False])
    assert arrays.ids.tolist() == [pieces.cls, VOCAB.index("met"), pieces.sep, VOCAB.index("met"), VOCAB.index("a"), pieces.sep]
    assert arrays.first.tolist() == [1, 3, 4]


def test_given_cases_replace_the_words_own(pieces: Pieces) -> None:
    arrays = pieces.arrays(["NORLAND", "met"], [True, False], cases=[CASE_TITLE, CASE_LOWER])
    assert arrays.cases.tolist() == [CASE_NONE, CASE_TITLE, CASE_TITLE, CASE_LOWER, CASE_NONE]


def test_asking_twice_gives_the_same(pieces: Pieces) -> None:
    assert pieces.of_word("Norland") == pieces.of_word("Norland")
