"""Types of a user's own: what do their examples teach, and which events are of them?

In: `OwnType`s and a reader. Out: `Own`: the codebook with further rows of predicates, and what tells an event of such a type. The
examples' syntax gives the rows: where the target stands of the word. Until it is named, an event of an own type is one of its carrier's,
the parent or else the type that the reader finds likeliest in the examples: its confidence is the carrier's, a denied or planned act is
coded as the carrier's would be, and a promise of it is AGREE, CONCEDE or THREATEN.

An event is of an own type if its word and its target's place are those of the examples, and its type is one that an example came out as.
Left out: a mode of an own type, and acts that both sides do.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType

from spacy.tokens import Doc

from ..actors import Found, Gazetteer, Spot
from ..actors.phrases import preposition
from ..reading import Node, reading_of, root_of, tree_of
from ..reading.labels import EVENT_LABELS, EVENT_TYPES
from ..records import Actor, Article, Event
from .code import Coding, code_events
from .codebook import Codebook
from .codebook_files import OWN, POS, Predicate
from .links import Judge
from .own_files import Example, OwnType, TypesError

PARTIES = (Actor("state:AAA", "A", "state", "AAA"), Actor("state:BBB", "B", "state", "BBB"))  # of the examples
# A noun's part that stands for the noun ("released Norland's sailors"): where the noun stands, its owner does.
OWNERS = frozenset(("of", "from", "by"))
Link = tuple[str, str]  # part of speech of the word, place of the target


@dataclass(frozen=True, slots=True)
class Learned:
    """One type with what its examples taught: (part of speech, place of the target), and the types that they were coded as."""

    type: OwnType
    carrier: str
    links: frozenset[Link]
    judged: frozenset[str]


@dataclass(frozen=True, slots=True)
class Own:
    """All own types, the first file's first. `problems` are the examples that could not be used, and why."""

    codebook: Codebook
    types: tuple[Learned, ...] = ()
    problems: tuple[str, ...] = ()

    def named(self, events: Sequence[Event], doc: Doc) -> list[Event]:
        """The events, those of an own type with its name, scores and codes."""
        return [self._named(event, doc) for event in events] if self.types else list(events)

    def _named(self, event: Event, doc: Doc) -> Event:
        trigger, target = _head(doc, event.trigger.start, event.trigger.end), event.target
        link = (trigger.pos_, _place(trigger, _head(doc, target.start, target.end)) if target else "")
        for own in self.types:
            if trigger.lemma_.lower() in own.type.words and link in own.links and event.type in own.judged:
                cameo = own.type.cameo or (event.cameo if own.type.parent else None)
                return replace(
                    event, type=own.type.name, quad=own.type.quad, score=own.type.score, modes=(), cameo=cameo,
                    goldstein=self.codebook.goldstein(cameo) if cameo else None,
                )  # fmt: skip
        return event


def learn(types: Iterable[OwnType], read: Callable[[str], Doc], codebook: Codebook, gazetteer: Gazetteer, judge: Judge) -> Own:
    """Learn own types from their examples. Raises TypesError for one of which no example can be used."""
    learned: list[Learned] = []
    problems: list[str] = []
    rows: dict[Link, list[Predicate]] = {}
    docs = [(own, [(n, example, read(example.text)) for n, example in enumerate(own.examples, 1)]) for own in types]
    for own, examples in docs:
        links = frozenset(link for _, example, doc in examples for link in _links(own, example, doc))
        carrier = own.parent or _carrier(own, [(example, doc) for _, example, doc in examples])
        learned.append(Learned(own, carrier, links, frozenset()))
        for word in own.words:
            for pos, place in sorted(links):
                rows.setdefault((word, pos), []).append(_row(word, pos, place, carrier))
    whole = {key: (*rows.get(key, ()), *codebook.predicates.get(key, ())) for key in {*codebook.predicates, *rows}}
    codebook = replace(codebook, predicates=MappingProxyType(whole))
    for i, (own, examples) in enumerate(docs):
        judged = set()
        for number, example, doc in examples:
            kind = _coded(own, example, doc, codebook, gazetteer, judge)
            if kind is None:
                problems.append(f"{own.place}: example {number} is coded as no act of its source towards its target by any of the words.")
            else:
                judged.add(kind)
        if not judged:
            raise TypesError(
                f"{own.place}: no example can be used. In each, one of the words has to link source and target in one clause "
                f"({', '.join(own.words)}), as a plain act that happened: 'Norland mediated between Sudmark and Ostravia'."
            )
        learned[i] = replace(learned[i], judged=frozenset(judged))
    return Own(codebook, tuple(learned), tuple(problems))


def _links(own: OwnType, example: Example, doc: Doc) -> list[Link]:
    target = _head(doc, *example.target)
    return [(t.pos_, place) for t in tree_of(doc) if t.pos_ in POS and t.lemma_.lower() in own.words and (place := _place(t, target))]


def _row(word: str, pos: str, place: str, carrier: str) -> Predicate:
    return Predicate(
        lemma=word, pos=pos, frame=None, fillers=frozenset(), type=carrier, mode=None, targets=(place,), symmetric=False, reversed=False,
        note=OWN,
    )  # fmt: skip


def _carrier(own: OwnType, examples: Sequence[tuple[Example, Doc]]) -> str:
    """The type that the reader's head finds likeliest over the examples."""
    total = dict.fromkeys(EVENT_TYPES, 0.0)
    for example, doc in examples:
        words = [t.i for t in doc if not t.is_space]
        trigger = [t.i for t in doc if t.lemma_.lower() in own.words]
        parts = [[t.i for t in _span(doc, *span)] for span in (example.source, example.target)]
        (scores,) = reading_of(doc).events(words, [(parts[0], parts[1], trigger)])
        for label, probability in zip(EVENT_LABELS, scores.kinds, strict=True):
            if label in total:
                total[label] += float(probability)
    return max(total, key=total.__getitem__)


def _coded(own: OwnType, example: Example, doc: Doc, codebook: Codebook, gazetteer: Gazetteer, judge: Judge) -> str | None:
    """The type that an example's event comes out as; None where there is no such event."""
    found = Found(actors={actor.id: actor for actor in PARTIES})
    for span, actor in zip((example.source, example.target), PARTIES, strict=True):
        tokens, head = _span(doc, *span), _head(doc, *span)
        spot = Spot(head.i, tokens[0].i, tokens[-1].i + 1, (actor.id,), "name", modifier=head.dep_ in ("amod", "compound"))
        found.spots.append(spot)
        found.by_token[spot.head] = spot
    events = code_events(Coding(doc, found, [], Article(example.text, id="example"), codebook, gazetteer, judge))
    for event in events:
        sides = (event.source.actor, event.target.actor if event.target else None)
        trigger = _head(doc, event.trigger.start, event.trigger.end)
        if sides == (PARTIES[0].id, PARTIES[1].id) and trigger.lemma_.lower() in own.words:
            return event.type
    return None


def _place(trigger: Node, target: Node) -> str | None:
    """Where a target stands, as rows of predicates have it (``obj``, ``obl:with``, ``poss``); None where they cannot tell it."""
    base = target.dep_.split(":")[0]
    if target.head.i == trigger.i:
        if target.dep_ in ("obj", "nsubj:pass"):
            return "obj"
        if target.dep_ == "nmod:poss":
            return "poss"
        if base in ("obl", "nmod"):
            case = preposition(target)
            return f"{base}:{case}" if case else None
        return target.dep_ if target.dep_ in ("iobj", "amod", "compound") else None
    noun = target.head
    if noun.head.i != trigger.i or noun.i == target.i:
        return None
    if base in ("nmod", "obl") and target.dep_ != "nmod:poss" and (case := preposition(target)) and case not in OWNERS:
        return f"nmod:{case}" if noun.dep_ in ("obj", "nsubj:pass") else None
    return _place(trigger, noun)


def _span(doc: Doc, start: int, end: int) -> list[Node]:
    span = doc.char_span(start, end, alignment_mode="expand")
    assert span is not None  # it stands within the text
    return tree_of(doc)[span.start : span.end]


def _head(doc: Doc, start: int, end: int) -> Node:
    return root_of(_span(doc, start, end))
