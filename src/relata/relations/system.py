"""What shape does the system of states take: how many poles, how divided, and who leans where?

In: ties and coverage, as `store.ties` and `store.coverage` give them. Out: a `System`: one row a period, and each state's alignment
with each pole. Left out: single ties and states (`network`).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa
from threadpoolctl import threadpool_limits

from .balance import Signs, blocs, frustration, settled, triads
from .centrality import shares
from .columns import schema_of, table_of, with_ends, with_interval
from .dyads import Score
from .periods import By
from .resampling import Floats, Numbers, Resampling
from .showing import Shown
from .windows import Matrices, Window, windows

MAX_SCORE = 10.0


@dataclass(frozen=True, slots=True)
class System(Shown):
    """The shape of the system by period.

    Attributes:
        table: one row for each period in which any two states acted, oldest first. `articles` in the
            ledger, `n_states`, `stories`, `events`; `poles` (see
            `effective_poles`); `largest` (the state with the largest share of all interaction) and `largest_share` (in [0, 0.5]);
            `polarization`; `balance` (share of closed triads that are balanced) and `triads` (how many); `frustration`, in [0, 0.5], with
            `frustration_gap` (how far it may lie above the least possible; 0 where exact) and `exact`.
        alignment: one row for each period, state and pole. Poles are the states with the largest shares, as many as `poles`
            rounded. `tie` and `likeness` as the functions of these names say; null where there is nothing to tell them by.
        …_low, …_high: interval from resampling stories, the poles held as found; that of frustration takes the best sides that local
            search reaches from those found. Null where fewer than two stories tell of it. Drawing stories again repeats some and loses
            others, which makes interaction look more concentrated than it is: where stories are few, the interval of `poles` leans low.
    """

    by: By
    score: Score
    table: pa.Table
    alignment: pa.Table


def system(
    ties: pa.Table,
    coverage: pa.Table,
    *,
    by: By = By.YEAR,
    score: Score = "plover",
    since: dt.date | None = None,
    until: dt.date | None = None,
    min_events: int = 1,
    resampling: Resampling | None = None,
) -> System:
    """The shape of the system in each period in which any two states acted; see `windows.windows` for the choice of periods and states."""
    found = windows(ties, coverage, by=by, score=score, since=since, until=until, min_events=min_events)
    return system_of(found, by=by, score=score, how=resampling or Resampling())


def system_of(found: Iterable[Window], *, by: By, score: Score, how: Resampling) -> System:
    """The shape of the system in each of these windows."""
    shapes, leanings = [_NO_SHAPE], [_NO_ALIGNMENT]
    with threadpool_limits(1):  # for matrices of a few hundred states threads cost more than they give
        for window in found:
            shape, leaning = _measure(window, how)
            shapes.append(shape)
            leanings.append(leaning)
    return System(by, score, pa.concat_tables(shapes), pa.concat_tables(leanings))


def effective_poles(share: Floats) -> Floats:
    """Effective number of poles: 1 / sum of squared shares, in [2, number of states]; as many equal states would concentrate as much.

    Source: Laakso & Taagepera 1979, "Effective" number of parties, Comparative Political Studies 12:3-27, on shares of interaction
    (the inverse of the Herfindahl-Hirschman index). Every act has two sides, so two states alone make 2, and a star of k states
    round one makes 4k / (k + 1). NaN without acts.
    """
    with np.errstate(divide="ignore"):
        poles = 1 / np.sum(share**2, axis=-1)
    return np.where(np.isinf(poles), np.nan, poles)


def polarization(matrices: Matrices, side: Signs) -> Floats:
    """How far the states are split into two blocs of like weight that oppose each other, in [0, 1].

    4 p q d: p and q the shares of the two blocs in the interaction of both, d the share of conflict in what passes between them (sums
    of scores). Esteban & Ray 1994, On the measurement of polarization, Econometrica 62:819-851, equation 3 with alpha = 1, two groups and
    K = 4. 0 with a single bloc; NaN where the blocs have no scored act between them, and without any tie.
    """
    one, two = (side > 0).astype(np.float64), (side < 0).astype(np.float64)
    acts = matrices.events.sum(axis=-1)
    p, q = ((acts * group).sum(axis=-1) for group in (one, two))
    friendly, hostile = (((m @ two[..., None])[..., 0] * one).sum(axis=-1) for m in (matrices.cooperation, matrices.conflict))
    with np.errstate(divide="ignore", invalid="ignore"):
        split = 4 * p * q / (p + q) ** 2 * hostile / (friendly + hostile)
    split = np.where(two.any(axis=-1), split, 0.0)
    return np.where(one.any(axis=-1), split, np.nan)


def tie(matrices: Matrices, poles: Numbers) -> Floats:
    """(cooperation - conflict) / (cooperation + conflict) of each state with each pole, in [-1, 1], as […, states, poles].

    The sums of scores above and below zero. NaN without any, and of a pole with itself.
    """
    with np.errstate(invalid="ignore"):
        return np.asarray((matrices.net / (matrices.cooperation + matrices.conflict))[..., poles])


def likeness(matrices: Matrices, poles: Numbers) -> Floats:
    """How alike a state and a pole treat third states, in [-1, 1], as […, states, poles]: 1 where their mean scores are the same.

    S = 1 - 2 * mean over third states k, with which both have acts, of |m_ik - m_pk| / 20, m the mean scores. Source: Signorino &
    Ritter 1999, Tau-b or not tau-b, International Studies Quarterly 43:115-144, with equal weights, on acts in place of alliances. NaN
    without a shared third state, and of a pole with itself.
    """
    mean = matrices.mean
    known = ~np.isnan(mean)
    mean = np.where(known, mean, 0.0)
    out = np.full((*mean.shape[:-1], len(poles)), np.nan)
    for n, pole in enumerate(poles):
        thirds = np.flatnonzero(known[..., pole, :].reshape(-1, known.shape[-1]).any(axis=0))
        both = known[..., thirds] & known[..., [pole], :][..., thirds]
        apart = np.abs(mean[..., thirds] - mean[..., [pole], :][..., thirds]) * both
        with np.errstate(invalid="ignore"):
            out[..., n] = 1 - apart.sum(axis=-1) / both.sum(axis=-1) / MAX_SCORE
        out[..., pole, n] = np.nan
    return out


def _measure(window: Window, how: Resampling) -> tuple[pa.Table, pa.Table]:
    matrices = window.matrices
    found = blocs(matrices.net, seed=how.seed)
    share = shares(matrices.events)
    order = np.lexsort((np.array(window.states), -share))
    poles = order[: max(1, round(float(effective_poles(share))))]
    shape = {**_shape(matrices, found.side, found.signs), "frustration": found.frustration}
    tied, alike = tie(matrices, poles), likeness(matrices, poles)
    heaviest = int(np.abs(matrices.net).sum(axis=1).argmax())
    shapes: list[dict[str, Any]] = []
    ties: list[Floats] = []
    likes: list[Floats] = []
    for drawn in window.drawn(how):
        # No state moves between the blocs of a draw but by ties of that draw, so the same start makes the draws comparable.
        signs = settled(drawn.net, np.broadcast_to(found.signs, drawn.net.shape[:-1]))
        side = np.where(found.side == 0, 0, signs * signs[:, heaviest, None])
        shapes.append(_shape(drawn, side, signs))
        ties.extend(tie(drawn, poles).reshape(len(signs), -1))
        likes.extend(likeness(drawn, poles).reshape(len(signs), -1))
    row: dict[str, Any] = {
        "period": [window.start],
        "articles": [window.n_articles],
        "n_states": [len(window.states)],
        "stories": [window.n_stories],
        "events": [round(matrices.events.sum() / 2)],
        "largest": [window.states[order[0]]],
        "triads": [int(triads(matrices.net)[1])],
        "frustration_gap": [found.gap],
        "exact": [found.exact],
        **{name: np.atleast_1d(value) for name, value in shape.items()},
    }
    enough = np.array([window.n_stories >= 2])
    for name in _MEASURES:
        with_interval(row, name, [value[None] for drawn in shapes for value in drawn[name]], how, enough)
    return table_of(row, _NO_SHAPE.schema), _alignment(window, poles, tied, alike, ties, likes, how)


def _shape(matrices: Matrices, side: Signs, signs: Signs) -> dict[str, Any]:
    share = shares(matrices.events)
    return {
        "poles": effective_poles(share),
        "largest_share": share.max(axis=-1),
        "polarization": polarization(matrices, side),
        "balance": triads(matrices.net)[0],
        "frustration": frustration(matrices.net, signs),
    }


def _alignment(
    window: Window, poles: Numbers, tied: Floats, alike: Floats, ties: list[Floats], likes: list[Floats], how: Resampling
) -> pa.Table:
    n, k = tied.shape
    names = np.array(window.states, dtype=object)
    columns: dict[str, Any] = {
        "period": np.full(n * k, np.datetime64(window.start)),
        "state": np.repeat(names, k),
        "pole": np.tile(names[poles], n),
        "events": np.round(window.matrices.events[:, poles].ravel()).astype(np.int64),
        "tie": tied.ravel(),
        "likeness": alike.ravel(),
    }
    told = np.zeros((n, n))
    told[window.pairs[:, 0], window.pairs[:, 1]] = told[window.pairs[:, 1], window.pairs[:, 0]] = window.counted
    with_interval(columns, "tie", ties, how, told[:, poles].ravel() >= 2)
    with_interval(columns, "likeness", likes, how, np.repeat(told.sum(axis=1), k) >= 2)
    other = pa.array(np.repeat(np.arange(n), k) != np.tile(poles, n))
    return table_of(columns, _NO_ALIGNMENT.schema).filter(other)


_MEASURES = ("poles", "largest_share", "polarization", "balance", "frustration")
_NO_SHAPE = schema_of(
    {
        "period": pa.date32(),
        "articles": pa.int64(),
        "n_states": pa.int64(),
        "stories": pa.int64(),
        "events": pa.int64(),
        **with_ends("poles"),
        "largest": pa.string(),
        **with_ends("largest_share", "polarization", "balance"),
        "triads": pa.int64(),
        **with_ends("frustration"),
        "frustration_gap": pa.float64(),
        "exact": pa.bool_(),
    }
).empty_table()
_NO_ALIGNMENT = schema_of(
    {
        "period": pa.date32(),
        "state": pa.string(),
        "pole": pa.string(),
        "events": pa.int64(),
        **with_ends("tie", "likeness"),
    }
).empty_table()
