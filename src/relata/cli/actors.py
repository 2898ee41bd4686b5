"""``relata actors``: who occurs in the ledger."""

from __future__ import annotations

from contextlib import closing
from typing import Annotated, Final

import typer

from . import tables
from .options import DEFAULT_DB, DbOption, FormatOption, LimitOption, OutOption, RunOption

NAME: Final = "actors"

Named = Annotated[str | None, typer.Argument(metavar="[NAME]", help="Only actors with these words in their name.", show_default=False)]

COLUMNS: Final = (
    tables.Column("Name", lambda row: row["name"], share=5),
    tables.Column("Kind", lambda row: row["kind"], share=3),
    tables.Column("Country", lambda row: row["country"]),
    tables.Column("Sector", lambda row: row["sector"]),
    tables.Column("Role", lambda row: row["role"], share=4),
    tables.Column("Mentions", lambda row: row["n_mentions"]),
)


def command(
    name: Named = None,
    db: DbOption = DEFAULT_DB,
    run: RunOption = None,
    limit: LimitOption = None,
    format: FormatOption = None,
    out: OutOption = None,
) -> None:
    """List actors, most often named first.

    Kind, sector and role are those that the newest article gives them.

    \b
    relata actors
    relata actors wang --db news.duckdb
    relata actors --format csv > actors.csv
    """
    from relata import store

    output = tables.choose(format, out)
    with closing(store.open_read_only(db)) as con:
        rows = store.actors(con, name=name, run=run, limit=output.limit(limit))
    tables.show(rows, output, COLUMNS, asked=limit)
