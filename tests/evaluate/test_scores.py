"""Measures agree with scikit-learn's; intervals are those of the resampled measure."""

from __future__ import annotations

import numpy as np
import pytest
from sklearn import metrics

from relata.evaluate import scores

LABELS = ("a", "b", "c", "never")


def test_measures_over_counts_are_scikit_learns():
    rng = np.random.default_rng(1)
    gold, found = rng.choice(list("abc"), 200), rng.choice(list("abc"), 200)
    table = metrics.confusion_matrix(gold, found, labels=LABELS).reshape(-1)
    assert scores.macro_f1(table) == pytest.approx(metrics.f1_score(gold, found, average="macro"))
    assert scores.accuracy(table) == pytest.approx(metrics.accuracy_score(gold, found))
    true, said = gold == "a", found == "a"
    counts = np.array([(true & said).sum(), true.sum(), said.sum()])
    expected = metrics.precision_recall_fscore_support(true, said, average="binary")[:3]
    assert [float(measure(counts)) for _, measure in scores.PRF] == pytest.approx(list(expected))


def test_an_interval_holds_its_value_narrows_with_more_units_and_repeats():
    few, many = np.array([[1, 2], [2, 2]] * 10), np.array([[1, 2], [2, 2]] * 1000)
    low, high = scores.interval(few, scores.ratio)
    assert low is not None and high is not None
    assert low < 0.75 < high
    narrow = scores.interval(many, scores.ratio)
    assert narrow[0] is not None and narrow[1] is not None
    assert narrow[1] - narrow[0] < (high - low) / 5
    assert scores.interval(few, scores.ratio) == (low, high)


def test_the_interval_of_a_share_is_the_binomials():
    right = np.array([[1, 1]] * 80 + [[0, 1]] * 20)
    low, high = scores.interval(right, scores.ratio)
    assert (low, high) == (pytest.approx(0.72, abs=0.015), pytest.approx(0.88, abs=0.015))


def test_nothing_to_score_is_none_and_not_zero():
    empty = scores.figure("x", "F1", np.zeros((0, 3)), scores.f1, n=0, units="articles")
    assert (empty.value, empty.low, empty.high) == (None, None, None)
    silent = scores.figure("x", "precision", np.array([[0, 5, 0]]), scores.precision, n=5, units="articles")
    assert (silent.value, silent.low) == (None, None)


def test_labels_resampled_together_share_a_unit():
    gold, found = ["a", "a", "b", "b"], ["a", "a", "b", "a"]
    one = scores.labelled("x", gold, found, [0, 0, 0, 0], LABELS, "records")
    assert [f.name for f in one] == ["macro-F1", "accuracy"]
    assert one[1].value == one[1].low == one[1].high == 0.75  # a single unit is drawn again and again
    assert scores.confusion("x", gold, found, ("a", "b")).counts == ((2, 0), (1, 1))


def test_without_scikit_learn_the_message_says_what_to_install(monkeypatch):
    import sys

    from relata.errors import RelataError

    monkeypatch.setitem(sys.modules, "sklearn.metrics", None)
    with pytest.raises(RelataError, match=r"pip install 'relata\[evaluate\]'"):
        scores.sklearn_metrics()
