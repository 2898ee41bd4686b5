"""How central is a state, and is it a broker? Measures of one state in a network, as numpy over whole matrices.

In: symmetric weight matrices with zeros on the diagonal. Out: one value for each state, NaN where it is not defined. Left out: names, time.
Plain matrix forms, so that they can be drawn again hundreds of times; the tests hold them against networkx.
"""

from __future__ import annotations

from typing import Any, Final

import numpy as np
from scipy.linalg import eigh
from scipy.sparse import csr_matrix
from scipy.sparse.csgraph import connected_components, shortest_path

from .balance import Signs
from .resampling import Floats

ROUNDING: Final = 1e-9


def shares(each: Floats) -> Floats:
    """Share of each state in all interaction, in [0, 0.5]: its acts, `each`, over the sum of all states' acts (each act has two)."""
    with np.errstate(invalid="ignore"):
        return np.asarray(each / each.sum(axis=-1, keepdims=True))


def eigenvector(weights: Floats) -> Floats:
    """Eigenvector centrality, in [0, 1], of length 1 over the states: high where a state meets states that are themselves central.

    The leading eigenvector of the weights. Source: Bonacich 1972, Factoring and weighting approaches to status scores and clique
    identification, Journal of Mathematical Sociology 2:113-120. It compares only states that ties connect: NaN outside the group of
    the state with the most weight.
    """
    out = np.full(len(weights), np.nan)
    if weights.any():
        group = connected_components(csr_matrix(weights), directed=False)[1]
        here = np.flatnonzero(group == group[weights.sum(axis=1).argmax()])
        last = [len(here) - 1] * 2
        out[here] = np.abs(eigh(weights[np.ix_(here, here)], subset_by_index=last)[1][:, 0])
    return out


def betweenness(weights: Floats) -> Floats:
    """Share of the shortest paths between two others that lead through a state, in [0, 1]; a tie is as long as 1 / weight.

    Sum over s < t of n_st(v) / n_st, over (n - 1)(n - 2) / 2. Sources: Freeman 1977, A set of measures of centrality based on
    betweenness, Sociometry 40:35-41; Newman 2001, Scientific collaboration networks II, Physical Review E 64:016132 (lengths).
    NaN where there are fewer than three states.
    """
    n = len(weights)
    if n < 3:
        return np.full(n, np.nan)
    with np.errstate(divide="ignore"):
        length = 1 / weights
    far = shortest_path(np.where(np.isinf(length), 0, length), directed=False)
    # No way is shorter than the shortest, so that one of that length, but for rounding, is one of them.
    longest = far * (1 + ROUNDING)
    u, v = np.nonzero((weights > 0) & (length <= longest))  # a tie longer than a way round it is on no shortest path
    s, tie = np.nonzero((far[:, u] + length[u, v] <= longest[:, v]) & np.isfinite(far[:, v]))
    before, after = s * n + u[tie], s * n + v[tie]  # cells of [from, to] that a last step joins, for every state paths begin at
    # Paths of one step, two steps, and so on, until no shortest path has as many.
    step: Any = np.eye(n).ravel()
    paths = step.copy()
    while (step := np.bincount(after, weights=step[before], minlength=n * n)).any():
        paths += step
    # Brandes 2001, A faster algorithm for betweenness centrality: what all paths from a state lay on each other one, step by step inwards.
    share = paths[before] / paths[after]
    laid = np.zeros(n * n)
    step = np.ones(n * n)
    while (step := np.bincount(before, weights=share * step[after], minlength=n * n)).any():
        laid += step
    out = np.where(np.eye(n, dtype=bool), 0.0, laid.reshape(n, n)).sum(axis=0)
    return np.asarray(out / ((n - 1) * (n - 2)))


def constraint(weights: Floats) -> Floats:
    """Burt's constraint, above 0 and rarely above 1: low where a state's partners do not deal with each other, so that it brokers.

    Sum over partners j of (p_ij + sum over q of p_iq p_qj)², p the share of i's weight. Source: Burt 1992, Structural Holes, ch. 2.
    NaN for a state without ties.
    """
    each = weights.sum(axis=1, keepdims=True)
    with np.errstate(invalid="ignore"):
        p = np.nan_to_num(weights / each)
    value = (np.where(weights > 0, p + p @ p, 0.0) ** 2).sum(axis=1)
    return np.asarray(np.where(each[:, 0] > 0, value, np.nan))


def crossing(cooperation: Floats, side: Signs) -> Floats:
    """How evenly a state's cooperation goes to both blocs, in [0, 0.5]: 1 - f² - (1 - f)², f the share that goes to one of them.

    0 where it keeps to one bloc, 0.5 where it stands between. The participation coefficient of Guimerà & Amaral 2005, Functional
    cartography of complex metabolic networks, Nature 433:895-900, over two blocs. NaN without cooperation with either.
    """
    there, here = cooperation @ (side < 0), cooperation @ (side > 0)
    with np.errstate(invalid="ignore"):
        f = there / (there + here)
    return np.asarray(1 - f**2 - (1 - f) ** 2)
