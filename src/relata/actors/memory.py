"""What was told before, while a text is read from the top: the people, bodies, pair of states and nouns that later words go back to.

In: mentions as they are resolved (`resolve`). Out: whom a pronoun or "the expert" mean, as a `Spot`, or None where the
text leaves it open. Left out: mentions that their own words resolve.
"""

from __future__ import annotations

import datetime as dt

from ..reading import Node, Tree
from ..records import Actor
from .antecedents import GIVEN, MEANT, PRONOUNS, TITLED, Candidate, Gender, Genders, choose, gender_of
from .belonging import Belonging
from .compose import STATE_PLURALS
from .found import Found, Spot
from .introductions import Introductions
from .phrases import Phrase
from .registry import Registry
from .tables import Gazetteer, singular
from .things import THING_PRONOUNS, refers, thing_meant

EXPERTS = frozenset(("expert", "analyst", "scholar", "academic", "researcher"))
# What some states are called after their form.
REALMS = {
    "kingdom": frozenset((
        "BEL", "BHR", "BTN", "DNK", "ESP", "GBR", "JOR", "KHM", "LSO", "MAR", "NLD", "NOR", "SAU", "SWE", "SWZ", "THA", "TON",
    )),
    "emirate": frozenset(("ARE", "KWT", "QAT")), "sultanate": frozenset(("BRN", "OMN")), "principality": frozenset(("AND", "LIE", "MCO")),
}  # fmt: skip
# Persons before a pronoun that are weighed; more would only cost time.
CANDIDATES = 40


class Memory:
    """What one Doc has told up to the mention that is read."""

    def __init__(
        self, doc: Tree, g: Gazetteer, on: dt.date | None, registry: Registry, home: str | None, outlet: str | None = None
    ) -> None:
        self.doc, self.g, self.on = doc, g, on
        self.belonging = Belonging(doc, g, on, home, outlet)
        self.told = Introductions(doc, g, on, registry, self.belonging)
        self.found = Found()
        number = {start: n for n, start in enumerate(dict.fromkeys(doc.starts))}
        self.sentence_of = {i: number[start] for i, start in enumerate(doc.starts)}
        self.seen_people: list[tuple[str, str]] = []  # (full name, actor id), most recent last
        self.heads_seen: list[tuple[str, str]] = []  # (head noun, actor id) of phrases, most recent last
        self.pair: tuple[tuple[str, str], int] | None = None  # two countries, and the sentence that named them together
        self.things: list[tuple[str, int]] = []  # states and bodies that were subjects, with their heads, most recent last
        self.persons: list[Candidate] = []  # everyone a pronoun may mean, most recent last
        self.genders = Genders()
        self.last_antecedent: dict[Gender, str] = {}
        self.named_after: dict[int, str] = {}  # heads of offices, and who holds them by what comes after
        self.speaking = {i: attribution for attribution in doc.reading.attributions for i in attribution.source}

    def _spot(
        self, phrase: Phrase, actors: tuple[str, ...], how: str, *, end: int | None = None, place: bool = False, modifier: bool = False
    ) -> Spot:
        start = phrase.start
        return Spot(phrase.head, start, end or phrase.end, actors, how, place, modifier)

    def _add(self, actor: Actor) -> str:
        kept = self.found.actors.get(actor.id)
        if kept is None or (kept.role is None and actor.role):
            self.found.actors[actor.id] = actor
        return actor.id

    def _keep(self, spot: Spot) -> None:
        self.found.spots.append(spot)
        self.found.by_token[spot.head] = spot
        # A title parsed apart may be what the verb governs.
        for i in self.told.taken.intersection(range(spot.start, spot.end)):
            self.found.by_token.setdefault(i, spot)

    def _meet(self, head: int, start: int, end: int, actor: str | None) -> None:
        """A person stands here, whom a later pronoun may mean."""
        token = self.doc[head]
        words = self.told.texts[start:end]
        titled = gender_of(words, {})
        gender = titled or gender_of(words, self.g.first_names)
        if actor is not None:
            self.genders.tell(actor, gender, TITLED if titled else GIVEN)
        place = token.head if token.dep_ == "appos" else token  # "the ambassador, X, said": X is the subject
        speaks = head in self.speaking or place.i in self.speaking
        self.persons.append(Candidate(actor, head, self.sentence_of[head], place.dep_.startswith("nsubj"), gender, speaks))

    def _meet_unknown(self, head: Node) -> None:
        """ "The woman": nobody is known to be meant, but a pronoun may go on with her."""
        noun = singular(head.text)
        if head.pos_ == "NOUN" and noun == head.lower_:
            hit = self.g.sector_at([noun], 0)
            if (hit and hit[1].kind == "person") or gender_of([noun], {}) or noun == "person":
                self._meet(head.i, head.i, head.i + 1, None)

    def _pronoun(self, phrase: Phrase, head: Node) -> Spot | None:
        now = self.sentence_of[head.i]
        word = head.lower_
        if word in PRONOUNS and not (word in ("his", "her") and head.head.lower_ == "part"):
            gender = PRONOUNS[word]
            weighed = [self.genders.known(c) for c in self.persons[-CANDIDATES:]]
            if attribution := self.speaking.get(head.i):  # nobody calls himself by name in what he says
                weighed = [c for c in weighed if c.head not in set(attribution.content)]
            chosen = choose(
                head, now, weighed, self.last_antecedent.get(gender), self.doc.reading.paragraphs, speaks=head.i in self.speaking
            )
            if chosen is None or chosen.actor is None:
                if chosen is not None:
                    self.persons.append(Candidate(None, head.i, now, head.dep_.startswith("nsubj"), gender, head.i in self.speaking))
                return None
            self.genders.tell(chosen.actor, gender, MEANT)
            self.last_antecedent[gender] = chosen.actor
            self.persons.append(Candidate(chosen.actor, head.i, now, head.dep_.startswith("nsubj"), gender, head.i in self.speaking))
            return self._spot(phrase, (chosen.actor,), "coreference")
        if word == "they" and head.i in self.speaking:
            several = self._several_before(head)
            return self._spot(phrase, several, "coreference") if several else None
        if word in THING_PRONOUNS and (thing := thing_meant(self.doc, self.found, self.things, head, self.sentence_of)):
            # As an object "it" may be anything named before; as a subject or owner it mostly goes on with the last subject.
            if not (refers(head) and (head.dep_.startswith("nsubj") or head.dep_ == "nmod:poss")):
                return None
            return self._spot(phrase, (thing,), "coreference")
        return None

    def _several_before(self, they: Node) -> tuple[str, ...]:
        """Who "they" are that speak: the subjects of the sentence before, where these are several; nobody of whom nothing is known."""
        start = they.sent.start
        root = self.doc[start - 1].sent.root if start else None
        subject = next((c for c in root.children if c.dep_ == "nsubj"), None) if root is not None else None
        if subject is None:
            return ()
        heads = [subject, *(c for c in subject.children if c.dep_ == "conj")]
        spots = [spot for head in heads if (spot := self.found.at(head.i)) is not None and not spot.place]
        if len(spots) < len(heads) or (len(heads) == 1 and subject.tag_ not in ("NNS", "NNPS") and len(spots[0].actors) == 1):
            return ()
        return tuple(dict.fromkeys(actor for spot in spots for actor in spot.actors))

    def _same_noun(self, head: Node) -> str | None:
        """ "The expert", "the ministry": the actor last introduced with that noun or office."""
        definite = any(child.dep_ == "det" and child.lower_ in ("the", "this", "that") for child in head.children)
        if not definite or head.lower_ in STATE_PLURALS:
            return None
        noun = singular(head.text)
        many = noun != head.lower_
        said = {child.lower_ for child in head.children if child.dep_ in ("amod", "compound") and child.i < head.i}
        groups = {actor for _, actor in self.heads_seen if self.found.actors[actor].kind == "group"}
        hit = self.g.sector_at([noun], 0)
        nouns = {noun, hit[1].role} if hit is not None else {noun}  # "the spokesman" is a spokesperson
        fits = (actor for seen, actor in reversed(self.heads_seen) if seen in nouns and (actor in groups) == many)
        met = next((actor for actor in fits if said <= self._told_words(actor)), None)
        if met is None and noun in EXPERTS and not said and not many:
            scholars = (actor for _, actor in reversed(self.seen_people) if self.found.actors[actor].sector == "EDU")
            met = next(scholars, None)  # "the expert" is the researcher told of last
        return met

    def _realm(self, head: Node) -> str | None:
        """ "The kingdom": the state of that form that was named last."""
        states = REALMS.get(head.lower_, ())
        if not states or [child.lower_ for child in head.children if child.dep_ != "case"] != ["the"]:
            return None
        named = (c for spot in reversed(self.found.spots) for c in self.found.countries(spot) if c in states)
        return next(named, None)

    def _told_words(self, actor: str) -> set[str]:
        """Words that a text has used of an actor: "the power minister" is not the foreign minister."""
        known = self.found.actors[actor]
        return set(f"{known.name} {known.role or ''}".lower().replace("-", " ").split())

    def _remember_joined(self, spot: Spot) -> None:
        """Two states joined by "and" or a hyphen are a pair at once."""
        head = self.doc[spot.head]
        other = self.found.at(head.head.i) if head.dep_ in ("conj", "flat") else None
        if other is None and spot.modifier and spot.start > 1:
            other = self.found.at(spot.start - 2) if self.doc[spot.start - 1].text in ("-", "–", "and") else None
        if other and len(other.actors) == len(spot.actors) == 1:
            countries = [*self.found.countries(other), *self.found.countries(spot)]
            if len(set(countries)) == 2:
                self.pair = ((countries[0], countries[1]), self.sentence_of[head.i])

    def _remember_pair(self, countries: list[str], sentence: int) -> None:
        if len(countries) == 2 and (self.pair is None or self.pair[1] != sentence):
            self.pair = ((countries[0], countries[1]), sentence)
