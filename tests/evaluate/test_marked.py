"""Floors on the project's own marked articles. They are raised when the coder gets better, and never lowered to fit it."""

from __future__ import annotations

from pathlib import Path

import pytest

from relata.coder import Coder
from relata.evaluate import articles, petrarch

FOLDER = Path(__file__).parents[2] / "evaluation/articles"
PETRARCH = FOLDER.parent / "petrarch"
FLOORS = {
    ("statements", "precision"): 0.96,
    ("statements", "recall"): 0.92,
    ("of statements found: speaker", "accuracy"): 0.80,
    ("of statements found: date", "accuracy"): 0.85,
    ("of statements found: chain", "accuracy"): 0.92,
    ("of statements found: firmness", "accuracy"): 0.88,
    ("of statements found: anonymous", "accuracy"): 0.92,
    ("events", "precision"): 0.82,
    ("events", "recall"): 0.32,
}


@pytest.mark.slow
def test_the_marked_articles_keep_their_floors() -> None:
    report = articles.evaluate(FOLDER, Coder())
    assert report.counts == {"articles": 36, "statements": 513, "events": 323}
    values = {(f.group, f.name): f.value or 0.0 for f in report.figures}
    assert {key: values[key] for key, floor in FLOORS.items() if values[key] < floor} == {}


@pytest.mark.slow
@pytest.mark.parametrize(("name", "n", "precision", "recall"), [("states_unseen", 120, 0.78, 0.70), ("invented_unseen", 120, 0.80, 0.66)])
def test_sentences_in_petrarchs_form_keep_their_floors(name: str, n: int, precision: float, recall: float) -> None:
    dictionary = PETRARCH / f"{name}.actors.txt"
    report = petrarch.evaluate(PETRARCH / f"{name}.xml", Coder(actors=[dictionary] if dictionary.is_file() else []))
    assert report.counts["scored"] == n
    values = {(f.group, f.name): f.value or 0.0 for f in report.figures}
    assert values["countries", "precision"] >= precision
    assert values["countries", "recall"] >= recall
