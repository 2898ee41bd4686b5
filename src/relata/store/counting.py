"""The table `acts`: what measures count, kept in step with what it is made of.

In: a connection, and which events. Out: SQL for their rows with what measures ask of them; the table with the act of each row. Left out:
which reports are one act (`same`), which acts a measure asks for (`measuring`).

What stands in a story's rows depends on the rows of that story, and on those that other stories have of the same day, pair and type. So the
writer makes the rows of each story that it touches anew, in the transaction that touches it, and names the acts of those other rows again.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Any, Final, get_args

import pyarrow as pa
from duckdb import DuckDBPyConnection

from ..records import Status
from . import same
from .same import ACTED, KEPT_STATUSES

BETWEEN: Final = "source_country <> target_country AND day IS NOT NULL"
KEPT: Final = f"{BETWEEN} AND status IN {KEPT_STATUSES}"
_CURRENT: Final = "article_key NOT IN (SELECT article_key FROM superseded)"
_NAMED_OF: Final = ", ".join(f"{{0}}.{name}" for name in same.NAMED.split(", "))


def rows(where: str, *, thirds: bool = True) -> str:
    """The events that meet a condition on `events`, as `acts` has them, but for what `same.NAMED` lists; third states only if asked."""
    return f"""
    WITH found AS (SELECT * FROM events WHERE {where}),
    -- their articles' actors alone, once: the joins below would each go through those of the whole ledger
    here AS MATERIALIZED (SELECT * FROM actors WHERE article_key IN (SELECT article_key FROM found))
    SELECT found.key, found.article_key, found.article_id, found.n, found.id, type, contexts, cameo, quad, score, goldstein, status,
           confidence, "symmetric", date, date_precision, day, source_actor, source_country, target_actor, target_country, place_name,
           place_country, papers.published, papers.outlet, papers.outlet_country,
           doer.kind AS source_kind, doer.sector AS source_sector, doer.role AS source_role,
           done_to.kind AS target_kind, done_to.sector AS target_sector, done_to.role AS target_role
           {", coalesce(thirds, []) AS thirds" if thirds else ""}, coalesce(told.story, found.article_id) AS story
    FROM found JOIN articles papers ON papers.key = found.article_key LEFT JOIN stories told ON told.article_id = found.article_id
    LEFT JOIN here doer ON doer.article_key = found.article_key AND doer.id = source_actor
    LEFT JOIN here done_to ON done_to.article_key = found.article_key AND done_to.id = target_actor
    {_THIRDS_JOIN if thirds else ""}"""


_THIRDS_JOIN = """
    LEFT JOIN (
        SELECT found.key, list(DISTINCT a.country ORDER BY a.country) AS thirds
        FROM found JOIN evidence e ON e.event_key = found.key AND e.what = 'evidence'
        JOIN mentions m ON m.article_key = found.article_key AND m."start" >= e."start" AND m."end" <= e."end"
        JOIN here a ON a.article_key = found.article_key AND a.id = m.actor
        WHERE a.country IS NOT NULL AND a.country IS DISTINCT FROM source_country AND a.country IS DISTINCT FROM target_country
        GROUP BY found.key
    ) third ON third.key = found.key"""


def acts(where: str, *, thirds: bool = True) -> str:
    """The same, with all that `acts` has of them. The condition must leave whole what can be one act: all of a pair, for example."""
    return f"""
    WITH made AS MATERIALIZED ({rows(where, thirds=thirds)}), named AS ({same.named(same.dated("made"))})
    SELECT made.*, named.* EXCLUDE ("key") FROM made JOIN named USING ("key")"""


def is_kept(con: DuckDBPyConnection, run: str | None) -> bool:
    """Whether the table has the rows: those of current readings, in a ledger; a lake, which many write, has no such table."""
    if run is not None:
        return False
    with con.cursor() as cursor:
        return cursor.execute("SELECT count(*) FROM duckdb_tables() WHERE table_name = 'acts'").fetchall() != [(0,)]


def of_reading(where: str, run: str | None, params: dict[str, Any]) -> str:
    """The condition on `events`, and that the reading counts, or is of the run."""
    if run is None:
        return f"{where} AND {_CURRENT}"
    params["of_run"] = run
    return f"{where} AND run_id = $of_run"


def source(
    con: DuckDBPyConnection,
    where: str,
    params: dict[str, Any],
    *,
    run: str | None = None,
    statuses: Collection[str] | None = KEPT_STATUSES,
) -> str:
    """Rows of `acts`, at least those that can be one act with events that meet a condition: the table, or a query in brackets.

    `statuses` are those of the events that are asked for, None for all; the table has only what is done or planned.
    """
    among = {*KEPT_STATUSES, *(get_args(Status) if statuses is None else statuses)}
    if is_kept(con, run) and among == set(KEPT_STATUSES):
        return "acts"
    pair = "least(source_country, target_country), greatest(source_country, target_country), type"
    alike = f"{BETWEEN} AND status IN {tuple(sorted(among))} AND ({pair}) IN (SELECT ({pair}) FROM events WHERE {where})"
    return f"({acts(of_reading(alike, run, params), thirds=False)})"


def standing(source: str, where: str | None, *, precisions: str, since: str | None = None) -> str:
    """A query for the keys of events that stand for acts: of each act done the first report, where its period is known.

    Args:
        source: rows of `acts`, all that are of each act asked for; a query in brackets.
        where: condition on these that chooses the reports that count; None for all, which is the same and quicker.
        precisions: parameter with the values of `date_precision` that suffice. What is told as past without a date has no period.
        since: parameter with the day from which reports count.
    """
    known = f"(date_precision IS NULL OR list_contains({precisions}, date_precision)) AND NOT (status = 'past' AND date IS NULL)"
    done = f"status IN {ACTED}" + (f" AND day >= {since}" if since else "")
    if where is None:
        return f"SELECT key FROM {source} WHERE {done} AND {same.is_first(since)} AND {known}"
    return f"SELECT key FROM (SELECT * FROM {source} WHERE {done} AND {where} {same.first()}) WHERE {known}"


def table() -> str:
    """The rows of `acts` for all current readings."""
    return f'{acts(f"{KEPT} AND {_CURRENT}")} ORDER BY "key"'


def keep_in_step(con: DuckDBPyConnection, made: pa.Table, new: Collection[str], touched: Collection[str]) -> None:
    """Put rows into `acts`, make those of all stories anew that some articles are in, or were in, and name the acts that they may be of.

    Args:
        made: rows of `acts` of the readings just written, without their story and what `same.NAMED` lists.
        new: ids of articles that the ledger had no reading of.
        touched: ids of articles that were read again, or that were given a story.
    """
    ids = {*new, *touched}
    if not ids:
        return
    keys = _keys(con, ids.difference(new))
    # An article without a row in `stories` is its own story, by its id.
    told = {*ids, *_column(con, "SELECT story FROM stories WHERE article_id IN (SELECT unnest($1::VARCHAR[]))", sorted(ids))}
    if keys:
        told.update(_column(con, f"SELECT DISTINCT story FROM acts WHERE article_key {_among(keys)}"))
    alone = told.difference(_column(con, "SELECT article_id FROM stories WHERE article_id IN (SELECT unnest($1::VARCHAR[]))", sorted(told)))
    together = _column(con, "SELECT article_id FROM stories WHERE story IN (SELECT unnest($1::VARCHAR[]))", sorted(told))
    keys |= _keys(con, alone.union(together) - ids)
    gone = made.slice(0, 0)
    if keys:
        gone = con.sql(f"SELECT * FROM acts WHERE article_key {_among(keys)}").to_arrow_table()
        con.execute(f"DELETE FROM acts WHERE article_key {_among(keys)}")
    if made.num_rows or gone.num_rows:
        con.register("incoming", made)
        con.register("gone", gone)
        try:
            _remake(con)
        finally:
            con.unregister("incoming")
            con.unregister("gone")


def _remake(con: DuckDBPyConnection) -> None:
    """Name the acts of all rows that are `incoming` and of those that are `gone` but still count, and of other stories' with them."""
    con.execute(_FRESH)
    con.execute(_GROUPS)
    # Written out, the days are compared while `acts` is read, and little more than these days' rows of it is.
    days = _column(con, "SELECT DISTINCT told_day FROM groups ORDER BY ALL")
    con.execute(_NAMED.format(days=", ".join(f"DATE '{day}'" for day in days) or "NULL"))
    changed = _column(con, _CHANGED)
    if changed:
        con.execute(f"""UPDATE acts SET act = named.act, previous = named.previous, tellings = named.tellings, outlets = named.outlets,
            outlet_countries = named.outlet_countries FROM named WHERE acts.key = named.key AND acts.key {_among(changed)}""")
    con.execute('INSERT INTO acts BY NAME SELECT fresh.*, named.* EXCLUDE ("key") FROM fresh JOIN named USING ("key") ORDER BY "key"')
    for table in ("fresh", "dated", "groups", "others", "named"):
        con.execute(f"DROP TABLE {table}")


_FRESH: Final = f"""CREATE TEMP TABLE fresh AS
    SELECT rows.* EXCLUDE (story, {same.NAMED}), coalesce(told.story, rows.article_id) AS story
    FROM (FROM incoming UNION ALL FROM gone WHERE {_CURRENT}) rows LEFT JOIN stories told ON told.article_id = rows.article_id;
    CREATE TEMP TABLE dated AS {same.dated("fresh")}"""
_GROUPS: Final = f"""CREATE TEMP TABLE groups AS
    {same.groups("dated")} UNION {same.groups(f"({same.reports('gone', ', told_day')})")}"""
_OTHERS: Final = same.of_groups("(SELECT * FROM acts WHERE told_day IN ({days}))", "groups")
_NAMED: Final = f"""CREATE TEMP TABLE others AS {_OTHERS};
    CREATE TEMP TABLE named AS
    SELECT * FROM ({same.named(f"FROM dated UNION ALL BY NAME SELECT * EXCLUDE ({same.NAMED.removeprefix('told_day, ')}) FROM others")})"""
_CHANGED: Final = f"""SELECT "key" FROM named JOIN others USING ("key")
    WHERE ({_NAMED_OF.format("others")}) IS DISTINCT FROM ({_NAMED_OF.format("named")})"""


def _keys(con: DuckDBPyConnection, ids: Collection[str]) -> set[int]:
    """All readings of the articles."""
    return set(_column(con, "SELECT key FROM articles WHERE id IN (SELECT unnest($1::VARCHAR[]))", sorted(ids))) if ids else set()


def _column(con: DuckDBPyConnection, sql: str, *params: object) -> list[Any]:
    return [value for (value,) in con.execute(sql, params).fetchall()]


def _among(keys: Collection[int]) -> str:
    return f"IN ({', '.join(map(str, sorted(keys)))})"
