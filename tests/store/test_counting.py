"""The table of acts is what the query over all events gives, whatever was written before it and in whatever order."""

from __future__ import annotations

import datetime as dt
import random
import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import duckdb
import pytest

from relata import store
from relata.records import Coded, Place
from relata.store import Ledger, Run, acts, busiest, counting, make_run, measuring, tallies, ties, wording

from .conftest import reading
from .test_measuring import article

NEWER = make_run(version="9", model="m-two")
REPORTS = """
    SELECT e.key, e.article_id, e.n, e.day, e.date, e.date_precision, e.confidence, e.type, e.contexts, e.status, e.symmetric, e.place_name,
           source_country, target_country, p.published, p.outlet, p.outlet_country, coalesce(s.story, e.article_id) AS story,
           CASE WHEN doer.kind = 'person' THEN doer.id WHEN doer.sector <> 'GOV' THEN doer.sector END AS source_who,
           CASE WHEN done_to.kind = 'person' THEN done_to.id WHEN done_to.sector <> 'GOV' THEN done_to.sector END AS target_who
    FROM events e JOIN articles p ON p.key = e.article_key LEFT JOIN stories s ON s.article_id = e.article_id
    LEFT JOIN actors doer ON doer.article_key = e.article_key AND doer.id = source_actor
    LEFT JOIN actors done_to ON done_to.article_key = e.article_key AND done_to.id = target_actor
    WHERE source_country <> target_country AND e.day IS NOT NULL AND status IN ('actual', 'past', 'planned')
      AND e.article_key NOT IN (SELECT article_key FROM superseded)"""


def acts_anew(con: duckdb.DuckDBPyConnection) -> list[list[dict[str, Any]]]:
    """The rule once more, row by row: the reports of each act, in order."""
    stories, days, made = defaultdict(list), defaultdict(dict), []
    for row in con.sql(REPORTS).to_arrow_table().to_pylist():
        pair = tuple(sorted((row["source_country"], row["target_country"])))
        way = None if row["symmetric"] else row["source_country"]
        stories[row["story"], pair, row["type"], row["status"] == "planned", way].append(row)
    for (story, *same), rows in stories.items():
        rows.sort(key=lambda row: row["day"])
        chains = [[rows[0]]]
        for row in rows[1:]:
            chains.append([]) if (row["day"] - chains[-1][-1]["day"]).days > 3 else None
            chains[-1].append(row)
        for chain in chains:
            known = [row["date"] for row in chain if row["date_precision"] == "day"]
            texts = [row["date"] for row in chain if row["date_precision"] == "day" and row["date"] != row["published"]]
            units = defaultdict(list)
            for row in chain:
                earlier = [day for day in texts if day <= row["day"]]
                units[max(earlier) if earlier else min(texts or known, default=None)].append(row)
            for day, unit in units.items():
                if day is None:
                    made.append(unit)
                else:
                    days[day, *same][story] = unit
    for units in days.values():
        told = {story: details(unit) for story, unit in units.items()}
        one = [len({detail[n] for detail in told.values()} - {None}) < 2 for n in range(3)]
        contexts = [set(detail[3]) for detail in told.values() if detail[3]]
        one.append(not contexts or bool(set.intersection(*contexts)))
        acts = defaultdict(list)
        for story, detail in told.items():
            acts[tuple(None if one[n] else detail[n] for n in range(4))] += units[story]
        made += acts.values()
    return [sorted(rows, key=lambda row: (row["day"], -row["confidence"], row["article_id"], row["n"])) for rows in made]


def details(unit: list[dict[str, Any]]) -> tuple[Any, ...]:
    def told(values: Iterable[str | None]) -> Any:
        return tuple(sorted({value.lower() for value in values if value})) or None

    forward = [row["source_country"] < row["target_country"] for row in unit]
    one, other = (
        told(row["source_who" if ahead is first else "target_who"] for row, ahead in zip(unit, forward, strict=True))
        for first in (True, False)
    )
    return told(row["place_name"] for row in unit), one, other, told(context for row in unit for context in row["contexts"]) or ()


def named_anew(acts: list[list[dict[str, Any]]]) -> dict[int, tuple[Any, ...]]:
    return {
        row["key"]: (
            act[0]["key"], act[n - 1]["day"] if n else None,
            len({r["article_id"] for r in act}), len({r["outlet"] for r in act if r["outlet"]}),
            sorted({r["outlet_country"] for r in act if r["outlet_country"]}),
        )
        for act in acts for n, row in enumerate(act)
    }  # fmt: skip


def ties_anew(acts: list[list[dict[str, Any]]], since: dt.date) -> list[tuple[Any, ...]]:
    left = ([row for row in act if row["day"] >= since and row["status"] != "planned"] for act in acts)
    return sorted(
        (row["day"], *sorted((row["source_country"], row["target_country"])), row["article_id"], row["n"], row["story"])
        for row, *_ in filter(None, left)
    )  # fmt: skip


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
    events = [(*rng.sample("NSVKM", 2), rng.choice(("CONSULT", "AID"))) for _ in range(rng.randrange(3))]
    day = rng.randint(1, 14)
    # Most are dated by their article, some by their text, a few by neither.
    date = {"date": dt.date(2022, 5, max(1, day - rng.randrange(5)))} if rng.random() < 0.4 else {}
    return article(
        id,
        *((source, type, target) for source, target, type in events),
        day=f"2022-05-{day:02}",
        story=story,
        status=rng.choice(("actual", "actual", "actual", "past", "planned", "denied")),
        confidence=rng.choice((0.3, 0.9)),
        symmetric=rng.random() < 0.3,
        outlet=rng.choice(("Post", "Star")),
        outlet_country=rng.choice(("NLD", "SUD", None)),
        place=rng.choice((None, None, Place(0, 1, "N", "Tarn", "NLD"), Place(0, 1, "N", "Kess", "NLD"))),
        contexts=rng.choice(((), ("economic",), ("economic", "military"), ("legal",))),
        **rng.choice((date, date, date, date, {"date": None, "date_precision": None}, {"date_precision": "month"})),
    )


STANDING: tuple[dict[str, Any], ...] = ({}, {"since": dt.date(2022, 5, 6)}, {"outlet": "Post"}, {"min_confidence": 0.5})
SIDES = (("NLD", "VLD"), ("state:NLD", "SUD"))  # an id is one actor; the table is not asked for those


def compare(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The table against the query that fills it, and questions to it against those to all events."""
    with reading(path) as con:
        kept, anew = (con.sql(sql).fetchall() for sql in ("SELECT * FROM acts ORDER BY key", counting.table()))
        assert kept == anew
        for name, sql in (("tallies", tallies.table()), ("claims", tallies.claims()), ("fragments", tallies.fragments())):
            assert sorted(con.sql(f"SELECT * FROM {name}").fetchall()) == sorted(con.sql(sql).fetchall()), name
        assert indexed(con) == words_anew(con)
        acts = acts_anew(con)
        table = con.sql('SELECT "key", act, previous, tellings, outlets, outlet_countries FROM acts').fetchall()
        assert {key: told for key, *told in table} == {key: [*told] for key, told in named_anew(acts).items()}
        for since in (dt.date(2000, 1, 1), dt.date(2022, 5, 6)):
            numbers = dict(con.sql("SELECT DISTINCT story, hash(story) FROM acts").fetchall())
            wanted = [(day, a, b, numbers[story]) for day, a, b, _, _, story in ties_anew(acts, since)]
            assert [*zip(*ties(con, since=since).select(["day", "a", "b", "story"]).to_pydict().values(), strict=True)] == wanted
        found, listed = answers(con), lists(con)
        assert all(found) and any(listed)
        with monkeypatch.context() as patch:
            patch.setattr(counting, "is_kept", lambda *_: False)
            assert (found, listed) == (answers(con), lists(con))


def indexed(con: duckdb.DuckDBPyConnection) -> list[tuple[int, str]]:
    sql = """SELECT article_key, spelling FROM (FROM occurrences UNION ALL FROM fresh_occurrences) o JOIN words ON words.id = o.word"""
    return sorted(con.sql(sql).fetchall())


def words_anew(con: duckdb.DuckDBPyConnection) -> list[tuple[int, str]]:
    rows = con.sql("SELECT key, title, text FROM articles JOIN texts ON sha = text_sha").fetchall()
    return sorted((key, word) for key, title, text in rows for word in set(re.findall(r"[^\W_]+", f"{title or ''} {text}".lower())))


def lists(con: duckdb.DuckDBPyConnection) -> list[set[str]]:
    """The events that are listed for what measures count, which must be those that they count."""
    found = []
    for one, other in SIDES:
        for asked in STANDING:
            counted = {row["id"] for row in acts(con, one, other, **asked).to_pylist() if row["status"] != "past" or row["date"]}
            more = {("acts_since" if name == "since" else name): value for name, value in asked.items()}
            listed = store.events(con, pair=(one, other), acts=["day", "month"], **more, limit=None)["id"].to_pylist()
            assert len(listed) == len(counted) and set(listed) == counted
            found.append(counted)
    return found


def answers(con: duckdb.DuckDBPyConnection) -> list[list[dict[str, Any]]]:
    dyads = [acts(con, "NLD,VLD", **{"other": "SUD", **asked}).to_pylist() for asked in ASKED]
    narrow: tuple[dict[str, Any], ...] = ({"outlet": "Post"}, {"min_confidence": 0.5}, {"states": ["NLD", "SUD"]})
    return dyads + [ties(con, **asked).to_pylist() for asked in narrow] + [busiest(con, **asked).to_pylist() for asked in ({}, STANDING[1])]


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
    with duckdb.connect(str(path)) as con:  # which is all that a version 2 lacked, with what later ones brought
        for table in ("acts", *tallies.TABLES, *wording.TABLES):
            con.execute(f"DROP TABLE {table}")
        con.execute("UPDATE schema_version SET version = 2")
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
