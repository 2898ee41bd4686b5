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


AT_ONCE = 8  # results that are made while nobody waits for them


class Kept:
    """Results by key, each made once even where several ask at the same time; the longest unused go first."""

    def __init__(self, size: int) -> None:
        self._size = size
        self._lock = threading.Lock()
        self._futures: OrderedDict[Hashable, Future[Any]] = OrderedDict()
        self._threads = threading.BoundedSemaphore(AT_ONCE)

    def get(self, key: Hashable, make: Callable[[], Result], *, patience: float | None = None) -> Result:
        """The result; with `patience`, raises TimeoutError after so many seconds, while it is being made for whoever asks next. A failure
        is told once."""
        future, is_new = self._future(key)
        if is_new and (patience is None or not self._threads.acquire(blocking=False)):
            _make(future, make)
        elif is_new:
            threading.Thread(target=self._make_aside, args=(future, make), daemon=True).start()
        try:
            result: Result = future.result(patience)
        except BaseException:
            if future.done():
                with self._lock:
                    if self._futures.get(key) is future:
                        del self._futures[key]
            raise
        return result

    def _future(self, key: Hashable) -> tuple[Future[Any], bool]:
        with self._lock:
            future = self._futures.get(key)
            is_new = future is None
            if future is None:
                future = self._futures[key] = Future()
                while len(self._futures) > self._size:
                    self._futures.popitem(last=False)
            self._futures.move_to_end(key)
        return future, is_new

    def _make_aside(self, future: Future[Any], make: Callable[[], Any]) -> None:
        try:
            _make(future, make)
        finally:
            self._threads.release()


def _make(future: Future[Result], make: Callable[[], Result]) -> None:
    try:
        future.set_result(make())
    except BaseException as error:
        future.set_exception(error)


class OfLedger:
    """Results for as long as the ledger's file stays as it is. Every method is safe to call from several threads."""

    def __init__(self, db: Path, size: int) -> None:
        # What a writer that was killed had written last stands in the second file until the next one opens the first.
        self._files = (db, db.with_name(f"{db.name}.wal"))
        self._kept = Kept(size)

    def keep(self, key: Hashable, make: Callable[[], Result], *, patience: float | None = None) -> Result:
        """What `make` gives, made once for this state of the file, on which and the key alone it must depend; `patience` as in `Kept`."""
        return self._kept.get((*map(_state, self._files), key), make, patience=patience)


def _state(file: Path) -> tuple[int, int, int] | None:
    try:
        known = file.stat()
    except OSError:
        return None
    return known.st_mtime_ns, known.st_size, known.st_ino
