"""What passed between each two states, as numbers: one entry a pair, and what follows from these for each state.

In: pairs of states and sums over their acts. Out: `Ties`, of one network or of several drawn ones at once. Left out: periods and names
(`windows`), what the numbers mean (`network`, `system`). Few of all pairs deal with each other, so that lists of them are far shorter
than matrices; what needs a matrix asks for one.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import numpy as np
from scipy.sparse import csr_matrix

from .resampling import Floats, Numbers


class Shape:
    """Which of so many states deal with each other: `pairs` [pairs, 2], the lower number first."""

    def __init__(self, n: int, pairs: Numbers) -> None:
        self.n, self.pairs = n, pairs
        self._thirds: dict[bytes, tuple[Numbers, Numbers, Numbers, Numbers]] = {}

    @cached_property
    def at(self) -> Numbers:
        """The number of each two states' pair, -1 where there is none: [states, states]."""
        at = np.full((self.n, self.n), -1)
        a, b = self.pairs.T
        at[a, b] = at[b, a] = np.arange(len(self.pairs))
        return at

    @cached_property
    def ends(self) -> Any:
        """1 where a state is in a pair: a sparse matrix [states, pairs]."""
        numbers = np.tile(np.arange(len(self.pairs)), 2)
        return csr_matrix((np.ones(len(numbers)), (self.pairs.T.ravel(), numbers)), shape=(self.n, len(self.pairs)))

    @cached_property
    def triangles(self) -> Numbers:
        """The pairs of each three states that all deal with each other: [triangles, 3]."""
        found = [np.empty((0, 3), dtype=np.int64)]
        for i in range(self.n):
            others = np.flatnonzero(self.at[i] >= 0)
            others = others[others > i]
            j, k = (others[side] for side in np.nonzero(np.triu(self.at[np.ix_(others, others)] >= 0)))
            found.append(np.stack([self.at[i, j], self.at[i, k], self.at[j, k]], axis=1))
        return np.concatenate(found)

    def thirds(self, poles: Numbers) -> tuple[Numbers, Numbers, Numbers, Numbers]:
        """The third states with which a state and a pole both deal, over all states and poles, ordered by these two.

        Cells of [states, poles] that have any; where the entries of each begin; each entry's two pairs, the state's and the pole's.
        """
        key = poles.tobytes()
        if key not in self._thirds:
            states, others = np.concatenate([self.pairs, self.pairs[:, ::-1]]).T
            number = np.tile(np.arange(len(self.pairs)), 2)
            theirs = self.at[others][:, poles]  # the pole's pair with the state's partner
            entry, pole = np.nonzero((theirs >= 0) & (states[:, None] != poles))
            cells = states[entry] * len(poles) + pole
            order = np.argsort(cells, kind="stable")
            entry, pole, cells = entry[order], pole[order], cells[order]
            begins = np.flatnonzero(np.diff(cells, prepend=-1))
            self._thirds[key] = cells[begins], begins, number[entry], theirs[entry, pole]
        return self._thirds[key]


@dataclass(frozen=True, slots=True)
class Ties:
    """What passed between the two states of each pair: [pairs], or of several draws [draws, pairs].

    Attributes:
        shape: the states and their pairs, the same in all draws.
        events: acts, each once over all its tellings.
        scored: those that have a value on the scale.
        cooperation, conflict: sums of the scores above and below zero, both counted as positive.
    """

    shape: Shape
    events: Floats
    scored: Floats
    cooperation: Floats
    conflict: Floats

    @property
    def net(self) -> Floats:
        """The signed weight of each tie: cooperation less conflict, the sum of the scores."""
        return self.cooperation - self.conflict

    @property
    def mean(self) -> Floats:
        """Mean score of each tie, -10 to 10; NaN where there is none."""
        with np.errstate(invalid="ignore"):
            return self.net / self.scored

    def of_states(self, values: Floats) -> Floats:
        """Of each state the sum over its ties: […, states]."""
        flat = values.reshape(-1, values.shape[-1])
        return np.asarray((self.shape.ends @ flat.T).T).reshape(*values.shape[:-1], self.shape.n)

    def matrix(self, values: Floats) -> Floats:
        """The same as a symmetric matrix with zeros on the diagonal and where there is no tie: […, states, states]."""
        full = np.zeros((*values.shape[:-1], self.shape.n, self.shape.n))
        a, b = self.shape.pairs.T
        full[..., a, b] = full[..., b, a] = values
        return full

    def with_each(self, values: Floats, others: Numbers) -> Floats:
        """What each state's ties with some others are worth, NaN where there is none: […, states, others]."""
        at = self.shape.at[:, others]
        return np.where(at >= 0, values[..., at], np.nan)

    def each(self) -> Iterator[Ties]:
        """Those of each draw."""
        for parts in zip(self.events, self.scored, self.cooperation, self.conflict, strict=True):
            yield replace(self, **dict(zip(("events", "scored", "cooperation", "conflict"), parts, strict=True)))
