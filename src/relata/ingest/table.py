"""CSV and TSV: a row is an article, with its metadata in columns.

In: a ``.csv`` or ``.tsv`` source in UTF-8 whose first row names the columns. Out: an article or a skip for each row, in order, in
bounded memory. The mark between the fields is the tab in TSV; in CSV it is the comma, semicolon or tab, whichever the first row
has most of. A quotation mark that is never closed costs its own row: what it would swallow is read again from the next line.
Left out: encodings other than UTF-8, and files without a row of names.
"""

from __future__ import annotations

import csv
from collections import deque
from collections.abc import Iterator
from typing import BinaryIO, Final, NamedTuple

from relata.errors import Skip, SkipReason
from relata.records import Article

from .columns import Columns
from .decode import MAX_BYTES, Refusal, encoding_refusal, too_large
from .lines import lines, refuse_head
from .metadata import Metadata
from .sources import Source

MARKS: Final = (",", ";", "\t")
# Bytes of lines that a file may have read a second time. A file with open quotation marks all over would cost the square of its size;
# past this a broken row takes the lines it swallowed with it, and its skip says which.
SECOND_READING: Final = 8 * MAX_BYTES


class Row(NamedTuple):
    """One row: the line it begins on, and its fields or why it has none."""

    line: int
    fields: list[str] | Refusal


def read_tsv(source: Source, known: Metadata) -> Iterator[Article | Skip]:
    """Articles of a file whose fields stand between tabs."""
    yield from _read(source, known, "\t")


def read_csv(source: Source, known: Metadata) -> Iterator[Article | Skip]:
    """Articles of a file whose fields stand between commas, semicolons or tabs."""
    yield from _read(source, known, None)


def _read(source: Source, known: Metadata, mark: str | None) -> Iterator[Article | Skip]:
    with source.open() as stream:
        try:
            refuse_head(stream, "CSV")
            rows = _rows(stream, mark)
            header = _header(rows)
            source.columns.wanted(header)
        except Refusal as refusal:
            yield refusal.skip(source.label)
            return
        n_rows = 0
        for row in rows:
            n_rows += 1
            try:
                yield _article(row, header, known, source.columns)
            except Refusal as refusal:
                yield refusal.skip(f"{source.label}:{row.line}")
        if not n_rows:
            yield Skip(source.label, "ingest", SkipReason.EMPTY, "no row below the names of the columns.")


def _header(rows: Iterator[Row]) -> list[str]:
    first = next(rows, None)
    if first is None:
        raise Refusal(SkipReason.EMPTY, "the file has no row; the first is to name the columns.")
    if isinstance(first.fields, Refusal):
        raise Refusal(first.fields.reason, first.fields.detail, at=f":{first.line}")
    return [name.strip() for name in first.fields]


def _article(row: Row, header: list[str], known: Metadata, columns: Columns) -> Article:
    if isinstance(row.fields, Refusal):
        raise row.fields
    return columns.make_article(dict(zip(header, row.fields, strict=True)), known)


def _rows(stream: BinaryIO, mark: str | None) -> Iterator[Row]:
    """Rows in order, blank lines left out; the first decides `mark`, where None, and how many fields the others have."""
    # The one limit of the csv module, which holds for the process; it only ever rises from the module's own 128 KB.
    csv.field_size_limit(max(csv.field_size_limit(), MAX_BYTES))
    taken = _Lines(stream)
    reader: Iterator[list[str]] | None = None
    n_fields = None
    while True:
        taken.begin()
        try:
            if reader is None:
                mark = mark or _commonest(taken.peek())
                reader = csv.reader(taken, delimiter=mark, strict=True)
            fields = next(reader)
            _check(fields, n_fields, taken)
        except StopIteration:
            return
        except csv.Error as error:
            row = Row(taken.first, _refusal(taken, f"not CSV: {error}; double the quotation marks inside a field"))
        except Refusal as refusal:
            row = Row(taken.first, refusal)
        else:
            if not fields:
                continue
            row = Row(taken.first, fields)
            n_fields = n_fields or len(fields)
        yield row


def _check(fields: list[str], n_fields: int | None, taken: _Lines) -> None:
    """Raise Refusal for a row of the wrong length, or with bytes that are not UTF-8."""
    if fields and n_fields is not None and len(fields) != n_fields:
        found = f"{len(fields)} field{'' if len(fields) == 1 else 's'}"
        raise _refusal(taken, f"{found} where the first row has {n_fields}; put fields that hold the mark or a line end in quotation marks")
    taken.check_encoding()


def _refusal(taken: _Lines, detail: str) -> Refusal:
    """The refusal of a row; the lines it wrongly took are read again, or named where that is used up."""
    last = taken.last
    if taken.give_back() or last == taken.first:
        return Refusal(SkipReason.BAD_RECORD, f"{detail}.")
    return Refusal(SkipReason.BAD_RECORD, f"{detail}. Lines {taken.first} to {last} were taken for this one row and are not read.")


def _commonest(line: str) -> str:
    return max(MARKS, key=line.count)


class _Lines:
    """Decoded lines for the csv module, which remember the row at hand so that its lines can be read again.

    Bytes that are not UTF-8 travel as lone surrogates. Raises Refusal(TOO_LARGE) for a line over the limit.
    """

    def __init__(self, stream: BinaryIO) -> None:
        self._lines = lines(stream)
        self._again: deque[tuple[int, int, str]] = deque()
        self._row: list[tuple[int, int, str]] = []
        self._budget = SECOND_READING

    def __iter__(self) -> _Lines:
        return self

    def __next__(self) -> str:
        self._row.append(self._again.popleft() if self._again else self._read())
        return self._row[-1][2]

    def begin(self) -> None:
        """Another row begins with the next line."""
        self._row.clear()

    def peek(self) -> str:
        """The next line, which is given again."""
        self._again.appendleft(self._again.popleft() if self._again else self._read())
        return self._again[0][2]

    @property
    def first(self) -> int:
        """Number of the row's first line."""
        return self._row[0][0]

    @property
    def last(self) -> int:
        return self._row[-1][0]

    def give_back(self) -> bool:
        """Have all lines of the row but its first read again; False where the budget for that is used up."""
        rest = self._row[1:]
        self._budget -= sum(len(line) for _, _, line in rest)
        if self._budget < 0:
            return False
        self._again.extendleft(reversed(rest))
        return True

    def check_encoding(self) -> None:
        """Raise Refusal(ENCODING) naming the first byte of the row that is not UTF-8."""
        for _, offset, line in self._row:
            if not line.isascii() and any("\udc80" <= char <= "\udcff" for char in line):
                data = line.encode("utf-8", "surrogateescape")
                try:
                    data.decode("utf-8")
                except UnicodeDecodeError as error:
                    raise Refusal(SkipReason.ENCODING, encoding_refusal(data, error, offset=offset).detail) from None

    def _read(self) -> tuple[int, int, str]:
        line = next(self._lines)
        if line.data is None:
            self._row.append((line.number, line.offset, ""))  # so that the row knows where it is
            raise too_large("the line is too long")
        text = line.data.decode("utf-8", "surrogateescape")
        return line.number, line.offset, text.removeprefix("\ufeff") if line.number == 1 else text
