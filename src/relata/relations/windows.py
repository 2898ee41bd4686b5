"""Which states met in a stretch of time, and with what weight?

In: ties as `store.ties` gives them. Out: for each period a `Window`: states, and what passed between them (`ties`), drawn again where
asked. Left out: what it means (`network`, `system`).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa

from .columns import days_of, floats_of, listed, renumbered, stories_of_cells, story_numbers
from .dyads import SCORE_COLUMN, Score, covered_window, place
from .periods import By
from .resampling import Floats, Numbers, Resampling, resampled_together, totals
from .ties import Shape, Ties


@dataclass(frozen=True, slots=True)
class Window:
    """The acts of one period.

    Attributes:
        n_articles: of the ledger, published in the period (and in the days asked for).
        states: codes in order.
        counted: stories behind each pair.
    """

    start: dt.date
    n_articles: int
    states: tuple[str, ...]
    counted: Numbers
    n_stories: int
    ties: Ties
    _cells: Numbers
    _values: list[Numbers]
    _stories: Numbers

    def drawn(self, how: Resampling) -> Iterator[Ties]:
        """The ties over stories drawn again, of several draws at once."""
        for total in resampled_together(self._cells, self._values, self._stories, n_cells=len(self.counted), how=how):
            yield Ties(self.ties.shape, *total.transpose(1, 0, 2))


def windows(
    ties: pa.Table,
    coverage: pa.Table,
    *,
    by: By,
    score: Score,
    since: dt.date | None = None,
    until: dt.date | None = None,
    min_events: int = 1,
) -> Iterator[Window]:
    """One window for each period in which any two states acted, oldest first.

    Periods run from `since` to `until`, or else from the first to the last day that the ledger has articles of.
    `min_events` drops states that have fewer acts in the period; of those that stay, another may fall below by it and still stay.
    """
    first, last = covered_window(coverage, since, until)
    placed, _ = place(ties, by=by, first=first, last=last)
    published, articles = by.number(days_of(coverage["day"])), coverage["articles"].to_numpy()
    states, a, b = _sides(placed)
    worth, stories = floats_of(placed[SCORE_COLUMN[score]]), story_numbers(placed["story"])
    starts = days_of(placed["period"])
    order = np.argsort(starts, kind="stable")
    for rows in np.split(order, np.flatnonzero(np.diff(starts[order]).astype(np.int64)) + 1):
        if min_events > 1:
            acts = np.bincount(a[rows], minlength=len(states)) + np.bincount(b[rows], minlength=len(states))
            rows = rows[(acts[a[rows]] >= min_events) & (acts[b[rows]] >= min_events)]
        if len(rows):
            start = starts[rows[0]].item()
            here = published == by.number(starts[rows[:1]])
            yield _window(start, int(articles[here].sum()), states, a[rows], b[rows], worth[rows], stories[rows])


def _sides(placed: pa.Table) -> tuple[Numbers, Numbers, Numbers]:
    """The states in order of their codes, and the number of each row's two."""
    codes = [placed[side].combine_chunks().dictionary_encode() for side in ("a", "b")]
    names = [np.array(listed(code.dictionary), dtype=object) for code in codes]
    states = np.array(sorted({*names[0], *names[1]}), dtype=object)
    place_of = {name: n for n, name in enumerate(states)}
    numbers = [
        np.array([place_of[name] for name in known], dtype=np.int64)[code.indices.to_numpy(zero_copy_only=False)]
        for known, code in zip(names, codes, strict=True)
    ]
    return states, numbers[0], numbers[1]


def _window(start: dt.date, n_articles: int, codes: Numbers, a: Numbers, b: Numbers, score: Floats, story: Numbers) -> Window:
    present = np.unique(np.concatenate([a, b]))
    a, b, states = np.searchsorted(present, a), np.searchsorted(present, b), codes[present]
    names = np.flatnonzero(np.bincount(a * len(states) + b, minlength=len(states) ** 2))
    cells, _ = renumbered(a * len(states) + b)
    pairs = np.stack([names // len(states), names % len(states)], axis=1)
    has, score = ~np.isnan(score), np.nan_to_num(score)
    values: list[Any] = [np.ones(len(cells)), has, np.maximum(score, 0), np.maximum(-score, 0)]
    stories, n_stories = renumbered(story)
    counted = stories_of_cells(cells, stories, n_cells=len(pairs))
    found = Ties(Shape(len(states), pairs), *totals(cells, values, n_cells=len(pairs)))
    return Window(start, n_articles, tuple(states), counted, n_stories, found, cells, values, stories)
