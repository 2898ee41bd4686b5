"""How is a query's result shown or written?

In: an Arrow table of the store's. Out: a table on the terminal, or CSV, JSON lines or Parquet, to stdout or a file. A file is
written beside its place and moved there when it is whole. Left out: which rows, which columns (`events`, `statements`, …).
"""

from __future__ import annotations

import io
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, Final

import typer
from rich.table import Table

from . import console
from .options import Format
from .plain import cell, escape, json_line, plain

if TYPE_CHECKING:
    import pyarrow as pa

TABLE_ROWS: Final = 50  # a screenful or two; `--limit` gives more
SUFFIXES: Final[Mapping[str, Format]] = {
    ".csv": Format.CSV,
    ".json": Format.JSON,
    ".jsonl": Format.JSON,
    ".ndjson": Format.JSON,
    ".parquet": Format.PARQUET,
    ".txt": Format.TABLE,
}


@dataclass(frozen=True, slots=True)
class Column:
    """A column on the terminal: its heading, what it shows of a row, and its share of the width (0: as wide as it needs)."""

    title: str
    show: Callable[[Mapping[str, Any]], object]
    share: int = 0


@dataclass(frozen=True, slots=True)
class Output:
    """Where rows go: a file or (None) stdout, and in which format."""

    format: Format
    out: Path | None

    def limit(self, asked: int | None) -> int | None:
        """Rows to ask the store for: one more than a table shows, so that the reader is told where there are more."""
        if self.format is Format.TABLE:
            return (TABLE_ROWS if asked is None else asked) + 1
        return asked


def choose(format: Format | None, out: Path | None) -> Output:
    """The output asked for. Raises BadParameter where bytes would go to the screen or the file's folder is missing."""
    if format is None and out is not None:
        format = SUFFIXES.get(out.suffix.lower())
        if format is None:
            raise typer.BadParameter(f"{out}: its ending tells no format; add --format csv, json or parquet.", param_hint="--out")
    if format is None:
        format = Format.TABLE if sys.stdout.isatty() else Format.JSON
    if format is Format.PARQUET and out is None and sys.stdout.isatty():
        raise typer.BadParameter("parquet is no text; name a file with --out FILE, or pipe it somewhere.", param_hint="--format")
    if out is not None and (out.is_dir() or not out.parent.is_dir()):
        raise typer.BadParameter(f"{out}: {'is a folder' if out.is_dir() else 'its folder does not exist'}.", param_hint="--out")
    return Output(format, out)


def show(rows: pa.Table, output: Output, columns: Sequence[Column], *, asked: int | None = None) -> None:
    """Write the rows. In a table, `asked` (default 50) are shown, and a note says so where there are more."""
    if output.format is Format.TABLE:
        shown = TABLE_ROWS if asked is None else asked
        _show_table(rows.slice(0, shown).to_pylist(), output.out, columns)
        if rows.num_rows > shown:
            console.note(f"There are more than these {shown} rows: --limit shows more, --format csv writes all.")
        return
    if output.out is None:
        # Only a terminal is protected from control characters: a file or pipe gets the text as it is.
        _write(rows, output.format, sys.stdout.buffer, is_terminal=sys.stdout.isatty())
        sys.stdout.buffer.flush()
        return
    from relata.export.files import whole

    with whole(output.out) as (stream,):
        _write(rows, output.format, stream, is_terminal=False)
    console.note(f"{plain(output.out)}: {rows.num_rows:,} row{'' if rows.num_rows == 1 else 's'} written.")


def _write(rows: pa.Table, format: Format, stream: IO[bytes], *, is_terminal: bool) -> None:
    if format is Format.PARQUET:
        import pyarrow.parquet as pq

        buffer = io.BytesIO()  # Parquet seeks, a pipe cannot
        pq.write_table(rows, buffer)
        stream.write(buffer.getbuffer())
        return
    from relata.export.files import csv_lines

    for line in csv_lines(rows) if format is Format.CSV else _json_lines(rows):
        stream.write((escape(line.rstrip("\n")) + "\n" if is_terminal else line).encode("utf-8"))


def _json_lines(rows: pa.Table) -> Iterator[str]:
    for batch in rows.to_batches():
        for row in batch.to_pylist():
            yield json_line(row) + "\n"


def _table(rows: Sequence[Mapping[str, Any]], columns: Sequence[Column]) -> Table:
    table = Table(box=None, pad_edge=False, header_style="bold", expand=True, padding=(0, 2, 0, 0))
    for column in columns:
        table.add_column(column.title, ratio=column.share or None, no_wrap=not column.share, overflow="fold")
    for row in rows:
        table.add_row(*(cell(column.show(row)) for column in columns))
    return table


def _show_table(rows: Sequence[Mapping[str, Any]], out: Path | None, columns: Sequence[Column]) -> None:
    if not rows:
        console.note("Nothing found.")
    if out is not None:
        from relata.export.files import whole

        text = io.StringIO()
        console.to_text(text).print(_table(rows, columns))
        with whole(out) as (stream,):
            stream.write(text.getvalue().encode("utf-8"))
    elif rows:
        console.out().print(_table(rows, columns))
