"""Opening a ledger file: is it there, is it ours, is it of our version, is it free?

In: a path. Out: a DuckDB connection. Left out: what is written or asked (`ledger`, `queries`).
DuckDB admits one writing process or several reading ones, never both; every way in which that or the file itself
can go wrong becomes a `StoreError` with the path, the cause and the remedy. A ledger of an older version is brought to ours
when it is opened, by the files in `migrations`, each named for the version that it leads to.
"""

from __future__ import annotations

import datetime as dt
import functools
from importlib.resources import files
from pathlib import Path

import duckdb
import pyarrow as pa
from duckdb import DuckDBPyConnection

from ..errors import StoreError
from . import wording
from .places import Place, is_address

SCHEMA_VERSION = 6


def open_read_only(path: Path) -> DuckDBPyConnection:
    """Open a finished ledger, or a lake of Parquet, for queries. A file is changed only where it is of an older version, and then migrated.

    Raises StoreError where there is no ledger, or one of a newer version.
    """
    path = Path(path)
    if is_address(path) or path.is_dir():
        from .lake_views import open_lake  # which needs this module itself

        return open_lake(Place.at(path))
    if not path.exists():
        raise StoreError(f"{path}: no such ledger. Make one with `relata read PATH --db {path}`, or check the path.")
    con = _connect(path, read_only=True)
    try:
        version = _version_of(con, path)
        if version is None:
            raise StoreError(f"{path}: an empty DuckDB file, not a Relata ledger. Check the path.")
    except BaseException:
        con.close()
        raise
    if version < SCHEMA_VERSION:
        con.close()
        open_for_writing(path).close()
        return _connect(path, read_only=True)
    return con


def open_for_writing(path: Path) -> DuckDBPyConnection:
    """Open a ledger for writing, migrated where it is of an older version, or make it where the path is free (its folder must exist).

    Raises StoreError.
    """
    path = Path(path)
    if not path.parent.is_dir():
        raise StoreError(f"{path}: cannot write a ledger here, the folder {path.parent} does not exist. Create it, or name another path.")
    con = _connect(path, read_only=False)
    try:
        version = _version_of(con, path)
        if version is None:
            _apply(con, path, [(SCHEMA_VERSION, schema_sql())])
        elif version < SCHEMA_VERSION:
            _apply(con, path, [(new, _sql(f"migrations/{new}.sql")) for new in range(version + 1, SCHEMA_VERSION + 1)])
    except BaseException:
        con.close()
        raise
    return con


@functools.cache
def schemas() -> dict[str, pa.Schema]:
    """Each table's columns, as Arrow has them."""
    with duckdb.connect() as con:
        con.execute(schema_sql())
        tables = [name for (name,) in con.execute("SELECT table_name FROM duckdb_tables()").fetchall()]
        return {table: con.sql(f"SELECT * FROM {table} LIMIT 0").to_arrow_table().schema for table in tables}


def _connect(path: Path, *, read_only: bool) -> DuckDBPyConnection:
    if (path / "relata-lake.json").exists():
        raise StoreError(f"{path}: a lake, which only `relata read --ray --lake` writes. Name a ledger file.")
    if path.is_dir():
        raise StoreError(f"{path}: a folder, not a ledger file. Name a file in it, such as {path / 'ledger.duckdb'}.")
    # DuckDB takes an existing .json or .csv for a query over an empty database in memory; a whole run would be lost.
    if path.exists() and path.stat().st_size:
        with path.open("rb") as file:
            if file.read(12)[8:] != b"DUCK":
                raise StoreError(f"{path}: not a DuckDB file. Name a Relata ledger, or a path that is still free.")
    try:
        return duckdb.connect(str(path), read_only=read_only)
    except duckdb.Error as error:
        raise StoreError(f"{path}: {_explain(str(error), read_only=read_only)}") from error


def _explain(message: str, *, read_only: bool) -> str:
    """DuckDB's reason in plain words, with the next step. It tells its causes apart by message only."""
    lowered = message.lower()
    if "lock" in lowered or "different configuration" in lowered:
        other = "another reader or writer has" if not read_only else "a writer has"
        return f"locked, {other} it open. Wait until it is done or stop it, then try again. ({message})"
    if "not a valid duckdb" in lowered:
        return "not a DuckDB file. Name a Relata ledger, or a path that is still free."
    if "newer version" in lowered or "version number" in lowered:
        return f"written by another version of DuckDB. Update the package duckdb. ({message})"
    verb = "opened" if read_only else "written"
    return f"cannot be {verb}. Check that the path is right, that you have the permission and that the disk has room. ({message})"


def _version_of(con: DuckDBPyConnection, path: Path) -> int | None:
    """Schema version of the open file, None for one without tables; raises StoreError for what is not ours or newer."""
    tables = {name for (name,) in con.execute("SELECT table_name FROM duckdb_tables()").fetchall()}
    if not tables:
        return None
    if "schema_version" not in tables or "runs" not in tables:
        raise StoreError(f"{path}: a DuckDB file, but not a Relata ledger (it holds {', '.join(sorted(tables)[:5])}). Name another path.")
    ((version,),) = con.execute("SELECT max(version) FROM schema_version").fetchall()
    if version is None:
        raise StoreError(f"{path}: a ledger without a schema version; the file is damaged. Read the articles again into a new one.")
    if version > SCHEMA_VERSION:
        raise StoreError(
            f"{path}: this ledger has schema version {version}, this Relata knows up to {SCHEMA_VERSION}. "
            "Update Relata, or read the articles again into a new file."
        )
    return int(version)


def schema_sql() -> str:
    """What makes all tables and views of our version."""
    return _sql("schema.sql")


def _sql(name: str) -> str:
    return files(__package__).joinpath(name).read_text(encoding="utf-8")


def _apply(con: DuckDBPyConnection, path: Path, steps: list[tuple[int, str]]) -> None:
    """Make all tables, or migrate, in one transaction: a kill leaves the file as it was, never half a schema."""
    try:
        con.begin()
        for version, sql in steps:
            con.execute(sql)
            if version == 6:  # in parts, which a file of SQL cannot do
                wording.fill(con)
            con.execute("INSERT INTO schema_version VALUES (?, ?)", [version, dt.datetime.now(dt.UTC).replace(tzinfo=None)])
        con.commit()
    except duckdb.Error as error:
        raise StoreError(f"{path}: cannot be written. Check the permission and that the disk has room. ({error})") from error
