"""Whom a name means: whole names alone, else all who bear its words; and near names for one that nobody has."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from duckdb import DuckDBPyConnection

from relata import store
from relata.records import Actor, Article, Coded
from relata.store import Ledger, make_run

ACTORS = (
    Actor("state:NOR", "Norland", "state", "NOR"),
    Actor("state:ISK", "Norland-d'Iskar", "state", "ISK"),
    Actor("organisation:norland-steel@NOR", "Norland Steel", "organisation", "NOR"),
    Actor("person:ola-berg@NOR", "Ola Bërg", "person", "NOR"),
    Actor("person:ida-berg@SUD", "Ida Berg", "person", "SUD"),
    Actor("person:ida-berg-holm@SUD", "Ida Berg-Holm", "person", "SUD"),
    Actor("person:berg", "Berg", "person"),
    Actor("organisation:harbour-office@NOR", "Harbour Office", "organisation", "NOR"),
    Actor("organisation:harbour-office@SUD", "Harbour Office", "organisation", "SUD"),
    Actor("person:tom-lie@NOR", "Tom Lie", "person", "NOR"),
    Actor("organisation:bergen-guard@NOR", "Bergen Guard", "organisation", "NOR"),
)


@pytest.fixture(scope="module")
def con(tmp_path_factory: pytest.TempPathFactory) -> Iterator[DuckDBPyConnection]:
    path = tmp_path_factory.mktemp("names") / "ledger.duckdb"
    with Ledger(path, make_run(version="0", model="none")) as ledger:
        assert ledger.add([Coded(Article(text="Berg spoke.", id="a"), ACTORS)]) == 1
    with store.open_read_only(path) as opened:
        yield opened


@pytest.mark.parametrize(
    ("name", "country", "ids"),
    [
        ("NOR", "NOR", []),
        ("SUD", "SUD", []),  # known by its people alone
        ("norland", "NOR", ["state:NOR"]),
        ("Norland Steel", None, ["organisation:norland-steel@NOR"]),
        ("Ola Berg", None, ["person:ola-berg@NOR"]),
        ("ola bërg", None, ["person:ola-berg@NOR"]),
        ("Ida Berg", None, ["person:ida-berg@SUD"]),  # whole, so that the longer name is not meant
        ("Berg", None, ["person:berg", "person:ida-berg-holm@SUD", "person:ida-berg@SUD", "person:ola-berg@NOR"]),
        ("harbour office", None, ["organisation:harbour-office@NOR", "organisation:harbour-office@SUD"]),
        ("Holm Ida", None, ["person:ida-berg-holm@SUD"]),
        ("LIE", None, ["person:tom-lie@NOR"]),  # three letters, but no country here
        ("person:berg", None, ["person:berg"]),
        ("person:nobody", None, []),
        ("Ber", None, []),
        (".*", None, []),
        ("", None, []),
    ],
)
def test_who_is_meant(con: DuckDBPyConnection, name: str, country: str | None, ids: list[str]) -> None:
    found = store.meant(con, name)
    assert (found.country, sorted(found.ids)) == (country, sorted(ids))
    assert bool(found) == bool(country or ids)


def test_single_words_tell_whose_names_they_found(con: DuckDBPyConnection) -> None:
    assert sorted(store.meant(con, "Berg").names) == ["berg", "ida berg", "ida berg-holm", "ola bërg"]
    assert store.meant(con, "Harbour Office").names == ("harbour office", "harbour office")
    assert store.meant(con, "Ola Berg").names == store.meant(con, "NOR").names == ()


def test_near_names(con: DuckDBPyConnection) -> None:
    assert store.near(con, "Norlant")[0] == ("state:NOR", "norland")
    assert store.near(con, "Ola Bergg")[0] == ("person:ola-berg@NOR", "ola bërg")
    assert store.near(con, "Xyzzy") == store.near(con, "?") == []


def test_states_in_some_words(con: DuckDBPyConnection) -> None:
    assert store.states_in(con, "sudland, NORLAND and Norland Steel") == [("NOR", "Norland")]
    assert store.states_in(con, "Norland-d’Iskar and Norland") == [("ISK", "Norland-d'Iskar"), ("NOR", "Norland")]
    assert store.states_in(con, "the Norlander") == store.states_in(con, "") == store.states_in(con, "?") == []
