"""A cluster of two workers: the rows of a plain run, also where a worker is killed midway and where articles end it."""

from __future__ import annotations

import os
import signal
import threading
import time
from contextlib import suppress
from pathlib import Path

import pytest

from relata.errors import IngestError
from relata.scale import read_into_lake
from relata.scale.run import find_sources
from relata.store import Ledger, open_ledger

from .conftest import TEXT, write

pytestmark = [pytest.mark.slow, pytest.mark.filterwarnings("ignore")]
QUERIES = ("articles", "events", "statements", "actors", "roles")


def rows(path: Path) -> dict[str, list[dict]]:
    with open_ledger(path) as ledger:
        asked = {name: getattr(ledger, name)(limit=None).to_pylist() for name in QUERIES}
        asked["skips"] = [{**row, "at": None} for row in ledger.skips(limit=None).sort_by("source").to_pylist()]
        return asked


def plain(path: Path, files: list[Path], job) -> dict[str, list[dict]]:
    """What a run in one process makes of them."""
    from relata import batches, ingest
    from relata.ingest.stories import Copies

    with Ledger(path, job.run) as ledger:
        ledger.group_by(Copies())
        items = list(ingest.read_paths(files))
        results = list(batches.code_and_learn(items, job.make()))
        ledger.add([result for result in results if hasattr(result, "article")])
        ledger.add_skips([result for result in results if not hasattr(result, "article")])
    return rows(path)


def kill_one(pids: Path, lake: Path) -> list[int]:
    """Kill a coder's process, once some blocks are done and others are begun."""
    until = time.monotonic() + 60
    while time.monotonic() < until:
        with suppress(FileNotFoundError):
            if len(list((lake / "articles").iterdir())) >= 3 and any((lake / "begun").iterdir()):
                pid = max((file for file in pids.iterdir()), key=lambda file: file.stat().st_mtime).name
                os.kill(int(pid), signal.SIGKILL)
                return [int(pid)]
        time.sleep(0.005)
    return []


def test_a_worker_killed_midway_leaves_the_rows_of_a_plain_run(ray_cluster: Path, make_job, tmp_path: Path):
    folder = tmp_path / "in"
    folder.mkdir()
    files = [write(folder / f"{name}.jsonl", [f"{TEXT} Number {name} {n // 2}." for n in range(100)], name) for name in "ab"]
    job = make_job(tmp_path / "lake")
    killed: list[int] = []
    killer = threading.Thread(target=lambda: killed.extend(kill_one(ray_cluster, tmp_path / "lake")))
    killer.start()
    done = []
    read_into_lake([str(folder)], job, workers=2, on_block=done.append)
    killer.join()
    assert len(killed) == 1
    assert sum(one.n_articles for one in done) == 200
    assert rows(tmp_path / "lake") == plain(tmp_path / "plain.duckdb", files, job)
    assert list((tmp_path / "lake" / "begun").iterdir()) == []
    # Again, nothing is left to do; with one more file only that is read.
    before = {file: file.stat().st_mtime_ns for file in (tmp_path / "lake" / "events").iterdir()}
    files.append(write(folder / "c.jsonl", [f"{TEXT} One more."], "c"))
    done.clear()
    read_into_lake([str(folder)], job, workers=2, on_block=done.append)
    assert [one.n_articles for one in done] == [1]
    assert all(file.stat().st_mtime_ns == at for file, at in before.items())


def test_articles_that_raise_or_end_their_worker_are_given_up_alone(ray_cluster: Path, make_job, tmp_path: Path):
    texts = [f"{TEXT} Number {n}." for n in range(20)]
    texts[3], texts[11] = "BUG", "DIE"
    file = write(tmp_path / "news.jsonl", texts)
    with file.open("a") as stream:
        stream.write("{broken\n")
    done = []
    read_into_lake([str(file)], make_job(tmp_path / "lake"), workers=2, on_block=done.append)
    assert (sum(one.n_articles for one in done), sum(one.n_skipped for one in done)) == (18, 3)
    found = rows(tmp_path / "lake")
    assert [row["source"] for row in found["skips"]] == [f"{file}:21", "a003", "a011"]
    assert "ValueError: a broken tree" in found["skips"][1]["detail"]
    assert "BrokenProcessPool" in found["skips"][2]["detail"]
    assert len(found["articles"]) == 18


def test_sources_are_found_by_name(tmp_path: Path):
    (tmp_path / "b").mkdir()
    for name in ("b/2.jsonl", "a.parquet", "_SUCCESS", ".hidden.jsonl", "README.md", "b/photo.png", "notes.txt"):
        (tmp_path / name).write_text("x")
    assert find_sources([str(tmp_path)]) == [(str(tmp_path / name), 1) for name in ("a.parquet", "b/2.jsonl", "notes.txt")]
    assert find_sources([f"file://{tmp_path}/b"]) == [(f"file://{tmp_path}/b/2.jsonl", 1)]
    with pytest.raises(IngestError, match="no such file"):
        find_sources([str(tmp_path / "none")])
