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
from .ties import Ties
from .windows import Window, windows

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


def polarization(ties: Ties, side: Signs) -> Floats:
    """How far the states are split into two blocs of like weight that oppose each other, in [0, 1].

    4 p q d: p and q the shares of the two blocs in the interaction of both, d the share of conflict in what passes between them (sums
    of scores). Esteban & Ray 1994, On the measurement of polarization, Econometrica 62:819-851, equation 3 with alpha = 1, two groups and
    K = 4. 0 with a single bloc; NaN where the blocs have no scored act between them, and without any tie.
    """
    one, two = side > 0, side < 0
    acts = ties.of_states(ties.events)
    p, q = ((acts * group).sum(axis=-1) for group in (one, two))
    a, b = ties.shape.pairs.T
    across = side[..., a] * side[..., b] < 0
    friendly, hostile = ((values * across).sum(axis=-1) for values in (ties.cooperation, ties.conflict))
    with np.errstate(divide="ignore", invalid="ignore"):
        split = 4 * p * q / (p + q) ** 2 * hostile / (friendly + hostile)
    split = np.where(two.any(axis=-1), split, 0.0)
    return np.where(one.any(axis=-1), split, np.nan)


def tie(ties: Ties, poles: Numbers) -> Floats:
    """(cooperation - conflict) / (cooperation + conflict) of each state with each pole, in [-1, 1], as […, states, poles].

    The sums of scores above and below zero. NaN without any, and of a pole with itself.
    """
    with np.errstate(invalid="ignore"):
        return ties.with_each(ties.net / (ties.cooperation + ties.conflict), poles)


def likeness(ties: Ties, poles: Numbers) -> Floats:
    """How alike a state and a pole treat third states, in [-1, 1], as […, states, poles]: 1 where their mean scores are the same.

    S = 1 - 2 * mean over third states k, with which both have acts, of |m_ik - m_pk| / 20, m the mean scores. Source: Signorino &
    Ritter 1999, Tau-b or not tau-b, International Studies Quarterly 43:115-144, with equal weights, on acts in place of alliances. NaN
    without a shared third state, and of a pole with itself.
    """
    mean = ties.mean
    known = ~np.isnan(mean)
    mean = np.where(known, mean, 0.0)
    cells, begins, its, other = ties.shape.thirds(poles)
    out = np.full((*mean.shape[:-1], ties.shape.n * len(poles)), np.nan)
    if len(cells):
        both = known[..., its] & known[..., other]
        apart = np.abs(mean[..., its] - mean[..., other]) * both
        total, count = (np.add.reduceat(values, begins, axis=-1, dtype=np.float64) for values in (apart, both))
        with np.errstate(invalid="ignore"):
            out[..., cells] = 1 - total / count / MAX_SCORE
    return out.reshape(*mean.shape[:-1], ties.shape.n, len(poles))


def _measure(window: Window, how: Resampling) -> tuple[pa.Table, pa.Table]:
    ties = window.ties
    weights = ties.matrix(ties.net)
    found = blocs(weights, seed=how.seed)
    share = shares(ties.of_states(ties.events))
    order = np.lexsort((np.array(window.states), -share))
    poles = order[: max(1, round(float(effective_poles(share))))]
    shape = {**_shape(ties, found.side, found.signs), "frustration": found.frustration}
    heaviest = int(np.abs(weights).sum(axis=1).argmax())
    shapes: list[dict[str, Any]] = []
    leanings: list[tuple[Floats, Floats]] = []
    for drawn in window.drawn(how):
        net = drawn.matrix(drawn.net)
        # No state moves between the blocs of a draw but by ties of that draw, so the same start makes the draws comparable.
        signs = settled(net, np.broadcast_to(found.signs, net.shape[:-1]))
        side = np.where(found.side == 0, 0, signs * signs[:, heaviest, None])
        shapes.append(_shape(drawn, side, signs))
        leanings += zip(tie(drawn, poles), likeness(drawn, poles), strict=True)
    row: dict[str, Any] = {
        "period": [window.start],
        "articles": [window.n_articles],
        "n_states": [len(window.states)],
        "stories": [window.n_stories],
        "events": [round(ties.events.sum())],
        "largest": [window.states[order[0]]],
        "triads": [int(triads(ties)[1])],
        "frustration_gap": [found.gap],
        "exact": [found.exact],
        **{name: np.atleast_1d(value) for name, value in shape.items()},
    }
    enough = np.array([window.n_stories >= 2])
    for name in _MEASURES:
        with_interval(row, name, [value[None] for drawn in shapes for value in drawn[name]], how, enough)
    return table_of(row, _NO_SHAPE.schema), _alignment(window, poles, leanings, how)


def _shape(ties: Ties, side: Signs, signs: Signs) -> dict[str, Any]:
    share = shares(ties.of_states(ties.events))
    return {
        "poles": effective_poles(share),
        "largest_share": share.max(axis=-1),
        "polarization": polarization(ties, side),
        "balance": triads(ties)[0],
        "frustration": frustration(ties, signs),
    }


def _alignment(window: Window, poles: Numbers, leanings: list[tuple[Floats, Floats]], how: Resampling) -> pa.Table:
    """Each state with each pole; `leanings` are the tie and likeness of each draw."""
    ties = window.ties
    n, k = ties.shape.n, len(poles)
    names = np.array(window.states, dtype=object)
    columns: dict[str, Any] = {
        "period": np.full(n * k, np.datetime64(window.start)),
        "state": np.repeat(names, k),
        "pole": np.tile(names[poles], n),
        "events": np.nan_to_num(ties.with_each(ties.events, poles)).ravel().astype(np.int64),
        "tie": tie(ties, poles).ravel(),
        "likeness": likeness(ties, poles).ravel(),
    }
    told = ties.with_each(window.counted, poles).ravel() >= 2, np.repeat(ties.of_states(window.counted), k) >= 2
    for which, name in enumerate(("tie", "likeness")):
        drawn = [leaning[which].ravel() for leaning in leanings]
        with_interval(columns, name, drawn, how, told[which] & ~np.isnan(columns[name]))
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
