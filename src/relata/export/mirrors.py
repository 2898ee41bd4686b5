"""Which rows does a symmetric event give? One for each direction, the second with the sides exchanged.

In: batches of events. Out: the same with a column ``mirror`` and the further rows, each behind its own. Left out: formats that list
both sides in one record (PLOVER).
"""

from __future__ import annotations

import pyarrow as pa
import pyarrow.compute as pc

from .cameo import TURNED


def both_ways(events: pa.Table, *, visits: bool = False) -> pa.Table:
    """Symmetric events with a target, once in each direction.

    Args:
        visits: also CAMEO's visits, which ICEWS and GDELT code once for the guest (042) and once for the host (043).
    """
    twice = events["symmetric"]
    if visits:
        twice = pc.or_(twice, pc.is_in(events["cameo"], pa.array(list(TURNED))))
    # The words of the target, since an event may have one that is not resolved.
    turned = events.filter(pc.and_(twice, pc.is_valid(events["target_text"])))
    swapped = turned.rename_columns([_other(name) for name in turned.column_names]).select(events.column_names)
    if visits:
        codes = pa.array([TURNED.get(str(code), code) for code in swapped["cameo"].to_pylist()], pa.string())
        swapped = swapped.set_column(swapped.column_names.index("cameo"), "cameo", codes)
    parts = [
        part.append_column("mirror", pa.array([mirror] * part.num_rows, pa.bool_())) for part, mirror in ((events, False), (swapped, True))
    ]
    return pa.concat_tables(parts).sort_by([("key", "ascending"), ("mirror", "ascending")])


def _other(name: str) -> str:
    side, _, rest = name.partition("_")
    return {"source": "target_", "target": "source_"}[side] + rest if side in ("source", "target") else name
