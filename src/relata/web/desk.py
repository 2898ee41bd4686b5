"""How is an article that somebody sends read, without holding up the pages?

Takes what reads (`serving.Read`), and bytes; gives the coded article. One is read at a time, few may wait, and each is forgotten when
it is shown: nothing is written. Left out on purpose: formats and the coder, which whoever serves the pages brings.
"""

from __future__ import annotations

from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from threading import Semaphore

from relata.errors import RelataError, Skip
from relata.records import Coded

from .serving import Read


class BusyError(RelataError):
    """Too many articles wait already."""


class UnreadError(RelataError):
    """The article cannot be read; `skip` says why."""

    def __init__(self, skip: Skip) -> None:
        super().__init__(skip.detail)
        self.skip = skip


class Desk:
    """Reads one article after another, in a thread of its own."""

    def __init__(self, read: Read, *, waiting: int) -> None:
        self._read = read
        self._worker = ThreadPoolExecutor(1, thread_name_prefix="relata-desk")
        self._places = Semaphore(waiting + 1)

    def read(self, data: bytes, facts: Mapping[str, str]) -> Coded:
        """Waits for its turn. Raises BusyError where too many wait, UnreadError for what is no article."""
        if not self._places.acquire(blocking=False):
            raise BusyError("Other articles are being read just now. Try again in a minute.")
        try:
            result = self._worker.submit(self._read, data, facts).result()
        finally:
            self._places.release()
        if isinstance(result, Skip):
            raise UnreadError(result)
        return result
