"""Options that several commands share, and how their values are read.

In: words of the command line. Out: checked values; a value that cannot be understood is a usage error that says what is allowed.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Final

import typer

DEFAULT_DB: Final = Path("relata.duckdb")


class Format(StrEnum):
    TABLE = "table"
    CSV = "csv"
    JSON = "json"
    PARQUET = "parquet"


def day(text: str) -> dt.date:
    """An ISO day; raises BadParameter for anything else."""
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        raise typer.BadParameter(f"{text!r} is not a date; write it as year-month-day, such as 2022-10-28.") from None


def one_of(allowed: Collection[str], fold: Callable[[str], str]) -> Callable[[str], str]:
    """A parser that takes one of `allowed`, after `fold` (upper or lower case), and names them all otherwise."""

    def parse(text: str) -> str:
        if fold(text) not in allowed:
            raise typer.BadParameter(f"{text!r} is not known; expected one of {', '.join(allowed)}.")
        return fold(text)

    return parse


DbOption = Annotated[Path, typer.Option("--db", help="The ledger, as made by `relata read --db`, or a lake.", metavar="FILE")]
SinceOption = Annotated[dt.date | None, typer.Option("--since", parser=day, metavar="DAY", help="From this day on, e.g. 2022-05-01.")]
UntilOption = Annotated[dt.date | None, typer.Option("--until", parser=day, metavar="DAY", help="Up to and with this day.")]
OutletOption = Annotated[str | None, typer.Option("--outlet", help="Only articles of this outlet.", metavar="NAME")]
OutletCountryOption = Annotated[
    str | None, typer.Option("--outlet-country", help="Only outlets of this country, ISO 3166-1 alpha-3: CHN.", metavar="CODE")
]
StoryOption = Annotated[
    str | None, typer.Option("--story", help="Only copies of this story, by its id (an article without copies is its own).", metavar="ID")
]
ArticleOption = Annotated[str | None, typer.Option("--article", help="Only this article, by its id.", metavar="ID")]
RunOption = Annotated[
    str | None, typer.Option("--run", metavar="ID", help="What this run found, instead of the newest reading of each article.")
]
LimitOption = Annotated[
    int | None, typer.Option("--limit", min=0, metavar="N", help="At most so many rows. Default: 50 in a table, all of them otherwise.")
]
OffsetOption = Annotated[int, typer.Option("--offset", min=0, metavar="N", help="Leave out so many rows at the beginning.")]
FormatOption = Annotated[
    Format | None,
    typer.Option("--format", help="Default: by the ending of --out, else a table on a terminal and JSON lines into a pipe."),
]
OutOption = Annotated[Path | None, typer.Option("--out", help="Write to this file instead of the screen.", metavar="FILE")]
ActorsOption = Annotated[
    list[Path] | None,
    typer.Option(
        "--actors",
        exists=True,
        dir_okay=False,
        metavar="FILE",
        help="Actors of your own: TOML, CSV, or a PETRARCH or TABARI dictionary; may be given several times.",
    ),
]
TypesOption = Annotated[
    list[Path] | None,
    typer.Option(
        "--types",
        exists=True,
        dir_okay=False,
        metavar="FILE",
        help="Event types of your own with example sentences (TOML); may be given several times.",
    ),
]
ModelOption = Annotated[
    Path | None, typer.Option("--model", exists=True, file_okay=False, metavar="DIR", help="Other weights than the shipped ones.")
]
WorkersOption = Annotated[int, typer.Option("--workers", min=1, max=64, metavar="N", help="Processes that read at the same time.")]
