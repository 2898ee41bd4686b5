"""What holds for all exports: whole files, the dictionary, filters, batches."""

from __future__ import annotations

import csv
import datetime as dt
import os
from pathlib import Path

import pytest

from relata import store
from relata.errors import ExportError
from relata.export import FORMATS, dictionary, export, files
from relata.store import Wanted

NAMES = {"events": "x.parquet", "statements": "x.csv"}


@pytest.mark.parametrize("format", FORMATS)
def test_the_same_ledger_gives_the_same_bytes(write, format):
    name = NAMES.get(format, "x")
    first = {path: path.read_bytes() for path in write(format, name).files}
    assert {path: path.read_bytes() for path in write(format, name).files} == first
    assert not any(path.name.startswith(".") for path in next(iter(first)).parent.iterdir())


@pytest.mark.parametrize("format", FORMATS)
def test_an_error_leaves_what_was_there(con, tmp_path, monkeypatch, format):
    name = NAMES.get(format, "x")
    before = {path: path.read_bytes() for path in export(con, format, tmp_path / name, Wanted()).files}

    def fail(*_: object) -> None:
        raise OSError(28, "No space left on device")

    for part in ("event_batches", "statement_batches", "edges"):
        monkeypatch.setattr(store, part, fail)
    with pytest.raises(ExportError, match="No space left on device"):
        export(con, format, tmp_path / name, Wanted())
    assert {path: path.read_bytes() for path in before} == before
    assert not [path for path in tmp_path.iterdir() if path.name.startswith(".")]


def test_results_are_for_everyone_that_the_umask_allows(write):
    mask = os.umask(0o022)
    try:
        assert oct(write("icews", "x").files[0].stat().st_mode & 0o777) == "0o644"
    finally:
        os.umask(mask)


@pytest.mark.parametrize("path", ["none/x.parquet", ""])
def test_a_folder_that_is_missing_or_meant_as_a_file(con, tmp_path, path):
    with pytest.raises(ExportError, match="its folder does not exist|is a folder"):
        export(con, "icews", tmp_path / path, Wanted())


@pytest.mark.parametrize("size", [1, 2, 5, 1000])
def test_batches_of_any_size_give_the_same_rows(con, size):
    whole = next(store.event_batches(con, Wanted())).to_pylist()
    batches = list(store.event_batches(con, Wanted(), size=size))
    assert max(batch.num_rows for batch in batches) <= size
    assert [row for batch in batches for row in batch.to_pylist()] == whole
    said = [row for batch in store.statement_batches(con, Wanted(), size=size) for row in batch.to_pylist()]
    assert said == next(store.statement_batches(con, Wanted())).to_pylist()


def test_memory_is_narrow_while_batches_come_and_as_before_after_them(con):
    def limit() -> float:
        number, unit = con.execute("SELECT current_setting('memory_limit')").fetchone()[0].split()
        return float(number) * {"MiB": 1, "GiB": 1024, "TiB": 1024**2}[unit]

    before = limit()
    batches = store.event_batches(con, Wanted(), size=1)
    next(batches)
    assert limit() == pytest.approx(512e6 / 2**20, abs=1)
    batches.close()
    assert limit() == pytest.approx(before, rel=0.01)  # DuckDB tells it in one decimal place


@pytest.mark.parametrize(
    ("wanted", "ids"),
    [
        (Wanted(outlet="tarn post", type="SUPPORT"), ["a1.e1", "a1.e3"]),
        (Wanted(outlet="Tarn Post", actor="NATO"), ["a1.e3"]),
        (Wanted(outlet="Tarn Post", country="ISL"), ["a1.e4", "a1.e6"]),
        (Wanted(outlet="Tarn Post", pair=("VNM", "DEU")), ["a1.e1", "a1.e2"]),
        (Wanted(outlet="Tarn Post", until=dt.date(2022, 3, 31)), ["a1.e2"]),
        (Wanted(outlet="Tarn Post", statuses=("planned", "past")), ["a1.e5", "a1.e7"]),
        (Wanted(outlet="Tarn Post", min_confidence=0.95), []),
        (Wanted(run="none"), []),
        (Wanted(pair=("VNM", "DEU"), country="ISL"), []),
    ],
)
def test_filters(con, wanted, ids):
    found = [row["id"] for batch in store.event_batches(con, wanted) for row in batch.to_pylist()]
    assert found == ids


def test_a_superseded_reading_goes_out_only_by_its_run(con, tmp_path):
    from .conftest import make_article

    run = con.execute("SELECT id FROM runs").fetchone()[0]
    con.close()
    with store.Ledger(tmp_path / "l.duckdb", store.make_run(version="0.2.0", model="m")) as ledger:
        ledger.add([make_article()])
    con = store.open_read_only(tmp_path / "l.duckdb")
    current = [row["run_id"] for batch in store.event_batches(con, Wanted(outlet="Tarn Post")) for row in batch.to_pylist()]
    older = [row["run_id"] for batch in store.event_batches(con, Wanted(outlet="Tarn Post", run=run)) for row in batch.to_pylist()]
    assert len(current) == len(older) == 7 and set(older) == {run} and run not in current
    con.close()


def test_the_dictionary_describes_every_column(write):
    rows = dictionary().to_pylist()
    assert {row["export"] for row in rows} == set(FORMATS)
    for row in rows:
        assert row["meaning"]
        assert row["column"] == "(rows)" or (row["type"] and row["missing"])
    gdelt = [row for row in rows if row["file"] == ".export.CSV"]
    assert [row["position"] for row in gdelt] == list(range(62))


def test_the_dictionary_beside_the_data_says_which_events_went_out(write):
    def told(report):
        with Path(report.files[-1]).open(encoding="utf-8", newline="") as file:
            return next(csv.DictReader(file))["meaning"]

    assert told(write("icews", "x.tab")).endswith("Here only events of status actual")
    assert told(write("icews", "x.tab", Wanted(statuses=("planned", "denied")))).endswith("status planned, denied")
    assert told(write("icews", "x.tab", all_statuses=True)).endswith("Here events of every status")
    assert "status" not in told(write("statements", "x.csv"))


def test_cells_hold_no_tabs_breaks_or_double_quotes():
    text = 'a\tb\r\nc\x00d\u2028e"f" '
    assert files.line([text, None, True, 1.5, 3], missing="None") == "a b c d e'f'\tNone\t1\t1.5\t3\n"
    assert files.line(["\t", ""], missing="None") == "None\tNone\n"


def test_text_is_for_plover_alone(con, tmp_path):
    with pytest.raises(ExportError, match="only asked for in PLOVER"):
        export(con, "icews", tmp_path / "x", Wanted(), with_text=True)
