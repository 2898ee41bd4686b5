"""ICEWS files, read back as the R package icews (no quoting, typed columns) and the Temporal Graph Benchmark (csv's defaults) do."""

from __future__ import annotations

import csv

import pyarrow as pa
import pyarrow.csv as pcsv
import pytest

COLUMNS = [
    "Event ID", "Event Date", "Source Name", "Source Sectors", "Source Country", "Event Text", "CAMEO Code", "Intensity", "Target Name",
    "Target Sectors", "Target Country", "Story ID", "Sentence Number", "Publisher", "City", "District", "Province", "Country", "Latitude",
    "Longitude",
]  # fmt: skip
# `col_types` of read_events_tsv: everything else is text.
TYPES = {
    "Event ID": pa.int32(), "Event Date": pa.date32(), "Intensity": pa.float64(), "Story ID": pa.int32(), "Sentence Number": pa.int32(),
    "Latitude": pa.float64(), "Longitude": pa.float64(),
}  # fmt: skip


@pytest.fixture
def rows(write, tmp_path):
    report = write("icews", "events.2022.tab")
    table = pcsv.read_csv(
        tmp_path / "out/events.2022.tab",
        parse_options=pcsv.ParseOptions(delimiter="\t", quote_char=False),
        convert_options=pcsv.ConvertOptions(
            column_types={name: TYPES.get(name, pa.string()) for name in COLUMNS}, strings_can_be_null=True, null_values=[""]
        ),
    )
    assert table.column_names == COLUMNS
    assert report.rows == table.num_rows == 12
    assert report.left_out == {"without a CAMEO code": 2, "without a date": 1}
    return table.to_pylist()


def test_a_symmetric_event_in_both_directions(rows):
    first, second = rows[:2]
    assert {key: value for key, value in first.items() if key not in ("Event Date", "Latitude", "Longitude")} == {
        "Event ID": 1, "Source Name": "Germany", "Source Sectors": None, "Source Country": "Germany", "Event Text": "Sign formal agreement",
        "CAMEO Code": "057", "Intensity": 8.0, "Target Name": "Vietnam", "Target Sectors": None, "Target Country": "Vietnam",
        "Story ID": 1, "Sentence Number": 1, "Publisher": "Tarn Post", "City": "Hanoi", "District": None, "Province": None,
        "Country": "Vietnam",
    }  # fmt: skip
    assert first["Event Date"].isoformat() == "2022-05-20"
    assert (round(first["Latitude"]), round(first["Longitude"])) == (21, 106)
    assert (second["Source Name"], second["Target Name"]) == ("Vietnam", "Germany")


def test_visits_sectors_and_bodies(rows):
    guest, host, thanked, halted = rows[2:6]
    assert (guest["Event Text"], guest["CAMEO Code"], guest["Intensity"]) == ("Make a visit", "042", 1.9)
    assert (host["Event Text"], host["CAMEO Code"], host["Intensity"]) == ("Host a visit", "043", 2.8)
    assert (guest["Source Name"], guest["Source Sectors"]) == ("Ada 'Krell'", "Government,Media")
    assert (guest["City"], guest["Country"], guest["Latitude"]) == (None, "Vietnam", None)
    assert (thanked["Target Name"], thanked["Target Sectors"], thanked["Target Country"]) == (
        "NATO",
        "International Government Organization",
        None,
    )
    assert (halted["Event Text"], halted["Intensity"], halted["Sentence Number"]) == ("Halt negotiations", -6.5, 4)


def test_quotes_do_not_confuse_a_reader_that_handles_them(rows, tmp_path):
    with (tmp_path / "out/events.2022.tab").open(encoding="ISO-8859-1") as file:
        found = list(csv.reader(file, delimiter="\t"))[1:]
    assert [(row[1], row[2], row[6], row[8]) for row in found] == [
        (row["Event Date"].isoformat(), row["Source Name"], row["CAMEO Code"], row["Target Name"]) for row in rows
    ]
