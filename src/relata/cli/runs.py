"""``relata runs``: what coded the articles of a ledger, and when."""

from __future__ import annotations

from contextlib import closing
from typing import Final

from . import tables
from .options import DEFAULT_DB, DbOption, FormatOption, OutOption

NAME: Final = "runs"

COLUMNS: Final = (
    tables.Column("Id", lambda row: row["id"]),
    tables.Column("Started", lambda row: f"{row['started']:%Y-%m-%d %H:%M}"),
    tables.Column("Version", lambda row: row["version"], share=1),
    tables.Column("Model", lambda row: row["model"], share=2),
    tables.Column("Articles", lambda row: row["n_articles"]),
    tables.Column("Superseded", lambda row: row["n_superseded"]),
    tables.Column("Events", lambda row: row["n_events"]),
)


def command(db: DbOption = DEFAULT_DB, format: FormatOption = None, out: OutOption = None) -> None:
    """List runs, newest first: each version, model and settings that articles were read with.

    An article read again by a later run counts as that one read it; --run ID shows what an earlier run found, until `relata prune`.
    Times are UTC.

    \b
    relata runs --db news.duckdb
    relata events --run 3f2a9c0d4b5e6f70
    """
    from relata import store

    output = tables.choose(format, out)
    with closing(store.open_read_only(db)) as con:
        rows = store.runs(con)
    tables.show(rows, output, COLUMNS, asked=rows.num_rows)
