"""An office told first and its holder's name just after; whose "her spokesman" and "her Peruvian counterpart" are."""

from __future__ import annotations

import pytest

from relata import Coder
from relata.actors import Found, find_actors


def read(coder: Coder, text: str, home: str | None = None) -> Found:
    return find_actors(coder.reader.read(text), coder.gazetteer, None, home=home)


def meant(found: Found, coder: Coder, text: str, words: str) -> str:
    """The actor of the last mention that begins with these words."""
    doc = coder.reader.read(text)
    return [spot.actors[0] for spot in found.spots if doc[spot.start : spot.end].text.startswith(words)][-1]


def mention(coder: Coder, text: str, words: str, home: str | None = None) -> str:
    return meant(read(coder, text, home), coder, text, words)


CASES = {
    "the office is his who is named next": (
        "Peru's transport minister said that the road was open. Ada Quell added that the fee would fall.",
        "Peru's transport minister", "person:ada-quell@PER"),
    "and so is the name": (
        "Peru's transport minister said that the road was open. Ada Quell added that the fee would fall.",
        "Ada Quell", "person:ada-quell@PER"),
    "a name that is explained is another's": (
        "Peru's transport minister said that the road was open. Ada Quell of the lorry union added that the fee would fall.",
        "Peru's transport minister", "person:peru-s-transport-minister@PER"),
    "a spokesman is his who has him": (
        "Peruvian Transport Minister Ada Quell rejected the claim. Quell's spokesman, Tomas Brel, said that the road was open.",
        "Tomas Brel", "person:tomas-brel@PER"),
    "a name behind the body spoken for": (
        "A spokesman for the United Nations refugee agency, Tomas Brel, said that the road was open.", "A spokesman", "person:tomas-brel"),
    "a title within the apposition": (
        "The report's author, special envoy Ada Quell, said that the road was open.", "The report's author", "person:ada-quell"),
    "a counterpart whom the text knows": (
        "Chilean Transport Minister Tomas Brel left. Peruvian Transport Minister Ada Quell thanked her Chilean counterpart.",
        "her Chilean counterpart", "person:tomas-brel@CHL"),
    "one whom it does not know": (
        "Peruvian Transport Minister Ada Quell thanked her Chilean counterpart.",
        "her Chilean counterpart", "person:chilean-counterpart@CHL"),
    "an outlet named beside what it is": (
        "The Austrian newspaper Rundblick reported that the road was open. The newspaper gave no source.", "The newspaper",
        "outlet:rundblick@AUT"),
}  # fmt: skip


@pytest.mark.parametrize("name", CASES)
def test_a_mention_means(coder: Coder, name: str) -> None:
    text, words, actor = CASES[name]
    assert mention(coder, text, words) == actor


def test_a_name_in_capitals_is_the_same_persons(coder: Coder) -> None:
    text = "Peruvian Transport Minister Mara Quell met reporters.\n"
    text += "MARA QUELL: The road will be open by Monday at noon.\nREPORTER: Who will pay for it?"
    assert mention(coder, text, "MARA QUELL") == "person:mara-quell@PER"


def test_it_said_is_the_subject_before(coder: Coder) -> None:
    text = "Peru has closed the road. It said that the bridge was unsafe. It seems that nobody asked."
    found, doc = read(coder, text), coder.reader.read(text)
    assert [spot.actors for spot in found.spots if doc[spot.start].text == "It"] == [("state:PER",)]


def test_one_of_whom_nothing_is_said_has_no_country(coder: Coder) -> None:
    text = "LIMA, May 4 (Agency) - Peru has closed the road. Farmer Ada Quell said that nobody had asked."
    assert [actor.country for actor in read(coder, text).actors.values() if actor.name == "Ada Quell"] == [None]


def test_a_last_name_that_is_also_a_title(coder: Coder) -> None:
    text = "Peruvian Transport Minister Ada Bishop met reporters. Bishop said that the road would be open on Monday."
    found, doc = read(coder, text), coder.reader.read(text)
    assert found.at(next(t.i for t in doc if t.text == "said") - 1).actors == ("person:ada-bishop@PER",)
