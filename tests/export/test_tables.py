"""Parquet and CSV of events and statements, read back by columns and by rows."""

from __future__ import annotations

import csv
import datetime as dt

import pyarrow.parquet as pq
import pytest

from relata.errors import ExportError
from relata.export import tables
from relata.store import Wanted


def test_parquet_holds_every_event_in_both_directions_with_all_statuses(write, tmp_path):
    report = write("events", "x.parquet")
    table = pq.read_table(tmp_path / "out/x.parquet")
    assert table.column_names == [column.name for column in tables.EVENTS.columns]
    rows = table.to_pylist()
    assert report.rows == len(rows) == 8 + 8 + 2
    assert report.left_out == {}
    assert [row["id"] for row in rows if not row["mirror"]] == [f"a{n}.e{m}" for n in (1, 2) for m in range(1, 8)] + ["a3.e1"]
    assert {row["status"] for row in rows} == {"actual", "planned", "past"}
    first, mirror = rows[:2]
    assert (first["source_name"], first["target_name"], first["mirror"]) == ("Germany", "Vietnam", False)
    assert (mirror["source_name"], mirror["target_name"], mirror["mirror"]) == ("Vietnam", "Germany", True)
    assert (mirror["source_start"], mirror["target_start"], mirror["id"]) == (12, 0, "a1.e1")
    assert (first["source_cow"], first["source_gw"], first["target_cow"], first["date"]) == (255, 260, 816, dt.date(2022, 5, 20))
    assert (first["contexts"], first["modes"], first["story"]) == (["economic", "legal"], [], "s1")


def test_a_missing_value_is_null_and_never_nothing_else(write, tmp_path):
    write("events", "x.parquet", Wanted(outlet="Tarn Post", statuses=("past", "actual")))
    rows = {row["id"]: row for row in pq.read_table(tmp_path / "out/x.parquet").to_pylist() if not row["mirror"]}
    without_target, without_code = rows["a1.e7"], rows["a1.e6"]
    assert {value for key, value in without_target.items() if key.startswith("target_")} == {None}
    assert (without_code["cameo"], without_code["goldstein"], without_code["place_name"], without_code["statement_id"]) == (None,) * 4


def test_columns_say_in_the_file_what_they_mean(write, tmp_path):
    write("events", "x.parquet")
    schema = pq.read_schema(tmp_path / "out/x.parquet")
    assert schema.field("score").metadata[b"description"].startswith(b"PLOVER's own")
    assert all(field.metadata[b"description"] for field in schema)


@pytest.mark.parametrize("what", ["events", "statements"])
def test_csv_says_the_same_as_parquet(write, tmp_path, what):
    write(what, "x.parquet")
    write(what, "x.csv")
    rows = pq.read_table(tmp_path / "out/x.parquet").to_pylist()
    with (tmp_path / "out/x.csv").open(encoding="utf-8", newline="") as file:
        found = list(csv.DictReader(file))

    def plain(value: object) -> str:
        if isinstance(value, list):
            return "|".join("" if item is None else item for item in value)
        return "" if value is None else str(value).lower() if isinstance(value, bool) else str(value)

    assert len(found) == len(rows)
    for row, cells in zip(rows, found, strict=True):
        for name, value in row.items():
            assert cells[name] == plain(value) or float(cells[name]) == value, name


def test_statements(write, tmp_path):
    assert write("statements", "x.parquet").rows == 4
    table = pq.read_table(tmp_path / "out/x.parquet")
    assert table.column_names == [column.name for column in tables.STATEMENTS.columns]
    said, bare = table.to_pylist()[:2]
    assert (said["speaker_name"], said["speaker_country"], said["speaker_cow"]) == ('Ada\t"Krell"', "DEU", 255)
    assert (said["content"], said["hedge"], said["within"]) == ("Germany will meet Kosovo", "predicted", "a1.s2")
    assert (said["chain"], said["chain_actors"]) == (["Mr. Odo", "NATO"], [None, "intergovernmental:nato"])
    assert (said["about"], said["about_tones"]) == (["state:XKX", "state:DEU"], ["positive", None])
    assert (bare["speaker_text"], bare["cue"], bare["content"], bare["chain"], bare["anonymous"]) == (None, None, None, [], True)


def test_statements_by_who_speaks_or_is_spoken_of(write):
    assert write("statements", "x.parquet", Wanted(country="DEU")).rows == 2
    assert write("statements", "x.parquet", Wanted(pair=("XKX", "DEU"))).rows == 2
    assert write("statements", "x.parquet", Wanted(actor='Ada\t"Krell"', outlet="Vell News")).rows == 1
    assert write("statements", "x.parquet", Wanted(country="VNM")).rows == 0


@pytest.mark.parametrize("wanted", [Wanted(type="AID"), Wanted(min_confidence=0.5), Wanted(statuses=("past",))])
def test_statements_refuse_filters_that_only_events_have(write, wanted):
    with pytest.raises(ExportError, match="Statements have no"):
        write("statements", "x.parquet", wanted)


def test_an_ending_that_tells_no_format(write, tmp_path):
    with pytest.raises(ExportError, match=r"end it in \.parquet or \.csv"):
        write("events", "x.sav")
    assert list((tmp_path / "out").iterdir()) == []


def test_nothing_wanted_gives_a_file_with_columns_and_no_rows(write, tmp_path):
    assert write("events", "x.parquet", Wanted(since=dt.date(2030, 1, 1))).rows == 0
    assert pq.read_table(tmp_path / "out/x.parquet").column_names == [column.name for column in tables.EVENTS.columns]
    assert write("events", "x.csv", Wanted(since=dt.date(2030, 1, 1))).rows == 0
    assert len((tmp_path / "out/x.csv").read_text().splitlines()) == 1
