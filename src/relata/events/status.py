"""Did it happen? Status from tense, mood, negation and the words that embed the predicate.

PLOVER folds a future act into a type of its own: friendly to AGREE, giving way to CONCEDE, hostile and said by the doer to
THREATEN. `planned` stays only where nothing folds.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

from ..reading import Node
from ..records import Status
from ..statements.syntax import is_left_out
from .senses import is_infinitive

FUTURE = frozenset(("will", "'ll", "’ll", "wo", "shall"))
CONDITIONAL = frozenset(("could", "may", "might", "should", "must", "can", "ca"))
# In reported speech "would" is the future of a past cue; elsewhere a supposition.
WOULD = frozenset(("would", "'d", "’d"))
NEGATIONS = frozenset(("not", "n't", "n’t", "never", "no", "neither", "nor", "without"))
# What leads to an act that is not done: "avoided condemning X".
AVOIDS = frozenset(("avoid", "shun", "forgo"))
# What leads to one that is done no longer, where it is a gerund: "stopped deporting X".
CEASES = frozenset(("stop", "cease", "quit"))
# What leads to an act that is only wished for: "suggested that X speak with Y".
WISHES = frozenset(("suggest", "propose", "recommend", "demand", "insist", "request", "require", "urge", "ask"))
# "Say X demanded it": what follows is only supposed.
SUPPOSES = frozenset(("say", "suppose", "imagine"))
PURPOSES = frozenset(("plan", "intention", "intent", "wish", "desire", "interest"))
DENIALS = frozenset(("deny", "denial", "refute", "rebut"))
# Words that were said even where what they say is denied.
CLAIMS = frozenset(("allegation", "accusation", "charge", "claim", "suggestion", "complaint", "criticism"))
DOUBTS = frozenset(("whether", "if", "unless", "should"))


@dataclass(frozen=True, slots=True)
class Mood:
    """What the words around a predicate say of it; `future` is asserted, `conditional` only supposed.

    `outright` is a "not" of the predicate's own; `unwilling` is of one who will not, or would not: a refusal. `provided` is conditional
    by an "if" alone: what is threatened or offered so is threatened or offered all the same.
    """

    negated: bool
    future: bool
    conditional: bool
    outright: bool = False
    unwilling: bool = False
    provided: bool = False


def mood_of(trigger: Node, intent: Node | None, *, reported: bool = False) -> Mood:
    """Mood of a predicate, from its own helpers and from what it hangs on; `reported` where it stands in a statement."""
    chain = _chain(trigger)
    negated = future = conditional = provided = False
    for token in chain:
        for child in token.children:
            word = child.lower_
            helps = child.dep_ in ("aux", "aux:pass")
            if child.dep_ in ("advmod", "det", "cc") and word in NEGATIONS:
                negated |= not _goes_further(child)
            elif helps and (word in FUTURE or (reported and word in WOULD)):
                future = True
            elif (helps and word in CONDITIONAL | WOULD) or (child.dep_ == "mark" and word in DOUBTS):
                conditional = True
            elif child.dep_ == "advcl" and any(c.dep_ == "mark" and c.lower_ in ("if", "unless") for c in child.children):
                provided = True
    negated |= any(head.lemma_ in AVOIDS or (head.lemma_ in CEASES and token.tag_ == "VBG") for token, head in pairwise(chain))
    bare = trigger.tag_ in ("VB", "VBP") and not any(c.dep_.startswith("aux") or c.lower_ == "to" for c in trigger.children)
    conditional |= any(map(_is_supposed, chain))
    conditional |= bare and trigger.dep_ == "ccomp" and trigger.head.lemma_ in WISHES
    led = next((n for n, token in enumerate(chain) if token.dep_ == "conj"), len(chain))  # what comes before has objects of its own
    negated |= not is_infinitive(trigger) and any(_is_nobody(child) for token in chain[: led + 1] for child in token.children)
    if trigger.dep_ == "acl" and trigger.head.lemma_ in PURPOSES:  # "has no plan to meet"
        negated |= any(c.dep_ == "det" and c.lower_ == "no" for c in trigger.head.children)
    negated |= any(map(is_left_out, chain)) or _is_denied(trigger) or any(_no_longer(child) for child in trigger.children)
    provided = provided and not (future or conditional)
    helpers = {child.lower_ for child in trigger.children if child.dep_ == "aux"}
    outright = negated and any(c.lower_ in NEGATIONS for c in trigger.children)
    unwilling = outright and not helpers.isdisjoint(FUTURE | WOULD)
    return Mood(negated, future or intent is not None, conditional or provided, outright, unwilling, provided)


def _is_nobody(party: Node) -> bool:
    """ "No soldiers were moved", "promised no compensation", "beat nobody"."""
    if party.dep_ not in ("obj", "nsubj", "nsubj:pass"):
        return False
    return party.lower_ in ("nothing", "nobody", "none") or any(c.dep_ == "det" and c.lower_ == "no" for c in party.children)


def _is_supposed(verb: Node) -> bool:
    """ "Say X demanded it", "suppose X attacks"."""
    head = verb.head
    bidden = head.lemma_ in SUPPOSES and head.tag_ in ("VB", "VBP") and head.i == head.sent.start
    return verb.dep_ == "ccomp" and bidden and not any(c.dep_.startswith(("nsubj", "aux")) for c in head.children)


def _is_denied(trigger: Node) -> bool:
    """Whether it is what somebody denies; "denied it and accused Y" denies no accusation."""
    token = trigger
    if trigger.lemma_ in CLAIMS:
        return False
    for _ in range(2):
        if token.dep_ in ("conj", "parataxis", "advcl") or token.head.i == token.i:
            return False
        token = token.head
        if token.lemma_ in DENIALS:
            return True
    return False


def _goes_further(word: Node) -> bool:
    """ "Not only": what follows was done, and more."""
    return word.i + 1 < len(word.doc) and word.doc[word.i + 1].lower_ in ("only", "just", "merely")


def _no_longer(word: Node) -> bool:
    return word.lower_ == "longer" and any(c.lower_ == "no" for c in word.children)


def is_of_old(trigger: Node) -> bool:
    """Whether its own words put it into a past without a date: "once threatened", but not "once again"."""
    nearby = (c for token in _chain(trigger) for c in token.children if c.dep_ == "advmod")
    return any(c.lower_ in ("once", "formerly") and c.i < trigger.i and c.doc[c.i + 1].lower_ not in ("again", "more", "a") for c in nearby)


def _chain(trigger: Node) -> list[Node]:
    """The predicate and the verbs it leans on: a light verb, a governing verb, an earlier conjunct.

    What is somebody's own act stands for itself, whatever is done about it: "did not condemn X's invasion".
    """
    out = [trigger]
    token = trigger
    while (
        not (token.pos_ == "NOUN" and any(c.dep_ == "nmod:poss" and c.pos_ in ("PROPN", "NOUN") for c in token.children))
        and token.dep_ in ("obj", "xcomp", "conj", "nsubj:pass")
        and token.head.i != token.i
        and token.head.pos_ in ("VERB", "ADJ", "AUX", "NOUN")
        and not (token.dep_ == "conj" and _stands_alone(token))
        and len(out) < 4
    ):
        token = token.head
        out.append(token)
    return out


def _stands_alone(verb: Node) -> bool:
    """ "Did not answer, but expelled …": a finite verb after one with helpers shares none of them."""
    helped = any(c.dep_.startswith("aux") for c in verb.head.children)
    own = any(c.dep_.startswith("nsubj") for c in verb.children)
    return verb.pos_ == "VERB" and ((helped and verb.tag_ in ("VBD", "VBZ")) or (own and verb.head.pos_ == "VERB"))


def folded(kind: str, quad: int, mood: Mood, *, said_by_doer: bool, told: bool = True) -> tuple[str, Status]:
    """Type and status of an act of this type in this mood (PLOVER manual, close calls).

    Whoever will not do something friendly refuses it. Where the type is not `told` by the word, it is of the whole with its "not": "had not
    handed over the maps" accuses.
    """
    if mood.outright and kind in ("REJECT", "ACCUSE", "THREATEN") and not told:
        return kind, "actual"
    if mood.unwilling and (quad in (1, 2) or kind in ("CONCEDE", "RETREAT")):
        return "REJECT", "actual"
    if mood.negated:
        return kind, "denied"
    if mood.conditional and not (mood.provided and kind in ("AGREE", "THREATEN", "REQUEST")):
        return kind, "conditional"
    if not mood.future or kind in ("AGREE", "THREATEN"):
        return kind, "actual"
    if kind in ("REQUEST", "REJECT", "ACCUSE"):
        return kind, "planned"
    if kind in ("CONCEDE", "RETREAT"):
        return "CONCEDE", "actual"
    if quad in (1, 2):
        return "AGREE", "actual"
    return ("THREATEN", "actual") if said_by_doer else (kind, "planned")
