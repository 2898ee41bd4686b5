"""How sure is a number, given that other stories might have been told?

In: what each story adds to each total. Out: the totals over stories drawn again, and intervals. Left out: what the totals mean.

Source: the percentile bootstrap (Efron & Tibshirani 1993, An Introduction to the Bootstrap, ch. 13), with whole stories drawn, since
what one story tells is not independent (Field & Welsh 2007, Bootstrapping clustered data, JRSS B 69:369-390).

Of more than `MANY` stories, `GROUPS` groups of equal size are drawn, into which they are put at random. The squares by which the groups'
sums differ from their mean add up, over all ways to group, to those by which the stories' own do, but for a share of 1 / `GROUPS`; by one
grouping an interval is off by some 1 / sqrt(2 `GROUPS`) of its length, 2 %, where 200 draws leave some 10 % open.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

TOGETHER: Final = 16  # draws whose sums are made in one pass, or more where they are small:
SMALL: Final = 100_000  # sums in all
MANY: Final = 5000
GROUPS: Final = 1000

Floats = NDArray[np.float64]
Numbers = NDArray[Any]


@dataclass(frozen=True, slots=True)
class Resampling:
    """How intervals are made.

    Attributes:
        n: how often stories are drawn again; 0 for no intervals.
        level: the share of the drawn values that an interval covers, in (0, 1).
        seed: the same seed and rows give the same interval.
    """

    n: int = 200
    level: float = 0.95
    seed: int = 0

    def __post_init__(self) -> None:
        if self.n < 0 or not 0 < self.level < 1 or self.seed < 0:
            raise ValueError(f"{self}: n and seed must not be below 0, and level must lie between 0 and 1")


def totals(cells: Numbers, values: Sequence[Numbers], *, n_cells: int) -> Floats:
    """The sum of each kind of value in each cell: an array [kinds, cells]."""
    return np.array([np.bincount(cells, weights=value, minlength=n_cells) for value in values])


def resampled(cells: Numbers, values: Sequence[Numbers], stories: Numbers, *, n_cells: int, how: Resampling) -> Iterator[Floats]:
    """`totals` again and again, each time over as many stories as there are, drawn with replacement.

    Args:
        cells, values: one entry for each row.
        stories: the story of each row, as numbers from 0 without a gap.
    """
    for several in resampled_together(cells, values, stories, n_cells=n_cells, how=how):
        yield from several


def resampled_together(cells: Numbers, values: Sequence[Numbers], stories: Numbers, *, n_cells: int, how: Resampling) -> Iterator[Floats]:
    """The same draws, several in one array: [draws, kinds, cells]."""
    n_stories = int(stories.max()) + 1 if len(stories) else 0
    if not n_stories:
        return
    rng = np.random.default_rng(how.seed)
    full = False
    if n_stories > MANY:
        stories, n_stories = rng.permutation(n_stories)[stories] % GROUPS, GROUPS
        full = n_cells * n_stories <= 4 * len(cells)
    each = (_full if full else _sparse)(cells, values, stories, n_cells, n_stories)
    together = max(TOGETHER, SMALL // (len(values) * n_cells + n_stories))
    for first in range(0, how.n, together):
        times = np.empty((n_stories, min(together, how.n - first)))
        for draw in range(times.shape[1]):
            times[:, draw] = np.bincount(rng.integers(0, n_stories, n_stories), minlength=n_stories)
        yield (each @ times).T.reshape(-1, len(values), n_cells)


def _sparse(cells: Numbers, values: Sequence[Numbers], stories: Numbers, n_cells: int, n_stories: int) -> Any:
    """What each story adds to each total: [kinds and cells, stories]."""
    parts = [(cells + k * n_cells, value) for k, value in enumerate(values)]
    at = np.concatenate([part for part, _ in parts])
    worth = np.concatenate([np.asarray(value, dtype=np.float64) for _, value in parts])
    each = csr_matrix((worth, (at, np.tile(stories, len(values)))), shape=(n_cells * len(values), n_stories))
    each.eliminate_zeros()
    return each


def _full(cells: Numbers, values: Sequence[Numbers], stories: Numbers, n_cells: int, n_stories: int) -> Any:
    """The same where few of it would be zero."""
    return totals(cells * n_stories + stories, values, n_cells=n_cells * n_stories).reshape(-1, n_stories)


def interval(drawn: Sequence[Floats], *, level: float, known: NDArray[np.bool_] | None = None) -> tuple[Floats, Floats]:
    """Lowest and highest value of the middle `level` of what was drawn, in the shape of one draw; NaN where there is none.

    NaN too where fewer than half of the draws gave a value, and where not `known` (fewer than two stories tell of no spread).
    """
    values = np.array(drawn)
    low, high = np.full((2, *values.shape[1:]), np.nan)
    asked = np.ones(values.shape[1:], dtype=bool) if known is None else np.broadcast_to(known, values.shape[1:])
    values = np.sort(values[:, asked], axis=0)  # NaN comes last
    n = (~np.isnan(values)).sum(axis=0)
    enough = n >= max(1, len(values) / 2)
    for end, share in ((low, (1 - level) / 2), (high, (1 + level) / 2)):
        end[asked] = np.where(enough, _quantile(values, n, share), np.nan)
    return low, high


def _quantile(ordered: Floats, n: Numbers, share: float) -> Floats:
    """The quantile of the first `n` values of each column, between two neighbours by linear interpolation."""
    place = share * np.maximum(n - 1, 0)
    below = np.floor(place).astype(np.int64)
    left, right = (np.take_along_axis(ordered, at[None], axis=0)[0] for at in (below, np.ceil(place).astype(np.int64)))
    return np.asarray(left + (right - left) * (place - below))
