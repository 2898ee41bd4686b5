"""A lake opened for questions: views of the ledger's names over its Parquet files, so that every query works on either.

In: where a lake lies. Out: a DuckDB connection in memory. Left out: writing (`lake`).

Which readings count is worked out here, from ids alone: of an article that a run has read in two blocks the first, and of several runs'
readings that of the run planned last, as in a ledger. A text that articles of two blocks share stands in `texts` twice.
"""

from __future__ import annotations

import duckdb
import pyarrow as pa
from duckdb import DuckDBPyConnection

from ..errors import StoreError
from .lake import BLOCK_TABLES, Block, block_schema, blocks, check_version, is_lake
from .opening import SCHEMA_VERSION, schema_sql, schemas
from .places import Place, fsspec_of
from .stories import FindsCopies, Grouping

# Rows of readings that count for nothing, since the same run has read the article in an earlier block.
_UNREPEATED = "article_key NOT IN (SELECT key FROM repeated)"
_WHICH = {
    "articles": "key NOT IN (SELECT key FROM repeated)",
    "signatures": "key NOT IN (SELECT key FROM later)",
    **dict.fromkeys(("actors", "roles", "mentions", "statements", "events"), _UNREPEATED),
}
# What a view gives of its files, where that is not every column.
_COLUMNS = {
    "signatures": '* EXCLUDE ("key")',
    "names": "DISTINCT *",
    "roles": "* EXCLUDE (file_row_number), file_row_number AS rowid",
}
_READINGS = """
CREATE TEMP TABLE several AS
    SELECT id, run_id, key FROM read_articles WHERE id IN (SELECT id FROM read_articles GROUP BY id HAVING count(*) > 1);
CREATE TABLE repeated AS SELECT key FROM several QUALIFY row_number() OVER (PARTITION BY id, run_id ORDER BY key) > 1;
CREATE TABLE later AS SELECT key FROM several QUALIFY row_number() OVER (PARTITION BY id ORDER BY key) > 1;
CREATE TABLE superseded AS SELECT key AS article_key FROM several WHERE key NOT IN (SELECT key FROM repeated)
    QUALIFY row_number() OVER (PARTITION BY id ORDER BY key DESC) > 1;
DROP TABLE several;
"""


def open_lake(place: Place) -> DuckDBPyConnection:
    """Open a lake for queries: the blocks that are done at this moment.

    Raises StoreError where there is none, and for one of another version.
    """
    if not is_lake(place):
        detail = "a folder, but no lake" if place.is_folder() else "no such lake"
        raise StoreError(f"{place.address}: {detail}. Make one with `relata read PATH --ray --lake {place.address}`, or check the path.")
    check_version(place)
    con = duckdb.connect()
    try:
        if not place.is_local:
            con.register_filesystem(fsspec_of(place))
        con.execute("SET parquet_metadata_cache = true")
        _make_views(con, place, blocks(place))
    except duckdb.Error as error:
        con.close()
        raise StoreError(f"{place.address}: cannot be opened. A file in it may be damaged or missing. ({error})") from error
    except BaseException:
        con.close()
        raise
    return con


def group_stories(con: DuckDBPyConnection, copies: FindsCopies) -> pa.Table:
    """The stories of all articles of an open lake, from their signatures, in the order of blocks."""
    with duckdb.connect() as own, con.cursor() as cursor:
        own.execute(schema_sql())
        grouping = Grouping(own, copies)
        given = dict(cursor.execute("SELECT article_id, story FROM read_given ORDER BY ALL").fetchall())
        cursor.execute('SELECT article_id, size, "values" FROM signatures ORDER BY n NULLS LAST')
        while rows := cursor.fetchmany(1000):
            signed = [(id_, _Signed(values, size)) for id_, size, values in rows if size]
            batch = {id_: given.pop(id_) for id_, *_ in rows if id_ in given}
            stories = pa.Table.from_pylist(grouping.stories(signed, batch), schema=schemas()["stories"])
            own.register("incoming", stories)
            own.execute("INSERT INTO stories SELECT * FROM incoming ON CONFLICT (article_id) DO UPDATE SET story = excluded.story")
            own.unregister("incoming")
        table: pa.Table = own.sql("SELECT * FROM stories ORDER BY article_id").to_arrow_table()
    return table


class _Signed:
    """A signature as it was kept."""

    def __init__(self, values: bytes, size: int) -> None:
        self.values = values
        self.size = size


def _make_views(con: DuckDBPyConnection, place: Place, done: list[Block]) -> None:
    for table in BLOCK_TABLES:
        files = [(place / table / f"{block.name}.parquet").address for block in done]
        more = ", file_row_number = true" if table == "roles" else ""
        _files_or_empty(con, f"read_{table}", files, block_schema(table), more)
    con.execute(_READINGS)
    for table in BLOCK_TABLES:
        if table in ("given", "skips"):
            continue
        columns = _COLUMNS.get(table, "*") if done else "*"
        con.execute(f"CREATE VIEW {table} AS SELECT {columns} FROM read_{table} WHERE {_WHICH.get(table, 'true')}")
    con.execute("""CREATE VIEW skips AS SELECT run_id, source, stage, reason, detail, min("at") AS "at" FROM read_skips GROUP BY ALL""")
    runs = [(place / "runs" / name).address for name in (place / "runs").names() if not name.startswith(".")]
    _files_or_empty(con, "runs", runs, schemas()["runs"])
    stories = [(place / "stories.parquet").address] if (place / "stories.parquet").exists() else []
    _files_or_empty(con, "stories", stories, schemas()["stories"])
    con.execute("CREATE TABLE schema_version AS SELECT ?::INTEGER AS version, now()::TIMESTAMP AS applied", [SCHEMA_VERSION])
    sql = schema_sql()
    con.execute(sql[sql.index("CREATE VIEW current AS") :])


def _files_or_empty(con: DuckDBPyConnection, name: str, files: list[str], schema: pa.Schema, more: str = "") -> None:
    if not files:
        con.from_arrow(schema.empty_table()).create(name)
        return
    written = ", ".join("'" + file.replace("'", "''") + "'" for file in files)
    con.execute(f"CREATE VIEW {name} AS SELECT * FROM read_parquet([{written}]{more})")
