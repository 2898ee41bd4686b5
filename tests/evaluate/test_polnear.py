"""Attributions: what counts as the same one, token scores, and spans that come back."""

from __future__ import annotations

import json

import pytest

from relata.evaluate import GoldError, polnear
from relata.evaluate.polnear import Marked, matching, same

TEXT = "Ada Krell said the talks went well.\nThe talks, she added, go on."


def marked(source, cue, content):
    return Marked(frozenset(source), frozenset(cue), frozenset(content))


@pytest.fixture(autouse=True)
def no_repair(monkeypatch):
    """What is scored and written is the tags' own; the stand-in for a reader has no trees to mend them by."""
    monkeypatch.setattr(polnear, "repaired_of", lambda doc: polnear.raw_of(doc)[:1])
    monkeypatch.setattr(polnear, "stated_of", lambda doc, coder, article: [])


def put(tmp_path, *records):
    path = tmp_path / "p.jsonl"
    path.write_text("".join(json.dumps(record) + "\n" for record in records))
    return path


def spans(text, *parts):
    return [[text.index(part), text.index(part) + len(part)] for part in parts if part]


def record(*attributions, id="a"):
    return {
        "id": id, "text": TEXT,
        "attributions": [{"source": spans(TEXT, s), "cue": spans(TEXT, q), "content": spans(TEXT, *c)} for s, q, c in attributions],
    }  # fmt: skip


def test_half_of_each_content_must_be_shared():
    gold = marked({1}, {2}, range(10, 20))
    assert same(gold, marked({1, 7}, {2, 3}, range(10, 15)))
    assert not same(gold, marked({1}, {2}, range(10, 14)))  # too little of gold
    assert not same(gold, marked({1}, {2}, range(10, 31)))  # too little of what was found
    assert not same(gold, marked({5}, {2}, range(10, 20)))
    assert not same(gold, marked({1}, {3}, range(10, 20)))
    assert not same(gold, marked((), {2}, range(10, 20)))
    assert same(marked((), {2}, {3}), marked((), {2}, {3}))


def test_matching_is_one_to_one_and_as_large_as_can_be():
    broad, narrow = marked({1}, {2, 3}, {10, 11}), marked({1}, {2}, {10, 11})
    assert sorted(matching([broad, narrow], [narrow, marked({1}, {3}, {10, 11})])) == [(0, 1), (1, 0)]
    assert len(matching([broad, narrow], [narrow])) == 1
    assert matching([], [narrow]) == matching([narrow], []) == []


def test_scores_and_predictions(tmp_path, coder):
    coder.reader.attributions = [("said", "Krell", "the talks went well"), ("she", "added", "go on")]
    said = ("Ada Krell", "said", ["the talks went well"])
    report = polnear.evaluate(put(tmp_path, record(said, ("she", "added", ["The talks,", "go on"]))), coder)
    values = {(f.group, f.name): f.value for f in report.figures}
    assert values["reader's tags: whole", "F1"] == pytest.approx(0.5)
    assert values["reader's tags: cue tokens", "precision"] == pytest.approx(0.5)
    assert values["reader's tags: content tokens", "recall"] == pytest.approx(6 / 9)
    assert values["reader's tags: source tokens", "F1"] == pytest.approx(2 * 1 / (3 + 2))
    assert values["after repair: whole", "precision"] == 1
    assert values["as statements: whole", "recall"] == 0
    (line,) = report.predictions
    first = json.loads(line)["attributions"][0]
    assert first == {"source": [[4, 9]], "cue": [[10, 14]], "content": [[15, 34]]}
    assert any(miss.gold.startswith("she | added") for miss in report.worst)


def test_a_line_break_ends_a_span(tmp_path, coder):
    coder.reader.attributions = [("said", "", "well.\nThe talks")]
    (line,) = polnear.evaluate(put(tmp_path, {"id": "a", "text": TEXT}), coder).predictions
    assert json.loads(line)["attributions"][0] == {"source": [], "cue": [[10, 14]], "content": [[30, 35], [36, 45]]}


def test_one_line_for_each_article_in_order_and_no_scores_without_gold(tmp_path, coder):
    report = polnear.evaluate(put(tmp_path, record(id="b"), {"id": "a", "text": TEXT}, record(id="c")), coder)
    assert [json.loads(line)["id"] for line in report.predictions] == ["b", "a", "c"]
    assert report.figures == ()
    assert "nothing could be scored" in report.notes[0]


def test_an_article_without_attributions_counts_beside_others(tmp_path, coder):
    coder.reader.attributions = [("said", "Ada Krell", "the talks went well")]
    path = put(tmp_path, record(("Ada Krell", "said", ["the talks went well"])), record(id="b"))
    report = polnear.evaluate(path, coder)
    values = {(f.group, f.name): f.value for f in report.figures}
    assert values["reader's tags: whole", "precision"] == 0.5
    assert values["reader's tags: whole", "recall"] == 1


def test_a_span_outside_the_text_names_its_line(tmp_path, coder):
    broken = {"id": "a", "text": TEXT, "attributions": [{"source": [], "cue": [[0, 999]], "content": []}]}
    with pytest.raises(GoldError, match=r":2: cue: "):
        polnear.evaluate(put(tmp_path, record(id="b"), broken), coder)
