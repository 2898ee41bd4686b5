"""Where are people at home of whom no title tells it?"""

from __future__ import annotations

import pytest

from relata import Coder
from relata.actors import find_actors

# Text, the state it was published in, a part of the name, and the state (None: not to be guessed).
CASES = {
    "a university beside the name": ("Ada Quell of the University of Lima argues that the fee is low.", None, "Quell", "PER"),
    "where she works": ("“He says so every year,” said Ada Quell, who heads the union in Lima.", None, "Quell", "PER"),
    "what he runs": (
        "“We are furious.” Juan Quell runs forty lorries out of Lima.",
        None, "Quell", "PER"),
    "where she phones from": ("The judges have set no date, lawyer Ada Quell told the paper by phone from Lima.", None, "Quell", "PER"),
    "whom she speaks for": ("Speaking for Peru, Deputy Ambassador Ada Quell said that the fee would fall.", None, "Quell", "PER"),
    "whose head she is": (
        "Peru's largest bank has stopped all loans. Peru and its chairwoman, Ada Quell, want the fee to fall.",
        None, "Quell", "PER"),
    "no more than where it was printed": ("Peru will cut the fee. “It comes too late,” said Ada Quell, a driver.", "PER", "Quell", None),
    "dated from abroad": (
        "SANTIAGO, May 4 - Peru and Chile will cut the fee. “It comes too late,” said Ada Quell, a driver.",
        "PER", "Quell", None),
    "a text of other states": ("Chile will cut the fee. “It comes too late,” said Ada Quell, a driver.", "PER", "Quell", None),
    "a local one": ("LIMA, May 4 - Peru will cut the fee. A local driver, Ada Quell, said that it came too late.", "CHL", "Quell", "PER"),
    "a Western diplomat": ("Peru will cut the fee, a Western diplomat said.", "PER", "diplomat", None),
    "an unnamed officer": ("Peru will cut the fee. A senior officer said that it came too late.", "PER", "officer", "PER"),
    "a body's cook": ("Peru will cut the fee. The mission's cook, Ada Quell, said that it came too late.", "PER", "Quell", None),
    "a reporter": ("Peru will cut the fee. Ada Quell reports from Lima.", "PER", "Quell", None),
    "many": ("Peru will cut the fee. Economists said that it came too late.", "PER", "conomists", None),
    "two at the ministry": (
        "Peru will cut the fee. Two officials at the Foreign Ministry said that it came too late.",
        "PER", "fficials", "PER"),
}  # fmt: skip


@pytest.mark.parametrize("name", CASES)
def test_home(coder: Coder, name: str) -> None:
    text, home, part, country = CASES[name]
    found = find_actors(coder.reader.read(text), coder.gazetteer, None, home=home)
    (actor,) = [actor for actor in found.actors.values() if part in actor.name]
    assert actor.country == country
    assert all(actor in found.actors for spot in found.spots for actor in spot.actors)
    assert all(spot in found.spots for spot in found.by_token.values())


@pytest.mark.parametrize(
    ("heading", "home", "country"),
    [
        ("The House of Representatives of Peru, 4 May", "PER", "PER"),
        ("KNESSET, Jerusalem, Israel, 4 May", "ISR", "ISR"),
        ("Bundestag, Berlin, Germany, 4 May", "DEU", "DEU"),
        ("Lok Sabha, New Delhi, India, 4 May", "IND", "IND"),
        ("The Knesset and Peru, 4 May", "PER", None),
        ("Chamber of Commerce, Lima, Peru, 4 May", "PER", None),
        ("White House, Washington, United States, 4 May", "USA", None),
    ],
)
def test_the_record_of_a_legislature(coder: Coder, heading: str, home: str, country: str | None) -> None:
    doc = coder.reader.read(f"{heading}\n\nADA QUELL: When will the fee fall?\n\nTOMAS BREL: It will fall on the first of May.")
    found = find_actors(doc, coder.gazetteer, None, home=home)
    assert {actor.country for actor in found.actors.values() if actor.kind == "person"} == {country}
