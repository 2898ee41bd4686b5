"""How long do queries of a large ledger take, in a warm process?

Each is asked once to warm up and then `--rounds` times with other values; the slowest counts as well as the median.

    python evaluation/time_ledger.py big.duckdb
"""

from __future__ import annotations

import argparse
import datetime as dt
import statistics
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing
from itertools import cycle, islice
from pathlib import Path
from typing import Any

from relata import store

D = dt.date
PAIRS = [("USA", "CHN"), ("RUS", "UKR"), ("CHN", "JPN"), ("IND", "PAK"), ("TUR", "GRC"), ("USA", "RUS")]
# Name, query, and the filters of each round, taken in turn.
ASKED: list[tuple[str, str, list[dict[str, Any]]]] = [
    ("events, newest", "events", [{}]),
    ("events, offset 10,000", "events", [{"offset": 10_000}]),
    ("events, country", "events", [{"actor": code} for code in ("CHN", "USA", "NOR")]),
    ("events, pair", "events", [{"pair": pair} for pair in PAIRS]),
    (
        "events, source, type, window",
        "events",
        [{"source": a, "type": "CONSULT", "since": D(2018, 1, 1), "until": D(2018, 3, 1)} for a, _ in PAIRS],
    ),
    ("events, quadrant and status", "events", [{"quad": quad, "status": "planned"} for quad in (1, 2, 3, 4)]),
    ("events, actor by name", "events", [{"actor": name} for name in ("European Union", "China", "Wang Yi")]),
    ("events, confidence", "events", [{"min_confidence": share} for share in (0.5, 0.9, 0.99)]),
    ("events, outlet", "events", [{"outlet": name} for name in ("Reuters", "Global Times", "nobody")]),
    ("events, nothing found", "events", [{"pair": ("ZZZ", "YYY")}]),
    ("statements, newest", "statements", [{}]),
    ("statements, speaker", "statements", [{"by": code} for code in ("CHN", "USA", "NOR")]),
    ("statements, about", "statements", [{"about": code} for code in ("CHN", "USA", "NOR")]),
    ("statements, text, common", "statements", [{"text": word} for word in ("peace", "trade", "grain")]),
    ("statements, text, none", "statements", [{"text": word} for word in ("zyzzyva", "no such words")]),
    ("statements, text, window", "statements", [{"text": "grain", "since": D(2018, 1, 1), "until": D(2018, 2, 1)}]),
    ("articles, newest", "articles", [{}]),
    ("articles, window", "articles", [{"since": D(2018, 1, 1), "until": D(2018, 2, 1)}]),
    ("article, whole", "article", []),
]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("ledger", type=Path)
    parser.add_argument("--rounds", type=int, default=7, metavar="N")
    args = parser.parse_args()
    started = time.perf_counter()
    with closing(store.open_read_only(args.ledger)) as con:
        print(f"opened in {time.perf_counter() - started:.2f} s: {store.counts(con)}")
        print(f"{'':34}{'median':>10}{'slowest':>10}   ms")
        ids = store.articles(con, limit=50, offset=1000)["id"].to_pylist()
        for name, query, asked in ASKED:
            filters = asked or [{"id": id_} for id_ in ids]
            show(name, times(getattr(store, query), con, filters, args.rounds))


def times(query: Callable[..., Any], con: Any, filters: list[Mapping[str, Any]], rounds: int) -> Iterator[float]:
    for number, chosen in enumerate(islice(cycle(filters), rounds + 1)):
        started = time.perf_counter()
        query(con, **chosen)
        if number:
            yield (time.perf_counter() - started) * 1000


def show(name: str, taken: Iterator[float]) -> None:
    values = list(taken)
    print(f"{name:34}{statistics.median(values):10.1f}{max(values):10.1f}", flush=True)


if __name__ == "__main__":
    main()
