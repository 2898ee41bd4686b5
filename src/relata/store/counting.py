"""Which reports are one act? The formula, and the table `acts`, which holds what it gives for all current readings.

In: a connection, and which events. Out: SQL for their rows with what measures ask of them; the table kept in step with what it is made
of. Left out: which acts a measure asks for (`measuring`).

One story counts once: of a story's articles, acts of the same type in the same direction that follow each other by at most three days are
one act, and the earliest, most confident row stands for it. An article without a story is its own. Each row of `acts` has the day of the
row before it in its group as `previous`; whether it counts follows from the two days. What a story's rows hold depends on the rows of
that story alone, so that the writer makes those of each story that it touches anew, in the transaction that touches it.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Any, Final

import pyarrow as pa
from duckdb import DuckDBPyConnection

# Copies of a story are published within days of each other, and an act without a date of its own has its article's day.
SAME_ACT_DAYS: Final = 3
ORDER: Final = "day, confidence DESC, article_id, n"
# What a story's acts must share to be one, besides their direction, which is left out where both sides do the same.
SAME: Final = "least(source_country, target_country), greatest(source_country, target_country), type, status = 'planned'"
SAME_WAY: Final = f'{SAME}, "symmetric", NOT "symmetric" AND source_country > target_country'
ACTED: Final = ("actual", "past")  # what was denied or only supposed is no act, what is planned is a vow
KEPT_STATUSES: Final = ("actual", "past", "planned")
KEPT: Final = f"source_country <> target_country AND day IS NOT NULL AND status IN {KEPT_STATUSES}"


def first(same: str = SAME_WAY) -> str:
    """QUALIFY: the first row of each act, among the rows of the question."""
    return f"QUALIFY coalesce(day - lag(day) OVER (PARTITION BY story, {same} ORDER BY {ORDER}) > {SAME_ACT_DAYS}, true)"


def is_first(since: str | None = None) -> str:
    """The same of rows of the table `acts`, all of each group from the day `since` on: a bound parameter, None for all days."""
    before = f" OR previous < {since}" if since else ""
    return f"(coalesce(day - previous > {SAME_ACT_DAYS}, true){before})"


def is_kept(con: DuckDBPyConnection, run: str | None) -> bool:
    """Whether the table `acts` has the rows: those of current readings, in a ledger; a lake, which many write, has no such table."""
    return run is None and bool(_column(con, "SELECT 1 FROM duckdb_tables() WHERE table_name = 'acts'"))


def standing(where: str | None, *, precisions: str, since: str | None = None) -> str:
    """A query for the keys of events that stand for acts: of each act done the first report, where its period is known.

    Args:
        where: condition on `events` that chooses the reports that count; None for all of the table `acts`, which is the same and quicker.
        precisions: parameter with the values of `date_precision` that suffice. What is told as past without a date has no period.
        since: parameter with the day from which reports count.
    """
    known = f"(date_precision IS NULL OR list_contains({precisions}, date_precision)) AND NOT (status = 'past' AND date IS NULL)"
    if where is None:
        from_day = f"AND day >= {since}" if since else ""
        return f"SELECT key FROM acts WHERE status IN {ACTED} AND {is_first(since)} AND {known} {from_day}"
    reports = f"day IS NOT NULL AND status IN {ACTED} AND {where}" + (f" AND day >= {since}" if since else "")
    return f"SELECT key FROM (SELECT * FROM ({rows(reports, roles=False, thirds=False)}) {first()}) WHERE {known}"


def rows(where: str, *, roles: bool, thirds: bool) -> str:
    """The events that meet a condition on `events`, as `acts` has them, without `previous`; the actors' roles and third states if asked."""
    return f"""
    WITH found AS (SELECT * FROM events WHERE {where})
    {_HERE if roles or thirds else ""}
    SELECT found.key, found.article_key, found.article_id, found.n, found.id, type, contexts, cameo, quad, score, goldstein, status,
           confidence, "symmetric", date, date_precision, day, source_actor, source_country, target_actor, target_country,
           papers.published, papers.outlet_country {_ROLES if roles else ""} {", coalesce(thirds, []) AS thirds" if thirds else ""},
           coalesce(told.story, found.article_id) AS story
    FROM found JOIN articles papers ON papers.key = found.article_key LEFT JOIN stories told ON told.article_id = found.article_id
    {_ROLES_JOIN if roles else ""} {_THIRDS_JOIN if thirds else ""}"""


# Their articles' actors alone, once: the joins below would each go through those of the whole ledger.
_HERE = ", here AS MATERIALIZED (SELECT * FROM actors WHERE article_key IN (SELECT article_key FROM found))"
_ROLES = """, doer.kind AS source_kind, doer.sector AS source_sector, doer.role AS source_role,
    done_to.kind AS target_kind, done_to.sector AS target_sector, done_to.role AS target_role"""
_ROLES_JOIN = """
    LEFT JOIN here doer ON doer.article_key = found.article_key AND doer.id = source_actor
    LEFT JOIN here done_to ON done_to.article_key = found.article_key AND done_to.id = target_actor"""
_THIRDS_JOIN = """
    LEFT JOIN (
        SELECT found.key, list(DISTINCT a.country ORDER BY a.country) AS thirds
        FROM found JOIN evidence e ON e.event_key = found.key AND e.what = 'evidence'
        JOIN mentions m ON m.article_key = found.article_key AND m."start" >= e."start" AND m."end" <= e."end"
        JOIN here a ON a.article_key = found.article_key AND a.id = m.actor
        WHERE a.country IS NOT NULL AND a.country IS DISTINCT FROM source_country AND a.country IS DISTINCT FROM target_country
        GROUP BY found.key
    ) third ON third.key = found.key"""


def table() -> str:
    """The rows of `acts` for all current readings."""
    current = "article_key NOT IN (SELECT article_key FROM superseded)"
    return f"{_WITH_PREVIOUS.format(rows(f'{KEPT} AND {current}', roles=True, thirds=True))} ORDER BY key"


_WITH_PREVIOUS: Final = f"SELECT *, lag(day) OVER (PARTITION BY story, {SAME_WAY} ORDER BY {ORDER}) AS previous FROM ({{}})"


def keep_in_step(con: DuckDBPyConnection, made: pa.Table, new: Collection[str], touched: Collection[str]) -> None:
    """Put rows into `acts`, and tell the story and `previous` anew of all stories that some articles are in, or were in.

    Args:
        made: rows of `acts` of the readings just written, without these two.
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
    if keys:
        current = "article_key NOT IN (SELECT article_key FROM superseded)"
        before = con.sql(f"SELECT * FROM acts WHERE article_key {_among(keys)} AND {current}").to_arrow_table()
        con.execute(f"DELETE FROM acts WHERE article_key {_among(keys)}")
        made = pa.concat_tables([made, before])
    con.register("incoming", made)
    try:
        con.execute(f"INSERT INTO acts BY NAME {_WITH_PREVIOUS.format(_TOLD)} ORDER BY key")
    finally:
        con.unregister("incoming")


_TOLD: Final = """SELECT incoming.* EXCLUDE (story, previous), coalesce(told.story, incoming.article_id) AS story
    FROM incoming LEFT JOIN stories told ON told.article_id = incoming.article_id"""


def _keys(con: DuckDBPyConnection, ids: Collection[str]) -> set[int]:
    """All readings of the articles."""
    return set(_column(con, "SELECT key FROM articles WHERE id IN (SELECT unnest($1::VARCHAR[]))", sorted(ids))) if ids else set()


def _column(con: DuckDBPyConnection, sql: str, *params: object) -> list[Any]:
    return [value for (value,) in con.execute(sql, params).fetchall()]


def _among(keys: Collection[int]) -> str:
    return f"IN ({', '.join(map(str, sorted(keys)))})"
