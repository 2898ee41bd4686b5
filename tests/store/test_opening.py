"""Files that cannot be opened say why, and what to do."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import duckdb
import pytest

from relata import store
from relata.errors import StoreError
from relata.store import SCHEMA_VERSION, Ledger, Run, open_read_only, opening


def test_missing_ledger(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="no such ledger.*relata read"):
        open_read_only(tmp_path / "none.duckdb")
    assert not (tmp_path / "none.duckdb").exists()


@pytest.mark.parametrize("content", [b"", b"not a database " * 500])
def test_not_a_duckdb_file(path: Path, run: Run, content: bytes) -> None:
    path.write_bytes(content)
    for open_it in (open_read_only, lambda p: Ledger(p, run)):
        with pytest.raises(StoreError, match="not a DuckDB file"):
            open_it(path)
    assert path.read_bytes() == content


def test_a_duckdb_file_of_someone_else(path: Path, run: Run) -> None:
    with duckdb.connect(str(path)) as con:
        con.execute("CREATE TABLE invoices (n INTEGER)")
    for open_it in (open_read_only, lambda p: Ledger(p, run)):
        with pytest.raises(StoreError, match="not a Relata ledger.*invoices"):
            open_it(path)
    with duckdb.connect(str(path)) as con:
        assert con.execute("SELECT table_name FROM duckdb_tables()").fetchall() == [("invoices",)]


def test_an_empty_duckdb_file_becomes_a_ledger(path: Path, run: Run) -> None:
    duckdb.connect(str(path)).close()
    with pytest.raises(StoreError, match="empty DuckDB file"):
        open_read_only(path)
    Ledger(path, run).close()
    open_read_only(path).close()


def test_a_ledger_of_a_newer_version(path: Path, run: Run) -> None:
    Ledger(path, run).close()
    with duckdb.connect(str(path)) as con:
        con.execute("INSERT INTO schema_version VALUES (?, now()::TIMESTAMP)", [SCHEMA_VERSION + 1])
    for open_it in (open_read_only, lambda p: Ledger(p, run)):
        with pytest.raises(StoreError, match=f"version {SCHEMA_VERSION + 1}, this Relata knows up to {SCHEMA_VERSION}"):
            open_it(path)


@pytest.mark.parametrize("writes", [True, False])
def test_locked_by_another_writer(path: Path, run: Run, writes: bool) -> None:
    Ledger(path, run).close()
    program = "import duckdb, sys\ncon = duckdb.connect(sys.argv[1])\nprint('open', flush=True)\nsys.stdin.read()"
    with subprocess.Popen([sys.executable, "-c", program, str(path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as other:
        assert other.stdout is not None and other.stdout.readline() == "open\n"
        with pytest.raises(StoreError, match="locked"):
            Ledger(path, run) if writes else open_read_only(path)
        assert other.stdin is not None
        other.stdin.close()
    open_read_only(path).close()  # free again


def test_reader_and_writer_in_one_process(path: Path, run: Run) -> None:
    with Ledger(path, run), pytest.raises(StoreError, match="locked"):
        open_read_only(path)


def test_unwritable_paths(tmp_path: Path, run: Run) -> None:
    with pytest.raises(StoreError, match="the folder .* does not exist"):
        Ledger(tmp_path / "no" / "such" / "folder.duckdb", run)
    with pytest.raises(StoreError, match="a folder, not a ledger file"):
        Ledger(tmp_path, run)


@pytest.mark.skipif(os.geteuid() == 0, reason="the superuser may write anywhere")
def test_a_folder_without_permission(tmp_path: Path, run: Run) -> None:
    tmp_path.chmod(0o500)
    try:
        with pytest.raises(StoreError, match="cannot be written"):
            Ledger(tmp_path / "ledger.duckdb", run)
    finally:
        tmp_path.chmod(0o700)


def test_a_reader_cannot_write(path: Path, run: Run) -> None:
    Ledger(path, run).close()
    con = open_read_only(path)
    with pytest.raises(duckdb.Error, match="read-only"):
        con.execute("DELETE FROM runs")
    con.close()


def test_every_table_and_column_of_the_schema_is_explained() -> None:
    """Columns without a comment of their own are those whose name repeats one explained above, or that are plain from it."""
    schema = (Path(store.__file__).parent / "schema.sql").read_text(encoding="utf-8")
    tables = [line for line in schema.splitlines() if line.startswith("CREATE TABLE")]
    assert len(tables) == 25
    assert all("--" in line for line in tables)


def _shape(con: duckdb.DuckDBPyConnection) -> list[tuple[object, ...]]:
    columns = "SELECT table_name, column_name, data_type, is_nullable FROM duckdb_columns() WHERE NOT internal"
    constraints = "SELECT table_name, constraint_text FROM duckdb_constraints()"
    views = "SELECT view_name, regexp_replace(sql, '\\s+', ' ', 'g') FROM duckdb_views() WHERE NOT internal"
    return [sorted(map(str, con.execute(sql).fetchall())) for sql in (columns, constraints, views)]  # type: ignore[misc]


def _make_version_1(path: Path) -> None:
    """One article that two runs have read, as version 1 kept it."""
    with duckdb.connect(str(path)) as con:
        con.execute((Path(__file__).parent / "schema_1.sql").read_text(encoding="utf-8"))
        con.execute("INSERT INTO schema_version VALUES (1, TIMESTAMP '2024-01-01')")
        con.execute("INSERT INTO texts VALUES ('t', 'Quiet.')")
        for key, run in ((1, "old"), (2, "new")):
            con.execute("INSERT INTO runs VALUES (?, TIMESTAMP '2024-01-01', '0.1.0', 'm', '{}')", [run])
            con.execute("INSERT INTO articles (key, run_id, id, text_sha, language) VALUES (?, ?, 'a1', 't', 'en')", [key, run])
            con.execute("INSERT INTO actors VALUES (?, ?, 0, 'state:VLD', 'Veldoria', 'state', 'VLD', 'GOV', [], NULL)", [key, run])
        con.execute("INSERT INTO current VALUES ('a1', 2)")


@pytest.mark.parametrize("writes", [True, False])
def test_a_ledger_of_version_1_is_migrated(path: Path, tmp_path: Path, run: Run, writes: bool) -> None:
    _make_version_1(path)
    if writes:
        Ledger(path, run).close()
    con = open_read_only(path)
    fresh = tmp_path / "fresh.duckdb"
    Ledger(fresh, run).close()
    with duckdb.connect(str(fresh), read_only=True) as new:
        assert _shape(con) == _shape(new)
    assert con.execute("SELECT article_key FROM superseded").fetchall() == [(1,)]
    assert con.execute("SELECT * FROM current").fetchall() == [("a1", 2)]
    assert con.execute("SELECT max(version) FROM schema_version").fetchall() == [(SCHEMA_VERSION,)]
    assert store.articles(con)["id"].to_pylist() == ["a1"]
    assert store.articles(con, actor="veldoria", run="old").num_rows == 1
    con.close()


def test_a_migration_that_fails_changes_nothing(path: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    _make_version_1(path)
    sql = opening._sql
    monkeypatch.setattr(opening, "_sql", lambda name: sql(name) + "; SELECT * FROM no_such_table")
    with pytest.raises(StoreError, match="cannot be written"):
        Ledger(path, run)
    with duckdb.connect(str(path), read_only=True) as con:
        assert con.execute("SELECT max(version) FROM schema_version").fetchall() == [(1,)]
        assert con.execute("SELECT * FROM current").fetchall() == [("a1", 2)]
