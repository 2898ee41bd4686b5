"""The reader: text in, an ordinary spaCy Doc out, every judgement from one encoder pass.

Tokens get ``pos_ tag_ lemma_ head dep_``, the Doc gets ``sents`` and ``ents``. What later rooms ask of the vectors stays in a
`Reading` beside the Doc (``reading_of(doc)``): attributions, event and tone scores.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from spacy.language import Language
from spacy.strings import StringStore
from spacy.tokens import Doc

from .attribution import Attribution, attributions
from .heads import EventScores, Parts, one_thread
from .labels import NAME_KINDS, UPOS
from .layout import dateline_end, spoken
from .model import Model, Outputs
from .tokens import blank_english
from .trees import NEVER, heads_of, is_projective, projective_heads
from .windows import Words, windows, words_of


class StandIn(NamedTuple):
    """That the encoder sees one word `text` for the words ``start:end``. The Doc's tree has it at the word `head`, the others on that."""

    start: int
    head: int
    end: int
    text: str


# Key of the Reading in `doc.user_data`.
KEY = "relata.reading"
# Words up to which a crossing tree is replaced by the best one without crossings; the search is cubic.
MAX_PROJECTIVE = 120


@dataclass
class Reading:
    """What the encoder gave for one Doc: word `i` of a window from `start` is Doc token ``words.index[start + i]``.

    `parts` are the tokens that the encoder did not see, each with the one that stands for it.
    """

    model: Model
    words: Words
    ranges: list[tuple[int, int]]
    outputs: list[Outputs]
    text: str = ""
    parts: dict[int, int] = field(default_factory=dict)

    @cached_property
    def _word_of(self) -> dict[int, int]:
        """The word that each Doc token is; white space is none."""
        return {token: i for i, token in enumerate(self.words.index)}

    @cached_property
    def _event_vectors(self) -> np.ndarray:
        return np.concatenate([out["events"] for out in self.outputs])

    @cached_property
    def _tone_vectors(self) -> np.ndarray:
        return np.concatenate([out["tone"] for out in self.outputs])

    @cached_property
    def paragraphs(self) -> list[int]:
        """Doc tokens with which paragraphs begin, ascending."""
        return [i for i, begins in zip(self.words.index, self.words.breaks, strict=True) if begins]

    @cached_property
    def attributions(self) -> list[Attribution]:
        """All attributions, in the order of their cues; indices are Doc tokens.

        Where the layout says who speaks, the whole speech is his, and what the model saw of it as his too is left out.
        """
        index = self.words.index
        found = []
        for (start, end), outputs in zip(self.ranges, self.outputs, strict=True):
            found += attributions(outputs, self.model.heads, index[start:end])
        for one in spoken(self.words.texts, self.words.breaks):
            cue, source, content = (tuple(index[a:b]) for a, b in ((one.cue, one.cue + 1), one.source, one.content))
            found = [other for other in found if not ({*cue, *source} & {*other.cue, *other.source})]
            found.append(Attribution(cue, source, content, 1.0))
        return sorted(map(self._with_parts, found) if self.parts else found, key=lambda one: one.cue)

    def _with_parts(self, one: Attribution) -> Attribution:
        """What stands for a name of several words brings all of them."""

        def whole(tokens: tuple[int, ...]) -> tuple[int, ...]:
            inside = set(tokens)
            return tuple(sorted(inside | {part for part, head in self.parts.items() if head in inside}))

        return replace(one, cue=whole(one.cue), source=whole(one.source), content=whole(one.content))

    def events(self, sentence: Sequence[int], triples: Sequence[Parts]) -> list[EventScores]:
        """Judge (source, target, trigger) triples of one sentence; all indices are Doc tokens, an empty part names nobody.

        Tokens outside the sentence (an antecedent, say) do not count.
        """
        return self.events_of([(sentence, triples)])[0] if triples else []

    def events_of(self, passages: Sequence[tuple[Sequence[int], Sequence[Parts]]]) -> list[list[EventScores]]:
        """As `events`, for several passages together; none may be without triples."""
        asked = []
        for tokens, triples in passages:
            vectors, place = self._rows(tokens, self._event_vectors)
            inside = [tuple([place[t] for t in part if t in place] for part in triple) for triple in triples]
            asked.append((vectors, [(t[0], t[1], t[2]) for t in inside]))
        return self.model.heads.events(asked)

    def tones(self, sentence: Sequence[int], mentions: Sequence[Sequence[int]]) -> np.ndarray:
        """Tone probabilities [mentions, 3] (negative, neutral, positive) in one sentence; indices are Doc tokens."""
        vectors, place = self._rows(sentence, self._tone_vectors)
        return self.model.heads.tones(vectors, [[place[t] for t in mention if t in place] for mention in mentions])

    def _rows(self, tokens: Sequence[int], vectors: np.ndarray) -> tuple[np.ndarray, dict[int, int]]:
        """Vectors of the given tokens, and each token's row. Whitespace has none."""
        kept = [t for t in tokens if t in self._word_of]
        return vectors[[self._word_of[t] for t in kept]], {t: row for row, t in enumerate(kept)}


def reading_of(doc: Doc) -> Reading:
    """The Reading of a Doc that a `Reader` made. Raises KeyError for another Doc."""
    reading: Reading = doc.user_data[KEY]
    return reading


class Reader:
    """Reads texts.

    Args:
        model: a model folder; None for the shipped one.
        threads: processor threads per encoder pass.
        stand_ins: finds stretches of the words of a text, in order, for which the encoder is to see another word.
    """

    def __init__(
        self, model: Path | None = None, *, threads: int = 1, stand_ins: Callable[[Sequence[str]], list[StandIn]] | None = None
    ) -> None:
        self.model = Model(model, threads=threads)
        self.stand_ins = stand_ins
        self.nlp: Language = blank_english()

    def read(self, text: str) -> Doc:
        """Read one text. The Doc's text is exactly the given one."""
        return self._annotate(self.nlp.make_doc(text), text)

    def annotate(self, doc: Doc) -> Doc:
        """Set everything on the Doc's tokens, in place."""
        return self._annotate(doc, doc.text)

    def _annotate(self, doc: Doc, text: str) -> Doc:
        words = words_of(doc, text)
        seen, parts = words.texts, dict[int, int]()
        if self.stand_ins is not None:
            words, seen, parts = _seen(words, self.stand_ins(words.texts))
        pieces = self.model.pieces
        sizes = [len(pieces.of_word(word)[0]) for word in seen]
        ranges = windows(words, sizes)
        begins = _begins(doc, words)
        outputs = [self.model.run(pieces.arrays(seen[a:b], begins[a:b])) for a, b in ranges]
        with one_thread():
            return self._set(doc, Reading(self.model, words, ranges, outputs, text, parts), begins)

    def read_words(self, sentences: Sequence[Sequence[str]]) -> list[Doc]:
        """Read gold-tokenised sentences, each a window of its own with one tree (for treebank scores)."""
        docs = []
        for sentence in sentences:
            words = Words(list(range(len(sentence))), list(sentence), [False] * len(sentence))
            outputs = self.model.run(self.model.pieces.arrays(words.texts, words.breaks))
            outputs["starts"] = np.full(len(sentence), -1.0, np.float32)
            doc = Doc(self.nlp.vocab, words=list(sentence))
            docs.append(self._set(doc, Reading(self.model, words, [(0, len(sentence))], [outputs]), words.breaks))
        return docs

    def _set(self, doc: Doc, reading: Reading, begins: Sequence[bool]) -> Doc:
        """Decode every window and set its columns on the Doc; whitespace tokens hang on the word before them."""
        words, manifest, strings = reading.words, self.model.manifest, doc.vocab.strings
        index = np.array(words.index, np.int64)
        columns = np.zeros((len(doc), len(COLUMNS)), np.int64)
        is_space = np.ones(len(doc), bool)
        is_space[index] = False
        tokens = np.arange(len(doc))
        last_word = np.maximum.accumulate(np.where(is_space, index[0] if len(index) else 0, tokens)) if len(index) else tokens
        columns[:, HEAD] = np.where(is_space, last_word - tokens, 0)
        columns[:, OUT] = 2
        for column, name in ((POS, "SPACE"), (TAG, "_SP"), (DEP, "dep")):
            columns[is_space, column] = _ids(strings, [name])[0]
        for i in np.flatnonzero(is_space).tolist():
            columns[i, LEMMA] = np.uint64(doc[i].orth).astype(np.int64)
        pos_ids, tag_ids, dep_ids = (_ids(strings, names) for names in (UPOS, manifest.tags, manifest.deprels))
        kind_ids = _ids(strings, NAME_KINDS)
        for (start, end), out in zip(reading.ranges, reading.outputs, strict=True):
            at = index[start:end]
            trees = _decode_trees(out, begins[start:end])
            labels = self.model.heads.labels(out["label_dep"], out["label_head"][trees])
            upos = out["upos"].argmax(-1)
            columns[at, POS], columns[at, TAG] = pos_ids[upos], tag_ids[out["tag"].argmax(-1)]
            columns[at, HEAD] = np.where(trees > 0, at[trees - 1] - at, 0)
            columns[at, DEP] = np.where(trees > 0, dep_ids[labels], _ids(strings, ["ROOT"])[0])
            lemmas = map(self.model.lemmas.of, words.texts[start:end], (UPOS[i] for i in upos.tolist()))
            columns[at, LEMMA] = _ids(strings, lemmas)
            for a, b, kind in name_spans(best_name_tags(out["names"])):
                # A name begins with 3, goes on with 1; white space within it belongs to it.
                columns[at[a] : at[b - 1] + 1, OUT] = 1
                columns[at[a], OUT] = 3
                columns[at[a] : at[b - 1] + 1, KIND] = kind_ids[NAME_KINDS.index(kind)]
        for part, head in reading.parts.items():
            is_article = part < head and doc[part].lower_ == "the"
            pos, tag, dep = ("DET", "DT", "det") if is_article else ("PROPN", "NNP", "amod" if part < head else "flat")
            columns[part, [POS, TAG, DEP]] = _ids(strings, (pos, tag, dep))
            columns[part, LEMMA] = _ids(strings, ["the" if is_article else doc[part].text])[0]
            columns[part, HEAD] = head - part
            if columns[head, KIND] and not is_article:
                # A name begins with its first word.
                columns[part, [OUT, KIND]] = (3 if part < head and columns[head, OUT] == 3 else 1), columns[head, KIND]
                columns[head, OUT] = 1 if part < head else columns[head, OUT]
            else:
                columns[part, OUT] = 2
        # A stretch without its article may leave a name cut in two: each part begins anew.
        before = np.concatenate([[2], columns[:-1, OUT]])
        columns[(columns[:, OUT] == 1) & (before != 1) & (before != 3), OUT] = 3
        values: Any = columns.astype(np.uint64)
        doc.from_array(COLUMNS, values)
        doc.user_data[KEY] = reading
        return doc


def _seen(words: Words, stand_ins: Sequence[StandIn]) -> tuple[Words, list[str], dict[int, int]]:
    """The words with each stretch as one, what the encoder sees of them, and the tokens left out, each with its stretch's head."""
    seen, breaks = list(words.texts), list(words.breaks)
    parts: dict[int, int] = {}
    for start, head, end, text in stand_ins:
        seen[head] = text
        breaks[head] = any(breaks[start : head + 1])
        parts |= {words.index[i]: words.index[head] for i in range(start, end) if i != head}
    kept = [i for i, token in enumerate(words.index) if token not in parts]
    whole = Words([words.index[i] for i in kept], [words.texts[i] for i in kept], [breaks[i] for i in kept])
    return whole, [seen[i] for i in kept], parts


# The columns set on a Doc, by spaCy's names, and their places.
COLUMNS: list[int | str] = ["POS", "TAG", "LEMMA", "HEAD", "DEP", "ENT_IOB", "ENT_TYPE"]
POS, TAG, LEMMA, HEAD, DEP, OUT, KIND = range(len(COLUMNS))


def _ids(strings: StringStore, texts: Iterable[str]) -> np.ndarray:
    """The store's numbers of strings, their 64 bits read as signed."""
    return np.array([strings.add(text) for text in texts], np.uint64).astype(np.int64)


def _begins(doc: Doc, words: Words) -> list[bool]:
    """Of each word, whether a sentence begins with it by the layout alone: at the beginning of a paragraph, and behind its dateline."""
    ends = [dateline_end(doc, token) for token, first in zip(words.index, words.breaks, strict=True) if first or token == words.index[0]]
    behind = {bisect_left(words.index, end) for end in ends}  # a name that is read as one word with its article stands at its last token
    return [first or n in behind for n, first in enumerate(words.breaks)]


def _decode_trees(out: Outputs, begins: Sequence[bool]) -> np.ndarray:
    """Heads [words] of a window, 0 for a root; a sentence begins where the model or the layout says so."""
    n = len(out["starts"])
    starts = [i for i in range(n) if i == 0 or begins[i] or out["starts"][i] > 0]
    heads = np.zeros(n, np.int64)
    for a, b in zip(starts, [*starts[1:], n], strict=True):
        columns = np.concatenate([[0], np.arange(a + 1, b + 1)])
        scores = out["arcs"][a:b][:, columns]
        found = heads_of(scores)
        # English sentences hardly ever cross; where the scores do, they have mostly lost a clause ("…, said X on Friday").
        if b - a <= MAX_PROJECTIVE and not is_projective(found):
            found = projective_heads(scores)
        heads[a:b] = np.where(found > 0, found + a, 0)
    return heads


def best_name_tags(logits: np.ndarray) -> list[int]:
    """The best sequence of name tags [words] in which an inside tag only continues a name of its own kind (Viterbi)."""
    first = logits.argmax(1)
    before = np.concatenate([[0], first[:-1]])
    if not ((first > 0) & (first % 2 == 0) & (before != first) & (before != first - 1)).any():
        tags: list[int] = first.tolist()
        return tags
    n_tags = logits.shape[1]
    allowed = np.zeros((n_tags, n_tags))
    for tag in range(2, n_tags, 2):
        allowed[:, tag] = NEVER
        allowed[[tag - 1, tag], tag] = 0.0
    best = logits[0] + np.where(np.arange(n_tags) % 2 | (np.arange(n_tags) == 0), 0.0, NEVER)
    back = []
    for row in logits[1:]:
        scores = best[:, None] + allowed
        back.append(scores.argmax(0))
        best = scores.max(0) + row
    tags = [int(best.argmax())]
    for pointers in reversed(back):
        tags.append(int(pointers[tags[-1]]))
    return tags[::-1]


def name_spans(tags: Sequence[int]) -> list[tuple[int, int, str]]:
    """Spans (first, past-last, kind) from begin/inside tags; an inside tag that continues nothing begins a name."""
    spans: list[tuple[int, int, str]] = []
    for i, tag in enumerate(tags):
        if not tag:
            continue
        kind = NAME_KINDS[(tag - 1) // 2]
        if tag % 2 == 0 and spans and spans[-1][1] == i and spans[-1][2] == kind:
            spans[-1] = (spans[-1][0], i + 1, kind)
        else:
            spans.append((i, i + 1, kind))
    return spans
