"""Options that several commands share, singly and in groups, and how their values are read.

In: words of the command line. Out: checked values; a value that cannot be understood is a usage error that says what is allowed.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, fields, is_dataclass
from enum import StrEnum
from inspect import Parameter, Signature, signature
from pathlib import Path
from typing import Annotated, Any, Final, get_type_hints

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
ConfidenceOption = Annotated[float | None, typer.Option("--min-confidence", min=0.0, max=1.0, metavar="0-1", help="At least so confident.")]
LimitOption = Annotated[
    int | None, typer.Option("--limit", min=0, metavar="N", help="At most so many rows. Default: 50 in a table, all of them otherwise.")
]
OffsetOption = Annotated[int, typer.Option("--offset", min=0, metavar="N", help="Leave out so many rows at the beginning.")]
FormatOption = Annotated[
    Format | None,
    typer.Option("--format", help="Default: by the ending of --out, else a table on a terminal and JSON lines into a pipe."),
]
OutOption = Annotated[Path | None, typer.Option("--out", help="Write to this file instead of the screen.", metavar="FILE")]


def _files(name: str, help: str) -> Any:
    return typer.Option(name, exists=True, dir_okay=False, metavar="FILE", help=f"{help}; may be given several times.")


ActorsOption = Annotated[list[Path] | None, _files("--actors", "Actors of your own: TOML, CSV, or a PETRARCH or TABARI dictionary")]
TypesOption = Annotated[list[Path] | None, _files("--types", "Event types of your own with example sentences (TOML)")]
ModelOption = Annotated[
    Path | None, typer.Option("--model", exists=True, file_okay=False, metavar="DIR", help="Other weights than the shipped ones.")
]
WorkersOption = Annotated[int, typer.Option("--workers", min=1, max=64, metavar="N", help="Processes that read at the same time.")]


@dataclass(frozen=True, slots=True, kw_only=True)
class Articles:
    """Which articles rows come from; the names are those of the store's queries."""

    since: SinceOption = None
    until: UntilOption = None
    outlet: OutletOption = None
    outlet_country: OutletCountryOption = None
    story: StoryOption = None
    run: RunOption = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Rows:
    """Which rows of a result are shown, how and where (`tables`)."""

    limit: LimitOption = None
    offset: OffsetOption = 0
    format: FormatOption = None
    out: OutOption = None

    @property
    def are_asked(self) -> bool:
        """Whether rows are wanted where a picture is: by a format or a file."""
        return self.format is not None or self.out is not None


def ungrouped(command: Callable[..., None]) -> Callable[..., None]:
    """The command as Typer takes it: in place of each parameter whose type is a dataclass of options, those options themselves."""
    groups = {name: kind for name, kind in get_type_hints(command).items() if isinstance(kind, type) and is_dataclass(kind)}
    options = list(_options(command))

    def called(**given: Any) -> None:
        made = {name: kind(**{f.name: given.pop(f.name) for f in fields(kind)}) for name, kind in groups.items()}
        command(**given, **made)

    called.__doc__ = command.__doc__
    called.__signature__ = Signature(options)  # type: ignore[attr-defined]
    called.__annotations__ = {option.name: option.annotation for option in options}
    return called


def _options(taker: Callable[..., Any]) -> Iterator[Parameter]:
    hints = get_type_hints(taker, include_extras=True)
    for parameter in signature(taker).parameters.values():
        kind = hints[parameter.name]
        if isinstance(kind, type) and is_dataclass(kind):
            yield from _options(kind)
        else:
            yield parameter.replace(annotation=kind, kind=Parameter.KEYWORD_ONLY)
