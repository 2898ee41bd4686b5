"""How many articles will these files give? An estimate, for a progress bar only.

In: sources. Out: a number. A file of records is counted where that is quick, else by its beginning, as if all of it were like that; any
other file is one article. Left out: which of them will be given up.
"""

from __future__ import annotations

import csv
import io
import itertools
import re
from collections.abc import Callable
from typing import Final

from .sources import Source
from .unpack import GZIP, Unpacked

SAMPLE: Final = 4 << 20  # bytes of a file's content that are looked at
_RECORD: Final = re.compile(rb"^WARC-Type:[ \t]*(?:response|resource|conversion)\b", re.IGNORECASE | re.MULTILINE)


def expected(source: Source) -> int:
    """Articles of one source, at least 1."""
    try:
        if source.suffix in (".parquet", ".pq"):
            return max(1, _parquet(source))
        count = COUNTS.get(source.suffix)
        return max(1, _by_beginning(source, count)) if count else 1
    except Exception:  # ingest says what is wrong with the file
        return 1


def _parquet(source: Source) -> int:
    import pyarrow.parquet as pq

    with source.open() as stream:
        return int(pq.read_metadata(stream).num_rows)


def _by_beginning(source: Source, count: Callable[[bytes], int]) -> int:
    assert source.path is not None  # streams are not counted
    size = source.path.stat().st_size
    with source.path.open("rb") as file:
        packing = source.packing or (".gz" if file.peek(3).startswith(GZIP) else "")
        stream = io.BufferedReader(Unpacked(file, packing)) if packing else file
        # What is taken of a packed file is told by its own place, so it is packed bytes that are compared.
        data = b"".join(itertools.takewhile(bool, (stream.read(1 << 16) for _ in range(SAMPLE >> 16))))
        is_whole = not stream.peek(1)
        taken = file.tell()
    return count(data) if is_whole else round(count(data) * size / max(1, taken))


def _lines(data: bytes) -> int:
    return data.count(b"\n") + (not data.endswith(b"\n") and data != b"")


def _rows(data: bytes) -> int:
    """Rows of a table but the first."""
    text = data.decode("utf-8", "replace")
    first = text[: text.find("\n")]
    mark = max((",", ";", "\t"), key=first.count)
    return sum(1 for row in csv.reader(io.StringIO(text, newline=""), delimiter=mark) if row) - 1


def _records(data: bytes) -> int:
    return len(_RECORD.findall(data))


COUNTS: Final[dict[str, Callable[[bytes], int]]] = {
    **dict.fromkeys((".jsonl", ".ndjson"), _lines),
    **dict.fromkeys((".csv", ".tsv", ".tab"), _rows),
    **dict.fromkeys((".warc", ".warc.gz"), _records),
}
