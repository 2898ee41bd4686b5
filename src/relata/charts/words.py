"""What does a chart show, in words? For those who do not see it, and for those who look at the page before the picture.

In: a result and the kind of its chart. Out: two or three sentences. Left out: what it means.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pyarrow.compute as pc

from relata.relations import Network, Series, System, Vows

from .atlas import Names
from .kinds import KINDS
from .rows import WORDS, counted


def describe(result: Any, kind: str, names: Names | None = None) -> str:
    """The chart of this kind in words: what is drawn, and its highest, lowest and latest values."""
    names = names or Names()
    match result:
        case Series():
            return _series(result, kind, names)
        case Vows():
            n = {name: pc.sum(result.series[name]).as_py() or 0 for name in ("vows", "followed", "contrary_first", "nothing_seen", "open")}
            return (
                f"Stacked bars by {WORDS[result.by]}: of {counted(n['vows'], 'vow')}, {n['followed']} followed by a deed, "
                f"{n['contrary_first']} by its contrary, {n['nothing_seen']} by nothing, {n['open']} still open. Below: material acts."
            )
        case Network():
            return _network(result, kind, names)
        case System():
            return _system(result, kind, names)
    raise ValueError(f"{type(result).__name__} has no chart; expected one of {', '.join(KINDS)}")


def _series(series: Series, kind: str, names: Names) -> str:
    pair = f"{names.side(series.one)} and {names.side(series.other)}"
    rows = series.table.to_pylist()
    acts = sum(row["events"] or 0 for row in rows)
    if kind == "groups":
        groups: dict[str, int] = {}
        for row in rows:
            groups[row["group"]] = groups.get(row["group"], 0) + (row["events"] or 0)
        most = sorted(groups, key=lambda name: (-groups[name], name))[:5]
        return f"Mean score by {series.split} between {pair}. Most acts: {', '.join(f'{name} {groups[name]:,}' for name in most)}."
    if kind == "quadrants":
        quads = ("verbal_cooperation", "material_cooperation", "verbal_conflict", "material_conflict")
        parts = [f"{sum(row[name] or 0 for row in rows):,} of {name.replace('_', ' ')}" for name in quads]
        return f"Stacked bars of acts between {pair} by {WORDS[series.by]}: {', '.join(parts)}."
    if kind == "direction":
        there, back = (sum(row[name] or 0 for row in rows) for name in ("a_to_b", "b_to_a"))
        one, other = names.side(series.one), names.side(series.other)
        return f"Bars by {WORDS[series.by]}: {counted(there, 'act')} of {one} towards {other}, {back:,} of {other} towards {one}."
    return f"Mean score of {counted(acts, 'act')} between {pair} by {WORDS[series.by]}. {_course(rows, 'score_mean', 1)}"


def _network(network: Network, kind: str, names: Names) -> str:
    every: list[Any] = network.states["period"].to_pylist()
    latest = max(every, default=None)
    states = [row for row in network.states.to_pylist() if row["period"] == latest]
    ties = [row for row in network.ties.to_pylist() if row["period"] == latest]
    if not ties:
        return "No two states acted in this time."
    busiest = ", ".join(f"{names.state(row['state'])} ({row['events']:,})" for row in states[:5])
    if kind == "blocs":
        blocs = [", ".join(names.state(row["state"]) for row in states if row["bloc"] == n)[:300] or "nobody" for n in (1, 2)]
        return f"Matrix of mean scores, ordered by bloc. One bloc: {blocs[0]}. The other: {blocs[1]}."
    pairs = ", ".join(f"{names.state(row['a'])} and {names.state(row['b'])} ({row['events']:,})" for row in ties[:3])
    return f"{counted(len(states), 'state')}; most acts: {busiest}. Busiest pairs: {pairs}."


def _system(system: System, kind: str, names: Names) -> str:
    rows = system.table.to_pylist()
    if not rows:
        return "No two states acted in this time."
    if kind == "alignment":
        poles = dict.fromkeys(row["pole"] for row in system.alignment.to_pylist() if row["period"] == rows[-1]["period"])
        return (
            f"How each state stands with the busiest ones, from -1 to 1. Those of the latest period: {', '.join(map(names.state, poles))}."
        )
    if kind == "shape":
        shape = ("polarization", "balance", "frustration")
        return f"By {WORDS[system.by]}. " + " ".join(f"{name.capitalize()}: {_course(rows, name, 2)}" for name in shape)
    course = _course(rows, "poles", 1)
    largest = names.state(rows[-1]["largest"])
    return f"As many equal states would be as concentrated, by {WORDS[system.by]}. {course} Largest in the latest period: {largest}."


def _course(rows: Sequence[Mapping[str, Any]], name: str, digits: int) -> str:
    known = [row for row in rows if row[name] is not None]
    if not known:
        return "Nothing is known of it."
    low, high = (pick(known, key=lambda row: row[name]) for pick in (min, max))
    told = [
        f"{word} {row[name]:.{digits}f} ({row['period'].isoformat()})"
        for word, row in (("lowest", low), ("highest", high), ("latest", known[-1]))
    ]
    return f"{', '.join(told).capitalize()}."
