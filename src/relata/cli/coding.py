"""How do articles become rows? Drives a coder over what ingest found, and keeps the results in batches.

In: articles and skips, in order, and a coder. Out: coded articles and skips, in order; a ledger written batch by batch; a tally.
What fails is given up alone: an article whose coding raises becomes a skip, and the run goes on with the next.
Left out: options and what is printed (`read`, `demo`).
"""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Protocol

from relata.errors import RelataError, Skip, SkipReason
from relata.records import Article, Coded, Spell

from . import console
from .interrupts import unbroken
from .plain import plain

if TYPE_CHECKING:
    from relata.store import Ledger, Run

# Wrong lines of actor files that are told one by one.
SHOWN: Final = 20
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

    def knows_more(self, coded: Coded) -> bool: ...

    def close(self, *, now: bool = False) -> None: ...


@dataclass(slots=True)
class Tally:
    """What a run did. `n_new` and `n_known` count articles of the ledger, and stay 0 without one."""

    n_read: int = 0
    n_statements: int = 0
    n_events: int = 0
    n_skipped: int = 0
    n_new: int = 0
    n_known: int = 0


def make_coder(*, actors: Sequence[Path] = (), model: Path | None = None, types: Sequence[Path] = ()) -> Reads:
    """The coder itself, with its weights loaded. Imported here, so that commands without it start at once."""
    from relata.coder import Coder

    coder = Coder(actors=actors, model=model, types=types)
    for problem in coder.problems[:SHOWN]:
        console.note(f"not used: {plain(problem)}")
    if len(coder.problems) > SHOWN:
        console.note(f"not used: {len(coder.problems) - SHOWN} more lines")
    return coder


def make_run(coder: Reads) -> Run:
    """The run that this coder's results belong to."""
    from relata import __version__, store

    return store.make_run(version=__version__, model=coder.model_id, settings=coder.settings)


def code(items: Iterable[Article | Coded | Skip], coder: Reads, *, workers: int = 1) -> Iterator[Coded | Skip]:
    """Each item's result, in order. What is coded already, and what was skipped, passes by.

    An article whose coding raises is a Skip(FAILED). Raises what reading `items` raises, and RelataError, which no single article is to
    blame for.
    """
    for batch in _chunks(items, BATCH):
        results = _coded([item for item in batch if isinstance(item, Article)], coder, workers)
        for item in batch:
            yield next(results) if isinstance(item, Article) else item


def code_and_learn(items: Iterable[Article | Coded | Skip], coder: Reads, *, workers: int = 1) -> Iterator[Coded | Skip]:
    """As `code`, while the coder learns from the articles who people are. Articles of one text and day are coded once.

    A batch is coded whole with what the batches before it taught; then it teaches, and those of its articles are coded again that
    name someone who is known only now. So the result hangs neither on the number of workers nor on where an earlier run was stopped.
    Several workers begin the next batch as soon as one has taught, while its results are still written.
    """
    chunks = _chunks(items, BATCH)
    batch = _Batch(chunk, coder, workers) if (chunk := next(chunks, None)) else None
    while batch:
        batch.learn()
        following, failed = None, None
        if workers > 1:
            try:
                following = _Batch(chunk, coder, workers) if (chunk := next(chunks, None)) else None
            except Exception as error:  # of the source of items; what is coded comes first
                failed = error
        yield from batch.results()
        if failed:
            raise failed
        batch = following if workers > 1 else _Batch(chunk, coder, workers) if (chunk := next(chunks, None)) else None


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
            # A worker that died took others' articles with it, so the first is tried alone before it is blamed.
            yield _alone(failed, coder, workers) if isinstance(error, BrokenProcessPool) else _failed(failed, error)
            stream = coder.stream(articles[done:], workers=workers)


def _alone(article: Article, coder: Reads, workers: int) -> Coded | Skip:
    try:
        return next(coder.stream([article], workers=workers))
    except RelataError:
        raise
    except Exception as error:
        return _failed(article, error)


def without_known(items: Iterable[Article | Skip], ledger: Ledger) -> Iterator[Article | Coded | Skip]:
    """The items, with each article that this run has coded already as a bare `Coded`, so that it is not coded again.

    The ledger leaves such a one as it is, and still refuses it where its id stands for another text. An article whose text and day this
    run has coded under another id comes with that reading.
    """
    for chunk in _chunks(items, BATCH):
        articles = [item for item in chunk if isinstance(item, Article)]
        with unbroken():
            known = ledger.known([article.id for article in articles])
            twins = ledger.twins([article for article in articles if article.id not in known])
        for item in chunk:
            if not isinstance(item, Article):
                yield item
            else:
                yield Coded(item) if item.id in known else twins.get(item.id, item)


def keep(
    results: Iterable[Coded | Skip],
    *,
    ledger: Ledger | None = None,
    on_coded: Callable[[Coded], None] = lambda coded: None,
    on_skip: Callable[[Skip], None] = lambda skip: None,
    tally: Tally | None = None,
) -> Tally:
    """Go through the results: tell the callbacks of each, and write them to the ledger, a transaction for each batch.

    New articles are grouped into stories. An interruption loses the open batch and nothing else. `tally` is counted up as it goes, so
    that a caller can say how far it came.
    """
    tally = tally or Tally()
    if ledger is not None and not ledger.groups:
        from relata.ingest.stories import Copies

        with unbroken():
            ledger.group_by(Copies())
    for batch in _chunks(_told(results, on_coded, on_skip, tally), BATCH):
        if ledger is None:
            continue
        codeds = [result for result in batch if isinstance(result, Coded)]
        with unbroken():
            n_new = ledger.add(codeds)
            ledger.add_skips([result for result in batch if isinstance(result, Skip)])
            for refused in ledger.refused:
                on_skip(refused)
            tally.n_skipped += len(ledger.refused)
            tally.n_new += n_new
            tally.n_known += len(codeds) - n_new - len(ledger.refused)
    return tally


def _told(
    results: Iterable[Coded | Skip], on_coded: Callable[[Coded], None], on_skip: Callable[[Skip], None], tally: Tally
) -> Iterator[Coded | Skip]:
    for result in results:
        if isinstance(result, Skip):
            tally.n_skipped += 1
            on_skip(result)
        else:
            tally.n_read += 1
            tally.n_statements += len(result.statements)
            tally.n_events += len(result.events)
            on_coded(result)
            # A batch waits for its transaction; the Docs, with the encoder's vectors, must not wait with it.
            result = replace(result, doc=None)
        yield result


def _failed(article: Article, error: Exception) -> Skip:
    title = f" ({article.title})" if article.title else ""
    detail = f"coding this article{title} failed with {type(error).__name__}: {error}. This is a bug in Relata; please report it."
    return Skip(article.id, "coding", SkipReason.FAILED, detail)


def _chunks(items: Iterable[Any], size: int) -> Iterator[list[Any]]:
    source = iter(items)
    while chunk := list(itertools.islice(source, size)):
        yield chunk


def describe(tally: Tally) -> str:
    """The tally of a run as a sentence."""
    words = f"{counted(tally.n_statements, 'statement')}, {counted(tally.n_events, 'event')}"
    skipped = f"; {tally.n_skipped} skipped" if tally.n_skipped else ""
    return f"{counted(tally.n_read, 'article')} read: {words}{skipped}."


def describe_ledger(tally: Tally, held: Mapping[str, int]) -> str:
    """What a run added to a ledger, and what that holds now."""
    known = f", {tally.n_known} in it already" if tally.n_known else ""
    skipped = f", {tally.n_skipped} skipped" if tally.n_skipped else ""
    now = ", ".join(counted(held[name], name.removesuffix("s")) for name in ("articles", "statements", "events"))
    return f"{counted(tally.n_new, 'article')} new{known}{skipped}. It holds {now}."


def counted(n: int, noun: str) -> str:
    """``1 article``, ``1,204 articles``."""
    return f"{n:,} {noun}{'' if n == 1 else 's'}"
