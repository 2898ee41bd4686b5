"""What was foretold or claimed of a relation or of the order of states, and how did the measure that bears on it move?

In: claims as `store.claims` gives them, and a table of a measure by period. Out: each claim with the measure before and after it.
Left out: whether the claim was right. A topic says which measure bears on the words, not what the speaker meant.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import pyarrow as pa

from .columns import days_of, floats_of, schema_of
from .showing import Shown

# Words of the order of states, and the column of `System.table` that bears on them.
ORDER_TOPICS: Final = {
    "poles": r"\b(multi|uni|bi)-?polar|\bpolarity\b|\bpoles of power\b|\b(world|international|global) order\b",
    "largest_share": r"\bhegemon|\bsuperpower|\bsole power\b",
    "polarization": r"\bbloc(s|k of states)?\b|\bcold war\b|\bpolari[sz]|\bdivided world\b|\bconfrontation between camps\b",
}
# Words of a relation; what was said must also speak of the two sides.
RELATION_TOPICS: Final = {
    "relation": r"\brelations(hips?)?\b|\brelationship\b|\bties\b|\bpartnership|\balliance|\bfriendship|\brapprochement|\bnormali[sz]"
}


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
    starts = days_of(measured["period"])
    rows: list[dict[str, Any]] = []
    for claim in claims.to_pylist():
        column = columns[claim["topic"]]
        values = floats_of(measured[column])
        at = int(np.searchsorted(starts, np.datetime64(claim["day"]), side="right"))
        rows.append({"measure": column, "before": _mean(values[max(0, at - periods) : at]), "after": _mean(values[at : at + periods])})
    added = pa.Table.from_pylist(rows, schema=schema_of({"measure": pa.string(), "before": pa.float64(), "after": pa.float64()}))
    for name in added.column_names:
        claims = claims.append_column(name, added[name])
    return Claims(periods, claims)


def _mean(values: np.ndarray) -> float | None:
    known = values[~np.isnan(values)]
    return float(known.mean()) if len(known) else None
