"""Windows: which words the encoder sees together.

A window is as many whole paragraphs as fit the budget, so that "he said" sees who. A paragraph longer than the budget
is cut at a sentence end where one can be seen, else anywhere. Whitespace is never shown to the encoder, so odd spacing
changes nothing but the paragraph breaks.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from spacy.tokens import Doc

# Pieces in a window. Attention over longer windows costs more per word and found no better attributions in training.
BUDGET = 250
SENTENCE_END = frozenset((".", "!", "?", "…", '."', "?”", ".”"))


@dataclass(frozen=True, slots=True)
class Words:
    """The words of a Doc: ``index`` [n_words] into the Doc's tokens, and whether each begins a paragraph."""

    index: list[int]
    texts: list[str]
    breaks: list[bool]


def words_of(doc: Doc, text: str | None = None) -> Words:
    """The tokens of a Doc that are not whitespace, with paragraph breaks.

    A line break is a paragraph break, unless the text is hard-wrapped (see `is_wrapped`); a blank line always is one.

    Args:
        text: the Doc's, where it is at hand; `Doc.text` joins all tokens anew.
    """
    wrapped = is_wrapped(doc.text if text is None else text)
    index, texts, breaks = [], [], []
    pending = True
    for i, token in enumerate(doc):
        word = token.text
        if word.isspace():
            pending = pending or word.count("\n") > (1 if wrapped else 0) or "\r\r" in word
            continue
        index.append(i)
        texts.append(word)
        breaks.append(pending)
        pending = False
    return Words(index, texts, breaks)


def is_wrapped(text: str) -> bool:
    """Whether line breaks were set by width: most single breaks follow a long line that ends inside a sentence."""
    lines = [line for line in re.split(r"\n", text) if line.strip()]
    if len(lines) < 4:
        return False
    long = [line for line in lines[:-1] if len(line) > 50]
    open_ended = sum(line.rstrip()[-1].isalnum() or line.rstrip()[-1] in ",;-" for line in long)
    return len(long) > len(lines) / 2 and open_ended > len(long) / 2


def windows(words: Words, n_pieces: Sequence[int], *, budget: int = BUDGET) -> list[tuple[int, int]]:
    """Half-open ranges of words, in order, covering all of them.

    Args:
        n_pieces: pieces of each word.
    """
    out: list[tuple[int, int]] = []
    start, used = 0, 0
    for begin, end in _blocks(words, n_pieces, budget):
        size = sum(n_pieces[begin:end]) + 1
        if used and used + size > budget:
            out.append((start, begin))
            start, used = begin, 0
        used += size
    if words.index:
        out.append((start, len(words.index)))
    return out


def _blocks(words: Words, n_pieces: Sequence[int], budget: int) -> list[tuple[int, int]]:
    """Paragraphs, those over the budget cut up."""
    bounds = [i for i, is_break in enumerate(words.breaks) if is_break] + [len(words.index)]
    blocks = []
    for begin, end in pairwise(bounds):
        while sum(n_pieces[begin:end]) > budget:
            cut = _cut(words.texts, n_pieces, begin, budget)
            blocks.append((begin, cut))
            begin = cut
        blocks.append((begin, end))
    return blocks


def _cut(texts: Sequence[str], n_pieces: Sequence[int], begin: int, budget: int) -> int:
    """Where to cut a long paragraph: after the last sentence end within the budget, else where the budget ends."""
    used, last, i = 0, 0, begin
    while used + n_pieces[i] <= budget:
        used += n_pieces[i]
        i += 1
        if texts[i - 1] in SENTENCE_END and texts[i][:1].isupper() and i - begin > 20:
            last = i
    return last or max(i, begin + 1)
