"""What do the start page and the search show?

Takes a read-only connection; gives what is in the ledger and its newest and busiest, or the beginnings of all lists for some words.
Left out on purpose: the lists themselves (`lists`, `actors`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import combinations
from typing import Any, ClassVar

from duckdb import DuckDBPyConnection

from relata import store

from . import links
from .actors import ActorsPage, PairsPage, actors, as_plain, pairs
from .filters import ActorFilter, ArticleFilter, EventFilter, Filter, PairFilter, StatementFilter
from .lists import ArticlesPage, EventsPage, StatementsPage, articles, as_json, events, statements

SHOWN = 8
MOST = 3  # states of the words that are shown in pairs


@dataclass(frozen=True, slots=True, kw_only=True)
class StartPage:
    template: ClassVar[str] = "index.html"
    counts: Mapping[str, int]
    extent: Mapping[str, Any]
    events: EventsPage
    pairs: PairsPage
    articles: ArticlesPage

    @property
    def here(self) -> str:
        return links.home()

    def to_dict(self) -> dict[str, Any]:
        lists = {name: getattr(self, name).sheet() for name in ("events", "pairs", "articles")}
        return {"counts": dict(self.counts), "extent": as_plain(self.extent), **lists}


@dataclass(frozen=True, slots=True)
class StatePair:
    """Two states that the words name, and the page of the pair."""

    a: str
    b: str
    a_name: str
    b_name: str
    href: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchPage:
    """The beginning of every list in which the words are found; without words, no list."""

    template: ClassVar[str] = "search.html"
    text: str | None
    pairs: tuple[StatePair, ...] = ()
    by: StatementsPage | None = field(default=None, metadata={"help": "What those said whose name the words are"})
    statements: StatementsPage | None
    events: EventsPage | None
    actors: ActorsPage | None
    articles: ArticlesPage | None

    @property
    def here(self) -> str:
        return links.search(self.text)

    @property
    def is_empty(self) -> bool:
        return not any(page and page.rows for page in (self.by, self.statements, self.events, self.actors, self.articles))

    def to_dict(self) -> dict[str, Any]:
        pages = {name: getattr(self, name) for name in ("by", "statements", "events", "actors", "articles")}
        found = {name: page.to_dict() if page else None for name, page in pages.items()}
        return {"text": self.text, "pairs": [as_json(pair) for pair in self.pairs], **found}


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchFilter(Filter):
    text: str | None = None


def start(con: DuckDBPyConnection) -> StartPage:
    return StartPage(
        counts=store.counts(con),
        extent=store.extent(con),
        events=events(con, EventFilter(limit=SHOWN), whole=False),
        pairs=pairs(con, PairFilter(limit=SHOWN)),
        articles=articles(con, ArticleFilter(limit=SHOWN), whole=False),
    )


def search(con: DuckDBPyConnection, asked: SearchFilter) -> SearchPage:
    text = asked.text
    if text is None:
        return SearchPage(text=None, statements=None, events=None, actors=None, articles=None)
    states = store.states_in(con, text)
    return SearchPage(
        text=text,
        pairs=tuple(_pair(*one, *other) for one, other in combinations(states[:MOST], 2)),
        by=statements(con, StatementFilter(by=text, limit=SHOWN), whole=False) if store.meant(con, text) else None,
        statements=statements(con, StatementFilter(text=text, limit=SHOWN), whole=False),
        events=events(con, EventFilter(text=text, limit=SHOWN), whole=False),
        actors=actors(con, ActorFilter(name=text, limit=SHOWN), whole=False),
        articles=articles(con, ArticleFilter(text=text, limit=SHOWN), whole=False),
    )


def _pair(a: str, a_name: str, b: str, b_name: str) -> StatePair:
    return StatePair(a, b, a_name, b_name, links.dyad(a, b))
