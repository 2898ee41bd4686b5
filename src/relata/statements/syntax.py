"""What the tree shows of who said what, where the tags are silent: above all what is told within what is told.

In: a read Doc and the cues known. Out: `Attribution`s of verbs of saying with a subject and what they govern, and of "expressed its
readiness to …". A list of verbs is enough here: the tags, which need none, have seen what is told by itself. Left out: words that are
only possible, or denied.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator

from ..actors.phrases import core, preposition
from ..reading import Attribution, Node, Tree

# What it counts for beside the tags' scores: less than a cue they are sure of.
SCORE = 0.7
# Followed by a clause.
CLAUSE = frozenset((
    "say", "tell", "claim", "report", "announce", "warn", "predict", "promise", "assure", "add", "note", "argue", "insist", "explain",
    "complain", "reply", "respond", "answer", "state", "declare", "stress", "inform", "write", "remark", "confirm", "admit", "concede",
    "pledge", "vow", "swear", "threaten", "demand", "allege", "assert", "maintain", "reiterate", "remind", "suggest", "propose",
    "deny", "acknowledge", "conclude", "caution", "recall", "reveal", "contend", "ask",
))  # fmt: skip
# Followed by an infinitive.
INFINITIVE = frozenset((
    "ask", "urge", "call", "press", "promise", "offer", "threaten", "pledge", "vow", "demand", "request", "appeal", "propose", "warn",
    "implore", "beg", "exhort",
))  # fmt: skip
# Followed by what is asked for, or said no to.
OBJECT = frozenset(("demand", "request", "deny", "reject", "denounce", "condemn", "dispute", "welcome", "praise"))
ASKED_FOR = frozenset(("ask", "call", "appeal", "plead", "press"))
# "Expressed its readiness to …", and what is expressed.
EXPRESS = frozenset(("express", "voice", "signal", "reiterate", "reaffirm", "declare", "convey", "state", "confirm"))
EXPRESSED = frozenset((
    "readiness", "willingness", "hope", "wish", "desire", "intention", "interest", "concern", "regret", "thanks", "gratitude", "support",
    "opposition", "confidence", "commitment", "determination", "condolences", "condolence", "doubt", "fear", "disappointment", "belief",
    "appreciation", "view", "solidarity", "outrage", "satisfaction", "sympathy", "alarm", "anger", "dismay", "protest",
))  # fmt: skip
QUOTING = frozenset(("quote", "cite"))
# Fewer words before "X said" are a heading ("Q:", "LIMA:").
MIN_FRONTED = 3
UNREAL = frozenset((
    "would", "could", "should", "may", "might", "must", "will", "'ll", "’ll", "wo", "shall", "can", "ca", "not", "n't", "n’t", "never",
    "to", "if",
))  # fmt: skip


def by_syntax(doc: Tree, cues: Collection[int]) -> Iterator[Attribution]:
    """Attributions of verbs of saying that no cue holds.

    Args:
        cues: all tokens of the cues that are known.
    """
    for verb in doc:
        if verb.pos_ != "VERB" or verb.i in cues:
            continue
        told = _told(verb)
        if not told or (verb.tag_ != "VBG" and any(child.lower_ in UNREAL for child in verb.children if child.i < verb.i)):
            continue
        if verb.head.i in cues and verb.head.lemma_ in QUOTING:
            continue  # "quoted X as saying": one cue, and the first word of it is known
        if _is_about(verb):
            continue
        subject = subject_of(verb)
        if subject is None or subject.i in told or subject.lower_ in ("it", "there", "that", "which", "what"):
            continue
        start, end = core(subject)
        yield Attribution((verb.i,), tuple(i for i in range(start, end) if i != verb.i), tuple(sorted(told)), SCORE)


def is_left_out(verb: Node) -> bool:
    """ "Without saying", "stopped short of calling", "refrained from praising", "ruled out expelling"."""
    head = verb.head
    leads = {child.lower_ for child in verb.children if child.dep_ in ("mark", "case") and child.i < verb.i}
    beside = {child.lower_ for child in (head, *head.children)}
    return verb.tag_ == "VBG" and (
        "without" in leads
        or ("of" in leads and bool(beside & {"short", "shy"}))
        or ("from" in leads and head.lemma_ in ("refrain", "abstain"))
        or (head.lemma_ == "rule" and "out" in beside and head.i < verb.i)
    )


def _told(verb: Node) -> set[int]:
    """Tokens of what the verb says; empty where it says nothing."""
    lemma = verb.lemma_
    for child in verb.children:
        after = child.i > verb.i
        if child.dep_ == "ccomp" and after and _is_degree(verb):
            continue
        if (
            (child.dep_ == "ccomp" and lemma in CLAUSE)
            or (child.dep_ == "xcomp" and after and lemma in INFINITIVE)
            or (child.dep_ == "obj" and after and lemma in OBJECT and child.pos_ == "NOUN")
            or (child.dep_ == "obj" and after and lemma in EXPRESS and child.lemma_ in EXPRESSED)
            or (child.dep_ == "obl" and after and lemma in ASKED_FOR and preposition(child) == "for" and not _calls_out(verb))
        ):
            return {t.i for t in child.subtree if not t.is_space} - {verb.i}
    if verb.dep_ == "parataxis" and lemma in CLAUSE and verb.head.i < verb.i:
        inside = {t.i for t in verb.subtree}  # "…, X said": the words came first, and the tree hangs the saying on them
        told = {t.i for t in verb.head.subtree if t.i < verb.i and not t.is_space} - inside
        return told if len(told) > MIN_FRONTED else set()
    return set()


def _is_about(verb: Node) -> bool:
    """ "The rule that he claims he would change": part of what names the rule, and no whole clause."""
    if verb.dep_ != "acl:relcl":
        return False
    subject = next((child for child in verb.children if child.dep_.startswith("nsubj")), None)
    return subject is not None and subject.tag_ not in ("WP", "WDT") and subject.lower_ not in ("that", "who", "which")


def _is_degree(verb: Node) -> bool:
    """ "Tells so many lies that …": what follows from it, not what is told."""
    objects = [child for child in verb.children if child.dep_ == "obj"]
    return any(token.lower_ in ("so", "such") for thing in objects for token in thing.subtree if token.i <= thing.i)


def _calls_out(verb: Node) -> bool:
    """ "Calls out somebody for it": for what he did."""
    return verb.lemma_ == "call" and any(child.dep_ in ("obj", "compound:prt") for child in verb.children)


def subject_of(verb: Node) -> Node | None:
    """Who does it: the verb's own subject, or that of the verb it goes with, or whom it is said to be told by ("quoted X as saying")."""
    for _ in range(4):
        own = next((c for c in verb.children if c.dep_ == "nsubj"), None)
        if own is not None:
            return own
        if any(c.dep_ == "nsubj:pass" for c in verb.children):
            return next((c for c in verb.children if c.dep_ in ("obl", "obl:agent") and preposition(c) == "by"), None)
        head = verb.head
        if verb.dep_ in ("advcl", "xcomp") and head.lemma_ in QUOTING and any(c.lower_ == "as" for c in verb.children):
            return next((c for c in head.children if c.dep_ in ("obj", "nsubj:pass")), None)
        if verb.dep_ in ("acl", "acl:relcl") and head.pos_ in ("NOUN", "PROPN"):
            return head if verb.tag_ != "VBN" else None
        if verb.dep_ not in ("conj", "advcl", "xcomp") or (verb.dep_ == "advcl" and verb.tag_ != "VBG"):
            return None
        verb = head.head if is_apart(verb) else head
    return None


def is_apart(verb: Node) -> bool:
    """Whether a verb goes on with the saying, not with the verb it is joined to: what is past is not joined to what will be, or was before.

    "Said that Peru would stay and suggested …", "said that it had left and urged …".
    """
    return verb.dep_ == "conj" and verb.tag_ == "VBD" and any(c.tag_ == "MD" or c.lower_ == "had" for c in verb.head.children)
