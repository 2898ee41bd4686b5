"""Who deals with whom, how warmly, and where does each state stand?

In: ties and coverage, as `store.ties` and `store.coverage` give them. Out: a `Network`: a table of ties and one of states, by period.
Left out: the whole (`system`).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import networkx as nx
import numpy as np
import pyarrow as pa
from threadpoolctl import threadpool_limits

from .balance import again, blocs
from .centrality import betweenness, constraint, crossing, eigenvector, shares
from .columns import schema_of, table_of, with_ends, with_interval
from .dyads import Score
from .periods import By
from .resampling import Floats, Numbers, Resampling
from .showing import Shown
from .ties import Ties
from .windows import Window, windows


@dataclass(frozen=True, slots=True)
class Network(Shown):
    """Signed, weighted networks of states, one for each period.

    Attributes:
        ties: one row for each two states and period, oldest first, the busiest pair first. `period`, `a`, `b`, `stories`, `events`,
            `score_sum` (the signed weight), `score_mean` (-10 to 10), `cooperation` and `conflict` (sums of the scores above and below 0,
            both as positive), `against`: true where the tie runs against the blocs (friendly across, or hostile within).
        states: one row for each state and period. `events`, `share` of all interaction, `cooperation`, `conflict`, `eigenvector` (over
            events), `betweenness` and `constraint` (over cooperation: brokers have much of the one and little of the other),
            `crossing` (how evenly its cooperation goes to both blocs), `bloc` (1: that of the state with the most weight, 2: the other,
            null: no path of ties leads there), `bloc_support` (share of the draws of stories, of those in which a path of ties leads
            there, that put the state with that bloc again, in [0, 1]; null without a bloc or draws, and where fewer than two stories tell
            of the state). See `centrality` and `balance` for formulas, ranges and sources.
        …_low, …_high: interval from resampling stories, the blocs held as found; null where fewer than two stories tell of it.
    """

    by: By
    score: Score
    ties: pa.Table
    states: pa.Table

    def graph(self, period: dt.date) -> nx.Graph:
        """One period as a networkx graph: states with the columns of `states`, ties with those of `ties`."""
        graph: nx.Graph = nx.Graph(period=period)
        for row in self.states.to_pylist():
            if row.pop("period") == period:
                graph.add_node(row.pop("state"), **row)
        for row in self.ties.to_pylist():
            if row.pop("period") == period:
                graph.add_edge(row.pop("a"), row.pop("b"), **row)
        return graph


def network(
    ties: pa.Table,
    coverage: pa.Table,
    *,
    by: By = By.ALL,
    score: Score = "plover",
    since: dt.date | None = None,
    until: dt.date | None = None,
    min_events: int = 1,
    resampling: Resampling | None = None,
) -> Network:
    """The network of each period in which any two states acted; see `windows.windows` for the choice of periods and states."""
    found = windows(ties, coverage, by=by, score=score, since=since, until=until, min_events=min_events)
    return network_of(found, by=by, score=score, how=resampling or Resampling())


def network_of(found: Iterable[Window], *, by: By, score: Score, how: Resampling) -> Network:
    """The network of each of these windows."""
    pairs, states = [_NO_TIES], [_NO_STATES]
    with threadpool_limits(1):  # for matrices of a few hundred states threads cost more than they give
        for window in found:
            tie_rows, state_rows = _measure(window, how)
            pairs.append(tie_rows)
            states.append(state_rows)
    return Network(by, score, pa.concat_tables(pairs), pa.concat_tables(states))


def _measure(window: Window, how: Resampling) -> tuple[pa.Table, pa.Table]:
    found = blocs(window.ties.matrix(window.ties.net), seed=how.seed)
    a, b = window.ties.shape.pairs.T
    per_tie, per_state = _of_ties(window.ties), _of_states(window.ties, found.side)
    draws, stays = [], []
    for drawn in (one for several in window.drawn(how) for one in several.each()):
        draws.append((_of_ties(drawn), _of_states(drawn, found.side)))
        stays.append(again(drawn.matrix(drawn.net), found.side))
    stories_of = np.bincount(np.concatenate([a, b]), weights=np.tile(window.counted, 2), minlength=len(window.states))
    names = np.array(window.states, dtype=object)
    start = np.datetime64(window.start)
    ties: dict[str, Any] = {"period": np.full(len(a), start), "a": names[a], "b": names[b], "stories": window.counted, **per_tie}
    ties["against"] = per_tie["score_sum"] * found.signs[a] * found.signs[b] < 0
    states: dict[str, Any] = {"period": np.full(len(names), start), "state": names, **per_state}
    states["bloc"] = [{1: 1, -1: 2}.get(int(side)) for side in found.side]
    states["bloc_support"] = _support(stays, stories_of)
    for name in ("events", "score_sum", "score_mean"):
        with_interval(ties, name, [tie[name] for tie, _ in draws], how, window.counted >= 2)
    for name in _WITH_INTERVAL:
        with_interval(states, name, [state[name] for _, state in draws], how, stories_of >= 2)
    order = np.lexsort((ties["b"], ties["a"], -per_tie["events"]))
    by_share = np.lexsort((names, -per_state["events"]))
    return table_of(ties, _NO_TIES.schema).take(order), table_of(states, _NO_STATES.schema).take(by_share)


def _support(stays: list[Floats], stories: Numbers) -> Floats:
    """Share of draws in which each state stays, NaN where there is nothing to tell it by."""
    told = np.array(stays).reshape(len(stays), len(stories))
    known = ~np.isnan(told)
    with np.errstate(invalid="ignore"):
        share: Floats = np.nansum(told, axis=0) / known.sum(axis=0)
    share[stories < 2] = np.nan
    return share


def _of_ties(ties: Ties) -> dict[str, Floats]:
    figures = {name: getattr(ties, name) for name in ("events", "cooperation", "conflict")}
    return {**figures, "score_sum": ties.net, "score_mean": ties.mean}


def _of_states(ties: Ties, side: Numbers) -> dict[str, Floats]:
    events, cooperation, conflict = (ties.of_states(values) for values in (ties.events, ties.cooperation, ties.conflict))
    friendly = ties.matrix(ties.cooperation)
    return {
        "events": events,
        "share": shares(events),
        "cooperation": cooperation,
        "conflict": conflict,
        "eigenvector": eigenvector(ties.matrix(ties.events)),
        "betweenness": betweenness(friendly),
        "constraint": constraint(friendly),
        "crossing": crossing(friendly, side),
    }


_WITH_INTERVAL = ("share", "eigenvector", "betweenness", "constraint", "crossing")


_NO_TIES = schema_of(
    {
        "period": pa.date32(),
        "a": pa.string(),
        "b": pa.string(),
        "stories": pa.int64(),
        "events": pa.int64(),
        "events_low": pa.float64(),
        "events_high": pa.float64(),
        **with_ends("score_sum", "score_mean"),
        "cooperation": pa.float64(),
        "conflict": pa.float64(),
        "against": pa.bool_(),
    }
).empty_table()
_NO_STATES = schema_of(
    {
        "period": pa.date32(),
        "state": pa.string(),
        "bloc": pa.int64(),
        "bloc_support": pa.float64(),
        "events": pa.int64(),
        "cooperation": pa.float64(),
        "conflict": pa.float64(),
        **with_ends(*_WITH_INTERVAL),
    }
).empty_table()
