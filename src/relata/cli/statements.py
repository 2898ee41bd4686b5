"""``relata statements``: who said what, of whom, on whose word."""

from __future__ import annotations

from contextlib import closing
from typing import Annotated, Final

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

NAME: Final = "statements"

HEDGES: Final = ("asserted", "hoped", "demanded", "predicted", "denied", "questioned")

Actor = Annotated[str | None, typer.Option("--actor", metavar="WHO", help="Who speaks or is spoken of.")]
Pair = Annotated[tuple[str, str] | None, typer.Option("--pair", metavar="WHO WHO", help="One of these two speaks of the other.")]
Hedge = Annotated[str | None, typer.Option("--hedge", parser=one_of(HEDGES, str.lower), metavar="HEDGE", help=f"{', '.join(HEDGES)}.")]
By = Annotated[str | None, typer.Option("--by", metavar="WHO", help="The speaker: a country's code (CHN), an actor's name or id.")]
About = Annotated[str | None, typer.Option("--about", metavar="WHO", help="Of whom it speaks.")]
Via = Annotated[str | None, typer.Option("--via", metavar="WHO", help="Passed on by: an agency or a person, by name.")]
Words = Annotated[str | None, typer.Option("--text", metavar="WORDS", help="With these words in what was said.")]
Anonymous = Annotated[bool | None, typer.Option("--anonymous/--named", help="Only where the text withholds the name, or only where not.")]

COLUMNS: Final = (
    tables.Column("Date", lambda row: row["date"] or row["published"] or "no date"),
    tables.Column("Speaker", lambda row: row["speaker_name"] or row["speaker_text"] or "not named", share=4),
    tables.Column("Via", lambda row: ", ".join(row["chain"]), share=2),
    tables.Column("Said", lambda row: shortened(row["content"], 200), share=9),
)


def command(
    db: DbOption = DEFAULT_DB,
    actor: Actor = None,
    by: By = None,
    about: About = None,
    pair: Pair = None,
    via: Via = None,
    hedge: Hedge = None,
    text: Words = None,
    anonymous: Anonymous = None,
    since: SinceOption = None,
    until: UntilOption = None,
    outlet: OutletOption = None,
    outlet_country: OutletCountryOption = None,
    story: StoryOption = None,
    article: ArticleOption = None,
    run: RunOption = None,
    limit: LimitOption = None,
    offset: OffsetOption = 0,
    format: FormatOption = None,
    out: OutOption = None,
) -> None:
    """List statements: who said what, newest first.

    A date is that of the saying where the text tells it, else of publication (in a table; other formats keep the two apart).

    \b
    relata statements --by CHN --about USA --since 2022-05-01
    relata statements --via Reuters --anonymous
    relata statements --text "grain" --format json
    """
    from relata import store

    output = tables.choose(format, out)
    with closing(store.open_read_only(db)) as con:
        rows = store.statements(
            con,
            article=article,
            actor=actor,
            by=by,
            about=about,
            pair=pair,
            via=via,
            hedge=hedge,
            since=since,
            until=until,
            text=text,
            anonymous=anonymous,
            outlet=outlet,
            outlet_country=outlet_country,
            story=story,
            run=run,
            limit=output.limit(limit),
            offset=offset,
        )
    tables.show(rows, output, COLUMNS, asked=limit)
