"""Which article is in a server's answer, by what it says of itself."""

import pytest

from relata.errors import SkipReason
from relata.ingest.answers import Answer
from relata.ingest.decode import Refusal
from relata.ingest.metadata import Metadata

from .archives import page


def answer(body: bytes, kind: str | None, **headers: str) -> Answer:
    given = {name.replace("_", "-"): value for name, value in headers.items()} | ({} if kind is None else {"content-type": kind})
    return Answer("https://harbour.example/1", 200, given, body)


@pytest.mark.parametrize("kind", ["text/html", "TEXT/HTML; charset=UTF-8", "application/xhtml+xml", None, "html", ""])
def test_a_page(kind):
    assert answer(page(1), kind).article(Metadata()).title == "Ferry 1"


def test_plain_text_and_its_charset():
    assert answer("Café.".encode("cp1252"), 'text/plain; charset="windows-1252"').article(Metadata()).text == "Café."


def test_the_server_s_language_counts_where_the_page_is_silent():
    with pytest.raises(Refusal) as caught:
        answer(page(1), "text/html", content_language="fr").article(Metadata())
    assert caught.value.reason is SkipReason.NOT_ENGLISH
    assert answer(page(1).replace(b"<html>", b"<html lang='en'>"), "text/html", content_language="fr").article(Metadata())


@pytest.mark.parametrize(("body", "kind"), [(b"{}", "application/json"), (b"words", None), (b"\x89PNG", "image/png; charset=utf-8")])
def test_other_kinds_are_refused(body, kind):
    with pytest.raises(Refusal) as caught:
        answer(body, kind).article(Metadata())
    assert caught.value.reason is SkipReason.UNSUPPORTED
