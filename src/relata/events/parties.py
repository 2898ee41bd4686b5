"""Who could act, and on whom? Parties that syntax and speech put beside a predicate, each with the way that leads to it.

In: a read Doc, its actors, its statements. Out: `Reach`es of a predicate, sources and targets apart, nearest first. A way is a plain
name ("subj", "obl:with", "obj>nmod:on", "speaker") that `links` weighs. Left out: whether anything was done (see `candidates`).
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from ..actors import Found, Gazetteer, Spot
from ..actors.phrases import preposition
from ..actors.tables import singular
from ..reading import Node, Tree
from ..statements import Voice
from .constructions import (
    LEAVES,
    MAKES,
    MEASURES,
    OBJECT_CONTROL,
    RELATIVE,
    RELATIVE_CLAUSES,
    drawn,
    held_for,
    is_joined,
    is_passive,
    made_by,
    obliged,
    raised_from,
    so_did,
    under_clauses,
)
from .mentions import Side
from .sides import Sides

# Prepositions that lead to a place that stands for its state where somebody goes there.
GOALS = ("to", "in", "into", "at", "for", "from", "near", "outside", "over")
PREDICATES = ("VERB", "ADJ", "AUX", "NOUN", "PROPN")
# Before what is so meanwhile, and is done to nobody: "vowed to go on amid X's pressure".
CIRCUMSTANCES = frozenset(("amid", "amidst", "despite", "during", "following"))
# Whoever is told something for others to read is no party.
PRESS = frozenset(("reporter", "journalist", "newsman", "correspondent"))


class Reach(NamedTuple):
    """The way to parties of a predicate, and these; several where they are coordinated or joint."""

    way: str
    sides: tuple[Side, ...]


class Parties(Sides):
    """Parties of one Doc, by the ways that lead to them."""

    def __init__(self, doc: Tree, found: Found, voices: list[Voice], gazetteer: Gazetteer, outlet_country: str | None = None) -> None:
        super().__init__(doc, found, voices, gazetteer, outlet_country)
        # What a word governs, by its token and depth, and what hangs on it: met on the ways of many predicates, found once.
        self._doers: dict[tuple[int, int], list[Reach]] = {}
        self._hung: dict[int, list[Reach]] = {}

    # --- who acts ----------------------------------------------------------------------------------------------------------

    def sources(self, token: Node) -> list[Reach]:
        """Who could have done it, the likeliest way first; no party twice."""
        return _each_once(self._sources(token, 0))

    def _sources(self, token: Node, depth: int) -> Iterator[Reach]:
        if (token.i, depth) not in self._doers:
            self._doers[token.i, depth] = list(self._own_sources(token, depth))
        yield from self._doers[token.i, depth]
        if depth or is_joined(token) or (token.pos_ == "NOUN" and made_by(token) is not None):
            return
        if (voice := self.cue_of.get(token.i)) and voice.speaker:
            yield Reach("cue", self._speaker(voice))
        if (voice := self.voice_of.get(token.i)) and voice.speaker:
            yield Reach("speaker", self._speaker(voice))

    def _speaker(self, voice: Voice) -> tuple[Side, ...]:
        assert voice.speaker is not None
        return (Side(voice.speaker, voice.speaker.start, voice.speaker.end),)

    def _own_sources(self, token: Node, depth: int) -> Iterator[Reach]:
        children = list(token.children)
        if token.pos_ in ("NOUN", "PROPN"):
            if (maker := made_by(token)) is not None and (sides := self._who(maker)):
                yield Reach("made by", sides)
                return
            for child in children:
                if child.dep_ == "nmod:poss":
                    yield Reach("poss", self.sides(child))
                elif child.dep_ in ("nmod", "obl", "obl:agent", "nmod:agent") and (led := preposition(child)) in ("by", "from", "of"):
                    if led == "of":  # "the expulsion of two consuls by X", where the tree has "by" with the consuls
                        yield from (Reach("nmod:by", self._who(c)) for c in child.children if c.dep_ == "nmod" and preposition(c) == "by")
                    yield Reach(f"nmod:{led}", self._who(child, placed=led != "of"))
            if (had := drawn(token)) is not None:
                yield Reach("nmod:from", self._who(had[1]))
                return
            yield Reach("mod", tuple(Side(s, s.start, s.end) for s in self._modifiers(token)))
            if (between := self._between(token)) is not None:
                yield Reach("between", between)
        if (about := raised_from(token)) is not None and not is_passive(token):
            yield Reach("rel", self.sides(about) or self.owned(about))
            return
        if is_passive(token):
            agent = next((c for c in (*children, *under_clauses(token)) if c.dep_ in ("obl:agent", "obl") and preposition(c) == "by"), None)
            moved = next((c for c in children if c.dep_ == "nsubj:pass"), None)
            if agent is not None:
                yield Reach("agent", self._who(agent))
            else:  # "summoned to X's foreign ministry", "rice was sent from X", "arrested in X"
                for child in children:
                    if child.dep_ == "obl" and (led := preposition(child)) in ("to", "from", "in"):
                        home = self._home(child) if led != "to" else None
                        whose = self.owned(child) if led != "in" else ()  # "killed in the attack of X" is by nobody
                        yield Reach(f"unsaid {led}", self.sides(child) or ((home,) if home else whose))
                    elif child.dep_ == "xcomp" and child.lemma_ in LEAVES:  # "were ordered to leave X"
                        yield from (Reach("unsaid in", self._who(c)) for c in child.children if c.dep_ == "obj")
            if agent is None and not depth and moved is not None:
                if (between := self._between(moved)) is not None:  # "relations between X and Y were restored"
                    yield Reach("between", between)
                yield Reach("moved", self.sides(moved) or self.owned(moved))  # "two battalions were drawn up"
            return
        subjects = [c for c in children if c.dep_ in ("nsubj", "nsubj:outer")]
        if subjects:
            # "A group of sailors", where the tree has both as subjects.
            subject = subjects[0] if len(subjects) == 1 or subjects[0].lemma_ not in MEASURES else subjects[1]
            if subject.lower_ in RELATIVE and token.dep_ in RELATIVE_CLAUSES:
                yield Reach("rel", self.sides(token.head) or self.owned(token.head))
            elif sides := self.sides(subject):
                too = so_did(token)
                yield Reach("subj", sides + (self.sides(too) if too is not None else ()))
                if not any(map(self._known, sides)) and (home := self._where(token)) is not None:
                    yield Reach("subj where", (home,))
            else:
                yield Reach("subj+own", self.owned(subject))
                if (home := self._where(token)) is not None:
                    yield Reach("subj where", (home,))
            return
        if token.tag_ == "VBG":  # "the handing over of prisoners by X", "X's closing of the border"
            for child in children:
                if child.dep_ == "nmod:poss":
                    yield Reach("poss", self.sides(child))
                elif child.dep_ in ("obl", "nmod", "obl:agent") and preposition(child) == "by":
                    yield Reach("nmod:by", self.sides(child) or self.owned(child))
        head = token.head
        if depth > 3 or head.i == token.i:
            return
        if token.dep_ == "amod" and token.lemma_ == "visit":  # "the visiting minister"
            yield Reach("acl", self.sides(head))
            return
        if is_joined(token):
            joined = [c for c in head.children if c.dep_ in ("nsubj", "obj")]
            yield Reach("subj", tuple(side for c in joined for side in self.sides(c)))
            return
        if (for_what := held_for(token)) is not None:
            yield Reach("held for", self.sides(for_what) or self.owned(for_what))
        if token.dep_ == "conj" and head.pos_ in PREDICATES:
            yield from self._led("", head, depth)
        elif token.dep_ in ("xcomp", "advcl", "parataxis", "ccomp") and head.pos_ in PREDICATES:
            objects = ("obj", "iobj", "nsubj:pass") if head.lemma_ in OBJECT_CONTROL else ("nsubj:pass",) if token.dep_ == "xcomp" else ()
            controlled = next((c for c in head.children if c.dep_ in objects), None)
            if controlled is not None:  # "urged X to go", "X is expected to go"
                yield Reach("ctrl" if head.lemma_ in OBJECT_CONTROL else "raised", self.sides(controlled) or self.owned(controlled))
            else:
                yield from self._led("" if token.dep_ == "xcomp" else "adv ", head, depth)
        elif token.dep_ == "acl" and token.pos_ == "VERB":
            own = self.sides(head) if token.tag_ == "VBG" else ()
            yield Reach("acl", own)
            if not any(map(self._known, own)):  # "a sit-in by students protesting against …" is the students'
                yield from self._led("acl ", head, depth)
        elif token.pos_ in ("NOUN", "PROPN") and token.dep_ in ("obj", "obl", "nmod", "nsubj:pass", "appos", "xcomp"):
            yield from self._led("light " if token.dep_ in ("obj", "nsubj:pass") else "up ", head, depth)

    def _who(self, word: Node, *, placed: bool = True) -> tuple[Side, ...]:
        """Whom a word names, or whose it is; where `placed`, also the state of a city or capital: "a protest from Conakry"."""
        return self.sides(word) or self.owned(word) or (self._homes(word) if placed else ())

    def _led(self, through: str, head: Node, depth: int) -> Iterator[Reach]:
        for reach in self._sources(head, depth + 1):
            yield Reach(through + reach.way.split(" ")[-1], reach.sides) if through else reach

    def _where(self, verb: Node) -> Side | None:
        """The state of the place of an act whose doer has none: "a crowd stormed the embassy in Amman"."""
        for child in (*verb.children, *(c for thing in verb.children if thing.dep_ in ("obj", "obl") for c in thing.children)):
            if child.dep_ in ("obl", "nmod") and preposition(child) in ("in", "at") and (side := self._home(child)):
                return side
        return None

    def _between(self, noun: Node) -> tuple[Side, ...] | None:
        """ "Talks between X and Y", "X-Y talks": two parties, in text order."""
        hosts = [noun, noun.head] if noun.dep_.startswith("nsubj") else [noun]  # "fighting broke out between X and Y"
        for child in (c for host in hosts for c in host.children):
            if child.dep_ in ("nmod", "obl") and preposition(child) in ("between", "among"):
                return self.sides(child)
        first, last = (bisect_left(self.modifying, i) for i in (noun.left_edge.i, noun.i))
        if last - first < 2:
            return None
        modifiers = [s for c in noun.subtree if c.i < noun.i and (s := self.found.at(c.i)) and s.modifier]
        return tuple(Side(s, s.start, s.end) for s in modifiers) if len(modifiers) == 2 else None

    # --- on whom -----------------------------------------------------------------------------------------------------------

    def targets(self, token: Node) -> list[Reach]:
        """On whom it could have been done, the nearest ways first; no party twice."""
        return _each_once(self._targets(token))

    def _targets(self, token: Node) -> Iterator[Reach]:
        voice = self.voice_of.get(token.i)
        if voice is not None and voice.speaker is not None and (subject := obliged(token)) is not None:  # "X said Y must stop"
            told = self._addressee(voice) if subject.lower_ in ("it", "they") else None
            yield Reach("obliged", self.sides(self.doc[told.head]) if told is not None else self._who(subject, placed=False))
        yield from self._under("", token)
        if token.pos_ in ("ADJ", "NOUN") and any(c.dep_ == "cop" for c in token.children):  # "said X's ban was unjust"
            judged = next((c for c in token.children if c.dep_ == "nsubj"), None)
            if judged is not None:
                yield Reach("judged", self.sides(judged) or self.owned(judged))
        if (
            token.dep_ == "acl:relcl"
            and token.pos_ == "VERB"
            and not any(c.dep_ in ("obj", "nsubj:pass") and c.lower_ not in RELATIVE for c in token.children)
        ):
            yield Reach("relobj", self.sides(token.head) or self.owned(token.head))
        if token.dep_ == "conj" and is_passive(token) and not any(c.dep_ == "nsubj:pass" for c in token.children):
            first = next((verb for verb in token.ancestors if verb.dep_ != "conj"), token)
            moved = next((c for c in token.head.children if c.dep_ == "nsubj:pass"), first.head if first.dep_ == "acl" else None)
            if moved is not None:  # "was trained by X and equipped by Y"
                yield Reach("pass", self.sides(moved) or self.owned(moved))
        relative = next((c for c in token.children if c.dep_ == "nsubj:pass" and c.lower_ in RELATIVE), None)
        if (token.tag_ == "VBN" and token.dep_ == "acl") or (token.dep_ == "acl:relcl" and relative is not None):
            yield Reach("pass", self.sides(token.head) or self.owned(token.head))
        kinds = ("obj", "iobj", "nsubj:pass", "obl", "nmod", "obl:agent")
        things = [c for c in token.children if c.dep_ in kinds and preposition(c) not in CIRCUMSTANCES]
        for thing in things:
            yield from self._under(f"{thing.dep_.split(':')[0]}>", thing)
            for deeper in thing.children:
                if deeper.dep_ in ("nmod", "conj", "acl", "acl:relcl") and preposition(deeper) not in CIRCUMSTANCES:
                    yield from self._under(f"{thing.dep_.split(':')[0]}>>", deeper)
            if thing.dep_ == "obj":  # "expressed readiness to resume talks with X"
                for verb in (v for clause in thing.children if clause.dep_ == "acl" for v in (clause, *clause.conjuncts)):
                    for part in (c for c in verb.children if c.dep_ in ("obj", "obl")):
                        yield from self._under("obj>>", part)
        for clause in token.children:
            makes = clause.dep_ == "acl:relcl" and clause.lemma_ in MAKES
            if makes or clause.dep_ in ("xcomp", "ccomp", "acl", "parataxis"):
                name = clause.dep_[0] + ">"
                for verb in (clause, *(c for c in clause.conjuncts if c.i > clause.i)):
                    subject = next((c for c in verb.children if c.dep_.startswith("nsubj")), None)
                    if subject is not None and clause.dep_ == "ccomp":
                        yield Reach("c>subj", self.sides(subject))
                        yield Reach("c>subj+own", self.owned(subject))
                    yield from self._under(name, verb)
                    for thing in verb.children:
                        if thing.dep_ in ("obj", "obl", "xcomp") and preposition(thing) not in CIRCUMSTANCES:
                            yield from self._under(f"{name}>", thing)
        for clause in token.children:
            if clause.dep_ == "advcl" and any(c.dep_ == "mark" and c.lower_ in ("if", "unless", "until") for c in clause.children):
                asked = next((c for c in clause.children if c.dep_.startswith("nsubj")), None)  # "will close it if X does not pay"
                if asked is not None:
                    yield Reach("if subj", self.sides(asked) or self.owned(asked))
        if held_for(token) is not None and (by := next((c for c in token.head.children if c.dep_ == "nsubj"), None)) is not None:
            yield Reach("holder", self.sides(by) or self.owned(by))
        if token.dep_ == "amod" and token.lemma_ == "visit":
            for near in token.head.head.children:
                if near.dep_ == "nsubj" and near.i != token.head.i:
                    yield Reach("holder", self._who(near))
        if (had := drawn(token)) is not None:
            yield Reach("holder", self._who(had[0]))
        if (voice := self.cue_of.get(token.i)) and (spot := self._addressee(voice)):
            yield Reach("addressee", self.sides(self.doc[spot.head]) or (Side(spot, spot.start, spot.end),))
        yield from self._around(token)
        yield from self._far(token)

    def _under(self, prefix: str, host: Node) -> Iterator[Reach]:
        """Parties that hang on a word, or own what hangs on it."""
        if host.i not in self._hung:
            self._hung[host.i] = list(self._hung_on(host))
        for reach in self._hung[host.i]:
            yield Reach(prefix + reach.way, reach.sides) if prefix else reach

    def _hung_on(self, host: Node) -> Iterator[Reach]:
        passive = any(c.dep_ == "nsubj:pass" for c in host.children)
        for child in host.children:
            dep = child.dep_.split(":")[0]
            case = preposition(child) if dep in ("obl", "nmod") else None
            if case in CIRCUMSTANCES:
                continue
            if dep in ("obj", "iobj"):
                if host.lemma_ == "tell" and singular(child.text) in PRESS:
                    continue
                way = dep
            elif child.dep_ == "nsubj:pass" and passive:
                way = "pass"
            elif dep in ("obl", "nmod") and child.dep_ not in ("nmod:poss", "nmod:desc") and not (case == "by" and passive):
                way = f"obl:{case or ''}"
            elif child.dep_ == "nmod:poss":
                way = "poss"
            elif child.dep_ in ("amod", "compound"):
                spot = self.found.at(child.i)
                if spot is not None and spot.modifier:
                    yield Reach("mod", (Side(spot, spot.start, spot.end),))
                continue
            else:
                continue
            if sides := self.sides(child):
                yield Reach(way, sides)
            elif sides := self.owned(child):
                yield Reach(f"{way}+own", sides)
            elif (case in GOALS or dep == "obj") and (sides := self._homes(child)):
                yield Reach(way, sides)

    def _around(self, token: Node) -> Iterator[Reach]:
        """Parties of the verb that a noun or infinitive leans on: "handed the warning to X", "expressed readiness to meet X"."""
        head, name = token.head, "up>"
        for _ in range(2):
            if head.i == token.i or token.dep_ not in (
                "obj",
                "obl",
                "xcomp",
                "acl",
                "nmod",
                "nsubj:pass",
                "nsubj",
                "ccomp",
                "advcl",
                "conj",
            ):
                return
            yield from self._under(name, head)
            token, head, name = head, head.head, "up>>"

    def _far(self, token: Node) -> Iterator[Reach]:
        """What only the text around tells: anyone below the word but for its subject, the speaker, the text's other main state."""
        doers = {node.i for child in token.children if child.dep_ == "nsubj" for node in child.subtree}
        for child in token.subtree:
            spot = self.found.at(child.i)
            if spot is not None and child.i != token.i and child.i not in doers:
                yield Reach("deep", (Side(spot, spot.start, spot.end),))
                break
        if (voice := self.voice_of.get(token.i)) and voice.speaker:
            yield Reach("speaker", self._speaker(voice))
        if self.main:
            yield Reach("main", (Side(Spot(token.i, token.i, token.i + 1, (), "guess main"), token.i, token.i + 1),))


def _each_once(reaches: Iterable[Reach]) -> list[Reach]:
    """The first way to each party; against whom it is before where: "rallied in Lima against Peru's stance"."""
    out: list[Reach] = []
    seen: dict[object, int] = {}
    for reach in reaches:
        told = tuple([actor for side in reach.sides for actor in side.spot.actors])
        key: tuple[object, ...] = told or tuple(side.start for side in reach.sides)
        if not key:
            continue
        if key not in seen:
            seen[key] = len(out)
            out.append(reach)
        elif out[seen[key]].sides[0].spot.how == "place" and reach.sides[0].spot.how != "place" and reach.way.startswith("obl:against"):
            out[seen[key]] = reach
    return out
