"""POLECAT files, read back by the names in the header, and by position as the Temporal Graph Benchmark does."""

from __future__ import annotations

import csv

import pytest

HEADER = (
    "Event ID\tEvent Date\tEvent Type\tEvent Mode\tIntensity\tQuad Code\tContexts\tActor Name\tActor Country\tActor COW\t"
    "Primary Actor Sector\tActor Sectors\tActor Title\tActor Name Raw\tWikipedia Actor ID\tRecipient Name\tRecipient Country\t"
    "Recipient COW\tPrimary Recipient Sector\tRecipient Sectors\tRecipient Title\tRecipient Name Raw\tWikipedia Recipient ID\tPlacename\t"
    "City\tDistrict\tProvince\tCountry\tLatitude\tLongitude\tGeoNames ID\tRaw Placename\tFeature Type\tSource\tPublication Date\t"
    "Story People\tStory Organizations\tStory Locations\tLanguage\tVersion"
)


@pytest.fixture
def rows(write, tmp_path):
    report = write("polecat", "2022-May.txt")
    text = (tmp_path / "out/2022-May.txt").read_text(encoding="utf-8")
    assert text.splitlines()[0] == HEADER
    rows = list(csv.DictReader(text.splitlines(), delimiter="\t", quoting=csv.QUOTE_NONE))
    assert report.rows == len(rows) == 12
    assert report.left_out == {"without a date": 1}
    assert all(None not in row and None not in row.values() and "" not in row.values() for row in rows)
    return rows


def test_a_row(rows):
    row = rows[0]
    assert {key: value for key, value in row.items() if value != "None" and key not in ("Version", "Latitude", "Longitude")} == {
        "Event ID": "a1.e1", "Event Date": "2022-05-20", "Event Type": "SUPPORT", "Intensity": "5.0", "Quad Code": "VERBAL COOPERATION",
        "Contexts": "economic|legal", "Actor Name": "Germany", "Actor Country": "DEU", "Actor COW": "255", "Actor Name Raw": "Germany",
        "Recipient Name": "Vietnam", "Recipient Country": "VNM", "Recipient COW": "816", "Recipient Name Raw": "Vietnam",
        "Placename": "Hanoi", "City": "Hanoi", "Country": "VNM", "GeoNames ID": "1581130", "Raw Placename": "Hanoi", "Feature Type": "PPL",
        "Source": "Tarn Post", "Publication Date": "2022-05-20", "Story People": "Ada 'Krell'",
        "Story Organizations": "NATO; European Union; rebels", "Story Locations": "Germany; Vietnam; Iceland; Kosovo", "Language": "en",
    }  # fmt: skip


def test_the_other_direction_has_an_id_of_its_own(rows):
    assert [row["Event ID"] for row in rows[:3]] == ["a1.e1", "a1.e1.mirror", "a1.e2"]
    assert len({row["Event ID"] for row in rows}) == len(rows)
    assert (rows[1]["Actor Name"], rows[1]["Recipient COW"]) == ("Vietnam", "255")


def test_modes_sectors_titles_and_quads(rows):
    visit, halted = rows[2], rows[4]
    assert (visit["Event Mode"], visit["Actor Title"], visit["Primary Actor Sector"]) == ("visit", "fishery minister", "GOV")
    assert (visit["Actor Sectors"], visit["Feature Type"], visit["City"]) == ("GOV|JRN|PRE", "PCLI", "None")
    assert (halted["Quad Code"], halted["Intensity"], halted["Actor Country"], halted["Actor COW"]) == (
        "MATERIAL CONFLICT", "-6.0", "None", "None",
    )  # fmt: skip


def test_a_reader_by_position_with_quote_handling_sees_the_same(rows, tmp_path):
    with (tmp_path / "out/2022-May.txt").open(encoding="ISO-8859-1") as file:
        found = list(csv.reader(file, delimiter="\t"))[1:]
    assert [(row[1], row[2], row[7], row[15]) for row in found] == [
        (row["Event Date"], row["Event Type"], row["Actor Name"], row["Recipient Name"]) for row in rows
    ]
