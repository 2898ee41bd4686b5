"""How do articles become rows? Drives a coder over what ingest found, and keeps the results in batches.

In: articles and skips, in order, and a coder. Out: a ledger written batch by batch; a tally.
Left out: how articles are coded (`relata.batches`), options and what is printed (`read`, `demo`).
"""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

from relata import batches
from relata.errors import Skip
from relata.records import Article, Coded

from . import console
from .interrupts import unbroken
from .plain import plain

if TYPE_CHECKING:
    from relata.store import Ledger, Run

# Wrong lines of actor files that are told one by one.
SHOWN: Final = 20


@dataclass(slots=True)
class Tally:
    """What a run did. `n_new` and `n_known` count articles of the ledger, and stay 0 without one."""

    n_read: int = 0
    n_statements: int = 0
    n_events: int = 0
    n_skipped: int = 0
    n_new: int = 0
    n_known: int = 0


def make_coder(*, actors: Sequence[Path] = (), model: Path | None = None, types: Sequence[Path] = ()) -> batches.Reads:
    """The coder itself, with its weights loaded. Imported here, so that commands without it start at once."""
    from relata.coder import Coder

    coder = Coder(actors=actors, model=model, types=types)
    gc.freeze()  # its tables stay: going through them again and again for garbage would take a fifteenth of the time
    for problem in coder.problems[:SHOWN]:
        console.note(f"not used: {plain(problem)}")
    if len(coder.problems) > SHOWN:
        console.note(f"not used: {len(coder.problems) - SHOWN} more lines")
    return coder


def make_run(coder: batches.Reads) -> Run:
    """The run that this coder's results belong to."""
    from relata import __version__, store

    return store.make_run(version=__version__, model=coder.model_id, settings=coder.settings)


def without_known(items: Iterable[Article | Skip], ledger: Ledger) -> Iterator[Article | Coded | Skip]:
    """The items, with each article that this run has coded already as a bare `Coded`, so that it is not coded again.

    The ledger leaves such a one as it is, and still refuses it where its id stands for another text. An article whose text and day this
    run has coded under another id comes with that reading.
    """
    for chunk in batches.chunks(items, batches.BATCH):
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
    for batch in batches.chunks(_told(results, on_coded, on_skip, tally), batches.BATCH):
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
