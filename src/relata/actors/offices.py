"""Offices and bodies by the words of their phrases alone: whose they are told to be, and whether they are certain ones.

In: the head of a noun phrase. Out: yes or no, or a place. Pure syntax; which state is meant is asked in `resolve` and `belonging`.
"""

from __future__ import annotations

from ..reading import Node
from .tables import singular

# Bodies that every state has, so that a bare one is the state's that is spoken of.
STATE_BODIES = frozenset(("ministry", "army", "navy", "police", "parliament", "government", "military", "cabinet", "gendarmerie"))
# Of one's own kind in another state; whose they are tells nothing of theirs.
PEERS = frozenset(("counterpart", "colleague"))
OTHERS = PEERS | {"ally", "rival", "friend", "partner", "host", "guest", "opponent", "enemy", "neighbour", "neighbor", "visitor"}


def possessor(head: Node) -> tuple[int, int] | None:
    """The head of the possessive before a noun ("Brel's spokesman", "its army"), and where its words end."""
    child = next((c for c in head.children if c.dep_ == "nmod:poss" and c.i < head.i), None)
    return (child.i, child.right_edge.i + 1) if child is not None else None


def is_certain(head: Node) -> bool:
    """Whether a phrase speaks of one certain office or body: "the fisheries ministry", "her spokesman", not "two officials"."""
    return singular(head.text) == head.lower_ and any(child.lower_ == "the" or child.dep_ == "nmod:poss" for child in head.children)


def is_body_of_state(head: Node) -> bool:
    """ "The trade ministry", "the army": such as every state has."""
    told = head.lower_ in STATE_BODIES or any(c.dep_ in ("compound", "amod") and c.i < head.i for c in head.children)
    return (head.pos_ == "NOUN" or head.text.islower()) and told and is_certain(head)


def is_name_of_body(name: Node) -> bool:
    """Whether a body's name directly follows the noun that says what it is: "the newspaper Kurier"."""
    beside = name.dep_ in ("appos", "flat") and name.i == name.head.i + 1 and name.pos_ == "PROPN" and name.ent_type_ != "PERSON"
    return beside and name.head.pos_ == "NOUN"
