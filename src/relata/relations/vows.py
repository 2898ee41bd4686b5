"""Did deeds follow words? Vows between two sides, and the material acts that came after them.

In: acts with what was planned among them, and the last day that the ledger covers. Out: a ledger of vows, and a series of words and
deeds. Left out: whether the deed was done because of the vow; only that it came after it is known.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import repeat
from typing import Any, Final, Literal

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from .columns import days_of, listed, schema_of, stories_of_cells, story_numbers, table_of, with_ends, with_interval
from .periods import By, Days
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
    planned = pc.equal(asked["status"], pa.scalar("planned"))
    done = asked.filter(pc.invert(planned))
    vowed = asked.filter(pc.or_(planned, pc.equal(asked["type"], pa.scalar("AGREE"))))
    ledger = _ledger(vowed, done, covered_until, horizon)
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


def _ledger(vowed: pa.Table, done: pa.Table, covered_until: dt.date | None, horizon: int) -> pa.Table:
    planned = pc.equal(vowed["status"], pa.scalar("planned"))
    # A planned act has the day it is planned for; it was vowed when it was written of.
    made = pc.if_else(planned, pc.coalesce(vowed["published"], vowed["day"]), vowed["day"])
    start = days_of(made)
    end = start + np.timedelta64(horizon, "D")
    same, wanted = [], []  # the type of an act that was planned, and what would follow the vow
    for type_, is_planned, cameo in zip(*(listed(column) for column in (vowed["type"], planned, vowed["cameo"])), strict=True):
        same.append(type_ if is_planned and type_ != "AGREE" else None)
        wanted.append(same[-1] or ("CONSULT" if cameo == TO_MEET else MATERIAL_COOPERATION))
    deeds, sides = _Deeds(done), listed(vowed["direction"])
    deed = deeds.first(zip(wanted, sides, repeat(None)), start, end)
    contrary = deeds.first(zip(repeat(MATERIAL_CONFLICT), sides, same), start, end)
    deed_day, contrary_day = (done["day"].take(at) for at in (deed, contrary))
    outcomes: list[Outcome] = []
    for last, came, against in zip(end.tolist(), listed(deed_day), listed(contrary_day), strict=True):
        if came is not None and (against is None or came <= against):
            outcomes.append("followed")
        elif against is not None:
            outcomes.append("contrary")
        else:
            outcomes.append("nothing seen" if covered_until is not None and covered_until >= last else "open")
    columns: dict[str, Any] = {
        **{name: vowed[name] for name in ("id", "story", "direction", "type", "status", "cameo")},
        **{"day": made, "due": pc.if_else(pc.and_(planned, pc.greater(vowed["date"], made)), vowed["date"], None), "outcome": outcomes},
        **{"deed": done["id"].take(deed), "deed_day": deed_day, "contrary": done["id"].take(contrary), "contrary_day": contrary_day},
    }
    return pa.table(columns).select(_LEDGER.names).cast(_LEDGER).sort_by([("day", "ascending"), ("id", "ascending")])


class _Deeds:
    """Acts that were done, oldest first, by type or by quadrant, and by the side that a vow of one of them binds."""

    def __init__(self, done: pa.Table) -> None:
        self._days = days_of(done["day"])
        self._types, self._directions = (np.array(listed(done[name]), dtype="U12") for name in ("type", "direction"))
        self._quads = done["quad"].to_numpy()

    def first(self, asked: Iterable[tuple[str | int, str, str | None]], start: Days, end: Days) -> pa.Array[Any]:
        """Of each kind (a type or a quadrant), side, and type that does not count: the row of the first act later than its `start` and up
        to its `end`, null where there is none."""
        alike: dict[tuple[str | int, str, str | None], list[int]] = defaultdict(list)
        for n, one in enumerate(asked):
            alike[one].append(n)
        found, none = np.zeros(len(start), dtype=np.int64), np.full(len(start), True)
        for (kind, side, but), rows in alike.items():
            here = self._quads == kind if isinstance(kind, int) else self._types == kind
            here &= (self._types != but) if but else True
            here &= (self._directions == side) | (self._directions == "both") | (side == "both")
            acts = np.flatnonzero(here)
            at = np.searchsorted(self._days[acts], start[rows], side="right")
            some = at < len(acts)
            first, these = acts[at[some]], np.array(rows)[some]
            found[these], none[these] = first, self._days[first] > end[these]
        return pa.array(found, mask=none)


def _series(ledger: pa.Table, done: pa.Table, by: By, how: Resampling) -> pa.Table:
    days = np.concatenate([days_of(ledger["day"]), days_of(done["day"])])
    if not len(days):
        return _SERIES.empty_table()
    numbers = by.number(days)
    first, n_cells = int(numbers.min()), int(numbers.max() - numbers.min()) + 1
    vow_at, act_at = np.split(numbers - first, [ledger.num_rows])
    outcome = np.array(listed(ledger["outcome"]), dtype=object)
    quad = done["quad"].to_numpy()
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
