"""What a ledger learns is the same with one process or two, unbroken or gone on with."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import closing
from itertools import islice
from pathlib import Path
from typing import Any

import pytest

from relata import batches, store
from relata.cli import coding
from relata.coder import Coder
from relata.records import Article
from relata.store import Ledger

pytestmark = pytest.mark.slow

TITLES = ("foreign minister", "defence minister", "president", "trade minister")
NAMES = ("Ada Quell", "Tom Roe", "Ana Brel", "Daniel Otieno", "Ileana Rusu")
NATIONS = ("Norwegian", "Kenyan", "Peruvian", "Moldovan", "Ghanaian")


def articles() -> Iterator[Article]:
    """Bare names before and after the texts that explain them, over several batches."""
    for n in range(80):
        who = n % len(NAMES)
        other = (who + 1) % len(NAMES)
        day = dt.date(2022, 1, 1) + dt.timedelta(days=n)
        text = f"{NAMES[who]} praised {NAMES[other]} on {day:%A}. Number {n}."
        if n % 11 == 5:
            title = TITLES[n // 11 % len(TITLES)]
            text = f"{NATIONS[who]} {title} {NAMES[who]} arrived. Number {n}."
        yield Article(text, published=day, id=f"a{n:02}")


def fill(db: Path, *, workers: int = 1, only: int | None = None) -> None:
    """Read the articles into the ledger, or only the first so many results, as a run that is stopped does."""
    fresh = Coder()
    with closing(fresh), Ledger(db, coding.make_run(fresh)) as ledger:
        fresh.learn(ledger.spells())
        results = batches.code_and_learn(coding.without_known(articles(), ledger), fresh, workers=workers)
        coding.keep(islice(results, only), ledger=ledger)


def rows(db: Path) -> dict[str, list[dict[str, Any]]]:
    with closing(store.open_read_only(db)) as con:
        tables = {"events": store.events(con, limit=None), "actors": store.actors(con, limit=None), "roles": store.roles(con, limit=None)}
        return {name: table.to_pylist() for name, table in tables.items()}


def test_the_ledger_is_the_same(tmp_path: Path) -> None:
    fill(tmp_path / "whole.duckdb")
    whole = rows(tmp_path / "whole.duckdb")
    assert {row["country"] for row in whole["roles"]} == {"NOR", "KEN", "PER", "MDA", "GHA"}
    assert any(row["source_country"] and row["target_country"] for row in whole["events"])
    fill(tmp_path / "two.duckdb", workers=2)
    assert rows(tmp_path / "two.duckdb") == whole
    for stop in (32, 64):
        fill(tmp_path / "stopped.duckdb", only=stop)
    fill(tmp_path / "stopped.duckdb")
    assert rows(tmp_path / "stopped.duckdb") == whole
