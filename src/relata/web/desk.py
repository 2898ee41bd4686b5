"""How is an article that somebody sends read, without holding up the pages?

Takes what reads (`serving.Read`), and bytes; gives the coded article. One is read at a time, few may wait, and each is forgotten when
it is shown: nothing is written. Left out on purpose: formats and the coder, which whoever serves the pages brings.
"""

from __future__ import annotations

from collections.abc import Mapping
from threading import Lock, Semaphore

from relata.errors import RelataError, Skip
from relata.records import Coded

from .serving import Read


class BusyError(RelataError):
    """Too many articles wait already."""


class UnreadError(RelataError):
    """The article cannot be read; the message says why."""


class Desk:
    """Where articles are handed in; may be used by many threads, which wait for each other."""

    def __init__(self, read: Read, *, waiting: int) -> None:
        self._read = read
        self._turn = Lock()
        self._places = Semaphore(waiting + 1)

    def read(self, data: bytes, facts: Mapping[str, str]) -> Coded:
        """Waits for its turn. Raises BusyError where too many wait, UnreadError for what is no article."""
        if not self._places.acquire(blocking=False):
            raise BusyError("Other articles are being read just now. Try again in a minute.")
        try:
            with self._turn:
                result = self._read(data, facts)
        finally:
            self._places.release()
        if isinstance(result, Skip):
            raise UnreadError(result.detail)
        return result
