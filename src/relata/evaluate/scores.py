"""How good is a value, and how sure? Measures over counts, and their intervals by resampling.

In: counts, one row per unit (sentence, article, record). Out: `Figure`s. Point values of labels come from scikit-learn; the same
measure over resampled counts gives the interval (percentile bootstrap, Efron 1979). Left out: what is counted (the sets' modules).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Final

import numpy as np

from ..errors import RelataError
from .report import Confusion, Figure

Array = np.ndarray
# [..., counts] to [...]; NaN where it is undefined.
Measure = Callable[[Array], Array]

DRAWS: Final = 1000
SEED: Final = 20221028
_BLOCK: Final = 100  # draws at a time: a set of 10,000 records stays under 10 MB


def sklearn_metrics() -> Any:
    """The module ``sklearn.metrics``. Raises RelataError, saying what to install, where there is none."""
    try:
        import sklearn.metrics
    except ImportError as error:
        raise RelataError("relata evaluate needs scikit-learn. Install it with: pip install 'relata[evaluate]'") from error
    return sklearn.metrics


def ratio(counts: Array) -> Array:
    """Counts (right, all)."""
    return _over(counts[..., 0], counts[..., 1])


def precision(counts: Array) -> Array:
    """Counts (shared, gold, predicted), as for the next two."""
    return _over(counts[..., 0], counts[..., 2])


def recall(counts: Array) -> Array:
    return _over(counts[..., 0], counts[..., 1])


def f1(counts: Array) -> Array:
    return _over(2 * counts[..., 0], counts[..., 1] + counts[..., 2])


def accuracy(counts: Array) -> Array:
    """Counts of a confusion, flattened: gold label times number of labels, plus predicted label."""
    table = _square(counts)
    return _over(np.trace(table, axis1=-2, axis2=-1), table.sum((-2, -1)))


def macro_f1(counts: Array) -> Array:
    """Mean F1 over the labels that occur, gold or predicted, as scikit-learn has it. Counts as for `accuracy`."""
    table = _square(counts)
    right = np.diagonal(table, axis1=-2, axis2=-1)
    both = table.sum(-1) + table.sum(-2)
    occurs = both > 0
    each = np.where(occurs, 2 * right / np.where(occurs, both, 1), 0.0)
    return _over(each.sum(-1), occurs.sum(-1))


PRF: Final[tuple[tuple[str, Measure], ...]] = (("precision", precision), ("recall", recall), ("F1", f1))


def figure(group: str, name: str, counts: Array, measure: Measure, *, n: int, units: str, value: float | None = None) -> Figure:
    """The measure over all units, with its interval.

    Args:
        counts: [units, k]. n: gold answers. value: the point value where scikit-learn gave it; else the measure's own.
    """
    counts = np.asarray(counts, np.float64)
    if not len(counts) or not n:
        return Figure(group, name, None, None, None, n, units)
    if value is None:
        value = float(measure(counts.sum(0)))
    low, high = interval(counts, measure)
    return Figure(group, name, value if np.isfinite(value) else None, low, high, n, units)


def interval(counts: Array, measure: Measure) -> tuple[float | None, float | None]:
    """Bounds of the middle 95% of the measure over `DRAWS` resamplings of the units; the same counts always give the same."""
    rng = np.random.default_rng(SEED)
    n = len(counts)
    drawn: list[Array] = []
    for _ in range(DRAWS // _BLOCK):
        weights = rng.multinomial(n, np.full(n, 1 / n), size=_BLOCK).astype(np.float64)
        drawn.append(measure(weights @ counts))
    values = np.concatenate(drawn)
    values = values[np.isfinite(values)]
    if not len(values):
        return None, None
    low, high = np.percentile(values, (2.5, 97.5))
    return float(low), float(high)


def labelled(
    group: str, gold: Sequence[str], predicted: Sequence[str], unit: Sequence[int], labels: Sequence[str], units: str
) -> list[Figure]:
    """Macro-F1 and accuracy of labels, nothing without gold ones; `unit` numbers what each answer is resampled with."""
    if not gold:
        return []
    metrics = sklearn_metrics()
    number = {label: i for i, label in enumerate(labels)}
    counts = np.zeros((max(unit) + 1, len(labels) ** 2))
    for g, p, u in zip(gold, predicted, unit, strict=True):
        counts[u, number[g] * len(labels) + number[p]] += 1
    macro = float(metrics.f1_score(gold, predicted, average="macro", zero_division=0.0))
    right = float(metrics.accuracy_score(gold, predicted))
    return [
        figure(group, "macro-F1", counts, macro_f1, n=len(gold), units=units, value=macro),
        figure(group, "accuracy", counts, accuracy, n=len(gold), units=units, value=right),
    ]


def confusion(name: str, gold: Sequence[str], predicted: Sequence[str], labels: Sequence[str]) -> Confusion:
    table = sklearn_metrics().confusion_matrix(gold, predicted, labels=list(labels))
    return Confusion(name, tuple(labels), tuple(tuple(int(n) for n in row) for row in table))


def _over(above: Array, below: Array) -> Array:
    below = np.asarray(below, np.float64)
    return np.asarray(np.where(below > 0, above / np.where(below > 0, below, 1), np.nan))


def _square(counts: Array) -> Array:
    n = round(counts.shape[-1] ** 0.5)
    return counts.reshape(*counts.shape[:-1], n, n)
