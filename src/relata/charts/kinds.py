"""Which chart shows which result?

In: a result of `relations` and a kind. Out: its chart. Left out: marks and colours (`dyads`, `networks`, `systems`).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    import altair as alt

    from .look import Look

# What each kind shows, by the name of the result's class; the first is the one drawn unless another is asked for.
KINDS: Final[dict[str, dict[str, str]]] = {
    "Series": {
        "series": "a measure over time with its interval, and change points",
        "quadrants": "acts by kind, cooperation up and conflict down",
        "direction": "acts each way",
        "groups": "a series with a split: each group",
    },
    "Vows": {"deeds": "vows by what became of them, and deeds"},
    "Network": {
        "network": "who deals with whom, in blocs",
        "blocs": "the mean score of each two states, ordered by bloc",
        "centrality": "one measure of each state with its interval",
        "map": "the ties of one state on a map",
    },
    "System": {
        "poles": "the effective number of poles and the share of the largest",
        "shape": "polarization, balance and frustration",
        "alignment": "each state with each pole",
    },
}


def kinds_of(result: object) -> list[str]:
    """The kinds of chart for a result, the usual one first; empty where there is none."""
    kinds = list(KINDS.get(type(result).__name__, {}))
    if type(result).__name__ == "Series":
        split = getattr(result, "split", None)
        return ["groups"] if split is not None else [kind for kind in kinds if kind != "groups"]
    return kinds


def chart(result: Any, kind: str | None = None, *, look: Look | None = None, **options: Any) -> alt.TopLevelMixin:
    """A result of `relata.relations` as an Altair chart, to be shown, changed or saved.

    Args:
        kind: see `KINDS`; the usual one of the result without it.
        options: what the chart of that kind takes: ``measure``, ``changes`` and ``claims`` of a series, ``names`` of vows, ``period`` and
            ``measure`` of a network, ``state`` of a map, ``measure`` of an alignment.

    Raises ValueError where the result has no such chart.
    """
    known = kinds_of(result)
    if not known:
        drawable = ", ".join(KINDS)
        raise ValueError(f"{type(result).__name__} has no chart of its own; {drawable} have. Changes and Claims are drawn on their Series")
    kind = kind or known[0]
    if kind not in known:
        raise ValueError(f"chart {kind!r} is not known for this {type(result).__name__}; expected one of {', '.join(known)}")
    made: alt.TopLevelMixin = _makers()[kind](result, look=look, **options)
    return made


def _makers() -> dict[str, Callable[..., Any]]:
    from . import dyads, networks, systems

    return {
        "series": dyads.series_chart,
        "quadrants": dyads.quadrants_chart,
        "direction": dyads.direction_chart,
        "groups": dyads.groups_chart,
        "deeds": dyads.deeds_chart,
        "network": networks.network_chart,
        "blocs": networks.blocs_chart,
        "centrality": networks.centrality_chart,
        "map": networks.map_chart,
        "poles": systems.poles_chart,
        "shape": systems.shape_chart,
        "alignment": systems.alignment_chart,
    }
