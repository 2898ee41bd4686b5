"""The road that words took."""

from __future__ import annotations

import datetime as dt

import pytest

from relata import Article, Coder
from relata.records import Statement


def read(coder: Coder, text: str, outlet: str | None = None) -> tuple[Statement, ...]:
    return coder.read(Article(text, published=dt.date(2022, 10, 28), outlet=outlet)).statements


def chains(coder: Coder, text: str, outlet: str | None = None) -> list[tuple[str, ...]]:
    return [tuple(relay.text for relay in s.chain) for s in read(coder, text, outlet)]


@pytest.mark.parametrize(
    ("text", "chain"),
    [
        ("Peruvian minister Ada Quell told Reuters that the road was open.", ("Reuters",)),
        ("The road was open, Peruvian minister Ada Quell told the Lima Courier.", ("the Lima Courier",)),
        ("Peruvian minister Ada Quell told the Lima parliament that the road was open.", ()),
        ('"The road is open," Peruvian minister Ada Quell said, according to TASS.', ("TASS",)),
        ("In an interview with the daily Courier, Peruvian minister Ada Quell said that the road was open.", ("the daily Courier",)),
        ("Reuters said the road was open, citing two Peruvian officials.", ("Reuters",)),
        ("Peruvian minister Ada Quell was quoted by Reuters as saying that the road was open.", ("Reuters",)),
        ('"The road is open," Peruvian minister Ada Quell was quoted as saying by the Lima Courier.', ("the Lima Courier",)),
    ],
)
def test_links(coder: Coder, text: str, chain: tuple[str, ...]) -> None:
    assert chains(coder, text) == [chain]


def test_the_articles_own_outlet_is_no_link(coder: Coder) -> None:
    assert chains(coder, "Peruvian minister Ada Quell told Reuters that the road was open.", "Reuters") == [()]


def test_who_was_quoted_speaks(coder: Coder) -> None:
    for text in (
        "Peruvian minister Ada Quell was quoted by Reuters as saying that the road was open.",
        "Peruvian minister Ada Quell was quoted by state news agency Andina as saying the road was open.",
        '"The road is open," Peruvian minister Ada Quell was cited by the Lima Courier as saying on Thursday.',
    ):
        (one,) = read(coder, text)
        assert one.speaker is not None and one.speaker.actor == "person:ada-quell@PER"


def test_officials_who_are_cited_speak(coder: Coder) -> None:
    (found,) = read(coder, "Reuters said the road was open, citing two Peruvian officials.")
    assert found.speaker is not None and found.speaker.text == "two Peruvian officials"


def test_a_note_that_says_something_speaks_itself(coder: Coder) -> None:
    found = read(coder, "The note said that Peruvian soldiers had cut a pipe near the border and demanded that it be mended.")
    assert found[0].speaker is not None and found[0].speaker.text == "The note"
    assert found[0].chain == ()


def test_a_speaker_goes_on_along_the_same_road_and_what_he_tells_of_does_too(coder: Coder) -> None:
    found = chains(coder, (
        "Peruvian minister Ada Quell told Reuters that Chile had promised that the road would be mended. Quell said the fee would fall."
    ))  # fmt: skip
    assert found == [("Reuters",)] * 3


def test_the_states_radio_passes_words_on(coder: Coder) -> None:
    (one,) = coder.read(Article("Peruvian minister Ada Quell told state radio that the road was open.")).statements
    assert [link.text for link in one.chain] == ["state radio"]


def test_nobody_goes_on_from_what_was_said_at_another_time(coder: Coder) -> None:
    text = "“This is probably it,” Peruvian minister Ada Quell told the Lima Courier then.\n“The road is open,” Quell said."
    assert chains(coder, text)[1] == ()
