"""Where is somebody at home of whom no title and no adjective tells it? The fisherman, the union's head, the officer who is not named.

In: all mentions of one Doc, resolved. Out: the same, in which people and groups without a state have one where the words beside them or
whoever they belong to tell it, or where they speak in the record of their legislature. Left out: offices by their titles (`compose`),
and bodies (`resolve`).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from ..reading import Node, Tree
from ..records import Actor
from .belonging import OF_STATE, Belonging
from .compose import VAGUE, WORLD, make_actor
from .found import Found, Spot
from .introductions import WORKS
from .offices import OTHERS, possessor
from .parts import ABROAD, country_in, parts_of
from .phrases import preposition
from .tables import Gazetteer, singular

# Relations by which words beside a person tell where he belongs, and by which his nouns and names hang together.
BESIDE = frozenset(("nmod", "acl"))
TITLES = frozenset(("appos", "flat", "nmod:desc"))
# Of no state in particular, or of another than the one they are in.
NO_HOME = ABROAD | {
    "journalist", "reporter", "expert", "analyst", "worker", "observer", "monitor", "migrant", "visitor", "guest", "delegate", "envoy",
    "commissioner", "critic", "other",
}  # fmt: skip
# Sectors of those who serve one state or want to.
OF_ONE = OF_STATE | {"PTY", "OPP"}
PHONES = frozenset(("phone", "telephone", "email", "e-mail", "video"))
REPORTS = frozenset(("report", "reporting"))


def settle(doc: Tree, found: Found, g: Gazetteer, belonging: Belonging) -> None:
    """Give people and groups without a state the one that they are at home in, under a new id."""
    homes = _Homes(doc, found, g, belonging)
    mentions: dict[str, list[Spot]] = {}
    for spot in found.spots:
        if len(spot.actors) == 1:
            mentions.setdefault(spot.actors[0], []).append(spot)
    renamed: dict[str, str] = {}
    for old, spots in mentions.items():
        actor = found.actors[old]
        if actor.country or actor.kind not in ("person", "group") or actor.sector in WORLD or set(actor.secondary) & WORLD:
            continue
        if country := homes.of(spots, actor):
            new = make_actor(actor.name, actor.kind, country, actor.sector, actor.secondary, actor.role)
            found.actors.setdefault(new.id, new)
            renamed[old] = new.id
    if not renamed:
        return
    for old in renamed:
        del found.actors[old]
    moved = {id(spot): replace(spot, actors=tuple(renamed.get(a, a) for a in spot.actors)) for spot in found.spots}
    found.by_token = {i: moved.get(id(spot), spot) for i, spot in found.by_token.items()}
    found.spots = [moved[id(spot)] for spot in found.spots]


def _speakers_of_record(doc: Tree, g: Gazetteer, belonging: Belonging) -> set[int]:
    """Words of whoever has a turn in the record of a sitting of the home state's legislature, which its heading names."""
    begins = doc.reading.paragraphs
    heading = parts_of([token.text for token in doc[: begins[1] if len(begins) > 1 else 0]], g, belonging.on)
    named = any(name.sector == "LEG" and name.country == belonging.at_home for _, _, name in heading.names if name.form == "body")
    if not named and not any(body.sector == "LEG" and body.kind == "organisation" for _, _, body in heading.sectors):
        return set()
    return {i for one in doc.reading.attributions if doc[one.cue[-1]].text.endswith(":") for i in one.source}


class _Homes:
    def __init__(self, doc: Tree, found: Found, g: Gazetteer, belonging: Belonging) -> None:
        self.doc, self.found, self.g, self.belonging = doc, found, g, belonging
        self.members = _speakers_of_record(doc, g, belonging)

    def of(self, spots: Sequence[Spot], actor: Actor) -> str | None:
        """The state of whoever is mentioned there, by the first mention that tells it."""
        heads = [self.doc[spot.head] for spot in spots if spot.how != "coreference"]
        if sent_by := next((country for head in heads if (country := self._speaks_for(head))), None):
            return sent_by
        if not heads or any(map(self._is_of_none, heads)):
            return None
        told = next((country for head in heads if (country := self._owner(head) or self._beside(head))), None)
        nouns = [noun for head in heads for noun in self._nouns(head)]
        bodies = [body for noun in nouns for body in self._bodies(noun)]
        alone = actor.kind == "person" or (actor.sector in OF_STATE and any(singular(body.text) == body.lower_ for body in bodies))
        if told or not alone or any(map(self._is_between_states, nouns)) or not all(map(self._is_of_state, bodies)):
            return told
        local = any(child.lower_ == "local" for noun in nouns for child in noun.children)
        if local or actor.sector in OF_ONE:
            return self.belonging.country(heads[0])
        # Nobody is placed by where a text is from alone, but for those who speak in the record of a parliament.
        return self.belonging.at_home if any(head.i in self.members for head in heads) else None

    def _nouns(self, head: Node) -> Iterator[Node]:
        """The head and the nouns that tell what its bearer is."""
        yield head
        yield from (c for c in head.children if c.dep_ in TITLES)
        if head.dep_ in TITLES and head.head.pos_ in ("NOUN", "PROPN"):
            yield head.head

    def _is_of_none(self, head: Node) -> bool:
        """ "A Western diplomat", "an aid worker", a correspondent: who may be of any state."""
        nouns = list(self._nouns(head))
        if any(singular(noun.text) in NO_HOME or noun.lower_ in NO_HOME for noun in nouns) or head.head.lemma_ in REPORTS:
            return True
        return any(child.lower_ in VAGUE for noun in nouns for child in noun.children)

    def _is_between_states(self, noun: Node) -> bool:
        spot = self.found.at(noun.i)
        return spot is not None and any(self.found.actors[actor].kind == "intergovernmental" for actor in spot.actors)

    def _bodies(self, noun: Node) -> list[Node]:
        """Whose somebody is: "the mission's spokesman", "a member of her cabinet", "an official at the Foreign Office"."""
        return [c for c in noun.children if c.dep_ == "nmod:poss" or (c.dep_ == "nmod" and preposition(c) in ("of", "for", "at", "with"))]

    def _is_of_state(self, body: Node) -> bool:
        """Whether a body is such as every state has, and is no other body's own."""
        if (owner := possessor(body)) is not None:
            whose = self.found.at(owner[0])
            if self.doc[owner[0]].pos_ != "PRON":
                return self._is_of_state(self.doc[owner[0]])
            if whose is not None and not self.found.countries(whose):
                return False
        spot = self.found.at(body.i)
        hit = self.g.sector_at([singular(body.text).lower()], 0)
        sector = self.found.actors[spot.actors[0]].sector if spot is not None else hit[1].sector if hit is not None else None
        return sector in OF_ONE

    def _speaks_for(self, head: Node) -> str | None:
        """ "Speaking for Peru, the deputy ambassador said"."""
        verbs = [head.head, *(c for c in head.head.children if c.dep_ == "advcl")] if head.dep_.startswith("nsubj") else []
        clauses = [verb for verb in verbs if verb.lemma_ == "speak"]
        sender = next((c for clause in clauses for c in clause.children if preposition(c) == "for"), None)
        return self._named(sender) if sender is not None else None

    def _beside(self, head: Node) -> str | None:
        """ "X of the University of Lima", "X, who heads the union in Lima", "X runs lorries out of Lima", "X said by phone from Lima"."""
        top = head.head if head.dep_ in ("appos", "flat") else head
        for noun in self._nouns(head):
            for child in noun.children:
                works = child.dep_ == "acl:relcl" and child.lemma_ in WORKS
                if child.i > noun.i and (child.dep_ in BESIDE or works) and (country := self._named(child)):
                    return country
        verb = top.head
        if not top.dep_.startswith("nsubj") or verb.pos_ != "VERB":
            return None
        placed = [c for c in verb.children if c.dep_ == "obl"]
        phones = any(token.lemma_ in PHONES for place in placed for token in place.subtree)
        placed = placed if verb.lemma_ in WORKS else [c for c in placed if phones and "from" in {t.lower_ for t in c.subtree}]
        return next((country for place in placed if (country := self._named(place))), None)

    def _named(self, top: Node) -> str | None:
        # A person beside him may bear the name of a town: "joined by Ada Lima".
        words = ["" if t.ent_type_ == "PERSON" else t.text for t in self.doc[top.left_edge.i : top.right_edge.i + 1]]
        return country_in(words, parts_of(words, self.g, self.belonging.on))

    def _owner(self, head: Node) -> str | None:
        """ "Its chairman, X", "the skipper's wife": whoever they belong to."""
        for noun in self._nouns(head):
            owner = possessor(noun) if singular(noun.text).lower() not in OTHERS else None  # its neighbour is another
            if owner is not None and (home := self.belonging.owner(self.doc[owner[0]])):
                return home
            spot = self.found.at(owner[0]) if owner is not None else None
            countries = self.found.countries(spot) if spot is not None else []
            if len(countries) == 1:
                return countries[0]
        return None
