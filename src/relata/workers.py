"""Several processes that each hold a coder, and learn of people what the main process learns.

In: articles. Out: `Coded`, in order. What is learned is appended to a file that every worker reads before its next article, so it costs
what is new and not what is known. Left out: which article learns from which (`cli.coding` takes them in batches).
"""

from __future__ import annotations

import gc
import os
import pickle
import shutil
import signal
import tempfile
import threading
import weakref
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from multiprocessing import get_context, parent_process
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
        with _deaf():
            for _ in range(size):  # a process is started for each task that finds none idle
                self._workers.submit(int)

    def tell(self, spells: list[Spell]) -> None:
        """Let the workers know; call it only while none of them is at work, so that all articles of a batch know the same."""
        with self._learned.open("ab") as file:
            pickle.dump(spells, file)

    def code(self, articles: Iterable[Article]) -> Iterator[Coded]:
        """Results in order. A list is handed out whole and at once, the longest first, so that none is left alone with a long one at
        the end; of anything else a few are taken ahead.
        """
        if not isinstance(articles, Sequence):
            return self._ahead(articles)
        futures: dict[int, Future[Coded]] = {}
        for place in sorted(range(len(articles)), key=lambda place: -len(articles[place].text)):
            futures[place] = self._workers.submit(_read, articles[place])
        return _in_order(deque(futures[place] for place in range(len(articles))))

    def _ahead(self, articles: Iterable[Article]) -> Iterator[Coded]:
        waiting: deque[Future[Coded]] = deque()
        try:
            for article in articles:
                waiting.append(self._workers.submit(_read, article))
                if len(waiting) >= self.size * AHEAD:
                    yield waiting.popleft().result()
            yield from _in_order(waiting)
        finally:
            _cancel(waiting)

    def close(self, *, now: bool = False) -> None:
        """End the workers; `now`: without waiting for what they are at."""
        processes = list((self._workers._processes or {}).values()) if now else []
        for process in processes:
            process.terminate()
        self._workers.shutdown(cancel_futures=True)
        self._clear()


@contextmanager
def _deaf() -> Iterator[None]:
    """Processes started meanwhile do not hear ctrl-C, even while they load: it is the main process's to handle."""
    if threading.current_thread() is not threading.main_thread():  # only there may signals be set
        yield
        return
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


def _in_order(waiting: deque[Future[Coded]]) -> Iterator[Coded]:
    try:
        while waiting:
            yield waiting.popleft().result()
    finally:
        _cancel(waiting)


def _cancel(waiting: Iterable[Future[Coded]]) -> None:
    for future in waiting:
        future.cancel()


_coder: Reads | None = None
_learned: Path | None = None
_place = 0


def _start(make: Callable[[], Reads], learned: Path) -> None:
    global _coder, _learned  # one coder per process, loaded when the process starts
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    _coder, _learned = make(), learned
    gc.freeze()  # see `cli.coding.make_coder`


def _end_with_parent() -> None:
    """A main process that is killed cannot end its workers; they would wait for ever."""
    parent = parent_process()
    assert parent is not None
    parent.join()
    os._exit(1)


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
