"""What does a page show, and what must every page be able to do?

Takes a read-only connection and what is asked; gives one frozen context a page, from which both the HTML and the JSON twin are made.
Here: what all pages share, an article's page, an error's. Left out on purpose: lists (`lists`), HTML (`render`), SQL (`store`).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, ClassVar, Protocol

from duckdb import DuckDBPyConnection

from relata import store

from . import links
from .marking import Paragraph, Segment, paragraphs
from .rows import SOFT_KINDS, Rows, make_rows


class Page(Protocol):
    """What every page can do: name its template and its address, and give itself as JSON."""

    template: ClassVar[str]

    @property
    def here(self) -> str | None:
        """The page's address, None where it has no JSON twin."""

    def to_dict(self) -> dict[str, Any]: ...


@dataclass(frozen=True, slots=True)
class Telling:
    """Another article's telling of an act: who told it when, and in which words."""

    outlet: str | None
    outlet_country: str | None
    published: dt.date | None
    words: str
    href: str


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """How widely an event's act is told, and its first tellings in other articles."""

    tellings: int
    outlets: int
    outlet_countries: tuple[str, ...]
    lines: tuple[Telling, ...]
    href: str = field(metadata={"help": "Address of the list of all tellings"})


@dataclass(frozen=True, slots=True)
class ArticlePage:
    """An article, its rows, and its text cut into marked segments. The JSON twin is the contract's object, unchanged."""

    template: ClassVar[str] = "article.html"
    coded: Mapping[str, Any]
    rows: Rows
    paragraphs: tuple[Paragraph, ...]
    countries: Mapping[str, str] = field(metadata={"help": "Country code by key of the actor's row"})
    selected: str | None = field(metadata={"help": "Key of the row whose words are lit"})
    first_word: int | None = field(metadata={"help": "Start of the segment where those words begin; the page scrolls there"})
    elsewhere: Mapping[str, Elsewhere] = field(default_factory=dict, metadata={"help": "By the id of the event that is told again"})
    kept: bool = field(default=True, metadata={"help": "Whether the ledger holds it, so that it has an address"})

    @property
    def here(self) -> str | None:
        return links.article(self.coded["article"]["id"]) if self.kept else None

    @property
    def article(self) -> Mapping[str, Any]:
        """What is known of the article, as in the contract."""
        known: Mapping[str, Any] = self.coded["article"]
        return known

    @property
    def title(self) -> str:
        return title_of(self.coded["article"])

    @property
    def link(self) -> str | None:
        return links.external(self.coded["article"]["url"])

    def address(self, row: str) -> str:
        """Of a row, by its key; what is not kept has only places on its own page."""
        return links.article(self.coded["article"]["id"], row=row) if self.kept else f"#{row}"

    def classes(self, segment: Segment) -> str:
        """CSS classes: kinds, the edges where a kind begins or ends, and how strongly it is lit."""
        names = ["m", *(f"k-{kind}" for kind in segment.kinds)]
        names += [f"o-{kind}" for kind in segment.opens] + [f"c-{kind}" for kind in segment.closes]
        lit = [kind for row, kind in segment.marks if row == self.selected]
        if lit:
            names.append("soft" if SOFT_KINDS.issuperset(lit) else "on")
            names += [f"part-{kind}" for kind in lit if kind in ("source", "target")]
        return " ".join(names)

    def marks(self, segment: Segment) -> str:
        return " ".join(f"{row}:{kind}" for row, kind in segment.marks)

    def codes(self, segment: Segment) -> str:
        """Countries of the actors whose names end here."""
        if "actor" not in segment.closes:
            return ""
        codes = (self.countries.get(row) for row, kind in segment.marks if kind == "actor")
        return " ".join(dict.fromkeys(code for code in codes if code))

    def to_dict(self) -> dict[str, Any]:
        return dict(self.coded)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Form:
    """A page to send something from; it shows nothing that JSON would hold."""

    @property
    def here(self) -> str | None:
        return None

    def to_dict(self) -> dict[str, Any]:
        return {}


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadPage(_Form):
    """Where an article is pasted or uploaded; with what was typed, if that could not be read."""

    template: ClassVar[str] = "read.html"
    text: str
    facts: Mapping[str, str]
    wrong: str | None
    limit: int = field(metadata={"help": "Bytes that may be sent"})


@dataclass(frozen=True, slots=True, kw_only=True)
class LoginPage(_Form):
    """Where the token is asked for; `next` is where it leads."""

    template: ClassVar[str] = "login.html"
    next: str
    wrong: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ApiPage(_Form):
    """The API in words: `operations` are those of its description, `base` the address that theirs are added to."""

    template: ClassVar[str] = "api.html"
    base: str
    operations: tuple[Mapping[str, Any], ...]


@dataclass(frozen=True, slots=True)
class WaitingPage:
    """That another page is being made, which is asked for again in a moment."""

    template: ClassVar[str] = "waiting.html"
    place: str

    @property
    def here(self) -> str | None:
        return None

    def to_dict(self) -> dict[str, Any]:
        return {"waiting": self.place}


@dataclass(frozen=True, slots=True)
class ErrorPage:
    """The one body of every error."""

    template: ClassVar[str] = "error.html"
    status: int
    title: str
    detail: str

    @property
    def here(self) -> str | None:
        return None

    def to_dict(self) -> dict[str, Any]:
        return {"error": {"status": self.status, "title": self.title, "detail": self.detail}}


def article(con: DuckDBPyConnection, article_id: str, *, row: str | None = None) -> ArticlePage | None:
    """None for an article that is not in the ledger. A `row` that is not the article's own is left unlit."""
    coded = store.article(con, article_id)
    if coded is None:
        return None
    told: dict[str, list[dict[str, Any]]] = {}
    for line in store.tellings(con, article_id).to_pylist():
        told.setdefault(line["of"], []).append(line)
    return coded_page(coded, row=row, elsewhere={id_: _elsewhere(id_, lines) for id_, lines in told.items()})


def _elsewhere(id: str, lines: Sequence[Mapping[str, Any]]) -> Elsewhere:
    tellings = (
        Telling(
            line["outlet"], line["outlet_country"], line["published"], line["evidence"],
            links.article(line["article_id"], row=f"event:{line['id']}"),
        )
        for line in lines
    )  # fmt: skip
    first = lines[0]
    return Elsewhere(first["tellings"], first["outlets"], tuple(first["outlet_countries"]), tuple(tellings), links.events({"act": id}))


def coded_page(
    coded: Mapping[str, Any], *, row: str | None = None, elsewhere: Mapping[str, Elsewhere] | None = None, kept: bool = True
) -> ArticlePage:
    """The page of a coded article, which the ledger holds or which somebody only wanted to see coded."""
    rows = make_rows(coded)
    cut = tuple(paragraphs(coded["article"]["text"], rows.spans))
    selected = rows.key_of(row)
    lit = (segment.start for paragraph in cut for segment in paragraph.segments if selected in segment.rows)
    return ArticlePage(coded, rows, cut, rows.countries(), selected, next(lit, None) if selected else None, elsewhere or {}, kept)


def title_of(article: Mapping[str, Any]) -> str:
    return article["title"] or "Untitled"
