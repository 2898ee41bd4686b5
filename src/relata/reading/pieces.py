"""Word pieces: how words become the encoder's input numbers.

In: words of one window, with the places where paragraphs begin. Out: piece ids, letter-case ids, and where each
word's first piece stands. Words are cut one by one, so a word's pieces never depend on its neighbours and are cached.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
from tokenizers import Tokenizer
from tokenizers.models import WordPiece
from tokenizers.normalizers import BertNormalizer
from tokenizers.pre_tokenizers import BertPreTokenizer

# Letter-case classes; the encoder itself is uncased, so these carry all it knows of capitals.
CASE_NONE, CASE_LOWER, CASE_TITLE, CASE_UPPER, CASE_MIXED, CASE_INITIAL = range(6)
N_CASES = 6
# A single "word" may be a URL or a run of symbols; beyond this many pieces its tail carries nothing for any head.
MAX_PIECES_PER_WORD = 12


class PieceArrays(NamedTuple):
    """One window as the encoder takes it.

    ``ids`` and ``cases`` are int64 [n_pieces], specials included; ``first`` is int64 [n_words], the index of each
    word's first piece.
    """

    ids: np.ndarray
    cases: np.ndarray
    first: np.ndarray


def letter_case(word: str) -> int:
    """The letter-case class of a word, one of the ``CASE_*`` numbers."""
    if not any(map(str.isalpha, word)) or word.lower() == word.upper():
        return CASE_NONE
    if word == word.lower():
        return CASE_LOWER
    if word == word.upper():
        return CASE_UPPER if len(word) > 1 else CASE_INITIAL
    if word[0] == word[0].upper() and word[1:] == word[1:].lower():
        return CASE_TITLE
    return CASE_MIXED


class Pieces:
    """The word-piece vocabulary with a cache of the words seen.

    Args:
        vocab: a file with one piece a line; its line numbers are the ids.
    """

    def __init__(self, vocab: Path) -> None:
        pieces = vocab.read_text(encoding="utf-8").splitlines()
        table = {piece: number for number, piece in enumerate(pieces)}
        self._tokenizer = Tokenizer(WordPiece(table, unk_token="[UNK]"))
        self._tokenizer.normalizer = BertNormalizer(lowercase=True, strip_accents=True)
        self._tokenizer.pre_tokenizer = BertPreTokenizer()
        self.cls, self.sep, self.unk = table["[CLS]"], table["[SEP]"], table["[UNK]"]
        self._cache: dict[str, tuple[list[int], int]] = {}

    def of_word(self, word: str) -> tuple[list[int], int]:
        """Piece ids (one or more) and the letter-case class of one word."""
        found = self._cache.get(word)
        if found is None:
            ids = self._tokenizer.encode(word, add_special_tokens=False).ids[:MAX_PIECES_PER_WORD]
            found = (ids or [self.unk], letter_case(word))
            # Bounded, because a crawl holds millions of rare strings; a reset costs a few milliseconds.
            if len(self._cache) > 200_000:
                self._cache.clear()
            self._cache[word] = found
        return found

    def arrays(self, words: Sequence[str], breaks: Sequence[bool], cases: Sequence[int] | None = None) -> PieceArrays:
        """Number one window.

        Args:
            words: the words, whitespace tokens left out.
            breaks: for each word, whether a paragraph begins with it; a separator piece is set before such a word.
            cases: letter-case classes to use in place of the words' own (training only).
        """
        ids, case_ids, first = [self.cls], [CASE_NONE], []
        for i, word in enumerate(words):
            pieces, case = self.of_word(word)
            if breaks[i] and i:
                ids.append(self.sep)
                case_ids.append(CASE_NONE)
            first.append(len(ids))
            ids.extend(pieces)
            case_ids.extend([case if cases is None else cases[i]] * len(pieces))
        ids.append(self.sep)
        case_ids.append(CASE_NONE)
        return PieceArrays(np.array(ids, np.int64), np.array(case_ids, np.int64), np.array(first, np.int64))
