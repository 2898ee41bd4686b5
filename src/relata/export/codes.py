"""How do other data sets write a country? Numbers of Correlates of War and Gleditsch and Ward, FIPS, CAMEO letters, ICEWS' names.

In: Relata's country codes (ISO 3166-1 alpha-3) and a day. Out: a code, None where that system has none. Left out: how Relata names
countries itself (`actors`). Read from ``states.csv`` and the exceptions beside it. A code is not a recognition.
"""

from __future__ import annotations

import csv
import datetime as dt
from functools import cache, lru_cache
from importlib import resources
from typing import Final

KEPT: Final = 65_536  # answers kept at hand; a large ledger asks of more actors, places and days than memory should hold


@cache
def table(name: str) -> tuple[dict[str, str], ...]:
    """Rows of a table in ``relata.data``; lines that begin with ``#`` say where it comes from."""
    text = resources.files("relata.data").joinpath(name).read_text(encoding="utf-8")
    return tuple(csv.DictReader(line for line in text.splitlines() if not line.startswith("#")))


@cache
def states() -> dict[str, dict[str, str]]:
    return {row["code"]: row for row in table("states.csv")}


def cow(country: str | None, on: dt.date | None = None) -> int | None:
    """Correlates of War number on a day (None: today's); None for what is no member of that system, such as a dependency."""
    return _number("cow", country, on)


def gw(country: str | None, on: dt.date | None = None) -> int | None:
    """Gleditsch and Ward's number on a day (None: today's); a dependency has its ruler's."""
    return _number("gw", country, on)


def fips(country: str | None) -> str | None:
    """FIPS 10-4 letters, as GDELT uses them for places."""
    return _state(country, "fips")


def cameo(country: str | None) -> str | None:
    """CAMEO's letters: ISO's but for a few. Letters that a user has given to a country of his own stay as they are."""
    return _state(country, "cameo") or country


def plover(country: str | None) -> str | None:
    """PLOVER's letters: ISO's, but KOS for Kosovo."""
    return "KOS" if country == "XKX" else country


def icews(country: str | None) -> str | None:
    """ICEWS' English name; a country that is in no table keeps its letters."""
    return _icews_names().get(country, _state(country, "name") or country) if country else None


def name(country: str | None) -> str | None:
    """The usual English name; a country that is in no table keeps its letters."""
    return _state(country, "name") or country


def _state(country: str | None, column: str) -> str | None:
    row = states().get(country or "")
    return (row[column] or None) if row else None


@lru_cache(maxsize=KEPT)
def _number(system: str, country: str | None, on: dt.date | None) -> int | None:
    if country is None:
        return None
    day = (on or dt.date.max).isoformat()
    for row in table("codes_dated.csv"):
        if row["iso"] == country and row["system"] == system and row["from"] <= day <= (row["to"] or day):
            return int(row["code"])
    number, ruler = _state(country, system), _state(country, "ruler")
    if number is None and system == "gw" and ruler:
        return _number(system, ruler, on)
    return int(number) if number else None


@cache
def _icews_names() -> dict[str, str]:
    return {row["iso"]: row["icews"] for row in table("codes_icews.csv")}
