"""``relata demo``: the sample corpus, read and shown."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import closing
from importlib.resources import as_file, files
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from relata import batches
from relata.errors import Skip
from relata.records import Article, Coded

from . import coding
from .options import WorkersOption
from .plain import plain
from .progress import Progress
from .read import SOME_SKIPPED, skip_line
from .serve import HOST, PORT, PortOption, serve

if TYPE_CHECKING:
    from relata.store import Ledger

NAME: Final = "demo"
SAMPLE: Final = files("relata") / "data" / "sample"

Db = Annotated[Path | None, typer.Option("--db", metavar="FILE", help="The ledger. Default: demo.duckdb in your cache folder.")]
Serve = Annotated[bool, typer.Option("--serve/--no-serve", help="Show it in a browser afterwards.")]


def command(db: Db = None, show: Serve = True, port: PortOption = PORT, workers: WorkersOption = 1) -> None:
    """Read the sample corpus into a ledger and show it in a browser. Ctrl-C ends it.

    The corpus is some two hundred short articles written for Relata. The second time the ledger is there already.

    \b
    relata demo
    relata demo --no-serve --db sample.duckdb
    """
    path = db or cached_ledger()
    path.parent.mkdir(parents=True, exist_ok=True)
    tally = read_sample(path, workers=workers)
    if show:
        with as_file(SAMPLE / "actors.toml") as actors:
            serve(path, host=HOST, port=port, actors=[actors])
    if tally.n_skipped:
        raise typer.Exit(SOME_SKIPPED)


def cached_ledger() -> Path:
    """Where the demo keeps its ledger: the user's cache folder, as the XDG rules have it."""
    named = os.environ.get("XDG_CACHE_HOME", "")
    cache = Path(named) if Path(named).is_absolute() else Path.home() / ".cache"
    return cache / "relata" / "demo.duckdb"


def read_sample(db: Path, *, workers: int = 1) -> coding.Tally:
    """Read the sample into the ledger, or leave it as it is where this version, model and settings have read all of it."""
    from relata import store

    with as_file(SAMPLE / "actors.toml") as actors, as_file(SAMPLE / "articles.jsonl") as articles:
        items = _sample_items(articles)
        typer.echo(f"Reading {coding.counted(len(items), 'sample article')} into {plain(db)}")
        coder = coding.make_coder(actors=[actors])
        with store.Ledger(db, coding.make_run(coder)) as ledger, Progress(len(items)) as progress:
            coder.learn(ledger.spells())
            tally = _keep(items, coder, ledger, progress, workers)
    with closing(store.open_read_only(db)) as con:
        typer.echo(coding.describe_ledger(tally, store.counts(con)))
    return tally


def _keep(items: list[Article | Skip], coder: batches.Reads, ledger: Ledger, progress: Progress, workers: int) -> coding.Tally:
    def on_coded(coded: Coded) -> None:
        progress.advance()

    def on_skip(skip: Skip) -> None:
        progress.note(skip_line(skip))

    results: Iterator[Coded | Skip] = batches.code_and_learn(coding.without_known(items, ledger), coder, workers=workers)
    try:
        return coding.keep(results, ledger=ledger, on_coded=on_coded, on_skip=on_skip)
    except KeyboardInterrupt:
        coder.close(now=True)
        raise


def _sample_items(articles: Path) -> list[Article | Skip]:
    from relata import ingest

    return list(ingest.read_paths([articles]))
