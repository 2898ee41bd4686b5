"""What is a state called, and where on a map does its mark stand?

In: codes. Out: names, points, outlines. Left out: what is drawn there. A place on the map is not a recognition, and an outline no claim.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from statistics import fmean
from typing import Any

Point = tuple[float, float]  # longitude, latitude, in degrees


@dataclass(frozen=True, slots=True)
class Names:
    """What states are called: by the usual short English name, or, for those that only a ledger knows, by that ledger's (`own`)."""

    own: Mapping[str, str] = field(default_factory=dict)

    def state(self, code: str) -> str:
        """The name of a country; a code that nobody knows is its own name."""
        return known_names().get(code) or self.own.get(code, code)

    def side(self, side: str) -> str:
        """A side of a dyad: names for codes, joined where there are several; any other text as it is."""
        return ", ".join(self.state(code.strip()) for code in side.split(","))


def point_of(code: str) -> Point | None:
    """Where the capital lies, or else the middle of the country's known places; None where none is known."""
    return _points().get(code)


@cache
def outlines() -> dict[str, Any]:
    """Countries as TopoJSON with one object, ``countries``: Natural Earth, 1:110 million. Small states are not in it."""
    made: dict[str, Any] = json.loads((_DATA / "outlines.json").read_text(encoding="utf-8"))
    return made


_DATA = files("relata") / "data"


def _rows(name: str) -> Iterator[dict[str, str]]:
    return csv.DictReader((_DATA / name).read_text(encoding="utf-8").splitlines())


@cache
def known_names() -> dict[str, str]:
    """The code of each state that Relata knows, with its name."""
    return {row["code"]: row["name"] for row in _rows("states.csv")}


@cache
def _points() -> dict[str, Point]:
    places: dict[str, dict[str, Point]] = {}
    for row in _rows("places.csv"):
        places.setdefault(row["country"], {}).setdefault(row["name"], (float(row["longitude"]), float(row["latitude"])))
    made = {}
    for row in _rows("states.csv"):
        if known := places.get(row["code"]):
            capital = next((known[name] for name in row["capital"].split("|") if name in known), None)
            made[row["code"]] = capital or (fmean(x for x, _ in known.values()), fmean(y for _, y in known.values()))
    return made
