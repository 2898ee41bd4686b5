"""Attributions as the reader's tags and links give them: cue, and the words of its source and content.

In: one window's outputs. Out: word indices. Repair by syntax, speakers and chains are the statements room's work.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.special import softmax

from .heads import Heads

# Chosen on PolNeAR dev for whole-attribution F1; measure again after any retraining.
CUE_MIN = 0.5
SOURCE_MIN = 0.5
CONTENT_MIN = 0.5
# Words that both sides of a content may lose to a low score and still be one stretch.
MAX_GAP = 2


@dataclass(frozen=True, slots=True)
class Attribution:
    """Word indices into the Doc, ascending; `source` may be empty. `score` is the cue's probability."""

    cue: tuple[int, ...]
    source: tuple[int, ...]
    content: tuple[int, ...]
    score: float


def role_probabilities(roles: np.ndarray) -> np.ndarray:
    """[words, 9] logits to [3, words, 3]: for each role, outside, begin, inside."""
    return np.asarray(softmax(roles.reshape(len(roles), 3, 3).transpose(1, 0, 2), -1))


def attributions(outputs: dict[str, np.ndarray], heads: Heads, index: Sequence[int]) -> list[Attribution]:
    """All attributions of one window.

    Args:
        outputs: the encoder's, for the window. index: the Doc token of each of its words.
    """
    roles = role_probabilities(outputs["roles"])
    source_tag, content_tag = 1 - roles[0, :, 0], 1 - roles[2, :, 0]
    found = []
    for start, end in cue_spans(roles[1]):
        link = heads.links(outputs["link_cue"][start], outputs["link_word"], start)
        own = np.zeros(len(index), bool)
        own[start:end] = True
        source = _words(np.sqrt(link[0] * source_tag), SOURCE_MIN, own, near=start)
        content = _words(np.sqrt(link[1] * content_tag), CONTENT_MIN, own)
        if content:
            score = float((1 - roles[1, start:end, 0]).mean())
            words = (range(start, end), source, content)
            cue_at, source_at, content_at = (tuple(index[i] for i in part) for part in words)
            found.append(Attribution(cue_at, source_at, content_at, score))
    return found


def cue_spans(cue: np.ndarray) -> list[tuple[int, int]]:
    """Runs of words more likely in a cue than not; a likely beginning starts a new one. `cue` is [words, 3]."""
    spans: list[tuple[int, int]] = []
    for i, (outside, begin, inside) in enumerate(cue):
        if 1 - outside < CUE_MIN:
            continue
        if spans and spans[-1][1] == i and inside >= begin:
            spans[-1] = (spans[-1][0], i + 1)
        else:
            spans.append((i, i + 1))
    return spans


def _words(scores: np.ndarray, least: float, own: np.ndarray, near: int | None = None) -> list[int]:
    """Words over the threshold, small gaps closed; with `near`, only the run with the highest total."""
    keep = (scores >= least) & ~own
    chosen = np.flatnonzero(keep)
    if not len(chosen):
        return []
    runs: list[list[int]] = [[int(chosen[0])]]
    for i in map(int, chosen[1:]):
        gap = range(runs[-1][-1] + 1, i)
        if len(gap) <= MAX_GAP and not own[list(gap)].any():
            runs[-1].extend([*gap, i])
        else:
            runs.append([i])
    if near is not None:
        return max(runs, key=lambda run: float(scores[run].sum()))
    return [i for run in runs if len(run) > 1 or len(runs) == 1 for i in run]
