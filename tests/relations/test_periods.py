"""Days into periods and back."""

from __future__ import annotations

import numpy as np
import pytest

from relata.relations import By


@pytest.mark.parametrize(
    ("by", "first", "last", "before"),
    [
        (By.DAY, "2024-02-29", "2024-02-29", "2024-02-28"),
        (By.WEEK, "2024-01-01", "2024-01-07", "2023-12-31"),
        (By.WEEK, "1969-12-29", "1970-01-04", "1969-12-28"),
        (By.MONTH, "2024-02-01", "2024-02-29", "2024-01-31"),
        (By.QUARTER, "2023-10-01", "2023-12-31", "2023-09-30"),
        (By.QUARTER, "1969-10-01", "1969-12-31", "1969-09-30"),
        (By.YEAR, "2023-01-01", "2023-12-31", "2022-12-31"),
    ],
)
def test_a_period_holds_its_first_and_last_day_and_not_the_day_before(by, first, last, before):
    here, there, earlier = by.number(np.array([first, last, before], dtype="M8[D]"))
    assert here == there == earlier + 1
    assert by.start(np.array([here]))[0] == np.datetime64(first)
