"""Candidates: predicates of the sentence that link two parties, by syntax and the predicate table.

In: a read Doc, its actors, its statements. Out: `Candidate`s: who stands as source and target of which word, and what the table
says of it. No candidate where two actors merely share a sentence. Left out: whether it holds (see `code`).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from spacy.tokens import Doc, Token

from ..actors import Found, Spot
from ..actors.phrases import preposition
from ..statements import Voice
from .codebook import Codebook, Predicate

SPEAKER_PRONOUNS = frozenset(("we", "i", "us", "our", "me", "my", "ours"))
RELATIVE = frozenset(("who", "which", "that", "whom"))
# Verbs whose infinitive is done by them, not only meant.
DOES_TOO = frozenset(("begin", "start", "continue", "go", "manage", "help", "proceed", "dare", "resume", "move", "come", "rush", "step"))
# Verbs that set an act in the future without promising it themselves.
PLANS = frozenset(("plan", "expect", "schedule", "set", "due", "intend", "prepare", "aim", "slate", "prepared"))
# Nouns that only measure what follows them.
MEASURES = frozenset((
    "tonne", "ton", "million", "billion", "dollar", "euro", "group", "number", "dozen", "hundred", "thousand", "series", "round",
    "package", "shipment", "convoy", "batch", "barrel", "piece", "lot",
))  # fmt: skip
# Shared with the one behind them.
BORDERS = frozenset(("border", "frontier", "boundary"))
# Verbs too light to judge by themselves.
SAYS_LITTLE = frozenset((
    "be", "have", "do", "say", "tell", "report", "announce", "add", "note", "state", "know", "think", "believe", "become", "remain",
    "seem", "see", "make", "take", "get", "give", "include", "involve", "mean",
))  # fmt: skip
# Prepositions that may lead to the one an act is directed at; places are left out.
LINKING = frozenset(("with", "to", "against", "on", "from", "at", "for", "toward", "towards", "upon"))
UNTOLD = frozenset(("of", "from", "without", "against", "for", "before"))
OBJECT_CONTROL = frozenset((
    "ask", "urge", "call", "tell", "order", "force", "compel", "press", "persuade", "invite", "allow", "permit", "request", "want",
    "encourage", "help", "push", "require", "instruct",
))  # fmt: skip


@dataclass(frozen=True, slots=True)
class Side:
    """One party: the mention, and the tokens that name it."""

    spot: Spot
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Candidate:
    """A link found by syntax.

    Attributes:
        kind: the table's type; None where the table has no word for it and only the reader's head can say.
        intent: the governing verb that makes it future ("plans to visit"), None where there is none.
        joint: both parties stood together as the subject ("the two sides met").
        mode: the table's mode, of the predicate or of what fills its frame.
    """

    trigger: Token
    kind: str | None
    source: Side
    target: Side | None
    symmetric: bool = False
    intent: Token | None = None
    joint: bool = False
    mode: str | None = None


class Finder:
    """Candidates of one Doc."""

    def __init__(self, doc: Doc, found: Found, voices: list[Voice], codebook: Codebook) -> None:
        self.doc, self.found, self.codebook = doc, found, codebook
        self.voice_of: dict[int, Voice] = {}
        for voice in sorted(voices, key=lambda v: -len(v.tokens)):  # innermost statements last, so that they win
            for i in voice.tokens:
                self.voice_of[i] = voice
        # Words of actors' names and phrases, their heads left out.
        self.inside = {i for spot in found.spots for i in range(spot.start, spot.end) if i != spot.head}
        self.governed: set[int] = set()  # predicates that a governing row already speaks for

    def run(self) -> Iterator[Candidate]:
        for token in self.doc:
            rows = self.codebook.predicates.get((token.lemma_.lower(), "VERB" if token.pos_ == "AUX" else token.pos_))
            if token.i in self.governed or self._named(token):
                continue
            found = self._of_predicate(token, rows) if rows else []
            yield from found or self._unlisted(token)

    def _named(self, token: Token) -> bool:
        """Part of an actor's own name or phrase ("the Peace Corps", "the attack helicopter unit")."""
        return token.i in self.inside and token.pos_ != "VERB"

    def _of_predicate(self, token: Token, rows: tuple[Predicate, ...]) -> list[Candidate]:
        intent = None
        if self._is_bare_gerund(token):
            return []
        if token.pos_ == "VERB" and self._is_infinitive(token):
            governor = token.head
            if token.dep_ == "xcomp" and governor.lemma_ in PLANS:
                intent = governor
            elif not (token.dep_ == "xcomp" and governor.lemma_ in DOES_TOO):
                return []
        sources = self._sources(token)
        for row in rows:
            frame = self._frame(token, row)
            if frame is None:
                continue
            found = self._with_target(token, row, frame, sources)
            if found:
                self.governed |= {t.i for t in frame if t.pos_ in ("VERB", "NOUN")}
                if row.frame == "xcomp":
                    self.governed |= {t.i for verb in frame for t in verb.subtree if t.dep_ in ("conj", "xcomp", "obj") and t.i > token.i}
                mode = row.mode or self._mode_of(frame, row)
                return [replace(c, intent=intent, mode=mode, symmetric=row.symmetric) for c in found]
        return []

    def _unlisted(self, token: Token) -> list[Candidate]:
        """A finite verb or owned noun that the table does not know, between two parties; the head must be sure of it."""
        if (
            token.pos_ not in ("VERB", "NOUN")
            or token.lemma_ in SAYS_LITTLE
            or self._is_bare_gerund(token)
            or (token.pos_ == "VERB" and self._is_infinitive(token))
        ):
            return []
        if token.pos_ == "NOUN" and (self.found.at(token.i) or token.dep_ == "obj"):
            return []
        sources = self._sources(token)
        things = [c for c in token.children if c.dep_ in ("obj", "iobj", "nsubj:pass")]
        targets = next((sides for c in things if (sides := self._sides(c) or self._owned(c))), [])
        targets = targets or self._asked(token)
        for host in (token, *things):
            if targets:
                break
            linked = [c for c in host.children if c.dep_ in ("obl", "nmod") and self._case(c) in LINKING]
            targets = next((sides for c in linked if (sides := self._sides(c))), [])
        pairs = [(s, t) for s in self._members(sources) for t in self._members(targets)]
        return [Candidate(token, None, s, t) for s, t in pairs if s.spot.actors != t.spot.actors]

    def _asked(self, token: Token) -> list[Side]:
        """ "Demanded that Norland withdraw": the subject of what is asked or claimed is the one it is said to."""
        clause = next((c for c in token.children if c.dep_ == "ccomp"), None)
        subject = next((c for c in clause.children if c.dep_.startswith("nsubj")), None) if clause is not None else None
        return self._sides(subject) if subject is not None else []

    def _mode_of(self, frame: list[Token], row: Predicate) -> str | None:
        """The mode that the frame's own row gives: "held a phone conversation" takes it from the conversation."""
        for filler in frame:
            for own in self.codebook.predicates.get((filler.lemma_.lower(), filler.pos_), ()):
                if own.type == row.type and own.mode and self._frame(filler, own) is not None:
                    return own.mode
        return None

    def _is_bare_gerund(self, token: Token) -> bool:
        """ "Accused of selling", "clear of criticising", "without meeting": named, not told as done."""
        return token.tag_ == "VBG" and any(c.dep_ in ("mark", "case") and c.lower_ in UNTOLD for c in token.children)

    def _is_infinitive(self, token: Token) -> bool:
        return any(c.dep_ == "mark" and c.lower_ == "to" for c in token.children) or (
            token.dep_ == "conj"
            and token.tag_ == "VB"
            and not any(c.dep_ in ("nsubj", "aux") for c in token.children)
            and self._is_infinitive(token.head)
        )

    # --- frames and places -----------------------------------------------------------------------------------------------

    def _frame(self, token: Token, row: Predicate) -> list[Token] | None:
        """Tokens that fill the row's frame; an empty list where it needs none, None where it does not hold."""
        if row.frame is None:
            return []
        kind, _, case = row.frame.partition(":")
        fillers = []
        for child in token.children:
            dep = child.dep_
            if row.frame in ("xcomp", "acl"):
                fits = (
                    dep in ("xcomp", "acl", "ccomp")
                    and child.pos_ in ("VERB", "ADJ", "NOUN")
                    and (dep == row.frame or (dep == "ccomp" and self._is_infinitive(child)))
                )
            elif case and kind in ("obl", "nmod"):
                fits = dep.split(":")[0] in ("obl", "nmod") and self._case(child) == case
            elif row.frame == "obj":
                fits = dep == "obj" or dep == "nsubj:pass"
            else:
                fits = dep == row.frame or (row.frame == "compound" and dep == "amod")
            # "200 tonnes of aid" is aid.
            named = [child, *(c for c in child.children if c.dep_ == "nmod" and self._case(c) == "of" and child.lemma_ in MEASURES)]
            if fits and (hit := next((t for t in named if not row.fillers or {t.lemma_.lower(), t.lower_} & row.fillers), None)):
                fillers += named if hit is not child else [child]
        return fillers or None

    def _case(self, token: Token) -> str | None:
        return preposition(token)

    def _with_target(self, token: Token, row: Predicate, frame: list[Token], sources: list[Side]) -> list[Candidate]:
        """Candidates of one row, or none where its target is not found (joint subjects may be each other's target)."""
        hosts = [token, *frame]
        if token.pos_ == "VERB":
            # "Extradited two men to Peru": the phrase may have been hung on the men.
            hosts += [c for c in token.children if c.dep_ in ("obj", "nsubj:pass") and c not in frame]
        if row.frame in ("xcomp", "acl"):
            hosts += [
                c
                for verb in frame
                for t in [verb, *verb.conjuncts]
                for c in [t, *(o for o in t.children if o.dep_ in ("obj", "obl") and not self.found.at(o.i))]
            ]
            hosts += [o for host in list(hosts) if host.dep_ in ("obj", "obl") for o in host.children if o.dep_ == "nmod"]
        targets: list[Side] = []
        for place in row.targets:
            targets = self._at(place, token, hosts, row)
            if targets:
                break
        if not targets and row.type in ("REQUEST", "THREATEN"):
            targets = self._asked(token)
        if token.pos_ == "NOUN" and not sources:
            sources = self._owners(token)
        if row.symmetric and "between" in " ".join(row.targets) and (pair := self._between(token)):
            return [Candidate(token, row.type, pair[0], pair[1], joint=True)]
        if not targets:
            members = self._members(sources)
            if len(members) == 2 and (row.symmetric or row.type in ("AGREE", "CONSULT")):
                return [Candidate(token, row.type, members[0], members[1], joint=True)]
            if (row.targets and self.codebook.type_of(row.type).recipient) or len(members) > 1 or row.symmetric:
                return []
            return [
                Candidate(token, row.type, source, None) for source in members if row.type in ("PROTEST", "MOBILIZE", "RETREAT", "CONCEDE")
            ]
        pairs = [(s, t) for s in self._members(sources) for t in self._members(targets)]
        if row.reversed:
            pairs = [(t, s) for s, t in pairs]
        return [Candidate(token, row.type, s, t) for s, t in pairs if s.spot.actors != t.spot.actors]

    def _at(self, place: str, token: Token, hosts: list[Token], row: Predicate) -> list[Side]:
        kind, _, case = place.partition(":")
        passive = any(c.dep_ == "nsubj:pass" for c in token.children)
        for host in hosts:
            for child in host.children:
                dep, base = child.dep_, child.dep_.split(":")[0]
                if kind == "obj":
                    framed = row.frame == "obj"
                    fits = dep in ("obj", "iobj") or (dep == "nsubj:pass" and passive and host is token)
                    if framed and fits and host is token and not self._sides(child):
                        owner = self._owned(child)
                        if owner:
                            return owner
                elif kind in ("obl", "nmod"):
                    fits = base in ("obl", "nmod") and dep != "nmod:poss" and self._case(child) == case
                elif kind == "poss":
                    fits = dep == "nmod:poss"
                else:
                    fits = dep == kind
                if fits and (sides := self._sides(child) or self._owned(child)):
                    return sides
        return []

    # --- parties ---------------------------------------------------------------------------------------------------------

    def _sides(self, token: Token) -> list[Side]:
        """The parties that a noun phrase names, its coordinated ones included."""
        out: list[Side] = []
        for t in [token, *(c for c in token.conjuncts if c.i > token.i)]:
            spot = self.found.at(t.i)
            if spot is None and t.pos_ == "PRON" and t.lower_ in SPEAKER_PRONOUNS:
                voice = self.voice_of.get(t.i)
                spot = replace(voice.speaker, head=t.i, start=t.i, end=t.i + 1, how="coreference") if voice and voice.speaker else None
            if spot is not None and not spot.modifier and all(side.spot is not spot for side in out):
                out.append(Side(spot, spot.start, spot.end))
        return out

    def _owned(self, token: Token) -> list[Side]:
        """Whose a thing is: "President X's remarks", "Turkish ships", "the policy of Peru"."""
        for child in token.children:
            if child.dep_ == "nmod:poss" and (sides := self._sides(child)):
                return sides
        for child in token.children:
            spot = self.found.at(child.i)
            if child.dep_ in ("amod", "compound") and spot is not None and spot.modifier:
                return [Side(spot, spot.start, spot.end)]
        for child in token.children:
            near = ("of", "by", "from", "with") if token.lemma_ in BORDERS else ("of", "by", "from")
            if child.dep_ == "nmod" and self._case(child) in near and (sides := self._sides(child)):
                return sides
        return []

    def _members(self, sides: list[Side]) -> list[Side]:
        """A joint mention taken apart into one side for each member."""
        return [replace(side, spot=replace(side.spot, actors=(actor,))) for side in sides for actor in side.spot.actors]

    def _sources(self, token: Token) -> list[Side]:
        """Who does it: the subject, the by-phrase of a passive, the owner of an event noun, or the subject it shares."""
        if token.pos_ == "NOUN":
            light = token.head if token.dep_ == "obj" and token.head.pos_ == "VERB" else None
            return self._owners(token) or (self._sources(light) if light is not None else [])
        children = list(token.children)
        if any(c.dep_ == "nsubj:pass" for c in children) or (token.tag_ == "VBN" and token.dep_ == "acl"):
            agent = next((c for c in children if c.dep_ in ("obl:agent", "obl") and self._case(c) == "by"), None)
            return (self._sides(agent) or self._owned(agent)) if agent is not None else []
        subject = next((c for c in children if c.dep_ in ("nsubj", "nsubj:outer")), None)
        if subject is not None:
            if subject.lower_ in RELATIVE and token.dep_ == "acl:relcl":
                return self._sides(token.head)
            return self._sides(subject) or self._voiced(subject)
        if token.dep_ == "conj" and token.head.pos_ in ("VERB", "ADJ", "AUX", "NOUN"):
            return self._sources(token.head)
        if token.dep_ in ("xcomp", "advcl", "parataxis") and token.head.pos_ in ("VERB", "ADJ"):
            controlled = (
                next((c for c in token.head.children if c.dep_ in ("obj", "iobj")), None) if token.head.lemma_ in OBJECT_CONTROL else None
            )
            return self._sides(controlled) if controlled is not None else self._sources(token.head)
        if token.dep_ == "acl" and token.tag_ == "VBG":
            return self._sides(token.head)
        return []

    def _voiced(self, subject: Token) -> list[Side]:
        """An office or body's part as subject ("Norland's troops"): its owner acts."""
        return (
            self._owned(subject)
            if subject.pos_ == "NOUN" and any(c.dep_ in ("nmod:poss", "amod", "compound") for c in subject.children)
            else []
        )

    def _owners(self, noun: Token) -> list[Side]:
        """Owner of an event noun: "Lima's rejection", "the Turkish attack", "a warning by Norland"."""
        for child in noun.children:
            if child.dep_ == "nmod:poss" and (sides := self._sides(child)):
                return sides
        agent = next((c for c in noun.children if c.dep_ in ("nmod", "obl:agent", "nmod:agent") and self._case(c) == "by"), None)
        if agent is not None and (sides := self._sides(agent)):
            return sides
        modifiers = [spot for c in noun.children if c.dep_ in ("amod", "compound") and (spot := self.found.at(c.i)) and spot.modifier]
        return [Side(spot, spot.start, spot.end) for spot in modifiers]

    def _between(self, noun: Token) -> tuple[Side, Side] | None:
        """ "Talks between X and Y", "X-Y talks": two parties, in text order."""
        for child in noun.children:
            if child.dep_ == "nmod" and self._case(child) == "between":
                members = self._members(self._sides(child))
                return (members[0], members[1]) if len(members) == 2 else None
        modifiers = [spot for c in noun.subtree if c.i < noun.i and (spot := self.found.at(c.i)) and spot.modifier]
        return (
            (Side(modifiers[0], modifiers[0].start, modifiers[0].end), Side(modifiers[1], modifiers[1].start, modifiers[1].end))
            if len(modifiers) == 2
            else None
        )
