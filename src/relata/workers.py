"""Several processes that each hold a coder, and learn of people what the main process learns.

In: articles. Out: `Coded`, in order. What is learned is appended to a file that every worker reads before its next article, so it costs
what is new and not what is known. Left out: which article learns from which (`cli.coding` takes them in batches).
"""

from __future__ import annotations

import pickle
import shutil
import signal
import tempfile
import weakref
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from dataclasses import replace
from multiprocessing import get_context
from pathlib import Path
from typing import Protocol

from .records import Article, Coded, Spell

# Articles handed out ahead, for each worker.
AHEAD = 4


class Reads(Protocol):
    """What is asked of a coder here."""

    def read(self, article: Article) -> Coded: ...

    def learn(self, spells: Iterable[Spell]) -> None: ...


class Pool:
    """Worker processes.

    Args:
        size: how many. make: makes the coder of each; it must be picklable. spells: what is known of people so far.
    """

    def __init__(self, size: int, make: Callable[[], Reads], spells: Iterable[Spell]) -> None:
        self.size = size
        folder = tempfile.mkdtemp(prefix="relata-")
        self._learned = Path(folder) / "learned"
        self._clear = weakref.finalize(self, shutil.rmtree, folder, ignore_errors=True)
        self.tell(list(spells))
        # Fresh processes: forking one that holds an inference session is not safe.
        arguments = (make, self._learned)
        self._workers = ProcessPoolExecutor(size, mp_context=get_context("spawn"), initializer=_start, initargs=arguments)

    def tell(self, spells: list[Spell]) -> None:
        """Let the workers know; call it only while none of them is at work, so that all articles of a batch know the same."""
        with self._learned.open("ab") as file:
            pickle.dump(spells, file)

    def code(self, articles: Iterable[Article]) -> Iterator[Coded]:
        waiting: deque[Future[Coded]] = deque()
        try:
            for article in articles:
                waiting.append(self._workers.submit(_read, article))
                if len(waiting) >= self.size * AHEAD:
                    yield waiting.popleft().result()
            while waiting:
                yield waiting.popleft().result()
        finally:
            for future in waiting:
                future.cancel()

    def close(self) -> None:
        self._workers.shutdown(cancel_futures=True)
        self._clear()


_coder: Reads | None = None
_learned: Path | None = None
_place = 0


def _start(make: Callable[[], Reads], learned: Path) -> None:
    global _coder, _learned  # one coder per process, loaded when the process starts
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # ctrl-C is the main process's to handle
    _coder, _learned = make(), learned


def _read(article: Article) -> Coded:
    global _place  # how far this process has read what is learned
    assert _coder is not None and _learned is not None
    if _learned.stat().st_size > _place:
        with _learned.open("rb") as file:
            file.seek(_place)
            while file.tell() < _learned.stat().st_size:
                _coder.learn(pickle.load(file))
            _place = file.tell()
    return replace(_coder.read(article), doc=None)
