"""``relata dyad``: how two sides act towards each other."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import closing
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any, Final

import typer

from . import console, tables
from .measures import ByOption, Measured, Period, count, number
from .options import DEFAULT_DB, DbOption, Rows
from .pictures import Pictures
from .plain import shortened

if TYPE_CHECKING:
    import pyarrow as pa

    from relata.relations import Series

NAME: Final = "dyad"


class Show(StrEnum):
    SERIES = "series"
    CHANGES = "changes"
    VOWS = "vows"
    DEEDS = "deeds"
    CLAIMS = "claims"


class Split(StrEnum):
    LEVEL = "level"
    ISSUE = "issue"
    THIRD = "third"
    TYPE = "type"
    DIRECTION = "direction"
    OUTLET = "outlet"


One = Annotated[str, typer.Argument(metavar="A", help="A country's code (CHN), several (FRA,DEU), or an actor's name or id.")]
Other = Annotated[str, typer.Argument(metavar="B", help="The same for the other side.")]
ShowOption = Annotated[
    Show,
    typer.Option(
        "--show",
        help="series: by period. changes: where its level shifts, and the acts behind it. vows: what was vowed and what came of it. "
        "deeds: vows and deeds by period. claims: what was foretold or claimed of the two, beside the mean score.",
    ),
]
SplitOption = Annotated[
    Split | None,
    typer.Option("--split", help="A row for each level of actors, issue, third state spoken of, type, direction, or country of outlet."),
]


class Chart(StrEnum):
    SERIES = "series"
    QUADRANTS = "quadrants"
    DIRECTION = "direction"


ChartOption = Annotated[
    Chart,
    typer.Option(
        "--chart",
        help="What a picture of a series shows. series: the mean score. quadrants: acts by kind. direction: acts each way. With --show or "
        "--split the picture shows what they name.",
    ),
]
Horizon = Annotated[int, typer.Option("--horizon", min=1, metavar="DAYS", help="How long after a vow a deed counts as following it.")]


def command(
    one: One,
    other: Other,
    db: DbOption = DEFAULT_DB,
    *,
    show: ShowOption = Show.SERIES,
    by: ByOption = Period.MONTH,
    split: SplitOption = None,
    horizon: Horizon = 180,
    measured: Measured,
    chart: ChartOption = Chart.SERIES,
    pictures: Pictures,
    rows: Rows,
) -> None:
    """Show how two sides act towards each other, period by period.

    An act counts once, however many outlets tell it. A period without any article in the ledger is unknown, one with articles and no act
    is 0. What was denied or only supposed is no act; what is planned is a vow. Numbers in brackets: interval from drawing stories again.

    \b
    relata dyad CHN RUS --by year
    relata dyad CHN USA --show changes
    relata dyad CHN RUS --png out.png
    relata dyad FRA,DEU RUS --split level --by all --score goldstein --format csv
    """
    from relata import store
    from relata.relations import RELATION_TOPICS, By, beside, changes, series, vows

    output = tables.choose(rows.format, rows.out)
    if show in (Show.CHANGES, Show.CLAIMS, Show.VOWS, Show.DEEDS) and split is not None:
        raise typer.BadParameter(f"--split goes with --show series, not with {show.value}.", param_hint="--split")
    _check_sides(one, other, both_codes=show is Show.CLAIMS)
    how, of_articles, days, sure = measured.resampling, measured.articles, measured.days, measured.min_confidence
    with closing(store.open_read_only(db)) as con:
        by_country = split is Split.OUTLET
        coverage = store.coverage(con, **of_articles, **days, by_outlet_country=by_country)
        if show in (Show.VOWS, Show.DEEDS):
            acts = store.acts(con, one, other, statuses=(*store.ACTED, "planned"), min_confidence=sure, **of_articles, **days)
            last = store.coverage(con, **of_articles)["day"]
            found = vows(acts, covered_until=last[-1].as_py() if len(last) else None, by=By(by.value), horizon=horizon, resampling=how)
            if pictures:
                pictures.draw(con, found, "deeds", names=(one, other))
            listed = found.ledger if show is Show.VOWS else found.series
            listed = _with_words(listed, store.words(con, _ids(listed["id"].to_pylist())), "id") if show is Show.VOWS else listed
        else:
            acts = store.acts(
                con,
                one,
                other,
                min_confidence=sure,
                by_outlet_country=by_country,
                roles=split is Split.LEVEL,
                thirds=split is Split.THIRD,
                **of_articles,
                **days,
            )
            moved = series(
                acts,
                coverage,
                one=one,
                other=other,
                by=By(by.value),
                score=measured.score.value,
                split=split.value if split else None,
                resampling=how,
                **days,
            )
            _note_left_out(moved)
            listed = moved.table
            drawn: dict[str, Any] = {}
            if show is Show.CHANGES:
                broken = changes(moved, resampling=how)
                listed = _with_words(broken.table, store.words(con, _ids(*broken.table["acts"].to_pylist())), "acts")
                drawn = {"measure": broken.measure, "changes": broken}
            elif show is Show.CLAIMS:
                claims = store.claims(con, RELATION_TOPICS, pair=(one, other), **of_articles, **days)
                said = beside(claims, listed, {"relation": "score_mean"})
                listed = said.table
                drawn = {"claims": said}
            if pictures:
                pictures.draw(con, moved, "groups" if split else chart.value if show is Show.SERIES else "series", **drawn)
    if pictures and not rows.are_asked:
        return
    tables.show(listed.slice(rows.offset, output.limit(rows.limit)), output, _columns(show, one, other, split), asked=rows.limit)


def _columns(show: Show, one: str, other: str, split: Split | None) -> Sequence[tables.Column]:
    column = tables.Column
    match show:
        case Show.CHANGES:
            return (
                column("From", lambda row: row["period"]),
                column("Before", number("before")),
                column("After", number("after")),
                column("Found again", lambda row: "–" if row["support"] is None else f"{row['support']:.0%}"),
                column("Acts", lambda row: " / ".join(shortened(text, 90) for text in row["words"]), share=1),
            )
        case Show.VOWS:
            return (
                column("Date", lambda row: row["day"]),
                column("Type", lambda row: row["type"]),
                column("Vowed", lambda row: shortened(row["words"], 150), share=1),
                column("What came", lambda row: row["outcome"]),
                column("When", lambda row: row["contrary_day"] if row["outcome"] == "contrary" else row["deed_day"]),
            )
        case Show.DEEDS:
            return (
                column("Period", lambda row: row["period"]),
                column("Vows", count("vows")),
                column("Followed", number("share_followed", 2)),
                column("Open", count("open")),
                column("Deeds", count("deeds")),
                column("Hostile deeds", count("hostile_deeds")),
            )
        case Show.CLAIMS:
            return (
                column("Date", lambda row: row["day"]),
                column("Speaker", lambda row: row["speaker_name"] or "not named", share=2),
                column("Said", lambda row: shortened(row["content"], 150), share=5),
                column("Before", number("before")),
                column("After", number("after")),
            )
    return (
        column("Period", lambda row: row["period"]),
        *([column(split.value.capitalize(), lambda row: row["group"])] if split else []),
        column("Articles", count("articles")),
        column("Acts", count("events")),
        column("Mean score", number("score_mean"), share=2),
        column(f"{shortened(one, 12)}:", count("a_to_b")),
        column(f"{shortened(other, 12)}:", count("b_to_a")),
        column("Verbal", number("share_verbal", 2), share=2),
    )


def _ids(*lists: Any) -> list[str]:
    return [id_ for ids in lists for id_ in ids]


def _with_words(rows: pa.Table, words: dict[str, str], column: str) -> pa.Table:
    import pyarrow as pa

    values: list[Any] = rows[column].to_pylist()
    found = [[words.get(id_) for id_ in value] if isinstance(value, list) else words.get(value) for value in values]
    return rows.append_column("words", pa.array(found, pa.list_(pa.string()) if column == "acts" else pa.string()))


def _note_left_out(moved: Series) -> None:
    left_out = moved.left_out
    if left_out.rough:
        console.note(f"{left_out.rough:,} acts are in no row: their date is not known to the {moved.by.value}.")
    if left_out.outside:
        console.note(
            f"{left_out.outside:,} acts are in no row: they lie outside the days that articles are of. --since and --until show them."
        )


def _check_sides(one: str, other: str, *, both_codes: bool) -> None:
    sides = [{part.strip() for part in side.split(",")} for side in (one, other)]
    if both := sides[0] & sides[1]:
        raise typer.BadParameter(f"{min(both)} stands on both sides; a dyad needs two.", param_hint="B")
    if both_codes and not all(len(side) == 3 and side.isupper() for side in (one, other)):
        raise typer.BadParameter("claims are found for two countries; give two codes, such as CHN RUS.", param_hint="--show")
