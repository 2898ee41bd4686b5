"""Who stands with whom? The two blocs that leave the least against them, and how balanced the whole is.

In: a signed weight matrix, symmetric, with zeros on the diagonal. Out: blocs and frustration, exact or with the gap stated; triads.
Left out: time, names, intervals.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from scipy.linalg import eigh
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_matrix
from scipy.sparse.csgraph import connected_components

from .resampling import Floats
from .ties import Ties

Signs = NDArray[np.int64]

EXACT_STATES: Final = 40  # states tied together up to which integer programming is tried
TIME_LIMIT: Final = 20.0  # seconds for one group of states; 40 with random signs and every tie need longer, states so far did not
N_STARTS: Final = 20
ROUNDING: Final = 1e-9


@dataclass(frozen=True, slots=True)
class Blocs:
    """Two blocs of states.

    Attributes:
        side: of each state: 1 for the bloc of the state with the most weight, -1 for the other, 0 where no path of ties leads to
            it from there, so that its side cannot be told. Over all states, `signs` is 1 or -1, each group of states for itself.
        frustration: weight of ties against the blocs (friendly across, hostile within) over the weight of all, in [0, 0.5]; 0 is
            balance. NaN without ties.
        gap: how far `frustration` may lie above the least possible, in its unit; 0 where exact.
    """

    side: Signs
    signs: Signs
    frustration: float
    gap: float

    @property
    def exact(self) -> bool:
        return self.gap <= ROUNDING


def blocs(weights: Floats, *, exact_states: int = EXACT_STATES, time_limit: float = TIME_LIMIT, seed: int = 0) -> Blocs:
    """The two blocs with the least frustration (the weighted line index of balance).

    L = min over s in {-1, 1}^n of the sum of |w_ij| over ties with w_ij s_i s_j < 0. Sources: Harary 1959, On the measurement of
    structural balance, Behavioral Science 4:316-323 (line index); Cartwright & Harary 1956, Structural balance, Psychological Review
    63:277-293 (two sides); Doreian & Mrvar 2009, Partitioning signed social networks, Social Networks 31:1-11 (as a criterion for
    blocs); Aref, Mason & Wilson 2020, A modeling and computational study of the frustration index in signed networks, Networks
    75:95-110 (integer programming).

    Each group of states that ties connect is solved for itself: exactly up to `exact_states` states, by scipy's HiGHS, else by local
    search from the leading eigenvectors and seeded random starts. The gap is then measured from the solver's bound, or from hostile
    triads that share no weight, each of which holds a frustrated tie.
    """
    n = len(weights)
    signs = np.ones(n, dtype=np.int64)
    n_groups, group = connected_components(csr_matrix(weights), directed=False)
    against = bound = 0.0
    for g in range(n_groups):
        members = np.flatnonzero(group == g)
        if len(members) < 2:
            continue
        part = weights[np.ix_(members, members)]
        found = search(part, _starts(part, seed))
        least = _triad_bound(part)
        if least < _against(part, found) - ROUNDING and len(members) <= exact_states:
            found, least = _solve(part, found, least, time_limit)
        signs[members] = found
        here = float(_against(part, found))
        against += here
        bound += min(least, here)
    weight = np.abs(weights).sum(axis=1)
    side = np.zeros(n, dtype=np.int64)
    if weight.any():
        heaviest = int(weight.argmax())
        tied = group == group[heaviest]
        side[tied] = signs[tied] * signs[heaviest]
    total = weight.sum() / 2
    frustration = against / total if total else np.nan
    gap = (against - bound) / total if total else 0.0
    return Blocs(side, signs, float(frustration), float(gap) if gap > ROUNDING else 0.0)


def frustration(ties: Ties, signs: Signs) -> Floats:
    """The frustration of given sides, as in `Blocs`, of one network or of several draws; NaN without ties."""
    a, b = ties.shape.pairs.T
    net = ties.net
    with np.errstate(invalid="ignore"):
        return np.asarray(np.maximum(-net * signs[..., a] * signs[..., b], 0).sum(axis=-1) / np.abs(net).sum(axis=-1))


def settled(weights: Floats, sides: Floats | Signs) -> Signs:
    """Sides from which flipping one state leads no further, of several networks [networks, states, states], from those given of each."""
    s = sides.astype(np.int64)
    around = _times(weights, s)
    each = np.arange(len(s))
    while s.size:
        pull = around * s  # of each state: what holds it on its side, less what draws it over
        at = pull.argmin(axis=1)
        moving = np.flatnonzero(pull[each, at] < -ROUNDING)
        if not len(moving):
            break
        at = at[moving]
        s[moving, at] *= -1
        around[moving] += 2 * s[moving, at, None] * weights[moving, at]
    return s


def search(weights: Floats, starts: Floats | Signs) -> Signs:
    """The best sides that flipping one state at a time reaches from any of the starts [starts, states]."""
    found = settled(np.broadcast_to(weights, (len(starts), *weights.shape)), starts)
    best, least = np.ones(len(weights), dtype=np.int64), np.inf
    for sides in found:
        if (value := float(_against(weights, sides))) < least - ROUNDING:
            best, least = sides, value
    return best


def again(weights: Floats, side: Signs) -> Floats:
    """Whether other weights put each state with the same others: 1 where it is on its side again, 0 where on the other, NaN where no path
    of ties leads to it from the state with the most weight.

    The sides are those that local search reaches from `side` or from the leading eigenvectors, and are turned so that most states stay.
    """
    out = np.full(len(weights), np.nan)
    weight = np.abs(weights).sum(axis=1)
    if not weight.any():
        return out
    _, group = connected_components(csr_matrix(weights), directed=False)
    here = np.flatnonzero((group == group[int(weight.argmax())]) & (side != 0))
    if len(here) < 2:
        return out
    part, before = weights[np.ix_(here, here)], side[here]
    found = search(part, np.concatenate([before[None].astype(np.float64), _leading(part)])) * before
    out[here] = (found if found.sum() >= 0 else -found) > 0
    return out


def triads(ties: Ties) -> tuple[Floats, Signs]:
    """Share of closed triads that are balanced, in [0, 1] (NaN where there is none), and how many there are; of one network or of several.

    A triad is balanced where the product of its three signs is positive; where one of them is 0 it is not closed.
    Sources: Heider 1946, Attitudes and cognitive organization, Journal of Psychology 21:107-112; Cartwright & Harary 1956.
    """
    signs = np.sign(ties.net).astype(np.int8)
    one, two, three = ties.shape.triangles.T
    product = signs[..., one] * signs[..., two] * signs[..., three]
    closed, balanced = np.abs(product).sum(axis=-1, dtype=np.int64), (product > 0).sum(axis=-1)
    with np.errstate(invalid="ignore"):
        return np.asarray(balanced / closed), np.asarray(closed)


def _times(weights: Floats, signs: Signs) -> Floats:
    """For each state the weight of its ties to one side, less that to the other."""
    product: Floats = (weights @ signs[..., None].astype(np.float64))[..., 0]
    return product


def _against(weights: Floats, signs: Signs) -> Floats:
    return np.asarray((np.abs(weights).sum(axis=(-2, -1)) - (_times(weights, signs) * signs).sum(axis=-1)) / 4)


def _starts(weights: Floats, seed: int) -> Floats:
    random = np.random.default_rng(seed).choice([-1.0, 1.0], size=(N_STARTS, len(weights)))
    return np.concatenate([np.ones((1, len(weights))), _leading(weights), random])


def _leading(weights: Floats) -> Floats:
    """The signs of the leading eigenvectors [vectors, states]."""
    vectors = eigh(weights, subset_by_index=[max(0, len(weights) - 3), len(weights) - 1])[1].T
    signs: Floats = np.where(vectors >= 0, 1.0, -1.0)
    return signs


def _triad_bound(weights: Floats) -> float:
    """Weight that must be frustrated: of unbalanced triads, taken one after the other, the weight that is left of their lightest tie.

    Each has a hostile tie, so that it is enough to go through these; the triads over one such tie share no other, and are taken at once.
    """
    left = np.abs(weights)
    signs = np.sign(weights)
    bound = 0.0
    for i, j in zip(*np.nonzero(np.triu(signs) < 0), strict=True):
        if left[i, j] == 0:
            continue
        thirds = np.flatnonzero(signs[i] * signs[j] > 0)
        lightest = np.minimum(left[i, thirds], left[j, thirds])
        before = np.cumsum(lightest) - lightest
        taken = np.clip(left[i, j] - before, 0.0, lightest)
        for side in (i, j):
            left[side, thirds] -= taken
            left[thirds, side] -= taken
        total = taken.sum()
        left[i, j] -= total
        left[j, i] -= total
        bound += total
    return float(bound)


def _solve(weights: Floats, signs: Signs, bound: float, time_limit: float) -> tuple[Signs, float]:
    """The best sides, and a bound below which no frustration can lie; what was found before stands where the solver finds no better.

    One variable in {0, 1} for the side of each state, one in [0, 1] for each tie that is frustrated. Each closed triad must hold an even
    number of frustrated ties where it is balanced and an odd one where not; without these rows the relaxation is empty.
    """
    n = len(weights)
    ties = [(int(i), int(j)) for i, j in zip(*np.nonzero(np.triu(weights)), strict=True)]
    rows, lower = _rows(weights, ties)
    at = np.repeat(np.arange(len(rows)), [len(row) for row in rows])
    columns, values = np.array([term for row in rows for term in row]).T
    matrix = csr_matrix((values, (at, columns.astype(int))), shape=(len(rows), n + len(ties)))
    low = np.zeros(n + len(ties))
    low[int(np.abs(weights).sum(axis=1).argmax())] = 1.0  # both blocs may be exchanged: one state's side is given
    result = milp(
        np.array([0.0] * n + [abs(weights[tie]) for tie in ties]),
        constraints=LinearConstraint(matrix, np.array(lower), np.inf),
        integrality=np.array([1] * n + [0] * len(ties)),
        bounds=Bounds(low, np.ones(n + len(ties))),
        options={"time_limit": time_limit},
    )
    if result.mip_dual_bound is not None:
        bound = max(bound, float(result.mip_dual_bound))
    if result.x is not None:
        solved = np.where(result.x[:n] > 0.5, 1, -1)
        if _against(weights, solved) < _against(weights, signs) - ROUNDING:
            signs = solved
    # The solver stops within a small share of the optimum (1e-4 by default), which is no gap to report where it says that it is done.
    return signs, float(_against(weights, signs)) if result.status == 0 else bound


def _rows(weights: Floats, ties: list[tuple[int, int]]) -> tuple[list[list[tuple[int, float]]], list[float]]:
    n = len(weights)
    number = {tie: n + k for k, tie in enumerate(ties)}
    rows: list[list[tuple[int, Any]]] = []
    lower: list[float] = []

    def at_least(bound: float, *terms: tuple[int, float]) -> None:
        rows.append(list(terms))
        lower.append(bound)

    for (i, j), f in number.items():
        if weights[i, j] > 0:
            at_least(0, (f, 1), (i, -1), (j, 1))
            at_least(0, (f, 1), (i, 1), (j, -1))
        else:
            at_least(-1, (f, 1), (i, -1), (j, -1))
            at_least(1, (f, 1), (i, 1), (j, 1))
    near = [set(np.flatnonzero(row).tolist()) for row in weights]
    for i, j in ties:
        for k in sorted(k for k in near[i] & near[j] if k > j):
            triad = [number[i, j], number[i, k], number[j, k]]
            odd = np.sign(weights[i, j] * weights[i, k] * weights[j, k]) < 0
            # Every choice of signs whose parity the triad cannot have is cut off.
            for n_negative in (0, 2) if odd else (1, 3):
                for negative in combinations(triad, n_negative):
                    at_least(1 - n_negative, *((f, -1 if f in negative else 1) for f in triad))
    return rows, lower
