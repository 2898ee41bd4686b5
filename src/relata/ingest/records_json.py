"""JSON and JSONL: articles with their metadata as fields.

In: a ``.json`` source (one object, or a list of them), a ``.jsonl`` source (one object a line), or a sidecar. Out: an article
or a skip for each object, in order. Fields: text (needed), title, published, outlet, outlet_country, url, language, id,
story, under these names or as the columns given say. Relata's own output, ``{"article": {...}, ...}``, is read back too. NaN
counts as null, since data-frame libraries write it for missing values. Left out: lists.
"""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from relata.errors import Skip, SkipReason
from relata.records import Article

from .columns import TEXT, Columns
from .decode import MAX_BYTES, Refusal, decode, encoding_refusal, too_large
from .lines import Line, lines, refuse_head
from .metadata import Metadata
from .sources import Source, label_of


def read(source: Source, known: Metadata) -> Iterator[Article | Skip]:
    """Articles of a JSON file. One that in truth holds an object a line is read as JSONL."""
    text = ""
    try:
        text = decode(source.content())
        value = parse(text)
    except Refusal as refusal:
        if refusal.reason is SkipReason.BROKEN_JSON and looks_like_lines(text):
            yield from _from_lines(io.BytesIO(text.encode("utf-8")), source, known)
        else:
            yield refusal.skip(source.label)
        return
    if value == []:
        yield Skip(source.label, "ingest", SkipReason.EMPTY, "the list is empty; there is no article in it.")
    for number, item in enumerate(value if isinstance(value, list) else [value], start=1):
        try:
            yield make_record(item, known, source.columns)
        except Refusal as refusal:
            yield refusal.skip(f"{source.label}#{number}" if isinstance(value, list) else source.label)


def read_lines(source: Source, known: Metadata) -> Iterator[Article | Skip]:
    """Articles of a JSONL file of any size, line by line; a bad line costs that line only."""
    with source.open() as stream:
        try:
            refuse_head(stream, "JSONL")
        except Refusal as refusal:
            yield refusal.skip(source.label)
            return
        yield from _from_lines(stream, source, known)


def read_sidecar(path: Path, known: Metadata) -> Metadata:
    """What a sidecar says, over `known`; raises Refusal whose `at` is the line in the sidecar, where there is one."""
    text = decode(Source(label_of(path), path.suffix, path=path).content())
    value = parse(text)
    if not isinstance(value, dict):
        raise Refusal(SkipReason.BAD_RECORD, f"a sidecar holds one JSON object, this one a {type(value).__name__}.", at=":1")
    try:
        return Metadata.from_fields(value).over(known)
    except Refusal as refusal:
        line = text.count("\n", 0, max(text.find(f'"{refusal.field}"'), 0)) + 1
        raise Refusal(refusal.reason, refusal.detail, at=f":{line}", field=refusal.field) from None


def parse(text: str) -> object:
    """The JSON value; raises Refusal(BROKEN_JSON) with the line as `at`."""
    try:
        value: object = json.loads(text, parse_constant=lambda _: None)
    except json.JSONDecodeError as error:
        detail = f"not JSON: {error.msg} at column {error.colno}; correct the line, or write it with a JSON library."
        raise Refusal(SkipReason.BROKEN_JSON, detail, at=f":{error.lineno}") from None
    except (RecursionError, ValueError) as error:  # nested too deep; a number of thousands of digits
        raise Refusal(SkipReason.BROKEN_JSON, f"JSON that cannot be read: {error}.", at=":1") from None
    return value


def make_record(value: object, known: Metadata, columns: Columns) -> Article:
    """The article of one object, whose own fields win over `known`."""
    if not isinstance(value, dict):
        raise Refusal(SkipReason.BAD_RECORD, f"expected an object with a field {columns[TEXT]!r}, found a {type(value).__name__}.")
    inner = value.get("article")
    return columns.make_article(inner if isinstance(inner, dict) and not columns.has_text(value) else value, known)


def looks_like(head: str) -> bool:
    """Whether a stream that begins so is JSON: an object or a list of objects. A text may begin with "[Photo: ...]"."""
    start = head.lstrip("\ufeff \t\r\n")
    return start[:1] in ("{", "[") and start[1:].lstrip()[:1] in ('"', "}", "{", "]")


def looks_like_lines(head: str) -> bool:
    """Whether a stream that begins so holds one object a line: the first line is one by itself, or the second begins one."""
    if not looks_like(head) or head.lstrip("\ufeff \t\r\n").startswith("["):
        return False
    lines = [line for line in head.lstrip("\ufeff").split("\n") if line.strip()][:2]
    if len(lines) == 2 and lines[1].lstrip().startswith("{"):
        return True
    try:
        parse(lines[0])
    except Refusal:
        return len(lines) == 1 and len(head) > 1000  # the head ends inside a long first line
    return True


def _from_lines(stream: BinaryIO, source: Source, known: Metadata) -> Iterator[Article | Skip]:
    n_records = 0
    for line in lines(stream, limit=MAX_BYTES):
        try:
            article = _from_line(line, known, source.columns)
        except Refusal as refusal:
            n_records += 1
            yield refusal.skip(f"{source.label}:{line.number}")
            continue
        if article is not None:
            n_records += 1
            yield article
    if not n_records:
        yield Skip(source.label, "ingest", SkipReason.EMPTY, "no line with an article in it.")


def _from_line(line: Line, known: Metadata, columns: Columns) -> Article | None:
    """The article of one line, None for a blank one. Refusals carry no place: the caller knows the line."""
    if line.data is None:
        raise too_large("the line is too long")
    if b"\0" in line.data:
        raise Refusal(SkipReason.BINARY, f"NUL at byte offset {line.offset + line.data.index(0)}: this line is no text.")
    try:
        text = line.data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise Refusal(SkipReason.ENCODING, encoding_refusal(line.data, error, offset=line.offset).detail) from None
    text = text.removeprefix("\ufeff") if line.number == 1 else text
    if not text.strip():
        return None
    try:
        value = parse(text)
    except Refusal as refusal:
        raise Refusal(refusal.reason, refusal.detail) from None
    return make_record(value, known, columns)
