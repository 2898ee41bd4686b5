"""From link scores to stretches of words: the best choice of stretches, and cues in two parts made one."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest

from relata.reading.attribution import Attribution, cue_spans, joined, stretches


def worth(scores: np.ndarray, cost: float, chosen: list[tuple[int, int]]) -> float:
    return float(sum(scores[a:b].sum() for a, b in chosen) - cost * len(chosen))


def best_of_all(scores: np.ndarray, cost: float) -> float:
    """The most that any choice of words is worth, tried one by one."""
    best = 0.0
    for mask in range(2 ** len(scores)):
        inside = [bool(mask >> i & 1) for i in range(len(scores))]
        starts = [i for i, here in enumerate(inside) if here and (i == 0 or not inside[i - 1])]
        best = max(best, float(scores[inside].sum()) - cost * len(starts))
    return best


@pytest.mark.parametrize("n", [1, 2, 5, 10])
def test_no_choice_of_stretches_is_better(n):
    rng = np.random.default_rng(n)
    for _ in range(60):
        scores, cost = rng.normal(size=n) * 2, abs(rng.normal()) * 2
        chosen = stretches(scores, cost)
        assert all(a < b for a, b in chosen) and all(b < c for (_, b), (c, _) in pairwise(chosen))
        assert worth(scores, cost, chosen) == pytest.approx(best_of_all(scores, cost))


def test_a_weak_gap_is_closed_and_a_weak_stretch_dropped():
    assert stretches(np.array([2.0, 2.0, -0.5, 2.0, -9.0, 0.5, -9.0]), 1.0) == [(0, 4)]
    assert stretches(np.array([-1.0, -1.0]), 0.0) == []


def test_cues_with_the_same_source_and_content_are_one():
    also = Attribution((3,), (0, 1), (6, 7, 8, 9), 0.6)
    blasted = Attribution((5,), (0, 1), (6, 7, 8, 9, 10), 0.9)
    other = Attribution((12,), (11,), (6, 7, 8, 9), 0.8)
    assert joined([also, blasted, other]) == [Attribution((3, 5), (0, 1), (6, 7, 8, 9, 10), 0.9), other]


def test_a_likely_beginning_starts_a_new_cue():
    outside, begin, inside = [0.9, 0.05, 0.05], [0.1, 0.8, 0.1], [0.1, 0.1, 0.8]
    assert cue_spans(np.array([begin, inside, begin, outside, inside])) == [(0, 2), (2, 3), (4, 5)]
