"""Every set and the bench once with the shipped weights: answers are whole and well-formed."""

from __future__ import annotations

import json

import pytest
import spacy

from relata.coder import Coder
from relata.errors import RelataError
from relata.evaluate import SETS, bench
from relata.records import Article

from .test_polnear import TEXT
from .test_ud import FILE

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def shipped():
    return Coder()


def test_ud(tmp_path, shipped):
    (tmp_path / "x").write_text(FILE)
    report = SETS["ud"](tmp_path / "x", shipped)
    values = {(f.group, f.name): f.value for f in report.figures}
    assert values["gold tokens", "UPOS"] > 0.6
    assert values["raw text", "words F1"] == 1
    assert len(report.predictions) == len(FILE.splitlines())


def test_polnear(tmp_path, shipped):
    gold = [{"source": [[0, 9]], "cue": [[10, 14]], "content": [[15, 34]]}]
    (tmp_path / "x").write_text(json.dumps({"id": "a", "text": TEXT, "attributions": gold}))
    report = SETS["polnear"](tmp_path / "x", shipped)
    assert json.loads(report.predictions[0])["attributions"][0]["cue"] == [[10, 14]]
    assert {f.group for f in report.figures} >= {"reader's tags: whole", "after repair: whole"}


def test_plv(tmp_path, shipped):
    (tmp_path / "x").write_text("id\tmarked_sentence\troot\n1\t<s>Norland</s> bombed <t>Sudria</t>.\tASSAULT\n2\tA deal.\t\n")
    report = SETS["plv"](tmp_path / "x", shipped)
    assert [line.split("\t")[0] for line in report.predictions] == ["id", "1", "2"]
    assert report.counts == {"sentences": 2, "scored": 1}


def test_tone(tmp_path, shipped):
    record = {"sentence_normalized": "The corrupt Krell lied again.", "targets": [{"from": 12, "to": 17, "polarity": 2}]}
    (tmp_path / "x").write_text(json.dumps(record))
    report = SETS["tone"](tmp_path / "x", shipped)
    assert json.loads(report.predictions[0])["targets"][0]["polarity"] in (2, 4, 6)


def test_bench(shipped):
    result = bench([Article(TEXT, id="a")], lambda: shipped, rounds=3)
    assert (result.articles, result.words, result.windows) == (1, 17, 1)
    assert min(result.encoder, result.reader, result.coder) > 0  # which is faster is measured, not asserted: one short text tells nothing
    assert 0 < result.coder_ratio < 1
    assert result.peak_mib > 50
    assert result.spacy is None and result.spacy_ratio is None


def test_bench_with_a_pipeline_of_spacys(shipped, tmp_path):
    spacy.blank("en").to_disk(tmp_path / "blank")
    result = bench([Article(TEXT, id="a")], lambda: shipped, rounds=1, spacy_model=str(tmp_path / "blank"))
    assert result.spacy_model == "en_pipeline 0.0.0" and result.spacy > result.coder
    assert result.spacy_ratio == pytest.approx(result.coder / result.spacy)
    with pytest.raises(RelataError, match="no pipeline 'nothing'"):
        bench([Article(TEXT, id="a")], lambda: shipped, spacy_model="nothing")
