"""Dates as news writes them, against the day of publication: Friday, 28 October 2022."""

from __future__ import annotations

import datetime as dt

import pytest
import spacy

from relata.records import Precision
from relata.statements import When, find_dates
from relata.statements.dates import find_later, find_that_day

NLP = spacy.blank("en")
PUBLISHED = dt.date(2022, 10, 28)


def dates(text: str, published: dt.date | None = PUBLISHED) -> list[When]:
    return find_dates([token for token in NLP(text) if not token.is_space], published)


@pytest.mark.parametrize(
    ("phrase", "day", "precision"),
    [
        ("he said on Thursday", "2022-10-27", "day"),
        ("he said on Friday", "2022-10-28", "day"),
        ("he said on Saturday", "2022-10-22", "day"),
        ("he said on Monday", "2022-10-24", "day"),
        ("at Friday's briefing", "2022-10-28", "day"),
        ("at Friday’s briefing", "2022-10-28", "day"),
        ("Wednesday's vote", "2022-10-26", "day"),
        ("late on Tuesday night", "2022-10-25", "day"),
        ("on Sun. he left", "2022-10-23", "day"),
        ("last Monday", "2022-10-24", "day"),
        ("next Tuesday", "2022-11-01", "day"),
        ("next Friday", "2022-11-04", "day"),
        ("today", "2022-10-28", "day"),
        ("yesterday", "2022-10-27", "day"),
        ("Yesterday, he left", "2022-10-27", "day"),
        ("tomorrow", "2022-10-29", "day"),
        ("on Wednesday last week", "2022-10-19", "day"),
        ("on the 3rd of March, 2021", "2021-03-03", "day"),
        ("on the 19th.", "2022-10-19", "day"),
        ("on the 30th.", "2022-09-30", "day"),
        ("on the 19th Kenyan guards fired", "2022-10-19", "day"),
        ("on the first of the month", "2022-10-01", "day"),
        ("at the weekend", "2022-10-17", "week"),
        ("over the last weekend", "2022-10-17", "week"),
        ("on 28 October 2022", "2022-10-28", "day"),
        ("on October 28, 2022", "2022-10-28", "day"),
        ("on October 28 2022", "2022-10-28", "day"),
        ("on Oct. 28, 2022", "2022-10-28", "day"),
        ("on the 3rd March 2021", "2021-03-03", "day"),
        ("on March 3rd, 2021", "2021-03-03", "day"),
        ("2021-03-03", "2021-03-03", "day"),
        ("on October 3", "2022-10-03", "day"),
        ("on 3 October", "2022-10-03", "day"),
        ("on Sept. 9", "2022-09-09", "day"),
        ("on December 24", "2021-12-24", "day"),
        ("on November 15", "2022-11-15", "day"),
        ("on May 9", "2022-05-09", "day"),
        ("in October 2021", "2021-10-01", "month"),
        ("in May 2019", "2019-05-01", "month"),
        ("in May", "2022-05-01", "month"),
        ("since March", "2022-03-01", "month"),
        ("in December", "2022-12-01", "month"),
        ("Thursday 20 October", "2022-10-20", "day"),
        ("since February", "2022-02-01", "month"),
        ("in 2014", "2014-01-01", "year"),
        ("since 1991", "1991-01-01", "year"),
        ("last week", "2022-10-17", "week"),
        ("this week", "2022-10-24", "week"),
        ("next week", "2022-10-31", "week"),
        ("earlier this week", "2022-10-24", "week"),
        ("last month", "2022-09-01", "month"),
        ("this month", "2022-10-01", "month"),
        ("next month", "2022-11-01", "month"),
        ("last year", "2021-01-01", "year"),
        ("this year", "2022-01-01", "year"),
        ("two days ago", "2022-10-26", "day"),
        ("a day ago", "2022-10-27", "day"),
        ("three weeks ago", "2022-10-03", "week"),
        ("a month ago", "2022-09-01", "month"),
        ("ten years ago", "2012-01-01", "year"),
        ("20 years ago", "2002-01-01", "year"),
        ("on February 29, 2020", "2020-02-29", "day"),
        ("on Thursday, October 27, 2022", "2022-10-27", "day"),
        ("on Thursday, 20 October", "2022-10-20", "day"),
        ("on Thursday (October 20)", "2022-10-20", "day"),
    ],
)
def test_a_date(phrase: str, day: str, precision: Precision) -> None:
    found = dates(phrase)
    assert [(when.date.isoformat(), when.precision) for when in found] == [(day, precision)]


@pytest.mark.parametrize(
    "phrase",
    [
        "it may rain", "they march on", "the march went on", "May he live long", "a second chance", "2014 soldiers", "he sat down",
        "Resolution 2231", "on February 30, 2022", "some time ago", "long ago", "the sun rose", "article 5", "in 30 minutes", "week",
        "he wed her", "the 20th National Congress", "1,500 troops", "dec", "", "the friday", "at 10:30",
    ],
)  # fmt: skip
def test_no_date(phrase: str) -> None:
    assert dates(phrase) == []


def test_the_words_of_a_date_are_told() -> None:
    doc = NLP("They met on October 27, 2022 in Port Vell")
    (when,) = find_dates(list(doc), PUBLISHED)
    assert doc[when.start : when.end].text == "October 27, 2022"


def test_several_dates_in_order() -> None:
    found = dates("He said on Thursday that the pact of March 2021 would end next year.")
    assert [when.date.isoformat() for when in found] == ["2022-10-27", "2021-03-01", "2023-01-01"]


@pytest.mark.parametrize("phrase", ["on Thursday", "yesterday", "last week", "two days ago", "on October 3", "in May"])
def test_without_a_day_of_publication_nothing_is_guessed(phrase: str) -> None:
    assert dates(phrase, None) == []


@pytest.mark.parametrize(("phrase", "day"), [("on 3 March 2021", "2021-03-03"), ("in 2014", "2014-01-01"), ("2021-03-03", "2021-03-03")])
def test_a_full_date_needs_no_day_of_publication(phrase: str, day: str) -> None:
    assert [when.date.isoformat() for when in dates(phrase, None)] == [day]


@pytest.mark.parametrize(
    ("published", "phrase", "day"),
    [
        (dt.date(2022, 1, 3), "last month", "2021-12-01"),
        (dt.date(2022, 1, 1), "yesterday", "2021-12-31"),
        (dt.date(2022, 1, 1), "this week", "2021-12-27"),
        (dt.date(2022, 12, 30), "next month", "2023-01-01"),
        (dt.date(2022, 1, 10), "on December 30", "2021-12-30"),
        (dt.date(2022, 12, 20), "on January 5", "2023-01-05"),
        (dt.date(2020, 2, 29), "a year ago", "2019-01-01"),
        (dt.date(2022, 1, 10), "in December", "2021-12-01"),
    ],
)
def test_around_the_turn_of_the_year(published: dt.date, phrase: str, day: str) -> None:
    assert [when.date.isoformat() for when in dates(phrase, published)] == [day]


def test_the_first_of_years_is_no_crash() -> None:
    assert dates("nine years ago", dt.date(5, 1, 1)) == []


def test_a_day_is_told_from_another() -> None:
    words = list(NLP("He said later that day and the next morning, two days later, a day earlier."))
    told = find_that_day(words, PUBLISHED)
    assert [(when.date - PUBLISHED).days for when in told] == [0, 1, 2, -1]
    assert find_that_day(words, None) == []


@pytest.mark.parametrize("phrase", ["on the 19th floor", "the first of many", "the last weekend of May"])
def test_a_count_is_no_date(phrase: str) -> None:
    tagger = {"floor": "NOUN"}
    tokens = list(NLP(phrase))
    for token in tokens:
        token.pos_ = tagger.get(token.text, "X")
    assert not [when for when in find_dates(tokens, PUBLISHED) if when.precision in ("day", "week")]


@pytest.mark.parametrize(
    ("phrase", "last", "day", "precision"),
    [
        ("three years later the port closed", When(dt.date(2012, 1, 1), "year", 0, 1), "2015-01-01", "year"),
        ("a month earlier the port closed", When(dt.date(2022, 10, 14), "day", 0, 1), "2022-09-01", "month"),
        ("in the same month the port closed", When(dt.date(2022, 4, 1), "month", 0, 1), "2022-04-01", "month"),
        ("that year the port closed", When(dt.date(2020, 4, 3), "day", 0, 1), "2020-01-01", "year"),
    ],
)
def test_a_time_is_told_from_another(phrase: str, last: When, day: str, precision: Precision) -> None:
    found = find_later(list(NLP(phrase)), last)
    assert [(when.date, when.precision) for when in found] == [(dt.date.fromisoformat(day), precision)]
    assert not find_later(list(NLP(phrase)), None)


@pytest.mark.parametrize("phrase", ["999 years later", "900 years earlier", "999 months later"])
def test_no_count_leaves_the_calendar(phrase: str) -> None:
    last: When | None = When(dt.date(2022, 1, 1), "year", 0, 1)
    for _ in range(20):
        found = find_later(list(NLP(phrase)), last)
        assert all(1 <= when.date.year < 3000 for when in found)
        last = found[0] if found else last
