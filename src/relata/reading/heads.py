"""The small heads that run on the encoder's vectors, once per arc, cue, pair or mention rather than once per word.

Weights come from ``heads.npz`` (float16 on disk, float32 here), under the names they had in training.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from scipy.special import erf, expit, softmax
from threadpoolctl import ThreadpoolController

from .labels import EVENT_LABELS, MODE_LABELS, PLV_LABELS, STATUSES, TONES

Array = np.ndarray
Parts = tuple[Sequence[int], Sequence[int], Sequence[int]]  # source, target, trigger


@cache
def _pools() -> ThreadpoolController:
    return ThreadpoolController()


def one_thread() -> Any:
    """A context in which numpy's products run on one thread: they are small, and waking a second one costs more than it does."""
    return _pools().limit(limits=1, user_api="blas")


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

    def labels(self, dependents: Array, heads: Array) -> Array:
        """Best label of each arc.

        Args:
            dependents: [words, width], heads: [words, width], the row of each word's own head.

        Returns:
            int [words], into the model's deprels.
        """
        forms = (dependents @ self._label).reshape(len(dependents), *self._label_shape)
        return np.asarray(np.matmul(forms, heads[:, :, None])[..., 0].argmax(-1))

    def links(self, cue: Array, words: Array, at: int) -> Array:
        """How surely each word is in the source (row 0) and the content (row 1) of the cue whose first word is `at`.

        Args:
            cue: [2 * link], the cue word's projection. words: [words, 2 * link].

        Returns:
            [2, words] in 0..1.
        """
        bias, distance = self._w["link_bias"], self._w["link_distance"]
        link = cue.shape[0] // 2
        scores = np.einsum("rk,wrk->rw", cue.reshape(2, link), words.reshape(-1, 2, link)) / np.sqrt(link)
        reach = distance.shape[1] // 2
        near = np.clip(np.arange(len(words)) - at, -reach, reach) + reach
        return np.asarray(expit(scores + distance[:, near] + bias[:, None]))

    def events(self, passages: Sequence[tuple[Array, Sequence[Parts]]]) -> list[list[EventScores]]:
        """Judge (source, target, trigger) triples over the vectors [words, width] of the passages they stand in, all passages together.

        Each part of a triple is a list of word indices; an empty one means that none is named.
        """
        passages = [passage for passage in passages if passage[1]]
        if not passages:
            return []
        names = ("source", "target", "trigger")
        parts = [
            np.concatenate([self._pooled(words, [t[k] for t in triples], f"event.no_{name}") for words, triples in passages])
            for k, name in enumerate(names)
        ]
        queries = self._linear("event.query", np.concatenate(parts, -1))
        keys = self._linear("event.key", np.concatenate([words for words, _ in passages]))
        ends = np.cumsum([[len(words), len(triples)] for words, triples in passages], 0)
        attended, means = np.empty_like(parts[0]), np.empty_like(parts[0])
        for (words, triples), (word, triple) in zip(passages, ends, strict=True):
            own = slice(triple - len(triples), triple)
            attended[own] = self._attend(keys[word - len(words) : word], queries[own], words)
            means[own] = words.mean(0)
        hidden = gelu(self._linear("event.hidden", np.concatenate([*parts, attended, means], -1)))
        outputs = [softmax(self._linear(f"event.{name}", hidden), -1) for name in ("kind", "mode", "status", "plv")]
        assert [o.shape[1] for o in outputs] == [len(labels) for labels in (EVENT_LABELS, MODE_LABELS, STATUSES, PLV_LABELS)]
        scores = [EventScores(*row) for row in zip(*outputs, hidden, strict=True)]
        return [scores[triple - len(triples) : triple] for (_, triples), (_, triple) in zip(passages, ends, strict=True)]

    def tones(self, words: Array, mentions: Sequence[Sequence[int]]) -> Array:
        """Probabilities [mentions, 3] over TONES, towards each mention in the sentence with vectors [words, width]."""
        if not mentions:
            return np.zeros((0, len(TONES)), np.float32)
        parts = self._pooled(words, mentions)
        attended = self._attend(self._linear("tone.key", words), self._linear("tone.query", parts), words)
        mean = np.broadcast_to(words.mean(0), attended.shape)
        hidden = gelu(self._linear("tone.hidden", np.concatenate([parts, attended, mean], -1)))
        return np.asarray(softmax(self._linear("tone.out", hidden), -1))

    def _linear(self, name: str, x: Array) -> Array:
        return np.asarray(x @ self._w[f"{name}.weight"].T + self._w[f"{name}.bias"])

    def _pooled(self, words: Array, spans: Sequence[Sequence[int]], absent: str = "") -> Array:
        zeros = self._w[absent] if absent else np.zeros(words.shape[1], np.float32)
        return np.stack([words[list(span)].mean(0) if len(span) else zeros for span in spans])

    def _attend(self, keys: Array, query: Array, words: Array) -> Array:
        return np.asarray(softmax(query @ keys.T / np.sqrt(words.shape[1]), -1) @ words)


def gelu(x: Array) -> Array:
    return np.asarray(0.5 * x * (1.0 + erf(x / np.sqrt(2.0))), np.float32)
