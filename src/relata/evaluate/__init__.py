"""Evaluate: how right is the coder, and how fast?

In: a gold file of a public set and a coder. Out: a `Report` (figures with intervals, confusions, the worst errors) and the
predictions, one entry for each of the input's. Left out on purpose: choosing thresholds, and what a figure should be.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Final

from . import articles, coref, events, petrarch, plv, polnear, swap, tone, ud
from .bench import Bench, bench
from .gold import GoldError
from .names import mentions_of, names_of
from .report import Confusion, Figure, Miss, Report, Tally, Tested
from .treebank import Sentence, read_conllu

SETS: Final[dict[str, Callable[[Path, Tested], Report]]] = {
    "ud": ud.evaluate,
    "polnear": polnear.evaluate,
    "plv": plv.evaluate,
    "petrarch": petrarch.evaluate,
    "tone": tone.evaluate,
    "coref": coref.evaluate,
    "articles": articles.evaluate,
    "events": events.evaluate,
    "swap": swap.evaluate,
}

__all__ = [
    "SETS", "Bench", "Confusion", "Figure", "GoldError", "Miss", "Report", "Sentence", "Tally", "Tested", "bench", "mentions_of",
    "names_of", "read_conllu",
]  # fmt: skip
