"""What does the query string ask for?

Takes the names and values of an address; gives one frozen filter for each list, checked. A value that cannot be understood is a
`FilterError` that names it, never ignored: a filter that does nothing would show the wrong rows as the right ones.
`FIELDS` says of each name how it is read and what it may be; pages, their twins and the API (with its description) all go by it.
Left out on purpose: the query itself (`store`). An empty value is the same as none, since forms send all their fields.
"""

from __future__ import annotations

import datetime as dt
import math
import re
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, fields, replace
from typing import Any, Final, Self, get_args

from relata.errors import RelataError, SkipReason
from relata.records import ActorKind
from relata.relations import By
from relata.store import FRAGMENT

from .words import EVENT_TYPES, HEDGES, QUADS, STATUSES

DEFAULT_LIMIT = 50
# A page of more rows than this is no longer read but downloaded, and `relata export` does that better.
MAX_LIMIT = 500
MAX_OFFSET = 10_000_000
MAX_WORDS = 300
KINDS: Final = get_args(ActorKind)
REASONS: Final = tuple(reason.value for reason in SkipReason)
DATE: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
COUNTRY: Final = re.compile(r"[A-Za-z]{3}")


class FilterError(RelataError):
    """A value in the query string that cannot be understood."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What a page can be asked; the fields are the names in the query string."""

    @classmethod
    def parse(cls, query: Mapping[str, str]) -> Self:
        """Raises FilterError for a value that cannot be understood; names that are no filter are left alone."""
        given = {f.name: query[f.name].strip() for f in fields(cls) if query.get(f.name, "").strip()}
        made = cls(**{name: cls.read(name, value) for name, value in given.items()})
        made.check()
        return made

    @classmethod
    def read(cls, name: str, value: str) -> Any:
        """One value. Raises FilterError where it cannot be understood."""
        return FIELDS[name].read(name, value)

    def check(self) -> None:
        """Raises FilterError for values that do not go together."""
        since, until = getattr(self, "since", None), getattr(self, "until", None)
        if since and until and since > until:
            raise FilterError(f"since={since} is after until={until}; no day is both. Swap them, or leave one out.")

    def query(self) -> dict[str, str]:
        """The names and values that make this filter again; what is at its default is left out."""
        shown = {f.name: getattr(self, f.name) for f in fields(self) if getattr(self, f.name) != f.default}
        return {name: _written(value) for name, value in shown.items()}


@dataclass(frozen=True, slots=True, kw_only=True)
class Filter(Asked):
    """What every list can be asked; the fields are also the options of the store's queries."""

    limit: int = DEFAULT_LIMIT
    offset: int = 0

    @classmethod
    def parse_exactly(cls, query: Iterable[tuple[str, str]]) -> Self:
        """As `parse`, for programs: a name that is no filter, is given twice or has no value is a FilterError too."""
        given: dict[str, str] = {}
        allowed = [f.name for f in fields(cls)]
        for name, value in query:
            if name not in allowed:
                raise FilterError(f"{name[:40]!r} is no filter of this list; expected some of {', '.join(allowed)}.")
            if name in given or not value:
                raise FilterError(f"{name} has {'two values' if name in given else 'no value'}; give it one, or leave it out.")
            given[name] = value
        return cls.parse(given)

    def options(self) -> dict[str, Any]:
        """As the store's queries take them."""
        return {f.name: getattr(self, f.name) for f in fields(self)}

    def at(self, offset: int) -> Self:
        return replace(self, offset=max(0, offset))

    @property
    def active(self) -> int:
        """How many filters narrow the list."""
        return len(self.query().keys() - {"limit", "offset"})

    def is_narrowed_by(self, *names: str) -> bool:
        return not self.query().keys().isdisjoint(names)


@dataclass(frozen=True, slots=True, kw_only=True)
class DatedFilter(Filter):
    """A list whose rows have a day, come from outlets and were found by a run."""

    run: str | None = None
    outlet: str | None = None
    outlet_country: str | None = None
    since: dt.date | None = None
    until: dt.date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleFilter(DatedFilter):
    actor: str | None = None
    story: str | None = None
    text: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class EventFilter(DatedFilter):
    article: str | None = None
    actor: str | None = None
    source: str | None = None
    target: str | None = None
    pair: tuple[str, str] | None = None
    type: str | None = None
    quad: int | None = None
    status: str | None = None
    story: str | None = None
    text: str | None = None
    min_confidence: float | None = None
    act: str | None = None
    once: bool | None = None
    context: str | None = None
    acts: str | None = None
    acts_since: dt.date | None = None

    def options(self) -> dict[str, Any]:
        # `slots` makes the class anew, so that a bare super() would not know it
        options = Filter.options(self)
        return {**options, "acts": sorted(By(self.acts).placeable) if self.acts else None}


@dataclass(frozen=True, slots=True, kw_only=True)
class StatementFilter(DatedFilter):
    article: str | None = None
    actor: str | None = None
    by: str | None = None
    about: str | None = None
    pair: tuple[str, str] | None = None
    via: str | None = None
    hedge: str | None = None
    text: str | None = None
    anonymous: bool | None = None
    story: str | None = None
    fragments: bool | None = None

    def options(self) -> dict[str, Any]:
        options = Filter.options(self)
        return {**{name: value for name, value in options.items() if name != "fragments"}, "whole": not self.fragments}


@dataclass(frozen=True, slots=True, kw_only=True)
class ActorFilter(Filter):
    run: str | None = None
    name: str | None = None
    kind: str | None = None
    country: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PairFilter(DatedFilter):
    country: str | None = None
    min_confidence: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SkipFilter(Filter):
    run: str | None = None
    reason: str | None = None


def _written(value: Any) -> str:
    if isinstance(value, tuple):
        return ",".join(value)
    return str(value).lower() if isinstance(value, bool) else str(value)


def _words(name: str, value: str) -> str:
    if len(value) > MAX_WORDS or "\x00" in value:
        raise FilterError(f"{name}: {len(value)} characters; at most {MAX_WORDS}, and no zero byte. Use fewer words.")
    return value


def _date(name: str, value: str) -> dt.date:
    try:
        if not DATE.fullmatch(value):
            raise ValueError(value)
        return dt.date.fromisoformat(value)
    except ValueError:
        raise FilterError(f"{name}={value[:40]!r} is not a date; write it as year-month-day, such as 2022-10-28.") from None


def _whole(low: int, high: int) -> Callable[[str, str], int]:
    def read(name: str, value: str) -> int:
        # at most nine digits, so that a very long number is refused rather than worked out
        if not (value.isascii() and value.isdigit() and len(value) <= 9 and low <= int(value) <= high):
            raise FilterError(f"{name}={value[:40]!r} is not allowed; expected a whole number from {low} to {high}.")
        return int(value)

    return read


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


def _country(name: str, value: str) -> str:
    if not COUNTRY.fullmatch(value):
        raise FilterError(f"{name}={value[:40]!r} is no country's code; write the three letters of ISO 3166-1, such as CHN.")
    return value.upper()


def _pair(name: str, value: str) -> tuple[str, str]:
    sides = [_actor(name, side.strip()) for side in _words(name, value).split(",")]
    if len(sides) != 2 or not all(sides):
        raise FilterError(f"{name}={value[:40]!r} is not a pair; write two countries or actors with a comma between, such as CHN,RUS.")
    return sides[0], sides[1]


@dataclass(frozen=True, slots=True)
class Field:
    """A name of the query string: how its value is read, what a value is as JSON schema, and what it means."""

    read: Callable[[str, str], Any]
    schema: Mapping[str, Any]
    meaning: str


def parameters(kind: type[Filter]) -> list[dict[str, Any]]:
    """The filter's fields as OpenAPI parameters."""
    return [
        {
            "name": f.name,
            "in": "query",
            "required": False,
            "description": FIELDS[f.name].meaning,
            "schema": {**FIELDS[f.name].schema, **({} if f.default is None else {"default": f.default})},
        }
        for f in fields(kind)
    ]


def _said(meaning: str) -> Field:
    return Field(_words, _WORDS, meaning)


def _who(meaning: str) -> Field:
    return Field(_actor, _WORDS, f"{meaning}: a country's code (CHN), an actor's id or name, or single words of the name.")


def _choice(allowed: Collection[str], change: Callable[[str], str], meaning: str) -> Field:
    return Field(_one_of(allowed, change), {"type": "string", "enum": list(allowed)}, meaning)


_WORDS: Final = {"type": "string", "minLength": 1, "maxLength": MAX_WORDS, "pattern": r"^[^\x00]*$"}
_DATE: Final = {"type": "string", "format": "date"}
_CODE: Final = {"type": "string", "pattern": f"^{COUNTRY.pattern}$"}
_PAIR: Final = {"type": "string", "maxLength": MAX_WORDS, "pattern": r"^[^,\x00]*[^,\s\x00][^,\x00]*,[^,\x00]*[^,\s\x00][^,\x00]*$"}
_TEXT: Final = "Words, each found anywhere, in any case; in quotation marks they are found together"
FIELDS: Final[Mapping[str, Field]] = {
    "limit": Field(_whole(1, MAX_LIMIT), {"type": "integer", "minimum": 1, "maximum": MAX_LIMIT}, "At most so many rows."),
    "offset": Field(
        _whole(0, MAX_OFFSET), {"type": "integer", "minimum": 0, "maximum": MAX_OFFSET}, "Leave out so many rows at the beginning."
    ),
    "run": _said("What this run found, instead of the newest reading of each article; an id of runs."),
    "outlet": _said("The outlet's whole name, in any case."),
    "outlet_country": Field(_country, _CODE, "The outlet's country, ISO 3166-1 alpha-3."),
    "since": Field(_date, _DATE, "From this day on, the day included."),
    "until": Field(_date, _DATE, "Up to this day, the day included; not before since."),
    "article": _said("Of this article, by its id."),
    "act": _said("The tellings of the act that this event tells, by its id; itself among them."),
    "once": Field(_flag, {"type": "boolean"}, "One row for each act, the earliest of its tellings that the other filters leave."),
    "story": _said("Of the copies of this story, by its id."),
    "text": _said(f"{_TEXT}: of an article's title and text, of the words an event rests on, or of what was said."),
    "name": _said(f"{_TEXT}, of an actor's name."),
    "actor": _who("On either side; of statements, who speaks or is spoken of"),
    "source": _who("Who acts"),
    "target": _who("To whom it is done"),
    "by": _who("Who speaks"),
    "about": _who("Of whom is spoken"),
    "via": _said("A link of the chain by which the words came: its words, or its actor's id or whole name."),
    "pair": Field(_pair, _PAIR, "Both sides, in either order, with a comma between: CHN,RUS. Each as actor."),
    "type": _choice(tuple(EVENT_TYPES), str.upper, "PLOVER type."),
    "quad": Field(
        _whole(min(QUADS), max(QUADS)),
        {"type": "integer", "minimum": min(QUADS), "maximum": max(QUADS)},
        "; ".join(f"{number} {words}" for number, words in QUADS.items()) + ".",
    ),
    "status": _choice(tuple(STATUSES), str.lower, "As what the event is told."),
    "hedge": _choice(tuple(HEDGES), str.lower, "How firmly it was said."),
    "min_confidence": Field(_share, {"type": "number", "minimum": 0, "maximum": 1}, "The coder's confidence at least, 0 to 1."),
    "anonymous": Field(_flag, {"type": "boolean"}, "Whether the text withholds the speaker's name."),
    "fragments": Field(
        _flag,
        {"type": "boolean"},
        f"With true also what is shorter than {FRAGMENT} characters, mostly phrases such as “the news”, left out otherwise.",
    ),
    "context": _said("PLOVER context; none: events without one."),
    "acts": _choice(
        tuple(By),
        str.lower,
        "Only what measures count: of each act done, the first report, where its date is known well enough for this period.",
    ),
    "acts_since": Field(_date, _DATE, "With acts: count reports from this day on, as a measure does that begins there."),
    "kind": _choice(KINDS, str.lower, "What the actor is."),
    "country": Field(_country, _CODE, "Of this country, ISO 3166-1 alpha-3."),
    "reason": _choice(REASONS, str.lower, "Why it was given up."),
}
