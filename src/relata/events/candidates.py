"""Candidates: predicates that may link two parties, with everything that syntax, speech and the predicate table say of the link.

In: a read Doc, its actors, its statements. Out: for each predicate the `Candidate`s over the ways that lead to a source and to a
target. They are many and mostly wrong on purpose: `links` says which hold. No candidate where two actors merely share a sentence.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from spacy.tokens import Doc

from ..actors import Found, Gazetteer, Spot
from ..actors.compose import of_states
from ..actors.phrases import preposition
from ..reading import Node, tree_of
from ..statements import Voice
from .ahead import PLANS, is_scheduled
from .codebook import Codebook
from .guesses import US, Dealing, Guesses
from .pairs import Pair, pairs_of
from .parties import Parties, Reach
from .senses import Sense, Senses, fit, is_infinitive
from .status import FUTURE, NEGATIONS

# What may tell an act.
TELLS_ACTS = ("VERB", "NOUN", "ADJ")
# Verbs too light to judge by themselves.
SAYS_LITTLE = frozenset((
    "be", "say", "report", "add", "note", "state", "know", "think", "believe", "become", "remain", "seem", "see", "include", "involve",
    "mean",
))  # fmt: skip
# Verbs whose infinitive is done by them, not only meant.
DOES_TOO = frozenset(("begin", "start", "continue", "go", "manage", "help", "proceed", "dare", "resume", "move", "come", "rush", "step"))
UNTOLD = frozenset(("of", "from", "without", "against", "for", "before", "after", "by", "about", "into"))
# By what people speak who do not meet.
REMOTE = frozenset(("phone", "telephone", "videoconference", "teleconference", "videolink"))
# Types of what is said, and the ways to whose it is where its noun tells that itself.
SPOKEN = frozenset(("ACCUSE", "REJECT", "REQUEST", "THREATEN"))
OWN_WORDS = frozenset(("poss", "mod", "nmod:by", "nmod:from"))
# Ways to who does it himself, then to what it is done to and to its owner.
PLAIN = frozenset(("subj", "agent"))
OBJECTS = frozenset(("obj", "obj+own", "pass", "pass+own"))
# Tokens of a sentence with little in it to mislead.
SHORT = 12
# How many ways to a source and to a target are weighed.
SOURCES, TARGETS = 3, 4


class Candidate(NamedTuple):
    """A link that may hold.

    Attributes:
        sense: the table's; None where the table has no word for it and only the reader's head can say.
        intent: the verb that makes it future ("plans to visit"; itself in "is to visit"), None where there is none.
        joint: both parties stand together ("the two sides met").
        pairs: source and target of each event that it would make; several where parties are coordinated.
        signs: what speaks for and against it, by name; `links` weighs them.
    """

    trigger: Node
    sense: Sense | None
    source: Reach
    target: Reach | None
    intent: Node | None
    joint: bool
    pairs: tuple[Pair, ...]
    signs: tuple[str, ...]

    @property
    def kind(self) -> str | None:
        return self.sense.row.type if self.sense else None


class Finder:
    """Candidates of one Doc."""

    def __init__(
        self, doc: Doc, found: Found, voices: list[Voice], codebook: Codebook, gazetteer: Gazetteer, outlet_country: str | None = None
    ) -> None:
        self.doc, self.found, self.codebook = tree_of(doc), found, codebook
        self.senses = Senses(codebook)
        self.parties = Parties(self.doc, found, voices, gazetteer, outlet_country)
        self.listed = {t.i for t in self.doc if t.pos_ in TELLS_ACTS and self.senses.rows(t)}
        starts = Counter(self.doc.starts)
        self.short = {start for start, n in starts.items() if n <= SHORT}
        self.guesses = Guesses(self.parties, self._dealings)
        self._reached: dict[int, tuple[list[Reach], list[Reach]]] = {}

    def run(self) -> Iterator[list[Candidate]]:
        """The candidates of each predicate, in text order."""
        for token in self.doc:
            if token.pos_ not in TELLS_ACTS or self._is_in_name(token):
                continue
            # Verbs may tell any act; a noun or adjective that the table does not have tells one too seldom, and often a false one.
            if token.i not in self.listed and (token.pos_ != "VERB" or token.lemma_ in SAYS_LITTLE or self.found.at(token.i)):
                continue
            if token.lemma_ in REMOTE and token.dep_ == "obl":
                continue  # "spoke by telephone": the verb tells the act
            if found := self._of(token):
                yield found

    def _is_in_name(self, token: Node) -> bool:
        """Whether a word only helps to name something: somebody's name, or a "cease-fire"."""
        before = self.doc[token.i - 1] if token.i > 1 else None
        if token.lower_ == "fire" and before is not None and before.text == "-" and self.doc[token.i - 2].lower_ == "cease":
            return True
        return token.i in self.parties.inside and token.pos_ != "VERB"

    def _reaches(self, token: Node) -> tuple[list[Reach], list[Reach]]:
        if token.i not in self._reached:
            self._reached[token.i] = self.parties.sources(token), self.parties.targets(token)
        return self._reached[token.i]

    def _dealings(self) -> Iterator[Dealing]:
        """Who deals with whom, by the words of the table that name both; "we" and "us" of unknown people count too."""
        for token in self.doc:
            if token.i not in self.listed or self._is_in_name(token):
                continue
            sources, targets = self._reaches(token)
            if not sources or not (whose := self._whose(sources[0])):
                continue
            near = (self._whose(target) - whose for target in targets[:TARGETS] if target.way not in ("speaker", "deep"))
            if towards := next(filter(None, near), whose if len(whose) == 2 else None):
                yield Dealing(token.i, frozenset(whose), frozenset(towards))

    def _whose(self, reach: Reach) -> set[str]:
        if reach.sides[0].spot.how == "guess first":
            return {US}
        return {country for side in reach.sides for country in self.found.countries(side.spot)}

    def _of(self, token: Node) -> list[Candidate]:
        senses = self.senses.of(token)
        sources, targets = self._reaches(token)
        sources, targets = sources[:SOURCES], targets[:TARGETS]
        if token.pos_ == "NOUN" and senses and all(sense.row.type in SPOKEN for sense in senses):
            own_words = [reach for reach in sources if reach.way in OWN_WORDS and _told(reach)]
            sources = own_words or sources  # "defended X against criticism from Y": the criticism is Y's
        if not sources:
            return []
        linked = [
            (source, target, joint, pairs, guess)
            for source, target, joint, guess in self._pairs(token, sources, targets)
            if (pairs := pairs_of(source, target, self.parties, joint=joint))
        ]
        if not linked:
            return []
        intent = self._intent(token)
        own = self._signs(token, senses)
        out = []
        for source, target, joint, pairs, guess in linked:
            way = ("t joint",) if joint else ("t none",) if target is None else (*_way("t", target), *self._same(source, target))
            signs = (*own, *_way("s", source), *way, *guess)
            to = target.way if target is not None else None
            for sense in senses or (None,):
                told = (*signs, *fit(token, sense, to, joint=joint))
                out.append(Candidate(token, sense, source, target, intent, joint, pairs, told))
        return out

    def _pairs(
        self, token: Node, sources: list[Reach], targets: list[Reach]
    ) -> Iterator[tuple[Reach, Reach | None, bool, tuple[str, ...]]]:
        """Sources with their targets, untold ones guessed: source, target, whether the two stand together, signs of the guess."""
        at_home = self._is_at_home(sources, targets)
        for source in sources:
            if at_home and source.way == "speaker":
                continue
            if source.sides[0].spot.how == "guess joint":
                yield from self._both(source, targets)
                continue
            if _told(source) and len(self.parties.members(source.sides)) >= 2:
                yield source, None, True, ("each other",) * _is_mutual(token)
            if _told(source) and token.i in self.listed:
                yield source, None, False, ()
            for target in targets:
                guessed = target.way == "main" and (source.way == "between" or self._has_target(token, source, targets))
                away = at_home and target.way in ("speaker", "main", "deep")
                if guessed or away or target.sides == source.sides:
                    continue
                if not (_told(source) or _told(target)) and (token.i not in self.listed or target.way == "main"):
                    continue
                over = self._passed_over(token) if target.way in ("main", "speaker") else ()
                for (one, other), signs in self._filled(source, target):
                    yield one, other, False, (*signs, *over)

    def _is_at_home(self, sources: list[Reach], targets: list[Reach]) -> bool:
        """Whether a word's own subject and object are of one state: "Lima detained two Peruvians" concerns nobody who says so."""
        doers = [self._whose(source) for source in sources if source.way in PLAIN and _told(source)]
        done_to = [self._whose(target) for target in targets if target.way in ("obj", "pass") and _told(target)]
        return bool(doers and done_to) and doers[0] == done_to[0] != set()

    def _has_target(self, token: Node, source: Reach, targets: list[Reach]) -> bool:
        """Whether the act's own clauses name somebody of another state or body on whom it could be done; then nobody is guessed."""

        def whose(reach: Reach) -> set[str]:
            actors = [self.found.actors[i] for side in reach.sides for i in side.spot.actors]
            return {actor.country or actor.id for actor in actors if actor.country or of_states(actor)}

        own = whose(source)
        if any(t.way in OBJECTS and t.sides[0].spot.how == "name" and whose(t) and whose(t) <= own for t in targets):
            return True  # "Peru's union criticised Lima's decision": a matter of Peru's
        beside = (c for t in (token, token.head) for c in t.children if c.dep_ in ("obl", "nmod") and preposition(c) == "with")
        if any((spot := self.found.at(c.i)) is not None and self._is_of_people(spot) for c in beside):
            return True  # "a call with lawmakers"
        return any(
            _told(target) and not target.way.startswith(("up", "speaker", "deep", "main")) and not whose(target) <= own
            for target in targets
        )

    def _passed_over(self, token: Node) -> tuple[str, ...]:
        """A sign where the act is done to people of no known state, whom a guess passes over: "officers beat four Kurds"."""
        done_to = next((c for c in token.children if c.dep_ in ("obj", "nsubj:pass")), None)
        spot = self.found.at(done_to.i) if done_to is not None else None
        if done_to is None or spot is None or self.found.countries(spot):
            return ()
        if not self._is_of_people(spot):
            return ()
        known = any(c.lower_ in ("the", "these", "those") or c.dep_ == "nmod:poss" for c in done_to.children)
        return (f"passes over {'known' if known else 'new'}",)

    def _is_of_people(self, spot: Spot) -> bool:
        return any(self.found.actors[actor].kind in ("person", "group") for actor in spot.actors)

    def _both(self, source: Reach, targets: list[Reach]) -> Iterator[tuple[Reach, Reach | None, bool, tuple[str, ...]]]:
        """ "Both sides" of whom the text names none: its two main states, with each other or together towards a third."""
        for first, _ in self.guesses.of(source.sides[0], [])[:1]:
            for second, signs in self.guesses.of(source.sides[0], [first])[:1]:
                both = Reach(source.way, (first, second))
                yield both, None, True, signs
                yield from ((both, target, False, signs) for target in targets if _told(target))

    def _filled(self, source: Reach, target: Reach) -> Iterator[tuple[tuple[Reach, Reach], tuple[str, ...]]]:
        """A source and a target with guesses for the one that is not told; where neither is, with the likeliest for both."""
        if _told(source) and _told(target):
            yield (source, target), ()
        elif _told(source):
            for guess, signs in self.guesses.of(target.sides[0], source.sides):
                yield (source, Reach(target.way, (guess,))), signs
        elif _told(target):
            for guess, signs in self.guesses.of(source.sides[0], target.sides):
                yield (Reach(source.way, (guess,)), target), signs
        else:
            for one, signs in self.guesses.of(source.sides[0], [])[:1]:
                for other, _ in self.guesses.of(target.sides[0], [one])[:1]:
                    yield (Reach(source.way, (one,)), Reach(target.way, (other,))), (*signs, "guess both")

    # --- signs -------------------------------------------------------------------------------------------------------------

    def _intent(self, token: Node) -> Node | None:
        verb = token.head if token.pos_ == "NOUN" and token.dep_ in ("obj", "nsubj:pass") else token  # "is to file a protest"
        if is_scheduled(verb):
            return verb
        return verb.head if verb.dep_ == "xcomp" and is_infinitive(verb) and verb.head.lemma_ in PLANS else None

    def _signs(self, token: Node, senses: list[Sense]) -> tuple[str, ...]:
        """Signs of the predicate alone: its form, what governs it, whether the table knows it."""
        signs = [f"pos {token.pos_}", f"dep {token.dep_.split(':')[0]}"]
        head = token.head
        if token.pos_ == "VERB":
            form = "fin"
            if is_infinitive(token):
                form = "inf does" if head.lemma_ in DOES_TOO else "inf plan" if head.lemma_ in PLANS else "inf"
            elif token.tag_ == "VBG":
                untold = any(c.dep_ in ("mark", "case") and c.lower_ in UNTOLD for c in token.children)
                form = "ger untold" if untold else "ger aux" if any(c.dep_ == "aux" for c in token.children) else "ger"
            elif token.tag_ == "VBN" and not any(c.dep_.startswith("aux") for c in token.children):
                form = "part"
            signs.append(f"form {form}")
            helpers = {c.lower_ for c in token.children if c.dep_.startswith("aux")}
            signs += [f"aux {name}" for name in ("may", "might", "could", "would", "should", "can", "must") if name in helpers]
            signs += ["future"] * bool(helpers & FUTURE) + ["negated"] * any(c.lower_ in NEGATIONS for c in token.children)
            signs += ["if"] * any(c.dep_ == "mark" and c.lower_ in ("if", "unless", "whether", "in") for c in token.children)
        elif token.dep_ in ("obj", "nsubj:pass", "obl", "xcomp", "nmod", "conj"):
            light = "listed" if head.i in self.listed else "plain"
            signs.append(f"noun {token.dep_.split(':')[0]} {light}")
        if token.i != head.i and head.i in self.listed:
            types = {row.type for row in self.senses.rows(head)}
            signs += (
                [f"under {kind} {token.dep_.split(':')[0]}" for kind in sorted(types)]
                if len(types) == 1
                else [f"under many {token.dep_.split(':')[0]}"]
            )
        if any(c.i in self.listed and c.dep_ in ("obj", "xcomp", "ccomp", "acl") for c in token.children):
            signs.append("over listed")
        signs.append(
            "sense framed"
            if any(s.row.frame for s in senses)
            else "sense open"
            if senses
            else "sense other"
            if token.i in self.listed
            else "sense none"
        )
        signs.append(f"senses {len(senses)}")
        if self.doc.starts[token.i] in self.short:
            signs.append("short")
        if token.i in self.parties.cue_of:
            signs.append("cue")
        if (voice := self.parties.voice_of.get(token.i)) is not None:
            signs.append(f"in {voice.statement.kind}")
            signs.append(f"in {voice.statement.hedge}")
        return tuple(signs)

    def _same(self, source: Reach, target: Reach) -> tuple[str, ...]:
        a, b = ({self.found.actors[i].country or i for side in reach.sides for i in side.spot.actors} for reach in (source, target))
        return ("same",) if a & b else ()


def _is_mutual(token: Node) -> bool:
    """ "Accused each other", "fired at one another"."""
    return any(
        c.lower_ in ("each", "one") and any(part.lower_ in ("other", "another") for part in c.children)
        for thing in token.children
        for c in (thing, *thing.children)
    )


def _told(reach: Reach) -> bool:
    return bool(reach.sides[0].spot.actors)


def _way(role: str, reach: Reach) -> tuple[str, ...]:
    """The way to a party, whole and in parts, and how the mention means it."""
    spot = reach.sides[0].spot
    return _told_of(role, reach.way, spot.how, place=spot.place, many=len(reach.sides) > 1 or len(spot.actors) > 1)


@lru_cache(1 << 12)
def _told_of(role: str, whole: str, how: str, *, place: bool, many: bool) -> tuple[str, ...]:
    way, _, own = whole.partition("+")
    prefix, _, last = way.rpartition(">")
    signs = [f"{role} {whole}", f"{role} last {last}"]
    signs += [f"{role} under {prefix}"] * bool(prefix) + [f"{role} own"] * bool(own)
    signs.append(f"{role} how {how}")
    return (*signs, *(f"{role} place",) * place, *(f"{role} many",) * many)
