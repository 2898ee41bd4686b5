"""Parquet: a row is an article, with its metadata in columns.

In: a ``.parquet`` source of any length. Out: an article or a skip for each row, in order; only the columns that hold a field are
read, a few rows at a time; one within a struct is named with dots. Damage costs the rest of its row group. Left out: lists.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, Final

from relata.errors import Skip, SkipReason
from relata.records import Article

from .decode import Refusal
from .metadata import Metadata
from .sources import Source

if TYPE_CHECKING:
    import pyarrow as pa
    import pyarrow.parquet as pq

ROWS: Final = 64  # in memory at a time; a text may have 10 MB
BUFFER: Final = 1 << 20  # bytes read ahead of each column, instead of a whole row group


def read(source: Source, known: Metadata) -> Iterator[Article | Skip]:
    """Articles of a Parquet file; raises OSError where the file cannot be opened."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    with source.open() as stream:
        try:
            file = pq.ParquetFile(stream, buffer_size=BUFFER, pre_buffer=False)
            wanted = source.columns.wanted([name for field in file.schema_arrow for name in _names(field)])
        except (pa.ArrowException, OSError, UnicodeDecodeError) as error:
            yield _damaged(source.label, error)
            return
        except Refusal as refusal:
            yield refusal.skip(source.label)
            return
        if not file.metadata.num_rows:
            yield Skip(source.label, "ingest", SkipReason.EMPTY, "there is no row in it.")
        n_before = 0
        for group in range(file.num_row_groups):
            yield from _group(file, group, n_before, wanted, source, known)
            n_before += file.metadata.row_group(group).num_rows


def _group(file: pq.ParquetFile, group: int, n_before: int, wanted: list[str], source: Source, known: Metadata) -> Iterator[Article | Skip]:
    """What one row group holds, in which damage ends."""
    import pyarrow as pa

    n_done = n_before
    last = n_before + file.metadata.row_group(group).num_rows
    try:
        for batch in file.iter_batches(batch_size=ROWS, row_groups=[group], columns=wanted, use_threads=False):
            for row in range(batch.num_rows):
                n_done += 1
                try:
                    yield source.columns.make_article({name: _value(batch, name, row) for name in wanted}, known)
                except Refusal as refusal:
                    yield refusal.skip(f"{source.label}#{n_done}")
    except (pa.ArrowException, OSError) as error:
        yield _damaged(f"{source.label}#{n_done + 1}", error, f"; records {n_done + 1} to {last} are not read")
        return
    if n_done < last:
        yield _damaged(f"{source.label}#{n_done + 1}", EOFError("it ends early"), f"; records {n_done + 1} to {last} are not there")


def _value(batch: pa.RecordBatch, name: str, row: int) -> Any:
    """One cell as Python has it; raises Refusal where it cannot, as for a day in the year 10000 or bytes that are no text."""
    try:
        if name in batch.schema.names:
            return batch.column(name)[row].as_py()
        first, *rest = name.split(".")
        value = batch.column(first)[row].as_py()
        for part in rest:
            value = None if value is None else value[part]
        return value
    except UnicodeDecodeError as error:
        detail = f"column {name!r} holds byte 0x{error.object[error.start]:02X} at byte {error.start}, which is not UTF-8; write it so."
        raise Refusal(SkipReason.ENCODING, detail) from None
    except (ValueError, OverflowError) as error:
        raise Refusal(SkipReason.BAD_RECORD, f"column {name!r} holds what cannot be read ({error}); correct it or leave it out.") from None


def _names(field: pa.Field[Any], before: str = "") -> Iterator[str]:
    """A column's name, and with dots those of the columns within it."""
    import pyarrow as pa

    yield before + field.name
    if pa.types.is_struct(field.type):
        for inner in field.type:
            yield from _names(inner, f"{before}{field.name}.")


def _damaged(place: str, error: Exception, rest: str = "") -> Skip:
    return Skip(place, "ingest", SkipReason.DAMAGED, f"not a whole Parquet file ({error}){rest}; copy or write the file again.")
