"""How does a file come to be? Beside its place under another name, and moved there only when it is whole.

In: paths. Out: streams to write bytes to. Left out: what is written.
"""

from __future__ import annotations

import csv
import io
import os
import re
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import IO, TYPE_CHECKING

from ..errors import ExportError

if TYPE_CHECKING:
    import pyarrow as pa

LIST_MARK = "|"  # between the members of a list in a CSV cell
# Whatever some reader takes for the end of a cell or a line.
_BREAKS = re.compile("[\x00-\x1f\x7f\x85\u2028\u2029]+")


@contextmanager
def whole(*paths: Path) -> Iterator[list[IO[bytes]]]:
    """Files that appear under their names only when all of them are whole; an error while they are written changes none.

    Raises ExportError where a folder is missing or the disk refuses.
    """
    names: list[str] = []
    streams: list[IO[bytes]] = []
    path = paths[0]
    try:
        for path in paths:
            if path.is_dir() or not path.parent.is_dir():
                raise ExportError(f"{path}: {'is a folder' if path.is_dir() else 'its folder does not exist'}. Name a file in a folder.")
            handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
            names.append(name)
            streams.append(os.fdopen(handle, "wb"))
        yield streams
        for stream in streams:
            stream.close()
        for name, path in zip(names, paths, strict=True):
            os.chmod(name, 0o666 & ~_umask())  # temporary files are private, results are not
            os.replace(name, path)
    except OSError as error:
        raise ExportError(
            f"{path}: cannot be written ({error.strerror or error}). Check the permission and that the disk has room."
        ) from error
    finally:
        for stream in streams:
            stream.close()
        for name in names:
            if os.path.exists(name):
                os.unlink(name)


def line(values: Sequence[object], *, missing: str = "") -> str:
    """A tab-separated line. No cell is quoted: tabs and breaks become spaces, and double quotes single ones, so that readers with and
    without quote handling see the same cells. Numbers are written in full, truth as 1 and 0."""
    return "\t".join(_cell(value, missing) for value in values) + "\n"


def csv_lines(rows: pa.Table) -> Iterator[str]:
    """A line of names, and one for each row. Missing is an empty cell."""
    yield _csv_line(rows.column_names)
    for batch in rows.to_batches():
        for row in batch.to_pylist():
            yield _csv_line([listed(value) if isinstance(value, list) else value for value in row.values()])


def listed(values: Sequence[object]) -> str:
    """The members of a list as one cell, with nothing for a missing one."""
    return LIST_MARK.join("" if value is None else str(value) for value in values)


def _csv_line(values: Sequence[object]) -> str:
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerow(values)
    return text.getvalue()


def _cell(value: object, missing: str) -> str:
    if isinstance(value, str):
        return _BREAKS.sub(" ", value).replace('"', "'").strip() or missing
    if value is None:
        return missing
    return str(int(value)) if isinstance(value, bool) else str(value)


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
