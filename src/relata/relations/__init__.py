"""What follows from the ledger for pairs of states over time, for the network of them, and for the shape of the system?

In: Arrow tables as `relata.store` gives them (`acts`, `ties`, `coverage`, `claims`). Out: frozen results whose tables hold each measure
with an interval from resampling stories. Left out: SQL, the words of articles, pictures. Nothing here reads or writes a file.
"""

from ..store import ORDER_TOPICS, RELATION_TOPICS
from .changes import Changes, changes
from .claims import Claims, beside
from .dyads import LeftOut, Score, Series, Split, series
from .network import Network, network
from .periods import By
from .resampling import Resampling
from .system import System, system
from .vows import Vows, vows

__all__ = [
    "ORDER_TOPICS",
    "RELATION_TOPICS",
    "By",
    "Changes",
    "Claims",
    "LeftOut",
    "Network",
    "Resampling",
    "Score",
    "Series",
    "Split",
    "System",
    "Vows",
    "beside",
    "changes",
    "network",
    "series",
    "system",
    "vows",
]
