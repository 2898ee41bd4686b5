"""Speakers of interviews, transcripts and broadcasts."""

from __future__ import annotations

import datetime as dt

from relata import Article, Coder
from relata.records import Statement

PUBLISHED = dt.date(2022, 10, 28)


def turns(coder: Coder, text: str) -> list[Statement]:
    coded = coder.read(Article(text, published=PUBLISHED, outlet="Harbour Radio", outlet_country="NOR"))
    return [s for s in coded.statements if s.cue and s.cue.text == ":"]


def actors(found: list[Statement]) -> list[str | None]:
    return [s.speaker.actor if s.speaker else None for s in found]


def test_a_broadcast(coder: Coder) -> None:
    found = turns(coder, (
        "HARBOUR RADIO, FRIDAY 28 OCTOBER 2022\n"
        "PRESENTER: Peru and Chile have opened the road again. Tomas Brel reports from the border.\n"
        "BREL: The first lorries came through at noon, and nobody stopped them.\n"
        "PRESENTER: Tomas Brel on the border. And now the weather, which will stay dry."
    ))  # fmt: skip
    assert actors(found) == ["outlet:harbour-radio@NOR", "person:tomas-brel@NOR", "outlet:harbour-radio@NOR"]
    assert {s.date for s in found} == {PUBLISHED}
    assert not any(s.anonymous for s in found)


def test_an_interviewer_is_named_below(coder: Coder) -> None:
    found = turns(coder, (
        "Q: Will the border between the two countries be open by the spring?\n"
        "A: It will, and I have told the drivers so more than once.\n"
        "Peruvian trade minister Ada Quell spoke to Harbour Radio on Wednesday. The interview was conducted by Tomas Brel."
    ))  # fmt: skip
    assert actors(found) == ["person:tomas-brel@NOR", "person:ada-quell@PER"]


def test_a_questioner_says_who_he_is_and_goes_on(coder: Coder) -> None:
    found = turns(coder, (
        "MR QUELL: The border will be open by the spring, and I take questions now.\n"
        "QUESTION: Tomas Brel of the Daily Harbour. Will the fee be dropped as well?\n"
        "MR QUELL: The fee will be dropped as soon as the road is mended.\n"
        "QUESTION: And will the drivers have their money back by then?"
    ))  # fmt: skip
    asked = actors([s for s in found if s.speaker and s.speaker.text == "QUESTION"])
    assert asked[0] is not None and "tomas-brel" in asked[0]
    assert asked == [asked[0]] * 2


def test_an_office_with_its_holder_in_brackets(coder: Coder) -> None:
    found = turns(coder, (
        "Questions in the House of Representatives, Oslo\n"
        "ADA QUELL: When will the road to the border be open to lorries?\n"
        "MINISTER (Tomas Brel): It will be open to them on the first of May."
    ))  # fmt: skip
    assert [actor and actor[-4:] for actor in actors(found)] == ["@NOR", "@NOR"]
    assert all(s.cue and s.cue.text == ":" for s in found)
