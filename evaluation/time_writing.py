"""How much slower are articles coded and stored on a ledger that holds many already than on an empty one?

The same articles are read into a new ledger and into a copy of a large one, in turn, by one process. Opening and learning from the ledger
count apart from the rate.

    python evaluation/time_writing.py big.duckdb ../shared/data/polnear/dev.jsonl
"""

from __future__ import annotations

import argparse
import shutil
import tempfile
import time
from contextlib import closing
from pathlib import Path

from relata.cli import coding
from relata.ingest import read_paths
from relata.records import Article
from relata.store import Ledger


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("ledger", type=Path, help="a large ledger; it is copied and left as it is")
    parser.add_argument("files", type=Path, nargs="+", help="articles to read")
    parser.add_argument("--rounds", type=int, default=2, metavar="N")
    parser.add_argument("--workers", type=int, default=1, metavar="N")
    args = parser.parse_args()
    articles = [item for item in read_paths(args.files) if isinstance(item, Article)]
    for _ in range(args.rounds):
        with tempfile.TemporaryDirectory(dir=args.ledger.parent) as folder:
            empty = measure(Path(folder) / "empty.duckdb", articles, args.workers)
            large = Path(folder) / "large.duckdb"
            shutil.copy(args.ledger, large)
            full = measure(large, articles, args.workers)
        print(f"rate on the large ledger over that on the empty one: {full / empty:.3f}", flush=True)


def measure(path: Path, articles: list[Article], workers: int) -> float:
    started = time.perf_counter()
    with closing(coding.make_coder()) as coder, Ledger(path, coding.make_run(coder)) as ledger:  # type: ignore[type-var]
        loaded = time.perf_counter()
        coder.learn(ledger.spells())
        learned = time.perf_counter()
        results = coding.code_and_learn(coding.without_known(articles, ledger), coder, workers=workers)
        tally = coding.keep(results, ledger=ledger)
        done = time.perf_counter()
    rate = tally.n_new / (done - learned)
    print(
        f"{path.stem}: {tally.n_new} new; opened in {loaded - started:.1f} s, learned in {learned - loaded:.1f} s, "
        f"{done - learned:.1f} s: {rate:.2f} articles a second; closed in {time.perf_counter() - done:.1f} s",
        flush=True,
    )
    return rate


if __name__ == "__main__":
    main()
