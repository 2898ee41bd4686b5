"""``relata watch``: feeds in, rows out, again and again."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from relata import __version__, batches
from relata.errors import Skip, StoreError
from relata.records import Article

from . import coding, console
from .options import DEFAULT_DB, ActorsOption, DbOption, ModelOption, TypesOption, WorkersOption
from .plain import plain
from .read import SOME_SKIPPED, Country, Outlet, make_metadata, skip_line

if TYPE_CHECKING:
    from relata.ingest import Watcher
    from relata.store import Ledger, Run

NAME: Final = "watch"
RETRY: Final = 5.0  # seconds after which a ledger that someone reads is tried again

Feeds = Annotated[list[str], typer.Argument(metavar="URL", help="Addresses of RSS or Atom feeds.", show_default=False)]
Once = Annotated[bool, typer.Option("--once", help="Ask each feed once and end, as for a timetable of your own.")]
Every = Annotated[float, typer.Option("--every", min=1, metavar="MINUTES", help="How long to wait between two polls of a feed.")]
Agent = Annotated[
    str, typer.Option("--agent", metavar="TEXT", help="What requests call themselves; name an address where you can be reached.")
]


def command(
    feeds: Feeds,
    db: DbOption = DEFAULT_DB,
    once: Once = False,
    every: Every = 15,
    agent: Agent = f"Relata/{__version__}",
    outlet: Outlet = None,
    outlet_country: Country = None,
    actors: ActorsOption = None,
    types: TypesOption = None,
    workers: WorkersOption = 1,
    model: ModelOption = None,
) -> None:
    """Poll feeds and read what is new in them into a ledger, until Ctrl-C.

    \b
    relata watch https://example.org/world.rss --db news.duckdb
    relata watch https://example.org/world.rss https://example.com/atom.xml --every 30 --agent "Relata (me@example.org)"
    relata watch https://example.org/world.rss --once

    It keeps to robots.txt, pauses between requests to one host, asks only for what has changed, and asks ever less often where that
    fails. A file beside the ledger remembers what was read, so that it can be stopped at any moment and started again. Only addresses of
    the open internet are asked, never those of this machine or its network. The ledger is free for others between polls.
    """
    from relata import ingest

    known = make_metadata({"outlet": outlet, "outlet_country": outlet_country})
    visitor = ingest.Visitor(ingest.Fetcher(agent=agent))
    with ingest.Memory(db.with_name(f"{db.name}.watch")) as memory:
        watcher = ingest.Watcher(feeds, visitor, memory, known=known, every=every * 60)
        coder = coding.make_coder(actors=actors or (), model=model, types=types or ())
        run = coding.make_run(coder)
        with _open(db, run, patience=0) as ledger:
            coder.learn(ledger.spells())
        for url, seconds in watcher.waits().items():
            if seconds:
                console.note(f"{plain(url)}: left alone for another {seconds / 60:.0f} minutes, since it failed or asked for it")
        tally = coding.Tally()
        # Ctrl-C is the way it is meant to end.
        with contextlib.nullcontext() if once else contextlib.suppress(KeyboardInterrupt):
            _watch(watcher, coder, run, db, once=once, workers=workers, tally=tally)
    typer.echo(f"{plain(db)}: {coding.counted(tally.n_new, 'article')} new, {tally.n_known} in it already, {tally.n_skipped} skipped.")
    if once and tally.n_skipped:
        raise typer.Exit(SOME_SKIPPED)


def _watch(watcher: Watcher, coder: batches.Reads, run: Run, db: Path, *, once: bool, workers: int, tally: coding.Tally) -> None:
    while True:
        for items in watcher.poll():
            _keep(items, coder, run, db, patience=60.0 if once else None, workers=workers, tally=tally)
        if once:
            return
        time.sleep(min(watcher.waits().values()))


def _keep(
    items: Sequence[Article | Skip],
    coder: batches.Reads,
    run: Run,
    db: Path,
    *,
    patience: float | None,
    workers: int,
    tally: coding.Tally,
) -> None:
    """Code a list and write it; the ledger is open no longer than that."""
    with _open(db, run, patience=patience) as ledger:
        results = batches.code_and_learn(coding.without_known(items, ledger), coder, workers=workers)
        coding.keep(results, ledger=ledger, on_skip=lambda skip: console.note(skip_line(skip)), tally=tally)


def _open(db: Path, run: Run, *, patience: float | None) -> Ledger:
    """The ledger; where a reader has it open, wait for it as many seconds (None: as long as it takes)."""
    from relata.store import Ledger

    waited = 0.0
    while True:
        try:
            return Ledger(db, run)
        except StoreError as error:
            if "locked" not in str(error) or (patience is not None and waited >= patience):
                raise
            if not waited:
                console.note(f"{plain(db)}: waiting until whoever reads it is done")
            time.sleep(RETRY)
            waited += RETRY
