"""How do tables of measures become the rows of a chart?

In: Arrow tables by period. Out: plain rows, as a chart's specification holds them, and axes of time. Left out: marks and colours.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any, Final

import altair as alt
import pyarrow as pa

from relata.relations import By

from .look import Look

WORDS: Final = {
    By.DAY: "day", By.WEEK: "week (from Monday)", By.MONTH: "month", By.QUARTER: "quarter", By.YEAR: "year", By.ALL: "whole time",
}  # fmt: skip


def timed(table: pa.Table, by: By) -> list[dict[str, Any]]:
    """The rows, each with the `start` and the `end` of its period (the first day after it) as ISO days.

    A single period over all time, whose end the rows do not tell, is given the length of a year. Raises ValueError without rows: an empty
    chart would look like one of zeros.
    """
    if not table.num_rows:
        raise ValueError("there is nothing to draw: the ledger has nothing of this time")
    return [
        {**plain(row), "start": row["period"].isoformat(), "end": following(row["period"], by).isoformat()} for row in table.to_pylist()
    ]


def plain(row: Mapping[str, Any]) -> dict[str, Any]:
    """The row with days as ISO text, as JSON takes them."""
    return {name: value.isoformat() if isinstance(value, dt.date) else value for name, value in row.items()}


def following(start: dt.date, by: By) -> dt.date:
    """The first day after the period that begins with `start`."""
    match by:
        case By.DAY | By.WEEK:
            return start + dt.timedelta(days=1 if by is By.DAY else 7)
        case By.MONTH | By.QUARTER:
            months = start.year * 12 + start.month - 1 + (1 if by is By.MONTH else 3)
            return dt.date(months // 12, months % 12 + 1, 1)
    return dt.date(start.year + 1, 1, 1)


def time_axis(rows: Iterable[Mapping[str, Any]], by: By, look: Look, *, shown: bool = True) -> alt.X:
    """The axis of time for rows of `timed`. Days are read as UTC, so that a chart is the same on every machine."""
    ends = [row[end] for row in rows for end in ("start", "end")]
    scale = alt.Scale(type="utc", domain=[min(ends), max(ends)], nice=False)
    years = int(max(ends)[:4]) - int(min(ends)[:4])
    form = "%Y" if by is By.YEAR or years > 4 else "%b %Y" if by in (By.MONTH, By.QUARTER) or years else "%d %b %Y"
    ticks = max(2, min(look.plot() // 80, years if form == "%Y" and years > 1 else 12))
    if by is By.ALL:  # where the whole time begins and ends is in the notes, not in these rows
        return alt.X("start:T", scale=scale, axis=alt.Axis(title=WORDS[by], labels=False, ticks=False) if shown else None)
    axis = alt.Axis(format=form, title=f"by {WORDS[by]}", tickCount=ticks) if shown else None
    return alt.X("start:T", scale=scale, axis=axis)


def inline(rows: Iterable[Mapping[str, Any]]) -> Any:
    """Rows as data that lie in the chart itself. A tuple: Altair would copy a list for every layer, which takes longer than drawing."""
    return alt.Data(values=tuple(rows))


def busiest(rows: Iterable[Mapping[str, Any]], name: str) -> dict[str, int]:
    """The values of the column `name` with their acts, those with most first; without those that have none."""
    acts: Counter[str] = Counter()
    for row in rows:
        acts[row[name]] += row["events"]
    return {value: n for value, n in sorted(acts.items(), key=lambda item: (-item[1], item[0])) if n}


def counted(number: int, noun: str) -> str:
    """The number and its noun: "1 story", "2 stories"."""
    many = noun[:-1] + "ies" if noun.endswith("y") else noun + "s"
    return f"{number:,} {noun if number == 1 else many}"
