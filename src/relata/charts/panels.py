"""How are values with their intervals drawn? Over time as bars in bands, beside each other as dots on lines or as fields of colour.

In: plain rows, for those beside each other with a `label`. Out: parts of charts, without a title. Left out: which rows, in which order.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

import altair as alt

from .look import Look
from .rows import inline

# What a chart says of its intervals.
BANDS: Final = "Bands: 95 % intervals from drawing stories again; none where fewer than two stories tell."
LINES: Final = BANDS.replace("Bands", "Lines")
ROW: Final = 19  # pixels a row
LETTER: Final = 6.2  # pixels a letter of a label


def label_width(labels: Sequence[str], look: Look) -> int:
    """Pixels that the longest label needs; at most two fifths of the picture, beyond which it is cut."""
    return int(min(look.width * 0.4, 14 + LETTER * max(map(len, labels), default=0)))


def bands(rows: Sequence[Mapping[str, Any]], name: str, time: alt.X, *, title: Any, scale: alt.Scale, axis: alt.Axis, look: Look) -> Any:
    """Layers of a measure over time: for each period a bar at its value, in a band for its interval where it has one."""
    drawn = alt.Chart(inline([row for row in rows if row[name] is not None]))
    y = {part: alt.Y(f"{name}{part}:Q", title=title, axis=axis, scale=scale) for part in ("", "_low")}
    band = drawn.transform_filter(f"isValid(datum.{name}_low)").mark_rect(opacity=0.3, color=look.colours.cooperation)
    bar = drawn.mark_rule(strokeWidth=3, color=look.colours.cooperation)
    return [band.encode(x=time, x2="end:T", y=y["_low"], y2=f"{name}_high:Q"), bar.encode(x=time, x2="end:T", y=y[""])]


def dots(
    rows: Sequence[Mapping[str, Any]],
    name: str,
    *,
    x_title: str,
    labels: Sequence[str],
    look: Look,
    domain: tuple[float, float] | None = None,
    colour: alt.Color | None = None,
) -> Any:
    """One row a label: a dot for a value, a line for its interval, nothing where it is unknown. `colour` tells dots of one row apart."""
    margin = label_width(labels, look)
    scale = alt.Scale(domain=list(domain)) if domain else alt.Scale(nice=True)
    y = alt.Y(
        "label:N", sort=list(labels), title=None, axis=alt.Axis(labelLimit=margin, minExtent=margin, grid=True, ticks=False, domain=False)
    )
    axis = alt.Axis(grid=True, tickCount=4 if look.narrow else 8, title=_cut(x_title, look))
    x = alt.X(f"{name}:Q", scale=scale, axis=axis)
    base = alt.Chart(inline([row for row in rows if row[name] is not None]))
    tint: Any = colour if colour is not None else alt.value(look.colours.cooperation)
    offset: dict[str, Any] = {"yOffset": alt.YOffset(colour.shorthand)} if colour is not None else {}
    lines = base.transform_filter(f"isValid(datum.{name}_low)").mark_rule(strokeWidth=2.5, opacity=0.6)
    layers: list[Any] = [
        lines.encode(x=alt.X(f"{name}_low:Q", scale=scale, axis=axis), x2=f"{name}_high:Q", y=y, color=tint, **offset),
        base.mark_point(filled=True, size=55, opacity=1).encode(x=x, y=y, color=tint, **offset),
    ]
    if domain and domain[0] < 0 < domain[1]:
        layers.insert(0, alt.Chart(inline([{}])).mark_rule(color=look.colours.faint).encode(x=alt.datum(0)))
    step: Any = alt.Step(ROW if colour is None else ROW + 9, **{"for": "position"})
    return alt.layer(*layers).properties(width=look.plot(margin), height=step)


def heat(
    rows: Sequence[Mapping[str, Any]], name: str, time: alt.X, *, title: str, labels: Sequence[str], largest: float, look: Look
) -> Any:
    """One row a label over time, coloured from conflict to cooperation; blank where nothing is known."""
    margin = label_width(labels, look)
    y = alt.Y("label:N", sort=list(labels), title=None, axis=alt.Axis(labelLimit=margin, minExtent=margin, ticks=False, domain=False))
    field = alt.Chart(inline([row for row in rows if row[name] is not None]))
    colour = alt.Color(f"{name}:Q", scale=look.diverging(largest), legend=_bar(title, look))
    drawn = field.mark_rect(stroke=look.colours.paper).encode(x=time, x2="end:T", y=y, color=colour)
    return drawn.properties(width=look.plot(margin), height=alt.Step(ROW))


def _bar(title: str, look: Look) -> alt.Legend:
    """A legend of colours in between, as a bar with its title over it."""
    return alt.Legend(title=_cut(title, look), gradientLength=min(220, look.width - 60), gradientThickness=10)


def _cut(title: str, look: Look) -> str:
    """On a phone, only the first part of a title, up to the comma."""
    return title.split(",")[0] if look.narrow else title
