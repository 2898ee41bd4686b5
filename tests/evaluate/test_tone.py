"""Tone: records come back filled."""

from __future__ import annotations

import json

import pytest

from relata.evaluate import GoldError, tone


def put(tmp_path, *records):
    path = tmp_path / "tone.jsonl"
    path.write_text("".join(json.dumps(record) + "\n" for record in records))
    return path


def record(*polarities, text="Norland praised Sudria."):
    targets = [{"from": 0, "to": 7, "mention": "Norland", "polarity": polarity} for polarity in polarities]
    return {"primary_gid": "x", "sentence_normalized": text, "targets": targets}


def test_every_polarity_is_filled_and_the_rest_kept(tmp_path, coder):
    report = tone.evaluate(put(tmp_path, record(6.0, 2.0), record(None), record()), coder)
    out = [json.loads(line) for line in report.predictions]
    assert [[t["polarity"] for t in r["targets"]] for r in out] == [[6, 6], [6], []]
    assert out[0]["primary_gid"] == "x"
    values = {f.name: f.value for f in report.figures}
    assert values["accuracy"] == 0.5
    assert values["macro-F1"] == pytest.approx((0 + 2 / 3) / 2)
    assert report.counts == {"records": 3, "targets": 3, "scored": 2}
    (miss,) = report.worst
    assert (miss.place, miss.gold, miss.predicted, miss.weight) == ("1", "negative", "positive", 0.7)
    assert miss.text.startswith("[Norland] ")
    assert report.confusions[0].counts == ((0, 0, 1), (0, 0, 0), (0, 0, 1))


def test_without_gold_nothing_is_scored(tmp_path, coder):
    report = tone.evaluate(put(tmp_path, record("")), coder)
    assert report.figures == ()
    assert "nothing could be scored" in report.notes[0]


@pytest.mark.parametrize(
    ("broken", "message"),
    [
        (record(3), ":1: polarity 3"),
        (record(2, text="Oh"), ":1: .0, 7. is no span"),
        ({"sentence_normalized": "x", "targets": [1]}, "a target"),
    ],
)
def test_broken_records_name_their_line(tmp_path, coder, broken, message):
    with pytest.raises(GoldError, match=message):
        tone.evaluate(put(tmp_path, broken), coder)
