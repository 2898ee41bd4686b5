"""What do the lists show: articles, events, statements?

Takes a read-only connection and a filter; gives one frozen context a page, from which both the HTML and the JSON twin are made.
Left out on purpose: one article's page (`pages`), the query string (`filters`), HTML (`render`), SQL (`store`).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import asdict, dataclass, field, replace
from typing import Any, ClassVar

from duckdb import DuckDBPyConnection

from relata import store
from relata.charts.atlas import known_names

from . import links
from .filters import ArticleFilter, EventFilter, Filter, StatementFilter
from .named import Named, named
from .pages import title_of
from .rows import Who


@dataclass(frozen=True, slots=True, kw_only=True)
class ListPage:
    """A part of a list, newest first, with the addresses of the parts before and after it."""

    address: Callable[[links.Query], str]
    filter: Filter
    rows: tuple[Any, ...]
    more: bool = field(metadata={"help": "Whether rows follow after these"})
    total: int | None = field(default=None, metadata={"help": "Rows of the whole list; None where they were not counted"})
    named: tuple[Named, ...] = field(default=(), metadata={"help": "Names in the filter that stand for others than they say"})

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
            "total": self.total,
            "meant": {name.name: list(name.ids) for name in self.named},
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
    """`reports`: where acts are listed, how many reports tell of them under the same filters."""

    template: ClassVar[str] = "events.html"
    reports: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class StatementsPage(ListPage):
    """`fragments`: how many more there are of only a phrase, where they are left out."""

    template: ClassVar[str] = "statements.html"
    fragments: int | None = None


def articles(con: DuckDBPyConnection, asked: ArticleFilter, *, whole: bool = True) -> ArticlesPage:
    """`whole`: with how many rows there are in all, and whom the filter's names mean; a page that shows only a beginning needs neither."""
    rows, more, total = cut(store.articles, con, asked, total=whole)
    lines = tuple(ArticleLine(**{**row, "title": title_of(row)}, href=links.article(row["id"])) for row in rows)
    told = named(con, asked, links.articles) if whole else ()
    return ArticlesPage(address=links.articles, filter=asked, rows=lines, more=more, total=total, named=told)


def events(con: DuckDBPyConnection, asked: EventFilter, *, whole: bool = True) -> EventsPage:
    """`whole` as in `articles`."""
    rows, more, total = cut(store.events, con, asked, total=whole)
    lines = tuple(map(_event_line, rows))
    told = named(con, asked, links.events) if whole else ()
    reports = count(store.events, con, replace(asked, acts=None, acts_since=None)) if whole and asked.acts else None
    return EventsPage(address=links.events, filter=asked, rows=lines, more=more, total=total, named=told, reports=reports)


def statements(con: DuckDBPyConnection, asked: StatementFilter, *, whole: bool = True) -> StatementsPage:
    """`whole` as in `articles`."""
    rows, more, total = cut(store.statements, con, asked, total=whole)
    names = _names_of(con, {id_ for row in rows for id_ in row["about"]})
    lines = tuple(_statement_line(row, names) for row in rows)
    told = named(con, asked, links.statements) if whole else ()
    every = count(store.statements, con, replace(asked, fragments=True)) if total is not None and not asked.fragments else None
    fragments = None if every is None or total is None else every - total
    return StatementsPage(address=links.statements, filter=asked, rows=lines, more=more, total=total, named=told, fragments=fragments)


def cut(
    query: Callable[..., Any], con: DuckDBPyConnection, asked: Filter, *, total: bool = True
) -> tuple[list[dict[str, Any]], bool, int | None]:
    """The rows asked for, whether more follow, and how many there are in all if that is asked too: it may cost as much again. Without it
    one row too many is asked for."""
    if not total:
        rows = query(con, **{**asked.options(), "limit": asked.limit + 1}).to_pylist()
        return rows[: asked.limit], len(rows) > asked.limit, None
    table = query(con, **asked.options(), total=True)
    every = store.total_of(table) or 0
    return table.to_pylist(), asked.offset + asked.limit < every, every


def count(query: Callable[..., Any], con: DuckDBPyConnection, asked: Filter) -> int:
    """How many rows a list has."""
    return store.total_of(query(con, **{**asked.options(), "limit": 0, "offset": 0}, total=True)) or 0


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


def _names_of(con: DuckDBPyConnection, ids: AbstractSet[str]) -> dict[str, str]:
    """What actors are called: states by the names that Relata has for them, others as the ledger last read them."""
    known = {id_: name for id_ in ids if (name := known_names().get(id_.removeprefix("state:"))) is not None}
    others = sorted(ids - known.keys())
    return known | {id_: name for id_, name, _ in store.called(con, others, limit=len(others))}


def _statement_line(row: Mapping[str, Any], names: Mapping[str, str]) -> StatementLine:
    same = ("id", "date", "date_precision", "cue", "content", "kind", "hedge", "anonymous", "addressee", "setting")
    text = row["speaker_text"]
    name = row["speaker_name"] or text
    return StatementLine(
        **{name: row[name] for name in (*same, "outlet", "outlet_country", "published", "story")},
        article=row["article_id"],
        speaker=Who(name, row["speaker_country"], row["speaker_actor"], text if text != name else None) if name else None,
        chain=tuple(row["chain"]),
        about=tuple(Who(names.get(actor) or _plain_name(actor), None, actor) for actor in row["about"]),
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
