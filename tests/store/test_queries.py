"""Filters find what they name and nothing else; lists keep their columns and order."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace

import pytest
from duckdb import DuckDBPyConnection

from relata import store
from relata.records import Article, Coded, Role, Spell
from relata.store import Ledger, make_run, paging

from .conftest import TEXT, Fill, make_coded, reading

BREL, ENVOY = "person:ana-brel@VLD", "group:envoy@KSS"


@pytest.fixture(scope="module")
def con(tmp_path_factory: pytest.TempPathFactory) -> Iterator[DuckDBPyConnection]:
    """Three articles: a1 and a2 of one day, a3 a month later by another outlet and without dates in the text; one with nothing."""
    later = make_coded("a3", published=dt.date(2022, 6, 20), outlet="Kess Daily", story="s2")
    later = replace(later, events=tuple(replace(event, date=None, date_precision=None) for event in later.events))
    bare = Coded(Article("100% of _nothing_ happened.", title="Quiet", id="b0"))
    path = tmp_path_factory.mktemp("store") / "ledger.duckdb"
    with Ledger(path, make_run(version="0.1.0", model="m-one")) as ledger:
        ledger.add([make_coded(), make_coded("a2"), later, bare])
    with reading(path) as con:
        yield con


def ids(table) -> list[str]:
    return table["id"].to_pylist()


def test_articles(con: DuckDBPyConnection) -> None:
    table = store.articles(con)
    assert table.column_names == ["id", "published", "outlet", "outlet_country", "title", "n_statements", "n_events"]
    assert ids(table) == ["a3", "a1", "a2", "b0"]
    assert table["n_statements"].to_pylist() == [2, 2, 2, 0]
    assert table["n_events"].to_pylist() == [3, 3, 3, 0]


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        ({"outlet": "kess daily"}, ["a3"]),
        ({"outlet": "Kess"}, []),
        ({"outlet_country": "VLD", "since": dt.date(2022, 6, 1)}, ["a3"]),
        ({"outlet_country": "KSS"}, []),
        ({"story": "s1"}, ["a1", "a2"]),
        ({"story": "b0"}, ["b0"]),
        ({"actor": "KSS"}, ["a3", "a1", "a2"]),
        ({"actor": "ana brel", "story": "s2"}, ["a3"]),
        ({"actor": "WHO"}, []),
        ({"since": dt.date(2022, 6, 20)}, ["a3"]),
        ({"until": dt.date(2022, 5, 20)}, ["a1", "a2"]),
        ({"since": dt.date(2022, 5, 20), "until": dt.date(2022, 5, 20)}, ["a1", "a2"]),
        ({"text": "QUIET"}, ["b0"]),
        ({"text": "“we will"}, ["a3", "a1", "a2"]),
        ({"text": "%"}, ["b0"]),
        ({"text": "."}, ["a3", "a1", "a2", "b0"]),
        ({"text": "of\\E"}, []),
        ({"text": ".*"}, []),
        ({"text": "_nothing"}, ["b0"]),
        ({"text": "happened NOTHING"}, ["b0"]),
        ({"text": "“nothing happened”"}, []),
        ({"text": "nothing Brel"}, []),
        ({"text": "“of _nothing_”"}, ["b0"]),
        ({"text": "'; DROP TABLE articles; --"}, []),
        ({"limit": 1, "offset": 1}, ["a1"]),
        ({"limit": 0}, []),
        ({"limit": None, "offset": 3}, ["b0"]),
    ],
)
def test_article_filters(con: DuckDBPyConnection, filters: dict, expected: list[str]) -> None:
    assert ids(store.articles(con, **filters)) == expected


def test_event_row_names_its_words(con: DuckDBPyConnection) -> None:
    first = store.events(con, article="a1", type="CONSULT").to_pylist()
    start = TEXT.index("Veldoria")
    assert first == [
        {
            "id": "a1-e1", "article_id": "a1", "date": dt.date(2022, 5, 19), "date_precision": "day",
            "source_actor": BREL, "source_name": "Ana Brel", "source_country": "VLD",
            "target_actor": ENVOY, "target_name": "envoy", "target_country": "KSS",
            "type": "CONSULT", "modes": ["visit", "third-party"], "status": "actual", "quad": 1, "score": 2.5, "goldstein": 1.9,
            "cameo": "042", "trigger": "met", "evidence": TEXT[start : TEXT.index(" on Thursday")],
            "evidence_start": start, "evidence_end": TEXT.index(" on Thursday"), "statement_id": None,
            "confidence": 0.93, "symmetric": True, "outlet": "The Veldor Star", "outlet_country": "VLD",
            "published": dt.date(2022, 5, 20), "story": "s1",
        "act": "a1-e1", "tellings": 2, "outlets": 1, "outlet_countries": ["VLD"],
        }
    ]  # fmt: skip


def test_events_are_newest_first_and_undated_ones_stand_by_their_publication(con: DuckDBPyConnection) -> None:
    table = store.events(con)
    assert ids(table) == ["a3-e1", "a3-e2", "a3-e3", "a1-e2", "a1-e3", "a2-e2", "a2-e3", "a1-e1", "a2-e1"]
    assert table["date"].to_pylist()[:3] == [None] * 3


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        ({"source": "VLD"}, ["e1", "e2"]),
        ({"source": BREL}, ["e1", "e2"]),
        ({"source": "ana brel"}, ["e1", "e2"]),
        ({"source": "Brel"}, ["e1", "e2"]),  # a last name
        ({"source": "brel, ANA"}, ["e1", "e2"]),
        ({"source": "Bre"}, []),  # part of a word
        ({"source": "Ana Kess"}, []),
        ({"source": "..."}, []),
        ({"source": "vld"}, []),
        ({"source": "KSS"}, ["e1"]),  # symmetric: the target acted too
        ({"target": "VLD"}, ["e1"]),
        ({"target": "KSS"}, ["e1", "e2"]),
        ({"source": "VLD", "target": "KSS"}, ["e1", "e2"]),
        ({"source": "KSS", "target": "VLD"}, ["e1"]),
        ({"source": "VLD", "target": "VLD"}, []),
        ({"actor": "KSS"}, ["e1", "e2"]),
        ({"actor": "envoy"}, ["e1", "e2"]),
        ({"pair": ("KSS", "VLD")}, ["e1", "e2"]),
        ({"pair": ("KSS", "XXX")}, []),
        ({"type": "AGREE"}, ["e2"]),
        ({"quad": 2}, ["e3"]),
        ({"status": "planned"}, ["e2"]),
        ({"min_confidence": 0.93}, ["e1", "e3"]),
        ({"until": dt.date(2022, 5, 19)}, ["e1"]),
        ({"since": dt.date(2022, 5, 20)}, ["e2", "e3"]),
        ({"outlet": "The Veldor Star"}, ["e1", "e2", "e3"]),
        ({"outlet": "Kess Daily"}, []),
        ({"outlet_country": "VLD"}, ["e1", "e2", "e3"]),
        ({"outlet_country": "KSS"}, []),
        ({"story": "s1"}, ["e1", "e2", "e3"]),
        ({"story": "s2"}, []),
        ({"source": "VLD", "status": "planned", "quad": 1}, []),
        ({"source": "state:VLD' OR true --"}, []),
    ],
)
def test_event_filters(con: DuckDBPyConnection, filters: dict, expected: list[str]) -> None:
    assert sorted(ids(store.events(con, article="a1", **filters))) == [f"a1-{name}" for name in expected]


def test_event_names_its_statement(con: DuckDBPyConnection) -> None:
    assert store.events(con, article="a3", type="AGREE")["statement_id"].to_pylist() == ["a3-s1"]


def test_statement_row(con: DuckDBPyConnection) -> None:
    (row,) = store.statements(con, article="a1", by="VLD").to_pylist()
    assert row == {
        "id": "a1-s1", "article_id": "a1", "date": dt.date(2022, 5, 19), "date_precision": "day",
        "speaker_text": "Brel", "speaker_actor": BREL, "speaker_name": "Ana Brel", "speaker_country": "VLD", "cue": "said",
        "content": "We will sign", "kind": "direct", "hedge": "predicted", "anonymous": False,
        "chain": ["the Tarn Post", "envoy"], "addressee": "envoy", "setting": "in Tarn", "about": [ENVOY, "state:VLD"],
        "outlet": "The Veldor Star", "outlet_country": "VLD", "published": dt.date(2022, 5, 20), "story": "s1",
        "start": TEXT.index("Brel"), "end": TEXT.index("said") + 4,
    }  # fmt: skip


def test_statement_without_any_words(con: DuckDBPyConnection) -> None:
    (row,) = store.statements(con, article="a1", anonymous=True).to_pylist()
    assert (row["speaker_text"], row["content"], row["chain"], row["about"], row["start"]) == (None, None, [], [], None)


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        ({}, ["s1", "s2"]),
        ({"by": BREL}, ["s1"]),
        ({"by": "Ana BREL"}, ["s1"]),
        ({"by": "KSS"}, []),
        ({"about": "KSS"}, ["s1"]),
        ({"about": "VLD"}, ["s1"]),
        ({"about": "state:VLD"}, ["s1"]),
        ({"about": "veldoria"}, ["s1"]),
        ({"about": BREL}, []),
        ({"via": "The Tarn Post"}, ["s1"]),
        ({"via": ENVOY}, ["s1"]),
        ({"via": "Brel"}, []),
        ({"text": "WILL"}, ["s1"]),
        ({"text": "will%"}, []),
        ({"text": "sign WE"}, ["s1"]),  # both words, each in a stretch of its own
        ({"text": '"we will" sign'}, ["s1"]),
        ({"text": '"will we" sign'}, []),
        ({"text": "sign never"}, []),
        ({"anonymous": False}, ["s1"]),
        ({"since": dt.date(2022, 5, 20)}, ["s2"]),
        ({"until": dt.date(2022, 5, 19)}, ["s1"]),
        ({"outlet": "kess daily"}, []),
        ({"outlet_country": "VLD"}, ["s1", "s2"]),
        ({"story": "s2"}, []),
        ({"hedge": "predicted"}, ["s1"]),
        ({"actor": "KSS"}, ["s1"]),
        ({"actor": "Ana Brel"}, ["s1"]),
        ({"actor": "XXX"}, []),
        ({"pair": ("KSS", "VLD")}, ["s1"]),
        ({"pair": ("VLD", "KSS")}, ["s1"]),
        ({"pair": ("KSS", "KSS")}, []),
        ({"limit": 1}, ["s2"]),
        ({"offset": 1}, ["s1"]),
    ],
)
def test_statement_filters(con: DuckDBPyConnection, filters: dict, expected: list[str]) -> None:
    assert sorted(ids(store.statements(con, article="a1", **filters))) == [f"a1-{name}" for name in expected]


def test_actors(con: DuckDBPyConnection) -> None:
    rows = store.actors(con).to_pylist()
    assert [row["id"] for row in rows] == [BREL, ENVOY, "state:VLD"]
    assert rows[0] == {
        "id": BREL, "name": "Ana Brel", "kind": "person", "country": "VLD", "sector": "GOV", "secondary": ["DIP", "ELI"],
        "role": "foreign minister", "n_articles": 3, "n_mentions": 6, "last_published": dt.date(2022, 6, 20),
    }  # fmt: skip
    assert rows[2]["n_mentions"] == 0
    assert ids(store.actors(con, name="BREL")) == ids(store.actors(con, name="brèl an")) == [BREL]
    assert ids(store.actors(con, limit=1)) == [BREL]


def test_an_actor_has_the_role_of_the_newest_article(fill) -> None:
    later = make_coded("a2", published=dt.date(2023, 1, 1))
    later = replace(later, actors=tuple(replace(actor, role=None) for actor in later.actors))
    (row,) = store.actors(fill(make_coded(), later), name="Ana Brel").to_pylist()
    assert row["role"] is None


def test_counts(con: DuckDBPyConnection) -> None:
    assert store.counts(con) == {
        "articles": 4, "stories": 2, "actors": 3, "mentions": 9, "statements": 6, "events": 9, "skips": 0, "runs": 1,
    }  # fmt: skip


def test_empty_lists_keep_their_columns_and_types(con: DuckDBPyConnection) -> None:
    for query in (store.articles, store.events, store.statements):
        full, none = query(con), query(con, outlet="nobody")
        assert none.num_rows == 0
        assert none.schema == full.schema


@pytest.mark.parametrize("page", [{"limit": -1}, {"offset": -1}])
def test_a_page_below_nothing_is_refused(con: DuckDBPyConnection, page: dict) -> None:
    with pytest.raises(ValueError, match="below 0"):
        store.events(con, **page)


def test_pages_together_are_the_whole(con: DuckDBPyConnection) -> None:
    pages = [ids(store.events(con, limit=2, offset=offset)) for offset in range(0, 10, 2)]
    assert [id_ for page in pages for id_ in page] == ids(store.events(con, limit=None))


@pytest.mark.parametrize("query", [store.events, store.statements, store.articles])
def test_rows_found_by_their_keys_are_those_found_in_one_pass(con: DuckDBPyConnection, query, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = query(con, limit=None)
    assert query(con, limit=50) == whole
    monkeypatch.setattr(paging, "DEEP", 0)
    pages = [query(con, limit=size, offset=offset) for size in (1, 3, 50) for offset in range(12)]
    assert pages == [whole.slice(offset, size) for size in (1, 3, 50) for offset in range(12)]


def test_runs(fill) -> None:
    (row,) = store.runs(fill(make_coded(), make_coded("a2"))).to_pylist()
    assert row == {
        "id": row["id"], "started": dt.datetime(2024, 1, 1), "version": "0.1.0", "model": "m-one", "n_articles": 2, "n_superseded": 0,
        "n_statements": 4, "n_events": 6, "settings": '{"speaker_max_distance":2}',
    }  # fmt: skip


def _says(id: str, day: dt.date, *roles: Role) -> Coded:
    return replace(make_coded(id, published=day), roles=roles)


def test_roles(fill: Fill) -> None:
    start = TEXT.index("Veldoria’s foreign minister Ana Brel")
    end = start + len("Veldoria’s foreign minister Ana Brel")
    minister, envoy = Role("Ana Brel", "VLD", "GOV", "foreign minister", start, end), Role("Ana Brel", "VLD", "GOV", "envoy", start, end)
    elsewhere = Role("Tom Roe", "KSS", "EDU", "expert", start, end)
    con = fill(
        _says("a1", dt.date(2020, 1, 1), minister, elsewhere),
        _says("a2", dt.date(2022, 1, 1), minister),
        _says("a3", dt.date(2021, 1, 1), envoy),
        _says("a4", dt.date(2024, 1, 1), replace(elsewhere, country="VLD")),
        _says("a5", dt.date(2024, 1, 1), replace(envoy, role="president")),
    )
    rows = store.roles(con, name="brel").to_pylist()
    assert [(row["role"], row["first"].year, row["last"].year, row["n_articles"], row["article"], row["conflict"]) for row in rows] == [
        ("foreign minister", 2020, 2022, 2, "a2", "role"), ("envoy", 2021, 2021, 1, "a3", "role"), ("president", 2024, 2024, 1, "a5", None),
    ]  # fmt: skip
    assert {row["words"] for row in rows} == {"Veldoria’s foreign minister Ana Brel"}
    assert [row["conflict"] for row in store.roles(con, name="Tom Roe").to_pylist()] == ["country", "country"]
    assert len(store.roles(con, limit=1).to_pylist()) == 1
    assert Spell("Ana Brel", "VLD", "GOV", "foreign minister", dt.date(2020, 1, 1), dt.date(2022, 1, 1)) in store.spells(con)
