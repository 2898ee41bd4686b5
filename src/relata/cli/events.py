"""``relata events``: who did what to whom."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import closing
from dataclasses import asdict, dataclass
from typing import Annotated, Any, Final

import typer

from . import tables
from .options import DEFAULT_DB, ArticleOption, Articles, ConfidenceOption, DbOption, Rows, one_of
from .plain import shortened

NAME: Final = "events"
STATUSES: Final = ("actual", "planned", "conditional", "denied", "past")
TYPES: Final = (
    *("AGREE", "CONSULT", "SUPPORT", "CONCEDE", "COOPERATE", "AID", "RETREAT", "REQUEST"),
    *("ACCUSE", "REJECT", "THREATEN", "PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT"),
)
WHO = "A country's code (CHN), an actor's name or id."

Actor = Annotated[str | None, typer.Option("--actor", metavar="WHO", help=f"On either side. {WHO}")]
Source = Annotated[str | None, typer.Option("--source", metavar="WHO", help="Who did it.")]
Target = Annotated[str | None, typer.Option("--target", metavar="WHO", help="To whom.")]
Pair = Annotated[tuple[str, str] | None, typer.Option("--pair", metavar="WHO WHO", help="Between these two, in either direction.")]
Type = Annotated[str | None, typer.Option("--type", parser=str.upper, metavar="TYPE", help=f"{', '.join(TYPES)}, or one of your own.")]
Quad = Annotated[
    int | None,
    typer.Option("--quad", min=1, max=4, metavar="1-4", help="Cooperation: 1 verbal, 2 material. Conflict: 3 verbal, 4 material."),
]
Status = Annotated[
    str | None, typer.Option("--status", parser=one_of(STATUSES, str.lower), metavar="STATUS", help=f"{', '.join(STATUSES)}.")
]
Act = Annotated[str | None, typer.Option("--act", metavar="ID", help="The tellings of the act that this event tells, itself among them.")]
Once = Annotated[bool, typer.Option("--once", help="One row for each act, however many articles tell it; see column `tellings`.")]

COLUMNS: Final = (
    tables.Column("Date", lambda row: row["date"] or "no date"),
    tables.Column("Source", lambda row: _side(row, "source"), share=3),
    tables.Column("Type", lambda row: row["type"]),
    tables.Column("Target", lambda row: _side(row, "target"), share=3),
    tables.Column("Words", lambda row: shortened(row["evidence"], 150), share=6),
)
TELLINGS: Final = (
    tables.Column("Published", lambda row: row["published"] or "no date"),
    tables.Column("Outlet", lambda row: " ".join(filter(None, (row["outlet"], row["outlet_country"]))), share=3),
    tables.Column("Words", lambda row: shortened(row["evidence"], 150), share=6),
    tables.Column("Article", lambda row: row["article_id"]),
)
TOLD: Final = tables.Column("Tellings", lambda row: row["tellings"] or 1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Which events are listed; the names are those of `store.events`."""

    actor: Actor = None
    source: Source = None
    target: Target = None
    pair: Pair = None
    type: Type = None
    quad: Quad = None
    status: Status = None
    min_confidence: ConfidenceOption = None
    article: ArticleOption = None
    act: Act = None
    once: Once = False


def command(
    db: DbOption = DEFAULT_DB,
    *,
    wanted: Wanted,
    of: Articles,
    rows: Rows,
) -> None:
    """List events: who did what to whom, newest first.

    \b
    relata events --source CHN --target "European Union" --since 2022-01-01
    relata events --pair RUS UKR --type consult --format csv > talks.csv
    relata events --pair RUS UKR --once
    relata events --act 390136e6c64a00e0.e1
    relata events --db news.duckdb --out events.parquet
    """
    from relata import store

    output = tables.choose(rows.format, rows.out)
    type = wanted.type
    with closing(store.open_read_only(db)) as con:
        if type and type not in TYPES and not store.events(con, type=type, run=of.run, limit=1).num_rows:
            raise typer.BadParameter(f"{type!r} is not known; expected one of {', '.join(TYPES)}.", param_hint="--type")
        found = store.events(con, **asdict(wanted), **asdict(of), limit=output.limit(rows.limit), offset=rows.offset)
    columns = TELLINGS if wanted.act else (*COLUMNS, TOLD) if wanted.once else COLUMNS
    tables.show(found, output, columns, asked=rows.limit)


def _side(row: Mapping[str, Any], side: str) -> str:
    name: str = row[f"{side}_name"] or row[f"{side}_actor"] or ""
    return name
