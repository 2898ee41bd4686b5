"""Compressed bytes out, never more than asked for.

In: bytes that a server or an archive calls compressed, an archive of gzip members, or a packed file. Out: the bytes themselves, refused
over the limit of one article however little they pack into, and where they are cut short or damaged. Left out: zip, bzip2, xz.
"""

from __future__ import annotations

import io
import zlib
from typing import BinaryIO, Final

from relata.errors import SkipReason

from .decode import LIMIT_TEXT, MAX_BYTES, Refusal, too_large

PACKINGS: Final = frozenset((".gz", ".zst"))
GZIP: Final = b"\x1f\x8b\x08"
BLOCK: Final = 1 << 16
ANY_HEADER: Final = 32 + zlib.MAX_WBITS  # gzip or zlib, as the bytes say
GZIP_HEADER: Final = 16 + zlib.MAX_WBITS


def unpack(data: bytes, encodings: str | None) -> bytes:
    """Undo an HTTP ``Content-Encoding``; raises Refusal DAMAGED, TOO_LARGE or UNSUPPORTED."""
    for encoding in reversed((encodings or "").lower().replace(" ", "").split(",")):
        if encoding in ("gzip", "x-gzip", "deflate"):
            data = _inflated(data)
        elif encoding == "br":
            data = _unbrotlied(data)
        elif encoding not in ("", "identity"):
            raise Refusal(SkipReason.UNSUPPORTED, f"compressed as {encoding!r}; gzip, deflate and br are read.")
    return data


def _inflated(data: bytes) -> bytes:
    out = bytearray()
    while True:
        unpacker = zlib.decompressobj(ANY_HEADER)
        try:
            out += unpacker.decompress(data, MAX_BYTES + 1 - len(out))
        except zlib.error as error:
            raise Refusal(SkipReason.DAMAGED, f"its compressed data is damaged ({error}); fetch it again.") from None
        _check_size(out)
        if not unpacker.eof:
            raise Refusal(SkipReason.DAMAGED, "its compressed data is cut short; fetch it again.")
        data = unpacker.unused_data
        if not data.startswith(GZIP):  # another member goes on; anything else is padding
            return bytes(out)


def _unbrotlied(data: bytes) -> bytes:
    from fastwarc.stream_io import BrotliReader

    try:
        out = BrotliReader(io.BytesIO(data)).read(MAX_BYTES + 1)
    except OSError as error:
        raise Refusal(SkipReason.DAMAGED, f"its compressed data is damaged ({error}); fetch it again.") from None
    _check_size(out)
    return out


def _check_size(out: bytes | bytearray) -> None:
    if len(out) > MAX_BYTES:
        raise too_large(f"more than {LIMIT_TEXT} once unpacked")


class Packed:
    """A stream of gzip members, of which `member` gives one after the other.

    Attributes:
        passed_over: whether anything but padding stood before the latest member, or the end.
    """

    def __init__(self, stream: BinaryIO) -> None:
        self.passed_over = False
        self._stream = stream
        self._ahead = b""

    def take(self) -> bytes:
        """Some more bytes, empty at the end."""
        data, self._ahead = self._ahead, b""
        return data or self._stream.read(BLOCK)

    def give_back(self, data: bytes) -> None:
        self._ahead = data + self._ahead

    def member(self) -> Member | None:
        """The next member, None where none is left."""
        self.passed_over = False
        data = b""
        while more := self.take():
            data += more
            place = data.find(GZIP)
            if place >= 0:
                self.passed_over |= data[:place].strip(b"\0") != b""
                self.give_back(data[place:])
                return Member(self, self._position())
            self.passed_over |= data[: 1 - len(GZIP)].strip(b"\0") != b""
            data = data[1 - len(GZIP) :]
        self.passed_over |= data.strip(b"\0") != b""
        return None

    def go_behind(self, start: int | None) -> None:
        """Go on right behind the beginning of a damaged member: its end cannot be trusted. Where the stream cannot go back, go on."""
        if start is not None:
            self._stream.seek(start + 1)
            self._ahead = b""

    def _position(self) -> int | None:
        return self._stream.tell() - len(self._ahead) if self._stream.seekable() else None


class Member(io.RawIOBase):
    """One gzip member, unpacked as it is read. It ends where it is damaged, and `fault` says how (None: all is well so far)."""

    def __init__(self, packed: Packed, start: int | None) -> None:
        self.start = start
        self.fault: str | None = None
        self._packed = packed
        self._unpacker = zlib.decompressobj(GZIP_HEADER)

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]  # the stub's Buffer is 3.12's
        while not self._unpacker.eof and self.fault is None:
            data = self._unpacker.unconsumed_tail or self._packed.take()
            try:
                out = self._unpacker.decompress(data, len(buffer))
            except zlib.error as error:
                self.fault = f"damaged ({error})"
                self._packed.give_back(data[1:])  # another member may begin in it
                break
            if not data and not out:
                self.fault = "cut short"
            self._packed.give_back(self._unpacker.unused_data)  # what stands behind the member
            if out:
                buffer[: len(out)] = out
                return len(out)
        return 0


class Unpacked(io.RawIOBase):
    """A packed file, unpacked as it is read, in a few KB of memory. Raises Refusal(DAMAGED) behind the last bytes that are whole.

    Args:
        packing: ``.gz`` or ``.zst``.
    """

    def __init__(self, stream: BinaryIO, packing: str) -> None:
        self._stream = stream
        self._packed = Packed(stream) if packing == ".gz" else None
        self._member: io.RawIOBase | None = None if self._packed else _Zstd(stream)

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]  # the stub's Buffer is 3.12's
        while True:
            if self._member is None and self._packed is not None:
                self._member = self._packed.member()
                if self._packed.passed_over:
                    raise _damaged("followed by bytes that are none" if self._member is None else "broken by bytes that are none")
            if self._member is None:
                return 0
            n = self._member.readinto(buffer) or 0
            if n:
                return n
            if isinstance(self._member, Member) and self._member.fault is not None:
                raise _damaged(self._member.fault)
            self._member = None

    def close(self) -> None:
        self._stream.close()
        super().close()


class _Zstd(io.RawIOBase):
    def __init__(self, stream: BinaryIO) -> None:
        import pyarrow as pa

        self._errors = (OSError, pa.ArrowException)
        self._stream = pa.CompressedInputStream(stream, "zstd")  # type: ignore[arg-type]  # it takes any file

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]
        try:
            data = self._stream.read(len(buffer))
        except self._errors as error:
            raise _damaged(f"damaged or cut short ({error})") from None
        buffer[: len(data)] = data
        return len(data)


def _damaged(how: str) -> Refusal:
    return Refusal(SkipReason.DAMAGED, f"its compressed data is {how}; what stands before that was read. Get the file again.")
