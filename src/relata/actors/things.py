"""Which state or body does "it" mean? The doers before it, weighed by the clauses they stand in.

In: doers that are states or bodies, in text order, and the pronoun. Out: the one meant, or None. Left out: who is one (`resolve`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ..reading import Node, Tree
from .found import Found

THING_PRONOUNS = frozenset(("it", "its"))
# How many sentences back one may stand, and how many are weighed; more would only cost time.
REACH, THINGS = 1, 8
# Their "it" is nobody where a clause follows.
IMPERSONAL = frozenset(("seem", "appear", "happen", "turn", "follow", "emerge", "matter", "transpire", "mean", "help", "take", "remain"))


def thing_meant(doc: Tree, found: Found, things: Sequence[tuple[str, int]], it: Node, sentence_of: Mapping[int, int]) -> str | None:
    """The subject that "it" goes on with: in its own sentence that of a clause it stands in, else the last main clause's.

    Args:
        things: actor and head token, most recent last. sentence_of: the sentence that each token stands in.
    """
    near = [(actor, head) for actor, head in things if sentence_of[it.i] - sentence_of[head] <= REACH]
    if not near:
        return None
    around = {it.i, *(token.i for token in it.ancestors)}
    holding = [actor for actor, head in near if doc[head].head.i in around]
    if holding:
        return holding[-1]
    last = sentence_of[near[-1][1]]
    main = min((thing for thing in reversed(near) if sentence_of[thing[1]] == last), key=lambda thing: _depth(doc[thing[1]]))
    return None if _is_below_another(doc, found, main[1]) else main[0]


def is_of_deed(head: Node) -> bool:
    """Whether somebody's act is told by a noun with its own clause: "Peru's decision to close its border"."""
    return head.dep_ == "nmod:poss" and any(child.dep_ == "acl" and child.i > head.head.i for child in head.head.children)


def refers(it: Node) -> bool:
    """Whether "it" stands for something: not the empty one of "it is said that", "it seems that"; "it said that" has one who says."""
    verb = it.head
    empty = (
        verb.pos_ != "VERB" or verb.lemma_ in IMPERSONAL or any(child.dep_ in ("aux:pass", "cop", "nsubj:pass") for child in verb.children)
    )
    told = any(child.dep_ in ("ccomp", "csubj", "xcomp") and child.i > it.i for child in verb.children)
    return it.dep_ != "expl" and not (empty and told)


def _depth(head: Node) -> int:
    """How deep in its sentence a subject's clause stands; joined clauses stand beside each other."""
    return sum(token.dep_ not in ("conj", "parataxis") for token in head.ancestors)


def _is_below_another(doc: Tree, found: Found, head: int) -> bool:
    """Whether a thing of which nothing is known is the subject before it: "the regulator said that Peru …"; "it" may be that."""
    subject = next((c for c in doc[head].sent.root.children if c.dep_.startswith("nsubj")), None)
    if subject is None or subject.i >= head or subject.pos_ != "NOUN":
        return False
    spot = found.at(subject.i)
    return spot is None or found.actors[spot.actors[0]].kind in ("person", "unknown")
