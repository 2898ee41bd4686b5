"""``relata export``: the ledger in formats that other people's scripts read."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path
from typing import Annotated, Final

import typer

from . import console, tables
from .events import STATUSES, Actor, Pair, Type
from .options import DEFAULT_DB, ConfidenceOption, DbOption, OutletOption, RunOption, SinceOption, UntilOption, one_of
from .plain import plain

NAME: Final = "export"
WHATS: Final = ("events", "statements", "plover", "gdelt", "icews", "polecat", "network", "dictionary")

What = Annotated[str, typer.Argument(parser=one_of(WHATS, str.lower), metavar="WHAT", help=f"{', '.join(WHATS)}.")]
Out = Annotated[Path | None, typer.Argument(metavar="FILE", help="Where to write. GDELT's files get their own endings behind this name.")]
Country = Annotated[str | None, typer.Option("--country", metavar="CODE", help="On either side of an event, by its code (CHN).")]
Status = Annotated[
    list[str] | None,
    typer.Option(
        "--status", parser=one_of(STATUSES, str.lower), metavar="STATUS", help=f"{', '.join(STATUSES)}; may be given several times."
    ),
]
AllStatus = Annotated[bool, typer.Option("--all-status", help="Events of every status, also what was planned, denied or only supposed.")]
Text = Annotated[bool, typer.Option("--with-text", help="Put the sentence into PLOVER records; only with the right to publish it.")]

COLUMNS: Final = (
    tables.Column("Export", lambda row: row["export"] + row["file"]),
    tables.Column("Column", lambda row: row["column"], share=3),
    tables.Column("Type", lambda row: row["type"]),
    tables.Column("Unit", lambda row: row["unit"], share=2),
    tables.Column("Meaning", lambda row: row["meaning"], share=7),
    tables.Column("Missing", lambda row: row["missing"], share=2),
)


def command(
    what: What,
    file: Out = None,
    db: DbOption = DEFAULT_DB,
    actor: Actor = None,
    country: Country = None,
    pair: Pair = None,
    type: Type = None,
    status: Status = None,
    all_status: AllStatus = False,
    since: SinceOption = None,
    until: UntilOption = None,
    outlet: OutletOption = None,
    min_confidence: ConfidenceOption = None,
    run: RunOption = None,
    with_text: Text = False,
) -> None:
    """Write events or statements in a format that other programs read, with a data dictionary beside it.

    \b
    events, statements   all columns; FILE ends in .parquet or .csv
    plover               JSON lines of the PLOVER manual
    gdelt                GDELT 2.0: FILE.export.CSV, FILE.mentions.CSV, and FILE.ids.tsv, which leads back to the ledger
    icews, polecat       tab-separated files
    network              GraphML: countries, and between them signed weights
    dictionary           every column of every format: meaning, type, unit, missing value

    \b
    relata export events events.parquet --since 2022-01-01
    relata export gdelt 2022 --pair RUS UKR
    relata export icews icews.tab --min-confidence 0.8
    relata export network may.graphml --since 2022-05-01 --until 2022-05-31

    A row of GDELT, ICEWS, POLECAT or PLOVER is read as an act that took place. So only events told as done (status actual) go there,
    unless --status or --all-status asks for others; in GDELT, ICEWS and POLECAT nothing then tells them apart. A network counts actual and
    past ones. The tables of events hold all, with their status. Of a symmetric event every format but PLOVER and GraphML has two rows, one
    for each direction. Statements are found by --actor, --country and --pair as in `relata statements`: who speaks or is spoken of.
    """
    if what == "dictionary":
        _show_dictionary(file)
        return
    if file is None:
        raise typer.BadParameter(f"name the file to write, such as: relata export {what} FILE", param_hint="FILE")
    if status and all_status:
        raise typer.BadParameter("--status and --all-status exclude each other.", param_hint="--all-status")
    if country is not None and not (len(country) == 3 and country.isascii() and country.isupper()):
        raise typer.BadParameter(f"{country!r} is no country's code, such as CHN; --actor takes names.", param_hint="--country")

    from relata import store
    from relata.export import export

    wanted = store.Wanted(
        actor=actor,
        country=country,
        pair=pair,
        type=type,
        statuses=tuple(dict.fromkeys(status)) if status else None,
        since=since,
        until=until,
        min_confidence=min_confidence,
        outlet=outlet,
        run=run,
    )
    with closing(store.open_read_only(db)) as con:
        report = export(con, what, file, wanted, all_statuses=all_status, with_text=with_text)
    unit = "edge" if what == "network" else "row"
    console.note(f"{', '.join(map(plain, report.files))}: {report.rows:,} {unit}{'' if report.rows == 1 else 's'} written.")
    for reason, n in report.left_out.items():
        console.note(f"{n:,} event{'' if n == 1 else 's'} {reason} left out: {what} has no place for them.")


def _show_dictionary(file: Path | None) -> None:
    from relata.export import dictionary

    rows = dictionary()
    tables.show(rows, tables.choose(None, file), COLUMNS, asked=rows.num_rows)
