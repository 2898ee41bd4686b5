"""GDELT files, read back as gdeltPyR and R's read.delim do: by position, tab-separated, no header, no quoting."""

from __future__ import annotations

import csv
from pathlib import Path

import pyarrow.csv as pcsv
import pytest

from relata.store import Wanted

ACTOR = (
    *("Code", "Name", "CountryCode", "KnownGroupCode", "EthnicCode", "Religion1Code", "Religion2Code"),
    *("Type1Code", "Type2Code", "Type3Code"),
)
GEO = ("Type", "FullName", "CountryCode", "ADM1Code", "ADM2Code", "Lat", "Long", "FeatureID")
COLUMNS = [
    *("GLOBALEVENTID", "SQLDATE", "MonthYear", "Year", "FractionDate"),
    *(f"Actor{n}{part}" for n in (1, 2) for part in ACTOR),
    *("IsRootEvent", "EventCode", "EventBaseCode", "EventRootCode", "QuadClass", "GoldsteinScale"),
    *("NumMentions", "NumSources", "NumArticles", "AvgTone"),
    *(f"{who}Geo_{part}" for who in ("Actor1", "Actor2", "Action") for part in GEO),
    *("DATEADDED", "SOURCEURL"),
]
MENTIONS = [
    *("GLOBALEVENTID", "EventTimeDate", "MentionTimeDate", "MentionType", "MentionSourceName", "MentionIdentifier", "SentenceID"),
    *("Actor1CharOffset", "Actor2CharOffset", "ActionCharOffset", "InRawText", "Confidence", "MentionDocLen", "MentionDocTone"),
    *("MentionDocTranslationInfo", "Extras"),
]


def read(path: Path, columns: list[str]) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    assert {len(row) for row in rows} == {len(columns)}
    return [dict(zip(columns, row, strict=True)) for row in rows]


@pytest.fixture
def rows(write, tmp_path):
    report = write("gdelt", "x")
    assert [path.name for path in report.files] == ["x.export.CSV", "x.mentions.CSV", "x.ids.tsv", "x.dictionary.csv"]
    rows = read(tmp_path / "out/x.export.CSV", COLUMNS)
    assert report.rows == len(rows) == 12  # of each article: two symmetric, two of a visit, two plain ones
    assert report.left_out == {"without a CAMEO code": 2, "without a date": 1}
    return rows


def test_the_columns_are_those_of_the_codebook():
    assert len(COLUMNS) == 61 and len(MENTIONS) == 16
    from relata.export import gdelt

    assert [column.name for column in gdelt.EVENTS.columns] == COLUMNS
    assert [column.name for column in gdelt.MENTIONS.columns] == MENTIONS


def test_an_event_and_its_other_direction(rows):
    first, second = rows[0], rows[1]
    shown = {key: value for key, value in first.items() if value}
    assert shown == {
        "GLOBALEVENTID": "1", "SQLDATE": "20220520", "MonthYear": "202205", "Year": "2022", "FractionDate": "2022.3836",
        "Actor1Code": "DEU", "Actor1Name": "GERMANY", "Actor1CountryCode": "DEU",
        "Actor2Code": "VNM", "Actor2Name": "VIETNAM", "Actor2CountryCode": "VNM",
        "IsRootEvent": "1", "EventCode": "057", "EventBaseCode": "057", "EventRootCode": "05", "QuadClass": "1", "GoldsteinScale": "8.0",
        "NumMentions": "1", "NumSources": "2", "NumArticles": "2",
        "ActionGeo_Type": "4", "ActionGeo_FullName": "Hanoi, Vietnam", "ActionGeo_CountryCode": "VM",
        "ActionGeo_Lat": first["ActionGeo_Lat"], "ActionGeo_Long": first["ActionGeo_Long"],
        "DATEADDED": "20240102030405", "SOURCEURL": "https://tarn.example/a1",
    }  # fmt: skip
    assert (round(float(first["ActionGeo_Lat"])), round(float(first["ActionGeo_Long"]))) == (21, 106)
    assert (second["Actor1Code"], second["Actor2Code"], second["EventCode"], second["GLOBALEVENTID"]) == ("VNM", "DEU", "057", "2")


def test_a_visit_is_told_by_guest_and_host(rows):
    guest, host = rows[2], rows[3]
    assert (guest["EventCode"], guest["Actor1Code"], guest["GoldsteinScale"]) == ("042", "DEUGOVMED", "1.9")
    assert [guest[f"Actor1Type{n}Code"] for n in (1, 2, 3)] == [
        "GOV",
        "MED",
        "",
    ]  # PLOVER's journalists are CAMEO's media; PRE has no letters
    assert guest["Actor1Name"] == "ADA 'KRELL'"
    assert (host["EventCode"], host["Actor1Code"], host["Actor2Code"], host["GoldsteinScale"]) == ("043", "VNM", "DEUGOVMED", "2.8")
    assert (guest["IsRootEvent"], guest["SQLDATE"]) == ("0", "20220301")
    assert (guest["ActionGeo_Type"], guest["ActionGeo_FullName"], guest["ActionGeo_Lat"]) == ("1", "Vietnam", "")


def test_international_bodies_and_values_that_only_gdelt_has(rows):
    thanked, halted = rows[4], rows[5]
    names = ("Code", "CountryCode", "KnownGroupCode", "Type1Code")
    assert [thanked[f"Actor2{name}"] for name in names] == ["IGOWSTNAT", "WST", "NAT", "IGO"]
    assert [halted[f"Actor1{name}"] for name in names] == ["IGOEUREEC", "EUR", "EEC", "IGO"]
    assert (halted["GoldsteinScale"], halted["QuadClass"]) == ("-7.0", "4")  # ICEWS has -6.5
    assert halted["ActionGeo_Type"] == "0" and halted["ActionGeo_FullName"] == ""


def test_mentions_lie_beside_the_events(rows, tmp_path):
    mentions = read(tmp_path / "out/x.mentions.CSV", MENTIONS)
    assert [m["GLOBALEVENTID"] for m in mentions] == [r["GLOBALEVENTID"] for r in rows]
    from .conftest import TEXT

    first, second, pronoun = mentions[0], mentions[1], mentions[4]
    assert {key: value for key, value in first.items() if value} == {
        "GLOBALEVENTID": "1", "EventTimeDate": "20240102030405", "MentionTimeDate": "20240102030405", "MentionType": "1",
        "MentionSourceName": "Tarn Post", "MentionIdentifier": "https://tarn.example/a1", "SentenceID": "1",
        "Actor1CharOffset": "0", "Actor2CharOffset": "12", "ActionCharOffset": str(TEXT.index("signed")), "InRawText": "1",
        "Confidence": "93", "MentionDocLen": str(len(TEXT)),
    }  # fmt: skip
    assert (second["Actor1CharOffset"], second["Actor2CharOffset"]) == ("12", "0")
    assert (pronoun["InRawText"], pronoun["SentenceID"]) == ("0", "3")
    assert mentions[5]["Confidence"] == "10"  # GDELT's lowest


def test_numbers_lead_back_to_the_ledger(rows, tmp_path):
    with (tmp_path / "out/x.ids.tsv").open(encoding="utf-8", newline="") as file:
        ids = list(csv.DictReader(file, delimiter="\t"))
    assert [(row["GLOBALEVENTID"], row["event"], row["mirror"], row["article"]) for row in ids[:2]] == [
        ("1", "a1.e1", "0", "a1"),
        ("2", "a1.e1", "1", "a1"),
    ]
    assert len(ids) == len(rows)


def test_columnar_readers_find_numbers_where_they_look_for_them(rows, tmp_path):
    table = pcsv.read_csv(
        tmp_path / "out/x.export.CSV",
        read_options=pcsv.ReadOptions(column_names=COLUMNS),
        parse_options=pcsv.ParseOptions(delimiter="\t", quote_char=False),
        convert_options=pcsv.ConvertOptions(column_types={"EventCode": "string", "SQLDATE": "int64", "GoldsteinScale": "float64"}),
    )
    assert table["EventCode"].to_pylist() == [row["EventCode"] for row in rows]
    assert {table.schema.field(name).type for name in ("GLOBALEVENTID", "QuadClass", "NumArticles", "DATEADDED")} == {"int64"}


def test_what_was_planned_goes_out_only_when_asked_for(write, tmp_path):
    write("gdelt", "planned.export.CSV", Wanted(statuses=("planned",)))
    rows = read(tmp_path / "out/planned.export.CSV", COLUMNS)
    assert [(row["EventCode"], row["Actor2Code"], row["ActionGeo_Type"]) for row in rows] == [("036", "KSV", "0")] * 2
    write("gdelt", "all", all_statuses=True)
    codes = [row["EventCode"] for row in read(tmp_path / "out/all.export.CSV", COLUMNS)]
    assert codes.count("036") == 2 and len(codes) == 16


def test_an_event_without_a_second_side(write, tmp_path):
    write("gdelt", "x", Wanted(statuses=("past",)))
    row = read(tmp_path / "out/x.export.CSV", COLUMNS)[0]
    assert (row["Actor1Code"], row["Actor1CountryCode"], row["Actor2Code"]) == ("REB", "", "")
    assert read(tmp_path / "out/x.mentions.CSV", MENTIONS)[0]["Actor2CharOffset"] == "-1"
