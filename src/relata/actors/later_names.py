"""Whose office was it that the text told first? "The trade minister said …. Ana Brel added …": she is the minister.

In: the noun phrases of one Doc and what it says of its people. Out: for the heads of such offices, the full name that comes after. News
tells in its first sentence what somebody is and in the next who; a name that is nowhere explained is that of the office told just before
it. Left out: names beside their titles (`introductions`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ..reading import Node, Tree
from .phrases import Phrase
from .tables import Gazetteer, singular

# How many sentences after the office the name may come.
REACH = 2
SUBJECTS = frozenset(("nsubj", "nsubj:pass", "obl:agent"))


def named_after(
    doc: Tree, g: Gazetteer, phrases: Sequence[Phrase], unexplained: Mapping[int, str], sentence_of: Mapping[int, int]
) -> dict[int, str]:
    """Heads of offices, and the full names of whoever holds them.

    Args:
        unexplained: by the head of its phrase, each full name of which the text says nothing; only the first mention counts.
    """
    found: dict[int, str] = {}
    seen: set[str] = set()
    office: Node | None = None
    for phrase in phrases:
        head = doc[phrase.head]
        if phrase.head in unexplained:
            name = unexplained[phrase.head]
            near = office is not None and 0 < sentence_of[phrase.head] - sentence_of[office.i] <= REACH
            if office is not None and near and name not in seen and head.dep_ in SUBJECTS and not _is_told_of(head):
                found[office.i], office = name, None
            seen.add(name)
        elif head.dep_ in SUBJECTS and _is_office(head, g):
            office = head
    return found


def _is_office(head: Node, g: Gazetteer) -> bool:
    """ "The minister", "Peru's trade minister": one certain person, whom no name stands beside."""
    hit = g.sector_at([singular(head.text)], 0)
    if hit is None or hit[1].kind != "person" or singular(head.text) != head.lower_ or head.pos_ != "NOUN":
        return False
    certain = any(c.dep_ == "nmod:poss" or (c.dep_ == "det" and c.lower_ == "the") for c in head.children)
    named = any(c.dep_ in ("appos", "flat") or (c.dep_ == "conj" and c.i > head.i) for c in head.children)
    return certain and not named


def _is_told_of(head: Node) -> bool:
    """Whether words beside a name say what its bearer is: "X, who heads the union", "X of the university"."""
    return any(c.dep_ in ("appos", "acl", "acl:relcl", "nmod", "nmod:poss", "nmod:desc", "amod", "compound") for c in head.children)
