"""How do two sides act towards each other, period by period?

In: acts of the pair and the ledger's coverage, as `store.acts` and `store.coverage` give them. Out: a `Series`, one row a period.
Left out: who else there is (`network`), what was vowed (`vows`).
"""

from __future__ import annotations

import datetime as dt
import functools
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final, Literal

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from .columns import days_of, floats_of, listed, stories_of_cells, story_numbers, with_interval
from .levels import higher, level
from .periods import By, Days
from .resampling import Floats, Numbers, Resampling, resampled, totals
from .showing import Shown

Score = Literal["plover", "goldstein"]
Split = Literal["level", "issue", "third", "type", "direction", "outlet"]
SCORE_COLUMN: Final = {"plover": "score", "goldstein": "goldstein"}
MEASURES: Final = ("events", "score_sum", "score_mean", "share_verbal", "reciprocity")  # those with an interval
QUADS: Final = ("verbal_cooperation", "material_cooperation", "verbal_conflict", "material_conflict")


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Acts that are in no period: their date is known too roughly for it, or lies outside the window."""

    rough: int
    outside: int


@dataclass(frozen=True, slots=True)
class Series(Shown):
    """A dyad over time.

    Attributes:
        table: oldest first; with a split, one row for each period and `group`. Columns:

            period: its first day.
            articles: in the ledger, published in the period (with split ``outlet`` by outlets of that country).
            stories, events: acts, each once; a symmetric act is one. Null in a period without articles, 0 in one with some.
            verbal_cooperation, material_cooperation, verbal_conflict, material_conflict: events by PLOVER quadrant.
            a_to_b, b_to_a: events by direction; a symmetric one counts in both.
            score_sum, score_mean, a_to_b_mean, b_to_a_mean: of the scores, each -10 (conflict) to 10 (cooperation); events without
                a value on the scale are in no sum and no mean. Sources: PLOVER manual 2.0; Goldstein 1992, A conflict-cooperation
                scale for WEIS events data, Journal of Conflict Resolution 36:369-385.
            share_verbal: (quadrants 1 + 3) / all four, in [0, 1].
            reciprocity: 2 min(a_to_b, b_to_a) / (a_to_b + b_to_a), in [0, 1]; 1 where both act as often. Source: Squartini,
                Picciolo, Ruzzenenti & Garlaschelli 2013, Reciprocity of weighted networks, Scientific Reports 3:2729.
            …_low, …_high: interval from resampling stories; null where fewer than two stories tell of the period.
        acts: the acts counted, with their `period` and, with a split, `group`.
        left_out: acts that could not be placed.
    """

    one: str
    other: str
    by: By
    score: Score
    split: Split | None
    table: pa.Table
    acts: pa.Table
    left_out: LeftOut


def series(
    acts: pa.Table,
    coverage: pa.Table,
    *,
    one: str = "a",
    other: str = "b",
    by: By = By.MONTH,
    score: Score = "plover",
    split: Split | None = None,
    since: dt.date | None = None,
    until: dt.date | None = None,
    resampling: Resampling | None = None,
) -> Series:
    """The dyad by period, from `since` to `until` or else from the first to the last day that the ledger has articles of.

    Args:
        acts: from `store.acts`; with `roles` for the split ``level``, `thirds` for ``third``, `by_outlet_country` for ``outlet``.
        coverage: from `store.coverage`; with `by_outlet_country` for the split ``outlet``.
        score: which scale; the two are never mixed.
        split: ``level`` of the actors (of a symmetric act the higher one, else the doer's), ``issue`` (PLOVER contexts; an act may
            have several, and is then in several groups, or none), ``third`` (states spoken of beside the two), ``type``, ``direction``,
            or ``outlet``: how outlets of each country tell the same dyad.
    """
    first, last = covered_window(coverage, since, until)
    placed, left_out = place(acts, by=by, first=first, last=last)
    placed = _grouped(placed, split)
    groups = sorted({*listed(placed["group"].unique())} | (_countries(coverage) if split == "outlet" else set())) if split else [""]
    periods = _periods(by, first, last)
    articles = _articles(coverage, by, periods, groups if split == "outlet" else None)
    at = pc.index_in(placed["group"], value_set=pa.array(groups, pa.string())).to_numpy().astype(np.int64)
    number = by.number(days_of(placed["day"])) - (periods[0] if len(periods) else 0)
    cells = at * len(periods) + number
    n_cells = len(groups) * len(periods)
    values = _values(placed, SCORE_COLUMN[score])
    stories = story_numbers(placed["story"])
    how = resampling or Resampling()
    measured = _measure(totals(cells, values, n_cells=n_cells)) if n_cells else _measure(np.zeros((len(values), 0)))
    n_stories = stories_of_cells(cells, stories, n_cells=n_cells)
    draws = [_measure(drawn) for drawn in resampled(cells, values, stories, n_cells=n_cells, how=how)]
    columns: dict[str, Any] = {
        "period": np.tile(_starts(by, periods, first), len(groups)),
        "group": np.repeat(np.array(groups, dtype=object), len(periods)),
        "articles": articles if split == "outlet" else np.tile(articles, len(groups)),
        "stories": n_stories,
    }
    for name, value in measured.items():
        columns[name] = value
        if name in MEASURES and how.n:
            with_interval(columns, name, [draw[name] for draw in draws], how, n_stories >= 2)
    unknown = (columns["articles"] == 0) & (measured["events"] == 0)
    table = pa.table({name: _column(name, value, unknown) for name, value in columns.items()})
    table = table.sort_by([("period", "ascending"), ("group", "ascending")]) if split else table.drop_columns("group")
    return Series(one, other, by, score, split, table, placed if split else placed.drop_columns("group"), left_out)


def place(acts: pa.Table, *, by: By, first: dt.date | None, last: dt.date | None) -> tuple[pa.Table, LeftOut]:
    """The acts whose period is known and in the window, with a column `period`, and how many were left out and why.

    An act without a date of its own has its article's day. Where it is told as past, that day is not when it happened.
    """
    precision, date, status = acts["date_precision"], acts["date"], acts["status"]
    exact = pc.or_(pc.is_null(precision), pc.is_in(precision, value_set=pa.array(sorted(by.placeable)))).to_numpy()
    exact &= ~pc.and_(pc.equal(status, pa.scalar("past")), pc.is_null(date)).to_numpy()
    days = days_of(acts["day"])
    inside = np.zeros(len(days), dtype=bool)
    if first is not None and last is not None:
        # Whole periods: the first article of a month may well tell of the days before it.
        ends, at = np.array([first, last], dtype="M8[D]"), days
        low, high, at = (*ends, at) if by is By.ALL else (*by.number(ends), by.number(at))
        inside = (at >= low) & (at <= high)
    kept = acts if (exact & inside).all() else acts.filter(pa.array(exact & inside))
    starts = _starts(by, by.number(days_of(kept["day"])), first)
    return kept.append_column("period", pa.array(starts)), LeftOut(int((~exact).sum()), int((exact & ~inside).sum()))


def covered_window(coverage: pa.Table, since: dt.date | None, until: dt.date | None) -> tuple[dt.date | None, dt.date | None]:
    """The days asked for, or else the first and the last that the ledger has articles of; None where it has none."""
    days: list[dt.date] = listed(coverage["day"])
    return since or min(days, default=None), until or max(days, default=None)


def _periods(by: By, first: dt.date | None, last: dt.date | None) -> Numbers:
    if first is None or last is None or last < first:
        return np.array([], dtype=np.int64)
    start, end = by.number(np.array([first, last], dtype="M8[D]"))
    return np.arange(start, end + 1)


def _starts(by: By, numbers: Numbers, first: dt.date | None) -> Days:
    return np.full(len(numbers), np.datetime64(first), dtype="M8[D]") if by is By.ALL and first else by.start(numbers)


def _countries(coverage: pa.Table) -> set[str]:
    return {name or "unknown" for name in listed(coverage["outlet_country"])}


def _articles(coverage: pa.Table, by: By, periods: Numbers, countries: Sequence[str] | None) -> Numbers:
    """Articles of each period, or of each country and period in that order."""
    number = by.number(days_of(coverage["day"])) - (periods[0] if len(periods) else 0)
    inside = (number >= 0) & (number < len(periods))
    at = np.zeros(len(number), dtype=np.int64)
    if countries is not None:
        at = np.array([countries.index(name or "unknown") for name in listed(coverage["outlet_country"])], dtype=np.int64)
    n = len(periods) * (1 if countries is None else len(countries))
    counts = coverage["articles"].to_numpy()
    return np.bincount((at * len(periods) + number)[inside], weights=counts[inside], minlength=n).astype(np.int64)


def _grouped(acts: pa.Table, split: Split | None) -> pa.Table:
    """The acts with a column `group`; an act of several groups has a row in each, one of none a row in ``none``."""
    match split:
        case None:
            groups: Any = np.full(acts.num_rows, "", dtype=object)
        case "issue" | "third":
            return _in_each(acts, acts["contexts" if split == "issue" else "thirds"].combine_chunks())
        case "level":
            groups = [_level(*row) for row in zip(*(listed(acts[name]) for name in _LEVEL), strict=True)]
        case "outlet":
            groups = [name or "unknown" for name in listed(acts["outlet_country"])]
        case _:
            groups = listed(acts[split])
    return acts.append_column("group", pa.array(groups, pa.string()))


def _in_each(acts: pa.Table, names: Any) -> pa.Table:
    """The acts, a row for each of their names, which are lists."""
    without = np.flatnonzero(pc.equal(pc.list_value_length(names), pa.scalar(0)).to_numpy(zero_copy_only=False))
    rows = np.concatenate([pc.list_parent_indices(names).to_numpy(), without])
    groups = pa.concat_arrays([pc.list_flatten(names), pa.array(["none"] * len(without), pa.string())])
    order = np.argsort(rows, kind="stable")
    return acts.take(pa.array(rows[order])).append_column("group", groups.take(pa.array(order)))


_LEVEL: Final = ("direction", *(f"{side}_{what}" for side in ("source", "target") for what in ("kind", "sector", "role")))


@functools.cache
def _level(direction: str, *parts: str | None) -> str:
    source, target = level(*parts[:3]), level(*parts[3:])
    return higher(source, target) if direction == "both" else source


def _values(acts: pa.Table, score_column: str) -> list[Numbers]:
    """What each act adds: 1; to each quadrant; a to b; b to a; then, of its score, whether it has one and which, in all and each way."""
    quad = acts["quad"].to_numpy()
    forward, backward = (pc.not_equal(acts["direction"], pa.scalar(other_way)).to_numpy() for other_way in ("ba", "ab"))
    score = floats_of(acts[score_column])
    has, score = ~np.isnan(score), np.nan_to_num(score)
    each_way = [part for way in (np.ones(len(quad), bool), forward, backward) for part in (has & way, score * way)]
    return [np.ones(len(quad)), *(quad == n for n in (1, 2, 3, 4)), forward, backward, *each_way]


def _measure(total: Floats) -> dict[str, Floats]:
    events, *quads, a_to_b, b_to_a, n, s, n_ab, s_ab, n_ba, s_ba = total
    with np.errstate(divide="ignore", invalid="ignore"):
        return {
            "events": events,
            **dict(zip(QUADS, quads, strict=True)),
            "a_to_b": a_to_b,
            "b_to_a": b_to_a,
            "score_sum": s,
            "score_mean": s / n,
            "a_to_b_mean": s_ab / n_ab,
            "b_to_a_mean": s_ba / n_ba,
            "share_verbal": (quads[0] + quads[2]) / events,
            "reciprocity": 2 * np.minimum(a_to_b, b_to_a) / (a_to_b + b_to_a),
        }


def _column(name: str, value: Numbers, unknown: Numbers) -> pa.Array[Any]:
    """Whole numbers as such; what cannot be known as null, except the period's own name and its articles."""
    if name in ("period", "group", "articles"):
        return pa.array(value)
    if name in ("stories", "events", "a_to_b", "b_to_a", *QUADS):
        return pa.array(value.astype(np.int64), mask=unknown)
    return pa.array(value, mask=unknown | np.isnan(value))
