"""Statements: who said what, and on whose word?

In: a read Doc, its actors and its article. Out: `Voice`s, each a `Statement` with the tokens it stands on. Left out on purpose:
whether what was said is so.
"""

from __future__ import annotations

from .attribute import attribute
from .dates import HOURS, MONTHS, SOON, UNITS, WEEKDAYS, When, coarser, find_dates, find_later, find_that_day, number_of, shifted
from .repair import Attributed, attributed
from .voices import Voice

__all__ = [
    "HOURS",
    "MONTHS",
    "SOON",
    "UNITS",
    "WEEKDAYS",
    "Attributed",
    "Voice",
    "When",
    "attribute",
    "attributed",
    "coarser",
    "find_dates",
    "find_later",
    "find_that_day",
    "number_of",
    "shifted",
]
