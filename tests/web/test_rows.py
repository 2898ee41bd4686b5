"""From the contract's object to rows and spans; from codes to plain words."""

from __future__ import annotations

import datetime as dt
from typing import get_args

import pytest

from relata import records
from relata.web import words
from relata.web.links import article, external, json_twin
from relata.web.render import LEGEND, count, day, percent, signed
from relata.web.rows import make_rows

from .conftest import TEXT, make_coded


def test_rows_name_actors_and_keep_the_words_of_the_text() -> None:
    rows = make_rows(make_coded().to_dict())
    quoted, anonymous = rows.statements[1], rows.statements[2]
    assert quoted.speaker and (quoted.speaker.name, quoted.speaker.country, quoted.speaker.words) == ("Ada Krell", "LON", "Krell")
    assert [(who.name, tone) for who, tone in quoted.about] == [("Merovia", "positive")]
    assert [relay.name for relay in quoted.chain] == ["Vell News Agency"]
    assert anonymous.speaker and (anonymous.speaker.name, anonymous.speaker.country) == ("A Merovian official", None)
    assert rows.events[0].statement == "statement-1" and rows.events[0].teller == rows.statements[0].speaker
    assert rows.events[1].statement is None
    assert [(actor.name, actor.n_mentions) for actor in rows.actors][:2] == [("Lonia", 2), ("Merovia", 5)]


def test_every_span_is_of_a_row_and_in_the_text() -> None:
    rows = make_rows(make_coded().to_dict())
    keys = {s.key for s in rows.statements} | {e.key for e in rows.events} | {a.key for a in rows.actors}
    assert {span.row for span in rows.spans} == keys
    trigger = next(span for span in rows.spans if span.kind == "trigger" and span.row == "event-2")
    assert TEXT[trigger.start : trigger.end] == "condemned"


def test_both_sides_of_a_symmetric_event_are_marked_alike() -> None:
    kinds = {span.kind for span in make_rows(make_coded().to_dict()).spans if span.row == "event-1"}
    assert "side" in kinds and not kinds & {"source", "target"}


@pytest.mark.parametrize(
    ("asked", "key"),
    [
        ("event:grain-1-2", "event-2"),
        ("statement:grain-1-2", "statement-2"),  # the same id as the event's
        ("state:MER", "actor-2"),
        ("statement-3", "statement-3"),
        ("event:nothing", None),
        ("", None),
        (None, None),
    ],
)
def test_rows_are_found_by_key_or_id(asked: str | None, key: str | None) -> None:
    assert make_rows(make_coded().to_dict()).key_of(asked) == key


def test_an_article_without_rows() -> None:
    coded = records.Coded(records.Article(text="Nothing.")).to_dict()
    rows = make_rows(coded)
    assert (rows.statements, rows.events, rows.actors, rows.spans) == ((), (), (), ())


def test_every_code_of_the_contract_has_words() -> None:
    assert set(words.STATUSES) == set(get_args(records.Status))
    assert set(words.HEDGES) == set(get_args(records.Hedge))
    assert set(words.QUADS) == {1, 2, 3, 4}
    assert len(words.EVENT_TYPES) == 16 and len(words.SECTORS) == 25
    assert set(LEGEND) == set(words.MARKS)


def test_dates_are_no_more_exact_than_known() -> None:
    date = dt.date(2022, 10, 27)
    assert [day(date, p) for p in (None, "day", "week", "month", "year")] == [
        "27 Oct 2022",
        "27 Oct 2022",
        "week of 27 Oct 2022",
        "Oct 2022",
        "2022",
    ]
    assert day("2023-01-09") == "9 Jan 2023"


def test_numbers_in_words() -> None:
    assert [signed(n) for n in (2.5, -10.0, 0.0)] == ["+2.5", "−10", "0"]
    assert percent(0.93) == "93%"
    assert [count(n, "event") for n in (0, 1, 2000)] == ["0 events", "1 event", "2,000 events"]


@pytest.mark.parametrize("url", ["http://post.example/a", "https://post.example/?q=1#x"])
def test_web_addresses_are_linked(url: str) -> None:
    assert external(url) == url


@pytest.mark.parametrize(
    "url",
    [
        None,
        "",
        "javascript:alert(1)",
        "JavaScript://x/%0aalert(1)",
        "data:text/html,x",
        "//x.example",
        "https://",
        "http://a b",
        "http://[",
    ],
)
def test_other_addresses_are_not(url: str | None) -> None:
    assert external(url) is None


def test_addresses_are_quoted() -> None:
    assert article("a/b c?d#e", row="event:é") == "/article/a%2Fb%20c%3Fd%23e?row=event%3A%C3%A9#words"
    assert json_twin(article("a.b", row="x")) == "/article/a.b.json?row=x"
    assert json_twin("/?text=x") == "/index.json?text=x"
