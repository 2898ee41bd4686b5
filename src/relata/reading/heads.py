"""The small heads that run on the encoder's vectors, once per arc, cue, pair or mention rather than once per word.

Weights come from ``heads.npz`` (float16 on disk, float32 here), under the names they had in training.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from contextlib import nullcontext
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from scipy.special import erf, expit
from threadpoolctl import ThreadpoolController

from .labels import EVENT_LABELS, MODE_LABELS, PLV_LABELS, STATUSES, TONES

Array = np.ndarray
Parts = tuple[Sequence[int], Sequence[int], Sequence[int]]  # source, target, trigger


@cache
def _pools() -> ThreadpoolController | None:
    """What sets the threads of numpy's products; None where they have but one anyway."""
    pools = ThreadpoolController().select(user_api="blas")
    return pools if any(pool["num_threads"] > 1 for pool in pools.info()) else None


def one_thread() -> Any:
    """A context in which numpy's products run on one thread: they are small, and waking a second one costs more than it does."""
    pools = _pools()
    return nullcontext() if pools is None else pools.limit(limits=1)


class EventScores(NamedTuple):
    """Probabilities for one (source, target, trigger): over EVENT_LABELS, MODE_LABELS, STATUSES, and PLV's own types (PLV_LABELS).

    `hidden` is what they are made from, for judges that know more than the words.
    """

    kinds: Array
    modes: Array
    statuses: Array
    plv: Array
    hidden: Array


class Heads:
    """Label, link, event and tone scores.

    Args:
        weights: the ``heads.npz`` of a model.
    """

    def __init__(self, weights: Path) -> None:
        with np.load(weights) as stored:
            w = {name: stored[name].astype(np.float32) for name in stored.files}
        self._w = w
        n_labels, width, _ = w["label_weight"].shape
        # [width, labels * width]: one matrix product gives every label's form for a dependent.
        self._label = np.ascontiguousarray(w["label_weight"].transpose(1, 0, 2).reshape(width, n_labels * width))
        self._label_shape = (n_labels, width)
        self._event = _Asked(w, "event", [w[f"event.no_{name}"] for name in ("source", "target", "trigger")])
        self._tone = _Asked(w, "tone", [np.zeros_like(w["tone.key.bias"])])
        outputs = ("kind", "mode", "status", "plv")
        self._event_out = np.concatenate([w[f"event.{name}.weight"] for name in outputs]).T
        self._event_bias = np.concatenate([w[f"event.{name}.bias"] for name in outputs])
        sizes = [len(w[f"event.{name}.bias"]) for name in outputs]
        assert sizes == [len(labels) for labels in (EVENT_LABELS, MODE_LABELS, STATUSES, PLV_LABELS)]
        self._event_ends = np.cumsum(sizes)[:-1]

    def labels(self, dependents: Array, heads: Array) -> Array:
        """Best label of each arc.

        Args:
            dependents: [words, width], heads: [words, width], the row of each word's own head.

        Returns:
            int [words], into the model's deprels.
        """
        forms = (dependents @ self._label).reshape(len(dependents), *self._label_shape)
        return np.asarray(np.matmul(forms, heads[:, :, None])[..., 0].argmax(-1))

    def links(self, cues: Array, words: Array, at: Sequence[int]) -> Array:
        """How surely each word is in the source (row 0) and the content (row 1) of each cue, whose first words are `at`.

        Args:
            cues: [cues, 2 * link], the cue words' projections. words: [words, 2 * link].

        Returns:
            [cues, 2, words] in 0..1.
        """
        bias, distance = self._w["link_bias"], self._w["link_distance"]
        link = cues.shape[1] // 2
        # [2, cues, link] by [2, link, words]
        scores = cues.reshape(-1, 2, link).swapaxes(0, 1) @ words.reshape(-1, 2, link).transpose(1, 2, 0) / math.sqrt(link)
        reach = distance.shape[1] // 2
        near = np.clip(np.arange(len(words)) - np.array(at)[:, None], -reach, reach) + reach
        return np.asarray(expit(scores + distance[:, near] + bias[:, None, None])).swapaxes(0, 1)

    def events(self, passages: Sequence[tuple[Array, Sequence[Parts]]]) -> list[list[EventScores]]:
        """Judge (source, target, trigger) triples over the vectors [words, width] of the passages they stand in, all passages together.

        Each part of a triple is a list of word indices; an empty one means that none is named.
        """
        passages = [passage for passage in passages if passage[1]]
        if not passages:
            return []
        hidden = self._event.hidden(passages)
        logits = hidden @ self._event_out + self._event_bias
        outputs = [softmax(part) for part in np.split(logits, self._event_ends, axis=1)]
        scores = [EventScores(*row) for row in zip(*outputs, hidden, strict=True)]
        ends = np.cumsum([len(triples) for _, triples in passages]).tolist()
        return [scores[end - len(triples) : end] for (_, triples), end in zip(passages, ends, strict=True)]

    def tones(self, words: Array, mentions: Sequence[Sequence[int]]) -> Array:
        """Probabilities [mentions, 3] over TONES, towards each mention in the sentence with vectors [words, width]."""
        if not mentions:
            return np.zeros((0, len(TONES)), np.float32)
        hidden = self._tone.hidden([(words, [(mention,) for mention in mentions])])
        return softmax(hidden @ self._w["tone.out.weight"].T + self._w["tone.out.bias"])


class _Asked:
    """The hidden layer of a head that is asked of parts of a passage: the parts' means, the words that they attend to, the passage's mean.

    Each product is taken apart, so that a part costs once however many questions hold it: ``W [a; b]`` is ``W_a a + W_b b``, and a
    query's product with a word's key, ``(Q a) · (K w)``, is ``(K' Q a) · w``. The key's bias adds the same to all words of a passage.

    Args:
        w: the weights, under ``{name}.query``, ``{name}.key`` and ``{name}.hidden``. absent: for each part of a question the vector of
            one that names nobody.
    """

    def __init__(self, w: Mapping[str, Array], name: str, absent: Sequence[Array]) -> None:
        width = len(absent[0])
        key = w[f"{name}.key.weight"] / math.sqrt(width)
        blocks = np.split(w[f"{name}.hidden.weight"].T, len(absent) + 2)
        queries = np.split(w[f"{name}.query.weight"].T, len(absent))
        self._absent = absent
        # [width, width + hidden] for each part: what it asks of a word, and what it adds to the hidden layer.
        self._parts = [np.concatenate([query @ key, block], 1) for query, block in zip(queries, blocks, strict=False)]
        self._bias = np.concatenate([w[f"{name}.query.bias"] @ key, w[f"{name}.hidden.bias"]])
        self._attended, self._mean = (np.ascontiguousarray(block) for block in blocks[-2:])

    def hidden(self, passages: Sequence[tuple[Array, Sequence[Sequence[Sequence[int]]]]]) -> Array:
        """[questions, hidden], for the questions of all passages: vectors [words, width], and for each question the words of its parts."""
        vectors = np.concatenate([words for words, _ in passages])
        width = vectors.shape[1]
        ends = np.cumsum([[len(words), len(questions)] for words, questions in passages], 0).tolist()
        starts = [[0, 0], *ends[:-1]]
        asked = self._bias
        for k, (weights, absent) in enumerate(zip(self._parts, self._absent, strict=True)):
            # Each distinct part of a passage once, by its rows in `vectors`; the row behind them is nobody's.
            rows: dict[tuple[int, ...], int] = {}
            at = [
                rows.setdefault(tuple([start + i for i in question[k]]) or (len(vectors),), len(rows))
                for (start, _), (_, questions) in zip(starts, passages, strict=True)
                for question in questions
            ]
            asked = asked + (_means(np.concatenate([vectors, absent[None]]), list(rows)) @ weights)[at]
        attended = np.empty((len(asked), width), np.float32)
        for (word, question), (word_end, question_end) in zip(starts, ends, strict=True):
            words = vectors[word:word_end]
            attended[question:question_end] = softmax(asked[question:question_end, :width] @ words.T) @ words
        means = np.stack([words.mean(0) for words, _ in passages]) @ self._mean
        of_passage = np.repeat(np.arange(len(passages)), [len(questions) for _, questions in passages])
        return gelu(asked[:, width:] + attended @ self._attended + means[of_passage])


def _means(vectors: Array, spans: Sequence[Sequence[int]]) -> Array:
    """The mean of the vectors of each span; none is empty."""
    sizes = np.array([len(span) for span in spans])
    sums = np.add.reduceat(vectors[[i for span in spans for i in span]], np.cumsum(sizes) - sizes, axis=0)
    return np.asarray(sums / sizes[:, None].astype(np.float32))


def softmax(x: Array) -> Array:
    """Along the last axis."""
    exponents = np.exp(x - x.max(-1, keepdims=True))
    return np.asarray(exponents / exponents.sum(-1, keepdims=True))


def gelu(x: Array) -> Array:
    out = x / math.sqrt(2.0)
    erf(out, out=out)
    out += 1.0
    out *= x
    out *= 0.5
    return np.asarray(out, np.float32)
