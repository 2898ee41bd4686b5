"""``relata prune``: make a ledger smaller by what no longer counts."""

from __future__ import annotations

from typing import Final

import typer

from . import coding
from .options import DEFAULT_DB, DbOption
from .plain import plain

NAME: Final = "prune"
MIB: Final = 1 << 20


def command(db: DbOption = DEFAULT_DB) -> None:
    """Delete readings that a later run has superseded, with all their rows.

    What counts is kept as it is; --run no longer shows the rest. The ledger is written anew beside its place and then put there, so it
    needs room for both meanwhile, and is whole whenever this is stopped.

    \b
    relata prune --db news.duckdb
    """
    from relata import store

    pruned = store.prune(db)
    if not pruned.readings:
        typer.echo(f"{plain(db)}: nothing is superseded.")
        return
    freed = f"{(pruned.before - pruned.after) / MIB:,.1f} MiB freed, {pruned.after / MIB:,.1f} MiB left"
    typer.echo(f"{plain(db)}: {coding.counted(pruned.readings, 'superseded reading')} deleted; {freed}.")
