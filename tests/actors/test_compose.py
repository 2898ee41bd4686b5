"""Composition: who a phrase means, from its own words, over all regions and sectors (strings.csv, made for this test)."""

from __future__ import annotations

import csv
import datetime as dt
from collections import Counter
from pathlib import Path

import pytest

from relata.coder import Coder

ON = dt.date(2022, 10, 1)
STRINGS = list(csv.DictReader((Path(__file__).parent / "strings.csv").read_text(encoding="utf-8").splitlines()))


@pytest.mark.parametrize("row", STRINGS, ids=[row["text"] for row in STRINGS])
def test_country_and_sector(coder: Coder, row: dict[str, str]) -> None:
    """An empty cell is None; a sector `*` is not looked at, where the manual leaves it open."""
    actor = coder.resolve(row["text"], on=ON)
    if not row["country"] and not row["sector"]:
        assert actor is None or (actor.country is None and actor.sector is None)
        return
    assert actor is not None
    assert actor.country == (row["country"] or None)
    if row["sector"] != "*":
        assert actor.sector == (row["sector"] or None)


def test_the_list_covers_the_world_and_the_sectors() -> None:
    assert len(STRINGS) >= 150 and len({row["text"] for row in STRINGS}) == len(STRINGS)
    assert len({row["country"] for row in STRINGS}) >= 100
    wanted = {"GOV", "MIL", "COP", "SPY", "LEG", "JUD", "OPP", "REB", "PRM", "CRM", "CVL", "BUS", "LAB", "AGR", "EDU", "MED", "JRN", "REL",
              "REF", "ELI", "PRE"}  # fmt: skip
    assert wanted <= set(Counter(row["sector"] for row in STRINGS))


def test_a_body_of_states_is_not_of_the_town_in_its_name(coder: Coder) -> None:
    actor = coder.resolve("the Council of Meridian States")
    assert actor is None or actor.country is None


@pytest.mark.parametrize(
    ("text", "kind", "name", "role"),
    [
        ("Peruvian Interior Minister Luz Cardenas", "person", "Luz Cardenas", "interior minister"),
        ("Slovak Foreign Minister Jan Hronec", "person", "Jan Hronec", "foreign minister"),
        ("the British defence secretary", "person", "British defence secretary", "defence minister"),
        ("US Secretary of State Helen Marsh", "person", "Helen Marsh", "foreign minister"),
        ("former Turkish President Kemal Aydogan", "person", "Kemal Aydogan", "former president"),
        ("the Kenyan foreign ministry", "organisation", "Kenyan foreign ministry", None),
        ("the Norwegian Department of Health and Care", "organisation", "Norwegian Department of Health and Care", None),
        ("the Embassy of Peru in Oslo", "organisation", "Embassy of Peru", None),
        ("Polish farmers", "group", "Polish farmers", None),
        ("the United Nations", "intergovernmental", "United Nations", None),
        ("Reuters", "outlet", "Reuters", None),
        ("Beijing", "state", "China", None),
        ("the Chinese side", "state", "China", None),
        ("the French delegation", "state", "France", None),
    ],
)
def test_kind_name_and_role(coder: Coder, text: str, kind: str, name: str, role: str | None) -> None:
    actor = coder.resolve(text, on=ON)
    assert actor is not None
    assert (actor.kind, actor.name, actor.role) == (kind, name, role)


@pytest.mark.parametrize(
    "text",
    ["", " ", "the", "of", "!", "tomorrow", "a river", "the weather in May", "polish the floor", "china plates",
     "turkey for dinner", "12", "\x00", "the bank of a river", "\u200b", "the march", "xyzzy", "they"],
)  # fmt: skip
def test_nobody(coder: Coder, text: str) -> None:
    assert coder.resolve(text, on=ON) is None


# Facts of office from the public record; nobody is quoted.
@pytest.mark.parametrize(
    ("name", "on", "country", "sector", "role"),
    [
        ("Barack Obama", "2012-06-01", "USA", "GOV", "president"),
        ("Barack Obama", "2020-06-01", "USA", "ELI", None),
        ("Angela Merkel", "2015-01-01", "DEU", "GOV", "chancellor"),
        ("Angela Merkel", "2022-10-01", "DEU", "ELI", None),
        ("Shinzo Abe", "2019-01-01", "JPN", "GOV", "prime minister"),
        ("Dilma Rousseff", "2014-01-01", "BRA", "GOV", "president"),
        ("Dilma Rousseff", "2017-01-01", "BRA", "ELI", None),
        ("Barack Obama", "2001-01-01", "USA", None, None),
        ("Jacinda Ardern", "2021-01-01", "NZL", "GOV", "prime minister"),
    ],
)
def test_offices_are_dated(coder: Coder, name: str, on: str, country: str, sector: str, role: str | None) -> None:
    actor = coder.resolve(name, on=dt.date.fromisoformat(on))
    assert actor is not None
    assert (actor.country, actor.sector, actor.role) == (country, sector, role)


def test_a_person_is_the_same_actor_in_and_out_of_office(coder: Coder) -> None:
    ids = {coder.resolve("Angela Merkel", on=dt.date(year, 6, 1)) for year in (2015, 2022)}
    assert len({actor.id for actor in ids if actor}) == 1


def test_a_stated_former_office_is_no_office(coder: Coder) -> None:
    actor = coder.resolve("former German Chancellor Angela Merkel", on=ON)
    assert actor is not None and (actor.sector, actor.role) == ("ELI", "former chancellor")


@pytest.mark.parametrize("mark", ["'", "’"])
def test_apostrophes_make_no_difference(coder: Coder, mark: str) -> None:
    actor = coder.resolve(f"Colombia{mark}s defence ministry", on=ON)
    assert actor is not None and (actor.country, actor.sector) == ("COL", "GOV")


def test_an_unknown_name_with_a_title_but_no_state_has_no_country(coder: Coder) -> None:
    actor = coder.resolve("President Kofi Mensah", on=ON)
    assert actor is not None and (actor.country, actor.sector, actor.kind) == (None, "GOV", "person")


@pytest.mark.parametrize(
    ("a", "b"),
    [("Kenyan", "Ugandan"), ("Russian", "Ukrainian"), ("Israeli", "Palestinian"), ("Chinese", "American"), ("Indian", "Pakistani")],
)
@pytest.mark.parametrize(
    "rest", ["soldiers", "police", "rebels", "Foreign Minister Sam Adu", "farmers", "opposition leader Ada Bello", "parliament"]
)
def test_every_state_is_read_alike(coder: Coder, a: str, b: str, rest: str) -> None:
    one, other = coder.resolve(f"{a} {rest}", on=ON), coder.resolve(f"{b} {rest}", on=ON)
    assert one is not None and other is not None
    assert one.country != other.country
    assert (one.kind, one.sector, one.secondary, one.role) == (other.kind, other.sector, other.secondary, other.role)


def test_an_office_of_several_states_outweighs_where_one_comes_from(coder: Coder) -> None:
    """Long after his term, when the dated list knows him by his state alone."""
    actor = coder.resolve("UN Secretary General Ban Ki-moon", on=ON)
    assert actor is not None and (actor.country, actor.sector) == (None, "UNO")
