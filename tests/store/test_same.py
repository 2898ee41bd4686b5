"""One event, many tellings: which reports of several outlets are one act, and where its tellings are found again."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest

from relata import store
from relata.records import Coded, Place
from relata.store import Ledger, Run, acts, counting, make_run, ties

from .conftest import Fill, reading
from .test_measuring import article

NEWER = make_run(version="9", model="m-two")


def told(id: str, outlet: str, country: str | None, *, event: tuple[str, str, str] = ("N", "AID", "S"), **changed: Any) -> Coded:
    """An outlet's own story of an act."""
    return article(id, event, outlet=outlet, outlet_country=country, **changed)


def tellings(con: Any, **filters: Any) -> list[int]:
    return acts(con, "NLD", "SUD", **filters)["tellings"].to_pylist()


def place(name: str) -> Place:
    return Place(0, 1, "N", name, "NLD")


def test_one_act_of_three_outlets(fill: Fill) -> None:
    con = fill(told("a", "Post", "NLD"), told("b", "Star", "SUD"), told("c", "POST", "NLD", day="2022-05-23", date=dt.date(2022, 5, 20)))
    (row,) = acts(con, "NLD", "SUD").to_pylist()
    assert (row["id"], row["story"], row["tellings"], row["outlets"], row["outlet_countries"]) == ("a-e0", "a", 3, 2, ["NLD", "SUD"])
    assert ties(con).num_rows == 1
    assert acts(con, "NLD", "SUD", by_outlet_country=True)["outlet_country"].to_pylist() == ["NLD", "SUD"]
    assert tellings(con, outlet="Star") == tellings(con, since=dt.date(2022, 5, 20)) == [3]


@pytest.mark.parametrize(
    ("one", "other", "n"),
    [
        ({}, {}, 1),
        ({}, {"status": "past"}, 1),
        ({}, {"day": "2022-05-21"}, 2),  # the article's day, and the text names none
        ({}, {"day": "2022-05-22", "date": dt.date(2022, 5, 20)}, 1),
        ({}, {"date_precision": "month"}, 2),
        ({}, {"date": None, "date_precision": None}, 2),
        ({}, {"event": ("N", "AGREE", "S")}, 2),
        ({}, {"event": ("S", "AID", "N")}, 2),
        ({"symmetric": True}, {"event": ("S", "AID", "N"), "symmetric": True}, 1),
        ({"symmetric": True}, {}, 2),
        ({"place": place("Tarn")}, {"place": place("tarn")}, 1),
        ({"place": place("Tarn")}, {"place": place("Kess")}, 2),
        ({"place": place("Tarn")}, {}, 1),
        ({"event": ("K", "AID", "S")}, {}, 1),  # a minister, and her state
        ({"event": ("K", "AID", "S")}, {"event": ("P", "AID", "S")}, 2),  # and the president
        ({"event": ("K", "AID", "S")}, {"event": ("M", "AID", "S")}, 2),  # and the navy
        ({"event": ("M", "AID", "S")}, {}, 1),
        ({"contexts": ("economic",)}, {"contexts": ("legal",)}, 2),
        ({"contexts": ("economic", "legal")}, {"contexts": ("legal",)}, 1),
        ({"contexts": ("economic",)}, {}, 1),
    ],
)
def test_what_other_outlets_tell_is_the_same_or_not(fill: Fill, one: dict[str, Any], other: dict[str, Any], n: int) -> None:
    con = fill(told("a", "Post", "NLD", **one), told("b", "Star", "SUD", **other))
    assert ties(con).num_rows == acts(con, "NLD", "SUD").num_rows == n
    assert acts(con, "NLD", "SUD")["tellings"].to_pylist() == ([2] if n == 1 else [1, 1])
    assert store.events(con, once=True).num_rows == n


def test_what_is_planned_is_another_act(fill: Fill) -> None:
    con = fill(told("a", "Post", "NLD"), told("b", "Star", "SUD", status="planned"), told("c", "Echo", None, status="planned"))
    assert tellings(con) == [1]
    assert tellings(con, statuses=("planned",)) == [2]


def test_a_telling_without_a_place_is_of_none_where_two_are_told(fill: Fill) -> None:
    places = (place("Tarn"), place("Kess"), None, place("Tarn"))
    con = fill(*(told(f"a{n}", f"Paper {n}", "NLD", place=one) for n, one in enumerate(places)))
    assert sorted(tellings(con)) == [1, 1, 2]


def test_a_story_that_names_two_days_tells_two_acts(fill: Fill) -> None:
    days = [dt.date(2022, 5, 18), dt.date(2022, 5, 19)]
    con = fill(
        told("a", "Post", "NLD", story="one", date=days[0]),
        told("b", "Star", "SUD", story="one", date=days[1]),
        told("c", "Echo", None, story="one"),  # names none: goes with the day named last
        told("d", "Wire", None, day="2022-05-25", date=days[0]),
    )
    assert acts(con, "NLD", "SUD").select(["day", "tellings"]).to_pydict() == {"day": days, "tellings": [2, 2]}


def test_a_storys_copies_bring_their_act_to_the_day_that_one_of_them_names(fill: Fill) -> None:
    of_story = told("a", "Post", "NLD", story="one"), told("b", "Star", "SUD", story="one", date=dt.date(2022, 5, 19))
    con = fill(*of_story, told("c", "Echo", None, day="2022-05-19"))
    assert tellings(con) == [3]


def test_reading_again_takes_tellings_apart_and_pruning_keeps_them_so(path: Path, run: Run) -> None:
    with Ledger(path, run) as ledger:
        ledger.add([told("a", "Post", "NLD"), told("b", "Star", "SUD"), told("c", "Echo", None)])
    with Ledger(path, NEWER) as ledger:
        ledger.add([told("a", "Post", "NLD", event=("N", "ACCUSE", "S"))])
    for _ in range(2):
        with reading(path) as con:
            assert acts(con, "NLD", "SUD").select(["id", "tellings"]).to_pydict() == {"id": ["a-e0", "b-e0"], "tellings": [1, 2]}
            assert con.sql("SELECT * FROM acts ORDER BY key").fetchall() == con.sql(counting.table()).fetchall()
            assert acts(con, "NLD", "SUD", run=NEWER.id)["tellings"].to_pylist() == [1]
        store.prune(path)
    with Ledger(path, NEWER) as ledger:
        ledger.add([told("d", "Wire", "SUD")])
    with reading(path) as con:
        assert tellings(con) == [1, 3]


@pytest.mark.parametrize("kept", [True, False])
def test_lists_name_the_tellings(fill: Fill, monkeypatch: pytest.MonkeyPatch, kept: bool) -> None:
    con = fill(
        told("a", "Post", "NLD"),
        told("b", "Star", "SUD", confidence=0.95),
        told("c", "Echo", None),
        told("d", "Wire", None, status="denied"),
    )
    if not kept:  # as in a lake
        monkeypatch.setattr(counting, "is_kept", lambda *_: False)
    rows = store.events(con).to_pylist()
    assert [(row["act"], row["tellings"], row["outlets"], row["outlet_countries"]) for row in rows] == [
        *[("b-e0", 3, 3, ["NLD", "SUD"])] * 3, (None, None, None, None),
    ]  # fmt: skip
    assert store.events(con, once=True)["id"].to_pylist() == ["b-e0", "d-e0"]
    assert store.events(con, once=True, outlet="Echo", limit=None)["id"].to_pylist() == ["c-e0"]
    assert store.events(con, act="a-e0")["id"].to_pylist() == ["a-e0", "b-e0", "c-e0"]
    assert store.events(con, act="d-e0")["id"].to_pylist() == ["d-e0"]
    assert store.events(con, act="none").num_rows == 0


@pytest.mark.parametrize("kept", [True, False])
def test_an_articles_acts_told_elsewhere(fill: Fill, monkeypatch: pytest.MonkeyPatch, kept: bool) -> None:
    con = fill(*(told(f"a{n}", f"Paper {n}", "NLD", confidence=0.9 - n / 10) for n in range(4)), told("b", "Star", None, day="2022-06-01"))
    if not kept:
        monkeypatch.setattr(counting, "is_kept", lambda *_: False)
    found = store.tellings(con, "a1", each=2)
    assert found.select(["of", "id", "tellings"]).to_pylist() == [
        {"of": "a1-e0", "id": "a0-e0", "tellings": 4}, {"of": "a1-e0", "id": "a2-e0", "tellings": 4},
    ]  # fmt: skip
    assert found["evidence"].to_pylist() == ["N S V K P M did so."] * 2
    assert store.tellings(con, "b").num_rows == store.tellings(con, "none").num_rows == 0
    assert store.tellings(con, "b").column_names == found.column_names
