"""What do the lists show: articles, events, statements?

Takes a read-only connection and a filter; gives one frozen context a page, from which both the HTML and the JSON twin are made.
Left out on purpose: one article's page (`pages`), the query string (`filters`), HTML (`render`), SQL (`store`).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, dataclass, field
from typing import Any, ClassVar

from duckdb import DuckDBPyConnection

from relata import store

from . import links
from .filters import ArticleFilter, EventFilter, Filter, StatementFilter
from .pages import title_of
from .rows import Who


@dataclass(frozen=True, slots=True, kw_only=True)
class ListPage:
    """A part of a list, newest first, with the addresses of the parts before and after it."""

    address: Callable[[links.Query], str]
    filter: Filter
    rows: tuple[Any, ...]
    more: bool = field(metadata={"help": "Whether rows follow after these"})

    @property
    def here(self) -> str | None:
        return self.address(self.filter.query())

    @property
    def next(self) -> str | None:
        return self.address(self.filter.at(self.filter.offset + self.filter.limit).query()) if self.more else None

    @property
    def previous(self) -> str | None:
        return self.address(self.filter.at(self.filter.offset - self.filter.limit).query()) if self.filter.offset else None

    def to_dict(self, twin: Callable[[str], str] = links.json_twin) -> dict[str, Any]:
        """`twin` gives the address of the parts before and after, in the form that was asked for."""
        return {
            "filter": self.filter.query(),
            "limit": self.filter.limit,
            "offset": self.filter.offset,
            "previous": twin(self.previous) if self.previous else None,
            "next": twin(self.next) if self.next else None,
            "rows": self.sheet(),
        }

    def sheet(self) -> list[dict[str, Any]]:
        return [as_json(row) for row in self.rows]


@dataclass(frozen=True, slots=True)
class ArticleLine:
    """An article in the list."""

    id: str
    title: str
    published: dt.date | None
    outlet: str | None
    outlet_country: str | None
    n_statements: int
    n_events: int
    href: str


@dataclass(frozen=True, slots=True)
class EventLine:
    """An event in the list. `words` is the sentence it rests on; `statement` the one that tells it, None: the outlet itself.

    `act` is the event that stands for the act, which `tellings` articles of `outlets` outlets tell; None where others are not looked for.
    """

    id: str
    article: str
    date: dt.date | None
    date_precision: str | None
    source: Who | None
    type: str
    modes: tuple[str, ...]
    target: Who | None
    symmetric: bool
    quad: int
    status: str
    score: float
    goldstein: float | None
    cameo: str | None
    confidence: float
    trigger: str
    words: str
    statement: str | None
    outlet: str | None
    outlet_country: str | None
    published: dt.date | None
    story: str | None
    href: str
    act: str | None
    tellings: int | None
    outlets: int | None
    outlet_countries: tuple[str, ...] | None


@dataclass(frozen=True, slots=True)
class StatementLine:
    """A statement in the list. `chain` is the road the words took, nearest outlet first."""

    id: str
    article: str
    date: dt.date | None
    date_precision: str | None
    speaker: Who | None
    cue: str | None
    content: str | None
    kind: str
    hedge: str
    anonymous: bool
    chain: tuple[str, ...]
    about: tuple[Who, ...]
    addressee: str | None
    setting: str | None
    outlet: str | None
    outlet_country: str | None
    published: dt.date | None
    story: str | None
    href: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticlesPage(ListPage):
    template: ClassVar[str] = "articles.html"


@dataclass(frozen=True, slots=True, kw_only=True)
class EventsPage(ListPage):
    template: ClassVar[str] = "events.html"


@dataclass(frozen=True, slots=True, kw_only=True)
class StatementsPage(ListPage):
    template: ClassVar[str] = "statements.html"


def articles(con: DuckDBPyConnection, asked: ArticleFilter) -> ArticlesPage:
    rows, more = cut(store.articles, con, asked)
    lines = tuple(ArticleLine(**{**row, "title": title_of(row)}, href=links.article(row["id"])) for row in rows)
    return ArticlesPage(address=links.articles, filter=asked, rows=lines, more=more)


def events(con: DuckDBPyConnection, asked: EventFilter) -> EventsPage:
    rows, more = cut(store.events, con, asked)
    return EventsPage(address=links.events, filter=asked, rows=tuple(map(_event_line, rows)), more=more)


def statements(con: DuckDBPyConnection, asked: StatementFilter) -> StatementsPage:
    rows, more = cut(store.statements, con, asked)
    return StatementsPage(address=links.statements, filter=asked, rows=tuple(map(_statement_line, rows)), more=more)


def cut(query: Callable[..., Any], con: DuckDBPyConnection, asked: Filter) -> tuple[list[dict[str, Any]], bool]:
    """The rows asked for, and whether more follow: one row too many is asked, which is cheaper than counting them all."""
    rows = query(con, **{**asked.options(), "limit": asked.limit + 1}).to_pylist()
    return rows[: asked.limit], len(rows) > asked.limit


def _event_line(row: Mapping[str, Any]) -> EventLine:
    same = ("id", "date", "date_precision", "type", "symmetric", "quad", "status", "score", "goldstein", "cameo", "confidence")
    return EventLine(
        **{name: row[name] for name in (*same, "trigger", "outlet", "outlet_country", "published", "story")},
        article=row["article_id"],
        source=_side(row, "source"),
        modes=tuple(row["modes"]),
        target=_side(row, "target"),
        words=row["evidence"] or row["trigger"],
        statement=row["statement_id"],
        href=links.article(row["article_id"], row=f"event:{row['id']}"),
        **{name: row[name] for name in ("act", "tellings", "outlets")},
        outlet_countries=None if row["outlet_countries"] is None else tuple(row["outlet_countries"]),
    )


def _statement_line(row: Mapping[str, Any]) -> StatementLine:
    same = ("id", "date", "date_precision", "cue", "content", "kind", "hedge", "anonymous", "addressee", "setting")
    text = row["speaker_text"]
    name = row["speaker_name"] or text
    return StatementLine(
        **{name: row[name] for name in (*same, "outlet", "outlet_country", "published", "story")},
        article=row["article_id"],
        speaker=Who(name, row["speaker_country"], row["speaker_actor"], text if text != name else None) if name else None,
        chain=tuple(row["chain"]),
        about=tuple(Who(_plain_name(actor), None, actor) for actor in row["about"]),
        href=links.article(row["article_id"], row=f"statement:{row['id']}"),
    )


def _side(row: Mapping[str, Any], side: str) -> Who | None:
    actor = row[f"{side}_actor"]
    return Who(row[f"{side}_name"] or _plain_name(actor), row[f"{side}_country"], actor) if actor else None


def _plain_name(actor_id: str) -> str:
    """An actor's id without its kind and country, where the table gives no name: ``person:wang-yi@CHN`` is "wang yi"."""
    plain = actor_id.partition(":")[2].partition("@")[0] or actor_id
    return plain.replace("-", " ")


def as_json(row: Any) -> dict[str, Any]:
    """A row as JSON has it: days are ISO strings, tuples are lists."""
    plain: dict[str, Any] = _plain(asdict(row))
    return plain


def _plain(value: Any) -> Any:
    if isinstance(value, dt.date):
        return value.isoformat().replace("+00:00", "Z")
    if isinstance(value, Mapping):
        return {name: _plain(item) for name, item in value.items()}
    if isinstance(value, Iterable) and not isinstance(value, str):
        return [_plain(item) for item in value]
    return value
