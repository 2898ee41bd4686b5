"""When did a relation change, and which acts make the change?

In: a `Series`. Out: change points with the acts behind them. Left out: why.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import Final, Literal

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from ruptures import KernelCPD

from .columns import floats_of, listed, schema_of, story_numbers
from .dyads import SCORE_COLUMN, Series
from .resampling import Floats, Resampling, resampled
from .showing import Shown

MIN_PERIODS: Final = 3  # a shorter stretch is an outlier, not a level
N_ACTS: Final = 5

Measure = Literal["score_sum", "score_mean", "events"]


@dataclass(frozen=True, slots=True)
class Changes(Shown):
    """Breaks in the level of a series.

    Attributes:
        measure: the series' column that breaks.
        table: oldest first. `period`: the first of the new level. `before`, `after`: mean of the measure on the old and the new
            level, in its unit. `difference`: after - before. `support`: share of story resamples that break within one period of it, in
            [0, 1]. `acts`: ids of the acts of the new level that lie furthest its way, at most five; they are taken from the
            period of the break, and from the later ones only where that has too few.
    """

    measure: Measure
    table: pa.Table


def changes(series: Series, *, measure: Measure = "score_sum", resampling: Resampling | None = None) -> Changes:
    """Where the mean of the series shifts, by least squares with a penalty for each break.

    Minimises the sum over stretches of the squared deviations from their means, plus 2 s² ln n for each break (Schwarz's criterion,
    Yao 1988, Estimating the number of change-points via Schwarz' criterion, Statistics & Probability Letters 6:181-189), found exactly
    by PELT (Killick, Fearnhead & Eckley 2012, Optimal detection of changepoints with a linear computational cost, JASA
    107:1590-1598) as in ruptures (Truong, Oudre & Vayatis 2020, Selective review of offline change point detection methods, Signal
    Processing 167:107299). s is taken from the differences of neighbours, so that the breaks themselves hardly raise it (Rice 1984,
    Bandwidth choice for nonparametric regression, Annals of Statistics 12:1215-1230). Periods in which the measure is null are left out; a
    stretch has three periods or more. Needs a series without a split.
    """
    if series.split is not None:
        raise ValueError(f"change points need a series without a split, this one is split by {series.split}")
    every = floats_of(series.table[measure])
    seen = np.flatnonzero(~np.isnan(every))
    values = every[seen]
    starts = [start for start, value in zip(listed(series.table["period"]), every, strict=True) if not np.isnan(value)]
    breaks = _breaks(values)
    bounds = [0, *breaks, len(values)]
    means = [float(values[i:j].mean()) for i, j in pairwise(bounds)] if len(values) else []
    support = _support(series, measure, seen, breaks, resampling or Resampling())
    rows = []
    for n, at in enumerate(breaks):
        difference = means[n + 1] - means[n]
        until = bounds[n + 2]
        days = starts[at:until]
        rows.append(
            {
                "period": days[0],
                "before": means[n],
                "after": means[n + 1],
                "difference": difference,
                "support": support[n],
                "acts": _makers(series, days, measure, difference),
            }
        )
    return Changes(measure, pa.Table.from_pylist(rows, schema=_SCHEMA))


_SCHEMA: Final = schema_of(
    {
        "period": pa.date32(),
        **dict.fromkeys(("before", "after", "difference", "support"), pa.float64()),
        "acts": pa.list_(pa.string()),
    }
)


def _breaks(values: Floats) -> list[int]:
    if len(values) < 2 * MIN_PERIODS:
        return []
    sigma = float(np.diff(values).std()) / np.sqrt(2)  # two neighbours differ by the noise of both
    if sigma == 0.0:
        return []
    found = KernelCPD(kernel="linear", min_size=MIN_PERIODS).fit(values.reshape(-1, 1)).predict(pen=2 * sigma**2 * np.log(len(values)))
    return [int(at) for at in found[:-1]]


def _support(series: Series, measure: Measure, seen: np.ndarray, breaks: list[int], how: Resampling) -> list[float | None]:
    """How often each break is found again; None where nothing is drawn."""
    if not how.n or not breaks:
        return [None] * len(breaks)
    index = {start: n for n, start in enumerate(listed(series.table["period"]))}
    cells = np.array([index[start] for start in listed(series.acts["period"])])
    score = floats_of(series.acts[SCORE_COLUMN[series.score]])
    values = [np.ones(len(cells)), ~np.isnan(score), np.nan_to_num(score)]
    hits = np.zeros(len(breaks))
    for events, n, total in resampled(cells, values, story_numbers(series.acts["story"]), n_cells=len(index), how=how):
        drawn = {"events": events, "score_sum": total, "score_mean": total / np.maximum(n, 1)}[measure]
        again = np.array(_breaks(drawn[seen]))
        hits += [bool(len(again)) and bool((np.abs(again - at) <= 1).any()) for at in breaks]
    return [float(hit) for hit in hits / how.n]


def _makers(series: Series, days: list[object], measure: Measure, difference: float) -> list[str]:
    """Acts from the break on, those of the first period first, then the furthest on the scale in the direction of the change."""
    acts = series.acts.filter(pc.is_in(series.acts["period"], value_set=pa.array(days, pa.date32())))
    sign = 1.0 if measure == "events" or difference > 0 else -1.0
    towards = sign * floats_of(acts[SCORE_COLUMN[series.score]])  # NaN where it has none
    told = towards > 0 if measure != "events" else ~np.isnan(towards)
    acts, towards = acts.filter(pa.array(told)), towards[told]
    later = pc.not_equal(acts["period"], pa.scalar(days[0], pa.date32()))
    ranked = pa.table({"later": later, "towards": -towards, "day": acts["day"], "id": acts["id"]})
    first = pc.sort_indices(ranked, [(name, "ascending") for name in ranked.column_names])[:N_ACTS]
    return listed(ranked["id"].take(first))
