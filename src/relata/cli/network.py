"""``relata network``: who deals with whom, and where each state stands."""

from __future__ import annotations

from contextlib import closing
from enum import StrEnum
from typing import Annotated, Final

import typer

from . import tables
from .measures import AmongStates, ByOption, Period, count, number
from .options import DEFAULT_DB, DbOption, Rows
from .pictures import Pictures

NAME: Final = "network"


class Show(StrEnum):
    TIES = "ties"
    STATES = "states"


ShowOption = Annotated[Show, typer.Option("--show", help="ties: each two states. states: blocs, centrality and brokers.")]


class Chart(StrEnum):
    NETWORK = "network"
    BLOCS = "blocs"
    CENTRALITY = "centrality"
    MAP = "map"


ChartOption = Annotated[
    Chart,
    typer.Option(
        "--chart",
        help="What a picture shows, of the last period. network: who deals with whom. blocs: the mean score of each two states. "
        "centrality: shares of interaction. map: the ties of one state, named with --of.",
    ),
]
OfOption = Annotated[str | None, typer.Option("--of", metavar="CODE", help="The state whose ties a map shows, e.g. CHN.")]

COLUMNS: Final = {
    Show.TIES: (
        tables.Column("Period", lambda row: row["period"]),
        tables.Column("A", lambda row: row["a"]),
        tables.Column("B", lambda row: row["b"]),
        tables.Column("Acts", count("events")),
        tables.Column("Sum", number("score_sum"), share=1),
        tables.Column("Mean score", number("score_mean"), share=1),
        tables.Column("Blocs", lambda row: "against" if row["against"] else ""),
    ),
    Show.STATES: (
        tables.Column("Period", lambda row: row["period"]),
        tables.Column("State", lambda row: row["state"]),
        tables.Column("Bloc", count("bloc")),
        tables.Column("Found again", number("bloc_support", 2), share=1),
        tables.Column("Acts", count("events")),
        tables.Column("Share", number("share", 2), share=1),
        tables.Column("Betweenness", number("betweenness", 2), share=1),
        tables.Column("Crossing", number("crossing", 2), share=1),
    ),
}


def command(
    db: DbOption = DEFAULT_DB,
    *,
    show: ShowOption = Show.TIES,
    by: ByOption = Period.ALL,
    among: AmongStates,
    chart: ChartOption = Chart.NETWORK,
    pictures: Pictures,
    of: OfOption = None,
    rows: Rows,
) -> None:
    """Show who deals with whom, how warmly, which two blocs that makes, and who is central or a broker.

    \b
    relata network --since 2022-01-01 --until 2022-12-31
    relata network --show states --by year --format csv
    relata network --chart map --of CHN --png china.png
    """
    from relata import store
    from relata.relations import network

    output = tables.choose(rows.format, rows.out)
    if pictures and (chart is Chart.MAP) != (of is not None):
        raise typer.BadParameter(
            "--of names the state whose ties a map shows; it goes with --chart map, and a map with it.", param_hint="--of"
        )
    with closing(store.open_read_only(db)) as con:
        found = among.measure(con, network, by)
        if pictures:
            pictures.draw(con, found, chart.value, **({"state": of} if of is not None else {}))
            if not rows.are_asked:
                return
    listed = found.ties if show is Show.TIES else found.states
    tables.show(listed.slice(rows.offset, output.limit(rows.limit)), output, COLUMNS[show], asked=rows.limit)
