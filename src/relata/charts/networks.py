"""How is a network of states drawn?

In: a `Network`. Out: charts of one period: who deals with whom, blocs as a matrix, how central each state is, a map of one state's ties.
Left out: which states make which bloc (`relations`).
"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Any, Final

import altair as alt

from relata.relations import By, Network

from .atlas import Point, outlines, point_of
from .look import Look, finished
from .panels import LETTER, LINES, dots, label_width
from .rows import counted, inline

MAX_STATES: Final = 24  # as many as can be read round a circle
MAX_STATES_NARROW: Final = 14
LABEL_GAP: Final = 6.0  # degrees of latitude that two labels on the map keep between them
ROUND: Final = 230  # pixels from the middle of the circle to a state
BLOCS: Final = {1: "bloc of the busiest state", 2: "other bloc", None: "in neither"}
CENTRALITY: Final = {
    "share": "share of all interaction, 0 to 0.5",
    "eigenvector": "eigenvector centrality, 0 to 1",
    "betweenness": "betweenness, 0 to 1",
    "constraint": "constraint",
    "crossing": "crossing, 0 to 0.5",
}

Row = Mapping[str, Any]


def network_chart(network: Network, *, period: dt.date | None = None, look: Look | None = None) -> alt.TopLevelMixin:
    """States on a circle, one bloc to the left, the other to the right; a tie is as wide as its acts, blue or, where hostile, dashed red.

    At most 24 states, those with most acts (14 on a phone). `period` is the first day of one period; the latest without it.
    """
    look = look or Look()
    c = look.colours
    period, states, ties, notes = _chosen(network, period, look)
    at = _circle(states)
    out = 1.18 if look.narrow else 1.1  # where labels stand, in radii
    nodes = [
        {
            "state": row["state"], "name": row["state"] if look.narrow else look.names.state(row["state"]),
            "x": x, "y": y, "events": row["events"], "bloc": BLOCS[row["bloc"]],
            "lx": out * x, "ly": out * y, "side": "right" if x < -0.05 else "left" if x > 0.05 else "center",
        }
        for row in states for x, y in (at[row["state"]],)
    ]  # fmt: skip
    lines = []
    for row in sorted(ties, key=lambda row: (row["events"], row["a"], row["b"])):
        (x, y), (x2, y2) = at[row["a"]], at[row["b"]]
        tone = "hostile on balance" if row["score_sum"] < 0 else "friendly on balance"
        lines.append({"a": row["a"], "b": row["b"], "x": x, "y": y, "x2": x2, "y2": y2, "events": row["events"], "tone": tone})
    width = look.width - 16
    height = width * 0.9 if look.narrow else 2.3 * ROUND
    reach = 1.3 if look.narrow else 1.15
    axes = {"x": alt.Scale(domain=[-reach * width / height, reach * width / height]), "y": alt.Scale(domain=[-reach, reach])}
    tones = ["friendly on balance", "hostile on balance"]
    legend = alt.Legend(title=None, columns=1 if look.narrow else 3)
    blocs = alt.Legend(title=None, columns=1 if look.narrow else 3, orient="bottom")  # two beside each other run into one another
    edges = (
        alt.Chart(inline(lines))
        .mark_rule(opacity=0.65)
        .encode(
            x=alt.X("x:Q", scale=axes["x"], axis=None), y=alt.Y("y:Q", scale=axes["y"], axis=None), x2="x2:Q", y2="y2:Q",
            strokeWidth=alt.StrokeWidth("events:Q", scale=alt.Scale(range=[0.8, 9], domainMin=0), legend=None),
            color=alt.Color("tone:N", scale=alt.Scale(domain=tones, range=[c.cooperation, c.conflict]), legend=legend),
            strokeDash=alt.StrokeDash("tone:N", scale=alt.Scale(domain=tones, range=[[1, 0], [5, 3]]), legend=legend),
        )
    )  # fmt: skip
    drawn = alt.Chart(inline(nodes))
    shapes = list(BLOCS.values())
    points = drawn.mark_point(filled=True, opacity=1, stroke=c.paper, strokeWidth=1, color=c.ink).encode(
        x="x:Q", y="y:Q", size=alt.Size("events:Q", scale=alt.Scale(range=[60, 500], domainMin=0), legend=None),
        shape=alt.Shape("bloc:N", scale=alt.Scale(domain=shapes, range=["circle", "square", "triangle-up"]), legend=blocs),
    )  # fmt: skip
    texts = [
        drawn.transform_filter(f"datum.side == '{side}'").mark_text(align=side, color=c.ink).encode(x="lx:Q", y="ly:Q", text="name:N")
        for side in ("left", "right", "center")
    ]
    chart = alt.layer(edges, points, *texts).properties(width=width, height=height).resolve_legend(shape="independent")
    if look.narrow:
        notes.append("; ".join(f"{row['state']} {look.names.state(row['state'])}" for row in states) + ".")
    notes.append("Lines are as wide as their acts. Blue lines: more cooperation than conflict; dashed: more conflict.")
    return finished(chart, look, title=f"Who deals with whom{_when(network, period)}", notes=notes)


def blocs_chart(network: Network, *, period: dt.date | None = None, look: Look | None = None) -> alt.TopLevelMixin:
    """Mean score of each pair as a matrix, states ordered by bloc, then by their acts; blank where no act has a score."""
    look = look or Look()
    c = look.colours
    period, states, ties, notes = _chosen(network, period, look)
    name = look.names.state
    order = [name(row["state"]) for row in sorted(states, key=lambda row: (row["bloc"] or 3, -row["events"], row["state"]))]
    bloc = {name(row["state"]): row["bloc"] for row in states}
    cells = [
        {"a": name(a), "b": name(b), "score": row["score_mean"], "against": row["against"]}
        for row in ties if row["score_mean"] is not None for a, b in ((row["a"], row["b"]), (row["b"], row["a"]))
    ]  # fmt: skip
    margin = label_width(order, look)
    step = max(12, min(24, (look.width - margin - 30) // max(1, len(order))))
    axis = alt.Axis(labelLimit=margin, ticks=False, domain=False, labelOverlap=False, minExtent=0, labelFontSize=min(11, step - 2))
    x = alt.X("a:N", sort=order, title=None, axis=alt.Axis(**axis.to_dict(), orient="top", labelAngle=-90), scale=alt.Scale(domain=order))
    y = alt.Y("b:N", sort=order, title=None, axis=axis, scale=alt.Scale(domain=order))
    legend = alt.Legend(title="mean score, −10 to 10", gradientLength=180, gradientThickness=10)
    base = alt.Chart(inline(cells)).encode(x=x, y=y)
    layers: list[Any] = [
        base.mark_rect().encode(color=alt.Color("score:Q", scale=look.diverging(10), legend=legend)),
        base.transform_filter("datum.against").mark_point(shape="diamond", size=step * 2, color=c.ink, strokeWidth=1.5),
    ]
    # A line where one bloc ends and the next begins.
    edges = [{"a": last, "b": last} for last, after in pairwise(order) if bloc[last] != bloc[after]]
    ends = alt.Chart(inline(edges))
    layers += [
        ends.mark_rule(color=c.ink, strokeWidth=1.2).encode(
            x=alt.X("a:N", sort=order, bandPosition=1), y=alt.value(0), y2=alt.value(step * len(order))
        ),
        ends.mark_rule(color=c.ink, strokeWidth=1.2).encode(
            y=alt.Y("b:N", sort=order, bandPosition=1), x=alt.value(0), x2=alt.value(step * len(order))
        ),
    ]
    chart = alt.layer(*layers).properties(width=step * len(order), height=step * len(order))
    notes.append("Lines part the blocs: that of the busiest state, the other, states in neither.")
    notes.append("Diamonds: ties that run against the blocs. Blank: no act with a score.")
    look = replace(look, width=max(280, step * len(order) + margin))
    return finished(chart, look, title=f"Blocs{_when(network, period)}: mean score of each two states", notes=notes)


def centrality_chart(
    network: Network, *, measure: str = "share", period: dt.date | None = None, look: Look | None = None
) -> alt.TopLevelMixin:
    """One measure of each state with its interval. Raises ValueError for an unknown measure."""
    if measure not in CENTRALITY:
        raise ValueError(f"measure {measure!r} is not known; expected one of {', '.join(CENTRALITY)}")
    look = look or Look()
    period, states, _, notes = _chosen(network, period, look)
    rows = [{**row, "label": look.names.state(row["state"]), "period": None} for row in states]
    rows.sort(key=lambda row: (row[measure] is None, -(row[measure] or 0), row["label"]))
    chart = dots(rows, measure, x_title=CENTRALITY[measure], labels=[row["label"] for row in rows], look=look)
    notes.append(LINES)
    return finished(chart, look, title=f"{CENTRALITY[measure].split(',')[0].capitalize()}{_when(network, period)}", notes=notes)


def map_chart(network: Network, state: str, *, period: dt.date | None = None, look: Look | None = None) -> alt.TopLevelMixin:
    """The ties of one state on a map: a circle at each other state's capital, as large as their acts, coloured by their mean score.

    States without a known place are named in a note. Raises ValueError for a state that has no tie in the period.
    """
    look = look or Look()
    c = look.colours
    period = _period(network, period)
    found = [row for row in network.ties.to_pylist() if row["period"] == period and state in (row["a"], row["b"])]
    if not found:
        raise ValueError(f"{look.names.state(state)} ({state}) has no tie in this network")
    here = point_of(state)
    marks, nowhere = [], []
    for row in found:  # busiest first, so that small circles lie over large ones
        other = row["b"] if row["a"] == state else row["a"]
        if (at := point_of(other)) is None:
            nowhere.append(other)
        else:
            place_of = {"lon": at[0], "lat": at[1]}
            marks.append({"state": other, "name": look.names.state(other), **place_of, "events": row["events"], "score": row["score_mean"]})
    own_name = look.names.state(state)
    labelled = _spaced(
        [(mark["name"], (mark["lon"], mark["lat"])) for mark in marks],
        [(own_name, here)] if here else [],
        most=8 if look.narrow else 24,
        letter=LETTER * 360 / look.width,
    )
    land = alt.NamedData(name="outlines", format=alt.TopoDataFormat(type="topojson", feature="countries"))
    layers: list[Any] = [alt.Chart(land).mark_geoshape(fill=c.land, stroke=c.paper, strokeWidth=0.5)]
    drawn = alt.Chart(inline(marks))
    place = {"longitude": "lon:Q", "latitude": "lat:Q"}
    tint = alt.Color(
        "score:Q", scale=look.diverging(10),
        legend=alt.Legend(title="mean score, −10 to 10", gradientLength=160, gradientThickness=10, orient="bottom"),
    )  # fmt: skip
    if here:
        ends = [{**mark, "lon0": here[0], "lat0": here[1]} for mark in marks]
        layers.append(
            alt.Chart(inline(ends)).mark_rule(opacity=0.55, strokeWidth=1.2)
            .encode(longitude="lon0:Q", latitude="lat0:Q", longitude2="lon:Q", latitude2="lat:Q", color=tint)
        )  # fmt: skip
    told = [
        alt.Tooltip("name:N", title="with"),
        alt.Tooltip("events:Q", title="acts"),
        alt.Tooltip("score:Q", title="mean score", format=".1f"),
    ]
    size = alt.Size(
        "events:Q", scale=alt.Scale(range=[30, 450], domainMin=0), legend=alt.Legend(title="acts", orient="bottom", tickCount=3)
    )
    layers.append(drawn.mark_circle(opacity=0.95, stroke=c.ink, strokeWidth=0.7).encode(**place, size=size, color=tint, tooltip=told))
    if here:
        own = alt.Chart(inline([{"lon": here[0], "lat": here[1], "name": own_name}]))
        layers.append(own.mark_point(shape="diamond", filled=True, size=120, color=c.ink, stroke=c.paper, opacity=1).encode(**place))
        layers.append(own.mark_text(dy=-12, fontWeight="bold", color=c.ink).encode(**place, text="name:N"))
    named = alt.Chart(inline([mark for mark in marks if mark["name"] in labelled]))
    layers.append(named.mark_text(dy=-12, color=c.ink).encode(**place, text="name:N"))
    chart = alt.layer(*layers).project("equalEarth").properties(width=look.width - 16, height=int((look.width - 16) * 0.5))
    acts = sum(row["events"] for row in found)
    notes = [f"{counted(acts, 'act')} between {look.names.state(state)} and {counted(len(found), 'state')}."]
    notes.append("Circles stand at capitals and are as large as their acts.")
    if here is None:
        notes.append(f"{look.names.state(state)} itself has no known place on the map.")
    if nowhere:
        notes.append(f"Not on the map, since no place of theirs is known: {', '.join(map(look.names.state, nowhere))}.")
    notes.append("Outlines: Natural Earth; they and the names take no side in any dispute.")
    made: Any = finished(chart, look, title=f"{look.names.state(state)} and the others{_when(network, period)}", notes=notes)
    made.datasets = {"outlines": outlines()}  # once and by name: altair checks what it is given, which takes a second here
    drawn_map: alt.TopLevelMixin = made
    return drawn_map


def _period(network: Network, period: dt.date | None) -> dt.date:
    """The period asked for, or else the latest."""
    known: list[Any] = network.states["period"].unique().to_pylist()
    if not known:
        raise ValueError("there is nothing to draw: no two states acted in this time")
    if period is not None and period not in known:
        raise ValueError(f"no period of this network begins on {period}; it has {', '.join(map(str, sorted(known)))}")
    latest: dt.date = period or max(known)
    return latest


def _chosen(network: Network, period: dt.date | None, look: Look) -> tuple[dt.date, list[Row], list[Row], list[str]]:
    """One period's busiest states, the ties between them, and a note that says how many there are."""
    period = _period(network, period)
    states: list[Row] = [row for row in network.states.to_pylist() if row["period"] == period]
    ties: list[Row] = [row for row in network.ties.to_pylist() if row["period"] == period]
    shown = states[: MAX_STATES_NARROW if look.narrow else MAX_STATES]
    names = {row["state"] for row in shown}
    note = f"{counted(sum(row['events'] for row in ties), 'act')} between {counted(len(states), 'state')}."
    if len(states) > len(shown):
        note += f" Drawn: the {len(shown)} states with most acts."
    return period, shown, [row for row in ties if row["a"] in names and row["b"] in names], [note]


def _circle(states: Sequence[Row]) -> dict[str, Point]:
    """Places on a circle of radius 1: bloc 1 down the left side, the other down the right, those in neither along the bottom."""
    sides: dict[int | None, list[str]] = {1: [], 2: [], None: []}
    for row in states:
        sides[row["bloc"]].append(row["state"])
    n = max(1, len(states))
    gap = 0.35 if sides[1] and sides[2] else 0.0  # radians left free between the sides
    order = [*reversed(sides[1]), *sides[2], *sides[None]]
    bounds = {1: 0, 2: len(sides[1]), None: len(sides[1]) + len(sides[2])}
    step = (2 * math.pi - 3 * gap) / n
    start = math.pi / 2 + (len(sides[1]) - 0.5) * step + gap / 2
    extra = {
        name: gap * sum(bool(sides[key]) and at >= bounds[key] and bounds[key] > 0 for key in (2, None)) for at, name in enumerate(order)
    }
    angles = {name: start - at * step - extra[name] for at, name in enumerate(order)}
    return {name: (round(math.cos(angle), 4), round(math.sin(angle), 4)) for name, angle in angles.items()}


def _spaced(places: Sequence[tuple[str, Point]], taken: Sequence[tuple[str, Point]], *, most: int, letter: float) -> set[str]:
    """Those of the names that do not run into one that comes before; `letter` is one letter's width in degrees."""
    used, kept = list(taken), set[str]()
    for name, (x, y) in places:
        if len(kept) < most and all(
            abs(x - x2) > letter * (len(name) + len(other) + 2) / 2 or abs(y - y2) > LABEL_GAP for other, (x2, y2) in used
        ):
            used.append((name, (x, y)))
            kept.add(name)
    return kept


def _when(network: Network, period: dt.date) -> str:
    if network.by is By.ALL:
        return ""
    return f", {period.year}" if network.by is By.YEAR else f", {network.by.value} from {period.isoformat()}"
