"""How often may a client ask?

Takes a client's address; tells whether it may once more. Left out on purpose: what happens to one that may not (`guard`, `access`).
"""

from __future__ import annotations

import time
from collections.abc import Callable
from threading import Lock

from fastapi import Request

CLIENTS = 10_000  # that are remembered; past that all begin anew


class Pace:
    """How often each client may: a bucket that holds a minute's worth and fills steadily."""

    def __init__(self, a_minute: int, *, clock: Callable[[], float] = time.monotonic) -> None:
        self._rate = a_minute / 60
        self._most = float(a_minute)
        self._clock = clock
        self._left: dict[str, tuple[float, float]] = {}
        self._lock = Lock()

    def has(self, client: str) -> bool:
        with self._lock:
            return self._now(client)[0] >= 1

    def take(self, client: str) -> bool:
        """Whether the client may once more, which is then counted."""
        with self._lock:
            left, now = self._now(client)
            if left < 1:
                return False
            if len(self._left) >= CLIENTS and client not in self._left:
                self._left.clear()
            self._left[client] = (left - 1, now)
            return True

    def _now(self, client: str) -> tuple[float, float]:
        now = self._clock()
        left, since = self._left.get(client, (self._most, now))
        return min(self._most, left + (now - since) * self._rate), now


def client_of(request: Request) -> str:
    return request.client.host if request.client else ""
