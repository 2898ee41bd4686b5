"""Reading: how are the sentences built?

In: a text. Out: a spaCy Doc over exactly that text, with tags, trees, lemmas, names, and a `Reading` of what the encoder
gave for attributions, events and tone. Left out on purpose: politics; who a name means is the actors room's question.
"""

from __future__ import annotations

from .attribution import Attribution
from .heads import EventScores
from .layout import dateline_end
from .model import Model, shipped_model
from .reader import Reader, Reading, StandIn, reading_of
from .tree import Name, Node, Sentence, Tree, root_of, tree_of

__all__ = [
    "Attribution", "EventScores", "Model", "Name", "Node", "Reader", "Reading", "Sentence", "StandIn", "Tree", "dateline_end",
    "reading_of", "root_of", "shipped_model", "tree_of",
]  # fmt: skip
