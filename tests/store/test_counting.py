"""The table of acts is what the query over all events gives, whatever was written before it and in whatever order."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import duckdb
import pytest

from relata import store
from relata.records import Coded
from relata.store import Ledger, Run, acts, counting, make_run, measuring, ties

from .conftest import reading
from .test_measuring import article

NEWER = make_run(version="9", model="m-two")
# How acts were counted before there was a table of them, kept to hold the table against.
TIES_ANEW = """
    WITH told AS (
        SELECT e.*, coalesce(s.story, e.article_id) AS story, least(source_country, target_country) AS a,
               greatest(source_country, target_country) AS b, NOT "symmetric" AND source_country > target_country AS backward
        FROM (SELECT * FROM events WHERE source_country <> target_country AND day IS NOT NULL AND status IN ('actual', 'past')
              AND article_key NOT IN (SELECT article_key FROM superseded) AND day >= $since) e
        LEFT JOIN stories s ON s.article_id = e.article_id
    )
    SELECT a, b, day, date, date_precision, status, story, score, goldstein FROM told
    QUALIFY coalesce(day - lag(day) OVER (
        PARTITION BY story, a, b, backward, "symmetric", type ORDER BY day, confidence DESC, article_id, n) > 3, true)
    ORDER BY day, a, b, article_id, n"""
ASKED: tuple[dict[str, Any], ...] = (
    {},
    {"other": "SUD,NLD"},
    {"statuses": (*store.ACTED, "planned"), "roles": True, "thirds": True},
    {"statuses": ("actual",)},
    {"statuses": ("actual", "denied")},
    {"since": dt.date(2022, 5, 6), "until": dt.date(2022, 5, 12)},
    {"by_outlet_country": True},
    {"outlet": "Post"},
    {"min_confidence": 0.5},
)


class Joins:
    """Takes texts for copies of chosen earlier ones, in place of comparing them."""

    def __init__(self, olds: dict[str, list[str]]) -> None:
        self.olds = olds

    def sign(self, text: str) -> Any:
        return type("Signature", (), {"values": b"", "size": 1})

    def needs_from(self, n: int) -> int:
        return n

    def add(self, ids: Sequence[str], values: bytes, sizes: Sequence[int]) -> None: ...

    def join(self, articles: Sequence[tuple[str, Any]]) -> list[list[str]]:
        return [self.olds.get(id_, []) for id_, _ in articles]


def some(rng: random.Random, id: str, story: str | None) -> Coded:
    """An article of random acts within two weeks, few enough kinds that many are the same."""
    events = [(*rng.sample("NSVK", 2), rng.choice(("CONSULT", "AID"))) for _ in range(rng.randrange(3))]
    dated = rng.random() < 0.8
    return article(
        id,
        *((source, type, target) for source, target, type in events),
        day=f"2022-05-{rng.randint(1, 14):02}",
        story=story,
        status=rng.choice(("actual", "actual", "actual", "past", "planned", "denied")),
        confidence=rng.choice((0.3, 0.9)),
        symmetric=rng.random() < 0.3,
        outlet=rng.choice(("Post", "Star")),
        outlet_country=rng.choice(("NLD", "SUD", None)),
        **({} if dated else {"date": None, "date_precision": None}),
    )


STANDING: tuple[dict[str, Any], ...] = ({}, {"since": dt.date(2022, 5, 6)}, {"outlet": "Post"}, {"min_confidence": 0.5})


def compare(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The table against the query that fills it, and questions to it against those to all events."""
    with reading(path) as con:
        kept, anew = (con.sql(sql).fetchall() for sql in ("SELECT * FROM acts ORDER BY key", counting.table()))
        assert kept == anew
        for since in ("2000-01-01", "2022-05-06"):
            day = dt.date.fromisoformat(since)
            assert ties(con, since=day).to_pylist() == con.sql(TIES_ANEW, params={"since": day}).to_arrow_table().to_pylist()
        for asked in STANDING:
            counted = {row["id"] for row in acts(con, "NLD", "VLD", **asked).to_pylist() if row["status"] != "past" or row["date"]}
            more = {("acts_since" if name == "since" else name): value for name, value in asked.items()}
            listed = store.events(con, pair=("NLD", "VLD"), acts=["day"], **more, limit=None)["id"].to_pylist()
            assert len(listed) == len(counted) and set(listed) == counted
        found = answers(con)
        assert all(found)
        with monkeypatch.context() as patch:
            patch.setattr(measuring, "is_kept", lambda *_: False)
            assert found == answers(con)


def answers(con: duckdb.DuckDBPyConnection) -> list[list[dict[str, Any]]]:
    dyads = [acts(con, "NLD,VLD", **{"other": "SUD", **asked}).to_pylist() for asked in ASKED]
    narrow: tuple[dict[str, Any], ...] = ({"outlet": "Post"}, {"min_confidence": 0.5}, {"states": ["NLD", "SUD"]})
    return dyads + [ties(con, **asked).to_pylist() for asked in narrow]


@pytest.mark.parametrize("seed", range(3))
def test_the_table_is_the_query_whatever_was_written(path: Path, run: Run, monkeypatch: pytest.MonkeyPatch, seed: int) -> None:
    rng = random.Random(seed)
    ids = [f"a{n:02}" for n in range(40)]
    names = (None, None, None, "one", "two", "a03")  # an article's own id too, which is the story of an article without one
    with Ledger(path, run) as ledger:
        for start in range(0, 40, 8):
            ledger.add([some(rng, id_, rng.choice(names)) for id_ in ids[start : start + 8]])
    compare(path, monkeypatch)
    # Grouped later, which makes stories, and makes several one.
    olds = {id_: rng.sample(ids[:n], 1 + (n > 9)) for n, id_ in enumerate(ids) if n and rng.random() < 0.4}
    more = [f"b{n:02}" for n in range(10)]
    olds |= {id_: rng.sample(ids, 3) for id_ in more}
    with Ledger(path, run) as ledger:
        ledger.group_by(Joins(olds))
        ledger.add([some(rng, id_, None) for id_ in more[:5]])
        ledger.add([some(rng, id_, None) for id_ in more[5:]])
    compare(path, monkeypatch)
    # A newer model reads some again; users may now say another story.
    with Ledger(path, NEWER) as ledger:
        ledger.group_by(Joins({}))
        for start in range(0, 20, 5):
            ledger.add([some(rng, id_, rng.choice((*names, "three"))) for id_ in rng.sample(ids[start : start + 10], 5)])
    compare(path, monkeypatch)
    store.prune(path)
    compare(path, monkeypatch)
    with Ledger(path, NEWER) as ledger:
        ledger.add([some(rng, id_, "two") for id_ in ids[:6]])
    compare(path, monkeypatch)


def test_a_ledger_of_version_2_is_given_the_table(path: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    rng = random.Random(7)
    for by in (run, NEWER):
        with Ledger(path, by) as ledger:
            ledger.add([some(rng, f"a{n:02}", rng.choice((None, "one", "two"))) for n in range(30)])
    with duckdb.connect(str(path)) as con:  # which is all that a version 2 lacked
        con.execute("DROP TABLE acts; UPDATE schema_version SET version = 2")
    compare(path, monkeypatch)


def test_many_ties_come_as_they_were_written(fill, monkeypatch: pytest.MonkeyPatch) -> None:
    con = fill(article("b", ("N", "AID", "S"), day="2022-05-20"), article("a", ("N", "AID", "V"), day="2022-05-10"))
    oldest_first = ties(con).to_pylist()
    monkeypatch.setattr(measuring, "IN_ORDER", 1)
    assert ties(con).to_pylist() == oldest_first[::-1]


def test_a_batch_that_fails_leaves_the_table_as_it_was(path: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    with Ledger(path, run) as ledger:
        ledger.add([article("a", ("N", "AID", "S"), story="one")])
        with monkeypatch.context() as patch, pytest.raises(KeyboardInterrupt):
            patch.setattr(Ledger, "_write_skips", lambda *_: (_ for _ in ()).throw(KeyboardInterrupt()))
            ledger.add([article("b", ("N", "AID", "S"), story="one")])
    compare_ids(path, ["a-e0"])
    with Ledger(path, run) as ledger:
        ledger.add([article("b", ("N", "AID", "V"), story="one")])
    compare_ids(path, ["a-e0", "b-e0"])


def compare_ids(path: Path, ids: list[str]) -> None:
    with duckdb.connect(str(path), read_only=True) as con:
        assert [id_ for (id_,) in con.execute("SELECT id FROM acts ORDER BY key").fetchall()] == ids
