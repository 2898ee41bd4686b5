"""What was foretold or claimed of a relation or of the order of states, and how did the measure that bears on it move?

In: claims as `store.claims` gives them, and a table of a measure by period. Out: each claim with the measure before and after it.
Left out: whether the claim was right. A topic says which measure bears on the words, not what the speaker meant.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from .columns import days_of, floats_of, listed, schema_of, table_of
from .resampling import Floats, Numbers
from .showing import Shown


@dataclass(frozen=True, slots=True)
class Claims(Shown):
    """Claims beside a measure.

    Attributes:
        periods: how many periods before and after are averaged.
        table: the claims, oldest first, with `measure` (its name), `before` (its mean over the last `periods` periods up to and with the
            claim's own) and `after` (over the next ones), in the measure's unit; null where it is not known in any of them.
    """

    periods: int
    table: pa.Table


def beside(claims: pa.Table, measured: pa.Table, columns: dict[str, str], *, periods: int = 6) -> Claims:
    """Each claim with the measure that bears on it, before and after.

    Args:
        measured: one row for each `period`, oldest first, as `Series.table` or `System.table`.
        columns: topic to the column of `measured` that bears on it.
    """
    if periods < 1:
        raise ValueError(f"periods {periods}: at least one must stand on each side of a claim")
    at = np.searchsorted(days_of(measured["period"]), days_of(claims["day"]), side="right")
    names = [columns[topic] for topic in listed(claims["topic"])]
    before, after = np.full((2, claims.num_rows), np.nan)
    for column in set(names):
        these = np.flatnonzero([name == column for name in names])
        values, here = floats_of(measured[column]), at[these]
        before[these] = _means(values, np.maximum(here - periods, 0), here)
        after[these] = _means(values, here, np.minimum(here + periods, len(values)))
    schema = schema_of({"measure": pa.string(), "before": pa.float64(), "after": pa.float64()})
    added = table_of({"measure": names, "before": before, "after": after}, schema)
    for name in added.column_names:
        claims = claims.append_column(name, added[name])
    return Claims(periods, claims)


def _means(values: Floats, starts: Numbers, ends: Numbers) -> Floats:
    """The mean of the known values from each start up to its end; NaN where none is known."""
    known = ~np.isnan(values)
    n, total = (np.concatenate([[0.0], np.cumsum(part)]) for part in (known, np.nan_to_num(values)))
    with np.errstate(invalid="ignore"):
        return np.asarray((total[ends] - total[starts]) / (n[ends] - n[starts]))
