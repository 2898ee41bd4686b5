"""Answers are made once while the ledger stays as it is, and the likeliest before anybody asks."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor, wait
from pathlib import Path

import pytest
from duckdb import DuckDBPyConnection
from fastapi import FastAPI
from starlette.testclient import TestClient

from relata import store
from relata.store import Ledger, make_run
from relata.web import create_app, links, serving
from relata.web.kept import Kept, OfLedger
from relata.web.warming import PAGES, visit, warm

from .conftest import make_coded


@pytest.fixture
def db(tmp_path: Path) -> Path:
    path = tmp_path / "ledger.duckdb"
    with Ledger(path, make_run(version="0", model="none")) as ledger:
        ledger.add([make_coded()])
    return path


def test_what_was_made_ahead_needs_no_ledger(db: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    app, open_it = create_app(db), store.open_read_only
    places = [*PAGES, links.dyad("MER", "SAR"), links.actor("state:SAR")]
    wanted = answers(create_app(db), places)
    warm(app)
    opened: list[Path] = []
    for room in (serving, store):
        monkeypatch.setattr(room, "open_read_only", lambda db: opened.append(db) or open_it(db))
    assert answers(app, places) == wanted and not opened
    assert {status for status, *_ in wanted} == {200}


def answers(app: FastAPI, places: list[str]) -> list[tuple[int, bytes, dict[str, str]]]:
    with TestClient(app) as client:
        return [(found.status_code, found.content, dict(found.headers)) for found in map(client.get, places)]


def test_a_ledger_that_grew_is_asked_again(db: Path) -> None:
    with TestClient(create_app(db)) as client:
        assert client.get("/articles.json").json() == client.get("/articles.json").json()
        before = client.get("/articles.json").json()["rows"]
        with Ledger(db, make_run(version="0", model="none")) as ledger:
            ledger.add([make_coded("grain-9")])
        assert len(client.get("/articles.json").json()["rows"]) == len(before) + 1


def test_what_a_killed_writer_left_counts(db: Path) -> None:
    kept = OfLedger(db, size=2)
    assert [kept.keep("key", lambda n=n: n) for n in (1, 2)] == [1, 1]
    db.with_name(f"{db.name}.wal").write_bytes(b"left")
    assert kept.keep("key", lambda: 3) == 3


def test_errors_are_not_kept(db: Path) -> None:
    with TestClient(create_app(db)) as client:
        assert client.get("/article/grain-9").status_code == 404
        assert client.get("/events?since=never").status_code == 400
        assert [client.get(place).status_code for place in ("/article/grain-9", "/events?since=never")] == [404, 400]


def test_no_ledger_and_no_address_are_no_error(tmp_path: Path, db: Path) -> None:
    warm(create_app(tmp_path / "none.duckdb"))
    visit(create_app(db), "/nowhere")


def test_a_browser_is_told_that_a_page_is_being_made(db: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asks, go_on, made = {"accept": "text/html,application/xhtml+xml,*/*;q=0.8"}, threading.Event(), []
    open_it = store.open_read_only
    monkeypatch.setattr(serving, "PATIENCE", 0.05)

    def slow(path: Path) -> DuckDBPyConnection:
        made.append(go_on.wait(20))
        return open_it(path)

    monkeypatch.setattr(serving, "open_read_only", slow)
    with TestClient(create_app(db)) as client:
        for _ in range(2):
            waiting = client.get("/events?quad=1", headers=asks)
            assert waiting.status_code == 202 and 'http-equiv="refresh"' in waiting.text and 'href="/events?quad=1"' in waiting.text
            assert waiting.headers["cache-control"] == "no-store"
        with ThreadPoolExecutor() as pool:
            found = pool.submit(client.get, "/events?quad=1")  # a program waits
            assert not wait([found], timeout=0.3).done
            go_on.set()
            assert found.result(20).status_code == 200
        assert client.get("/events?quad=1", headers=asks).content == found.result().content
    assert made == [True]


def test_a_failure_behind_the_waiting_page_is_told_once(db: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    kept, failed = Kept(size=2), threading.Event()

    def fails() -> int:
        failed.wait(20)
        raise ZeroDivisionError

    with pytest.raises(TimeoutError):
        kept.get("key", fails, patience=0.01)
    failed.set()
    with pytest.raises(ZeroDivisionError):
        kept.get("key", lambda: 1, patience=20)
    assert kept.get("key", lambda: 2, patience=20) == 2
