"""Where does a line end? Lines of a stream of any size, one in memory at a time.

In: a stream of bytes. Out: its lines, each under the limit of one article. Left out: what a line holds (`records_json`, `table`).
"""

from __future__ import annotations

import codecs
import io
from collections.abc import Iterator
from typing import BinaryIO, Final, NamedTuple

from relata.errors import SkipReason

from .decode import MAX_BYTES, Refusal, refuse_magic

UTF16: Final = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


class Line(NamedTuple):
    """One line: `number` from 1, `offset` of its first byte, `data` with its end, None where it was over the limit."""

    number: int
    offset: int
    data: bytes | None


def refuse_head(stream: io.BufferedReader, name: str) -> None:
    """Raise Refusal where a stream of lines begins as a binary file or as UTF-16; `name` is the format that was expected."""
    head = stream.peek(4)[:4096]
    refuse_magic(head)
    # Records have ASCII signs, each of which UTF-16 writes with a zero; without one it is a first record whose beginning is spoiled.
    if head.startswith(UTF16) and b"\0" in head:
        raise Refusal(SkipReason.ENCODING, f"UTF-16 by its byte-order mark at byte 0; {name} is read as UTF-8, save it so.")


def lines(stream: BinaryIO, *, limit: int = MAX_BYTES) -> Iterator[Line]:
    """Lines of bytes; of one over the limit the rest is read and dropped, so memory stays bounded."""
    number = offset = 0
    longest = limit + 2  # with its CRLF
    while data := stream.readline(longest):
        number, size = number + 1, len(data)
        cut = size == longest and not data.endswith(b"\n")
        yield Line(number, offset, None if cut or len(data.rstrip(b"\r\n")) > limit else data)
        while cut and data and not data.endswith(b"\n"):
            data = stream.readline(longest)
            size += len(data)
        offset += size
