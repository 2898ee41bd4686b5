"""Which address is answered by which page?

Takes a ledger file; gives the application: routes, headers, errors. A route reads the query string, fills one page's context with
a read-only connection of its own, and shows it as HTML or, at the same address with ``.json``, as JSON.
Left out on purpose: queries (`store`), contexts (`pages`), marks (`marking`), writing of any kind.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

import duckdb
from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse, Response
from fastapi.staticfiles import StaticFiles
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from relata.errors import StoreError
from relata.store import open_read_only

from . import links, lists, measures, pages
from .filters import ArticleFilter, EventFilter, FilterError, StatementFilter
from .measured import Measured
from .render import render

_log = logging.getLogger(__name__)

HEADERS = {
    "content-security-policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
        "base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
    ),
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
}

Fill = Callable[[duckdb.DuckDBPyConnection], pages.Page]


def create_app(db: Path, *, host_names: Sequence[str] | None = None) -> FastAPI:
    """The pages of one ledger. With `host_names`, requests for any other host are refused (against rebinding of names)."""
    # No pages of documentation: they would load scripts from elsewhere.
    app = FastAPI(title="Relata", docs_url=None, redoc_url=None, openapi_url=None)
    app.mount("/static", StaticFiles(directory=links.STATIC), name="static")
    _add_lists(app, db)
    _add_article(app, db)
    _add_health(app, db)
    app.state.measured = Measured(Path(db))
    app.include_router(measures.make_router(app.state.measured, _show_measures))
    _add_errors(app)
    app.add_middleware(_Guard, host_names=host_names)
    return app


def _add_lists(app: FastAPI, db: Path) -> None:
    @app.get("/")
    @app.get("/index.json")
    def home(request: Request) -> Response:
        asked = ArticleFilter.parse(request.query_params)
        return _answer(request, db, lambda con: lists.home(con, asked))

    @app.get("/events")
    @app.get("/events.json")
    def events(request: Request) -> Response:
        asked = EventFilter.parse(request.query_params)
        return _answer(request, db, lambda con: lists.events(con, asked))

    @app.get("/statements")
    @app.get("/statements.json")
    def statements(request: Request) -> Response:
        asked = StatementFilter.parse(request.query_params)
        return _answer(request, db, lambda con: lists.statements(con, asked))


def _add_article(app: FastAPI, db: Path) -> None:
    # Ids are the user's own and may hold slashes, hence `path`. One that ends in .json is still found: its own page comes first.
    @app.get("/article/{article_id:path}")
    def article(request: Request, article_id: str) -> Response:
        row = request.query_params.get("row")
        with closing(open_read_only(db)) as con:
            page = pages.article(con, article_id, row=row)
            if page is not None:
                return _show(request, page, as_json=False)
            twin = article_id.removesuffix(".json")
            page = pages.article(con, twin, row=row) if twin != article_id else None
            if page is not None:
                return _show(request, page, as_json=True)
        raise HTTPException(404, f"No article with the id {twin[:80]!r} is in this ledger.")


def _add_health(app: FastAPI, db: Path) -> None:
    @app.get("/healthz")
    def health() -> dict[str, Any]:
        open_read_only(db).close()
        return {"status": "ok"}


def _add_errors(app: FastAPI) -> None:
    @app.exception_handler(FilterError)
    def wrong_filter(request: Request, problem: Exception) -> Response:
        return _problem(request, 400, "That cannot be shown", str(problem))

    @app.exception_handler(StoreError)
    def no_ledger(request: Request, problem: Exception) -> Response:
        return _problem(request, 503, "The ledger cannot be read just now", str(problem))

    @app.exception_handler(HTTPException)
    def not_served(request: Request, problem: Exception) -> Response:
        assert isinstance(problem, HTTPException)
        if problem.status_code == 404:
            named = problem.detail if problem.detail != "Not Found" else "Nothing is kept at this address."
            return _problem(request, 404, "Not found", named)
        return _problem(request, problem.status_code, str(problem.detail), "This address does not answer that request.")

    @app.exception_handler(Exception)
    def broken(request: Request, problem: Exception) -> Response:
        _log.error("%s %s failed", request.method, request.url.path, exc_info=problem)
        answer = _problem(request, 500, "Something went wrong here", "This is a bug in Relata; the log says where.")
        # this handler alone runs outside the guard
        answer.headers.update(HEADERS)
        return answer


def _answer(request: Request, db: Path, fill: Fill) -> Response:
    with closing(open_read_only(db)) as con:
        page = fill(con)
    return _show(request, page, as_json=request.url.path.endswith(".json"))


def _show_measures(request: Request, page: pages.Page) -> Response:
    return _show(request, page, as_json=request.url.path.endswith(".json"))


def _problem(request: Request, status: int, title: str, detail: str) -> Response:
    return _show(request, pages.ErrorPage(status, title, detail), as_json=_wants_json(request), status=status)


def _show(request: Request, page: pages.Page, *, as_json: bool, status: int = 200) -> Response:
    if as_json:
        return JSONResponse(page.to_dict(), status_code=status)
    # a lone surrogate in an article must not cost the page
    return Response(render(page).encode("utf-8", "replace"), status_code=status, media_type="text/html; charset=utf-8")


def _wants_json(request: Request) -> bool:
    accepted = request.headers.get("accept", "")
    return request.url.path.endswith((".json", "/healthz")) or ("application/json" in accepted and "text/html" not in accepted)


class _Guard:
    """Adds the headers to every answer, and refuses requests made for another host's name."""

    def __init__(self, app: ASGIApp, host_names: Sequence[str] | None) -> None:
        self.app = app
        self.host_names = frozenset(name.lower() for name in host_names) if host_names is not None else None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                added = [(name.encode("ascii"), value.encode("ascii")) for name, value in HEADERS.items()]
                message = {**message, "headers": [*message["headers"], *added]}
            await send(message)

        if self.host_names is not None and (Request(scope).url.hostname or "").lower() not in self.host_names:
            refused = JSONResponse(pages.ErrorPage(421, "Wrong host", "This ledger is served under another name.").to_dict(), 421)
            await refused(scope, receive, send_with_headers)
            return
        await self.app(scope, receive, send_with_headers)
