"""``relata statements``: who said what, of whom, on whose word."""

from __future__ import annotations

from contextlib import closing
from dataclasses import asdict, dataclass
from typing import Annotated, Final

import typer

from . import tables
from .options import DEFAULT_DB, ArticleOption, Articles, DbOption, Rows, one_of
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Which statements are listed; the names are those of `store.statements`."""

    actor: Actor = None
    by: By = None
    about: About = None
    pair: Pair = None
    via: Via = None
    hedge: Hedge = None
    text: Words = None
    anonymous: Anonymous = None
    article: ArticleOption = None


def command(
    db: DbOption = DEFAULT_DB,
    *,
    wanted: Wanted,
    of: Articles,
    rows: Rows,
) -> None:
    """List statements: who said what, newest first.

    A date is that of the saying where the text tells it, else of publication (in a table; other formats keep the two apart).

    \b
    relata statements --by CHN --about USA --since 2022-05-01
    relata statements --via Reuters --anonymous
    relata statements --text "grain" --format json
    """
    from relata import store

    output = tables.choose(rows.format, rows.out)
    with closing(store.open_read_only(db)) as con:
        found = store.statements(con, **asdict(wanted), **asdict(of), limit=output.limit(rows.limit), offset=rows.offset)
    tables.show(found, output, COLUMNS, asked=rows.limit)
