"""Trees: always one root, never a cycle, and of all such trees the best, as a search through all of them shows."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest

from relata.reading.trees import heads_of


def is_tree(heads: tuple[int, ...]) -> bool:
    """One root, and every word reaches it."""
    if heads.count(0) != 1:
        return False
    for word in range(len(heads)):
        at, steps = word + 1, 0
        while at and steps <= len(heads):
            at, steps = heads[at - 1], steps + 1
        if at:
            return False
    return True


def total(scores: np.ndarray, heads: tuple[int, ...]) -> float:
    return float(sum(scores[i, head] for i, head in enumerate(heads)))


def best_of_all(scores: np.ndarray) -> float:
    n = len(scores)
    return max(total(scores, heads) for heads in product(range(n + 1), repeat=n) if is_tree(heads))


@pytest.mark.parametrize("n", [1, 2, 3, 4, 5])
def test_the_best_tree_is_found(n: int) -> None:
    rng = np.random.default_rng(n)
    for _ in range(40 if n == 5 else 120):
        scores = rng.normal(size=(n, n + 1)).astype(np.float32)
        heads = tuple(map(int, heads_of(scores)))
        assert is_tree(heads)
        assert total(scores, heads) == pytest.approx(best_of_all(scores), abs=1e-5)


@pytest.mark.parametrize("n", [3, 4, 5])
def test_the_best_tree_is_found_where_several_words_want_to_be_the_root(n: int) -> None:
    rng = np.random.default_rng(100 + n)
    for _ in range(40):
        scores = rng.normal(size=(n, n + 1))
        scores[:, 0] += 2.5
        heads = tuple(map(int, heads_of(scores)))
        assert is_tree(heads)
        assert total(scores, heads) == pytest.approx(best_of_all(scores), abs=1e-5)


@pytest.mark.parametrize("n", [3, 4, 5])
def test_the_best_tree_is_found_where_no_word_wants_to_be_the_root(n: int) -> None:
    rng = np.random.default_rng(200 + n)
    for _ in range(40):
        scores = rng.normal(size=(n, n + 1))
        scores[:, 0] -= 4
        heads = tuple(map(int, heads_of(scores)))
        assert is_tree(heads)
        assert total(scores, heads) == pytest.approx(best_of_all(scores), abs=1e-5)


def test_a_cycle_is_broken_at_its_weakest_arc() -> None:
    # Words 1 and 2 prefer each other; the root is dearer for 2 than for 1.
    scores = np.array([[1.0, 0.0, 5.0], [-3.0, 5.0, 0.0]])
    assert heads_of(scores).tolist() == [0, 1]


def test_large_graphs_are_trees_too() -> None:
    rng = np.random.default_rng(3)
    for n in (1, 2, 40, 150):
        assert is_tree(tuple(map(int, heads_of(rng.normal(size=(n, n + 1)).astype(np.float32)))))


def test_equal_scores_give_a_tree() -> None:
    assert is_tree(tuple(map(int, heads_of(np.zeros((6, 7), np.float32)))))


def test_the_scores_are_left_as_they_were() -> None:
    scores = np.random.default_rng(1).normal(size=(4, 5)).astype(np.float64)
    before = scores.copy()
    heads_of(scores)
    assert (scores == before).all()
