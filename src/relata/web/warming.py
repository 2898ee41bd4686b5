"""What will the first visitors ask for?

Takes the application; makes the answers that its pages begin with, and those of the busiest pairs and states, before anybody waits for
them: in a ledger of millions of events each takes up to some seconds. Left out on purpose: how answers are kept (`kept`).
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from urllib.parse import unquote

from fastapi import FastAPI, Request
from fastapi.routing import APIRoute
from starlette.routing import Match

from relata.errors import StoreError

from . import links
from .render import load_templates
from .sections import WIDE

_log = logging.getLogger(__name__)

PAGES = ("/", "/network", f"/network.svg?chart=network&theme=light&width={WIDE}", "/system", "/dyad", "/pairs", "/actors", "/statements")
PAIRS = 12  # the busiest


def warm(app: FastAPI) -> None:
    """Make these answers, the likeliest first."""
    load_templates()
    try:
        for place in _places(app):
            visit(app, place)
    except StoreError as problem:  # whoever comes first is told
        _log.info("pages were not made ahead: %s", problem)


def _places(app: FastAPI) -> Iterator[str]:
    yield from PAGES
    pairs = app.state.measured.busiest()[:PAIRS]
    yield from (links.dyad(pair["a"], pair["b"]) for pair in pairs)
    yield from (links.actor(f"state:{code}") for code in dict.fromkeys(code for pair in pairs for code in (pair["a"], pair["b"])))


def visit(app: FastAPI, place: str) -> None:
    """Ask for the address of a page, which is kept; nothing where there is none."""
    path, _, query = place.partition("?")
    scope = {"type": "http", "method": "GET", "path": unquote(path), "query_string": query.encode(), "headers": [], "app": app}
    for route in (route for router in app.state.pages for route in router.routes):
        match, more = route.matches(scope)
        if match is Match.FULL and isinstance(route, APIRoute):
            route.endpoint(Request({**scope, **more}), **more["path_params"])
            return
