"""Places within states: cities and regions lead to their state; what several states share leads nowhere."""

from __future__ import annotations

import csv
from importlib.resources import files

import pytest

from relata.actors import Gazetteer
from relata.actors.places import folded


@pytest.mark.parametrize(
    ("words", "country"),
    [
        ("Istanbul", "TUR"), ("Rio de Janeiro", "BRA"), ("São Paulo", "BRA"), ("Sao Paulo", "BRA"), ("Port - au - Prince", "HTI"),
        ("Cabo Delgado", "MOZ"), ("Quebec", "CAN"), ("Catalan", "ESP"), ("New South Wales", "AUS"), ("Donbas", "UKR"),
    ],
)  # fmt: skip
def test_a_place_leads_to_its_state(gazetteer: Gazetteer, words: str, country: str) -> None:
    tokens = words.split()
    hit = gazetteer.places.at(tokens, 0)
    assert hit is not None
    assert (hit[0], hit[1].country) == (len(tokens), country)


@pytest.mark.parametrize("word", ["university", "University", "Police", "Hyderabad", "Punjab", "Kenya", "Nowhereville"])
def test_shared_names_common_words_and_states_are_no_places(gazetteer: Gazetteer, word: str) -> None:
    assert gazetteer.places.at([word], 0) is None


@pytest.mark.parametrize("name", ["places.csv", "regions.csv"])
def test_every_row_names_a_state_once(name: str) -> None:
    def rows(table: str) -> list[dict[str, str]]:
        return list(csv.DictReader((files("relata") / "data" / table).read_text(encoding="utf-8").splitlines()))

    codes = {row["code"] for row in rows("states.csv")}
    found = rows(name)
    assert {row["country"] for row in found} <= codes
    names = [folded(row["name"]) for row in found]
    assert len(names) == len(set(names))
    if name == "places.csv":
        assert all(-90 <= float(row["latitude"]) <= 90 and -180 <= float(row["longitude"]) <= 180 for row in found)
