"""Statements of several speakers at one dated sitting."""

from __future__ import annotations

import datetime as dt

import pytest

from relata import Article, Coder

THURSDAY = dt.date(2022, 10, 27)
COUNCIL = "The Security Council met on Thursday to hear a report on the road. "
PERU = "Peru's ambassador, Ada Quell, said that the road was open."
CHILE = "Chile's ambassador, Tomas Brel, replied that the fee would fall."


def dates(coder: Coder, text: str) -> list[dt.date | None]:
    return [s.date for s in coder.read(Article(text, published=dt.date(2022, 10, 31))).statements]


CASES = {
    "all who speak at it": (f"{COUNCIL}{PERU} {CHILE}", [THURSDAY, THURSDAY]),
    "until somebody speaks elsewhere": (
        f"{COUNCIL}{PERU} In Lima, Interior Minister Luz Cardenas said that the road was long.", [THURSDAY, None]),
    "until another day": (f"{COUNCIL}{PERU} Another session will follow on Friday. {CHILE}", [THURSDAY, None]),
    "no outlets and no unnamed groups": (f"{COUNCIL}Analysts said that the road was narrow.", [None]),
    "an answer to what parliament was told": (
        "Peruvian minister Ada Quell told parliament on Thursday that the road was open.\n"
        "Peruvian lawmaker Tomas Brel asked why it had been closed.\n"
        "Chilean Interior Minister Luz Cardenas said that the road was long.",
        [THURSDAY, THURSDAY, None]),
    "not what came after a sitting": ("Peru left after the meeting on Thursday. " + PERU, [None]),
}  # fmt: skip


@pytest.mark.parametrize("name", CASES)
def test_the_day_of_a_sitting(coder: Coder, name: str) -> None:
    text, expected = CASES[name]
    assert dates(coder, text) == expected
