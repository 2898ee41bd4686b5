"""Constructions whose parties stand elsewhere than a plain verb's: passives without subject, "drew a protest from X", "joined X in …".

In: a word of a tree. Out: the words that stand for who does it or to whom. Left out: whom these words mean (`sides`).
"""

from __future__ import annotations

from collections.abc import Iterator

from ..actors.phrases import preposition
from ..reading import Node

RELATIVE = frozenset(("who", "which", "that", "whom"))
# "The ship that …", "it was Sudan that …".
RELATIVE_CLAUSES = ("acl:relcl", "advcl:relcl")
# Nouns that only measure what follows them.
MEASURES = frozenset((
    "tonne", "ton", "million", "billion", "dollar", "euro", "group", "number", "dozen", "hundred", "thousand", "series", "round",
    "package", "shipment", "convoy", "batch", "barrel", "piece", "lot",
))  # fmt: skip
# Verbs whose object comes from whom "from" names, on account of the subject: "the raid drew a protest from X".
DRAWS = frozenset(
    ("draw", "prompt", "provoke", "bring", "elicit", "spark", "trigger", "win", "earn", "receive", "get", "face", "meet", "invite")
)
# Verbs that say of an act only that it is done: "sanctions imposed by X", "the drills that X and Y held".
MAKES = frozenset((
    "carry", "commit", "conduct", "deliver", "file", "grant", "hold", "impose", "inflict", "issue", "launch", "level", "lodge", "make",
    "mount", "order", "perpetrate", "place", "raise", "sign", "slap", "stage", "undertake", "wage",
))  # fmt: skip
# "The ship that X said had come too close".
THINKS = frozenset(("say", "think", "believe", "claim", "allege", "suspect", "fear", "know", "charge", "contend", "insist", "maintain"))
# What somebody is told to do who has to go: "ordered to leave X".
LEAVES = frozenset(("leave", "quit", "depart"))
# What a state that says so wants of its subject: "X must stop".
DUTIES = frozenset(("must", "should", "ought", "need"))
# Verbs whose object does what the infinitive says.
OBJECT_CONTROL = frozenset((
    "ask", "urge", "call", "tell", "order", "force", "compel", "press", "persuade", "invite", "allow", "permit", "request", "want",
    "encourage", "help", "push", "require", "instruct", "guide", "lead", "enable", "prompt", "drive", "train", "teach", "motivate",
))  # fmt: skip


def is_joined(verb: Node) -> bool:
    """ "Joined X in calling on Y": both do it."""
    return verb.head.lemma_ == "join" and verb.tag_ == "VBG" and verb.dep_ in ("advcl", "xcomp")


def is_passive(verb: Node) -> bool:
    """ "Was bought", "bought by X", "was trained by X and equipped by Y"."""
    if verb.tag_ != "VBN":
        return any(c.dep_ == "nsubj:pass" for c in verb.children)
    by = any(c.dep_ in ("obl:agent", "obl") and preposition(c) == "by" for c in verb.children)
    bare = not any(c.dep_ in ("nsubj", "obj") for c in verb.children)
    return verb.dep_ == "acl" or any(c.dep_ == "nsubj:pass" for c in verb.children) or (verb.dep_ == "conj" and by and bare)


def drawn(noun: Node) -> tuple[Node, Node] | None:
    """Who has it and from whom, by its verb: "the raid drew a protest from X", "received a first part of the aid from X"."""
    top = noun
    for _ in range(2):
        top = top.head if top.dep_ == "nmod" and top.head.pos_ == "NOUN" else top
    verb = top.head
    under = top.dep_ == "obl" and preposition(top) == "under" and verb.lemma_ == "come"  # "came under criticism from X"
    if noun.pos_ != "NOUN" or verb.pos_ != "VERB" or not (under or (top.dep_ == "obj" and verb.lemma_ in DRAWS)):
        return None
    of = next(
        (c for c in (*noun.children, *verb.children) if c.dep_ in ("nmod", "obl") and preposition(c) == "from" and c.i > noun.i), None
    )
    has = next((c for c in verb.children if c.dep_ == "nsubj"), None)
    return (has, of) if has is not None and of is not None else None


def made_by(noun: Node) -> Node | None:
    """Who does what a noun tells, by the clause behind it: "attacks launched by X", "the drills that X and Y held"."""
    for verb in noun.children:
        if verb.lemma_ not in MAKES:
            continue
        if verb.dep_ == "acl" and verb.tag_ == "VBN":
            return next((c for c in verb.children if c.dep_ in ("obl:agent", "obl") and preposition(c) == "by"), None)
        if verb.dep_ == "acl:relcl" and not any(c.dep_ == "obj" and c.lower_ not in RELATIVE for c in verb.children):
            agent = next((c for c in verb.children if c.dep_ in ("obl:agent", "obl") and preposition(c) == "by"), None)
            return agent or next((c for c in verb.children if c.dep_ == "nsubj" and c.lower_ not in RELATIVE), None)
    return None


def raised_from(verb: Node) -> Node | None:
    """What a clause without subject is about where somebody's word stands between: "helicopters that X said had entered its airspace"."""
    finite = verb.tag_ in ("VBD", "VBZ", "VBP") or any(c.dep_ in ("aux", "aux:pass", "cop") and c.tag_ != "TO" for c in verb.children)
    if not finite or verb.dep_ not in ("ccomp", "acl:relcl") or any(c.dep_.startswith(("nsubj", "expl", "mark")) for c in verb.children):
        return None
    first, doc = verb.left_edge.i, verb.doc
    said = doc[first - 1] if first > verb.sent.start else None
    who = (
        next((c for c in said.children if c.dep_ == "nsubj" and c.i < said.i), None) if said is not None and said.lemma_ in THINKS else None
    )
    if who is None:
        return None
    at = who.left_edge.i - 1
    while at > verb.sent.start and (doc[at].lower_ in RELATIVE or doc[at].text == ","):
        at -= 1
    return doc[at] if at >= verb.sent.start and doc[at].pos_ in ("NOUN", "PROPN") else None


def so_did(verb: Node) -> Node | None:
    """Who does it too: "X closed its border, as did Y"."""
    for clause in verb.children:
        if clause.dep_ == "advcl" and clause.lemma_ in ("do", "have", "be") and any(c.lower_ in ("as", "so") for c in clause.children):
            return next((c for c in clause.children if c.dep_ == "nsubj" and c.i > clause.i), None)
    return None


def under_clauses(verb: Node) -> Iterator[Node]:
    """What hangs on a gerund or infinitive behind a verb: "was accused of spying by X"."""
    for clause in verb.children:
        if clause.dep_ in ("advcl", "xcomp", "obl") and clause.i > verb.i and clause.pos_ == "VERB" and clause.tag_ in ("VBG", "VB"):
            yield from clause.children


def held_for(token: Node) -> Node | None:
    """Whom somebody thanks, praises or condemns for this: "thanked X for the gift", "for sending doctors"."""
    led = any(c.dep_ in ("case", "mark") and c.lower_ in ("for", "over") for c in token.children)
    if token.dep_ not in ("obl", "advcl") or not led or token.head.pos_ != "VERB":
        return None
    return next((c for c in token.head.children if c.dep_ in ("obj", "nsubj:pass")), None)


def obliged(verb: Node) -> Node | None:
    """The subject of what must be done: "X must stop"."""
    if not any(c.dep_ == "aux" and c.lower_ in DUTIES for c in verb.children):
        return None
    return next((c for c in verb.children if c.dep_ == "nsubj"), None)
