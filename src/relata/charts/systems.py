"""How is the shape of the system drawn?

In: a `System`. Out: charts of poles, of how divided and balanced it is, and of who leans where. Left out: numbers (`relations`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

import altair as alt

from relata.relations import System

from .look import Look, finished
from .panels import BANDS, LETTER, LINES, bands, dots, heat
from .rows import WORDS, busiest, counted, time_axis, timed

SHAPE: Final = {
    "polarization": "polarization, 0 to 1",
    "balance": "balanced triads, share 0 to 1",
    "frustration": "frustration, 0 to 0.5",
}
POLES: Final = {"poles": "as among so many, equal states", "largest_share": "share of the largest, 0 to 0.5"}
MAX_ROWS: Final = 24


def poles_chart(system: System, *, look: Look | None = None) -> alt.TopLevelMixin:
    """The effective number of poles, and below it the share of the largest with its name, by period with intervals."""
    look = look or Look()
    notes = [_told(system), BANDS, "Above: as many states of equal weight would be as concentrated; fewer means that more is with a few."]
    return finished(
        _panels(system, POLES, look, names="largest_share"),
        look,
        title=f"How concentrated interaction is, by {WORDS[system.by]}",
        notes=notes,
    )


def shape_chart(system: System, *, look: Look | None = None) -> alt.TopLevelMixin:
    """Polarization, balance and frustration by period with intervals."""
    look = look or Look()
    title = f"How divided, how balanced, by {WORDS[system.by]}"
    return finished(
        _panels(system, SHAPE, look),
        look,
        title=title,
        notes=[_told(system), BANDS, "Nothing is drawn where there is nothing to tell it by."],
    )


def alignment_chart(system: System, *, measure: str = "tie", look: Look | None = None) -> alt.TopLevelMixin:
    """How each state stands with each pole, from -1 to 1: with one period dots with intervals, else a field for each pole of the latest.

    `measure` is ``tie`` (what passes between the two) or ``likeness`` (how alike they treat others). At most 24 states, those with most
    acts with the poles. Raises ValueError for another measure.
    """
    if measure not in ("tie", "likeness"):
        raise ValueError(f"measure {measure!r} is not known; expected tie or likeness")
    look = look or Look()
    every = timed(system.alignment, system.by)
    latest = max((row["start"] for row in every), default=None)
    poles = list(dict.fromkeys(row["pole"] for row in every if row["start"] == latest))
    rows = [row for row in every if row["pole"] in poles]
    order = list(busiest(rows, "state"))
    shown = order[:MAX_ROWS]
    rows = [
        {**row, "label": look.names.state(row["state"]), "pole_name": look.names.state(row["pole"])}
        for row in rows
        if row["state"] in shown
    ]
    labels = [look.names.state(name) for name in shown]
    what = {"tie": "tie with it, −1 to 1", "likeness": "likeness to it, −1 to 1"}[measure]
    notes = [_told(system) + (f" The {MAX_ROWS} states with most acts with these." if len(order) > MAX_ROWS else "")]
    chart: Any
    if len({row["start"] for row in rows}) <= 1 or len(poles) > 3 or look.narrow:
        now = [row for row in rows if row["start"] == latest]
        c = look.colours
        few = poles[:4]
        names = [look.names.state(pole) for pole in few]
        scale = alt.Scale(domain=names, range=[c.cooperation, c.conflict, c.third, c.conflict_light][: len(names)])
        colour = alt.Color("pole_name:N", scale=scale, title="with", legend=alt.Legend(columns=2 if look.narrow else 4))
        chart = dots(
            [row for row in now if row["pole"] in few], measure, x_title=what, labels=labels, domain=(-1.05, 1.05), colour=colour, look=look
        )
        notes.append(LINES)
        if len(poles) > len(few):
            notes.append(f"The {len(few)} largest of the {len(poles)} busiest states.")
    else:
        parts = []
        for pole in poles:
            mine = [row for row in rows if row["pole"] == pole]
            part = heat(mine, measure, time_axis(every, system.by, look), title=what, labels=labels, largest=1, look=look)
            parts.append(part.properties(title=alt.TitleParams(text=f"with {look.names.state(pole)}", anchor="start", fontSize=12)))
        chart = alt.vconcat(*parts, spacing=14)
        notes.append("Blank: no act to tell it by.")
    when = f", {latest[:4]}" if latest and len({row["start"] for row in every}) > 1 and isinstance(chart, alt.LayerChart) else ""
    return finished(chart, look, title=f"Who stands with the busiest states{when}", notes=notes)


def _told(system: System) -> str:
    rows = system.table.to_pylist()
    n = {name: sum(row[name] for row in rows) for name in ("events", "stories", "articles")}
    acts, stories, articles = counted(n["events"], "act"), counted(n["stories"], "story"), counted(n["articles"], "article")
    return f"{acts} between states, told in {stories}, in periods with {articles}."


def _panels(system: System, measures: Mapping[str, str], look: Look, *, names: str | None = None) -> Any:
    """One panel a measure, below each other; `names` writes the largest state beside that measure's values."""
    rows = [{**row, "largest_name": look.names.state(row["largest"])} for row in timed(system.table, system.by)]
    parts = [
        _panel(rows, name, title, system, look, last=name == list(measures)[-1], named=name == names) for name, title in measures.items()
    ]
    return alt.vconcat(*parts, spacing=10)


def _panel(rows: Sequence[Mapping[str, Any]], name: str, title: str, system: System, look: Look, *, last: bool, named: bool) -> Any:
    time = time_axis(rows, system.by, look, shown=last)
    scale = alt.Scale(zero=name != "poles", nice=True)
    layers = bands(rows, name, time, title=title.split(","), scale=scale, axis=alt.Axis(tickCount=4), look=look)
    if named and len(rows) <= look.plot() / (LETTER * max(len(row["largest_name"]) for row in rows)):
        layers.append(layers[-1].mark_text(align="left", dx=3, dy=-8, color=look.colours.ink).encode(text="largest_name:N"))
    return alt.layer(*layers).properties(width=look.plot(), height=120)
