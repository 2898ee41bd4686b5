"""Did deeds follow words? Vows between two sides, and the material acts that came after them.

In: acts with what was planned among them, and the last day that the ledger covers. Out: a ledger of vows, and a series of words and
deeds. Left out: whether the deed was done because of the vow; only that it came after it is known.
"""

from __future__ import annotations

import datetime as dt
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, Literal

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from .columns import listed, schema_of, stories_of_cells, story_numbers, table_of, with_ends, with_interval
from .periods import By
from .resampling import Resampling, resampled, totals
from .showing import Shown

Outcome = Literal["followed", "contrary", "nothing seen", "open"]
MATERIAL_COOPERATION: Final = 2
MATERIAL_CONFLICT: Final = 4
TO_MEET: Final = "036"  # CAMEO: express intent to meet or negotiate


@dataclass(frozen=True, slots=True)
class Vows(Shown):
    """What was vowed, and what came of it.

    Attributes:
        horizon: days after a vow in which a deed counts as following it.
        ledger: one row a vow, oldest first. `id`, `day` (when it was vowed), `due` (the day that a planned act names, else null),
            `direction`, `type`, `status`, `cameo`, `outcome`, `deed` and `deed_day` (the first act that follows it), `contrary` and
            `contrary_day` (the first material conflict by the same side), both null where there is none.
        series: one row a period: `vows` made in it; `followed`, `contrary_first`, `nothing_seen`, `open` of these; `share_followed` =
            followed / (vows - open), in [0, 1], with an interval over stories; `deeds` and `hostile_deeds`: acts of material
            cooperation and of material conflict done in the period, whatever was vowed.
    """

    by: By
    horizon: int
    ledger: pa.Table
    series: pa.Table


def vows(
    acts: pa.Table, *, covered_until: dt.date | None, by: By = By.MONTH, horizon: int = 180, resampling: Resampling | None = None
) -> Vows:
    """Vows are acts of type AGREE, and acts of any type that are planned. Deeds are material acts.

    What follows a vow, later than its day and by the side that vowed (either side, where both did):
      * a planned act: an act of the same type that did happen;
      * AGREE: material cooperation (quadrant 2); to meet or negotiate (CAMEO 036): a CONSULT.
    The outcome is ``followed`` where such an act comes first within the horizon, ``contrary`` where material conflict (quadrant 4) comes
    first and is not itself what was planned, ``nothing seen`` where neither comes and the ledger covers the horizon, else ``open``.

    Source: what PLOVER's AGREE promises against its material quadrants; the horizon is Relata's own, and a choice to be stated.

    Args:
        acts: oldest first, from `store.acts` with statuses ``actual``, ``past`` and ``planned``.
        covered_until: the last day that the ledger has articles of.
    """
    if horizon < 1:
        raise ValueError(f"horizon {horizon}: a deed needs at least one day to follow")
    asked = acts.select(_ASKED)
    asked = asked.filter(pc.or_(pc.not_equal(asked["status"], pa.scalar("past")), pc.is_valid(asked["date"])))
    rows = asked.to_pylist()
    done = [row for row in rows if row["status"] != "planned"]
    vowed = [row for row in rows if row["status"] == "planned" or row["type"] == "AGREE"]
    deeds = _Deeds(done)
    entries = sorted((_entry(row, deeds, covered_until, horizon) for row in vowed), key=lambda entry: (entry["day"], entry["id"]))
    ledger = pa.Table.from_pylist(entries, schema=_LEDGER)
    return Vows(by, horizon, ledger.drop_columns("story"), _series(ledger, done, by, resampling or Resampling()))


_ASKED: Final = ["id", "story", "day", "date", "published", "direction", "type", "quad", "cameo", "status"]
_LEDGER: Final = schema_of(
    {
        "id": pa.string(),
        "story": pa.string(),
        "day": pa.date32(),
        "due": pa.date32(),
        **dict.fromkeys(("direction", "type", "status", "cameo", "outcome", "deed"), pa.string()),
        "deed_day": pa.date32(),
        "contrary": pa.string(),
        "contrary_day": pa.date32(),
    }
)


def _entry(vow: Mapping[str, Any], deeds: _Deeds, covered_until: dt.date | None, horizon: int) -> dict[str, Any]:
    planned = vow["status"] == "planned"
    # A planned act has the day it is planned for; it was vowed when it was written of.
    day: dt.date = (vow["published"] or vow["day"]) if planned else vow["day"]
    end = day + dt.timedelta(days=horizon)
    planned_type = vow["type"] if planned and vow["type"] != "AGREE" else None
    deed = deeds.first(planned_type or ("CONSULT" if vow["cameo"] == TO_MEET else MATERIAL_COOPERATION), vow["direction"], day, end)
    contrary = deeds.first(MATERIAL_CONFLICT, vow["direction"], day, end, but=planned_type)
    outcome: Outcome
    if deed is not None and (contrary is None or deed["day"] <= contrary["day"]):
        outcome = "followed"
    elif contrary is not None:
        outcome = "contrary"
    else:
        outcome = "nothing seen" if covered_until is not None and covered_until >= end else "open"
    return {
        **{name: vow[name] for name in ("id", "story", "direction", "type", "status", "cameo")},
        "day": day,
        "due": vow["date"] if planned and vow["date"] is not None and vow["date"] > day else None,
        "outcome": outcome,
        "deed": deed and deed["id"],
        "deed_day": deed and deed["day"],
        "contrary": contrary and contrary["id"],
        "contrary_day": contrary and contrary["day"],
    }


class _Deeds:
    """Acts that were done, by type and by quadrant, and by the side that a vow of one of them binds; each list oldest first."""

    def __init__(self, done: Iterable[Mapping[str, Any]]) -> None:
        self._acts: dict[tuple[str | int, str], list[Mapping[str, Any]]] = defaultdict(list)
        for act in done:
            for side in ("ab", "ba", "both") if act["direction"] == "both" else (act["direction"], "both"):
                for kind in (act["type"], act["quad"]):
                    self._acts[kind, side].append(act)

    def first(self, kind: str | int, side: str, day: dt.date, end: dt.date, *, but: str | None = None) -> Mapping[str, Any] | None:
        """The first act of the kind after `day` and up to `end`, of a type other than `but`."""
        acts = self._acts.get((kind, side), [])
        for at in range(bisect_right(acts, day, key=lambda act: act["day"]), len(acts)):
            if acts[at]["day"] > end:
                return None
            if acts[at]["type"] != but:
                return acts[at]
        return None


def _series(ledger: pa.Table, done: Sequence[Mapping[str, Any]], by: By, how: Resampling) -> pa.Table:
    days = np.array([*listed(ledger["day"]), *(act["day"] for act in done)], dtype="M8[D]")
    if not len(days):
        return _SERIES.empty_table()
    numbers = by.number(days)
    first, n_cells = int(numbers.min()), int(numbers.max() - numbers.min()) + 1
    vow_at, act_at = np.split(numbers - first, [ledger.num_rows])
    outcome = np.array(listed(ledger["outcome"]), dtype=object)
    quad = np.array([act["quad"] for act in done], dtype=np.int64)
    kinds = [outcome == name for name in ("followed", "contrary", "nothing seen", "open")]
    made, followed, contrary, nothing, open_ = totals(vow_at, [np.ones(len(outcome)), *kinds], n_cells=n_cells)
    deeds, hostile = totals(act_at, [quad == MATERIAL_COOPERATION, quad == MATERIAL_CONFLICT], n_cells=n_cells)
    columns: dict[str, Any] = {
        "period": by.start(np.arange(first, first + n_cells)) if by is not By.ALL else [days.min()],
        **{"vows": made, "followed": followed, "contrary_first": contrary, "nothing_seen": nothing, "open": open_},
        **{"deeds": deeds, "hostile_deeds": hostile, "share_followed": _share(followed, made - open_)},
    }
    stories = story_numbers(ledger["story"])
    draws = resampled(vow_at, [outcome == "followed", outcome != "open"], stories, n_cells=n_cells, how=how)
    several = stories_of_cells(vow_at, stories, n_cells=n_cells) >= 2
    with_interval(columns, "share_followed", [_share(kept, settled) for kept, settled in draws], how, several)
    return table_of(columns, _SERIES)


_SERIES: Final = schema_of(
    {
        "period": pa.date32(),
        **dict.fromkeys(("vows", "followed", "contrary_first", "nothing_seen", "open", "deeds", "hostile_deeds"), pa.int64()),
        **with_ends("share_followed"),
    }
)


def _share(part: np.ndarray, whole: np.ndarray) -> np.ndarray:
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.asarray(part / whole)
