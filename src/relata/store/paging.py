"""Which rows of a table are on a page, and how many are there in all?

In: a connection, filters, an order, limit and offset. Out: the SQL that chooses the page's rows; tables that know their total.
Left out: which filters (`filters`) and what is told of the rows (`queries`).

A page is found in two steps: the keys of its rows, from one narrow pass through the table, and then all of those rows by their keys,
which DuckDB finds by index. Joining first would read the whole ledger for fifty rows.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import pyarrow as pa
from duckdb import DuckDBPyConnection

if TYPE_CHECKING:  # which looks names up, and so asks for keys written out itself
    from .filters import Filters

# So many rows are asked for by their keys; more are read faster in one pass.
BY_KEYS: Final = 2000
# So many rows are looked at before all texts are gone through: first few, then more.
FIRST: Final = (400, 4000)
# From so deep in a list on its days are counted first, so that only the rows of some days need be sorted.
DEEP: Final = 1000


def total_of(table: pa.Table) -> int | None:
    """How many rows there are of which a list gave a part; None where `total` was not asked for."""
    metadata = table.schema.metadata or {}
    return int(metadata[_TOTAL]) if _TOTAL in metadata else None


_TOTAL: Final = b"total"


@dataclass(frozen=True, slots=True)
class Chosen:
    """The rows of a page: SQL to put into a query's gaps, and what it binds; `total` where it was asked for."""

    sql: dict[str, str]
    params: dict[str, Any]
    total: int | None = None


def chosen(
    con: DuckDBPyConnection,
    table: str,
    filters: Filters,
    order: str,
    limit: int | None,
    offset: int,
    total: bool = False,
    but: str | None = None,
) -> Chosen:
    """Which rows are on the page: by their keys where they are few, else by the filters themselves.

    `but` is a query for keys of few rows that are left out.
    """
    page = filters.page(limit, offset)
    keys = every = None
    if limit and offset + limit <= DEEP:
        if filters.is_costly:
            keys = _of_newest(con, table, filters, order, but, offset, limit)
        elif but is not None:
            keys = _keys_but(con, f"SELECT key FROM {table} WHERE {filters.sql} ORDER BY {order}", filters.params, but, offset, limit)
    if but is not None:
        if total and filters.is_bare and not _column(con, "SELECT article_key FROM superseded LIMIT 1", {}):
            # How many rows a table has needs no pass through it.
            every, left_out = (_column(con, f"SELECT count(*) FROM {rows}", {})[0] for rows in (table, f"({but})"))
            every -= left_out
        filters.but(but)
    counted = f"SELECT count(*) FROM {table} WHERE {filters.sql}"
    if limit is not None and 0 <= limit <= BY_KEYS and offset >= DEEP:
        day = "published" if table == "articles" else "day"
        by_day = f"SELECT {day}, count(*) FROM {table} WHERE {filters.sql} GROUP BY {day} ORDER BY {day} DESC NULLS LAST"
        with con.cursor() as cursor:
            days = cursor.execute(by_day, filters.params).fetchall()
        every = sum(n for _, n in days)
        page = filters.page(limit, filters.days(day, days, limit, offset))
    if limit is None or limit > BY_KEYS:
        if total and every is None:
            every = _column(con, counted, filters.params)[0]
        inner = {f"of_{parent}s": f"IN (SELECT {parent}_key FROM page)" for parent in ("article", "statement")}
        return Chosen({"rows": filters.sql, "page": page, "of_rows": "IN (SELECT key FROM page)", **inner}, filters.params, every)
    if keys is None:
        keys = _column(con, f"SELECT key FROM {table} WHERE {filters.sql} ORDER BY {order} {page}", filters.params)
    if total and every is None:
        every = offset + len(keys) if _ends(len(keys), limit, offset) else _column(con, counted, filters.params)[0]
    return of_keys(con, table, keys, every if total else None)


def _of_newest(
    con: DuckDBPyConnection, table: str, filters: Filters, order: str, but: str | None, offset: int, limit: int
) -> list[int] | None:
    """The keys of a page from the first rows alone, in whose texts common words are found soon; None where too few of them have them."""

    def keys(where: str, most: int) -> list[int]:
        params = {name: value for name, value in filters.params.items() if re.search(rf"\${name}\b", where)}
        return _column(con, f"SELECT key FROM {table} WHERE {where} ORDER BY {order} LIMIT {most}", params)

    for rows in dict.fromkeys((filters.sql_without_texts, filters.sql_of_holders)):
        newest = keys(rows, FIRST[-1])
        for n in FIRST:
            where = f"{filters.sql_of(among(newest[:n]))} AND {'true' if but is None else f'key NOT IN ({but})'}"
            found = keys(where, offset + limit)
            is_all = len(newest) <= n and len(newest) < FIRST[-1]
            if is_all or len(found) == offset + limit:
                return found[offset:]
    return None


def _keys_but(con: DuckDBPyConnection, sql: str, params: dict[str, Any], but: str, offset: int, limit: int) -> list[int] | None:
    """The keys of a page from twice as many rows, of which those to leave out are looked up; None where too many were among them. To ask of
    each row of a large table whether it is left out would take twice as long."""
    most = 2 * (offset + limit) + 10
    found = _column(con, f"{sql} LIMIT {most}", params)
    gone = set(_column(con, f"SELECT * FROM ({but}) t(key) WHERE key {among(found)}", {}))
    left = [key for key in found if key not in gone]
    return left[offset : offset + limit] if len(left) >= offset + limit or len(found) < most else None


def of_keys(con: DuckDBPyConnection, table: str, keys: list[int], total: int | None = None) -> Chosen:
    """Chosen are the rows that have these keys."""
    sql = {"rows": f"key {among(keys)}", "page": "", "of_rows": among(keys)}
    if table != "articles":
        sql["of_articles"] = among(_column(con, f"SELECT DISTINCT article_key FROM {table} WHERE {sql['rows']}", {}))
    if table == "events":
        sql["of_statements"] = among(_column(con, f"SELECT DISTINCT statement_key FROM events WHERE {sql['rows']}", {}))
    return Chosen(sql, {}, total)


def _ends(n: int, limit: int | None, offset: int) -> bool:
    """Whether so many rows show that the list ends with them: no count is needed then."""
    return limit is None or (n < limit and (n > 0 or offset == 0))


def told(table: pa.Table, n: int, limit: int | None, offset: int, count: Callable[[], int]) -> pa.Table:
    return with_total(table, offset + n if _ends(n, limit, offset) else count())


def with_total(table: pa.Table, total: int | None) -> pa.Table:
    return table if total is None else table.replace_schema_metadata({_TOTAL: str(total)})


def _column(con: DuckDBPyConnection, sql: str, params: dict[str, Any]) -> list[int]:
    with con.cursor() as cursor:
        return [value for (value,) in cursor.execute(sql, params).fetchall() if value is not None]


def among(keys: list[int]) -> str:
    # An empty list is no SQL; no key is below 1.
    return f"IN ({', '.join(map(str, keys)) or '0'})"


def table_of(con: DuckDBPyConnection, sql: str, params: dict[str, Any], total: int | None = None) -> pa.Table:
    # A cursor of its own: several threads may ask over one connection, and an unfinished result elsewhere is not disturbed.
    with con.cursor() as cursor:
        table: pa.Table = cursor.sql(sql, params=params).to_arrow_table()
    return with_total(table, total)
