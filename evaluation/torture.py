"""Is a ledger whole however its writer ends? `relata read` is killed at any moment, again and again, and started anew each time.

Every second kill falls while a batch is being written. When the articles are all read the ledger is compared, row by row in every table,
with that of a run nobody disturbed; then the next one is begun, until there were so many kills. `make torture` does this.

    python evaluation/torture.py news.jsonl --kills 50 --workers 2
"""

from __future__ import annotations

import argparse
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

import duckdb

WRITING = 0.06  # seconds; about as long as a batch takes to be written
WAIT = 600.0
# When a row was written differs between any two runs.
LEFT_OUT = {"runs": "started", "schema_version": "applied", "skips": '"at"'}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", type=Path, nargs="+", help="articles as `relata read` takes them")
    parser.add_argument("--kills", type=int, default=50, metavar="N")
    parser.add_argument("--seconds", type=float, default=600.0, metavar="S", help="stop killing after so long")
    parser.add_argument("--workers", type=int, default=1, metavar="N")
    parser.add_argument("--seed", type=int, default=1)
    args = parser.parse_args()
    read = [sys.executable, "-m", "relata", "read", *map(str, args.files)]
    with tempfile.TemporaryDirectory() as folder:
        n_ledgers = torture(read, Path(folder), kills=args.kills, seconds=args.seconds, workers=args.workers, seed=args.seed)
    print(f"{n_ledgers} ledgers, each equal to that of the undisturbed run in every row")


def torture(read: Sequence[str], folder: Path, *, kills: int, seconds: float = WAIT, workers: int = 1, seed: int = 1) -> int:
    """Kill the command as often, or for so long; gives how many ledgers came out whole. Raises SystemExit where one did not."""
    chance = random.Random(seed)
    killed = n_ledgers = 0
    whole = folder / "whole.duckdb"
    started = time.monotonic()
    if start(read, whole, 1).wait() > 1:
        sys.exit("the undisturbed run failed")
    longest = time.monotonic() - started
    print(f"undisturbed: {longest:.0f} s", flush=True)
    until = time.monotonic() + seconds
    while killed < kills and time.monotonic() < until:
        broken = folder / f"broken-{n_ledgers}.duckdb"
        while time.monotonic() < until and read_and_kill(read, broken, workers, chance, longest=longest, in_writing=bool(killed % 2)):
            killed += 1
            print(f"killed {killed} times, {kept(broken)} articles kept", flush=True)
        if start(read, broken, workers).wait() > 1:  # what is left where the time is up; else nothing, and nothing may change
            sys.exit("reading the rest failed")
        found = differences(whole, broken)
        if found:
            sys.exit(f"after {killed} kills these tables differ: {', '.join(found)}")
        n_ledgers += 1
    return n_ledgers


def start(read: Sequence[str], db: Path, workers: int) -> subprocess.Popen[bytes]:
    command = [*read, "--db", str(db), "--workers", str(workers)]
    return subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def read_and_kill(read: Sequence[str], db: Path, workers: int, chance: random.Random, *, longest: float, in_writing: bool) -> bool:
    """Whether the process was killed; false where it was done before."""
    process = start(read, db, workers)
    try:
        if in_writing:
            wait_for_writing(db, process)
            wait = chance.uniform(0, WRITING)
        else:
            wait = chance.uniform(0, longest / 2)
        process.wait(wait)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
        return True
    if process.returncode > 1:
        sys.exit(f"reading failed with exit code {process.returncode}")
    return False


def wait_for_writing(db: Path, process: subprocess.Popen[bytes], *, seconds: float = WAIT) -> None:
    """Until the file or what is logged beside it grows, the process is done, or so long."""
    before = size(db)
    until = time.monotonic() + seconds
    while process.poll() is None and time.monotonic() < until:
        now = size(db)
        if now != before and kept_bytes(now, before):
            return
        time.sleep(0.001)


def size(db: Path) -> tuple[int, int]:
    log = db.with_name(f"{db.name}.wal")
    return (db.stat().st_size if db.exists() else 0, log.stat().st_size if log.exists() else 0)


def kept_bytes(now: tuple[int, int], before: tuple[int, int]) -> bool:
    """More than opening the file writes."""
    return abs(now[0] - before[0]) + abs(now[1] - before[1]) > 10_000


def kept(db: Path) -> int:
    if not db.exists():
        return 0
    try:
        with closing(duckdb.connect(str(db))) as con:
            ((n,),) = con.execute("SELECT count(*) FROM articles").fetchall()
            return int(n)
    except duckdb.CatalogException:
        return 0


def differences(one: Path, other: Path) -> list[str]:
    """Tables whose rows are not the same."""
    with closing(duckdb.connect(str(one), read_only=True)) as a, closing(duckdb.connect(str(other), read_only=True)) as b:
        tables = [name for (name,) in a.execute("SELECT table_name FROM duckdb_tables() ORDER BY ALL").fetchall()]
        return [table for table in tables if rows(a, table) != rows(b, table)]


def rows(con: duckdb.DuckDBPyConnection, table: str) -> list[tuple[Any, ...]]:
    columns = f"* EXCLUDE ({LEFT_OUT[table]})" if table in LEFT_OUT else "*"
    return con.execute(f"SELECT {columns} FROM {table} ORDER BY ALL").fetchall()


if __name__ == "__main__":
    main()
