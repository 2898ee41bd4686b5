"""What is superseded goes, what counts stays exactly, and a failure leaves the ledger as it was."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import duckdb
import pytest

from relata import store
from relata.errors import StoreError
from relata.store import Ledger, Run, make_run, pruning

from .conftest import make_coded, reading

NEWER = make_run(version="9", model="m-two")


def superseded(path: Path, run: Run) -> None:
    """Three articles read by `run`, of which two, one with another text, are read again."""
    other = make_coded("a2", text=make_coded().article.text + " Twice.")
    with Ledger(path, run) as ledger:
        ledger.add([make_coded(), make_coded("a3"), other])
    with Ledger(path, NEWER) as ledger:
        ledger.add([replace(make_coded(), events=()), make_coded("a2")])


def current(path: Path) -> str:
    with reading(path) as con:
        tables = [query(con).to_pylist() for query in (store.articles, store.events, store.statements, store.actors)]
        whole = [store.article(con, id_) for id_ in ("a1", "a2", "a3")]
        return repr(tables) + json.dumps([whole, store.counts(con)])


def test_pruning_keeps_what_counts(path: Path, run: Run) -> None:
    superseded(path, run)
    before = current(path)
    with reading(path) as con:
        assert store.article(con, "a1", run=run.id) is not None
        assert [row["n_superseded"] for row in store.runs(con).to_pylist()] == [0, 2]
    done = store.prune(path)
    assert done.readings == 2
    assert path.stat().st_size == done.after
    assert current(path) == before
    with reading(path) as con:
        assert store.article(con, "a1", run=run.id) is None
        assert [(row["id"], row["n_articles"], row["n_superseded"]) for row in store.runs(con).to_pylist()] == [
            (NEWER.id, 2, 0), (run.id, 1, 0),
        ]  # fmt: skip
        assert con.execute("SELECT count(*) FROM texts").fetchall() == [(1,)]
    assert [file.name for file in path.parent.iterdir()] == [path.name]


def test_the_pruned_ledger_is_written_on(path: Path, run: Run) -> None:
    superseded(path, run)
    store.prune(path)
    with Ledger(path, NEWER) as ledger:
        assert ledger.add([make_coded("a3"), make_coded("a4")]) == 2
    with reading(path) as con:
        assert store.articles(con)["id"].to_pylist() == ["a1", "a2", "a3", "a4"]
    assert store.prune(path).readings == 1


def test_nothing_to_prune(path: Path, run: Run) -> None:
    with Ledger(path, run) as ledger:
        ledger.add([make_coded()])
    before = path.read_bytes()
    assert store.prune(path).readings == 0
    assert path.read_bytes() == before


def test_a_failure_leaves_the_ledger_as_it_was(path: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    superseded(path, run)
    before = current(path)

    def full(con: duckdb.DuckDBPyConnection, new: Path) -> None:
        raise duckdb.IOException("no space left on device")

    monkeypatch.setattr(pruning, "_copy", full)
    with pytest.raises(StoreError, match="is as it was.*no space left"):
        store.prune(path)
    assert current(path) == before
    assert [file.name for file in path.parent.iterdir()] == [path.name]


def test_no_ledger(path: Path) -> None:
    with pytest.raises(StoreError, match="no such ledger"):
        store.prune(path)
    assert not path.exists()
