"""Drawing groups of stories, where there are many, tells the same of their spread as drawing the stories."""

from __future__ import annotations

import numpy as np
import pytest

from relata.relations import Resampling, resampling
from relata.relations.columns import renumbered, stories_of_cells
from relata.relations.resampling import interval, resampled

N_CELLS = 6


def rows(n_stories: int):
    """Stories of one to three acts, most of them in the first cells, the last with seven acts in all."""
    rng = np.random.default_rng(3)
    stories = np.repeat(np.arange(n_stories), rng.integers(1, 4, n_stories))
    cells = np.minimum(rng.geometric(0.5, len(stories)) - 1, N_CELLS - 2)
    cells[rng.choice(len(cells), 7, replace=False)] = N_CELLS - 1
    return cells, [np.ones(len(cells)), rng.normal(1, 3, len(cells))], stories


@pytest.mark.parametrize("full", [True, False])
def test_groups_spread_as_stories_do(monkeypatch, full):
    cells, values, stories = rows(8000)
    how = Resampling(n=600)
    if not full:
        monkeypatch.setattr(resampling, "_full", resampling._sparse)
    grouped = list(resampled(cells, values, stories, n_cells=N_CELLS, how=how))
    monkeypatch.setattr(resampling, "MANY", 10**9)
    each = list(resampled(cells, values, stories, n_cells=N_CELLS, how=how))
    widths = [np.subtract(*interval(drawn, level=0.9)[::-1]) for drawn in (grouped, each)]
    assert np.allclose(*widths, rtol=0.2)
    assert np.allclose(np.mean(grouped, axis=0), np.mean(each, axis=0), rtol=0.2, atol=40)
    assert np.std(grouped, axis=0) == pytest.approx(np.std(each, axis=0), rel=0.15)


def test_few_stories_are_drawn_themselves(monkeypatch):
    cells, values, stories = rows(50)
    how = Resampling(n=20)
    drawn = list(resampled(cells, values, stories, n_cells=N_CELLS, how=how))
    monkeypatch.setattr(resampling, "MANY", 10**9)
    assert np.array_equal(drawn, list(resampled(cells, values, stories, n_cells=N_CELLS, how=how)))


def test_both_ways_to_add_up_are_one():
    cells, values, stories = rows(300)
    full, sparse = (way(cells, values, stories, N_CELLS, 300) for way in (resampling._full, resampling._sparse))
    assert np.allclose(full, sparse.toarray())


def test_stories_are_counted_and_numbered():
    cells, stories = np.array([0, 0, 0, 2, 2]), np.array([7, 7, 3, 3, 9])
    assert stories_of_cells(cells, stories, n_cells=3).tolist() == [2, 0, 2]
    numbers, n = renumbered(stories)
    assert (numbers.tolist(), n) == ([1, 1, 0, 0, 2], 3)
    assert renumbered(np.array([], dtype=np.int64))[1] == 0
