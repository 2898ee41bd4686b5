"""Which stretch of time does a day belong to?

In: days. Out: numbers of periods, and their first days. Left out: what happened in them.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Any

import numpy as np
from numpy.typing import NDArray

Days = NDArray[np.datetime64]
MONDAY = 3  # days from a Monday to 1970-01-01, where the count begins


class By(StrEnum):
    """A length of time. Weeks begin on Monday (ISO 8601); ``all`` is one period from the first day to the last."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"
    ALL = "all"

    def number(self, days: Days) -> NDArray[np.int64]:
        """The period of each day, as whole numbers that rise by one from period to period."""
        days = days.astype("M8[D]")
        match self:
            case By.DAY:
                return days.astype(np.int64)
            case By.WEEK:
                return (days.astype(np.int64) + MONDAY) // 7
            case By.MONTH:
                return days.astype("M8[M]").astype(np.int64)
            case By.QUARTER:
                return days.astype("M8[M]").astype(np.int64) // 3
            case By.YEAR:
                return days.astype("M8[Y]").astype(np.int64)
        return np.zeros(len(days), dtype=np.int64)

    def start(self, numbers: NDArray[Any]) -> Days:
        """The first day of each period; of ``all`` there is none to tell, and the caller names its own."""
        numbers = np.asarray(numbers, dtype=np.int64)
        match self:
            case By.WEEK:
                return (numbers * 7 - MONDAY).astype("M8[D]")
            case By.MONTH:
                return numbers.astype("M8[M]").astype("M8[D]")
            case By.QUARTER:
                return (numbers * 3).astype("M8[M]").astype("M8[D]")
            case By.YEAR:
                return numbers.astype("M8[Y]").astype("M8[D]")
        return numbers.astype("M8[D]")

    @property
    def placeable(self) -> frozenset[str]:
        """How exactly a date must be known for its period to be known (a week may run over into the next month)."""
        return {
            By.DAY: frozenset({"day"}),
            By.WEEK: frozenset({"day", "week"}),
            By.MONTH: frozenset({"day", "week", "month"}),
            By.QUARTER: frozenset({"day", "week", "month"}),
        }.get(self, frozenset({"day", "week", "month", "year"}))
