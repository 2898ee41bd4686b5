"""How is a request answered?

Takes a request and what fills a page; gives that page as HTML or, by the address's ending, as JSON or CSV. What every group of
routes shares is here: the site they serve, the ledger opened read only, the one body of all errors.
Left out on purpose: which address means which page (`routes`, `api`), who may ask (`guard`).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import duckdb
from fastapi import Request
from fastapi.responses import JSONResponse, Response

from relata.errors import Skip
from relata.records import Coded
from relata.store import open_read_only

from . import pages, sheets
from .kept import OfLedger
from .render import render

PATIENCE = 2.0  # seconds after which a page that is still being made says so

Fill = Callable[[duckdb.DuckDBPyConnection], pages.Page]
# Reads one article: bytes of text, HTML or JSON, and facts by the names of `records.Article`, which hold where the bytes are silent.
Read = Callable[[bytes, Mapping[str, str]], Coded | Skip]


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """How much one client may ask. Any more is refused, never served in part.

    Attributes:
        requests: for each client, in a minute; so many may also come at once.
        wrong_tokens: for each client, in a minute; then even the right one is not heard.
        body: bytes of a request.
        seconds: after which an answer is given up.
        waiting: articles that may wait for the coder, besides the one that it reads.
    """

    requests: int = 1200
    wrong_tokens: int = 10
    body: int = 2 * 1024 * 1024
    seconds: float = 30.0
    waiting: int = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """What the routes serve: a ledger and, where there is one, what reads articles; `token` is asked of everybody where it is set."""

    db: Path
    read: Read | None = None
    token: str | None = field(default=None, repr=False)
    limits: Limits = field(default_factory=Limits)


def site_of(request: Request) -> Site:
    site: Site = request.app.state.site
    return site


@contextmanager
def ledger(request: Request) -> Iterator[duckdb.DuckDBPyConnection]:
    """The ledger, read only and for this request alone: between requests others may write to it."""
    with closing(open_read_only(site_of(request).db)) as con:
        yield con


def answer(request: Request, fill: Fill) -> Response:
    """The page that `fill` makes, in the form that the address ends in."""

    def make() -> Response:
        with ledger(request) as con:
            page = fill(con)
        return show(request, page)

    return kept(request, make)


def kept(request: Request, make: Callable[[], Response]) -> Response:
    """What an address answers, made once while the ledger stays as it is; or, to a browser, that it is being made.

    Sheets may be long, and are made each time, as is all of a lake, of whose many files nothing tells at once that one has changed.
    """
    if request.url.path.endswith(".csv") or not site_of(request).db.is_file():
        return make()

    def content() -> tuple[bytes, int, str | None]:
        made = make()
        return bytes(made.body), made.status_code, made.headers.get("content-type")

    answers: OfLedger = request.app.state.answers
    # A person before a browser is shown that something goes on; a program waits.
    waits = "text/html" not in request.headers.get("accept", "") or request.url.path.endswith(".json")
    try:
        body, status, kind = answers.keep((request.url.path, request.url.query), content, patience=None if waits else PATIENCE)
    except TimeoutError:
        return as_html(request, pages.WaitingPage(str(request.url.replace(scheme="", netloc=""))), status=202)
    return Response(body, status, media_type=kind)


def show(request: Request, page: pages.Page, *, status: int = 200) -> Response:
    ending = request.url.path.rpartition(".")[2]
    if ending == "json":
        return as_json(page, status=status)
    if ending == "csv" and isinstance(page, sheets.HasSheet):
        name = re.sub(r"[^A-Za-z0-9._-]+", "-", request.url.path.rpartition("/")[2])
        headers = {"content-disposition": f'attachment; filename="relata-{name}"'}
        return Response(sheets.to_csv(page.sheet()), media_type="text/csv; charset=utf-8", headers=headers)
    return as_html(request, page, status=status)


def as_html(request: Request, page: pages.Page, *, status: int = 200) -> Response:
    site = site_of(request)
    html = render(page, reads=site.read is not None, locked=site.token is not None)
    # a lone surrogate in an article must not cost the page
    return Response(html.encode("utf-8", "replace"), status_code=status, media_type="text/html; charset=utf-8")


def as_json(page: pages.Page, *, status: int = 200) -> Response:
    return JSONResponse(page.to_dict(), status_code=status)


def problem(request: Request, status: int, title: str, detail: str) -> Response:
    """The one body of every error, as the asker wants it."""
    page = pages.ErrorPage(status, title, detail)
    return as_json(page, status=status) if wants_json(request) else as_html(request, page, status=status)


def wants_json(request: Request) -> bool:
    accepted = request.headers.get("accept", "")
    by_address = request.url.path.startswith("/api/") or request.url.path.endswith((".json", ".csv", "/healthz"))
    return by_address or ("application/json" in accepted and "text/html" not in accepted)
