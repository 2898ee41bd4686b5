"""``relata events``: who did what to whom."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import closing
from typing import Annotated, Any, Final

import typer

from . import tables
from .options import (
    DEFAULT_DB,
    ArticleOption,
    DbOption,
    FormatOption,
    LimitOption,
    OffsetOption,
    OutletCountryOption,
    OutletOption,
    OutOption,
    RunOption,
    SinceOption,
    StoryOption,
    UntilOption,
    one_of,
)
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
Confidence = Annotated[float | None, typer.Option("--min-confidence", min=0.0, max=1.0, metavar="0-1", help="At least so confident.")]

COLUMNS: Final = (
    tables.Column("Date", lambda row: row["date"] or "no date"),
    tables.Column("Source", lambda row: _side(row, "source"), share=3),
    tables.Column("Type", lambda row: row["type"]),
    tables.Column("Target", lambda row: _side(row, "target"), share=3),
    tables.Column("Words", lambda row: shortened(row["evidence"], 150), share=6),
)


def command(
    db: DbOption = DEFAULT_DB,
    actor: Actor = None,
    source: Source = None,
    target: Target = None,
    pair: Pair = None,
    type: Type = None,
    quad: Quad = None,
    status: Status = None,
    since: SinceOption = None,
    until: UntilOption = None,
    outlet: OutletOption = None,
    outlet_country: OutletCountryOption = None,
    story: StoryOption = None,
    article: ArticleOption = None,
    min_confidence: Confidence = None,
    run: RunOption = None,
    limit: LimitOption = None,
    offset: OffsetOption = 0,
    format: FormatOption = None,
    out: OutOption = None,
) -> None:
    """List events: who did what to whom, newest first.

    \b
    relata events --source CHN --target "European Union" --since 2022-01-01
    relata events --pair RUS UKR --type consult --format csv > talks.csv
    relata events --db news.duckdb --out events.parquet
    """
    from relata import store

    output = tables.choose(format, out)
    with closing(store.open_read_only(db)) as con:
        if type and type not in TYPES and not store.events(con, type=type, run=run, limit=1).num_rows:
            raise typer.BadParameter(f"{type!r} is not known; expected one of {', '.join(TYPES)}.", param_hint="--type")
        rows = store.events(
            con,
            article=article,
            actor=actor,
            source=source,
            target=target,
            pair=pair,
            type=type,
            quad=quad,
            status=status,
            since=since,
            until=until,
            outlet=outlet,
            outlet_country=outlet_country,
            story=story,
            min_confidence=min_confidence,
            run=run,
            limit=output.limit(limit),
            offset=offset,
        )
    tables.show(rows, output, COLUMNS, asked=limit)


def _side(row: Mapping[str, Any], side: str) -> str:
    name: str = row[f"{side}_name"] or row[f"{side}_actor"] or ""
    return name
