"""Which address is answered by which page?

A route reads the query string, fills one page's context over a read-only connection of its own, and shows it as HTML or, at the same
address with ``.json`` or ``.csv``, as those. Left out on purpose: queries (`store`), contexts (`lists`, `actors`, `start`, …), the API
(`api`), uploads and signing in (`forms`).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response
from starlette.exceptions import HTTPException

from relata.store import open_read_only

from . import actors, links, lists, pages, runs, start
from .codebook import codebook as load_codebook
from .filters import ActorFilter, ArticleFilter, EventFilter, Filter, PairFilter, SkipFilter, StatementFilter
from .serving import answer, as_html, as_json, kept, ledger, show, site_of
from .sheets import HasSheet

router = APIRouter(include_in_schema=False)


def _serve(path: str, page: Callable[[Request], Response], *, forms: tuple[str, ...] = ("json", "csv")) -> None:
    twin = "/index" if path == "/" else path
    for address in (path, *(f"{twin}.{form}" for form in forms)):
        router.add_api_route(address, page, methods=["GET"], response_model=None)


def _list(path: str, kind: type[Filter], fill: Callable[..., pages.Page], *, forms: tuple[str, ...] = ("json", "csv")) -> None:
    def page(request: Request) -> Response:
        asked = kind.parse(request.query_params)
        if any(not value for value in request.query_params.values()):
            # a form sends its empty fields too; the address that remains says only what was asked
            return RedirectResponse(request.url.path + links.query(asked.query()), 303)
        return answer(request, lambda con: fill(con, asked))

    _serve(path, page, forms=forms)


def _found(request: Request, id: str, what: str, fill: Callable[[Any, str], pages.Page | None]) -> Response:
    """The page of one thing. Ids are the user's own and may hold slashes or end in .json; such a one's own page comes first."""

    def make() -> Response:
        with ledger(request) as con:
            page = fill(con, id)
            if page is not None:
                return as_html(request, page)
            stem, _, ending = id.rpartition(".")
            page = fill(con, stem) if stem and ending in ("json", "csv") else None
        if page is None or (ending == "csv" and not isinstance(page, HasSheet)):
            raise HTTPException(404, f"No {what} with the id {id.removesuffix('.json')[:80]!r} is in this ledger.")
        return as_json(page) if ending == "json" else show(request, page)

    return kept(request, make)


def home(request: Request) -> Response:
    return answer(request, start.start)


def codebook(request: Request) -> Response:
    return show(request, load_codebook())


@router.get("/article/{article_id:path}")
def article(request: Request, article_id: str) -> Response:
    row = request.query_params.get("row")
    return _found(request, article_id, "article", lambda con, id: pages.article(con, id, row=row))


@router.get("/actor/{actor_id:path}")
def actor(request: Request, actor_id: str) -> Response:
    return _found(request, actor_id, "actor", actors.actor)


@router.get("/healthz")
def health(request: Request) -> dict[str, Any]:
    open_read_only(site_of(request).db).close()
    return {"status": "ok"}


_serve("/", home, forms=("json",))
_list("/search", start.SearchFilter, start.search, forms=("json",))
_serve("/codebook", codebook)
_list("/articles", ArticleFilter, lists.articles)
_list("/events", EventFilter, lists.events)
_list("/statements", StatementFilter, lists.statements)
_list("/actors", ActorFilter, actors.actors)
_list("/pairs", PairFilter, actors.pairs)
_list("/runs", runs.RunFilter, runs.runs)
_list("/quarantine", SkipFilter, runs.quarantine)
