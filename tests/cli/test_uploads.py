"""Articles sent to the pages: their forms, what is refused, and a coder that comes late and learns from the ledger."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

import pytest

from relata.cli.uploads import MAX_CHARACTERS, find_article, make_read
from relata.errors import Skip, SkipReason
from relata.records import Article, Coded
from relata.store import Ledger, make_run

from .fake import FakeCoder


def test_text_html_and_json_are_told_apart() -> None:
    facts = {"outlet": "Post", "published": "2022-10-28"}
    plain = find_article("The envoy “spoke”.".encode(), facts)
    page = find_article(
        b"<!doctype html><html><body><article><p>" + b"The envoy spoke of calm. " * 20 + b"</p></article></body></html>", facts
    )
    record = find_article(json.dumps({"text": "The envoy spoke.", "outlet": "Mail"}).encode(), facts)
    assert isinstance(plain, Article) and isinstance(page, Article) and isinstance(record, Article)
    assert (plain.text, plain.outlet, plain.published) == ("The envoy “spoke”.", "Post", dt.date(2022, 10, 28))
    assert page.text.startswith("The envoy spoke of calm.") and "<p>" not in page.text
    assert (record.text, record.outlet) == ("The envoy spoke.", "Mail")


@pytest.mark.parametrize(
    ("data", "facts", "reason"),
    [
        (b"  \n", {}, SkipReason.EMPTY),
        (b"\x89PNG\r\n\x1a\n\x00\x00", {}, SkipReason.BINARY),
        ("Der Gesandte sprach.".encode("utf-16-be"), {}, None),
        (b'{"text": "One."}\n{"text": "Two."}\n', {}, SkipReason.UNSUPPORTED),
        (b"The envoy spoke.", {"published": "soon"}, SkipReason.BAD_RECORD),
        (b"The envoy spoke.", {"outlet_country": "Norland"}, SkipReason.BAD_RECORD),
        (b"Calm. " * (MAX_CHARACTERS // 6 + 1), {}, SkipReason.TOO_LARGE),
    ],
)
def test_what_is_no_single_article_is_refused(data: bytes, facts: dict[str, str], reason: SkipReason | None) -> None:
    found = find_article(data, facts)
    assert isinstance(found, Skip)
    assert reason is None or found.reason is reason


def test_the_coder_is_made_once_and_learns_from_the_ledger(tmp_path: Path) -> None:
    db = tmp_path / "ledger.duckdb"
    Ledger(db, make_run(version="0", model="none")).close()
    made: list[FakeCoder] = []

    def make() -> FakeCoder:
        made.append(FakeCoder())
        return made[-1]

    read = make_read(db, make_coder=make)
    assert isinstance(read(b"", {}), Skip) and made == []
    for _ in range(2):
        coded = read(b"The envoy spoke.", {})
        assert isinstance(coded, Coded) and coded.article.text == "The envoy spoke."
    assert len(made) == 1
