"""How long do queries and pages of a large ledger take, in a warm process?

Each query is asked once to warm up and then `--rounds` times with other values; the slowest counts as well as the median. Pages are
first views: each is asked of an application of its own, which has kept no results.

    python evaluation/time_ledger.py big.duckdb [--pages]
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

from starlette.testclient import TestClient

from relata import store
from relata.web import create_app
from relata.web.render import load_templates

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
# Name and address of each page's rounds. {article} and {person} are the newest in the ledger and the one most often named.
PAGES: list[tuple[str, list[str]]] = [
    ("start", ["/"]),
    ("search", ["/search?text=grain", "/search?text=zyzzyva", "/search?text=trade"]),
    ("articles", ["/articles", "/articles?actor=CHN"]),
    ("article", ["/article/{article}"]),
    ("events", ["/events", "/events?pair=USA,CHN"]),
    ("statements", ["/statements", "/statements?by=CHN&about=USA"]),
    ("actors", ["/actors", "/actors?country=CHN"]),
    ("pairs", ["/pairs", "/pairs?country=CHN"]),
    ("actor, state", [f"/actor/state:{code}" for code in ("CHN", "USA", "RUS")]),
    ("actor, person", ["/actor/{person}"]),
    ("pair, none chosen", ["/dyad"]),
    *(
        (f"pair, {view}", [f"/dyad?a={a}&b={b}&view={view}" for a, b in (("USA", "CHN"), ("RUS", "UKR"), ("AUS", "CHN"))])
        for view in ("time", "who", "told", "words")
    ),
    ("pair, picture", ["/dyad.svg?a=USA&b=CHN&chart=series"]),
    ("network", ["/network"]),
    ("network, window", ["/network?since=2018-01-01&until=2018-12-31"]),
    ("system", ["/system"]),
    ("system, by month", ["/system?by=month"]),
    ("runs", ["/runs"]),
]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("ledger", type=Path)
    parser.add_argument("--rounds", type=int, default=7, metavar="N")
    parser.add_argument("--pages", action="store_true", help="time pages instead of queries")
    args = parser.parse_args()
    if args.pages:
        time_pages(args.ledger, args.rounds)
        return
    started = time.perf_counter()
    with closing(store.open_read_only(args.ledger)) as con:
        print(f"opened in {time.perf_counter() - started:.2f} s: {store.counts(con)}")
        print(f"{'':34}{'median':>10}{'slowest':>10}   ms")
        ids = store.articles(con, limit=50, offset=1000)["id"].to_pylist()
        for name, query, asked in ASKED:
            filters = asked or [{"id": id_} for id_ in ids]
            show(name, times(getattr(store, query), con, filters, args.rounds))


def time_pages(ledger: Path, rounds: int) -> None:
    with closing(store.open_read_only(ledger)) as con:
        known = {
            "article": store.articles(con, limit=1)["id"][0].as_py(),
            "person": store.actors(con, kind="person", limit=1)["id"][0].as_py(),
        }
    with TestClient(create_app(ledger), base_url="http://127.0.0.1") as client:
        load_templates()  # as the server does when it starts
        client.get("/events")  # modules are loaded
    print(f"{'first views':34}{'median':>10}{'slowest':>10}   ms")
    for name, addresses in PAGES:
        show(name, (first_view(ledger, address.format(**known)) for address in islice(cycle(addresses), rounds)))


def first_view(ledger: Path, address: str) -> float:
    with TestClient(create_app(ledger), base_url="http://127.0.0.1") as client:
        started = time.perf_counter()
        client.get(address).raise_for_status()
        return (time.perf_counter() - started) * 1000


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
