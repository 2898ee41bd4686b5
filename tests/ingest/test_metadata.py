"""Metadata: what is accepted, what is refused, and how two sources of it are joined."""

import datetime as dt

import pytest

from relata.errors import IngestError, SkipReason
from relata.ingest.dates import parse_published
from relata.ingest.decode import Refusal
from relata.ingest.metadata import Metadata, make_article


@pytest.mark.parametrize(
    "value",
    ["2022-10-28", " 2022-10-28 ", "20221028", "2022-10-28T23:59:59", "2022-10-28 00:30:00+14:00", "2022-10-28T03:00:00.123Z"]
    + [dt.date(2022, 10, 28), dt.datetime(2022, 10, 28, 23, 0)],
)
def test_dates_are_the_day_as_written(value):
    assert parse_published(value) == dt.date(2022, 10, 28)
    assert type(parse_published(value)) is dt.date


@pytest.mark.parametrize("value", [None, "", "  "])
def test_no_date_is_none(value):
    assert parse_published(value) is None


@pytest.mark.parametrize(
    "value",
    ["2022", "2022-10", "2022-02-30", "2022-1028", "2022-W43-5", "0000-01-01", "1499-12-31", "2201-01-01", "9999-12-31"]
    + ["٢٠٢٢-١٠-٢٨", "2022-10-28x", "2022-10-28T25:00", True, dt.date(9999, 1, 1), "x" * 500],
)
def test_what_is_no_date_is_refused_with_an_example(value):
    with pytest.raises(Refusal, match="2022-10-28") as caught:
        parse_published(value)
    assert caught.value.reason is SkipReason.BAD_RECORD
    assert len(caught.value.detail) < 300


@pytest.mark.parametrize("code", ["CN", "chn", "CHNX", "C N", 156])
def test_a_country_is_three_capitals(code):
    with pytest.raises(IngestError, match="outlet_country"):
        Metadata(outlet_country=code)


@pytest.mark.parametrize("fields", [{"outlet": 3}, {"title": ["a"]}, {"url": {}}, {"id": True}, {"title": "a\0"}, {"outlet": "\ud800"}])
def test_fields_of_a_wrong_type(fields):
    with pytest.raises(Refusal, match=next(iter(fields))):
        Metadata.from_fields(fields)


def test_from_fields_ignores_what_it_does_not_know():
    found = Metadata.from_fields({"outlet": "  The\nHarbour Post ", "title": "", "published": "2022-10-28", "id": 7, "author": 3})
    assert found == Metadata(outlet="The Harbour Post", published=dt.date(2022, 10, 28), id="7")


def test_over_fills_gaps_only():
    own, other = Metadata(outlet="A", language="en"), Metadata(outlet="B", title="T", published=dt.date(2022, 1, 1))
    assert own.over(other) == Metadata(outlet="A", title="T", published=dt.date(2022, 1, 1), language="en")


@pytest.mark.parametrize("language", [None, "en", "EN-gb", "en_US", "eng", "English", "und"])
def test_english_or_undeclared(language):
    assert make_article("Norland spoke.", Metadata(language=language)).language == "en"


@pytest.mark.parametrize("language", ["fr", "zh-CN", "French", "enm"])
def test_another_language(language):
    with pytest.raises(Refusal, match=language) as caught:
        make_article("Norland spoke.", Metadata(language=language))
    assert caught.value.reason is SkipReason.NOT_ENGLISH


def test_the_id_is_made_of_the_article_unless_given():
    assert make_article("A.", Metadata()).id == make_article("A.", Metadata()).id != make_article("A.", Metadata(outlet="B")).id
    assert make_article("A.", Metadata(id="mine", story="s1")).id == "mine"
