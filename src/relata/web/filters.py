"""What does the query string ask for?

Takes the names and values of an address; gives one frozen filter for each list, checked. A value that cannot be understood is a
`FilterError` that names it, never ignored: a filter that does nothing would show the wrong rows as the right ones.
Left out on purpose: the query itself (`store`). An empty value is the same as none, since forms send all their fields.
"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, fields, replace
from typing import Any, Self

from relata.errors import RelataError

from .words import EVENT_TYPES, QUADS, STATUSES

DEFAULT_LIMIT = 50
# A page of more rows than this is no longer read but downloaded, and `relata export` does that better.
MAX_LIMIT = 500
MAX_OFFSET = 10_000_000
MAX_WORDS = 300


class FilterError(RelataError):
    """A value in the query string that cannot be understood."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Filter:
    """What every list can be asked; the fields are the names in the query string and the options of the store's queries."""

    outlet: str | None = None
    since: dt.date | None = None
    until: dt.date | None = None
    limit: int = DEFAULT_LIMIT
    offset: int = 0

    @classmethod
    def parse(cls, query: Mapping[str, str]) -> Self:
        """Raises FilterError for a value that cannot be understood; names that are no filter are left alone."""
        given = {f.name: query[f.name].strip() for f in fields(cls) if query.get(f.name, "").strip()}
        made = cls(**{name: _READERS.get(name, _words)(name, value) for name, value in given.items()})
        if made.since and made.until and made.since > made.until:
            raise FilterError(f"since={made.since} is after until={made.until}; no day is both. Swap them, or leave one out.")
        return made

    def query(self) -> dict[str, str]:
        """The names and values that make this filter again; what is at its default is left out."""
        shown = {f.name: getattr(self, f.name) for f in fields(self) if getattr(self, f.name) != f.default}
        return {name: str(value).lower() if isinstance(value, bool) else str(value) for name, value in shown.items()}

    def options(self) -> dict[str, Any]:
        """As the store's queries take them."""
        return {f.name: getattr(self, f.name) for f in fields(self)}

    def at(self, offset: int) -> Self:
        return replace(self, offset=max(0, offset))

    @property
    def active(self) -> int:
        """How many filters narrow the list."""
        return len(self.query().keys() - {"limit", "offset"})


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleFilter(Filter):
    text: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class EventFilter(Filter):
    article: str | None = None
    actor: str | None = None
    source: str | None = None
    target: str | None = None
    pair: tuple[str, str] | None = None
    type: str | None = None
    quad: int | None = None
    status: str | None = None
    min_confidence: float | None = None

    def query(self) -> dict[str, str]:
        # zero-argument super() does not work in a dataclass with slots
        shown = Filter.query(self)
        return {**shown, "pair": ",".join(self.pair)} if self.pair else shown


@dataclass(frozen=True, slots=True, kw_only=True)
class StatementFilter(Filter):
    article: str | None = None
    by: str | None = None
    about: str | None = None
    via: str | None = None
    text: str | None = None
    anonymous: bool | None = None


def _words(name: str, value: str) -> str:
    if len(value) > MAX_WORDS or "\x00" in value:
        raise FilterError(f"{name}: {len(value)} characters; at most {MAX_WORDS}, and no zero byte. Use fewer words.")
    return value


def _date(name: str, value: str) -> dt.date:
    try:
        return dt.date.fromisoformat(value)
    except ValueError:
        raise FilterError(f"{name}={value!r} is not a date; write it as year-month-day, such as 2022-10-28.") from None


def _whole(low: int, high: int) -> Callable[[str, str], int]:
    def read(name: str, value: str) -> int:
        # at most nine digits, so that a very long number is refused rather than worked out
        if not (value.isascii() and value.isdigit() and len(value) <= 9 and low <= int(value) <= high):
            raise FilterError(f"{name}={value[:40]!r} is not allowed; expected a whole number from {low} to {high}.")
        return int(value)

    return read


def _limit(name: str, value: str) -> int:
    return min(_whole(1, 999_999_999)(name, value), MAX_LIMIT)


def _share(name: str, value: str) -> float:
    try:
        number = float(value)
    except ValueError:
        number = math.nan
    if not 0 <= number <= 1:
        raise FilterError(f"{name}={value[:40]!r} is not allowed; expected a number from 0 to 1, such as 0.5.")
    return number


def _one_of(allowed: Collection[str], change: Callable[[str], str]) -> Callable[[str, str], str]:
    def read(name: str, value: str) -> str:
        if change(value) not in allowed:
            raise FilterError(f"{name}={value[:40]!r} is not known; expected one of {', '.join(allowed)}.")
        return change(value)

    return read


def _flag(name: str, value: str) -> bool:
    return _one_of(("true", "false"), str.lower)(name, value) == "true"


def _actor(name: str, value: str) -> str:
    # codes of countries are in capitals; the store also looks for a name such as "WHO" in any case
    return _words(name, value).upper() if len(value) == 3 and value.isascii() and value.isalpha() else _words(name, value)


def _pair(name: str, value: str) -> tuple[str, str]:
    sides = [_actor(name, side.strip()) for side in value.split(",")]
    if len(sides) != 2 or not all(sides):
        raise FilterError(f"{name}={value!r} is not a pair; write two countries or actors with a comma between, such as CHN,RUS.")
    return sides[0], sides[1]


_READERS: dict[str, Callable[[str, str], Any]] = {
    "since": _date,
    "until": _date,
    "limit": _limit,
    "offset": _whole(0, MAX_OFFSET),
    "actor": _actor,
    "source": _actor,
    "target": _actor,
    "by": _actor,
    "about": _actor,
    "pair": _pair,
    "type": _one_of(EVENT_TYPES, str.upper),
    "quad": _whole(min(QUADS), max(QUADS)),
    "status": _one_of(STATUSES, str.lower),
    "min_confidence": _share,
    "anonymous": _flag,
}
