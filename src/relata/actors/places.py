"""Places within states: in which state does a city or region lie?

In: ``places.csv`` (cities, GeoNames) and ``regions.csv``. Out: the state of a name that begins at a token. Left out: names that several
states share, and states themselves (`tables`). A code is not a recognition.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from typing import NamedTuple


class Place(NamedTuple):
    """A city or region. `geonameid` is None for a region; degrees are None where not known."""

    name: str
    country: str
    latitude: float | None = None
    longitude: float | None = None
    geonameid: int | None = None


def folded(text: str) -> str:
    """Lower case without accents; hyphens and apostrophes as spaces."""
    plain = text if text.isascii() else "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    return " ".join(plain.casefold().replace("-", " ").replace("'", " ").replace("’", " ").split())


class Places:
    """Names of places, longest match first."""

    def __init__(self) -> None:
        self._places: dict[str, Place] = {}
        self._longest: dict[str, int] = {}  # first word -> most words of a name that begins with it

    def add(self, name: str, place: Place) -> None:
        """A first meaning stays: regions are added before cities."""
        key = folded(name)
        words = key.split()
        self._places.setdefault(key, place)
        self._longest[words[0]] = max(self._longest.get(words[0], 0), len(words))

    def at(self, tokens: Sequence[str], i: int) -> tuple[int, Place] | None:
        """The longest name that begins at token `i` with a capital: how many tokens, and the place."""
        if not tokens[i][:1].isupper():
            return None
        first = folded(tokens[i]).split()
        most = self._longest.get(first[0], 0) if first else 0
        # A hyphen is a token of its own in text, and none in a key.
        for n in range(min(2 * most, len(tokens) - i), 0, -1):
            if (place := self._places.get(folded(" ".join(tokens[i : i + n])))) is not None:
                return n, place
        return None


def load_places(cities: Iterable[dict[str, str]], regions: Iterable[dict[str, str]], rulers: dict[str, str]) -> Places:
    """The shipped places.

    Args:
        cities, regions: rows of the tables. rulers: code of a territory -> code it is coded as.
    """
    places = Places()
    for row in regions:
        for name in (row["name"], *filter(None, row["names"].split("|")), *filter(None, row["adjectives"].split("|"))):
            places.add(name, Place(row["name"], row["country"]))
    for row in cities:
        country = rulers.get(row["country"], row["country"])
        at = (float(row["latitude"]), float(row["longitude"]), int(row["geonameid"]))
        places.add(row["name"], Place(row["name"], country, *at))
    return places
