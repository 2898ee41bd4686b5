"""What makes up the application?

Takes a ledger file and, where articles may be sent to be read, what reads them; gives the application: routes, guard, errors.
Left out on purpose: which address means which page (`routes`, `api`, `forms`), where it listens (`server`).
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from pathlib import Path

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import Response
from fastapi.staticfiles import StaticFiles
from starlette.exceptions import HTTPException

from relata.errors import StoreError

from . import api, forms, links, measures, routes
from .access import Access
from .filters import FilterError
from .guard import HEADERS, Guard
from .kept import OfLedger
from .measured import Measured
from .serving import Limits, Read, Site, problem, show

_log = logging.getLogger(__name__)

ANSWERS = 200  # pages that are kept, some 100 KB each


def create_app(
    db: Path,
    *,
    host_names: Sequence[str] | None = None,
    token: str | None = None,
    read: Read | None = None,
    limits: Limits | None = None,
) -> FastAPI:
    """The pages and the API of one ledger, which they never write to.

    Args:
        host_names: requests for any other host are refused (against rebinding of names).
        token: asked of everybody, in a header or by a form. Raises TokenError for one that is too short.
        read: reads an article that somebody sends, one at a time.
    """
    site = Site(db=Path(db), read=read, token=token, limits=limits or Limits())
    access = Access(token, wrong_a_minute=site.limits.wrong_tokens) if token is not None else None
    # FastAPI's own pages of documentation would load scripts from elsewhere.
    app = FastAPI(title="Relata", docs_url=None, redoc_url=None, openapi_url=None)
    app.state.site, app.state.access, app.state.desk = site, access, forms.make_desk(site)
    app.openapi = lambda: api.openapi(app)  # type: ignore[method-assign]  # the framework's way to bring one's own
    app.mount("/static", StaticFiles(directory=links.STATIC), name="static")
    for room in (api, forms, routes):
        app.include_router(room.router)
    app.state.measured, app.state.answers = Measured(site.db), OfLedger(site.db, ANSWERS)
    app.state.pages = (routes.router, measures.make_router(app.state.measured, show))
    app.include_router(app.state.pages[1])
    _add_errors(app)
    app.add_middleware(Guard, host_names=host_names, access=access, limits=site.limits)
    return app


def _add_errors(app: FastAPI) -> None:
    @app.exception_handler(FilterError)
    def wrong_filter(request: Request, error: Exception) -> Response:
        return problem(request, 400, "That cannot be shown", str(error))

    @app.exception_handler(StoreError)
    def no_ledger(request: Request, error: Exception) -> Response:
        return problem(request, 503, "The ledger cannot be read just now", str(error))

    @app.exception_handler(RequestValidationError)
    def wrong_body(request: Request, error: Exception) -> Response:
        assert isinstance(error, RequestValidationError)
        found = "; ".join(f"{'.'.join(map(str, part['loc'][1:])) or 'the body'}: {part['msg']}" for part in error.errors())
        return problem(request, 422, "What was sent cannot be read", f"{found}.")

    @app.exception_handler(HTTPException)
    def not_served(request: Request, error: Exception) -> Response:
        assert isinstance(error, HTTPException)
        if error.status_code == 404:
            named = error.detail if error.detail != "Not Found" else "Nothing is kept at this address."
            return problem(request, 404, "Not found", named)
        title, detail = TITLES.get(error.status_code, (str(error.detail), "This address does not answer that request."))
        answer = problem(request, error.status_code, title, detail or str(error.detail))
        answer.headers.update(error.headers or {})
        return answer

    @app.exception_handler(Exception)
    def broken(request: Request, error: Exception) -> Response:
        _log.error("%s %s failed", request.method, request.url.path, exc_info=error)
        answer = problem(request, 500, "Something went wrong here", "This is a bug in Relata; the log says where.")
        # this handler alone runs outside the guard
        answer.headers.update(HEADERS)
        return answer


# Status to title, and to the detail where the error brings none of its own.
TITLES: dict[int, tuple[str, str | None]] = {
    400: ("That cannot be understood", None),
    413: ("Too large", "A smaller article can be read; split it, or use `relata read`."),
    422: ("What was sent cannot be read", None),
    503: ("Not just now", None),
}
