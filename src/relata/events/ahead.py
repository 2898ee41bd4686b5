"""Is it still to come? Acts that are planned by their own verb, or by the one that they hang on.

In: the word of an act. Out: yes or no. Left out: moods that fold an act into a promise (`status`), and days (`when`).
"""

from __future__ import annotations

from ..actors.phrases import preposition
from ..reading import Node
from .senses import is_infinitive
from .status import FUTURE

# What comes before an act, and is there already: "is to pay under an accord".
BASES = frozenset(("under", "after", "over", "by", "from", "since", "despite"))
# Verbs by which what they tell of is done.
BEGINS = frozenset(("begin", "start", "open", "resume", "take", "continue", "reopen"))
# What tells why, or after what, something is done: "will punish it for shelling a village".
GROUNDS = frozenset(("after", "for", "since", "despite", "by", "over", "before"))
# Verbs that set an act in the future without promising it themselves.
PLANS = frozenset(("plan", "expect", "schedule", "set", "due", "intend", "prepare", "aim", "slate", "prepared"))


def is_scheduled(token: Node) -> bool:
    """ "Is to visit", "is due to visit": the infinitive is the clause's own verb."""
    helpers = {c.lemma_ for c in token.children if c.dep_.split(":")[0] in ("aux", "cop")}
    return "due" in helpers or ("be" in helpers and is_infinitive(token))


def is_ahead(token: Node) -> bool:
    """Whether an act is still to come by the verb that it is or leans on: "is to visit", "is likely to visit", "is expected on Monday"."""
    while not is_scheduled(token):
        if (token.lemma_ == "expect" and token.tag_ == "VBN") or (is_infinitive(token) and token.head.lemma_ in (*PLANS, "likely")):
            return True
        part = token.pos_ == "NOUN" and token.dep_ in ("obj", "obl", "nmod", "nsubj:pass") and preposition(token) not in BASES
        if not part or token.head.i == token.i:
            return False
        token = token.head
    return True


def is_to_come(trigger: Node) -> bool:
    """Whether an act hangs on a verb that is still to come: "will meet to sign it", "will arrive for talks", "talks are to begin"."""
    token = trigger
    for _ in range(4):
        purpose = token.pos_ == "NOUN" and token.dep_ == "obl" and preposition(token) == "for"
        part = token.dep_ == "xcomp" or (token.dep_ in ("acl", "advcl") and (is_infinitive(token) or token.tag_ == "VBG"))
        begun = token.dep_ in ("nsubj", "nsubj:pass") and token.pos_ == "NOUN" and token.head.lemma_ in BEGINS
        thing = token.pos_ == "NOUN" and token.dep_ == "obj" and not any(c.dep_ == "nmod:poss" for c in token.children)
        grounds = not purpose and any(c.dep_ in ("mark", "case") and c.lower_ in GROUNDS for c in token.children)
        if not (purpose or part or begun or thing) or token.head.i == token.i or grounds:
            return False
        token = token.head
        past = any(c.lower_ in ("was", "were") for c in token.children)  # "was to arrive on Monday" and did, or did not
        if (is_scheduled(token) and not past) or any(c.dep_ in ("aux", "aux:pass") and c.lower_ in FUTURE for c in token.children):
            return True
    return False
