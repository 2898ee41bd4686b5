"""How do articles become rows? Drives a coder over what ingest found, and keeps the results in batches.

In: articles and skips, in order, and a coder. Out: coded articles and skips, in order; a ledger written batch by batch; a tally.
What fails is given up alone: an article whose coding raises becomes a skip, and the run goes on with the next.
Left out: options and what is printed (`read`, `demo`).
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Protocol

from relata.errors import RelataError, Skip, SkipReason
from relata.records import Article, Coded, Spell

from . import console
from .plain import plain

if TYPE_CHECKING:
    from relata.store import Ledger, Run

# Wrong lines of actor files that are told one by one.
SHOWN: Final = 20
# Articles a transaction. A kill loses at most these; writing more at once gains nothing measurable.
BATCH: Final = 32


class Reads(Protocol):
    """What is asked of a coder. `relata.coder.Coder` is one; tests bring their own."""

    @property
    def settings(self) -> dict[str, Any]: ...

    @property
    def model_id(self) -> str: ...

    def stream(self, articles: Iterable[Article], workers: int = 1) -> Iterator[Coded]: ...

    def learn(self, spells: Iterable[Spell]) -> None: ...

    def knows_more(self, coded: Coded) -> bool: ...


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

    coder = Coder(actors=actors, model=model)
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
    """As `code`, while the coder learns from the articles who people are.

    A batch is coded whole with what the batches before it taught; then it teaches, and those of its articles are coded again that
    name someone who is now known. So the result hangs neither on the number of workers nor on where an earlier run was stopped.
    """
    for batch in _chunks(items, BATCH):
        # The Docs, with the encoder's vectors, must not wait with the batch.
        results = [replace(r, doc=None) if isinstance(r, Coded) else r for r in code(batch, coder, workers=workers)]
        coder.learn(spell for result in results if isinstance(result, Coded) for spell in result.spells)
        again = [i for i, result in enumerate(results) if isinstance(result, Coded) and coder.knows_more(result)]
        articles = [result.article for i in again if isinstance(result := results[i], Coded)]
        for i, result in zip(again, _coded(articles, coder, workers), strict=True):
            results[i] = result
        yield from results


def _coded(articles: Sequence[Article], coder: Reads, workers: int) -> Iterator[Coded | Skip]:
    """One result for each article, in order; behind one that fails the coder starts anew."""
    done = 0
    while done < len(articles):
        try:
            for coded in coder.stream(articles[done:], workers=workers):
                done += 1
                yield coded
        except RelataError:
            raise
        except Exception as error:
            # Results come in order, so the first article that is still out is the one that failed.
            failed = articles[done]
            done += 1
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
