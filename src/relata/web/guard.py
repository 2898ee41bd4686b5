"""May this request be answered at all?

Takes every request before the routes see it; refuses what comes under another host's name, from another site, too often, too large
or without the token, gives up what takes too long, and puts the safety headers on every answer.
Left out on purpose: what is answered (`routes`, `api`), signing in (`access`).
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from urllib.parse import urlsplit

from fastapi import Request
from fastapi.responses import RedirectResponse, Response
from starlette.datastructures import MutableHeaders
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from . import links
from .access import Access
from .pace import Pace, client_of
from .serving import Limits, problem, wants_json

HEADERS = {
    "content-security-policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
        "base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
    ),
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=()",
}
SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
# Without a token: what the sign-in page itself needs, and whether the server is alive.
OPEN = ("/static/", "/login", "/healthz")

Check = Callable[[Request], Response | None]


class Guard:
    """The checks in order, then the routes, with time and size watched."""

    def __init__(self, app: ASGIApp, *, host_names: Sequence[str] | None, access: Access | None, limits: Limits) -> None:
        self.app = app
        self._hosts = frozenset(name.lower() for name in host_names) if host_names is not None else None
        self._access = access
        self._limits = limits
        self._pace = Pace(limits.requests)
        self._checks: tuple[Check, ...] = (self._host, self._often, self._size, self._origin, self._token)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        answering = _Answering(send)
        request = Request(scope)
        refused = next((found for check in self._checks if (found := check(request)) is not None), None)
        if refused is not None:
            await refused(scope, receive, answering.send)
            return
        task = asyncio.ensure_future(self.app(scope, _Measured(receive, self._limits.body), answering.send))
        await asyncio.wait({task}, timeout=self._limits.seconds)
        if task.done():
            task.result()
            return
        # The thread that works for the task cannot be stopped; nobody waits for it any longer.
        task.cancel()
        if not answering.begun:
            late = problem(request, 503, "That took too long", f"No answer within {self._limits.seconds:g} seconds. Ask for less.")
            await late(scope, receive, answering.send)
        answering.closed = True

    def _host(self, request: Request) -> Response | None:
        if self._hosts is None or (request.url.hostname or "").lower() in self._hosts:
            return None
        return problem(request, 421, "Wrong host", "This ledger is served under another name.")

    def _often(self, request: Request) -> Response | None:
        if self._pace.take(client_of(request)):
            return None
        refused = problem(request, 429, "Too many requests", "Wait a minute, then ask again, less often.")
        refused.headers["retry-after"] = "60"
        return refused

    def _size(self, request: Request) -> Response | None:
        length = request.headers.get("content-length", "0")
        if length.isascii() and length.isdigit() and len(length) < 16 and int(length) <= self._limits.body:
            return None
        return problem(request, 413, "Too large", f"A request may have {self._limits.body:,} bytes.")

    def _origin(self, request: Request) -> Response | None:
        """A form on another site's page must not act here in the reader's name. What is no browser says neither."""
        if request.method in SAFE_METHODS:
            return None
        site, origin = request.headers.get("sec-fetch-site"), request.headers.get("origin")
        own = site in ("same-origin", "none") if site else origin is None or _netloc(origin) == request.url.netloc
        return None if own else problem(request, 403, "From another site", "Only this site's own pages may send this.")

    def _token(self, request: Request) -> Response | None:
        if self._access is None or request.url.path.startswith(OPEN) or self._access.admits(request):
            return None
        if wants_json(request) or request.method not in SAFE_METHODS:
            refused = problem(request, 401, "A token is needed", "Send it in the header Authorization: Bearer TOKEN.")
            refused.headers["www-authenticate"] = "Bearer"
            return refused
        here = request.url.path + (f"?{request.url.query}" if request.url.query else "")
        return RedirectResponse(links.login(here), 303)


class _Answering:
    """Sends with the headers of safety, and nothing more once another answer was given."""

    def __init__(self, send: Send) -> None:
        self._send = send
        self.begun = False
        self.closed = False

    async def send(self, message: Message) -> None:
        if self.closed:
            return
        if message["type"] == "http.response.start":
            self.begun = True
            headers = MutableHeaders(scope=message)
            headers.update(HEADERS)
            if not headers.get("cache-control") and not (headers.get("etag") and headers.get("last-modified")):
                headers["cache-control"] = "no-store"  # but for files, what is shown depends on the ledger and on who asks
        await self._send(message)


class _Measured:
    """Receives a body of at most so many bytes, whatever its header says."""

    def __init__(self, receive: Receive, most: int) -> None:
        self._receive = receive
        self._left = most

    async def __call__(self) -> Message:
        message = await self._receive()
        self._left -= len(message.get("body", b""))
        if self._left < 0:
            raise HTTPException(413, "Too large")
        return message


def _netloc(origin: str) -> str | None:
    try:
        return urlsplit(origin).netloc
    except ValueError:
        return None
