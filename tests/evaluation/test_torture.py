"""Readings and watches that are killed again and again leave whole ledgers, and the pages stand. `make torture` does so at length."""

from __future__ import annotations

import json
import os
import sys
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import duckdb
import pytest

from relata.cli import coding
from relata.store import Ledger
from relata.web import make_server

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


class Faulty(BaseHTTPRequestHandler):
    """What a server must not answer: a fault, no headers of safety, and what was sent, as it was."""

    def do_GET(self) -> None:
        self.send_response(200 if self.path.startswith("/search") else 500)
        self.send_header("content-type", "text/html")
        self.end_headers()
        self.wfile.write(b"<p><script>x7(1)</script>")

    def log_message(self, *_: object) -> None:
        """Says nothing."""


def test_pages_stand_and_a_faulty_server_is_told(tmp_path: Path):
    import torture_web

    from ..cli.fake import FakeCoder, make_articles

    db = tmp_path / "news.duckdb"
    with Ledger(db, coding.make_run(FakeCoder())) as ledger:
        coding.keep(FakeCoder().stream(make_articles()), ledger=ledger)
    server = make_server(db)
    thread = threading.Thread(target=server.run)
    thread.start()
    try:
        tally = torture_web.attack(server.port, db, seconds=3.0, n_silent=5)
    finally:
        server.stop()
        thread.join()
    assert not tally.wrong
    assert tally.answers["200"] > 10 and tally.answers["400"] > 10 and not tally.answers["500"]

    with ThreadingHTTPServer(("127.0.0.1", 0), Faulty) as faulty:
        threading.Thread(target=faulty.serve_forever).start()
        found = torture_web.Tally()
        for path in ("/search", "/events"):
            torture_web.check(faulty.server_port, torture_web.request("GET", path), "127.0.0.1", path, found)
        faulty.shutdown()
    assert found.wrong == [
        *("200 without the headers of safety: /search", "markup came back: /search"),
        *("500: /events", "500 without the headers of safety: /events", "markup came back: /events"),
    ]
