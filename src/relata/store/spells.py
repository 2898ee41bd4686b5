"""What do texts say people are, and when? Observations of offices and countries, by name.

In: a read-only connection. Out: an Arrow table with their words, or `Spell`s for the registry. Left out: what is made of them
(`actors.registry`).
"""

from __future__ import annotations

from typing import Any

import pyarrow as pa
from duckdb import DuckDBPyConnection

from ..records import Spell
from . import paging
from .filters import Filters


def roles(
    con: DuckDBPyConnection, *, name: str | None = None, whole: bool = False, run: str | None = None, limit: int | None = 50
) -> pa.Table:
    """What texts say people are: each description of a name, first and last day of it, how many articles give it, the newest words.

    `name` is found anywhere in a person's name, or with `whole` is all of it.

    `conflict` is ``country`` where other texts place the same name in another country, ``role`` where they give it another office
    in the same days, else empty. Names in order, each name's descriptions oldest first.
    """
    filters = Filters("article_key", run=run)
    if whole:
        filters.equal("name", name)
    elif name is not None:
        filters.contains("name", name)
    found = paging.table_of(con, _ROLES.format(where=filters.sql, page=filters.page(limit, 0)), filters.params)
    # Texts are most of a ledger: those of the rows that are shown are looked up by their keys.
    shas: list[Any] = found["sha"].unique().to_pylist()
    holders = ", ".join(f"${n}" for n in range(1, len(shas) + 1)) or "NULL"
    texts = dict(con.execute(f"SELECT sha, text FROM texts WHERE sha IN ({holders})", shas).fetchall())
    places = zip(*(found[name].to_pylist() for name in ("sha", "start", "end")), strict=True)
    words = pa.array([texts[sha][start:end] for sha, start, end in places], pa.string())
    at = found.column_names.index("sha")
    return found.add_column(at, "words", words).drop_columns(["sha", "start", "end"])


def spells(con: DuckDBPyConnection) -> list[Spell]:
    """What the current readings say of people, where they give a country and a day."""
    sql = """SELECT name, country, sector, role, min(date), max(date) FROM roles
             WHERE country IS NOT NULL AND date IS NOT NULL AND article_key NOT IN (SELECT article_key FROM superseded)
             GROUP BY ALL ORDER BY ALL"""
    return [Spell(*row) for row in con.execute(sql).fetchall()]


_ROLES = """
WITH told AS (
    SELECT r.*, a.id AS article_id, text_sha AS sha FROM (SELECT * FROM roles WHERE {where}) r JOIN articles a ON a.key = r.article_key
),
spells AS (
    SELECT name, country, sector, role, min(date) AS first, max(date) AS last, count(DISTINCT article_id) AS n_articles,
           last(article_id ORDER BY date, article_id) AS article,
           last(struct_pack(sha := sha, "start" := "start", "end" := "end") ORDER BY date, article_id) AS place
    FROM told GROUP BY name, country, sector, role
)
SELECT s.* EXCLUDE (place), place.sha, place."start", place."end",
       CASE WHEN EXISTS (FROM spells o WHERE o.name = s.name AND o.country <> s.country) THEN 'country'
            WHEN EXISTS (FROM spells o WHERE o.name = s.name AND o.role <> s.role AND o.first <= s.last AND s.first <= o.last) THEN 'role'
       END AS conflict
FROM spells s ORDER BY name, first NULLS LAST, last, country, role {page}
"""
