"""WARC: web archives, such as news crawls, of any size.

In: a ``.warc`` or ``.warc.gz`` source. Out: an article or a skip for each record that holds an answer of a server (``response``),
a file (``resource``) or extracted text (``conversion``), in order; records about the crawl itself are passed over. Each record's
frame is checked, its length and its gzip checksum, so that one cut short is never taken for a shorter article; behind a damaged one
reading goes on at the next that can be found. Left out: records in segments, and the day of the crawl, which is no day of publication.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from typing import BinaryIO, Final, NamedTuple

from relata.errors import Skip, SkipReason
from relata.records import Article

from .answers import Answer, without_place
from .decode import MAX_BYTES, Refusal, too_large
from .metadata import Metadata
from .sources import Source
from .unpack import BLOCK, GZIP, Member, Packed

VERSION: Final = re.compile(rb"WARC/[01]\.\d+\s*")
BEGINNING: Final = re.compile(rb"WARC/[01]\.\d+\r?\n$")
LENGTH: Final = re.compile(rb"^content-length[ \t]*:[ \t]*(\d{1,18})[ \t]*\r?$", re.IGNORECASE | re.MULTILINE)
TYPE: Final = re.compile(rb"^warc-type[ \t]*:[ \t]*(\S+)[ \t]*\r?$", re.IGNORECASE | re.MULTILINE)
MAX_HEADER: Final = 1 << 16  # of a record, and of the HTTP answer in it
ABOUT_THE_CRAWL: Final = frozenset((b"warcinfo", b"request", b"metadata", b"revisit"))
END: Final = b"\r\n\r\n"


class Broken(Exception):
    """A record whose frame is wrong; says how."""


class Record(NamedTuple):
    """One record's header and content; `content` is None where it was too large to keep."""

    header: bytes
    content: bytes | None


def looks_like(head: str) -> bool:
    """Whether a stream that begins so is an archive. Of what is packed, only archives are read."""
    return head.startswith(("WARC/", GZIP.decode("utf-8", "replace")))


def read(source: Source, known: Metadata) -> Iterator[Article | Skip]:
    """Articles of an archive; a bad record costs that record only."""
    n_records = 0
    with source.open() as stream:
        for record in _members(stream) if _is_packed(stream, source) else _plain(stream):
            n_records += 1
            try:
                if isinstance(record, Broken):
                    raise Refusal(SkipReason.DAMAGED, f"the record is {record}; get the archive again, or leave the record out.")
                article = _article(record, known)
            except Refusal as refusal:
                yield without_place(refusal).skip(f"{source.label}#{n_records}")
                continue
            if article is not None:
                yield article
    if not n_records:
        yield Skip(source.label, "ingest", SkipReason.EMPTY, "there is no record in it.")


def _is_packed(stream: io.BufferedReader, source: Source) -> bool:
    """Whether the bytes are gzip; where damage hides what they are, the name tells."""
    head = stream.peek(len(GZIP))
    return head.startswith(GZIP) or (source.suffix.endswith(".gz") and (GZIP in head or not head.startswith(b"WARC/")))


def _plain(stream: io.BufferedReader) -> Iterator[Record | Broken]:
    """Records of an archive that is not compressed."""
    line: bytes | None = None
    while True:
        start = stream.tell() if stream.seekable() else None
        try:
            record = _record(stream, line)
        except Broken as broken:
            yield broken
            if start is not None:  # its length cannot be trusted: look for the next from its own first line on
                stream.seek(start + 1)
            line = _next_version(stream)
            if line is None:
                return
            if start is not None:
                stream.seek(-len(line), io.SEEK_CUR)
                line = None
            continue
        if record is None:
            return
        line = None
        yield record


def _members(stream: BinaryIO) -> Iterator[Record | Broken]:
    """Records of an archive in gzip, where usually each record is a member by itself."""
    packed = Packed(stream)
    is_whole = True
    while True:
        member = packed.member()
        if is_whole and packed.passed_over:  # behind damage that is the rest of it
            yield Broken("in bytes that are no gzip data")
        if member is None:
            return
        yield from _records_of(member)
        is_whole = member.fault is None
        if not is_whole:
            packed.go_behind(member.start)


def _records_of(member: Member) -> Iterator[Record | Broken]:
    content = io.BufferedReader(member, BLOCK)
    line: bytes | None = None
    while True:
        found: Record | Broken | None
        try:
            found, line = _record(content, line), None
            content.peek(1)  # at its end the member checks itself
        except Broken as broken:
            found, line = broken, _next_version(content)
        if member.fault is not None:
            yield Broken(f"in compressed data that is {member.fault}")
            return
        if found is None:
            return
        yield found
        if isinstance(found, Broken) and line is None:
            return


def _record(stream: BinaryIO, line: bytes | None = None) -> Record | None:
    """The next record, None at the end. `line` is its first line where that is read already. Raises Broken."""
    line = line or stream.readline(MAX_HEADER)
    while line in (b"\r\n", b"\n"):
        line = stream.readline(MAX_HEADER)
    if not line:
        return None
    if not VERSION.fullmatch(line):
        raise Broken("without the line WARC/1.0 that begins one")
    header = _header(stream, line)
    length = LENGTH.search(header)
    if length is None:
        raise Broken("without a Content-Length")
    content = _content(stream, int(length[1]))
    if not END.startswith(stream.read(len(END))):  # the last record's end may be missing
        raise Broken(f"not as long as its Content-Length says ({int(length[1])})")
    return Record(header, content)


def _header(stream: BinaryIO, line: bytes) -> bytes:
    """The header with its blank line."""
    header = line
    while line not in (b"\r\n", b"\n"):
        line = stream.readline(MAX_HEADER)
        header += line
        if not line:
            raise Broken("cut short in its header")
        if len(header) > MAX_HEADER:
            raise Broken(f"one with a header of more than {MAX_HEADER} bytes")
    return header


def _content(stream: BinaryIO, length: int) -> bytes | None:
    """`length` bytes, read but not kept over the limit; raises Broken where there are fewer."""
    kept = stream.read(min(length, MAX_BYTES + MAX_HEADER))
    n_read = len(kept)
    while n_read < length and (data := stream.read(min(BLOCK, length - n_read))):
        n_read += len(data)
    if n_read < length:
        raise Broken(f"cut short: {n_read} of {length} bytes")
    return kept if len(kept) == length else None


def _next_version(stream: BinaryIO) -> bytes | None:
    """Read on to the next line that begins a record, or ends as one begins, and give that beginning; None at the end."""
    while line := stream.readline(MAX_HEADER):
        if found := BEGINNING.search(line):
            return found[0]
    return None


def _article(record: Record, known: Metadata) -> Article | None:
    """The article of a record, None for one about the crawl itself. Raises Refusal."""
    named = TYPE.search(record.header)
    kind = named[1].lower() if named else b""
    if kind in ABOUT_THE_CRAWL:
        return None
    if kind not in (b"response", b"resource", b"conversion"):
        shown = kind.decode("utf-8", "backslashreplace")
        raise Refusal(SkipReason.UNSUPPORTED, f"records of the type {shown!r} are not read; expected response, resource or conversion.")
    if record.content is None:
        raise too_large("the record is too long")
    return _answer(record.header + record.content + END, is_response=kind == b"response").article(known)


def _answer(data: bytes, *, is_response: bool) -> Answer:
    """The answer in a whole record; raises Refusal(DAMAGED)."""
    from fastwarc.warc import ArchiveIterator

    try:
        record = next(iter(ArchiveIterator(io.BytesIO(data), auto_decode="transfer", stream_detect=False)))
        body = record.reader.read(len(data))
    except (OSError, StopIteration) as error:
        raise Refusal(SkipReason.DAMAGED, f"the record cannot be taken apart ({error}); get the archive again, or leave it out.") from None
    url = (record.headers.get("WARC-Target-URI") or "").strip("<> ")
    if not is_response:
        return Answer(url, 200, {"content-type": record.headers.get("Content-Type") or ""}, body)
    status = record.http_headers.status_code if record.is_http_parsed else None
    if not isinstance(status, int):
        raise Refusal(SkipReason.DAMAGED, "the record holds no answer of HTTP; get the archive again, or leave it out.")
    return Answer(url, status, {name.lower(): value for name, value in record.http_headers.to_tuples()}, body)
