"""Bytes to text: encodings, binary files, and what is changed in a text (line ends and a leading mark only)."""

import pytest

from relata.errors import SkipReason
from relata.ingest.decode import Refusal, checked, decode, tidy

TEXT = "Brenn – “no” – said.\nİstanbul 𝄞"


@pytest.mark.parametrize(
    "data",
    [
        TEXT.encode("utf-8"),
        TEXT.encode("utf-8-sig"),
        b"\xff\xfe" + TEXT.encode("utf-16-le"),
        b"\xfe\xff" + TEXT.encode("utf-16-be"),
        TEXT.replace("\n", "\r\n").encode("utf-8"),
        TEXT.replace("\n", "\r").encode("utf-8"),
    ],
)
def test_text_in_every_known_encoding(data):
    assert decode(data) == TEXT


def test_nothing_else_is_changed():
    odd = "  a\u00a0b\u2028c\x0b\x85 e\u0301\t\n\n\ufeff z "
    assert decode(odd.encode("utf-8")) == odd
    assert tidy("\ufeff\ufeffa\r\r\nb") == "\ufeffa\n\nb"


def refused(data: bytes, declared: str | None = None) -> Refusal:
    with pytest.raises(Refusal) as caught:
        decode(data, declared=declared)
    return caught.value


def test_another_encoding_names_byte_offset_and_line():
    refusal = refused(b"one\ntwo\ncaf\xe9 three")
    assert (refusal.reason, refusal.at) == (SkipReason.ENCODING, ":3")
    assert "0xE9" in refusal.detail and "byte offset 11" in refusal.detail


@pytest.mark.parametrize("data", ["a".encode("utf-32"), b"\xff\xfea", b"\xff\xfe\x00\xd8a\x00", b"cut \xe2\x80", b"\xed\xa0\x80"])
def test_damaged_or_unknown_unicode(data):
    assert refused(data).reason is SkipReason.ENCODING


@pytest.mark.parametrize("data", [b"\x89PNG\r\n\x1a\n", b"%PDF-1.4", b"PK\x03\x04", b"\x1f\x8b\x08", b"a\x00b", "ab".encode("utf-16-be")])
def test_binary(data):
    assert refused(data).reason is SkipReason.BINARY


@pytest.mark.parametrize("data", [b"", b" \r\n\t", b"\xef\xbb\xbf", b"\xff\xfe", "\u00a0\u2003".encode()])
def test_empty(data):
    assert refused(data).reason is SkipReason.EMPTY


def test_a_declared_encoding_counts_only_where_utf8_fails():
    assert decode(b"caf\xe9 \x93no\x94", declared="ISO-8859-1") == "café “no”"
    assert decode("café".encode(), declared="windows-1252") == "café"


@pytest.mark.parametrize("declared", ["unicode_escape", "rot13", "idna", "utf-7", "nonsense", "x" * 40, "ascii"])
def test_a_declared_encoding_that_no_page_is_written_in(declared):
    assert refused(b"caf\xe9", declared).reason is SkipReason.ENCODING


@pytest.mark.parametrize("value", ["a\0b", "\ud800", "\udc00\ud800"])
def test_strings_no_store_can_hold(value):
    with pytest.raises(Refusal, match="'title'") as caught:
        checked(value, field="title")
    assert (caught.value.reason, caught.value.field) == (SkipReason.BAD_RECORD, "title")


def test_bytes_with_nul_that_are_no_text_are_binary_not_an_encoding() -> None:
    with pytest.raises(Refusal) as caught:
        decode(b"\xeb\x3c\x00\x90\xff\xfe")
    assert caught.value.reason is SkipReason.BINARY
    assert "byte offset 2" in caught.value.detail
