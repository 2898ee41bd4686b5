"""Marked sentences and articles of real news: every line names one, and every mark stands on whole words of it."""

from __future__ import annotations

import json

import pytest

import real
from relata.reading.labels import EVENT_TYPES, STATUSES

ROWS = [json.loads(line) for line in (real.ROOT / "training/real.jsonl").read_text(encoding="utf-8").splitlines()]
HERE = pytest.mark.skipif(not real.DATA.is_dir(), reason="the data sets are not here")


def test_marks_are_of_the_codebook_and_hold_no_text() -> None:
    assert len(ROWS) == len({(row["set"], row["id"], *row.get("at", ())) for row in ROWS}) == 2220
    for event in (event for row in ROWS for event in row["events"]):
        assert event["type"] in EVENT_TYPES and event["status"] in STATUSES
        for country in (event["source"], event["target"]):
            assert country in (None, "none") or (len(country) == 3 and country.isupper())
        assert all(start < end for start, end in (event["trigger"], *event.get("again", ())))


@HERE
def test_marks_stand_on_whole_words_of_the_sentences() -> None:
    records = real.records(set())
    assert len(records) == len(ROWS)
    for record in records:
        text = record["text"]
        for event in record["events"]:
            for start, end in (event["trigger"], *event.get("again", ())):
                assert end <= len(text) and text[start:end].strip() == text[start:end] != ""
                assert not (start and text[start - 1].isalnum() and text[start].isalnum()), text[start - 3 : end]


@HERE
def test_sets_without_a_licence_can_be_left_out() -> None:
    left = {record["id"].split(":")[0] for record in real.records({"plv", "polnear"})}
    assert left == {"tone", "en_ewt-train", "en_gum-train"} and all(map(real.is_real, (record["id"] for record in real.records(set()))))
