"""What does the query string ask of a measure?

Takes the names and values of an address; gives one frozen filter for each page of measures, checked as those of `filters` are.
Left out on purpose: the measures (`relations`) and what is fetched for them (`measured`).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from .filters import FIELDS, Asked, FilterError, _actor, _one_of, _whole, _words

PERIODS: Final = {"day": "day", "week": "week", "month": "month", "quarter": "quarter", "year": "year"}
SCALES: Final = {"plover": "PLOVER’s", "goldstein": "Goldstein’s"}
VIEWS: Final = {
    "time": "Over time",
    "who": "Who, and about what",
    "told": "As told where",
    "words": "Words and deeds",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class MeasureFilter(Asked):
    """What every measure can be asked."""

    outlet: str | None = None
    since: dt.date | None = None
    until: dt.date | None = None
    score: str = "plover"
    min_confidence: float | None = None

    @classmethod
    def read(cls, name: str, value: str) -> Any:
        return _READERS[name](name, value) if name in _READERS else FIELDS[name].read(name, value)

    def rows(self) -> dict[str, Any]:
        """The filters that choose acts, as the store takes them."""
        return {"since": self.since, "until": self.until, "outlet": self.outlet, "min_confidence": self.min_confidence}


@dataclass(frozen=True, slots=True, kw_only=True)
class DyadFilter(MeasureFilter):
    a: str | None = None
    b: str | None = None
    by: str = "month"
    view: str = "time"

    @property
    def sides(self) -> tuple[str, str] | None:
        """The two sides, None while one is not named. Raises FilterError where they are the same."""
        if self.a is None or self.b is None:
            return None
        if {part.strip() for part in self.a.split(",")} & {part.strip() for part in self.b.split(",")}:
            raise FilterError(f"a={self.a!r} and b={self.b!r} share a side; a pair needs two. Name another for one of them.")
        return self.a, self.b


@dataclass(frozen=True, slots=True, kw_only=True)
class NetworkFilter(MeasureFilter):
    states: tuple[str, ...] | None = None
    min_events: int = 1
    of: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SystemFilter(MeasureFilter):
    by: str = "year"
    states: tuple[str, ...] | None = None
    min_events: int = 1


def _states(name: str, value: str) -> tuple[str, ...]:
    codes = tuple(dict.fromkeys(code.strip().upper() for code in _words(name, value).split(",") if code.strip()))
    for code in codes:
        if not (len(code) == 3 and code.isascii() and code.isalpha()):
            raise FilterError(f"{name}={value[:40]!r}: {code[:20]!r} is no country's code; write three letters each, such as CHN,RUS,USA.")
    return codes


def _side(name: str, value: str) -> str:
    """A code, several with commas, or an actor."""
    parts = [part.strip() for part in value.split(",")]
    codes = all(len(part) == 3 and part.isascii() and part.isalpha() for part in parts)
    return ",".join(part.upper() for part in parts) if codes else _actor(name, value)


_READERS: Final[dict[str, Callable[[str, str], Any]]] = {
    "score": _one_of(SCALES, str.lower),
    "by": _one_of(PERIODS, str.lower),
    "view": _one_of(VIEWS, str.lower),
    "min_events": _whole(1, 999_999),
    "states": _states,
    "a": _side,
    "b": _side,
    "of": _side,
}
