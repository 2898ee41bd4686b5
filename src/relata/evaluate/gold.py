"""What does a gold file hold, line by line? Reads JSON lines and tab-separated tables.

In: a path. Out: records with the number of their line. A line that cannot be read is a `GoldError` naming file and line: a figure
over part of a set would not be comparable. Left out: what the fields mean (the sets' own modules).
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from ..errors import RelataError

Span = tuple[int, int]


class GoldError(RelataError):
    """A gold file that cannot be read; names file and line."""


def read_text(path: Path) -> str:
    """The file as text, with line ends as they are. Raises GoldError where it is missing or not UTF-8."""
    try:
        return path.read_bytes().decode("utf-8-sig")
    except OSError as error:
        raise GoldError(f"{path}: cannot be read ({error.strerror}). Name a file of the set.") from error
    except UnicodeDecodeError as error:
        line = path.read_bytes()[: error.start].count(b"\n") + 1
        raise GoldError(f"{path}:{line}: not UTF-8 ({error.reason}). Save the file as UTF-8.") from error


def lines_of(path: Path) -> Iterator[tuple[int, str]]:
    """Number and text of each line that holds anything; split at LF only, since texts may hold other separators."""
    for number, line in enumerate(read_text(path).split("\n"), 1):
        if line.strip():
            yield number, line.rstrip("\r")


def read_json_lines(path: Path, needed: dict[str, type]) -> list[tuple[int, dict[str, Any]]]:
    """One object a line.

    Args:
        needed: fields that every record has, and their types.
    """
    records = []
    for number, line in lines_of(path):
        try:
            record = json.loads(line)
        except ValueError as error:
            raise GoldError(f"{path}:{number}: not JSON ({error}). Every line is one object.") from error
        if not isinstance(record, dict):
            raise GoldError(f"{path}:{number}: a JSON {type(record).__name__}; expected an object with {', '.join(needed)}.")
        for name, kind in needed.items():
            if not isinstance(record.get(name), kind):
                raise GoldError(f"{path}:{number}: field {name!r} is {record.get(name)!r:.40}; expected a {kind.__name__}.")
        records.append((number, record))
    if not records:
        raise GoldError(f"{path}: holds no records.")
    return records


def read_table(path: Path, needed: tuple[str, ...]) -> list[tuple[int, dict[str, str]]]:
    """Rows of a tab-separated table with a heading; quotation marks are letters like others, as csv.QUOTE_NONE has it.

    A row may end early, its last columns empty; one with too many is an error.
    """
    lines = lines_of(path)
    heading = next(lines, (1, ""))[1].split("\t")
    missing = [name for name in needed if name not in heading]
    if missing:
        raise GoldError(f"{path}:1: no column {', '.join(missing)}; the heading has {', '.join(heading)!r:.80}.")
    rows = []
    for number, line in lines:
        cells = line.split("\t")
        if len(cells) > len(heading):
            raise GoldError(f"{path}:{number}: {len(cells)} columns, but the heading has {len(heading)}. Take tabs out of the text.")
        row = dict(zip(heading, [*cells, *[""] * (len(heading) - len(cells))], strict=True))
        for name in needed:
            if not row[name].strip():
                raise GoldError(f"{path}:{number}: column {name!r} is empty; every row needs it.")
        rows.append((number, row))
    if not rows:
        raise GoldError(f"{path}: holds no rows.")
    return rows


def spans_of(value: Any, text: str, place: str) -> list[Span]:
    """Character spans ``[[start, end], …]`` within a text. Raises GoldError, naming `place`, for anything else."""
    if not isinstance(value, list):
        raise GoldError(f"{place}: {value!r:.40} is no list of spans [[start, end], …].")
    for span in value:
        whole = isinstance(span, list) and len(span) == 2 and all(isinstance(at, int) for at in span)
        if not whole or not 0 <= span[0] < span[1] <= len(text):
            raise GoldError(f"{place}: {span!r:.40} is no span [start, end] within the text's {len(text)} characters.")
    return [(span[0], span[1]) for span in value]
