"""Events and statements as tables with all that the ledger knows of them, for Parquet and CSV.

In: batches of the store. Out: Arrow tables with the columns of the data dictionary, and the two writers. Left out: foreign formats.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import IO, Protocol

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pcsv
import pyarrow.parquet as pq

from ..errors import ExportError
from . import codes
from .columns import Column, Sheet
from .files import listed
from .mirrors import both_ways

PARQUET_MISSING = "null in Parquet, empty in CSV"


def _c(name: str, type: str, meaning: str, unit: str = "", missing: str = PARQUET_MISSING) -> Column:
    return Column(name, type, meaning, unit, missing)


def _actor(side: str, who: str) -> list[Column]:
    return [
        _c(f"{side}_actor", "string", f"{who}: id of the actor; missing where unresolved"),
        _c(f"{side}_name", "string", f"{who}: name"),
        _c(f"{side}_kind", "string", f"{who}: state person organisation group intergovernmental outlet unknown"),
        _c(f"{side}_country", "string", f"{who}: country; a code is not a recognition", "ISO 3166-1 alpha-3"),
        _c(f"{side}_cow", "integer", f"{who}: Correlates of War number of that country as of the day"),
        _c(f"{side}_gw", "integer", f"{who}: Gleditsch and Ward's number of that country as of the day; a dependency has its ruler's"),
        _c(f"{side}_sector", "string", f"{who}: first PLOVER sector"),
        _c(f"{side}_secondary", "list of strings", f"{who}: further PLOVER sectors; in CSV with | between", missing="empty list"),
        _c(f"{side}_role", "string", f"{who}: office in plain words, as of the article"),
        _c(f"{side}_text", "string", f"{who}: words of the text"),
        _c(f"{side}_start", "integer", f"{who}: where they begin", "code points from 0"),
        _c(f"{side}_end", "integer", f"{who}: where they end, exclusive", "code points from 0"),
    ]


def _article(what: str) -> list[Column]:
    return [
        _c("outlet", "string", "who published the article"),
        _c("outlet_country", "string", "country of the outlet", "ISO 3166-1 alpha-3"),
        _c("title", "string", "headline of the article"),
        _c("url", "string", "address of the article"),
        _c("language", "string", "language of the article", "ISO 639-1", "never"),
        _c("run_id", "string", f"the run of Relata that found the {what}: its version, model and settings", missing="never"),
    ]


def _head(what: str) -> list[Column]:
    return [
        _c("id", "string", f"id of the {what}: the article's and a running number", missing="never"),
        _c("article_id", "string", "id of the article, the same in every run", missing="never"),
        _c("story", "string", "id shared by near-copies; missing for an article that is its own story"),
    ]


EVENTS = Sheet(
    "",
    "an event in one direction; a symmetric one gives two rows, the second with mirror true and the sides exchanged. All statuses unless "
    "some are chosen: only actual ones are told as done",
    (
        *_head("event"),
        _c("mirror", "boolean", "the second direction of a symmetric event; keep false for one row an event", missing="never"),
        _c("date", "date", "when it happened, as far as the text tells; the first day where only month or year is known", "YYYY-MM-DD"),
        _c("date_precision", "string", "day week month year"),
        _c("published", "date", "day of the article", "YYYY-MM-DD"),
        *_actor("source", "who acts"),
        *_actor("target", "who is acted on"),
        _c("type", "string", "PLOVER type, one of sixteen", missing="never"),
        _c("modes", "list of strings", "PLOVER modes; in CSV with | between", missing="empty list"),
        _c("contexts", "list of strings", "PLOVER contexts; in CSV with | between", missing="empty list"),
        _c("status", "string", "actual: told as done; planned, conditional, denied: not done; past: told as history", missing="never"),
        _c("quad", "integer", "1 verbal cooperation, 2 material cooperation, 3 verbal conflict, 4 material conflict", missing="never"),
        _c("score", "number", "PLOVER's own conflict-cooperation score; never mixed with goldstein", "-10 to 10", "never"),
        _c("goldstein", "number", "Goldstein value of cameo in ICEWS' table; never mixed with score", "-10 to 10"),
        _c("cameo", "string", "CAMEO code; a string, its first zero counts"),
        _c("symmetric", "boolean", "both sides do the same", missing="never"),
        _c("confidence", "number", "how sure Relata is of the event", "0 to 1", "never"),
        _c("place_name", "string", "where it happened"),
        _c("place_country", "string", "country of the place", "ISO 3166-1 alpha-3"),
        _c("trigger", "string", "the word that names the act", missing="never"),
        _c("trigger_start", "integer", "where it begins", "code points from 0", "never"),
        _c("trigger_end", "integer", "where it ends, exclusive", "code points from 0", "never"),
        _c("evidence", "string", "the sentence it rests on", missing="never"),
        _c("evidence_start", "integer", "where it begins", "code points from 0", "never"),
        _c("evidence_end", "integer", "where it ends, exclusive", "code points from 0", "never"),
        _c("statement_id", "string", "id of the statement that reports it; missing where the outlet itself asserts it"),
        *_article("event"),
    ),
)  # fmt: skip

STATEMENTS = Sheet(
    "",
    "a statement: who said something, on whose word",
    (
        *_head("statement"),
        _c("date", "date", "when it was said, as far as the text tells", "YYYY-MM-DD"),
        _c("date_precision", "string", "day week month year"),
        _c("published", "date", "day of the article", "YYYY-MM-DD"),
        *(c for c in _actor("speaker", "who speaks") if c.name not in ("speaker_secondary",)),
        _c("cue", "string", "the verb or phrase of saying"),
        _c("cue_start", "integer", "where it begins", "code points from 0"),
        _c("cue_end", "integer", "where it ends, exclusive", "code points from 0"),
        _c("content", "string", "what was said: its unbroken stretches, with a space between"),
        _c("content_start", "integer", "where the first stretch begins", "code points from 0"),
        _c("content_end", "integer", "where the last one ends, exclusive", "code points from 0"),
        _c("kind", "string", "direct indirect mixed", missing="never"),
        _c("hedge", "string", "asserted hoped demanded predicted denied questioned", missing="never"),
        _c("anonymous", "boolean", "the text withholds the name", missing="never"),
        _c("chain", "list of strings", "the road the words took, nearest outlet first, in words of the text; in CSV with | between",
           missing="empty list"),
        _c("chain_actors", "list of strings", "ids of the same, with gaps where unresolved; in CSV with | between", missing="empty list"),
        _c("about", "list of strings", "ids of the actors it speaks of; in CSV with | between", missing="empty list"),
        _c("about_tones", "list of strings", "tone towards each of them: negative neutral positive, with gaps where not judged; in CSV "
           "with | between", missing="empty list"),
        _c("addressee", "string", "to whom it was said, in words of the text"),
        _c("addressee_actor", "string", "id of the same"),
        _c("setting", "string", "on what occasion, in words of the text"),
        _c("within", "string", "id of the statement this one is reported in"),
        *_article("statement"),
    ),
)  # fmt: skip


def events_table(batch: pa.Table) -> pa.Table:
    """A batch of the store's events in the columns of `EVENTS`."""
    return _with_numbers(both_ways(batch), ("source", "target")).select([column.name for column in EVENTS.columns])


def statements_table(batch: pa.Table) -> pa.Table:
    """A batch of the store's statements in the columns of `STATEMENTS`."""
    return _with_numbers(batch, ("speaker",)).select([column.name for column in STATEMENTS.columns])


def write_table(stream: IO[bytes], path: Path, sheet: Sheet, tables: Iterable[pa.Table]) -> int:
    """Write all tables (at least one) as the ending of `path` asks, and say how many rows they had. Raises ExportError."""
    make = {".parquet": _parquet, ".csv": _csv}.get(path.suffix.lower())
    if make is None:
        raise ExportError(f"{path}: its ending tells no format; end it in .parquet or .csv.")
    meanings = {column.name: f"{column.meaning} [{column.unit}]" if column.unit else column.meaning for column in sheet.columns}
    rows, writer = 0, None
    for table in tables:
        writer = writer or make(stream, table.schema, meanings)
        writer.write(table)
        rows += table.num_rows
    if writer is not None:
        writer.close()
    return rows


class _Writer(Protocol):
    def write(self, table: pa.Table) -> None: ...
    def close(self) -> None: ...


def _parquet(stream: IO[bytes], schema: pa.Schema, meanings: dict[str, str]) -> _Writer:
    """Each column carries its meaning, so that a file that lost its dictionary still says what it holds."""
    described = pa.schema([field.with_metadata({"description": meanings[field.name]}) for field in schema])
    writer = pq.ParquetWriter(stream, described, compression="zstd")
    return _Each(lambda table: writer.write_table(table.cast(described)), writer.close)


def _csv(stream: IO[bytes], schema: pa.Schema, meanings: dict[str, str]) -> _Writer:
    flat = pa.schema([pa.field(field.name, pa.string() if pa.types.is_list(field.type) else field.type) for field in schema])
    writer = pcsv.CSVWriter(stream, flat, write_options=pcsv.WriteOptions(quoting_style="needed"))
    return _Each(lambda table: writer.write_table(_flat(table, flat)), writer.close)


class _Each:
    def __init__(self, write: Callable[[pa.Table], None], close: Callable[[], None]) -> None:
        self.write, self.close = write, close


def _flat(table: pa.Table, flat: pa.Schema) -> pa.Table:
    columns = []
    for name in table.column_names:
        column = table[name].combine_chunks()
        if pa.types.is_list(column.type):
            column = pa.array([None if v is None else listed(v) for v in column.to_pylist()], pa.string())
        columns.append(column)
    return pa.table(columns, schema=flat)


def _with_numbers(table: pa.Table, sides: Iterable[str]) -> pa.Table:
    days = pc.coalesce(table["date"], table["published"]).to_pylist()
    for side in sides:
        countries = table[f"{side}_country"].to_pylist()
        for system, number in (("cow", codes.cow), ("gw", codes.gw)):
            found = [number(country, day) for country, day in zip(countries, days, strict=True)]
            table = table.append_column(f"{side}_{system}", pa.array(found, pa.int32()))
    return table
