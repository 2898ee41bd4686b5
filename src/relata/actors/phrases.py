"""Noun phrases: where an actor could be named, as token ranges of a Doc.

In: a read Doc. Out: `Phrase`s in text order. Pure syntax; who is meant is asked in `compose` and `resolve`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ..reading import Name, Node, Tree, root_of

# Parts of a noun phrase before and inside its head.
INSIDE = frozenset(("det", "amod", "compound", "nummod", "flat", "nmod:desc", "nmod:poss", "fixed", "goeswith", "det:predet", "advmod"))
# A head that hangs on another noun by one of these belongs to that noun's phrase.
PART = frozenset(("flat", "fixed", "goeswith", "nmod:desc", "compound", "amod", "det", "nummod"))
PARTICLES = frozenset((
    "al", "el", "bin", "bint", "ibn", "abu", "de", "da", "del", "della", "di", "do", "dos", "du", "la", "le", "van", "von", "der", "den",
    "ten", "ter", "ul", "ur",
))  # fmt: skip
LOST = 4  # the most words of a body's name that are looked for behind its tree
HEADS = frozenset(("NOUN", "PROPN", "PRON"))
# Prepositions after which a capital or seat is a place, not its government.
LOCATIVE = frozenset(("in", "at", "near", "outside", "around", "through", "across", "via", "inside", "off", "to", "from", "into"))


@dataclass(frozen=True, slots=True)
class Phrase:
    """One noun phrase: tokens ``start:end`` around `head`; `tail` is where its of-phrase ends (`end` if there is none).

    ``name`` is the range of a personal or proper name in it, None where there is none.
    """

    head: int
    start: int
    end: int
    tail: int
    name: tuple[int, int] | None


def phrases(doc: Tree) -> Iterator[Phrase]:
    """All noun phrases headed by a noun, proper noun or pronoun, in the order of their heads."""
    for token in doc:
        if token.is_space or not (token.pos_ in HEADS or _is_people(token)) or base(token.dep_) in ("punct", "case", "mark"):
            continue
        if base(token.dep_) == "obl" and token.i + 2 < len(doc) and _hyphen(doc[token.i + 1]) and doc[token.i + 1].dep_ != "flat":
            name_goes_on = doc[token.i + 2].dep_ == "flat" and doc[token.i + 2].head.i == token.i  # "against al-Numan"
            if not name_goes_on:
                continue
        if token.dep_ in PART and token.head.i != token.i and not (_free_modifier(token) or _after_colon(token)):
            continue
        if token.dep_ == "conj" and _is_inside_body(doc, token):
            continue
        start, end = core(token)
        if token.dep_ in PART and not _after_colon(token):
            start, end = _between_hyphens(token, start, end)
        yield Phrase(token.i, start, end, _whole_body(doc, token, start, tail_end(token, end)), name_range(doc, token, start, end))


def _is_people(token: Node) -> bool:
    """ "The British", "aid to Palestinians": an adjective that stands for a people."""
    if token.pos_ != "ADJ" or not token.text[:1].isupper():
        return False
    plural = token.text.endswith("s") and base(token.dep_) in ("nsubj", "obj", "iobj", "obl", "nmod")
    return plural or any(c.dep_ == "det" and c.lower_ == "the" for c in token.children)


def base(dep: str) -> str:
    return dep.split(":")[0]


def _free_modifier(token: Node) -> bool:
    """A proper noun before a common noun ("China-Russia relations") may itself name an actor."""
    doc, i = token.doc, token.i
    if token.dep_ in ("flat", "compound") and token.head.dep_ == "compound" and i and doc[i - 1].text in ("-", "–", "/"):
        return token.pos_ == "PROPN"
    if token.dep_ == "compound" and token.head.dep_ == "compound" and i + 1 < len(doc) and doc[i + 1].text in ("-", "–", "/"):
        return token.pos_ == "PROPN"
    return token.dep_ == "compound" and token.pos_ == "PROPN" and token.head.pos_ == "NOUN"


def _after_colon(token: Node) -> bool:
    """A name hung on a word before a colon, which is a dateline or heading ("TARSK: Minister X told …")."""
    return token.pos_ == "PROPN" and token.head.i < token.i and any(t.text == ":" for t in token.doc[token.head.i : token.i])


def _between_hyphens(token: Node, start: int, end: int) -> tuple[int, int]:
    """The part of a compound that a hyphen cuts off: each side of "China-Russia" is a name of its own."""
    for i in range(token.i, start - 1, -1):
        if token.doc[i].text in ("-", "–", "/"):
            start = i + 1
            break
    return start, token.i + 1


def core(head: Node) -> tuple[int, int]:
    """The unbroken run around the head of the words that belong to the phrase."""
    keep = {head.i}
    stack = [head]
    while stack:
        for child in stack.pop().children:
            inner = child.dep_ == "case" and child.text in ("'s", "’s", "'", "’")
            hyphen = child.dep_ == "punct" and child.text in ("-", "–")
            if child.dep_ in INSIDE or hyphen or (inner and child.head.i != head.i):
                if child.dep_ == "advmod" and child.pos_ == "ADV" and child.head.i == head.i:
                    continue
                keep.add(child.i)
                stack.append(child)
    start, end = head.i, head.i + 1
    while start - 1 in keep:
        start -= 1
    # "Beijing-based": the hyphen joins what the tree may hang elsewhere.
    while start > 1 and (_hyphen(head.doc[start - 1]) or start - 1 in keep):
        start -= 2 if start - 1 not in keep else 1
    while end in keep:
        end += 1
    while end > head.i + 1 and head.doc[end - 1].text in ("-", "–"):
        end -= 1
    return start, end


def _hyphen(token: Node) -> bool:
    """A hyphen inside a word: no space on either side."""
    return token.text in ("-", "–") and not token.whitespace_ and token.i > 0 and not token.doc[token.i - 1].whitespace_


def tail_end(head: Node, end: int) -> int:
    """Where the prepositional phrases that follow the head directly end ("president | of Peru").

    Of several states none is that of all: "negotiators from Peru and Chile".
    """
    for child in head.children:
        if child.i >= end and child.dep_ == "nmod" and child.left_edge.i == end:
            several = child.pos_ == "PROPN" and any(c.pos_ == "PROPN" and c.i > child.i for c in child.conjuncts)
            if several and head.pos_ == "NOUN" and preposition(child) == "from":
                return end
            return int(_plain_edge(child))
    return end


def _whole_body(doc: Tree, head: Node, start: int, tail: int) -> int:
    """The tail with all of the body's name that the reader saw, where the tree lost its end ("the Council | of Meridian States")."""
    if head.ent_type_ != "ORG" or tail <= head.i + 1:
        return tail
    names = doc.names_in(start, tail + LOST)
    return max([tail, *(name.end for name in names if name.start <= head.i < name.end and name.label_ == "ORG")])


def _is_inside_body(doc: Tree, token: Node) -> bool:
    """ "The Department of Health and Human Services", whose tree joins its services to the department."""
    first = token.head
    called = doc[first.i + 1].lower_ == "of" and first.ent_type_ == "ORG"
    return called and any(n.start <= first.i and n.end > token.i for n in doc.names_in(first.i, token.i + LOST))


def _plain_edge(token: Node) -> int:
    """Right edge of a phrase without its relative clauses, appositions and coordinations."""
    end = core(token)[1]
    return tail_end(token, end)


def name_range(doc: Tree, head: Node, start: int, end: int) -> tuple[int, int] | None:
    """The proper name within the phrase: a run the reader saw as a person, else a proper-noun head with its flat parts."""
    # A personal name is capitals and particles; the tagger at times takes an office for one ("Norland's trade minister").
    # Nor is what is counted a person's name ("two Chinese", "a Syrian").
    counted = any(child.i < head.i and (child.dep_ == "nummod" or child.lower_ in ("a", "an", "another")) for child in head.children)
    people = [] if counted else [n for n in doc.names_in(start, end) if n.label_ == "PERSON" and _is_personal(doc, n)]
    # The one that holds the head first: an adjective before it may have been taken for a name of its own.
    for ent in sorted(people, key=lambda ent: not ent.start <= head.i < ent.end):
        root = root_of(doc[ent.start : ent.end])
        if ent.start <= head.i < ent.end or (root.head.i == head.i and root.dep_ in ("flat", "appos", "compound")):
            return _grown(doc, ent.start, ent.end, start, end)
    named = head.pos_ == "PROPN" and head.text[:1].isupper()
    first = head.i if named else head.i + 1  # "historian X Y": the name hangs on the title
    last = first + named
    while last < end and doc[last].dep_ == "flat" and (named or doc[last].pos_ == "PROPN"):
        last += 1
    return (first, last) if last > first else None


def _is_personal(doc: Tree, name: Name) -> bool:
    """Capitals and particles; "the Norlandic Prime Minister", with an adjective after an article, is an office."""
    described = doc[name.start].pos_ == "ADJ" and name.start > 0 and doc[name.start - 1].dep_ == "det"
    return not described and all(map(_in_name, doc[name.start : name.end]))


def _in_name(token: Node) -> bool:
    hyphened = token.i > 0 and _hyphen(token.doc[token.i - 1])  # "Do-yeon"
    return token.text[:1].isupper() or hyphened or token.lower_ in PARTICLES or token.text in ("-", ".", "'", "’")


def _grown(doc: Tree, first: int, last: int, start: int, end: int) -> tuple[int, int]:
    """A name with the flat parts on either side that the tagger cut off."""
    while first > start and doc[first].dep_ == "flat" and doc[first - 1].pos_ == "PROPN":
        first -= 1
    while last < end and ((doc[last].dep_ == "flat" and doc[last].pos_ == "PROPN") or (_hyphen(doc[last]) and last + 1 < end)):
        last += 1 + _hyphen(doc[last])
    return first, last


def preposition(token: Node) -> str | None:
    """The preposition that governs a phrase's head, lower-case."""
    # Before a gerund it may be read as a mark ("charged with spying").
    leads = ("case", "mark") if token.tag_ == "VBG" else ("case",)
    return next((child.lower_ for child in token.children if child.dep_ in leads and child.i < token.i), None)
