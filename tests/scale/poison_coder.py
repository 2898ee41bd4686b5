"""A stand-in coder for worker processes, which import this module by its own name. BUG in a text makes it raise, DIE ends its process."""

from __future__ import annotations

import os
import time
from collections.abc import Iterable, Iterator
from pathlib import Path

from cli.fake import FakeCoder, code

from relata.records import Article, Coded
from relata.workers import Pool


class PoisonCoder(FakeCoder):
    """Leaves its process's number in a folder, so that a test can kill it."""

    def __init__(self) -> None:
        super().__init__()
        if folder := os.environ.get("POISON_PIDS"):
            (Path(folder) / str(os.getpid())).touch()

    def read(self, article: Article) -> Coded:
        if "DIE" in article.text:
            os._exit(3)
        if "BUG" in article.text:
            raise ValueError("a broken tree")
        time.sleep(0.01)
        return code(article)

    def stream(self, articles: Iterable[Article], workers: int = 1) -> Iterator[Coded]:
        if workers == 1:
            yield from map(self.read, articles)
            return
        pool = Pool(workers, PoisonCoder, [])
        try:
            yield from pool.code(list(articles))
        finally:
            pool.close(now=True)
