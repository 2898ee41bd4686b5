"""Who are the two sides of a pair?

Takes what was typed for them; gives codes of states for their names, and what must be told of names that say less or nothing.
Left out on purpose: who is meant by a name (`store`), the page of a pair (`dyad`).
"""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from relata import store
from relata.charts.atlas import known_names

from .asked import DyadFilter
from .links import DYAD
from .measured import Measured
from .named import Named, who
from .sections import address


def known(asked: DyadFilter, measured: Measured) -> DyadFilter:
    """The same with the codes of states for their names, those of this ledger and all that Relata knows."""
    return replace(asked, a=_code(asked.a, measured), b=_code(asked.b, measured))


def _code(side: str | None, measured: Measured) -> str | None:
    if side is None or all(store.is_code(part) for part in side.split(",")):
        return side
    found = measured.ask(("meant", side), lambda con: store.meant(con, side))
    same = (code for code, name in known_names().items() if name.casefold() == side.strip().casefold())
    return found.country or (side if found else next(same, side))


def told(asked: DyadFilter, measured: Measured) -> tuple[Named, ...]:
    """The sides that mean others than they say, or nobody. A state that Relata knows is none of those, though it may have no act."""
    found = []
    for side, value in (("a", asked.a), ("b", asked.b)):
        parts = (value or "").split(",")
        for part in parts if all(map(store.is_code, parts)) else (value,):
            if part and part not in known_names():
                found.append(measured.ask(("who", asked, side, part), lambda con, s=side, p=part: who(con, p, partial(_with, asked, s))))  # type: ignore[misc]
    return tuple(name for name in found if name is not None)


def _with(asked: DyadFilter, side: str, value: str) -> str:
    return address(DYAD, (replace(asked, a=value) if side == "a" else replace(asked, b=value)).query())


def called(side: str, measured: Measured) -> str:
    """What a side is called: an id by its actor's name."""
    found = measured.ask(("called", side), lambda con: store.called(con, [side], limit=1)) if ":" in side else []
    return found[0][1] if found else measured.names().side(side)
