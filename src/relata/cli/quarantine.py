"""``relata quarantine``: what was given up, and why."""

from __future__ import annotations

from contextlib import closing
from typing import Final

from . import tables
from .options import DEFAULT_DB, DbOption, FormatOption, LimitOption, OutOption

NAME: Final = "quarantine"

COLUMNS: Final = (
    tables.Column("Where", lambda row: row["source"], share=4),
    tables.Column("Reason", lambda row: row["reason"], share=2),
    tables.Column("What was wrong", lambda row: row["detail"], share=6),
)


def command(
    db: DbOption = DEFAULT_DB,
    limit: LimitOption = None,
    format: FormatOption = None,
    out: OutOption = None,
) -> None:
    """List what could not be read, with file, line or record and the reason, newest first.

    \b
    relata quarantine
    relata quarantine --db news.duckdb --format csv > skipped.csv
    """
    from relata import store

    output = tables.choose(format, out)
    with closing(store.open_read_only(db)) as con:
        rows = store.skips(con, limit=output.limit(limit))
    tables.show(rows, output, COLUMNS, asked=limit)
