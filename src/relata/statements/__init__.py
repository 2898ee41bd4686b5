"""Statements: who said what, and on whose word?

In: a read Doc, its actors and its article. Out: `Voice`s, each a `Statement` with the tokens it stands on. Left out on purpose:
whether what was said is so.
"""

from __future__ import annotations

from .attribute import attribute
from .dates import When, find_dates
from .repair import Attributed, attributed
from .voices import Voice

__all__ = ["Attributed", "Voice", "When", "attribute", "attributed", "find_dates"]
