"""The query string: what is understood, what is refused, and the way back into an address."""

from __future__ import annotations

import datetime as dt

import pytest

from relata.web.filters import ArticleFilter, EventFilter, FilterError, StatementFilter


def test_empty_values_are_no_filters() -> None:
    assert ArticleFilter.parse({"text": " ", "since": "", "row": "event-1"}) == ArticleFilter()
    assert ArticleFilter().active == 0


def test_values_are_read() -> None:
    asked = EventFilter.parse({"pair": " chn , RUS", "type": "accuse", "quad": "3", "since": "2022-10-01", "min_confidence": "0.5"})
    assert asked.pair == ("CHN", "RUS")
    assert (asked.type, asked.quad, asked.since, asked.min_confidence) == ("ACCUSE", 3, dt.date(2022, 10, 1), 0.5)
    assert asked.active == 5


def test_country_codes_may_be_small_and_names_stay_as_they_are() -> None:
    assert StatementFilter.parse({"by": "chn"}).by == "CHN"
    assert StatementFilter.parse({"by": "Ada Krell"}).by == "Ada Krell"


@pytest.mark.parametrize("query", [{"pair": "CHN,RUS", "offset": "50"}, {"anonymous": "true"}, {"actor": "state:CHN", "limit": "7"}])
def test_query_makes_the_same_filter_again(query: dict[str, str]) -> None:
    kind = StatementFilter if "anonymous" in query else EventFilter
    asked = kind.parse(query)
    assert asked.query() == query
    assert kind.parse(asked.query()) == asked


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("since", "yesterday"),
        ("until", "2022-02-30"),
        ("limit", "0"),
        ("limit", "-1"),
        ("limit", "501"),
        ("outlet_country", "China"),
        ("since", "20221028"),
        ("limit", "²"),
        ("offset", "9" * 5000),
        ("quad", "5"),
        ("type", "FIGHT"),
        ("status", "x"),
        ("min_confidence", "nan"),
        ("min_confidence", "1.1"),
        ("pair", "CHN"),
        ("pair", "CHN,"),
        ("actor", "x" * 301),
        ("outlet", "a\x00b"),
    ],
)
def test_wrong_values_are_refused_by_name(name: str, value: str) -> None:
    with pytest.raises(FilterError, match=name):
        EventFilter.parse({name: value})


def test_a_window_must_not_end_before_it_begins() -> None:
    with pytest.raises(FilterError, match="after"):
        ArticleFilter.parse({"since": "2023-01-01", "until": "2022-01-01"})
