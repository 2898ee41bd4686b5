"""Attributions as the reader's tags and links give them: cue, and the words of its source and content.

In: one window's outputs. Out: word indices. Repair by syntax, speakers and chains are the statements room's work.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from scipy.special import logit

from .heads import Heads, softmax

# All of these were chosen on PolNeAR dev for whole-attribution F1; measure again after any retraining.
CUE_MIN = 0.5
# Added to a link's log-odds: a source is better found too often than not at all. A cue that so finds no content asks for less.
SOURCE_BIAS, CONTENT_BIAS = 3.0, 0.3
UNSURE_BIAS = 1.0
# How much the role's own tag counts where it speaks against a word, beside the link.
TAG_WEIGHT = 0.5
# What a further stretch must be worth, in log-odds: a source or content in pieces is the exception.
SOURCE_COST, CONTENT_COST = 1.0, 2.0
# Two cues with the same source and this share of their contents in common are one cue in two parts ("also … blasted").
SAME_CONTENT = 0.5


@dataclass(frozen=True, slots=True)
class Attribution:
    """Word indices into the Doc, ascending; `source` may be empty. `score` is the cue's probability."""

    cue: tuple[int, ...]
    source: tuple[int, ...]
    content: tuple[int, ...]
    score: float


def role_probabilities(roles: np.ndarray) -> np.ndarray:
    """[words, 9] logits to [3, words, 3]: for each role, outside, begin, inside."""
    return softmax(roles.reshape(len(roles), 3, 3).transpose(1, 0, 2))


def attributions(outputs: dict[str, np.ndarray], heads: Heads, index: Sequence[int]) -> list[Attribution]:
    """All attributions of one window.

    Args:
        outputs: the encoder's, for the window. index: the Doc token of each of its words.
    """
    roles = role_probabilities(outputs["roles"])
    bias = TAG_WEIGHT * np.minimum(log_odds(1 - roles[[0, 2], :, 0]), 0.0) + [[SOURCE_BIAS], [CONTENT_BIAS]]
    found: list[Attribution] = []
    cues = cue_spans(roles[1])
    first = [start for start, _ in cues]
    linked = log_odds(heads.links(outputs["link_cue"][first], outputs["link_word"], first)) + bias if cues else ()
    for (start, end), scores in zip(cues, linked, strict=True):
        # The cue itself is in neither, but may stand in the middle of either.
        scores[:, start:end] = -1.0
        sources = stretches(scores[0], SOURCE_COST)
        # A cue has a content somewhere: where none is sure, a less sure one.
        contents = stretches(scores[1], CONTENT_COST) or stretches(scores[1] + UNSURE_BIAS, CONTENT_COST)
        best = max(sources, key=lambda s: float(scores[0, s[0] : s[1]].sum()), default=(0, 0))
        source, content = (tuple(i for a, b in part for i in range(a, b) if not start <= i < end) for part in ([best], contents))
        if content:
            found.append(Attribution(tuple(range(start, end)), source, content, float((1 - roles[1, start:end, 0]).mean())))
    found = joined(own_sources(found, 1 - roles[0, :, 0]))
    return [replace(one, cue=_at(one.cue, index), source=_at(one.source, index), content=_at(one.content, index)) for one in found]


def _at(words: Sequence[int], index: Sequence[int]) -> tuple[int, ...]:
    return tuple(index[i] for i in words)


def own_sources(found: Sequence[Attribution], source_tag: np.ndarray) -> list[Attribution]:
    """No cue takes an earlier one's source over another that stands between them: "…, X said, Reuters reported".

    Args:
        source_tag: [words], how surely each is in a source.
    """
    out: list[Attribution] = []
    for one in found:
        before = next((other for other in reversed(out) if other.source == one.source and other.cue[-1] < one.cue[0]), None)
        if before and one.source:
            between = tuple(i for i in range(before.cue[-1] + 1, one.cue[0]) if source_tag[i] > 0.5 and i not in one.source)
            one = replace(one, source=between) if between else one
        out.append(one)
    return out


def joined(found: Sequence[Attribution]) -> list[Attribution]:
    """Attributions whose cues are parts of one made one."""
    out: list[Attribution] = []
    for one in found:
        at = next((i for i, other in enumerate(out) if _is_one(other, one)), None)
        if at is None:
            out.append(one)
            continue
        cue = tuple(sorted({*out[at].cue, *one.cue}))
        content = tuple(i for i in sorted({*out[at].content, *one.content}) if i not in cue)
        out[at] = Attribution(cue, one.source, content, max(one.score, out[at].score))
    return out


def _is_one(before: Attribution, after: Attribution) -> bool:
    return before.source == after.source and _overlap(before.content, after.content) >= SAME_CONTENT


def _overlap(a: Sequence[int], b: Sequence[int]) -> float:
    return len(set(a) & set(b)) / len(set(a) | set(b))


def log_odds(p: np.ndarray) -> np.ndarray:
    return np.asarray(logit(np.clip(p, 1e-4, 1 - 1e-4)))


def cue_spans(cue: np.ndarray) -> list[tuple[int, int]]:
    """Runs of words more likely in a cue than not; a likely beginning starts a new one. `cue` is [words, 3]."""
    spans: list[tuple[int, int]] = []
    for i in np.flatnonzero(1 - cue[:, 0] >= CUE_MIN).tolist():
        if spans and spans[-1][1] == i and cue[i, 2] >= cue[i, 1]:
            spans[-1] = (spans[-1][0], i + 1)
        else:
            spans.append((i, i + 1))
    return spans


def stretches(scores: np.ndarray, cost: float) -> list[tuple[int, int]]:
    """The stretches of words with the highest total score, each of them costing `cost`.

    Stretches and gaps worth less than the cost are dropped, the weakest first, which leaves the best choice of all.

    Args:
        scores: [words]; above 0 speaks for a word.
    """
    if not (scores > 0).any():
        return []
    bounds = [0, *(np.flatnonzero(np.diff(scores > 0)) + 1).tolist(), len(scores)]
    sums = np.add.reduceat(scores, bounds[:-1]).tolist()
    runs = [(a, b, total) for a, b, total in zip(bounds, bounds[1:], sums, strict=False)]
    while runs:
        # A gap at either end costs nothing to leave out.
        runs = runs[runs[0][2] <= 0 :]
        runs = runs[: len(runs) - (runs[-1][2] <= 0)] if runs else runs
        if not runs:
            break
        i = min(range(len(runs)), key=lambda k: abs(runs[k][2]))
        if abs(runs[i][2]) >= cost:
            break
        low, high = max(i - 1, 0), min(i + 2, len(runs))
        if runs[i][2] > 0 and (i == 0 or i == len(runs) - 1):
            runs = runs[:i] + runs[i + 1 :]
        else:
            runs[low:high] = [(runs[low][0], runs[high - 1][1], sum(run[2] for run in runs[low:high]))]
    return [(a, b) for a, b, total in runs if total > 0]
