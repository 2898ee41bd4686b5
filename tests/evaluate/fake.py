"""A coder's stand-in: hand-made answers over spaCy's tokens, without weights."""

from __future__ import annotations

from collections.abc import Sequence
from types import SimpleNamespace
from typing import Any

import numpy as np
import spacy
from spacy.tokens import Doc, Span

from relata.coder import Label
from relata.evaluate.plv import TYPE_FOLDS
from relata.reading import Attribution
from relata.reading.labels import EVENT_TYPES
from relata.reading.reader import KEY

VOCAB = spacy.blank("en").vocab


class FakeReader:
    """Tags every word NOUN, hangs each on the word before it, and takes every full stop for a sentence's end.

    `attributions` are given by the words of cue, source and content; `tone` is what every mention gets.
    """

    def __init__(self) -> None:
        self.nlp = spacy.blank("en")
        self.model: Any = SimpleNamespace(pieces=SimpleNamespace(of_word=lambda word: ([1], 0)))
        self.attributions: list[tuple[str, str, str]] = []
        self.tone = [0.1, 0.2, 0.7]
        self.parts: list[int] = []

    def read(self, text: str) -> Doc:
        plain = self.nlp.make_doc(text)
        words = [t.text for t in plain]
        ends = [i for i, word in enumerate(words) if word == "."]
        doc = self._doc(words, [bool(t.whitespace_) for t in plain], ends)
        found = [Attribution(at(doc, cue), at(doc, source), at(doc, content), 0.9) for cue, source, content in self.attributions]
        doc.user_data[KEY] = SimpleNamespace(attributions=found, tones=lambda sentence, mentions: np.array([self.tone] * len(mentions)))
        return doc

    def read_words(self, sentences: Sequence[Sequence[str]]) -> list[Doc]:
        self.parts = [len(words) for words in sentences]
        return [self._doc(list(words), [True] * len(words), []) for words in sentences]

    def _doc(self, words: list[str], spaces: list[bool], ends: list[int]) -> Doc:
        starts = {0, *(i + 1 for i in ends)}
        heads = [i if i in starts else i - 1 for i in range(len(words))]
        deps = ["ROOT" if i in starts else "dep" for i in range(len(words))]
        n = len(words)
        doc = Doc(
            VOCAB, words=words, spaces=spaces, pos=["NOUN"] * n, tags=["NN"] * n, lemmas=[w.lower() for w in words], heads=heads, deps=deps
        )
        doc.set_ents([Span(doc, i, i + 1, label="PERSON") for i, word in enumerate(words) if word == "Ada"])
        return doc


def at(doc: Doc, words: str) -> tuple[int, ...]:
    """Tokens of a stretch of the Doc's text; no words, no tokens."""
    if not words:
        return ()
    start = doc.text.index(words)
    return tuple(t.i for t in doc if start <= t.idx < start + len(words) and not t.is_space)


class FakeCoder:
    """`labels` are given in turn: a type, or a type and a mode."""

    def __init__(self) -> None:
        self.reader = FakeReader()
        self.gazetteer: Any = None
        self.model_id = "fake"
        self.labels: list[tuple[str, ...]] = []
        self.asked: list[tuple[str, list[tuple[int, int]], list[tuple[int, int]]]] = []

    def label_spans(self, sentence: str, source: Sequence[tuple[int, int]], target: Sequence[tuple[int, int]]) -> Label:
        self.asked.append((sentence, list(source), list(target)))
        kind, *modes = self.labels[len(self.asked) - 1]
        return label(kind, *modes)


def label(kind: str, *modes: str, **more: float) -> Label:
    """A label sure of its type by 0.6, unless the probabilities of some types are given."""
    given = more or {kind: 0.6}
    rest = (1 - sum(given.values())) / (len(EVENT_TYPES) + 1 - len(given))
    by_type = {name: given.get(name, rest) for name in (*EVENT_TYPES, "NONE")}
    return Label(kind, modes, by_type, {TYPE_FOLDS.get(name, name): p for name, p in sorted(by_type.items(), key=lambda pair: pair[1])})
