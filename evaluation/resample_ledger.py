"""Make a large ledger out of a real one, to measure queries and writing at size.

Articles that have events are drawn again and again, each with all its rows, a text and an id of its own and another day; some are copies of
one story, and an article's events are repeated until it has as many as asked. What was
said gets a number, so that no two texts are the same; signatures are random. Half of what is drawn tells of acts within one country alone;
of the others an article is drawn the more often the more acts its busiest pair of countries has, by the square of their number,
since in news a few states are in most of what passes.
Rows are made by bulk inserts, through all constraints of the schema and not through the coder.

    relata read news/ --db real.duckdb
    python evaluation/resample_ledger.py real.duckdb big.duckdb --articles 1000000 --events 5
"""

from __future__ import annotations

import argparse
import sys
import time
from contextlib import closing
from pathlib import Path

import duckdb

from relata.store import Ledger, counting, make_run, tallies, wording

CHUNK = 50_000  # articles an insert
DAYS = 3650  # new articles lie in so many days
FIRST = "DATE '2013-01-01'"
COPIED = 12  # of so many articles two are copies of each other, one story


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("source", type=Path, help="a ledger of real rows")
    parser.add_argument("target", type=Path, help="the ledger to make; must not exist")
    parser.add_argument("--articles", type=int, default=1_000_000, metavar="N")
    parser.add_argument("--events", type=int, default=5, metavar="N", help="events an article")
    args = parser.parse_args()
    if args.target.exists():
        sys.exit(f"{args.target} exists already; name a free path, or remove it.")
    run = make_run(version="0", model="resampled")
    Ledger(args.target, run).close()
    started = time.perf_counter()
    with closing(duckdb.connect(str(args.target))) as con:
        con.execute(f"ATTACH '{args.source}' AS real (READ_ONLY)")
        con.execute(SOURCES)
        for first in range(0, args.articles, CHUNK):
            con.begin()
            make(con, run.id, first, min(first + CHUNK, args.articles), args.events)
            con.commit()
            print(f"{min(first + CHUNK, args.articles):,} articles, {time.perf_counter() - started:.0f} s", flush=True)
        con.execute("INSERT INTO names SELECT DISTINCT lower(name), id FROM actors ORDER BY ALL")
        con.execute(f"INSERT INTO acts {counting.table()}")
        tallies.fill(con)
        wording.fill(con)


def make(con: duckdb.DuckDBPyConnection, run: str, first: int, last: int, n_events: int) -> None:
    """Insert the articles numbered from `first` to before `last`."""
    for sql in (DRAWN, *INSERTS):
        con.execute(sql.format(run=run, first=first, last=last, days=DAYS, start=FIRST, n_events=n_events, copied=COPIED))


# Articles with events and few enough statements that keys by article and place cannot meet, each as often as it is to be drawn.
SOURCES = """
CREATE TEMP TABLE weights AS
WITH pairs AS (
    SELECT article_key, least(source_country, target_country) AS a, greatest(source_country, target_country) AS b FROM real.acts
),
counted AS (SELECT a, b, ceil((count(*) / 10) ** 2) AS n FROM pairs GROUP BY a, b),
abroad AS (SELECT article_key, max(n)::BIGINT AS n FROM pairs JOIN counted USING (a, b) GROUP BY article_key),
home AS (SELECT DISTINCT article_key FROM real.events WHERE article_key NOT IN (SELECT article_key FROM abroad))
FROM abroad UNION ALL SELECT article_key, (SELECT (sum(n) // (SELECT count(*) FROM home))::BIGINT FROM abroad) FROM home;
CREATE TEMP TABLE sources AS SELECT row_number() OVER (ORDER BY key, copy) - 1 AS drawn_at, a.* FROM real.articles a
JOIN weights w ON w.article_key = a.key CROSS JOIN unnest(range(n)) copies(copy)
WHERE (SELECT count(*) FROM real.statements s WHERE s.article_key = a.key) < 1000;
CREATE TEMP TABLE happenings AS
SELECT *, row_number() OVER (PARTITION BY article_key ORDER BY n) - 1 AS place, count(*) OVER (PARTITION BY article_key) AS of
FROM real.events;
"""
DRAWN = """
CREATE OR REPLACE TEMP TABLE drawn AS
SELECT k.k + 1 AS key, s.key AS old, substr(sha256('article' || k.k), 1, 16) AS id, t.text || chr(10) || k.k AS text,
       {start} + (hash(k.base, 'day') % {days})::INTEGER AS published, k.base, s.* EXCLUDE (key, id, text_sha, published, drawn_at, run_id)
FROM (SELECT k, k - (k % {copied} = 1)::INTEGER AS base FROM range({first}, {last}) k(k)) k
JOIN sources s ON s.drawn_at = hash(k.base) % (SELECT count(*) FROM sources)
JOIN real.texts t ON t.sha = s.text_sha
"""
INSERTS = (
    "INSERT INTO texts SELECT sha256(text), text FROM drawn ORDER BY key",
    """INSERT INTO articles BY NAME SELECT key, '{run}' AS run_id, id, sha256(text) AS text_sha, outlet, outlet_country, title, published,
       url, language FROM drawn ORDER BY key""",
    """INSERT INTO stories SELECT id, substr(sha256('article' || base), 1, 16) FROM drawn WHERE (key - 1) % {copied} < 2 ORDER BY key""",
    """INSERT INTO signatures SELECT key - 1, id, 100, unhex(string_agg(sha256(id || part)[1:48], '' ORDER BY part))
       FROM drawn CROSS JOIN range(8) parts(part) GROUP BY key, id ORDER BY key""",
    *(
        f"""INSERT INTO {table} BY NAME SELECT d.key AS article_key, '{{run}}' AS run_id, r.* EXCLUDE (article_key, run_id)
            {more} FROM drawn d JOIN real.{table} r ON r.article_key = d.old ORDER BY d.key, r.rowid"""
        for table, more in (("actors", ""), ("roles", "REPLACE (d.published AS date)"), ("mentions", ""))
    ),
    """INSERT INTO statements BY NAME SELECT d.key * 1000 + r.n AS key, d.key AS article_key, d.id AS article_id, '{run}' AS run_id,
       d.id || '.s' || r.n AS id, d.published AS day, NULL AS date, d.key * 1000 + w.n AS within_key,
       r.* EXCLUDE (key, article_key, article_id, run_id, id, day, date, within_key)
       FROM drawn d JOIN real.statements r ON r.article_key = d.old LEFT JOIN real.statements w ON w.key = r.within_key
       ORDER BY d.key, r.n""",
    *(
        f"""INSERT INTO {table} BY NAME SELECT d.key * 1000 + s.n AS statement_key, '{{run}}' AS run_id, r.* EXCLUDE (statement_key, run_id)
            {more} FROM drawn d JOIN real.statements s ON s.article_key = d.old JOIN real.{table} r ON r.statement_key = s.key
            ORDER BY d.key, s.n, r.n"""
        for table, more in (("contents", "REPLACE (d.key || ' ' || r.text AS text)"), ("chain", ""), ("about", ""))
    ),
    """CREATE OR REPLACE TEMP TABLE happened AS SELECT d.key * {n_events} + j.j AS new_key, d.key AS new_article, d.id AS new_id,
       d.published - (hash(d.key, j.j) % 4)::INTEGER AS new_day, j.j AS new_n, d.key * 1000 + s.n AS new_statement, a.*
       FROM drawn d CROSS JOIN range({n_events}) j(j) JOIN happenings a ON a.article_key = d.old AND a.place = j.j % a.of
       LEFT JOIN real.statements s ON s.key = a.statement_key""",
    """INSERT INTO events BY NAME SELECT new_key AS key, new_article AS article_key, new_id AS article_id, '{run}' AS run_id, new_n AS n,
       new_id || '.e' || new_n AS id, CASE WHEN date IS NOT NULL THEN new_day END AS date, new_day AS day, new_statement AS statement_key,
       * EXCLUDE (new_key, new_article, new_id, new_day, new_n, new_statement, key, article_key, article_id, run_id, n, id, date, day,
                  statement_key, place, of)
       FROM happened ORDER BY key""",
    """INSERT INTO evidence BY NAME SELECT h.new_key AS event_key, '{run}' AS run_id, r.* EXCLUDE (event_key, run_id)
       FROM happened h JOIN real.evidence r ON r.event_key = h.key ORDER BY h.new_key, r."start" """,
)


if __name__ == "__main__":
    main()
