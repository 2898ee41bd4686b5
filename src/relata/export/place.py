"""Where on the map is the place of an event? A city with its coordinates, or only a country.

In: a place's name and country as the ledger has them. Out: a `Spot`. Left out: finding places in text (`actors`).
Coordinates are those of ``places.csv`` (GeoNames); a city that it does not hold under this country has none.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from functools import cache, lru_cache

from . import codes


@dataclass(frozen=True, slots=True)
class Spot:
    """A place. `city` is None where only the country is known, both where nothing is; degrees and `geonameid` where the table has it."""

    city: str | None = None
    country: str | None = None
    latitude: float | None = None
    longitude: float | None = None
    geonameid: int | None = None


@lru_cache(maxsize=codes.KEPT)
def spot(name: str | None, country: str | None) -> Spot:
    """The place of that name in that country."""
    if name is None:
        return Spot()
    row = _cities().get(_folded(name))
    if row is not None and country in (row["country"], codes.states().get(row["country"], {}).get("ruler")):
        return Spot(name, country, float(row["latitude"]), float(row["longitude"]), int(row["geonameid"]))
    state = codes.states().get(country or "")
    capitals = state["capital"].split("|") if state else []
    if name in capitals:
        return Spot(name, country)
    return Spot(None if state else name, country)


def feature(place: Spot) -> str | None:
    """GeoNames' feature code, as far as it is known."""
    return None if place.country is None else "PPL" if place.city else "PCLI"


@cache
def _cities() -> dict[str, dict[str, str]]:
    return {_folded(row["name"]): row for row in codes.table("places.csv")}


def _folded(name: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFKD", name).casefold() if not unicodedata.combining(c))
