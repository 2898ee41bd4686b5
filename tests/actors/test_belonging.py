"""Whose official is it, where only the text around tells?"""

from __future__ import annotations

import datetime as dt

import pytest

from relata import Coder
from relata.actors import find_actors

# Text, the state it was published in, the official's last name, and the state he belongs to (None: not to be guessed).
CASES = {
    "speaks in his own capital": ("In Lima, Deputy Trade Minister Ada Quell said that the fee would fall.", None, "Quell", "PER"),
    "told a conference there": (
        "Trade Minister Ada Quell told a news conference in Lima that the fee would fall.", None, "Quell", "PER"),
    "quoted by the state's agency": (
        "The Peruvian state news agency quoted Trade Minister Ada Quell as saying that the fee would fall.", None, "Quell", "PER"),
    "quoted by everybody's agency": ("Reuters quoted Trade Minister Ada Quell as saying that the fee would fall.", None, "Quell", None),
    "the state acted before": (
        "Norway and Chile met in Oslo. Peru has turned the offer down. Trade Minister Ada Quell said that the fee was too high.",
        None, "Quell", "PER"),
    "or one before that": (
        "Norway and Chile met in Oslo.\nPeru has turned the offer down. It came too late. Trade Minister Ada Quell said so.",
        None, "Quell", "PER"),
    "an apposition": ("LIMA, May 4 (Agency) - The trade minister, Ada Quell, said that the fee of Peru would fall.", None, "Quell", "PER"),
    "the dateline before a foreign outlet's home": (
        "LIMA, May 4 (Agency) - Trade Minister Ada Quell said that the fee would fall. Peru sells copper to Chile.", "CHL", "Quell", "PER"),
    "the dateline": ("LIMA, May 4 (Agency) - Trade Minister Ada Quell said that the fee of Peru would fall.", None, "Quell", "PER"),
    "a dateline of several words": (
        "PORT OF SPAIN, May 4 (Agency) - Trade Minister Ada Quell said that the fee would fall. Trinidad and Tobago sells gas to Spain.",
        None, "Quell", "TTO"),
    "a dateline with its state": (
        "SAN JOSE, Costa Rica - Trade Minister Ada Quell said that the fee of Costa Rica would fall.", None, "Quell", "CRI"),
    "a city of a state that another is named like": (
        "ATLANTA, Georgia - Trade Minister Ada Quell said that the fee of Georgia would fall.", None, "Quell", None),
    "the outlet's home": ("Peru will cut the fee for lorries, Trade Minister Ada Quell said on Monday.", "PER", "Quell", "PER"),
    "an office beside the name before home": (
        "Peru and Chile fired at each other on Monday. Chile's army chief, General Ada Quell, said so.", "PER", "Quell", "CHL"),
    "a home not spoken of": ("Chile will cut the fee for lorries, Trade Minister Ada Quell said on Monday.", "PER", "Quell", None),
    "a home whose offices are named as its own": (
        "Peru and Chile quarrel over lorries. Peru's Foreign Ministry wants to wait.\n"
        "Trade Minister Ada Quell said that the fee would fall.",
        "PER", "Quell", None),
    "done to that state": (
        "LIMA, May 4 (Agency) - Trade Minister Ada Quell handed a note of protest to Peru's ambassador on Monday.", None, "Quell", None),
    "a commissioner of a body": ("In Lima, AU Commissioner Ada Quell said that the fee would fall.", None, "Quell", None),
    "a city of all outweighs the dateline": (
        "LIMA, May 4 (Agency) - In Brussels, Trade Minister Ada Quell said that the fee of Peru would fall.", None, "Quell", None),
    "a city of all": ("Trade Minister Ada Quell told reporters in Brussels that the fee would fall.", None, "Quell", None),
}  # fmt: skip


@pytest.mark.parametrize("name", CASES)
def test_the_state_of_an_official(coder: Coder, name: str) -> None:
    text, home, last, country = CASES[name]
    found = find_actors(coder.reader.read(text), coder.gazetteer, None, home=home)
    (official,) = {actor.id: actor for actor in found.actors.values() if actor.kind == "person" and actor.name.endswith(last)}.values()
    assert official.country == country


def test_a_ministry_is_that_of_the_state_spoken_of_first(coder: Coder) -> None:
    for ministry in ("Trade Ministry", "trade ministry"):
        doc = coder.reader.read(f"Peru will cut the fee for lorries, the {ministry} said on Monday.")
        found = find_actors(doc, coder.gazetteer, None, home="PER")
        assert [actor.country for actor in found.actors.values() if ministry in actor.name] == ["PER"]


def test_its_is_of_whoever_takes_the_decision(coder: Coder) -> None:
    doc = coder.reader.read("Chile waited for an answer. Peru's decision to send tents to its army won praise.")
    found = find_actors(doc, coder.gazetteer, None)
    assert [actor.country for actor in found.actors.values() if "army" in actor.name or "military" in actor.name] == ["PER"]


def test_it_is_the_main_clauses_subject(coder: Coder) -> None:
    doc = coder.reader.read("Peru recalled its envoy after Chile vetoed the bid, and its trade minister warned of a long winter.")
    found = find_actors(doc, coder.gazetteer, None)
    assert "trade minister" in {actor.role for actor in found.actors.values() if actor.country == "PER"}


@pytest.mark.parametrize(
    ("text", "bodies"),
    [
        ("NICOSIA, May 4 - The coast guard towed a Libyan boat back on Monday.", ["Cyprus's coast guard"]),
        ("BERN, May 4 - The government froze the assets of two Libyan banks.", ["Switzerland's government"]),
        ("GENEVA, May 4 - The government froze the assets of two Libyan banks.", []),
    ],
)
def test_a_text_that_begins_with_a_bare_body_is_of_its_dateline(coder: Coder, text: str, bodies: list[str]) -> None:
    found = find_actors(coder.reader.read(text), coder.gazetteer, None)
    assert [actor.name for actor in found.actors.values() if actor.country not in (None, "LBY")] == bodies


# The text, who published it in Norway, and the actors of Norway that it names.
AT_HOME = {
    "a bare body first of all": ("The Navy stopped two Swedish trawlers on Monday, its spokesman said.", "Oslo Post", ["Navy"]),
    "a bare government": ("The government has decided to grant a loan to Sweden.", "Oslo Post", ["Norway's government"]),
    "an office that home has": ("Prime Minister Ada Quell received the Swedish ambassador.", "Oslo Post", ["Ada Quell"]),
    "a minister where home has ministers": (
        "Deputy Trade Minister Ada Quell received the Swedish ambassador.", "Oslo Post", ["Ada Quell"]),
    "what it calls ours": ("Swedish boats fished in our waters, and our side turned them back.", "Oslo Post", ["Norway"]),
    "what an old-fashioned quotation calls ours": ("''We came with our soldiers,'' the Swedish minister said.", "Oslo Post", []),
    "what may be anybody's": ("The Swedish envoy said the ties of our two countries were good.", "Oslo Post", []),
    "what others call ours": ("“Our waters are rich,” the Swedish minister said.", "Oslo Post", []),
    "an agency of the whole world": ("The Navy stopped two Swedish trawlers on Monday.", "Reuters", []),
    "a body after another state": ("Sweden complained on Monday that the army had crossed the river.", "Oslo Post", []),
    "an office that home has not": ("Chancellor Ada Quell received the Swedish ambassador.", "Oslo Post", []),
}  # fmt: skip


@pytest.mark.parametrize("name", AT_HOME)
def test_a_text_that_does_not_name_its_own_state(coder: Coder, name: str) -> None:
    text, outlet, named = AT_HOME[name]
    found = find_actors(coder.reader.read(text), coder.gazetteer, None, home="NOR", outlet=outlet)
    assert {actor.name for actor in found.actors.values() if actor.country == "NOR"} >= set(named)
    assert named or "NOR" not in {actor.country for actor in found.actors.values()}


def test_a_neighbour_that_is_named_is_a_state(coder: Coder) -> None:
    found = find_actors(coder.reader.read("Its neighbour Peru agreed to talks with Chile."), coder.gazetteer, None)
    assert {"state:PER", "state:CHL"} <= found.actors.keys()


@pytest.mark.parametrize(
    ("text", "countries"),
    [
        ("U.S. and British forces bombed the port.", {"USA", "GBR"}),
        ("US and South Korean troops drilled near the border.", {"USA", "KOR"}),
        ("Japanese and U.S. officials met in Tokyo.", {"JPN", "USA"}),
        ("US, British and French jets struck a depot.", {"USA", "GBR", "FRA"}),
    ],
)
def test_one_group_of_each_state(coder: Coder, text: str, countries: set[str]) -> None:
    found = find_actors(coder.reader.read(text), coder.gazetteer, None)
    assert {actor.country for actor in found.actors.values() if actor.kind == "group"} == countries


def test_whoever_is_to_hold_an_office_is_not_who_holds_it(coder: Coder) -> None:
    found = find_actors(coder.reader.read("France's next president will visit Peru."), coder.gazetteer, dt.date(2021, 5, 1))
    assert [actor.name for actor in found.actors.values() if actor.kind == "person"] == ["France's next president"]


def test_of_two_with_one_last_name_the_bare_one_is_whom_the_text_names_most(coder: Coder) -> None:
    text = "Quell campaign begins.\nVoters turned out for Ada Quell. Quell spoke. Former President Tom Quell will speak. Quell waved."
    found = find_actors(coder.reader.read(text), coder.gazetteer, None)
    bare = [spot.actors[0] for spot in found.spots if coder.reader.read(text)[spot.head].text == "Quell" and spot.how == "coreference"]
    assert bare and set(bare) == {"person:ada-quell"}


def test_member_states_are_nobodys_name(coder: Coder) -> None:
    doc = coder.reader.read("EU Member States are concerned about the deal.")
    found = find_actors(doc, coder.gazetteer, None)
    assert [actor.kind for actor in found.actors.values()] == ["group"]
