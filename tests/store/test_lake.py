"""A lake answers as a ledger does, whatever order its blocks were written in, and counts only those that are done."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import pytest

from relata import store
from relata.errors import Skip, SkipReason, StoreError
from relata.ingest.stories import Copies
from relata.records import Coded
from relata.store import Block, Lake, Ledger, Run, make_run, open_ledger, open_read_only
from relata.store.places import Place

from .conftest import TEXT, make_coded

LOST = Skip("a.txt", "ingest", SkipReason.EMPTY, "no text in it.")
QUERIES: dict[str, dict[str, Any]] = {
    "articles": {"actor": "VLD"},
    "events": {"pair": ("VLD", "KSS")},
    "statements": {"text": "sign"},
    "actors": {},
    "roles": {},
    "runs": {},
}


def coded(id: str, more: str = "") -> Coded:
    return make_coded(id, TEXT + more, story=None)


def make(place: Path | str, blocks: Iterable[tuple[Block, list[Coded | Skip]]], run: Run) -> Path | str:
    lake = Lake(place)
    lake.register(run)
    for block, results in blocks:
        lake.add(block, results, run, Copies())
    con = store.open_lake(lake.place)
    lake.write_stories(store.group_stories(con, Copies()))
    con.close()
    return place


def answers(place: Path | str) -> dict[str, list[dict[str, Any]]]:
    with open_ledger(place) as ledger:
        found = {name: getattr(ledger, name)(limit=None, **f).to_pylist() for name, f in QUERIES.items() if name != "runs"}
        found["once"], found["act"] = ledger.events(once=True).to_pylist(), ledger.events(act="a2-e1").to_pylist()
        found["told"] = ledger.tellings("a2").to_pylist()
        found["article"] = [ledger.article("a2")]
        found["skips"] = [{**row, "at": None} for row in ledger.skips().to_pylist()]
        return {**found, "counts": [ledger.counts()]}


@pytest.mark.parametrize("where", ["{}/lake", "file://{}/lake", "memory://{}/lake"])
def test_a_lake_answers_as_a_ledger(tmp_path: Path, path: Path, run: Run, where: str):
    if where.startswith("memory"):
        pytest.importorskip("fsspec", reason="object stores are not tried: fsspec is not installed")
    codeds = [coded("a1"), coded("a2", " More words."), coded("a3")]
    with Ledger(path, run) as ledger:
        ledger.group_by(Copies())
        ledger.add(codeds)
        ledger.add_skips([LOST])
    blocks = [(Block(1, 0, True), [codeds[2]]), (Block(0, 1, True), [codeds[1], LOST]), (Block(0, 0), [codeds[0]])]
    place = make(where.format(tmp_path), blocks, run)
    assert answers(place) == answers(path)
    assert [len(answers(path)[name]) for name in ("once", "act", "told")] == [5, 3, 4]
    assert answers(Path(place)) == answers(path)  # a Path folds the strokes of an address


def test_a_lake_without_blocks_has_empty_tables(tmp_path: Path, run: Run):
    make(tmp_path / "lake", [], run)
    with open_ledger(tmp_path / "lake") as ledger:
        assert ledger.counts()["articles"] == 0
        assert ledger.events().num_rows == ledger.roles().num_rows == ledger.skips().num_rows == 0


def files(folder: Path, table: str) -> dict[str, bytes]:
    return {file.name: file.read_bytes() for file in (folder / table).iterdir()}


def test_a_block_written_again_is_the_same_to_the_byte(tmp_path: Path, run: Run):
    one, other = (Path(make(tmp_path / name, [(Block(0, 0, True), [coded("a1")])], run)) for name in ("one", "other"))
    make(other, [(Block(0, 0, True), [coded("a1")])], run)
    for table in ("articles", "events", "evidence", "statements", "signatures", "texts"):
        assert files(one, table) == files(other, table)


def test_a_block_counts_once_its_articles_are_there(tmp_path: Path, run: Run):
    place = Path(make(tmp_path / "lake", [(Block(0, 0), [coded("a1")]), (Block(0, 1, True), [coded("a2")])], run))
    (place / "articles" / "0000000-00001-end.parquet").unlink()
    assert Lake(place).blocks() == [Block(0, 0)]
    with open_ledger(place) as ledger:
        assert ledger.counts()["events"] == 3


def test_an_article_of_two_blocks_counts_once_and_a_later_run_supersedes(tmp_path: Path, run: Run):
    again = make_run(version="0.2.0", model="m-two")
    place = make(tmp_path / "lake", [(Block(0, 0, True), [coded("a1")]), (Block(1, 0, True), [coded("a1"), coded("a2", " x")])], run)
    make(place, [(Block(2, 0, True), [coded("a2", " x")])], again)
    with open_ledger(place) as ledger:
        assert ledger.articles()["id"].to_pylist() == ["a1", "a2"]
        assert (ledger.events().num_rows, ledger.events(run=run.id).num_rows, ledger.events(run=again.id).num_rows) == (6, 6, 3)
        assert {row["id"]: row["n_superseded"] for row in ledger.runs().to_pylist()} == {run.id: 1, again.id: 0}


def test_stories_that_users_gave_are_kept(tmp_path: Path, run: Run):
    place = make(tmp_path / "lake", [(Block(0, 0, True), [make_coded("a1", story="mine"), make_coded("a2", story=None)])], run)
    with open_ledger(place) as ledger:
        assert ledger.articles(story="mine")["id"].to_pylist() == ["a1", "a2"]


def test_what_cannot_be_kept_is_given_up_alone(tmp_path: Path, run: Run):
    other_text = coded("a1", " Another text.")
    place = make(tmp_path / "lake", [(Block(0, 0, True), [coded("a1"), other_text, coded("a1")])], run)
    with open_ledger(place) as ledger:
        assert ledger.counts()["articles"] == 1
        assert "another text already has the id" in ledger.skips()["detail"][0].as_py()


def test_sources_keep_their_numbers_and_what_they_begin_with(tmp_path: Path, run: Run):
    lake = Lake(tmp_path / "lake")
    asked: list[int] = []

    def people() -> list[Any]:
        asked.append(1)
        return []

    first = lake.plan([("b", 5), ("a", 3)], run, people)
    second = lake.plan([("a", 3), ("c", 1), ("a", 4)], run, people)
    assert [(one.n, one.address, one.size, one.people) for one in first] == [(0, "b", 5, 1), (1, "a", 3, 1)]
    assert [(one.n, one.address, one.size, one.people) for one in second] == [(1, "a", 3, 1), (2, "c", 1, 2), (3, "a", 4, 2)]
    assert lake.plan([("b", 5)], run, people) == first[:1]
    assert (len(asked), lake.spells(2)) == (2, [])


def test_begun_blocks_are_counted_until_they_are_done(tmp_path: Path, run: Run):
    lake = Lake(tmp_path / "lake")
    block = Block(0, 0, True)
    assert [lake.begin(block) for _ in range(3)] == [0, 1, 2]
    lake.add(block, [], run, Copies())
    assert lake.begin(block) == 0


def refusals(tmp_path: Path, run: Run) -> dict[str, Callable[[], object]]:
    folder = tmp_path / "photos"
    folder.mkdir()
    (folder / "x.png").write_bytes(b"x")
    newer = Path(make(tmp_path / "newer", [], run))
    (newer / "relata-lake.json").write_text(json.dumps({"schema_version": 99}))
    damaged = Path(make(tmp_path / "damaged", [], run))
    (damaged / "relata-lake.json").write_text("{")
    broken = Path(make(tmp_path / "broken", [(Block(0, 0, True), [coded("a1")])], run))
    (broken / "events" / "0000000-00000-end.parquet").write_bytes(b"x")
    return {
        "files that are no lake": lambda: Lake(folder),
        "a folder, but no lake": lambda: open_read_only(folder),
        "schema version 99": lambda: open_read_only(newer),
        "damaged": lambda: Lake(damaged),
        "cannot be opened": lambda: open_read_only(broken),
        "a lake, which only": lambda: Ledger(damaged, run),
        "cannot be reached here": lambda: Place.at("nothing://x/y"),
    }


def test_what_is_no_lake_says_why(tmp_path: Path, run: Run):
    for words, attempt in refusals(tmp_path, run).items():
        with pytest.raises(StoreError, match=words):
            attempt()


def test_names_of_blocks():
    assert [Block(12, 3).name, Block(12, 3, True).name] == ["0000012-00003", "0000012-00003-end"]
    assert Block.named("0000012-00003-end.parquet") == Block(12, 3, True)
    assert Block.named(".0000012-00003.parquet.17.part") is None
    assert Block(0, 1).first_key > Block(0, 0).first_key + 10_000_000
    assert Block((1 << 23) - 1, (1 << 16) - 1).first_key + (1 << 24) - 1 < 1 << 63
