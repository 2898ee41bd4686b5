"""What workers do, without a cluster."""

from __future__ import annotations

import gzip
import pickle
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from relata.errors import Skip, SkipReason
from relata.records import Article
from relata.scale.work import TRIES, CodeBlocks, ReadSources, blocks_of, items_of
from relata.store import Block, Lake, Planned, open_ledger

from .conftest import TEXT, write

WARC = (
    "WARC/1.0\r\nWARC-Type: conversion\r\nWARC-Target-URI: http://norland.example/1\r\nContent-Type: text/plain\r\n"
    "Content-Length: {}\r\n\r\n{}\r\n\r\n"
)


def planned(address: Path | str) -> Planned:
    return Planned(4, "r", str(address), 0, 1)


@pytest.mark.parametrize(("n", "sizes"), [(0, [0]), (3, [3]), (8, [8]), (9, [8, 1])])
def test_a_source_becomes_blocks_of_which_the_last_is_known(make_job, tmp_path: Path, n: int, sizes: list[int]):
    table = pa.table({"text": [f"{TEXT} {i}" for i in range(n)]}, schema=pa.schema([("text", pa.string())]))
    pq.write_table(table, tmp_path / "x.parquet")
    found = list(blocks_of(planned(tmp_path / "x.parquet"), make_job(tmp_path / "lake")))
    assert [block for block, _ in found] == [Block(4, part, part == len(sizes) - 1) for part in range(len(sizes))]
    assert [len([item for item in items if isinstance(item, Article)]) for _, items in found] == sizes


def test_archives_and_addresses_are_read(make_job, tmp_path: Path):
    data = b"".join(gzip.compress(WARC.format(len(TEXT.encode()), TEXT).encode()) for _ in range(2))
    (tmp_path / "x.warc.gz").write_bytes(data)
    (item, _) = items_of(f"file://{tmp_path}/x.warc.gz", make_job(tmp_path / "lake"))
    assert isinstance(item, Article)
    assert (item.text, item.url) == (TEXT, "http://norland.example/1")


def test_what_cannot_be_read_is_one_skip(make_job, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    job = make_job(tmp_path / "lake")
    (tmp_path / "x.txt").write_text(TEXT)
    for name, reason in (("x.txt", SkipReason.UNSUPPORTED), ("none.jsonl", SkipReason.UNREADABLE)):
        (skip,) = items_of(str(tmp_path / name), job)
        assert isinstance(skip, Skip)
        assert (skip.source, skip.reason) == (str(tmp_path / name), reason)
    file = write(tmp_path / "x.jsonl", [TEXT])
    monkeypatch.setattr("relata.ingest.read.records_json.make_record", lambda *args: 1 / 0)
    monkeypatch.setattr("relata.ingest.records_json.make_record", lambda *args: 1 / 0)
    (skip,) = items_of(str(file), job)
    assert isinstance(skip, Skip)
    assert skip.reason is SkipReason.FAILED
    assert "ZeroDivisionError" in skip.detail


def row(block: Block, *items: Article | Skip) -> dict[str, list[object]]:
    return {"block": [block.name], "people": [1], "items": [pickle.dumps(list(items))]}


@pytest.fixture
def job(make_job, tmp_path: Path):
    made = make_job(tmp_path / "lake")
    lake = Lake(made.lake)
    lake.register(made.run)
    lake.plan([("x", 1)], made.run, lambda: [])
    return made


def test_a_block_is_coded_once(job):
    work = CodeBlocks(job)
    block = Block(0, 0, True)
    items = [Article(TEXT, id="a1"), Skip("x:2", "ingest", SkipReason.EMPTY, "no text in it.")]
    first = next(work(row(block, *items)))
    assert first == {"n_articles": [1], "n_statements": [1], "n_events": [1], "n_skipped": [1], "error": [""]}
    # Asked again, as after a death, it says what is there; the articles are not looked at.
    assert next(work({**row(block), "items": [b"no pickle"]})) == first


def test_a_block_that_always_ends_its_worker_is_given_up(job):
    block = Block(0, 0, True)
    for _ in range(TRIES):
        Lake(job.lake).begin(block)
    (done,) = CodeBlocks(job)(row(block, Article(TEXT, id="a1")))
    assert (done["n_articles"], done["n_skipped"]) == ([0], [1])
    with open_ledger(job.lake) as ledger:
        assert "has ended the worker 4 times" in ledger.skips()["detail"][0].as_py()


def test_a_worker_with_another_model_says_so(job, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(
        "poison_coder.PoisonCoder.__init__", lambda self: setattr(self, "model_id", "other") or setattr(self, "settings", {})
    )
    (done,) = CodeBlocks(job)(row(Block(0, 0, True), Article(TEXT)))
    assert "another version, model or settings" in done["error"][0]
    assert Lake(job.lake).blocks() == []


def test_a_lake_that_cannot_be_written_ends_the_run(job, monkeypatch: pytest.MonkeyPatch):
    def full(*args: object) -> None:
        raise OSError(28, "No space left on device")

    work = CodeBlocks(job)
    monkeypatch.setattr("os.replace", full)
    (done,) = work(row(Block(0, 0, True), Article(TEXT)))
    assert "No space left" in done["error"][0]


def test_blocks_that_are_done_are_not_handed_on(make_job, tmp_path: Path):
    job = make_job(tmp_path / "lake", size=2)
    file = write(tmp_path / "x.jsonl", [f"{TEXT} {n}" for n in range(5)])
    source = pickle.dumps((planned(file), {Block(4, 1)}))
    assert [one["block"] for one in ReadSources(job)({"source": [source]})] == [["0000004-00000"], ["0000004-00002-end"]]
