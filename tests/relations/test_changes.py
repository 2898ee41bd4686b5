"""A break where one was built in, none where there is none, and the acts that make it."""

from __future__ import annotations

import datetime as dt

import pytest

from relata.relations import By, changes, series

from .rows import act, acts, coverage

MONTHS = [dt.date(2020 + n // 12, n % 12 + 1, 1).isoformat() for n in range(36)]
COVERED = coverage(*MONTHS)


def noisy(levels):
    return acts(*(act(month, score=levels[n] + (n * n * 7 % 11 - 5) * 0.1) for n, month in enumerate(MONTHS)))


def test_the_break_is_found_with_its_size_and_its_acts():
    found = series(noisy([3.0] * 20 + [-5.0] * 16), COVERED)
    (row,) = changes(found).table.to_pylist()
    assert row["period"] == dt.date(2021, 9, 1)
    assert row["before"] == pytest.approx(3.0, abs=0.2)
    assert row["after"] == pytest.approx(-5.0, abs=0.2)
    assert row["difference"] == pytest.approx(row["after"] - row["before"])
    assert row["support"] > 0.5
    assert row["acts"][0] == "e20" and len(row["acts"]) == 5


@pytest.mark.parametrize("levels", [[2.0] * 36, [2.0] * 18 + [9.0] + [2.0] * 17])
def test_noise_and_a_single_spike_are_no_break(levels):
    assert changes(series(noisy(levels), COVERED)).table.num_rows == 0


def test_a_constant_or_short_series_has_none():
    assert changes(series(acts(*(act(month) for month in MONTHS)), COVERED)).table.num_rows == 0
    assert changes(series(acts(act("2020-01-01", score=9.0)), coverage(*MONTHS[:4]))).table.num_rows == 0


def test_months_without_articles_make_no_break():
    found = series(noisy([2.0] * 36).filter([n % 9 < 5 for n in range(36)]), coverage(*(m for n, m in enumerate(MONTHS) if n % 9 < 5)))
    assert changes(found).table.num_rows == 0


def test_a_split_series_is_refused():
    with pytest.raises(ValueError, match="without a split"):
        changes(series(acts(act("2020-01-01")), COVERED, by=By.ALL, split="type"))
