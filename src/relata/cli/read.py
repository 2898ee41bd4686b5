"""``relata read``: articles in, rows out, on the screen, as JSON lines or into a ledger."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, closing
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Final

import typer

from relata import batches
from relata.errors import IngestError, Skip
from relata.records import Article, Coded

from . import coding, console, lakes
from .options import ActorsOption, ModelOption, TypesOption
from .plain import json_line, plain
from .progress import Progress
from .summary import summary

if TYPE_CHECKING:
    from relata.ingest import Columns, Metadata

NAME: Final = "read"
SOME_SKIPPED: Final = 1

Paths = Annotated[
    list[Path],
    typer.Argument(
        metavar="PATH",
        help="Files or folders: .txt .html .json .jsonl .csv .tsv .parquet .warc .rss .atom, also as .gz or .zst. A - reads stdin.",
        show_default=False,
    ),
]
Db = Annotated[Path | None, typer.Option("--db", metavar="FILE", help="Keep the rows in this ledger; made where there is none.")]
Json = Annotated[bool, typer.Option("--json", help="Print one JSON object a line for each article.")]
Column = Annotated[
    list[str] | None,
    typer.Option(
        "--column", metavar="FIELD=NAME", help="What JSON, CSV or Parquet call a field: text=body, text=article.body. May be repeated."
    ),
]
DateFormat = Annotated[
    str | None, typer.Option("--date-format", metavar="FORMAT", help="How records write the day of publication: %d/%m/%Y.")
]
Outlet = Annotated[str | None, typer.Option("--outlet", metavar="NAME", help="Who published the articles.")]
Country = Annotated[str | None, typer.Option("--outlet-country", metavar="CODE", help="The outlet's country, ISO 3166-1 alpha-3: CHN.")]
Published = Annotated[str | None, typer.Option("--published", metavar="DAY", help="Day of publication: 2022-10-28.")]
Title = Annotated[str | None, typer.Option("--title", metavar="TEXT", help="The headline.")]
Url = Annotated[str | None, typer.Option("--url", metavar="URL", help="Where it was published.")]
Workers = Annotated[
    int | None,
    typer.Option("--workers", min=1, metavar="N", help="Processes that read at the same time. Default: 1; with --ray, all processors."),
]
Ray = Annotated[bool, typer.Option("--ray", help="Read with a cluster of Ray into a lake of Parquet (extra `scale`).")]
LakeOption = Annotated[str | None, typer.Option("--lake", metavar="FOLDER", help="The lake, here or in an object store: s3://bucket/lake.")]
Language = Annotated[str | None, typer.Option("--language", metavar="CODE", help="Relata reads English: en.")]


def command(
    paths: Paths,
    db: Db = None,
    as_json: Json = False,
    column: Column = None,
    date_format: DateFormat = None,
    actors: ActorsOption = None,
    types: TypesOption = None,
    outlet: Outlet = None,
    outlet_country: Country = None,
    published: Published = None,
    title: Title = None,
    url: Url = None,
    language: Language = None,
    workers: Workers = None,
    model: ModelOption = None,
    ray: Ray = False,
    lake: LakeOption = None,
) -> None:
    """Read articles: who did what to whom, and who said what.

    Without --db and --json it prints a summary of each article.

    \b
    relata read article.txt --published 2022-10-28 --outlet "Global Times"
    relata read news/ --db news.duckdb
    relata read news.jsonl --json > coded.jsonl
    relata read table.csv --column text=body --column published=date
    relata read s3://crawl/2022-10-28/ --ray --lake s3://news/lake
    curl -s https://example.org/story.html | relata read -

    A file article.json beside article.txt or article.html is taken as facts about it (title, published, outlet, outlet_country, url);
    what the command line says holds where neither the article nor that file says otherwise. Reading the same articles into the same
    ledger again changes nothing, and goes on where an earlier run was stopped.

    What cannot be read is named on stderr with the reason, and the rest is read. Exit codes: 0 all read, 1 some skipped, 2 wrong use.
    """
    given = {"outlet": outlet, "outlet_country": outlet_country, "published": published, "title": title, "url": url, "language": language}
    known, columns = make_metadata(given), _columns(column or [], date_format)
    if ray or lake:
        if not ray or not lake or db or as_json:
            raise typer.BadParameter("--ray and --lake belong together, and go without --db and --json.", param_hint="--ray")
        raise typer.Exit(
            lakes.read(paths, lake, known=known, columns=columns, workers=workers, actors=actors or (), model=model, types=types or ())
        )
    items, total = _items(paths, known, columns)
    coder = coding.make_coder(actors=actors or (), model=model, types=types or ())
    beside_results = sys.stdout.isatty() and (as_json or db is None)
    with Progress(total, beside_results=beside_results) as progress:
        tally = _run(items, coder, db=db, as_json=as_json, workers=workers or 1, progress=progress)
    if db is None:
        console.note(coding.describe(tally))
    else:
        typer.echo(f"{plain(db)}: {coding.describe_ledger(tally, _held(db))}", err=as_json)
    if tally.n_skipped:
        raise typer.Exit(SOME_SKIPPED)


def skip_line(skip: Skip) -> str:
    """A loss in one line: where, why, what to do."""
    return plain(f"skipped {skip.source}: {skip.reason.value}: {skip.detail}")


def make_metadata(given: dict[str, Any]) -> Metadata:
    """Facts that hold for all articles; raises BadParameter naming the option at fault."""
    from relata.ingest import Metadata

    for name, value in given.items():
        try:
            Metadata(**{name: value})
        except IngestError as error:
            option = f"--{name.replace('_', '-')}"
            raise typer.BadParameter(str(error).replace(f"field {name!r} is ", ""), param_hint=option) from error
    return Metadata(**given)


def _columns(given: list[str], date_format: str | None) -> Columns:
    from relata.ingest import Columns

    for hint, names, pattern in (("--column", given, None), ("--date-format", [], date_format)):
        try:
            Columns.parse(names, pattern)
        except IngestError as error:
            raise typer.BadParameter(str(error), param_hint=hint) from error
    return Columns.parse(given, date_format)


def _items(paths: list[Path], known: Metadata, columns: Columns) -> tuple[Iterator[Article | Skip], int | None]:
    """What the paths hold, lazily, and how many articles that may be. Raises IngestError for a path that does not exist."""
    from relata import ingest

    items = ingest.read_paths(paths, defaults=known, columns=columns)
    return items, ingest.expected_articles(paths)


def _run(
    items: Iterable[Article | Skip], coder: batches.Reads, *, db: Path | None, as_json: bool, workers: int, progress: Progress
) -> coding.Tally:
    tally = coding.Tally()

    def on_skip(skip: Skip) -> None:
        progress.note(skip_line(skip))
        progress.advance()

    def on_coded(coded: Coded) -> None:
        if as_json:
            console.write_line(json_line(coded.to_dict()))
        elif db is None:
            console.out().print(summary(coded))
        progress.advance()

    with ExitStack() as stack:
        ledger = None
        todo: Iterable[Article | Coded | Skip] = items
        if db is not None:
            from relata.store import Ledger

            ledger = stack.enter_context(Ledger(db, coding.make_run(coder)))
            coder.learn(ledger.spells())
            # With --json every article is printed, so every one is coded; the ledger leaves those it knows as they are.
            todo = items if as_json else coding.without_known(items, ledger)
        try:
            results = (batches.code_and_learn if ledger else batches.code)(todo, coder, workers=workers)
            coding.keep(results, ledger=ledger, on_coded=on_coded, on_skip=on_skip, tally=tally)
        except KeyboardInterrupt:
            coder.close(now=True)
            progress.note(_stopped(tally, db))
            raise
    return tally


def _stopped(tally: coding.Tally, db: Path | None) -> str:
    if db is None:
        return f"Stopped after {coding.counted(tally.n_read, 'article')}."
    return f"Stopped. {plain(db)} has {coding.counted(tally.n_new, 'article')} more; the same command goes on from there."


def _held(db: Path) -> dict[str, int]:
    from relata import store

    with closing(store.open_read_only(db)) as con:
        return store.counts(con)
