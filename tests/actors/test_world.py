"""Who strings from the world's news mean: a list written from general knowledge, blind to the tables and rules, all regions and sectors.

A cell may hold several answers (`|`) where the codebook leaves a choice (an opposition party is PTY or OPP). Bodies that stand in
place of a country (UNO, EUR, IGO, NGO, MNC) are found in the sectors of an actor without one.
"""

from __future__ import annotations

import csv
import datetime as dt
from pathlib import Path

from relata.actors import Gazetteer, compose_text

ROWS = list(csv.DictReader(Path(__file__).with_name("world.csv").read_text(encoding="utf-8").splitlines()))
WORLD = {"UNO", "EUR", "IGO", "NGO", "MNC", "ISM", "IMG"}
# The share that is right when this was pinned; it is never lowered.
FLOOR = 0.95


def is_right(row: dict[str, str], gazetteer: Gazetteer) -> bool:
    on = dt.date.fromisoformat(row["on"]) if row["on"] else None
    actor = compose_text(row["text"], gazetteer, on)
    country, sectors = (actor.country or "", (actor.sector or "", *actor.secondary)) if actor else ("", ("",))
    countries, wanted = row["country"].split("|"), row["sector"].split("|")
    if set(countries) & WORLD and not country:
        return bool(set(countries) & set(sectors)) or bool({*wanted} - {""} & {sectors[0]})
    return country in countries and (sectors[0] in wanted or ("" in wanted and sectors[0] == "GOV"))


def test_enough_strings_of_all_regions_and_sectors() -> None:
    assert len(ROWS) >= 900
    assert len({row["country"] for row in ROWS}) >= 150
    assert len({row["sector"] for row in ROWS}) >= 25


def test_nineteen_of_twenty_are_right(gazetteer: Gazetteer) -> None:
    wrong = [row["text"] for row in ROWS if not is_right(row, gazetteer)]
    assert 1 - len(wrong) / len(ROWS) >= FLOOR, wrong
