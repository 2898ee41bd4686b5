"""Relata reads news and keeps a ledger of relations between states: who did what to whom, who said what, on whose word, and when."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any

from .records import About, Actor, Article, Coded, Content, Event, Evidence, Mention, Party, Place, Relay, Statement

if TYPE_CHECKING:
    from .charts import chart
    from .coder import Coder, Label
    from .store import LedgerReader, open_ledger

__version__ = "0.1.0"
__all__ = [
    "About", "Actor", "Article", "Coded", "Coder", "Content", "Event", "Evidence", "Label", "LedgerReader", "Mention", "Party", "Place",
    "Relay", "Statement", "chart", "open_ledger",
]  # fmt: skip

logging.getLogger(__name__).addHandler(logging.NullHandler())


def __getattr__(name: str) -> Any:
    # The coder brings spaCy and onnxruntime, the store DuckDB; `import relata` alone stays quick.
    if name in ("Coder", "Label"):
        from . import coder

        return getattr(coder, name)
    if name == "chart":
        from . import charts

        return charts.chart
    if name in ("LedgerReader", "open_ledger"):
        from . import store

        return getattr(store, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
