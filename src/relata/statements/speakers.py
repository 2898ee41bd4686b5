"""Who speaks? From the words of a source, or the subject of a cue, to a mention and its actor.

In: a source's words, a cue, the actors of its Doc. Out: a mention and a `Party`, and whether the text withholds who it is. Left out: whom
turns and "the statement" mean (`turns`, `voices`).
"""

from __future__ import annotations

from dataclasses import replace

from ..actors import Found, Spot
from ..actors.compose import make_actor
from ..actors.phrases import core, preposition
from ..reading import Node, Tree
from ..records import Party
from .spans import CLAUSES
from .syntax import subject_of
from .voices import DOCUMENTS, head_of

WITHHELD = (
    "anonymity",
    "not to be named",
    "declined to be named",
    "asked not to be identified",
    "unnamed",
    "not be named",
    "not authorized",
    "not authorised",
)


UNNAMED = frozenset(("source", "official", "diplomat", "insider", "aide", "adviser", "person"))


def speaker_of(doc: Tree, found: Found, source: tuple[int, ...], cue: Node) -> tuple[Spot | None, Party | None]:
    """The speaker's mention and record. The cue's subject, where the tags agree it speaks, gives the fuller phrase."""
    # "A:" is a name there, not an article.
    head = doc[source[0]] if cue.text.endswith(":") and source else head_of(doc, source)
    subjects = [c for c in cue.children if c.dep_ in ("nsubj", "nsubj:pass")] if cue.pos_ == "VERB" else []
    # Of two ("AU Commissioner X said", parsed apart) the one beside the verb.
    subject = min(subjects, key=lambda c: abs(c.i - cue.i), default=None)
    if subject is not None and subject.dep_ == "nsubj:pass" and cue.lemma_ not in ("quote", "cite"):
        # "X was accused by Y": Y speaks; with no Y, nobody is named.
        spoken_of = subject
        subject = next((c for c in cue.children if c.dep_ in ("obl", "obl:agent") and preposition(c) == "by"), None)
        head = None if head is not None and (head in spoken_of.subtree or head.sent != cue.sent) else head
    elif subject is None and cue.dep_ == "conj" and cue.pos_ == "VERB" and head is not None:
        if head.sent != cue.sent:
            subject = subject_of(cue)  # "she said … and urged …": she, whatever the next sentence begins with
        elif found.at(head.i) is None and head.pos_ == "NOUN" and (teller := _teller(found, cue)) is not None:
            return party_of(doc, found, teller, ())  # "she said that the boarding was wrong and demanded …": she, not the boarding
    # A source inside what the cue governs is another's; the cue's own subject spoke.
    elsewhere = head is not None and any(head in c.subtree for c in cue.children if c.dep_ in CLAUSES)
    away = head is not None and head.sent != cue.sent
    if subject is not None and (head is None or elsewhere or away or subject.i in source or head in subject.subtree):
        source = tuple(range(*core(subject))) if away and subject.i not in source else source
        head = subject
    elif away and any(c.dep_ == "expl" for c in cue.children):
        return None, None  # "it was reported": nobody, whoever spoke before
    return party_of(doc, found, head, source) if head is not None else (None, None)


def _teller(found: Found, cue: Node) -> Node | None:
    """The subject, if it is somebody's name or office, of the verb that governs the clause which a cue is joined to."""
    clause = cue
    while clause.dep_ == "conj":
        clause = clause.head
    own = (c for c in clause.head.children if c.dep_ == "nsubj" and found.at(c.i) is not None)
    return next(own, None) if clause.dep_ == "ccomp" else None


def party_of(doc: Tree, found: Found, head: Node, source: tuple[int, ...]) -> tuple[Spot | None, Party | None]:
    """The mention and record of whoever a word stands for; `source` are the words to fall back on."""
    if head.lower_ in ("who", "which", "that") and head.head.dep_ in ("acl:relcl", "advcl:relcl"):
        # "X, who said …": X, also where the tree hangs the clause on the verb.
        before = next((s for s in found.spots if s.end in (head.i, head.i - 1)), None)
        head = head.head.head if head.head.dep_ == "acl:relcl" or before is None else doc[before.head]
    joined = [c for c in head.children if c.dep_ == "conj" and found.at(c.i) and found.at(head.i)]
    spot = found.at(head.i)
    if spot is None:
        spot = next((s for i in source if (s := found.at(i)) and s.start <= head.i < s.end), None) or _issuer(found, head)
    if joined and spot is not None:
        return _joint(doc, found, [spot, *(s for c in joined if (s := found.at(c.i)))])
    if spot is None:
        words = [i for i in source if not doc[i].is_space] or [head.i]
        start, end = _trimmed(doc, words)
        return None, Party(start, end, doc.reading.text[start:end], None)
    if len(spot.actors) > 1:
        return _joint(doc, found, [spot])
    start, end = doc[spot.start].idx, doc[spot.end - 1].end
    return spot, Party(start, end, doc.reading.text[start:end], spot.actors[0])


def _joint(doc: Tree, found: Found, spots: list[Spot]) -> tuple[Spot, Party]:
    """Several who speak as one: a group of their own, never one of them by guess."""
    first, last = min(s.start for s in spots), max(s.end for s in spots)
    start, end = doc[first].idx, doc[last - 1].end
    actors = tuple(dict.fromkeys(a for s in spots for a in s.actors))
    group = make_actor(" and ".join(found.actors[a].name for a in actors), "group", None)
    found.actors.setdefault(group.id, group)
    spot = replace(spots[0], start=first, end=last, actors=actors)
    return spot, Party(start, end, doc.reading.text[start:end], group.id)


def _trimmed(doc: Tree, tokens: list[int]) -> tuple[int, int]:
    while len(tokens) > 1 and doc[tokens[-1]].is_punct:
        tokens = tokens[:-1]
    while len(tokens) > 1 and doc[tokens[0]].is_punct:
        tokens = tokens[1:]
    return doc[tokens[0]].idx, doc[tokens[-1]].end


def words_of(doc: Tree, tokens: tuple[int, ...]) -> str:
    start, end = _trimmed(doc, list(tokens))
    return doc.reading.text[start:end]


def is_anonymous(doc: Tree, found: Found, spot: Spot | None, source: tuple[int, ...]) -> bool:
    """Whether the text withholds the name: it says so, or an unnamed person or group without an office of its own speaks."""
    sent = doc[min(source)].sent if source else None
    around = doc.text_of(sent.start, sent.end).lower() if sent else ""
    if any(word in around for word in WITHHELD):
        return True
    if spot is None and any(doc[i].lower_ == "one" for i in source[:1]):
        return True  # "one of them said"
    if spot is None and (head_word := head_of(doc, source)) is not None and head_word.lemma_ in UNNAMED:
        return any(c.lower_ in ("a", "an") or c.dep_ == "nummod" for c in head_word.children)
    if spot is None or len(spot.actors) > 1:
        return False
    actor, head = found.actors[spot.actors[0]], doc[spot.head]
    if actor.kind not in ("person", "group") or head.pos_ != "NOUN" or spot.how == "coreference":
        return False
    if any(doc[i].dep_ == "flat" and doc[i].pos_ == "PROPN" for i in range(spot.head + 1, spot.end)):
        return False  # "historian X Y": the name hangs on the title
    if any(c.dep_ == "appos" and c.pos_ == "PROPN" for c in head.children):
        return False  # "a spokesman, X"
    if actor.kind == "person" and actor.name[:1].isupper() and actor.name.split()[-1] not in doc.text_of(spot.start, spot.end):
        return False  # "a spokesman for the agency, X"
    definite = any((c.dep_ == "det" and c.lower_ in ("the", "this", "that")) or c.dep_ == "nmod:poss" for c in head.children)
    return actor.kind == "group" or not definite


def _issuer(found: Found, head: Node) -> Spot | None:
    """ "A statement by the ministry", "its report": whose document it is, and so whose words."""
    if head.lemma_.lower() not in DOCUMENTS:
        return None
    owners = [c for c in head.children if (c.dep_ == "nmod" and preposition(c) in ("by", "of", "from")) or c.dep_ == "nmod:poss"]
    spots = [spot for c in owners if (spot := found.at(c.i)) and not spot.place and len(spot.actors) == 1]
    return spots[0] if len(spots) == 1 else None
