"""Does the ledger stay whole where others read it while it is written, and where the disk is full?

Readers: processes ask a ledger again and again while another writes it. Each answer must be of whole batches, or the plain word that it
is locked; the writer, where readers were first, must say the same and go on when started again.
Disk: a run into a file system that is too small must end with a clear word and whole batches, and go on once there is room. It needs leave
to mount a tmpfs, and is passed over with a word where there is none.

    python evaluation/torture_store.py ../news.jsonl
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from relata import batches, ingest
from relata.records import Article
from torture import differences, start

READ = [sys.executable, "-m", "relata", "read"]
PARTS = 8
SMALL, LARGE = "14m", "400m"  # file systems: the first ends in the middle of the run
READER = """
import os, random, sys, time
from relata import store
from relata.errors import StoreError
seen = set()
while not os.path.exists(sys.argv[2]):
    begun = time.monotonic()
    try:
        with store.open_ledger(sys.argv[1]) as ledger:
            counts = ledger.counts()
            assert ledger.events(limit=None).num_rows == counts["events"]
            seen.add(counts["articles"])
    except StoreError as error:
        if "locked" not in str(error) and "no such ledger" not in str(error) and "empty DuckDB file" not in str(error):
            raise
    # so that the writer comes first now and then, on a busy machine too, where asking takes long
    time.sleep(2 * random.random() + 4 * (time.monotonic() - begun))
print(*sorted(seen))
"""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", type=Path, nargs="+", help="articles as `relata read` takes them")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        parts = in_parts(args.files, folder)
        among_readers(parts, folder)
        whole = folder / "whole.duckdb"
        read = [*READ, *map(str, parts)]
        if start(read, whole, 1).wait() > 1:
            sys.exit("the undisturbed run failed")
        on_a_full_disk(read, folder, whole)


def in_parts(files: list[Path], folder: Path) -> list[Path]:
    """The articles in eight files, so that the ledger is opened and closed as often."""
    articles = [item for item in ingest.read_paths(files) if isinstance(item, Article)]
    parts = [folder / f"part-{n}.jsonl" for n in range(PARTS)]
    for n, part in enumerate(parts):
        part.write_text("".join(json.dumps(article.to_dict()) + "\n" for article in articles[n::PARTS]), encoding="utf-8")
    return parts


def among_readers(parts: list[Path], folder: Path) -> None:
    """Write among three readers, starting again as often as they were first, and compare with a ledger written alone."""
    db, alone, done = folder / "read.duckdb", folder / "alone.duckdb", folder / "done"
    readers = [subprocess.Popen([sys.executable, "-c", READER, str(db), str(done)], stdout=subprocess.PIPE, text=True) for _ in range(3)]
    n_locked = 0
    for part in parts:
        while (process := subprocess.run([*READ, str(part), "--db", str(db)], capture_output=True, text=True)).returncode > 1:
            if "locked" not in process.stderr:
                sys.exit(f"writing failed: {process.stderr[-2000:]}")
            n_locked += 1
    done.touch()
    seen: set[int] = set()
    for reader in readers:
        out, _ = reader.communicate()
        if reader.returncode:
            sys.exit("a reader failed")
        seen.update(map(int, out.split()))
    for part in parts:
        start([*READ, str(part)], alone, 1).wait()
    if found := differences(alone, db):
        sys.exit(f"after writing among readers these tables differ: {', '.join(found)}")
    print(f"readers: saw ledgers of {sorted(seen)} articles; the writer came second {n_locked} times; the ledger is whole", flush=True)


def on_a_full_disk(read: list[str], folder: Path, whole: Path) -> None:
    mounted = folder / "disk"
    mounted.mkdir()
    with file_system(mounted, SMALL) as may:
        if not may:
            print("disk: passed over, since this user may not mount a file system", flush=True)
            return
        db = mounted / "full.duckdb"
        process = subprocess.run([*read, "--db", str(db)], capture_output=True, text=True)
        if process.returncode != 2 or "relata: " not in process.stderr or "Traceback" in process.stderr:
            sys.exit(f"a full disk ended with {process.returncode}: {process.stderr[-2000:]}")
        said = process.stderr.strip().splitlines()[-1]
        subprocess.run(["mount", "-o", f"remount,size={LARGE}", str(mounted)], check=True)
        n_kept = kept_whole(db)
        if start(read, db, 1).wait() > 1 or (found := differences(whole, db)):
            sys.exit(f"after a full disk these tables differ: {', '.join(found)}")
        print(f"disk: full after {n_kept} articles, said so, and went on ({said[:120]})", flush=True)


def kept_whole(db: Path) -> int:
    """Articles in the ledger, which must be whole batches of those read."""
    import duckdb

    if not db.exists() or not db.stat().st_size:
        return 0
    with duckdb.connect(str(db)) as con:
        tables = con.execute("SELECT count(*) FROM duckdb_tables() WHERE table_name = 'articles'").fetchone()
        n = con.execute("SELECT count(*) FROM articles").fetchone()[0] if tables and tables[0] else 0
    if n % batches.BATCH:
        sys.exit(f"{n} articles were kept, which are no whole batches of {batches.BATCH}")
    return int(n)


@contextmanager
def file_system(folder: Path, size: str) -> Iterator[bool]:
    """A small file system in memory; False where this user may not have one."""
    may = subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", str(folder)], capture_output=True).returncode == 0
    try:
        yield may
    finally:
        if may:
            subprocess.run(["umount", str(folder)], check=True)


if __name__ == "__main__":
    main()
