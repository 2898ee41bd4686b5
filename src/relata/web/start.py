"""What do the start page and the search show?

Takes a read-only connection; gives what is in the ledger and its newest and busiest, or the beginnings of all lists for some words.
Left out on purpose: the lists themselves (`lists`, `actors`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from duckdb import DuckDBPyConnection

from relata import store

from . import links
from .actors import ActorsPage, PairsPage, actors, as_plain, pairs
from .filters import ActorFilter, ArticleFilter, EventFilter, Filter, PairFilter, StatementFilter
from .lists import ArticlesPage, EventsPage, StatementsPage, articles, events, statements

SHOWN = 8


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


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchPage:
    """The beginning of every list in which the words are found; without words, no list."""

    template: ClassVar[str] = "search.html"
    text: str | None
    statements: StatementsPage | None
    events: EventsPage | None
    actors: ActorsPage | None
    articles: ArticlesPage | None

    @property
    def here(self) -> str:
        return links.search(self.text)

    @property
    def is_empty(self) -> bool:
        return not any(page and page.rows for page in (self.statements, self.events, self.actors, self.articles))

    def to_dict(self) -> dict[str, Any]:
        pages = {name: getattr(self, name) for name in ("statements", "events", "actors", "articles")}
        return {"text": self.text, **{name: page.to_dict() if page else None for name, page in pages.items()}}


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
    return SearchPage(
        text=text,
        statements=statements(con, StatementFilter(text=text, limit=SHOWN)),
        events=events(con, EventFilter(text=text, limit=SHOWN)),
        actors=actors(con, ActorFilter(name=text, limit=SHOWN)),
        articles=articles(con, ArticleFilter(text=text, limit=SHOWN)),
    )
