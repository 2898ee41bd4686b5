"""Who may look, where a token is set?

Takes the token; tells whether a request carries it, as ``Authorization: Bearer`` or as the cookie that the sign-in form sets.
The cookie holds no token but what only its owner can make. Tokens are compared in constant time, and a client that was wrong too often
is not heard for a while.
Left out on purpose: users and roles; whoever has the token sees the ledger.
"""

from __future__ import annotations

import hashlib
import hmac

from fastapi import Request

from relata.errors import RelataError

from .pace import Pace, client_of

COOKIE = "relata"
MIN_TOKEN = 16


class TokenError(RelataError):
    """A token that protects nothing."""


class Access:
    """Raises TokenError for a token that is short or that a header cannot carry."""

    def __init__(self, token: str, *, wrong_a_minute: int) -> None:
        if len(token) < MIN_TOKEN or not (token.isascii() and token.isprintable()) or " " in token:
            raise TokenError(
                f"the token has {len(token)} characters; it needs at least {MIN_TOKEN}, letters, digits and signs without spaces. "
                "One is made by: python3 -c 'import secrets; print(secrets.token_urlsafe())'"
            )
        self._token = token
        self._wrong = Pace(wrong_a_minute)
        self.cookie = hmac.new(token.encode(), b"relata: signed in", hashlib.sha256).hexdigest()

    def admits(self, request: Request) -> bool:
        """Whether the request carries the token or the cookie."""
        scheme, _, given = request.headers.get("authorization", "").partition(" ")
        if scheme.lower() == "bearer":
            return self.try_token(request, given.strip())
        return _same(request.cookies.get(COOKIE, ""), self.cookie)

    def try_token(self, request: Request, given: str) -> bool:
        """Whether that is the token; False too for one who was wrong too often in this minute."""
        client = client_of(request)
        if not self._wrong.has(client):
            return False
        right = _same(given, self._token)
        if not right:
            self._wrong.take(client)
        return right


def _same(given: str, right: str) -> bool:
    return hmac.compare_digest(given.encode("utf-8", "replace"), right.encode())
