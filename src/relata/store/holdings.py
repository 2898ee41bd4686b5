"""What is in the ledger as a whole? The runs that wrote it, what they gave up, and how many rows of each kind there are.

In: a read-only connection. Out: Arrow tables, one dictionary. Left out: the rows themselves (`queries`).
"""

from __future__ import annotations

import pyarrow as pa
from duckdb import DuckDBPyConnection

from . import paging
from .filters import Filters


def runs(con: DuckDBPyConnection) -> pa.Table:
    """What coded the articles, newest first: each run with its settings (JSON) and how many rows it has, superseded readings included."""
    counted = (f"(SELECT run_id, count(*) AS n FROM {table} GROUP BY run_id) {table}" for table in ("articles", "statements", "events"))
    joins = " ".join(f"LEFT JOIN {table} ON {table[table.rindex(' ') + 1 :]}.run_id = r.id" for table in counted)
    sql = f"""SELECT r.id, r.started, r.version, r.model, coalesce(articles.n, 0) AS n_articles, coalesce(old.n, 0) AS n_superseded,
                     coalesce(statements.n, 0) AS n_statements, coalesce(events.n, 0) AS n_events, r.settings
              FROM runs r {joins}
              LEFT JOIN (SELECT run_id, count(*) AS n FROM articles WHERE key IN (SELECT article_key FROM superseded) GROUP BY run_id) old
              ON old.run_id = r.id ORDER BY r.started DESC, r.id"""
    return paging.table_of(con, sql, {})


def skips(
    con: DuckDBPyConnection,
    *,
    reason: str | None = None,
    run: str | None = None,
    limit: int | None = 50,
    offset: int = 0,
    total: bool = False,
) -> pa.Table:
    """What was given up, by which run and why, newest first."""
    filters = Filters(None, run=run)
    filters.equal("reason", reason)
    page = filters.page(limit, offset)
    sql = f"""SELECT source, stage, reason, detail, run_id, "at" FROM skips WHERE {filters.sql}
              ORDER BY "at" DESC, source, stage, reason, detail, run_id {page}"""
    table = paging.table_of(con, sql, filters.params)
    if not total:
        return table
    counted = f"SELECT count(*) AS n FROM skips WHERE {filters.sql}"
    return paging.told(table, table.num_rows, limit, offset, lambda: paging.table_of(con, counted, filters.params)["n"][0].as_py())


def counts(con: DuckDBPyConnection) -> dict[str, int]:
    """How many of each the ledger holds in its current readings; `runs` and `skips` over all runs."""
    # Where no reading was ever superseded all rows count, and how many those are needs no pass through them.
    some = paging.table_of(con, "SELECT EXISTS (FROM superseded) AS some", {})["some"][0].as_py()
    current = {table: f"current_{table}" if some else table for table in ("articles", "actors", "mentions", "statements", "events")}
    tables = ", ".join(f"(SELECT count(*) FROM {view}) AS {table}" for table, view in current.items() if table != "actors")
    sql = f"""SELECT articles, stories, actors, mentions, statements, events, skips, runs FROM (SELECT {tables},
                    (SELECT count(DISTINCT story) FROM stories) AS stories,
                    (SELECT count(DISTINCT id) FROM {current["actors"] if some else "names"}) AS actors,
                    (SELECT count(*) FROM skips) AS skips,
                    (SELECT count(*) FROM runs) AS runs)"""
    row: dict[str, int] = paging.table_of(con, sql, {}).to_pylist()[0]
    return row
