"""A reading that is killed again and again leaves the ledger of an undisturbed one. `make torture` does so at length."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

import duckdb
import pytest

pytestmark = pytest.mark.slow
TESTS = Path(__file__).parents[1]
PROGRAM = """
import sys, time
sys.path.insert(0, sys.argv.pop(1))
from cli import fake
from relata import batches
from relata.cli import coding, main

class Slow(fake.FakeCoder):
    def stream(self, articles, workers=1):
        for coded in super().stream(articles):
            time.sleep(0.01)
            yield coded

batches.BATCH = 16
coding.make_coder = lambda *, actors=(), model=None, types=(): Slow()
main()
"""


TEXT = "Norland welcomed Sudria on Tuesday. “We are glad,” Ada Krell said, the Vell Agency reported."


def write(path: Path, n: int = 64) -> Path:
    """Articles of which every two are copies."""
    articles = ({"id": f"a{i:03}", "text": f"{TEXT} Number {i // 2}.", "published": f"2022-01-{1 + i % 2:02}"} for i in range(n))
    path.write_text("".join(json.dumps(article) + "\n" for article in articles))
    return path


def test_killed_runs_leave_the_ledger_of_an_undisturbed_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    import torture

    monkeypatch.setenv("PYTHONPATH", os.pathsep.join(sys.path))
    read = [sys.executable, "-c", PROGRAM, str(TESTS), "read", str(write(tmp_path / "news.jsonl"))]
    assert torture.torture(read, tmp_path, kills=3) >= 1
    with duckdb.connect(str(tmp_path / "whole.duckdb")) as con:
        con.execute("UPDATE stories SET story = 'other' WHERE article_id = 'a007'")
    assert torture.differences(tmp_path / "whole.duckdb", tmp_path / "broken-0.duckdb") == ["stories"]


FAKE = """
import sys
sys.path.insert(0, {tests!r})
from cli import fake
from relata.cli import coding
coding.make_coder = lambda *, actors=(), model=None, types=(): fake.FakeCoder()
"""


def test_a_watch_that_is_killed_reads_every_entry_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    import torture_watch

    monkeypatch.setenv("PYTHONPATH", os.pathsep.join(sys.path))
    command = [sys.executable, "-c", FAKE.format(tests=str(TESTS)) + torture_watch.PROGRAM]
    assert torture_watch.torture(command, tmp_path, kills=2, seconds=30.0, n_entries=4, patience=2.0) >= 1
    with duckdb.connect(str(tmp_path / "watched.duckdb")) as con:
        con.execute("UPDATE articles SET outlet = 'Another Post' WHERE key = 1")
    with pytest.raises(SystemExit, match="the articles differ"):
        torture_watch.compare(tmp_path / "watched.duckdb", tmp_path / "at-once.duckdb", 4)
    with pytest.raises(SystemExit, match="4 articles in the ledger, 5 in the feed"):
        torture_watch.compare(tmp_path / "watched.duckdb", tmp_path / "at-once.duckdb", 5)
