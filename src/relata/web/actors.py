"""What do the pages of actors and pairs show?

Takes a read-only connection and a filter or an actor's id; gives one frozen context a page. Counts are of reports, as the lists behind
them show; measures count each act once and have pages of their own. Left out on purpose: SQL (`store`), HTML (`render`).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, ClassVar

from duckdb import DuckDBPyConnection

from relata import store

from . import links
from .filters import ActorFilter, EventFilter, PairFilter, StatementFilter
from .lists import EventLine, ListPage, StatementLine, as_json, cut, events, statements

SHOWN = 5  # newest rows of each kind on an actor's page
MEMBERS = 15  # people and bodies on a state's page
DESCRIPTIONS = 20  # of a person, on its page


@dataclass(frozen=True, slots=True)
class ActorLine:
    """An actor in the list; name, kind, sector and role as the newest article has them."""

    id: str
    name: str
    kind: str
    country: str | None
    sector: str | None
    secondary: tuple[str, ...]
    role: str | None
    n_articles: int
    n_mentions: int
    last_published: dt.date | None
    href: str


@dataclass(frozen=True)
class Quads:
    """Events by quadrant, and PLOVER's mean score, -10 to 10."""

    n_events: int
    n_quad1: int
    n_quad2: int
    n_quad3: int
    n_quad4: int
    score: float
    first: dt.date | None
    last: dt.date | None


@dataclass(frozen=True)
class _Pair:
    a: str
    b: str
    a_name: str | None
    b_name: str | None


@dataclass(frozen=True)
class _Partner:
    id: str
    name: str
    country: str | None


# The order of bases is that of columns, from the last to the first; slots do not go with several bases.
@dataclass(frozen=True)
class PairLine(Quads, _Pair):
    """Two countries that deal with each other; `href` leads to the events that are counted."""

    href: str


@dataclass(frozen=True)
class PartnerLine(Quads, _Partner):
    """One with whom an actor deals; `href` leads to the events that are counted."""

    href: str


@dataclass(frozen=True, slots=True)
class RoleLine:
    """What texts call a person from a first to a last day; `words` are the newest, `article` has them."""

    country: str | None
    sector: str | None
    role: str
    first: dt.date | None
    last: dt.date | None
    n_articles: int
    article: str
    words: str
    conflict: str | None = field(metadata={"help": "country or role, where other texts say otherwise"})
    href: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ActorsPage(ListPage):
    template: ClassVar[str] = "actors.html"


@dataclass(frozen=True, slots=True, kw_only=True)
class PairsPage(ListPage):
    template: ClassVar[str] = "pairs.html"

    @property
    def narrowed(self) -> dict[str, str]:
        """The filter, as the list of events behind a number takes it."""
        return {name: value for name, value in self.filter.query().items() if name not in ("limit", "offset", "country")}


@dataclass(frozen=True, slots=True, kw_only=True)
class ActorPage:
    """All that the ledger has of one actor. Its sheet are its partners."""

    template: ClassVar[str] = "actor.html"
    actor: Mapping[str, Any]
    roles: tuple[RoleLine, ...]
    partners: tuple[PartnerLine, ...]
    members: tuple[ActorLine, ...] = field(metadata={"help": "Of a state: its people and bodies, most often named first"})
    events: tuple[EventLine, ...]
    said: tuple[StatementLine, ...]
    told_of: tuple[StatementLine, ...]

    @property
    def here(self) -> str:
        return links.actor(self.actor["id"])

    @property
    def who(self) -> str:
        """As filters take it: a state by its code, so that its people and bodies are found too."""
        actor_id: str = self.actor["id"]
        return self.actor["country"] if self.actor["kind"] == "state" and self.actor["country"] else actor_id

    @property
    def is_state(self) -> bool:
        return self.who != str(self.actor["id"])

    def events_with(self, other: PartnerLine, more: Mapping[str, int]) -> str:
        """The address of the events with another side."""
        return links.events(_between(self.who, other.country if self.is_state and other.country else other.id) | dict(more))

    def to_dict(self) -> dict[str, Any]:
        lines = {
            name: [as_json(row) for row in getattr(self, name)] for name in ("roles", "partners", "members", "events", "said", "told_of")
        }
        return {"actor": as_plain(self.actor), **lines}

    def sheet(self) -> list[dict[str, Any]]:
        return [as_json(row) for row in self.partners]


def actors(con: DuckDBPyConnection, asked: ActorFilter, *, whole: bool = True) -> ActorsPage:
    rows, more, total = cut(store.actors, con, asked, total=whole)
    return ActorsPage(address=links.actors, filter=asked, rows=tuple(map(_actor_line, rows)), more=more, total=total)


def pairs(con: DuckDBPyConnection, asked: PairFilter) -> PairsPage:
    rows, more, total = cut(store.pairs, con, asked)
    page = PairsPage(address=links.pairs, filter=asked, rows=(), more=more, total=total)
    lines = (PairLine(**row, href=links.events({"pair": f"{row['a']},{row['b']}", **page.narrowed})) for row in rows)
    return replace(page, rows=tuple(lines))


def actor(con: DuckDBPyConnection, actor_id: str) -> ActorPage | None:
    """None for an actor of whom the ledger has nothing."""
    known = store.actor(con, actor_id)
    if known is None:
        return None
    is_state = known["kind"] == "state" and known["country"] is not None
    who = known["country"] if is_state else actor_id
    others = store.partners(con, who).to_pylist()
    members = store.actors(con, country=who, limit=MEMBERS + 1).to_pylist() if is_state else []
    return ActorPage(
        actor=known,
        roles=tuple(_roles(con, known)) if known["kind"] == "person" else (),
        partners=tuple(_partner(row, who, is_state=is_state) for row in others),
        members=tuple(_actor_line(row) for row in members if row["id"] != actor_id)[:MEMBERS],
        events=events(con, EventFilter(actor=who, limit=SHOWN), whole=False).rows,
        said=statements(con, StatementFilter(by=who, limit=SHOWN), whole=False).rows,
        told_of=statements(con, StatementFilter(about=who, limit=SHOWN), whole=False).rows,
    )


def as_plain(known: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value.isoformat() if isinstance(value, dt.date) else value for name, value in known.items()}


def _actor_line(row: Mapping[str, Any]) -> ActorLine:
    return ActorLine(**{**row, "secondary": tuple(row["secondary"])}, href=links.actor(row["id"]))


def _partner(row: Mapping[str, Any], who: str, *, is_state: bool) -> PartnerLine:
    return PartnerLine(**row, href=links.events(_between(who, row["country"] if is_state else row["id"])))


def _between(who: str, other: str) -> dict[str, str | int]:
    """The filter for two sides. A pair is written with a comma between them, which an id may hold too; then one side must do."""
    return {"pair": f"{who},{other}"} if "," not in who + other else {"actor": who}


def _roles(con: DuckDBPyConnection, known: Mapping[str, Any]) -> list[RoleLine]:
    told = store.roles(con, name=known["name"], whole=True, limit=DESCRIPTIONS).to_pylist()
    rows = [{name: value for name, value in row.items() if name != "name"} for row in told]
    return [RoleLine(**row, href=links.article(row["article"], row=f"actor:{known['id']}")) for row in rows]
