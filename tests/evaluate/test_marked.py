"""Floors on the project's own marked articles. They are raised when the coder gets better, and never lowered to fit it."""

from __future__ import annotations

from pathlib import Path

import pytest

from relata.coder import Coder
from relata.evaluate import articles

FOLDER = Path(__file__).parents[2] / "evaluation/articles"
FLOORS = {
    ("statements", "precision"): 0.85,
    ("statements", "recall"): 0.79,
    ("of statements found: chain", "accuracy"): 0.88,
    ("of statements found: firmness", "accuracy"): 0.85,
    ("of statements found: anonymous", "accuracy"): 0.90,
    ("events", "precision"): 0.78,
}


@pytest.mark.slow
def test_the_marked_articles_keep_their_floors() -> None:
    report = articles.evaluate(FOLDER, Coder())
    assert report.counts == {"articles": 36, "statements": 513, "events": 327}
    values = {(f.group, f.name): f.value or 0.0 for f in report.figures}
    assert {key: values[key] for key, floor in FLOORS.items() if values[key] < floor} == {}
