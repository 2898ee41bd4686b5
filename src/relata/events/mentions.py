"""Whom does one word mean? Mentions of one text, who speaks where, those named together before, and whose a place is.

In: a read Doc, its actors, its statements. Out: mentions (`Spot`s) and `Side`s of single words. Left out: coordination and whose things
are (`sides`).
"""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import NamedTuple

from ..actors import Found, Gazetteer, Spot
from ..actors.compose import SEATS, compose, state_actor
from ..actors.phrases import preposition
from ..actors.tables import plain
from ..reading import Node, Tree
from ..statements import Voice

FIRST = frozenset(("we", "i", "us", "our", "me", "my", "ours", "ourselves", "mine"))
SECOND = frozenset(("you", "your", "yours"))
UNTOLD_PRONOUNS = {
    "first": FIRST, "second": SECOND, "he": frozenset(("he", "she", "him", "her", "his", "hers")),
    "they": frozenset(("they", "them", "their", "theirs")), "it": frozenset(("it", "its")),
}  # fmt: skip
# Parts of a city or land.
QUARTERS = frozenset((
    "north", "south", "east", "west", "northern", "southern", "eastern", "western", "central", "greater", "old", "upper", "lower",
    "downtown",
))  # fmt: skip
# Words for so many named before.
TOGETHER = {"two": 2, "both": 2, "each": 2, "three": 3}


class Side(NamedTuple):
    """One party: the mention, and the tokens that name it."""

    spot: Spot
    start: int
    end: int


class Mentions:
    """Mentions of one Doc, by its words."""

    def __init__(self, doc: Tree, found: Found, voices: list[Voice], gazetteer: Gazetteer, outlet_country: str | None = None) -> None:
        self.doc, self.found, self.gazetteer, self.outlet_country = doc, found, gazetteer, outlet_country
        self.voice_of: dict[int, Voice] = {}
        self.cue_of: dict[int, Voice] = {}
        told = [self._by_role(voice) for voice in voices]
        self._turns = [voice for voice in told if voice.cue.text.endswith(":")]
        for voice in sorted(told, key=lambda v: -len(v.tokens)):  # innermost statements last, so that they win
            for i in voice.tokens:
                self.voice_of[i] = voice
            self.cue_of[voice.cue.i] = voice
        self.inside = {i for spot in found.spots for i in range(spot.start, spot.end) if i != spot.head}
        self.modifying = sorted(i for i, spot in found.by_token.items() if spot.modifier)
        self.main = self._main_states()
        starts = doc.starts
        number = {start: n for n, start in enumerate(dict.fromkeys(starts))}
        self.sentence = [number[start] for start in starts]
        # Every mention of a state in text order: its first token, the state, whether it is a subject.
        self.named = [
            (spot.start, c, doc[spot.head].dep_.startswith("nsubj"))
            for spot in sorted(found.spots, key=lambda spot: spot.start)
            for c in found.countries(spot)
        ]

    def _by_role(self, voice: Voice) -> Voice:
        """The voice with its speaker's mention; "A:" is no mention of the one who is asked, but stands for him."""
        party = voice.statement.speaker
        if party is None or party.actor not in self.found.actors or party.actor in _of(voice) or not voice.source:
            return voice
        return replace(voice, speaker=Spot(voice.source[-1], voice.source[0], voice.source[-1] + 1, (party.actor,), "coreference"))

    def _main_states(self) -> list[tuple[str, int]]:
        """The states that the text speaks of, most often named first, each with how often."""
        counts = Counter(country for spot in self.found.spots for country in self.found.countries(spot))
        return counts.most_common()  # of equals the one named first

    def mention(self, token: Node) -> Spot | None:
        """Whom a word names; "we" and "you" of a statement are its speaker and whoever he speaks to."""
        spot = self.found.at(token.i)
        if spot is not None or token.pos_ not in ("PRON", "DET"):
            return spot
        if token.lower_ in FIRST | SECOND and (voice := self.voice_of.get(token.i)):
            held = voice.speaker if token.lower_ in FIRST else self._addressee(voice)
            return replace(held, head=token.i, start=token.i, end=token.i + 1, how="coreference", place=False) if held else None
        return None

    def _addressee(self, voice: Voice) -> Spot | None:
        """Whom he speaks to; in an interview, whoever has the next turn, or had the last."""
        relay = voice.statement.addressee
        if relay is None or relay.actor is None:
            at = next((n for n, turn in enumerate(self._turns) if turn is voice), None)
            beside = [] if at is None else [*self._turns[at + 1 : at + 2], *self._turns[max(at - 1, 0) : at]]
            return next((turn.speaker for turn in beside if turn.speaker is not None and turn.speaker.actors != _of(voice)), None)
        return next((s for s in reversed(self.found.spots) if s.head < voice.cue.i + 40 and s.actors == (relay.actor,)), None)

    def _pair_before(self, they: Node) -> Side | None:
        """ "They": those of several states whom the clause around or the sentence before has together as its subject.

        "The two" are also a subject and whom it met.
        """
        before = self.doc[they.sent.start - 1].sent.root if they.sent.start else None
        for verb in (*they.ancestors, *([before] if before is not None else [])):
            subject = next((c for c in verb.children if c.dep_.startswith("nsubj") and c.i < they.i), None)
            if subject is None or subject.lower_ in UNTOLD_PRONOUNS["they"]:
                continue
            of = next((c for c in subject.children if c.dep_ == "nmod" and preposition(c) in ("of", "from")), None)
            for first in (subject, *([of] if of is not None else [])):  # "the presidents of X and Y"
                met = [c for c in verb.children if they.lower_ in TOGETHER and (c.dep_ == "obj" or preposition(c) == "with")]
                among = (first, *first.conjuncts, *(t for c in met for t in (c, *c.conjuncts)))
                spots = [spot for t in among if t.i < they.i and (spot := self.found.at(t.i))]
                actors = tuple(actor for spot in spots for actor in spot.actors)
                countries = {self.found.actors[actor].country for actor in actors}
                many = TOGETHER.get(they.lower_, len(actors))
                if len(actors) == many > 1 and len(countries) == many and None not in countries:
                    return Side(Spot(they.i, they.i, they.i + 1, actors, "coreference"), they.i, they.i + 1)
            return None
        return None

    def _those_before(self, word: Node, many: int) -> Side | None:
        """ "Urged both", "the three signed": the states that this sentence and the one before name so far, if they are just so many."""
        doer = next((c for c in word.head.children if c.dep_.startswith("nsubj") and c.i != word.i), None)
        own = set(self.found.countries(spot)) if doer is not None and (spot := self.found.at(doer.i)) is not None else set()
        here = self.sentence[word.i]
        counted = "three" if many == 3 else "two"
        if any(t.lower_ == counted and t.dep_ == "nummod" and here - 1 <= self.sentence[t.i] for t in self.doc[: word.i]):
            return None  # "two rangers", and then "the two"
        near = [c for at, c, _ in self.named if at < word.i and here - 1 <= self.sentence[at]]
        states = [c for c in dict.fromkeys(near) if c not in own]
        if len(states) != many:
            return None
        actors = [state_actor(c, self.gazetteer) for c in states]
        for actor in actors:
            self.found.actors.setdefault(actor.id, actor)
        return Side(Spot(word.i, word.i, word.i + 1, tuple(actor.id for actor in actors), "coreference"), word.i, word.i + 1)

    def _homes(self, token: Node) -> tuple[Side, ...]:
        """The states of a place and of those coordinated with it: "from Dublin, Oslo and Madrid"."""
        led = preposition(token)
        sides = [side for t in (token, *(c for c in token.conjuncts if c.i > token.i)) if (side := self._home(t, led)) is not None]
        return tuple({side.spot.actors: side for side in sides}.values())

    def _home(self, token: Node, led: str | None = None) -> Side | None:
        """The state of a place that somebody is from: "boatmen from Asuncion", "nobody in Dodoma"; `led` by what preposition."""
        if token.pos_ != "PROPN" or self._ends_name(token):
            return None
        words = [plain(t.text) for t in self.doc[token.i : token.i + 4]]
        hit = self.gazetteer.name_at(words, 0)
        country = hit[1].country if hit and hit[1].kind == "state" else None
        if country is None and (at := self.gazetteer.places.at(words, 0)):
            country = at[1].country
        if country is None:
            return None
        if words[0] in SEATS and all(country != named for named, _ in self.main):
            body = compose(SEATS[words[0]].split(), self.gazetteer, None) if (led or preposition(token)) in ("from", "to") else None
            if body is None:
                return None  # a meeting there is with neither the state nor the body
            actor = body
        else:
            actor = state_actor(country, self.gazetteer)
        self.found.actors.setdefault(actor.id, actor)
        return Side(Spot(token.i, token.i, token.i + 1, (actor.id,), "place"), token.i, token.i + 1)

    def _ends_name(self, token: Node) -> bool:
        """Whether a longer name ends with the word: the gang "Santa Rosa de Lima" is not Lima's; "East Jerusalem" is Jerusalem."""
        before = self.doc[token.i - 1] if token.i > token.sent.start else None
        if before is None or before.lower_ in ("de", "del", "da", "do", "la", "el"):
            return before is not None
        return before.pos_ == "PROPN" and before.text[:1].isupper() and before.head.i == token.i and before.lower_ not in QUARTERS


def _of(voice: Voice) -> tuple[str, ...]:
    return voice.speaker.actors if voice.speaker is not None else ()
