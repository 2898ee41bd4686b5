"""``relata system``: the shape that the states make together."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import closing
from enum import StrEnum
from typing import Annotated, Any, Final

import typer

from . import tables
from .measures import AmongStates, ByOption, Period, count, number
from .options import DEFAULT_DB, DbOption, Rows
from .pictures import Pictures
from .plain import shortened

NAME: Final = "system"


class Show(StrEnum):
    SHAPE = "shape"
    ALIGNMENT = "alignment"
    CLAIMS = "claims"


ShowOption = Annotated[
    Show,
    typer.Option(
        "--show",
        help="shape: poles, polarization and balance. alignment: each state with each pole. "
        "claims: what was foretold or claimed of the order of states, beside the measure that bears on it.",
    ),
]


class Chart(StrEnum):
    POLES = "poles"
    SHAPE = "shape"
    ALIGNMENT = "alignment"


ChartOption = Annotated[
    Chart,
    typer.Option(
        "--chart",
        help="What a picture shows. poles: their number and the share of the largest. shape: polarization, balance, frustration. "
        "alignment: each state with each pole.",
    ),
]

COLUMNS: Final = {
    Show.SHAPE: (
        tables.Column("Period", lambda row: row["period"]),
        tables.Column("States", count("n_states")),
        tables.Column("Poles", number("poles"), share=2),
        tables.Column("Largest", lambda row: f"{row['largest']} {row['largest_share']:.2f}", share=1),
        tables.Column("Polarization", number("polarization", 2), share=2),
        tables.Column("Balance", number("balance", 2), share=2),
        tables.Column("Frustration", lambda row: _frustration(row), share=2),
    ),
    Show.ALIGNMENT: (
        tables.Column("Period", lambda row: row["period"]),
        tables.Column("State", lambda row: row["state"]),
        tables.Column("Pole", lambda row: row["pole"]),
        tables.Column("Acts", count("events")),
        tables.Column("Tie", number("tie", 2), share=1),
        tables.Column("Likeness", number("likeness", 2), share=1),
    ),
    Show.CLAIMS: (
        tables.Column("Date", lambda row: row["day"]),
        tables.Column("Speaker", lambda row: row["speaker_name"] or "not named", share=2),
        tables.Column("Said", lambda row: shortened(row["content"], 150), share=4),
        tables.Column("Measure", lambda row: row["measure"]),
        tables.Column("Before", number("before", 2)),
        tables.Column("After", number("after", 2)),
    ),
}


def command(
    db: DbOption = DEFAULT_DB,
    *,
    show: ShowOption = Show.SHAPE,
    by: ByOption = Period.YEAR,
    among: AmongStates,
    chart: ChartOption = Chart.POLES,
    pictures: Pictures,
    rows: Rows,
) -> None:
    """Show the shape of the system: how many poles, how divided, how balanced, and who leans towards which pole.

    \b
    relata system --by year
    relata system --show alignment --since 2022-01-01 --by all
    relata system --chart shape --png shape.png
    """
    from relata import store
    from relata.relations import ORDER_TOPICS, beside, system

    output = tables.choose(rows.format, rows.out)
    with closing(store.open_read_only(db)) as con:
        found = among.measure(con, system, by)
        if pictures:
            pictures.draw(con, found, chart.value)
            if not rows.are_asked:
                return
        listed = found.table if show is Show.SHAPE else found.alignment
        if show is Show.CLAIMS:
            claims = store.claims(con, ORDER_TOPICS, **among.days, **among.articles)
            listed = beside(claims, found.table, {topic: topic for topic in ORDER_TOPICS}, periods=1).table
    tables.show(listed.slice(rows.offset, output.limit(rows.limit)), output, COLUMNS[show], asked=rows.limit)


def _frustration(row: Mapping[str, Any]) -> str:
    text = number("frustration", 2)(row)
    return text if row["exact"] else f"{text}, or up to {row['frustration_gap']:.2f} less"
