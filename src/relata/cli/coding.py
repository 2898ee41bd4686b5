"""How do articles become rows? Drives a coder over what ingest found, and keeps the results in batches.

In: articles and skips, in order, and a coder. Out: coded articles and skips, in order; a ledger written batch by batch; a tally.
What fails is given up alone: an article whose coding raises becomes a skip, and the run goes on with the next.
Left out: options and what is printed (`read`, `demo`).
"""

from __future__ import annotations

import itertools
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Protocol

from relata.errors import RelataError, Skip, SkipReason
from relata.records import Article, Coded

if TYPE_CHECKING:
    from relata.store import Ledger, Run

# Articles a transaction. A kill loses at most these; writing more at once gains nothing measurable.
BATCH: Final = 32


class Reads(Protocol):
    """What is asked of a coder. `relata.coder.Coder` is one; tests bring their own."""

    @property
    def settings(self) -> dict[str, Any]: ...

    @property
    def model_id(self) -> str: ...

    def stream(self, articles: Iterable[Article], workers: int = 1) -> Iterator[Coded]: ...


@dataclass(slots=True)
class Tally:
    """What a run did. `n_new` and `n_known` count articles of the ledger, and stay 0 without one."""

    n_read: int = 0
    n_statements: int = 0
    n_events: int = 0
    n_skipped: int = 0
    n_new: int = 0
    n_known: int = 0


def make_coder(*, actors: Sequence[Path] = (), model: Path | None = None) -> Reads:
    """The coder itself, with its weights loaded. Imported here, so that commands without it start at once."""
    from relata.coder import Coder

    return Coder(actors=actors, model=model)


def make_run(coder: Reads) -> Run:
    """The run that this coder's results belong to."""
    from relata import __version__, store

    return store.make_run(version=__version__, model=coder.model_id, settings=coder.settings)


def code(items: Iterable[Article | Coded | Skip], coder: Reads, *, workers: int = 1) -> Iterator[Coded | Skip]:
    """Each item's result, in order except that skips and what is coded already may come a little early.

    An article whose coding raises is a Skip(FAILED), and the coder starts anew behind it. Raises what reading `items` raises,
    and RelataError, which no single article is to blame for.
    """
    feed = _Feed(items)
    while True:
        try:
            for coded in coder.stream(feed, workers=workers):
                feed.came_back(coded)
                yield from feed.passing()
                yield coded
            yield from feed.passing()
            return
        except RelataError:
            raise
        except Exception as error:
            # Results come in order, so the first article that is still out is the one that failed.
            failed = feed.give_up()
            if failed is None:
                raise
            yield from feed.passing()
            yield Skip(failed.id, "coding", SkipReason.FAILED, _failure(failed, error))


def without_known(items: Iterable[Article | Skip], ledger: Ledger) -> Iterator[Article | Coded | Skip]:
    """The items, with each article that this run has coded already as a bare `Coded`, so that it is not coded again.

    The ledger leaves such a one as it is, and still refuses it where its id stands for another text.
    """
    for chunk in _chunks(items, BATCH):
        known = ledger.known([item.id for item in chunk if isinstance(item, Article)])
        for item in chunk:
            yield Coded(item) if isinstance(item, Article) and item.id in known else item


def keep(
    results: Iterable[Coded | Skip],
    *,
    ledger: Ledger | None = None,
    on_coded: Callable[[Coded], None] = lambda coded: None,
    on_skip: Callable[[Skip], None] = lambda skip: None,
    tally: Tally | None = None,
) -> Tally:
    """Go through the results: tell the callbacks of each, and write them to the ledger, a transaction for each batch.

    An interruption loses the open batch and nothing else. `tally` is counted up as it goes, so that a caller can say how far it came.
    """
    tally = tally or Tally()
    for batch in _chunks(_told(results, on_coded, on_skip, tally), BATCH):
        if ledger is None:
            continue
        codeds = [result for result in batch if isinstance(result, Coded)]
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


class _Feed:
    """Hands articles to a coder and remembers which are out; what needs no coding waits beside them."""

    def __init__(self, items: Iterable[Article | Coded | Skip]) -> None:
        self._items = iter(items)
        self._again: deque[Article] = deque()
        self._out: deque[Article] = deque()
        self._passing: deque[Coded | Skip] = deque()
        self._broken = False

    def __iter__(self) -> Iterator[Article]:
        while self._again:
            self._out.append(self._again.popleft())
            yield self._out[-1]
        try:
            for item in self._items:
                if isinstance(item, Article):
                    self._out.append(item)
                    yield item
                else:
                    self._passing.append(item)
        except Exception:
            self._broken = True  # reading failed, not coding
            raise

    def came_back(self, coded: Coded) -> None:
        if self._out:
            self._out.popleft()

    def passing(self) -> Iterator[Coded | Skip]:
        while self._passing:
            yield self._passing.popleft()

    def give_up(self) -> Article | None:
        """The article that is first among those still out; the others are handed out again. None where no article is to blame."""
        if self._broken or not self._out:
            return None
        failed = self._out.popleft()
        self._again.extendleft(reversed(self._out))
        self._out.clear()
        return failed


def _failure(article: Article, error: Exception) -> str:
    title = f" ({article.title})" if article.title else ""
    return f"coding this article{title} failed with {type(error).__name__}: {error}. This is a bug in Relata; please report it."


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
