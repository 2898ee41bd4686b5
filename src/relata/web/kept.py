"""What is made once and kept while the ledger stays as it is?

Takes a key and what makes its result; gives the result, made again only where the file has changed since. Left out on purpose: what is
kept (`measured`, `serving`).
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from concurrent.futures import Future
from pathlib import Path
from typing import Any, TypeVar

Result = TypeVar("Result")


class Kept:
    """Results by key, each made once even where several ask at the same time; the longest unused go first."""

    def __init__(self, size: int) -> None:
        self._size = size
        self._lock = threading.Lock()
        self._futures: OrderedDict[Hashable, Future[Any]] = OrderedDict()

    def get(self, key: Hashable, make: Callable[[], Result]) -> Result:
        with self._lock:
            future = self._futures.get(key)
            mine = future is None
            if future is None:
                future = self._futures[key] = Future()
                while len(self._futures) > self._size:
                    self._futures.popitem(last=False)
            self._futures.move_to_end(key)
        if mine:
            try:
                future.set_result(make())
            except BaseException as error:
                with self._lock:
                    self._futures.pop(key, None)
                future.set_exception(error)
        result: Result = future.result()
        return result


class OfLedger:
    """Results for as long as the ledger's file stays as it is. Every method is safe to call from several threads."""

    def __init__(self, db: Path, size: int) -> None:
        # What a writer that was killed had written last stands in the second file until the next one opens the first.
        self._files = (db, db.with_name(f"{db.name}.wal"))
        self._kept = Kept(size)

    def keep(self, key: Hashable, make: Callable[[], Result]) -> Result:
        """What `make` gives, made once for this state of the file. It must depend on the ledger and the key alone."""
        return self._kept.get((*map(_state, self._files), key), make)


def _state(file: Path) -> tuple[int, int, int] | None:
    try:
        known = file.stat()
    except OSError:
        return None
    return known.st_mtime_ns, known.st_size, known.st_ino
