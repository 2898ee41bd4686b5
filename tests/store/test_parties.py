"""One actor's facts, its partners, and pairs of countries: what is counted, and that it agrees with the lists."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest
from duckdb import DuckDBPyConnection

from relata import store
from relata.records import About, Actor, Article, Coded, Content, Event, Evidence, Mention, Party, Statement
from relata.store import Ledger, make_run

TEXT = "Norland and Sudmark met. Sudmark blamed Norland. Ola Berg of Norland thanked Insulia."
NORLAND, SUDMARK = Actor("state:NOR", "Norland", "state", "NOR"), Actor("state:SUD", "Sudmark", "state", "SUD")
BERG = Actor("person:ola-berg@NOR", "Ola Berg", "person", "NOR", "GOV", (), "envoy")
INSULIA = Actor("organisation:insulian-guard@INS", "Insulian Guard", "organisation", "INS", "MIL")


def party(actor: Actor) -> Party:
    return Party(0, 7, TEXT[:7], actor.id)


def event(n: int, source: Actor, target: Actor, quad: int, score: float) -> Event:
    words = Evidence(0, 7, TEXT[:7])
    return Event(f"e{n}", "CONSULT", party(source), party(target), words, words, quad=quad, score=score, confidence=0.2 * n)


def coded(id: str, day: dt.date | None, outlet: str) -> Coded:
    events = (
        event(1, NORLAND, SUDMARK, 1, 2.5),
        event(2, SUDMARK, NORLAND, 3, -2.0),
        event(3, BERG, INSULIA, 1, 5.0),
        event(4, NORLAND, BERG, 2, 1.0),
    )
    statement = Statement("s1", party(BERG), None, (Content(0, 7, TEXT[:7], False),), "indirect", about=(About(SUDMARK.id, None),))
    mentions = (Mention(0, 7, TEXT[:7], NORLAND.id), Mention(12, 19, TEXT[12:19], SUDMARK.id), Mention(0, 7, TEXT[:7], NORLAND.id))
    return Coded(Article(text=TEXT, id=id, published=day, outlet=outlet), (NORLAND, SUDMARK, BERG, INSULIA), mentions, (statement,), events)


@pytest.fixture()
def con(tmp_path: Path) -> Iterator[DuckDBPyConnection]:
    path = tmp_path / "ledger.duckdb"
    with Ledger(path, make_run(version="0", model="none")) as ledger:
        assert ledger.add([coded("a", dt.date(2022, 5, 1), "Post"), coded("b", dt.date(2022, 7, 1), "Mail"), coded("c", None, "Mail")]) == 3
    # a later run that finds nothing in one article: its first reading no longer counts
    with Ledger(path, make_run(version="1", model="none")) as ledger:
        assert ledger.add([Coded(Article(text=TEXT, id="c", outlet="Mail"))]) == 1
    with store.open_read_only(path) as opened:
        yield opened


def test_pairs_count_current_events_of_two_countries(con: DuckDBPyConnection) -> None:
    first, second = store.pairs(con).to_pylist()
    assert (first["a"], first["b"], first["a_name"], first["b_name"]) == ("NOR", "SUD", "Norland", "Sudmark")
    assert [first[f"n_quad{n}"] for n in (1, 2, 3, 4)] == [2, 0, 2, 0] and first["n_events"] == 4 and first["score"] == 0.25
    assert (first["first"], first["last"]) == (dt.date(2022, 5, 1), dt.date(2022, 7, 1))
    assert (second["a"], second["b"], second["a_name"], second["n_events"]) == ("INS", "NOR", None, 2)
    assert store.events(con, pair=("NOR", "SUD")).num_rows == first["n_events"]


def test_pairs_filter_and_come_in_pages(con: DuckDBPyConnection) -> None:
    def found(**filters: object) -> list[tuple[str, str, int]]:
        return [(row["a"], row["b"], row["n_events"]) for row in store.pairs(con, **filters).to_pylist()]  # type: ignore[arg-type]

    assert found(country="INS") == [("INS", "NOR", 2)]
    assert found(until=dt.date(2022, 6, 1)) == [("NOR", "SUD", 2), ("INS", "NOR", 1)]
    assert found(outlet="post", min_confidence=0.3) == [("INS", "NOR", 1), ("NOR", "SUD", 1)]
    assert found(limit=1, offset=1) == [("INS", "NOR", 2)]
    assert found(country="ZZZ") == []


def test_partners_of_a_state_are_states_and_of_an_actor_actors(con: DuckDBPyConnection) -> None:
    of_norland = store.partners(con, "NOR").to_pylist()
    assert [(row["id"], row["name"], row["country"], row["n_events"]) for row in of_norland] == [
        ("state:SUD", "Sudmark", "SUD", 4),
        ("state:INS", "INS", "INS", 2),
    ]
    of_berg = store.partners(con, BERG.id).to_pylist()
    assert {(row["id"], row["name"], row["n_events"]) for row in of_berg} == {(INSULIA.id, "Insulian Guard", 2), (NORLAND.id, "Norland", 2)}


def test_an_actor_with_what_the_ledger_has_of_it(con: DuckDBPyConnection) -> None:
    berg = store.actor(con, BERG.id)
    assert berg is not None
    assert (berg["name"], berg["role"], berg["n_articles"], berg["n_mentions"]) == ("Ola Berg", "envoy", 2, 0)
    assert (berg["n_events"], berg["n_statements"], berg["n_about"]) == (4, 2, 0)
    assert (berg["first_published"], berg["last_published"]) == (dt.date(2022, 5, 1), dt.date(2022, 7, 1))
    norland = store.actor(con, "state:NOR")
    assert norland is not None and (norland["n_mentions"], norland["n_events"], norland["n_statements"]) == (4, 8, 2)


def test_a_state_is_known_by_its_people_alone(con: DuckDBPyConnection) -> None:
    insulia = store.actor(con, "state:INS")
    assert insulia is not None and (insulia["name"], insulia["n_articles"], insulia["n_events"]) == ("INS", None, 2)
    assert store.actor(con, "state:ZZZ") is None and store.actor(con, "person:nobody") is None and store.actor(con, "") is None


def test_the_extent_of_a_ledger(con: DuckDBPyConnection) -> None:
    assert store.extent(con) == {"first": dt.date(2022, 5, 1), "last": dt.date(2022, 7, 1), "n_outlets": 2, "n_undated": 1}


def test_new_filters_of_the_lists(con: DuckDBPyConnection) -> None:
    assert store.events(con, text="NORL").num_rows == 8 and store.events(con, text="trigger").num_rows == 0
    assert [row["id"] for row in store.actors(con, kind="person", country="NOR").to_pylist()] == [BERG.id]
    assert store.actors(con, limit=2, offset=3).num_rows == 1
    assert store.skips(con, reason="empty", offset=1).num_rows == 0
