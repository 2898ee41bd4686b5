"""``relata articles``: what was read."""

from __future__ import annotations

from contextlib import closing
from dataclasses import asdict
from typing import Annotated, Final

import typer

from . import tables
from .options import DEFAULT_DB, Articles, DbOption, Rows

NAME: Final = "articles"

Actor = Annotated[str | None, typer.Option("--actor", metavar="WHO", help="That name this actor: a country's code (CHN), a name or id.")]
Words = Annotated[str | None, typer.Option("--text", metavar="WORDS", help="With these words in title or text.")]

COLUMNS: Final = (
    tables.Column("Published", lambda row: row["published"] or "no date"),
    tables.Column("Outlet", lambda row: row["outlet"], share=3),
    tables.Column("Title", lambda row: row["title"], share=6),
    tables.Column("Said", lambda row: row["n_statements"]),
    tables.Column("Events", lambda row: row["n_events"]),
    tables.Column("Id", lambda row: row["id"]),
)


def command(
    db: DbOption = DEFAULT_DB,
    actor: Actor = None,
    text: Words = None,
    *,
    of: Articles,
    rows: Rows,
) -> None:
    """List articles, newest first.

    \b
    relata articles --outlet "Global Times" --since 2022-10-01
    relata articles --text ceasefire --format json
    """
    from relata import store

    output = tables.choose(rows.format, rows.out)
    with closing(store.open_read_only(db)) as con:
        found = store.articles(con, actor=actor, text=text, **asdict(of), limit=output.limit(rows.limit), offset=rows.offset)
    tables.show(found, output, COLUMNS, asked=rows.limit)
