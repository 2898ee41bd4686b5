"""How do articles become coded ones, many at a time, and learn from each other who people are?

In: articles and what is given up already, in order, and a coder. Out: coded articles and skips, in order. What fails is given up alone:
an article whose coding raises, or ends its worker, becomes a skip, and the rest goes on. Left out: keeping the results.
"""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures.process import BrokenProcessPool
from dataclasses import replace
from typing import Any, Final, Protocol

from .errors import RelataError, Skip, SkipReason
from .records import Article, Coded, Spell

# Articles that learn together, and a transaction. A kill loses at most these and those that several workers have begun ahead. Handed out
# longest first, so many newspaper articles keep 8 workers busy for 0.98 of the time and 16 for 0.88; half as many, for 0.91 and 0.61.
BATCH: Final = 64


class Reads(Protocol):
    """What is asked of a coder. `relata.coder.Coder` is one; tests bring their own."""

    @property
    def settings(self) -> dict[str, Any]: ...

    @property
    def model_id(self) -> str: ...

    def stream(self, articles: Iterable[Article], workers: int = 1) -> Iterator[Coded]: ...

    def learn(self, spells: Iterable[Spell]) -> None: ...

    def forget(self) -> None: ...

    def knows_more(self, coded: Coded) -> bool: ...

    def close(self, *, now: bool = False) -> None: ...


def code(items: Iterable[Article | Coded | Skip], coder: Reads, *, workers: int = 1) -> Iterator[Coded | Skip]:
    """Each item's result, in order. What is coded already, and what was skipped, passes by.

    An article whose coding raises is a Skip(FAILED). Raises what reading `items` raises, and RelataError, which no single article is to
    blame for.
    """
    for batch in chunks(items, BATCH):
        results = _coded([item for item in batch if isinstance(item, Article)], coder, workers)
        for item in batch:
            yield next(results) if isinstance(item, Article) else item


def code_and_learn(items: Iterable[Article | Coded | Skip], coder: Reads, *, workers: int = 1) -> Iterator[Coded | Skip]:
    """As `code`, while the coder learns from the articles who people are. Articles of one text and day are coded once.

    A batch is coded whole with what the batches before it taught; then it teaches, and those of its articles are coded again that
    name someone who is known only now. So the result hangs neither on the number of workers nor on where an earlier run was stopped.
    Several workers begin the next batch as soon as one has taught, while its results are still written.
    """
    waiting = chunks(items, BATCH)
    batch = _Batch(chunk, coder, workers) if (chunk := next(waiting, None)) else None
    while batch:
        batch.learn()
        following, failed = None, None
        if workers > 1:
            try:
                following = _Batch(chunk, coder, workers) if (chunk := next(waiting, None)) else None
            except Exception as error:  # of the source of items; what is coded comes first
                failed = error
        yield from batch.results()
        if failed:
            raise failed
        batch = following if workers > 1 else _Batch(chunk, coder, workers) if (chunk := next(waiting, None)) else None


class _Batch:
    """Items that are coded together. With several workers their coding begins at once."""

    def __init__(self, items: Sequence[Article | Coded | Skip], coder: Reads, workers: int) -> None:
        self._items = items
        self._coder = coder
        self._workers = workers
        self._firsts: dict[tuple[str, dt.date | None], Article] = {}
        for item in items:
            if isinstance(item, Article):
                self._firsts.setdefault((item.text, item.published), item)
        self._begun = _coded(list(self._firsts.values()), coder, workers)
        self._again: Iterator[Coded | Skip] = iter(())

    def learn(self) -> None:
        """Wait for the first coding of all, let them teach, and have those coded again that name someone who is now known."""
        # The Docs, with the encoder's vectors, must not wait with the batch.
        coded = [replace(result, doc=None) if isinstance(result, Coded) else result for result in self._begun]
        self._by_text = dict(zip(self._firsts, coded, strict=True))
        passing = [item for item in self._items if isinstance(item, Coded)]
        known = [*passing, *(result for result in coded if isinstance(result, Coded))]
        # Whom the coder knew before and still left without a country it would leave so again.
        unknown = [result for result in known if not self._coder.knows_more(result)]
        self._coder.learn(spell for result in known for spell in result.spells)
        self._to_code_again = [result.article for result in unknown if self._coder.knows_more(result)]
        self._again = _coded(self._to_code_again, self._coder, self._workers)

    def results(self) -> Iterator[Coded | Skip]:
        """A result for each item, in order."""
        again = {article.id: result for article, result in zip(self._to_code_again, self._again, strict=True)}
        for item in self._items:
            if not isinstance(item, Article):
                yield again.get(item.article.id, item) if isinstance(item, Coded) else item
                continue
            first = self._firsts[item.text, item.published]
            result = again.get(first.id, self._by_text[item.text, item.published])
            yield result if first is item else _told_again(result, item)


def _told_again(result: Coded | Skip, article: Article) -> Coded | Skip:
    """The result of an article's first copy, as its own."""
    return result.copied_to(article) if isinstance(result, Coded) else replace(result, source=article.id)


def _coded(articles: Sequence[Article], coder: Reads, workers: int) -> Iterator[Coded | Skip]:
    """One result for each article, in order; several workers begin at once."""
    return _results(coder.stream(articles, workers=workers), articles, coder, workers)


def _results(stream: Iterator[Coded], articles: Sequence[Article], coder: Reads, workers: int) -> Iterator[Coded | Skip]:
    """Behind an article that fails the coder starts anew."""
    done = 0
    while done < len(articles):
        try:
            for coded in stream:
                done += 1
                yield coded
        except RelataError:
            raise
        except Exception as error:
            # Results come in order, so the first article that is still out is the one that failed.
            failed = articles[done]
            done += 1
            if isinstance(error, BrokenProcessPool):
                # It took others' articles with it, so each is tried alone before it is blamed.
                for article in articles[done - 1 :]:
                    yield _alone(article, coder, workers)
                return
            yield _failed(failed, error)
            stream = coder.stream(articles[done:], workers=workers)


def _alone(article: Article, coder: Reads, workers: int) -> Coded | Skip:
    try:
        return next(coder.stream([article], workers=workers))
    except RelataError:
        raise
    except Exception as error:
        return _failed(article, error)


def _failed(article: Article, error: Exception) -> Skip:
    title = f" ({article.title})" if article.title else ""
    detail = f"coding this article{title} failed with {type(error).__name__}: {error}. This is a bug in Relata; please report it."
    return Skip(article.id, "coding", SkipReason.FAILED, detail)


def chunks(items: Iterable[Any], size: int) -> Iterator[list[Any]]:
    source = iter(items)
    while chunk := list(itertools.islice(source, size)):
        yield chunk
