"""Does `relata watch` lose or double anything, however it ends and whatever the clock says? It is killed and started, again and again.

A server on this machine shows a feed to which an entry is added now and then. The process that watches it is killed at any moment, or the
clock it goes by jumps by up to 400 days, back and forth, while it works. At the end every entry must be in the ledger once, with the rows
of a ledger that was read in one go.

    python evaluation/torture_watch.py --kills 30 --seconds 240
"""

from __future__ import annotations

import argparse
import os
import random
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Sequence
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from relata import store
from relata.errors import StoreError
from torture import kept, wait_for_writing

TEXT = "Norway welcomed Kenya on Tuesday, and Kenya thanked Norway for grain. Norway promised Kenya ship {n}."
DAY = "Fri, {day:02} Oct 2022 10:00:00 GMT"
ADDED_EVERY = 3  # requests for the feed
# `relata watch` that asks this machine, without pauses, every fifth of a second; with CLOCK=jumps by a clock of its own.
PROGRAM = """
import os, random, time
from functools import partial
from relata import ingest
from relata.cli import main

offset, chance = 0.0, random.Random(os.getpid())
def clock():
    global offset
    if os.environ["CLOCK"] == "jumps" and chance.random() < 0.05:
        offset = chance.uniform(-400, 400) * 86400
    return time.time() + offset

def today():
    import datetime
    return datetime.datetime.fromtimestamp(clock(), datetime.UTC).date()

Watcher = ingest.Watcher
ingest.Fetcher = partial(ingest.Fetcher, permits=lambda address: True)
ingest.Visitor = partial(ingest.Visitor, pause=0.0)
ingest.Memory = partial(ingest.Memory, today=today)
ingest.Watcher = lambda *args, **options: Watcher(*args, **{**options, "every": 0.2, "clock": clock})
main()
"""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--kills", type=int, default=30, metavar="N")
    parser.add_argument("--seconds", type=float, default=240.0, metavar="S", help="stop killing after so long")
    parser.add_argument("--entries", type=int, default=60, metavar="N")
    parser.add_argument("--seed", type=int, default=1)
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        n_kills = torture([sys.executable, "-c", PROGRAM], Path(folder), args.kills, args.seconds, args.entries, seed=args.seed)
    print(f"watch: killed {n_kills} times; each of {args.entries} entries stands in the ledger once, with its rows")


class Feed(ThreadingHTTPServer):
    """A feed of so many entries, of which `shown` are there by now."""

    daemon_threads = True

    def __init__(self, n_entries: int) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.n_entries = n_entries
        self.shown = 1
        self.n_asked = 0
        self.url = f"http://127.0.0.1:{self.server_port}"
        threading.Thread(target=self.serve_forever, daemon=True).start()

    def handle_error(self, *args: object) -> None:
        """Who is killed hangs up."""

    def page(self) -> str:
        self.n_asked += 1
        if self.n_asked % ADDED_EVERY == 0:
            self.shown = min(self.shown + 1, self.n_entries)
        entries = "".join(
            f"<item><title>Ship {n}</title><link>{self.url}/{n}</link><pubDate>{DAY.format(day=1 + n % 28)}</pubDate></item>"
            for n in reversed(range(self.shown))
        )
        return f"<rss version='2.0'><channel><title>Harbour Post</title>{entries}</channel></rss>"


class Handler(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        assert isinstance(self.server, Feed)
        kind, body = "text/plain", TEXT.format(n=self.path[1:])
        if self.path == "/rss":
            kind, body = "application/rss+xml", self.server.page()
        elif self.path == "/robots.txt":
            body = ""
        self.send_response(200)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body.encode())

    def log_message(self, *args: object) -> None:
        """Silent."""


def torture(
    command: Sequence[str], folder: Path, kills: int, seconds: float, n_entries: int, *, seed: int = 1, patience: float = 10.0
) -> int:
    """Kill the watch as often, or for so long, and give how often it was. Raises SystemExit where a row is missing, double or other.

    A watch is killed right behind the moment it begins to write, or so many seconds after its start.
    """
    chance = random.Random(seed)
    until = time.monotonic() + seconds
    db = folder / "watched.duckdb"
    killed = 0
    with Feed(n_entries) as feed:
        while killed < kills and time.monotonic() < until:
            process = watch(command, feed.url, db, clock="jumps" if killed % 2 else "true")
            wait_for_writing(db, process, seconds=patience)
            time.sleep(chance.choice((0.0, 0.05, 0.5, 2.0)) * chance.random())
            if process.poll() is not None:
                sys.exit(f"the watch ended by itself, with exit code {process.returncode}")
            process.kill()
            process.wait()
            killed += 1
            print(f"watch: killed {killed} times, {kept(db)} of {feed.shown} entries kept", flush=True)
        feed.shown = n_entries
        for name in (db, folder / "at-once.duckdb"):
            if watch(command, feed.url, name, "--once").wait() > 0:
                sys.exit("the last watch failed")
    compare(db, folder / "at-once.duckdb", n_entries)
    return killed


def watch(command: Sequence[str], url: str, db: Path, *more: str, clock: str = "true") -> subprocess.Popen[bytes]:
    arguments = [*command, "watch", f"{url}/rss", "--db", str(db), *more]
    return subprocess.Popen(arguments, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env={**os.environ, "CLOCK": clock})


def compare(one: Path, other: Path, n_entries: int) -> None:
    found = []
    for path in (one, other):
        try:
            with store.open_ledger(path) as ledger:
                asked = (ledger.articles(limit=None), ledger.events(limit=None), ledger.statements(limit=None), ledger.skips(limit=None))
                # Copies are told apart by which came first, which differs.
                found.append([[{**row, "story": None} for row in table.to_pylist()] for table in asked])
        except StoreError as error:
            sys.exit(f"the ledger cannot be read: {error}")
    if len(found[0][0]) != n_entries:
        sys.exit(f"{len(found[0][0])} articles in the ledger, {n_entries} in the feed")
    for name, mine, others in zip(("articles", "events", "statements", "skips"), *found, strict=True):
        if mine != others:
            sys.exit(f"the {name} differ from those of a ledger read in one go")


if __name__ == "__main__":
    main()
