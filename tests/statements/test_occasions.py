"""Days that a statement's own sentence does not give."""

from __future__ import annotations

import datetime as dt

import pytest

from relata import Article, Coder

THURSDAY, WEDNESDAY = dt.date(2022, 10, 27), dt.date(2022, 10, 26)


def dates(coder: Coder, text: str) -> list[dt.date | None]:
    return [s.date for s in coder.read(Article(text, published=dt.date(2022, 10, 28))).statements]


def test_who_met_spoke_on_that_day(coder: Coder) -> None:
    assert dates(coder, (
        "Peruvian Foreign Minister Ada Quell met Norwegian Foreign Minister Tomas Brel on Thursday. "
        "Quell said that the road was open. Brel said that the fee would fall."
    )) == [THURSDAY, THURSDAY]  # fmt: skip


def test_a_day_that_a_meeting_came_after_is_none(coder: Coder) -> None:
    assert dates(coder, "Peruvian Foreign Minister Ada Quell left after the talks on Thursday. Quell said that the road was open.") == [
        None
    ]


@pytest.mark.parametrize(
    ("words", "day"),
    [("later that day", WEDNESDAY), ("the next morning", THURSDAY), ("a day later", THURSDAY), ("the same evening", WEDNESDAY)],
)
def test_a_day_told_from_another(coder: Coder, words: str, day: dt.date) -> None:
    assert dates(coder, f"Chile closed the road on Wednesday. Peruvian minister Ada Quell said {words} that the fee would fall.") == [day]


def test_two_verbs_share_their_day(coder: Coder) -> None:
    assert dates(coder, "Peru on Wednesday accused Chile of closing the road and demanded that it be opened.") == [WEDNESDAY] * 2


def test_a_day_since_which_something_is_so_dates_nothing(coder: Coder) -> None:
    assert dates(coder, "Peruvian minister Ada Quell said the road had been closed since Wednesday.") == [None]
