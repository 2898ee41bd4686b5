"""Which of two tokenisations' words are the same? As the CoNLL 2018 shared task aligns them.

In: gold sentences and a read Doc over the same letters. Out: how many words, sentences and labelled arcs agree. Words agree where
they cover the same letters, white space left out; words of a multi-word token ("don't") are matched by their forms (longest
common subsequence). Left out: attachment scores over gold tokens (`ud`).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from spacy.tokens import Doc

from .treebank import Sentence


class Placed(NamedTuple):
    """A word by the letters it covers; `head` is the index of another, -1 for none. In a multi-word token it covers all of that."""

    start: int
    end: int
    form: str
    head: int
    relation: str
    joined: bool


class Agreement(NamedTuple):
    """Counts over one document; gold and predicted totals beside what is shared."""

    arcs: int
    labelled: int
    gold_words: int
    words: int
    shared_words: int
    gold_sentences: int
    sentences: int
    shared_sentences: int


def agreement(gold: Sequence[Sentence], doc: Doc) -> Agreement:
    """Compare a document's gold sentences with a Doc read from its text. Relations count without subtypes."""
    gold_words, gold_sentences = of_gold(gold)
    words, sentences = _of_doc(doc)
    same = aligned(gold_words, words)
    arcs = labelled = 0
    for g, p in same.items():
        head = gold_words[g].head
        if (same.get(head, -2) if head >= 0 else -1) == words[p].head:
            arcs += 1
            labelled += gold_words[g].relation == words[p].relation
    shared = len(set(gold_sentences) & set(sentences))
    return Agreement(arcs, labelled, len(gold_words), len(words), len(same), len(gold_sentences), len(sentences), shared)


def aligned(gold: Sequence[Placed], words: Sequence[Placed]) -> dict[int, int]:
    """Index of the predicted word for each gold word that has one."""
    at = {(word.start, word.end): i for i, word in enumerate(words)}
    starts = np.array([word.start for word in words])
    same: dict[int, int] = {}
    i = 0
    while i < len(gold):
        if not gold[i].joined:
            if (place := at.get((gold[i].start, gold[i].end))) is not None:
                same[i] = place
            i += 1
            continue
        start, end, first = gold[i].start, gold[i].end, i
        while i < len(gold) and gold[i].joined and gold[i].start == start:
            i += 1
        low, high = np.searchsorted(starts, (start, end))
        inside = [k for k in range(int(low), int(high)) if words[k].end <= end]
        pairs = _common([g.form.lower() for g in gold[first:i]], [words[k].form.lower() for k in inside])
        same |= {first + a: inside[b] for a, b in pairs}
    return same


def _common(a: Sequence[str], b: Sequence[str]) -> list[tuple[int, int]]:
    """Pairs of a longest common subsequence."""
    best = np.zeros((len(a) + 1, len(b) + 1), int)
    for i in range(len(a) - 1, -1, -1):
        for j in range(len(b) - 1, -1, -1):
            best[i, j] = best[i + 1, j + 1] + 1 if a[i] == b[j] else max(best[i + 1, j], best[i, j + 1])
    pairs, i, j = [], 0, 0
    while i < len(a) and j < len(b):
        if a[i] == b[j]:
            pairs.append((i, j))
            i, j = i + 1, j + 1
        elif best[i + 1, j] == best[i, j]:
            i += 1
        else:
            j += 1
    return pairs


def of_gold(sentences: Sequence[Sentence]) -> tuple[list[Placed], list[tuple[int, int]]]:
    """Words and sentences of a gold document, by letters."""
    words: list[Placed] = []
    bounds, at = [], 0
    for sentence in sentences:
        offset, begun, i = len(words), at, 0
        ranges = {a: (b, form) for a, b, form in sentence.ranges}
        while i < len(sentence.words):
            past, form = ranges.get(i, (i + 1, sentence.words[i]))
            end = at + len("".join(form.split()))
            for k in range(i, past):
                head = sentence.heads[k] or 0
                relation = sentence.deprels[k].split(":")[0]
                words.append(Placed(at, end, sentence.words[k], head - 1 + offset if head else -1, relation, i in ranges))
            at, i = end, past
        bounds.append((begun, at))
    return words, bounds


def _of_doc(doc: Doc) -> tuple[list[Placed], list[tuple[int, int]]]:
    """Words and sentences of a Doc, by letters; tokens of white space are none."""
    before = np.cumsum([0, *(not letter.isspace() for letter in doc.text)])
    tokens = [token for token in doc if not token.is_space]
    row = {token.i: i for i, token in enumerate(tokens)}
    words = []
    for token in tokens:
        start, end = int(before[token.idx]), int(before[token.idx + len(token)])
        head = -1 if token.head.i == token.i else row[token.head.i]
        relation = "root" if head < 0 else token.dep_.split(":")[0]
        words.append(Placed(start, end, token.text, head, relation, False))
    bounds = []
    for sentence in doc.sents:
        inside = [words[row[token.i]] for token in sentence if token.i in row]
        if inside:
            bounds.append((inside[0].start, inside[-1].end))
    return words, bounds
