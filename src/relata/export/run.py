"""The conductor: one export from the ledger to its files, with the data dictionary beside them.

In: a read-only connection, the name of a format, a path, `Wanted`. Out: files, each whole or not there, and a `Report`. Left out: what a
format looks like (a module each).
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import IO, Any, Final, get_args

import pyarrow as pa
from duckdb import DuckDBPyConnection

from .. import store
from ..errors import ExportError
from ..records import Status
from ..store import Wanted
from . import gdelt, icews, network, plover, polecat, tables
from .columns import Row, Sheet
from .files import csv_lines, line, whole
from .mirrors import both_ways
from .place import spot

DONE: Final = ("actual",)
STATUSES: Final[tuple[str, ...]] = get_args(Status)
NO_CODE: Final = "without a CAMEO code"
NO_DATE: Final = "without a date"
NO_ACT: Final = "(rows)"


@dataclass(frozen=True, slots=True)
class Format:
    """A kind of export: its files in order, and which statuses it takes when none are named (None: all)."""

    summary: str
    sheets: tuple[Sheet, ...]
    statuses: tuple[str, ...] | None


# Formats that cannot say "planned" or "denied" take what is told as done; a network counts history too, as measures of relations do.
FORMATS: Final[Mapping[str, Format]] = {
    "events": Format("all that the ledger knows of events; .parquet or .csv", (tables.EVENTS,), None),
    "statements": Format("all that the ledger knows of statements; .parquet or .csv", (tables.STATEMENTS,), None),
    "plover": Format("PLOVER 2.0, JSON lines", (plover.EVENTS,), DONE),
    "gdelt": Format("GDELT 2.0 events and mentions, tab-separated", (gdelt.EVENTS, gdelt.MENTIONS, gdelt.IDS), DONE),
    "icews": Format("ICEWS, tab-separated", (icews.EVENTS,), DONE),
    "polecat": Format("POLECAT, tab-separated", (polecat.EVENTS,), DONE),
    "network": Format("network of countries, GraphML", (network.GRAPH,), store.ACTED),
}


@dataclass(frozen=True, slots=True)
class Report:
    """What an export wrote: files, the rows of the first of them, and how many events were left out for which reason."""

    files: tuple[Path, ...]
    rows: int
    left_out: Mapping[str, int]


def export(
    con: DuckDBPyConnection, format: str, path: Path, wanted: Wanted, *, all_statuses: bool = False, with_text: bool = False
) -> Report:
    """Write what is wanted to `path` in a format of `FORMATS`, with a data dictionary beside it.

    Without statuses in `wanted` the format's own are taken, or all with `all_statuses`. GDELT's files are named by `path` and their own
    endings. `with_text` puts sentences into PLOVER records. Raises ExportError, with no file changed.
    """
    kind = FORMATS[format]
    _check(format, kind, wanted, all_statuses, with_text)
    if wanted.statuses is None and not all_statuses:
        wanted = replace(wanted, statuses=kind.statuses)
    stem = path.with_name(path.name.removesuffix(".export.CSV")) if format == "gdelt" else path
    files = [stem.with_name(stem.name + sheet.ending) for sheet in kind.sheets]
    beside = stem.with_name(f"{stem.name}.dictionary.csv")
    left_out: Counter[str] = Counter()
    with whole(*files, beside) as (*streams, last):
        if format in ("events", "statements"):
            rows = _write_table(con, format, streams[0], path, wanted)
        elif format == "network":
            rows = _write_network(con, streams[0], wanted)
        elif format == "plover":
            rows = _write_plover(con, streams[0], wanted, left_out, with_text)
        else:
            rows = _write_lines(con, format, streams, wanted, left_out)
        told = dictionary(format, statuses=None if format == "statements" else wanted.statuses or STATUSES)
        last.writelines(row.encode("utf-8") for row in csv_lines(told))
    return Report((*files, beside), rows, dict(left_out))


def dictionary(format: str | None = None, *, statuses: tuple[str, ...] | None = None) -> pa.Table:
    """The data dictionary of a format, of all of them with None: a row for each column of each file, in order.

    Columns: export, file (its ending where the export has several), position (from 1; 0 says what a row is), column, type, unit,
    meaning, missing (how a missing value is written). `statuses` are those that an export took; they are said where they are known.
    """
    rows = []
    for name in FORMATS if format is None else (format,):
        for sheet in FORMATS[name].sheets:
            what = f"{sheet.rows}. {_told(statuses)}" if statuses else sheet.rows + _usual(FORMATS[name])
            common = {"export": name, "file": sheet.ending}
            rows.append(common | {"position": 0, "column": NO_ACT, "type": "", "unit": "", "meaning": what, "missing": ""})
            for position, column in enumerate(sheet.columns, 1):
                fields = {field: getattr(column, field) for field in ("type", "unit", "meaning", "missing")}
                rows.append(common | {"position": position, "column": column.name} | fields)
    return pa.Table.from_pylist(rows)


def _told(statuses: tuple[str, ...]) -> str:
    every = set(statuses) == set(STATUSES)
    return "Here events of every status" if every else f"Here only events of status {', '.join(statuses)}"


def _usual(kind: Format) -> str:
    return ". Only events told as done (status actual), unless other statuses are asked for" if kind.statuses == DONE else ""


def _check(format: str, kind: Format, wanted: Wanted, all_statuses: bool, with_text: bool) -> None:
    if format == "statements":
        given = [name for name in ("type", "statuses", "min_confidence") if getattr(wanted, name) is not None]
        if given or all_statuses:
            raise ExportError(f"Statements have no {given[0] if given else 'statuses'}; leave it out, or export events.")
    if with_text and format != "plover":
        raise ExportError(f"The text is only asked for in PLOVER records; {format} has its own rule.")


def _write_table(con: DuckDBPyConnection, format: str, stream: IO[bytes], path: Path, wanted: Wanted) -> int:
    if format == "events":
        batches, make, sheet = store.event_batches(con, wanted), tables.events_table, tables.EVENTS
    else:
        batches, make, sheet = store.statement_batches(con, wanted), tables.statements_table, tables.STATEMENTS
    return tables.write_table(stream, path, sheet, (make(batch) for batch in batches))


def _write_network(con: DuckDBPyConnection, stream: IO[bytes], wanted: Wanted) -> int:
    edges = store.edges(con, wanted)
    filters = {
        name: ", ".join(value) if isinstance(value, tuple) else str(value) for name, value in asdict(wanted).items() if value is not None
    }
    network.write_graph(stream, network.make_graph(edges, **filters))
    return edges.num_rows


def _write_plover(con: DuckDBPyConnection, stream: IO[bytes], wanted: Wanted, left_out: Counter[str], with_text: bool) -> int:
    rows = 0
    for batch in store.event_batches(con, wanted):
        for row in _kept(batch.to_pylist(), left_out, needs_code=False):
            record = plover.record(row | {"spot": spot(row["place_name"], row["place_country"])}, with_text=with_text)
            stream.write((json.dumps(record, ensure_ascii=False, separators=(",", ":")) + "\n").encode("utf-8"))
            rows += 1
    return rows


def _write_lines(con: DuckDBPyConnection, format: str, streams: list[IO[bytes]], wanted: Wanted, left_out: Counter[str]) -> int:
    sheets = FORMATS[format].sheets
    for sheet, stream in zip(sheets, streams, strict=True):
        if sheet not in (gdelt.EVENTS, gdelt.MENTIONS):  # GDELT's files have no header row
            stream.write(line([column.name for column in sheet.columns]).encode("utf-8"))
    number = 0
    for batch in store.event_batches(con, wanted):
        needs_code = format != "polecat"
        rows = list(_kept(both_ways(batch, visits=needs_code).to_pylist(), left_out, needs_code=needs_code))
        more = _MORE[format](con, rows)
        for n, row in enumerate(rows, number + 1):
            row |= more(row) | {"number": n, "spot": spot(row["place_name"], row["place_country"])}
        for sheet, stream in zip(sheets, streams, strict=True):
            stream.write("".join(line(sheet.cells(row), missing=sheet.missing) for row in rows).encode("utf-8"))
        number += len(rows)
    return number


def _kept(rows: list[dict[str, Any]], left_out: Counter[str], *, needs_code: bool) -> Iterator[dict[str, Any]]:
    for row in rows:
        reason = NO_DATE if row["date"] is None else NO_CODE if needs_code and row["cameo"] is None else None
        if reason is None:
            yield row
        elif not row.get("mirror"):
            left_out[reason] += 1


Further = Callable[[Row], dict[str, Any]]


def _gdelt_more(con: DuckDBPyConnection, rows: Sequence[Row]) -> Further:
    texts = store.texts(con, [row["text_sha"] for row in rows])
    sizes = store.story_sizes(con, [row["story"] for row in rows if row["story"]])

    def more(row: Row) -> dict[str, Any]:
        n_articles, n_outlets = sizes.get(row["story"], (1, 1 if row["outlet"] else 0))
        counts = {"text": texts[row["text_sha"]], "n_articles": n_articles, "n_outlets": n_outlets}
        return counts | gdelt.with_letters(row)

    return more


def _icews_more(con: DuckDBPyConnection, rows: Sequence[Row]) -> Further:
    texts = store.texts(con, [row["text_sha"] for row in rows])
    return lambda row: {"text": texts[row["text_sha"]]}


def _polecat_more(con: DuckDBPyConnection, rows: Sequence[Row]) -> Further:
    readings = [row["article_key"] for row in rows]
    named = store.named(con, min(readings, default=0), max(readings, default=-1))
    return lambda row: {"named": named.get(row["article_key"], [])}


_MORE: Final[Mapping[str, Callable[[DuckDBPyConnection, Sequence[Row]], Further]]] = {
    "gdelt": _gdelt_more,
    "icews": _icews_more,
    "polecat": _polecat_more,
}
