"""How much slower are articles coded and stored on a ledger that holds many already than on an empty one?

The same articles are read into a new ledger and into a copy of a large one, in turn. What is done once at the start (opening, learning
who people are, being told of earlier articles to find copies) counts apart from the rate.

    python evaluation/time_writing.py big.duckdb ../shared/data/polnear/dev.jsonl
"""

from __future__ import annotations

import argparse
import shutil
import tempfile
import time
from contextlib import closing
from dataclasses import replace
from pathlib import Path

from relata import batches
from relata.cli import coding
from relata.ingest import read_paths
from relata.records import Article
from relata.store import Ledger


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("ledger", type=Path, help="a large ledger; it is copied and left as it is")
    parser.add_argument("files", type=Path, nargs="+", help="articles to read")
    parser.add_argument("--times", type=int, default=1, metavar="N", help="read each article so often, under another id")
    parser.add_argument("--rounds", type=int, default=2, metavar="N")
    parser.add_argument("--workers", type=int, default=1, metavar="N")
    args = parser.parse_args()
    found = [item for item in read_paths(args.files) if isinstance(item, Article)]
    articles = [
        replace(article, id=f"{article.id}-{n}", text=f"{article.text}\n\nNumber {n}.") for n in range(args.times) for article in found
    ]
    for _ in range(args.rounds):
        with tempfile.TemporaryDirectory(dir=args.ledger.parent) as folder:
            empty = measure(Path(folder) / "empty.duckdb", articles, args.workers)
            large = Path(folder) / "large.duckdb"
            shutil.copy(args.ledger, large)
            full = measure(large, articles, args.workers)
        print(f"rate on the large ledger over that on the empty one: {full / empty:.3f}", flush=True)


def measure(path: Path, articles: list[Article], workers: int) -> float:
    """Articles a second of processor time, which other programs on the machine do not change; with several workers, a second."""
    clock = time.process_time if workers == 1 else time.perf_counter
    started = clock()
    with closing(coding.make_coder()) as coder, Ledger(path, coding.make_run(coder)) as ledger:
        loaded = clock()
        coder.learn(ledger.spells())
        learned = clock()
        coding.keep([], ledger=ledger)
        told = clock()
        results = batches.code_and_learn(coding.without_known(articles, ledger), coder, workers=workers)
        tally = coding.keep(results, ledger=ledger)
        done = clock()
    rate = tally.n_new / (done - told)
    print(
        f"{path.stem}: opened in {loaded - started:.1f} s, learned in {learned - loaded:.1f} s, told of copies in {told - learned:.1f} s; "
        f"{tally.n_new} new articles in {done - told:.1f} s, {rate:.2f} a second",
        flush=True,
    )
    return rate


if __name__ == "__main__":
    main()
