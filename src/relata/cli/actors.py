"""``relata actors``: who occurs in the ledger."""

from __future__ import annotations

import datetime as dt
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from . import console, tables
from .options import DEFAULT_DB, ActorsOption, DbOption, Format, FormatOption, LimitOption, OutOption, RunOption, day

if TYPE_CHECKING:
    import pyarrow as pa

NAME: Final = "actors"

Named = Annotated[str | None, typer.Argument(metavar="[NAME]", help="Only actors with these words in their name.", show_default=False)]

Resolve = Annotated[str | None, typer.Option("--resolve", metavar="TEXT", help="Say who this string means, and end.", show_default=False)]
On = Annotated[dt.date | None, typer.Option("--on", parser=day, metavar="DAY", help="With --resolve: as of this day.")]
Roles = Annotated[bool, typer.Option("--roles", help="List what texts say that people are, instead of actors.")]

COLUMNS: Final = (
    tables.Column("Name", lambda row: row["name"], share=5),
    tables.Column("Kind", lambda row: row["kind"], share=3),
    tables.Column("Country", lambda row: row["country"]),
    tables.Column("Sector", lambda row: row["sector"]),
    tables.Column("Role", lambda row: row["role"], share=4),
    tables.Column("Mentions", lambda row: row["n_mentions"]),
)
RESOLVED: Final = (
    *COLUMNS[:4],
    tables.Column("Further sectors", lambda row: ", ".join(row["secondary"])),
    COLUMNS[4],
)
ROLES: Final = (
    tables.Column("Name", lambda row: row["name"], share=3),
    tables.Column("Country", lambda row: row["country"]),
    tables.Column("Role", lambda row: row["role"], share=3),
    tables.Column("First", lambda row: row["first"]),
    tables.Column("Last", lambda row: row["last"]),
    tables.Column("Articles", lambda row: row["n_articles"]),
    tables.Column("Words", lambda row: row["words"], share=5),
    tables.Column("Conflict", lambda row: row["conflict"]),
)


def command(
    name: Named = None,
    db: DbOption = DEFAULT_DB,
    roles: Roles = False,
    resolve: Resolve = None,
    on: On = None,
    actors: ActorsOption = None,
    run: RunOption = None,
    limit: LimitOption = None,
    format: FormatOption = None,
    out: OutOption = None,
) -> None:
    """List actors, most often named first; for a NAME, also what texts say of it, when, and where they disagree.

    Kind, sector and role are those that the newest article gives them.

    \b
    relata actors
    relata actors "Wang Yi" --db news.duckdb
    relata actors --roles --format csv > roles.csv
    relata actors --resolve "Slovak Foreign Minister Rastislav Káčer" --on 2022-10-01
    """
    output = tables.choose(format, out)
    if resolve is not None:
        tables.show(_resolved(resolve, on, db, actors or []), output, RESOLVED)
        return
    from relata import store

    with closing(store.open_read_only(db)) as con:
        found = None if roles else store.actors(con, name=name, run=run, limit=output.limit(limit))
        told = store.roles(con, name=name, run=run, limit=output.limit(limit)) if roles or name is not None else None
    if found is not None:
        tables.show(found, output, COLUMNS, asked=limit)
    is_read = output.format is Format.TABLE and output.out is None
    if told is not None and (roles or (is_read and told.num_rows)):
        if not roles:
            console.out().print("\nWhat texts say of them", style="bold")
        tables.show(told, output, ROLES, asked=limit)


def _resolved(text: str, on: dt.date | None, db: Path, actors: list[Path]) -> pa.Table:
    """One row, or none where the string's words do not tell. A ledger, where there is one, adds what it has learned of names."""
    import pyarrow as pa

    from relata import store
    from relata.coder import Coder

    coder = Coder(actors)
    if db.exists():
        with closing(store.open_read_only(db)) as con:
            coder.learn(store.spells(con))
    actor = coder.resolve(text, on=on)
    texts = dict.fromkeys(("id", "name", "kind", "country", "sector", "role"), pa.string())
    return pa.Table.from_pylist(
        [actor.to_dict()] if actor else [], schema=pa.schema([*texts.items(), ("secondary", pa.list_(pa.string()))])
    )
