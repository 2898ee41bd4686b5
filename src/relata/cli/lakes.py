"""``relata read --ray``: many files into a lake of Parquet, by a cluster of Ray."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import closing
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from . import coding, console
from .plain import plain
from .progress import Progress

if TYPE_CHECKING:
    from relata.ingest import Columns, Metadata
    from relata.store import Added


def read(
    paths: Sequence[Path],
    lake: str,
    *,
    known: Metadata,
    columns: Columns,
    workers: int | None,
    actors: Sequence[Path],
    model: Path | None,
    types: Sequence[Path],
) -> int:
    """Read the paths into the lake, say what came of it, and give the exit code."""
    from relata import scale, store

    files = {name: tuple(path.absolute() for path in given) for name, given in (("actors", actors), ("types", types))}
    make = partial(coding.make_coder, **files, model=model.absolute() if model else None)
    run = coding.make_run(make())
    tally = coding.Tally()
    try:
        with Progress(None) as progress:

            def on_block(added: Added) -> None:
                tally.n_new += added.n_articles
                tally.n_skipped += added.n_skipped
                progress.advance(added.n_articles + added.n_skipped)

            job = scale.Job(lake, run, make, known, columns)
            scale.read_into_lake([str(path) for path in paths], job, workers=workers, on_block=on_block)
    except KeyboardInterrupt:
        console.note(f"Stopped. {plain(lake)} has {coding.counted(tally.n_new, 'article')} more; the same command goes on from there.")
        raise
    with closing(store.open_lake(store.Place.at(lake))) as con:
        held = store.counts(con)
    typer.echo(f"{plain(lake)}: {coding.describe_ledger(tally, held)}")
    if tally.n_skipped:
        console.note(f"`relata quarantine --db {plain(lake)}` says what was skipped, and why.")
    return 1 if tally.n_skipped else 0
