"""How is a dyad drawn over time?

In: a `Series`, `Changes`, `Claims` or `Vows`. Out: charts of a measure with its intervals, of quadrants, of direction, of groups, of words
and deeds. Left out: numbers (`relations`), files (`render`).

A period is drawn from its first day to its last, since its value holds for all of it. Where the ledger has no article of a period the
ground is shaded and nothing is drawn.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any, Final

import altair as alt

from relata.relations import Changes, Claims, Series, Vows

from .atlas import Names
from .look import Look, finished
from .panels import BANDS, LINES, bands, dots, heat
from .rows import WORDS, busiest, counted, inline, time_axis, timed

SCALES: Final = {"plover": "PLOVER score", "goldstein": "Goldstein score"}
MEASURES: Final = {  # column: what its axis says
    "score_mean": "mean {score}, −10 to 10",
    "score_sum": "sum of {score}s",
    "events": "acts",
    "share_verbal": "share verbal, 0 to 1",
    "reciprocity": "reciprocity, 0 to 1",
}
QUADS: Final = {
    "verbal_cooperation": "verbal cooperation",
    "material_cooperation": "material cooperation",
    "verbal_conflict": "verbal conflict",
    "material_conflict": "material conflict",
}
OUTCOMES: Final = {"followed": "followed", "contrary_first": "contrary came first", "nothing_seen": "nothing seen", "open": "still open"}
DEEDS: Final = {"deeds": "material cooperation", "hostile_deeds": "material conflict"}
GROUPS: Final = {
    "level": "level of the actors", "issue": "issue", "third": "third state spoken of", "type": "type of act", "direction": "direction",
    "outlet": "country of outlet",
}  # fmt: skip
LEVELS: Final = {"experts_media": "experts and media", "state": "state, nobody named"}
MAX_MARKS: Final = 30  # more lines than this hide the series
MAX_GROUPS: Final = 20


def series_chart(
    series: Series,
    *,
    measure: str = "score_mean",
    changes: Changes | None = None,
    claims: Claims | None = None,
    look: Look | None = None,
) -> alt.TopLevelMixin:
    """A measure by period with its interval as a band; change points and claims, where given, as numbered lines in their order.

    Raises ValueError for a series with a split (see `groups_chart`) and for an unknown measure.
    """
    _whole(series)
    if measure not in MEASURES:
        raise ValueError(f"measure {measure!r} is not known; expected one of {', '.join(MEASURES)}")
    look = look or Look()
    rows = timed(series.table, series.by)
    axis = time_axis(rows, series.by, look)
    title = MEASURES[measure].format(score=SCALES[series.score])
    # Half an act is none.
    counts = alt.Axis(tickMinStep=1) if measure == "events" else alt.Axis()
    layers: list[Any] = [
        *_void(rows, axis, look),
        alt.Chart(inline([{}])).mark_rule(color=look.colours.faint, strokeWidth=1).encode(y=alt.datum(0)),
        *bands(rows, measure, axis, title=title, scale=alt.Scale(padding=8), axis=counts, look=look),
    ]
    marks = []
    if changes is not None:
        marks += [(row["period"].isoformat(), str(n)) for n, row in enumerate(changes.table.to_pylist(), 1)]
    if claims is not None:
        marks += [(row["day"].isoformat(), str(n)) for n, row in enumerate(claims.table.to_pylist(), 1)][-MAX_MARKS:]
    layers += _event_marks(marks, axis, look)
    notes = [_told(series), f"{BANDS} {_shading(rows)}".strip()]
    if changes is not None and changes.table.num_rows:
        notes.append("Numbered lines: change points, where the level shifts.")
    if claims is not None and claims.table.num_rows:
        newest = f" The newest {MAX_MARKS} are marked." if claims.table.num_rows > MAX_MARKS else ""
        notes.append(f"Numbered lines: days on which something was claimed or foretold of the two.{newest}")
    chart = alt.layer(*layers).properties(width=look.plot(), height=230)
    return finished(chart, look, title=f"{_pair(series, look)}: {title.split(',')[0]} by {WORDS[series.by]}", notes=notes)


def quadrants_chart(series: Series, *, look: Look | None = None) -> alt.TopLevelMixin:
    """Acts by period, stacked by quadrant: cooperation upwards, conflict downwards."""
    _whole(series)
    look = look or Look()
    c = look.colours
    ranges = [c.cooperation_light, c.cooperation, c.conflict_light, c.conflict]
    chart = _butterfly(
        series, QUADS, ranges, down=("verbal_conflict", "material_conflict"), axis="acts: cooperation up, conflict down", look=look
    )
    return finished(
        chart, look, title=f"{_pair(series, look)}: acts by kind", notes=[_told(series), _shading(timed(series.table, series.by))]
    )


def direction_chart(series: Series, *, look: Look | None = None) -> alt.TopLevelMixin:
    """Acts by period and direction: those of the first side upwards, those of the other downwards; a symmetric one in both."""
    _whole(series)
    look = look or Look()
    one, other = look.names.side(series.one), look.names.side(series.other)
    names = {"a_to_b": f"{one} to {other}", "b_to_a": f"{other} to {one}"}
    ranges = [look.colours.third, look.colours.conflict_light]
    chart = _butterfly(series, names, ranges, down=("b_to_a",), axis="acts each way", look=look)
    notes = [
        _told(series),
        f"An act of both, such as a meeting, counts in both directions. {_shading(timed(series.table, series.by))}".strip(),
    ]
    return finished(chart, look, title=f"{_pair(series, look)}: who acts towards whom", notes=notes)


def groups_chart(series: Series, *, look: Look | None = None) -> alt.TopLevelMixin:
    """A series with a split: with one period the mean score of each group with its interval, else mean scores as a field of colour.

    Groups are ordered by their acts, at most 20. Raises ValueError for a series without a split.
    """
    if series.split is None:
        raise ValueError("groups are drawn of a series with a split; ask for one, such as split='level'")
    look = look or Look()
    rows = [row for row in timed(series.table, series.by) if row["events"]]
    if not rows:
        raise ValueError("there is nothing to draw: no act between the two is in the ledger in this time")
    acts = busiest(rows, "group")
    shown = list(acts)[:MAX_GROUPS]
    for row in rows:
        row["label"] = f"{group_name(series, row['group'], look.names)} ({acts[row['group']]:,})"
    rows = [row for row in rows if row["group"] in shown]
    labels = list(dict.fromkeys(row["label"] for row in sorted(rows, key=lambda row: shown.index(row["group"]))))
    score = f"mean {SCALES[series.score]}, −10 (conflict) to 10 (cooperation)"
    told = f"In brackets: acts. {_told(series)}"
    notes = [told + (f" The {MAX_GROUPS} largest of {len(acts)} groups." if len(acts) > MAX_GROUPS else "")]
    chart: Any
    if len({row["start"] for row in rows}) <= 1:
        chart = dots(rows, "score_mean", x_title=score, labels=labels, domain=(-10, 10), look=look)
        notes.append(LINES)
    else:
        chart = heat(rows, "score_mean", time_axis(rows, series.by, look), title=score, labels=labels, largest=10, look=look)
        notes.append("Blank: no act with a score.")
    return finished(chart, look, title=f"{_pair(series, look)}: mean score by {GROUPS[series.split]}", notes=notes)


def deeds_chart(vows: Vows, *, names: tuple[str, str] | None = None, look: Look | None = None) -> alt.TopLevelMixin:
    """Words and deeds: above, vows by what became of them; below, material acts, friendly ones upwards and hostile ones downwards."""
    look = look or Look()
    c = look.colours
    rows = timed(vows.series, vows.by)
    high = time_axis(rows, vows.by, look, shown=False)
    above = _stack(rows, OUTCOMES, [c.cooperation, c.conflict, c.other, c.line], down=(), axis="vows", time=high, look=look, height=130)
    low = time_axis(rows, vows.by, look)
    below = _stack(rows, DEEDS, [c.third, c.conflict_light], down=("hostile_deeds",), axis="deeds", time=low, look=look, height=130)
    chart = alt.vconcat(above, below, spacing=8).resolve_scale(color="independent")
    n = vows.ledger.num_rows
    notes = [
        f"{counted(n, 'vow')}: what was promised or planned. Followed: a deed of that kind came first within {vows.horizon} days; "
        "contrary: material conflict came first; open: the ledger ends before the time is up."
    ]
    told = " and ".join(map(look.names.side, names)) + ": words and deeds" if names else "Words and deeds"
    return finished(chart, look, title=told, notes=notes)


def _whole(series: Series) -> None:
    if series.split is not None:
        raise ValueError(f"this series is split by {series.split}; draw it with groups_chart, or make it without a split")


def _pair(series: Series, look: Look) -> str:
    return f"{look.names.side(series.one)} and {look.names.side(series.other)}"


def group_name(series: Series, group: str, names: Names) -> str:
    """A group of a split in plain words."""
    if series.split == "direction":
        one, other = names.side(series.one), names.side(series.other)
        return {"ab": f"{one} to {other}", "ba": f"{other} to {one}", "both": "both together"}[group]
    if series.split in ("third", "outlet"):
        return names.side(group)
    if series.split == "level":
        return LEVELS.get(group, group)
    return group.replace("_", " ")


def _told(series: Series) -> str:
    rows = series.table.to_pylist()
    stories = len(set(series.acts["story"].to_pylist()))
    acts = len(set(series.acts["id"].to_pylist()))
    articles = sum({(row["period"], row.get("group") if series.split == "outlet" else None): row["articles"] for row in rows}.values())
    return f"{counted(acts, 'act')} told in {counted(stories, 'story')}; the ledger has {counted(articles, 'article')} of this time."


def _shading(rows: Sequence[Mapping[str, Any]]) -> str:
    return "Shaded: no article in the ledger, so nothing is known." if any(not row["articles"] for row in rows) else ""


def _void(rows: Sequence[Mapping[str, Any]], axis: alt.X, look: Look) -> list[Any]:
    empty = [{"start": row["start"], "end": row["end"]} for row in rows if not row["articles"]]
    return [alt.Chart(inline(empty)).mark_rect(color=look.colours.void).encode(x=axis, x2="end:T")] if empty else []


def _event_marks(marks: Sequence[tuple[str, str]], axis: alt.X, look: Look) -> list[Any]:
    if not marks:
        return []
    first: dict[str, str] = {}
    for day, label in marks:  # several on one day share a line
        first[day] = f"{first[day]}, {label}" if day in first else label
    drawn = alt.Chart(inline([{"start": day, "label": label} for day, label in first.items()]))
    return [
        drawn.mark_rule(strokeDash=[4, 3], strokeWidth=1.5, color=look.colours.conflict).encode(x=axis),
        drawn.mark_text(baseline="bottom", dy=-3, fontWeight="bold", color=look.colours.conflict).encode(
            x=axis, y=alt.value(0), text="label:N"
        ),
    ]


def _whole_ticks(values: Sequence[int]) -> list[int]:
    """About five whole numbers from the lowest to the highest value, zero among them: there is no half act."""
    low, high = min(values, default=0), max(values, default=1)
    rough = max(1.0, (high - low) / 5)
    unit = 10 ** math.floor(math.log10(rough))
    step = int(next(unit * n for n in (1, 2, 5, 10) if unit * n >= rough))
    return list(range(-(-low // step) * step, high + 1, step))


def _butterfly(series: Series, names: Mapping[str, str], ranges: Sequence[str], *, down: Sequence[str], axis: str, look: Look) -> Any:
    rows = timed(series.table, series.by)
    return _stack(rows, names, ranges, down=down, axis=axis, time=time_axis(rows, series.by, look), look=look, height=230)


def _stack(
    rows: Sequence[Mapping[str, Any]],
    names: Mapping[str, str],
    ranges: Sequence[str],
    *,
    down: Sequence[str],
    axis: str,
    time: alt.X,
    look: Look,
    height: int,
) -> Any:
    """Counts of each period stacked from zero, those of `down` below it; bars span their period but for a hair."""
    bars = []
    for row in rows:
        top = {True: 0, False: 0}
        for name, label in names.items():
            below = name in down
            if row[name]:
                at, sign = top[below], -1 if below else 1
                top[below] = at + row[name]
                ends = {"from": sign * at, "to": sign * top[below]}
                bars.append({"start": row["start"], "end": row["end"], "kind": label, "n": row[name], **ends})
    colour = alt.Color(
        "kind:N", scale=alt.Scale(domain=list(names.values()), range=list(ranges)), title=None,
        legend=alt.Legend(columns=1 if look.narrow else 4, symbolType="square"),
    )  # fmt: skip
    number = alt.Axis(
        labelExpr="format(abs(datum.value), ',')", values=_whole_ticks([end for bar in bars for end in (bar["from"], bar["to"])])
    )
    drawn = alt.Chart(inline(bars)).mark_rect(stroke=look.colours.paper, strokeWidth=0.5)
    bar = drawn.encode(x=time, x2="end:T", y=alt.Y("from:Q", title=axis, axis=number), y2="to:Q", color=colour)
    zero = alt.Chart(inline([{}])).mark_rule(color=look.colours.faint, strokeWidth=1).encode(y=alt.YDatum(0, title=axis, axis=number))
    void = _void(rows, time, look) if rows and "articles" in rows[0] else []
    return alt.layer(*void, bar, zero).properties(width=look.plot(), height=height)
