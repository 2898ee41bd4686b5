"""Which text do these bytes hold?

In: the bytes of one file, or one string out of a record. Out: text whose offsets everything later refers to. The text is
kept exactly as decoded, with two exceptions: a leading byte-order mark goes, and CRLF and CR become LF.
Bytes that are no text are refused with a reason; an encoding is never guessed. Left out: UTF-32, and UTF-16 without its mark.
"""

from __future__ import annotations

import codecs
from typing import Final

from relata.errors import IngestError, Skip, SkipReason

# One article. The longest newspaper pieces are under 0.2 MB; a file of 10 MB is a collection, a dump or a mistake.
MAX_BYTES: Final = 10 * 1024 * 1024
LIMIT_TEXT: Final = f"{MAX_BYTES // (1024 * 1024)} MB"

# First bytes of files that people do put beside their articles. Naming the kind tells what to do next.
MAGIC: Final[tuple[tuple[bytes, str], ...]] = (
    (b"%PDF-", "a PDF file"),
    (b"PK\x03\x04", "a zip archive or office document"),
    (b"\xd0\xcf\x11\xe0", "an old office document"),
    (b"{\\rtf", "an RTF document"),
    (b"\x89PNG", "a PNG picture"),
    (b"\xff\xd8\xff", "a JPEG picture"),
    (b"GIF87a", "a GIF picture"),
    (b"GIF89a", "a GIF picture"),
    (b"\x1f\x8b", "gzip-compressed"),
    (b"BZh", "bzip2-compressed"),
    (b"\xfd7zXZ\x00", "xz-compressed"),
    (b"\x28\xb5\x2f\xfd", "zstd-compressed"),
    (b"PAR1", "a Parquet file"),
)
# Encodings a page may declare. A closed list: Python knows codecs (unicode_escape, idna, ...) that no page is written in.
DECLARABLE: Final = frozenset(
    (
        *("cp874", "koi8-r", "koi8-u", "mac-roman", "gb2312", "gbk", "gb18030", "big5", "shift_jis", "euc_jp", "euc_kr"),
        *(f"cp{n}" for n in range(1250, 1259)),
        *(f"iso8859-{n}" for n in (1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 13, 14, 15, 16)),
    )
)


class Refusal(IngestError):
    """Why one file or record is given up; becomes a `Skip` where its source is known.

    Attributes:
        at: place inside the source: ``:7`` for line 7, ``#3`` for record 3, empty for the whole.
        field: name of the offending field, where it was a field.
    """

    def __init__(self, reason: SkipReason, detail: str, *, at: str = "", field: str | None = None) -> None:
        super().__init__(detail)
        self.reason = reason
        self.detail = detail
        self.at = at
        self.field = field

    def skip(self, source: str) -> Skip:
        return Skip(f"{source}{self.at}", "ingest", self.reason, self.detail)


def decode(data: bytes, *, declared: str | None = None) -> str:
    """Text of a whole file: UTF-8 with or without mark, UTF-16 with its mark, else `declared` (the page's own word).

    UTF-8 is tried before `declared`: bytes that are valid UTF-8 beyond ASCII practically never are anything else, while
    pages that declare a wrong encoding are common. Raises Refusal: BINARY, ENCODING, or EMPTY for nothing but whitespace.
    """
    refuse_magic(data)
    text = tidy(_decode(data, declared))
    nul = text.find("\0")
    if nul >= 0:
        raise Refusal(
            SkipReason.BINARY,
            f"NUL at character {nul}: this is no text. If it is UTF-16 without a byte-order mark, save it as UTF-8.",
        )
    if not text.strip():
        raise Refusal(SkipReason.EMPTY, "no text in it." if data else "the file is empty (0 bytes).")
    return text


def too_large(found: str, *, at: str = "") -> Refusal:
    detail = f"{found}, over the limit of {LIMIT_TEXT} for one article; split it, or give many articles as JSONL, which may be of any size."
    return Refusal(SkipReason.TOO_LARGE, detail, at=at)


def refuse_magic(data: bytes) -> None:
    """Raise Refusal(BINARY) where the first bytes are those of a known binary format."""
    for magic, kind in MAGIC:
        if data.startswith(magic):
            raise Refusal(SkipReason.BINARY, f"this is {kind} by its first bytes; convert it to UTF-8 text or HTML first.")


def _decode(data: bytes, declared: str | None) -> str:
    if data.startswith((codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)):
        raise Refusal(SkipReason.ENCODING, "UTF-32 by its byte-order mark at byte 0; save it as UTF-8.")
    try:
        if data.startswith(codecs.BOM_UTF16_LE):
            return data.decode("utf-16-le")
        if data.startswith(codecs.BOM_UTF16_BE):
            return data.decode("utf-16-be")
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        text = _decode_declared(data, declared)
        if text is not None:
            return text
        marked = data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
        if b"\0" in data and not marked:  # no text encoding but UTF-16 and UTF-32 writes one, and those are known by their marks
            detail = f"NUL at byte offset {data.index(0)} and no valid text: this is a binary file. Convert it to UTF-8 text or HTML first."
            raise Refusal(SkipReason.BINARY, detail) from None
        raise encoding_refusal(data, error) from None


def _decode_declared(data: bytes, declared: str | None) -> str | None:
    if declared is None:
        return None
    try:
        name = codecs.lookup(declared).name
        # Browsers read a page that declares ISO 8859-1 as Windows-1252, and so pages are written.
        name = "cp1252" if name == "iso8859-1" else name
        return data.decode(name) if name in DECLARABLE else None
    except (LookupError, UnicodeDecodeError, ValueError):
        return None


def encoding_refusal(data: bytes, error: UnicodeDecodeError, *, line: int | None = None, offset: int = 0) -> Refusal:
    """Refusal that names the byte, its offset in the file and its line (counted in `data` unless given)."""
    wanted = "UTF-16, as its byte-order mark says" if error.encoding.startswith("utf-16") else "UTF-8"
    line = data.count(b"\n", 0, error.start) + 1 if line is None else line
    detail = f"byte 0x{data[error.start]:02X} at byte offset {offset + error.start} is not {wanted} ({error.reason}); save it as UTF-8."
    return Refusal(SkipReason.ENCODING, detail, at=f":{line}")


def tidy(text: str) -> str:
    """The text without a leading byte-order mark and with LF line ends; nothing else is touched."""
    text = text.removeprefix("\ufeff")
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text


def checked(value: str, *, field: str) -> str:
    """The string itself; raises Refusal(BAD_RECORD) for NUL and lone surrogates, which no store or file can hold."""
    if "\0" in value:
        raise Refusal(SkipReason.BAD_RECORD, f"field {field!r} holds NUL at character {value.index(chr(0))}; remove it.", field=field)
    try:
        value.encode("utf-8")
    except UnicodeEncodeError as error:
        half = f"half a surrogate pair (U+{ord(value[error.start]):04X})"
        detail = f"field {field!r} holds {half} at character {error.start}; write the full pair."
        raise Refusal(SkipReason.BAD_RECORD, detail, field=field) from None
    return value
