"""The Python way in: the same queries, closed at the end, from several threads."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

import relata
from relata import store
from relata.errors import StoreError
from relata.store import Ledger, Run

from .conftest import make_coded, reading


@pytest.fixture
def ledger(path: Path, run: Run) -> Path:
    with Ledger(path, run) as ledger:
        ledger.add([make_coded(), make_coded("a2")])
    return path


def test_each_method_is_the_query(ledger: Path) -> None:
    with relata.open_ledger(str(ledger)) as reader, reading(ledger) as con:
        for name in ("articles", "events", "statements", "actors", "roles", "skips", "runs", "counts"):
            assert getattr(reader, name)() == getattr(store, name)(con), name
        assert reader.article("a2") == make_coded("a2").to_dict()
        assert reader.events(pair=("KSS", "VLD"), limit=1).num_rows == 1
        assert "Events with the words" in (relata.LedgerReader.events.__doc__ or "")


def test_it_lets_go_of_the_file(ledger: Path, run: Run) -> None:
    with relata.open_ledger(ledger) as reader, pytest.raises(StoreError, match="locked"):
        Ledger(ledger, run)
    Ledger(ledger, run).close()
    with pytest.raises(StoreError, match="cannot be read"):
        reader.counts()


def test_threads_may_share_it(ledger: Path) -> None:
    with relata.open_ledger(ledger) as reader:
        expected = reader.events(actor="Ana Brel")
        with ThreadPoolExecutor(8) as pool:
            assert all(table == expected for table in pool.map(lambda _: reader.events(actor="Ana Brel"), range(40)))
