"""Which party does a word stand for? Mentions of one text as parties, whose things are, and whom it leaves untold.

In: a read Doc, its actors, its statements. Out: `Side`s of a word, and guesses of those that only the text around tells. Left out:
which words lead to a predicate (`parties`).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from ..actors import Found, Gazetteer, Spot
from ..actors.compose import of_states
from ..actors.offices import OTHERS
from ..actors.parts import ABROAD, WORLD_BODIES, WORLD_SEATS
from ..actors.phrases import preposition
from ..actors.tables import singular
from ..reading import Node, Tree
from ..records import Actor
from ..statements import Voice
from .mentions import FIRST, SECOND, TOGETHER, UNTOLD_PRONOUNS, Mentions, Side

JOINT = frozenset(("side", "country", "nation", "state", "government", "neighbour", "neighbor", "capital", "party", "ally", "pair"))
OFFICIAL = frozenset(("GOV", "MIL", "COP", "SPY", "LEG", "JUD"))
# Words for some of those that follow with "of".
PARTITIVES = frozenset((
    "some", "many", "most", "several", "all", "dozens", "scores", "hundreds", "thousands", "both", "each", "none", "any", "half", "part",
))  # fmt: skip
# What is done to a weapon by whoever uses it.
LAUNCHED = frozenset(("fire", "launch", "plant", "lay", "drop", "throw", "send", "shoot"))
# Shared with the one behind them.
BORDERS = frozenset(("border", "frontier", "boundary"))
# Prepositions that say where somebody is from.
HOME = ("from", "in", "of", "at")


class Sides(Mentions):
    """Parties of one Doc, by its words."""

    def __init__(self, doc: Tree, found: Found, voices: list[Voice], gazetteer: Gazetteer, outlet_country: str | None = None) -> None:
        super().__init__(doc, found, voices, gazetteer, outlet_country)
        # A word is met on the ways of many predicates: what it names and owns, by its token (and depth), is found once.
        self._sides: dict[int, tuple[Side, ...]] = {}
        self._owned: dict[tuple[int, int], tuple[Side, ...]] = {}

    # --- mentions ----------------------------------------------------------------------------------------------------------

    def sides(self, token: Node) -> tuple[Side, ...]:
        """The parties that a noun phrase names, its coordinated ones included."""
        if token.i not in self._sides:
            self._sides[token.i] = self._sides_of(token)
        return self._sides[token.i]

    def _sides_of(self, token: Node) -> tuple[Side, ...]:
        if (token.pos_ == "NUM" or token.lower_ in PARTITIVES) and self.found.at(token.i) is None:  # "four of our soldiers"
            whole = next((c for c in token.children if c.dep_ == "nmod" and preposition(c) == "of"), None)
            if whole is not None:
                return self.sides(whole)
        out: list[Side] = []
        named = next(
            (c for c in token.children if c.dep_ == "appos" and token.i < c.left_edge.i < token.i + 3 and c.pos_ == "PROPN"), token
        )
        joined = {c.i: c for c in (*token.conjuncts, *named.conjuncts) if c.i > token.i}  # "the company Z and Peru's X signed"
        for t in (token, *joined.values()):
            spot = self.mention(t)
            if spot is not None and not spot.modifier and all(side.spot is not spot for side in out):
                out.append(Side(spot, spot.start, spot.end))
        if token.lower_ in TOGETHER and not out and token.dep_.startswith(("nsubj", "obj", "obl", "iobj", "nmod")):
            subject = token.dep_.startswith("nsubj")
            pair = self._pair_before(token) if subject else None  # "… and the two signed a treaty"
            if pair is not None or (pair := self._those_before(token, TOGETHER[token.lower_])) is not None:
                return (pair,)
            if not subject and token.lower_ != "each":  # "accused the two": somebody's, named before
                return (Side(Spot(token.i, token.i, token.i + 1, (), "guess they"), token.i, token.i + 1),)
            return ()
        if not out and singular(token.text) in OTHERS and named is not token and (spot := self.found.at(named.i)) is not None:
            return (Side(spot, spot.start, spot.end),)  # "X's opponent, Y"
        if (not out or not any(self._known(side) for side in out)) and (kind := self.untold(token)):
            if owned := self.owned(token):
                return owned
            if kind == "they" and (pair := self._pair_before(token)) is not None:
                return (pair,)
            first, last = (out[0].start, out[0].end) if out else (token.i, token.i + 1)
            return (Side(Spot(token.i, first, last, (), f"guess {kind}"), first, last),)
        return self._each_of(token) or tuple(out)

    def _each_of(self, token: Node) -> tuple[Side, ...]:
        """ "Ministers from Iran, Iraq and Turkey": those of each."""
        if token.pos_ != "NOUN" or singular(token.text) == token.lower_ or any(True for _ in token.conjuncts):
            return ()
        of = next((c for c in token.children if c.dep_ == "nmod" and preposition(c) in ("of", "from")), None)
        sides = self.sides(of) if of is not None and any(True for _ in of.conjuncts) else ()
        whose = {c for side in sides for c in (self.found.countries(side.spot) or side.spot.actors)}
        return sides if all(map(self._known, sides)) and len(whose) == len(sides) > 1 else ()

    def _known(self, side: Side) -> bool:
        return any(_placed(self.found.actors[a]) for a in side.spot.actors)

    def owned(self, token: Node, depth: int = 0) -> tuple[Side, ...]:
        """Whose a thing is: "President X's remarks", "Turkish ships", "the policy of Peru", "boatmen from Lima"."""
        if (token.i, depth) not in self._owned:
            self._owned[token.i, depth] = self._owned_by(token, depth)
        return self._owned[token.i, depth]

    def _owned_by(self, token: Node, depth: int) -> tuple[Side, ...]:
        for child in token.children:
            if child.dep_ == "nmod:poss" and (sides := self.sides(child)):
                return sides
        if modifiers := list(self._modifiers(token)):
            first, *others = modifiers
            joined = [s for c in self.doc[first.head].conjuncts if (s := self.found.at(c.i)) is not None and s.modifier]
            # Some are read as two words before the noun: "U.S. and Slovak ships".
            joined += [one for one in others if one.start > first.end and self.doc[one.start - 1].lower_ == "and" and one not in joined]
            return tuple(Side(one, one.start, one.end) for one in (first, *joined))  # "Czech and Slovak ships"
        near = ("of", "by", "from", "with") if token.lemma_ in BORDERS else ("of", "by", "from")
        for child in token.children:
            if child.dep_ == "nmod" and preposition(child) in near and (sides := self.sides(child)):
                return sides
        for child in token.children:
            # "A European diplomat in Lima", "the tribunal in Geneva".
            sent = preposition(child) == "in" and singular(token.text) in ABROAD
            sent |= child.lower_ in WORLD_SEATS and singular(token.text).lower() in WORLD_BODIES
            if child.dep_ in ("nmod", "obl") and preposition(child) in HOME and not sent and (sides := self._homes(child)):
                return sides
        for verb in token.children:  # "rockets fired by X", "shells fired from Y"
            if verb.dep_ == "acl" and verb.lemma_ in LAUNCHED:
                by = (c for c in verb.children if c.dep_ in ("obl:agent", "obl") and preposition(c) in ("by", "from"))
                if sides := next((sides for c in by if (sides := self.sides(c) or self._homes(c))), ()):
                    return sides
        if depth < 2:
            for child in token.children:
                if child.dep_ == "nmod" and preposition(child) == "of" and (sides := self.owned(child, depth + 1)):
                    return sides
        return ()

    def _modifiers(self, noun: Node) -> Iterator[Spot]:
        """The states whose adjectives or names stand before a noun: "Turkish ships", "a Norwegian-led raid"."""
        for child in noun.children:
            if child.dep_ in ("amod", "compound"):
                named = next((c for c in child.children if c.i < child.i), child) if child.lower_ == "led" else child
                if (spot := self.found.at(named.i)) is not None and spot.modifier:
                    yield spot
                elif child.dep_ == "compound" and spot is None:  # "a Chinese coast guard vessel"
                    yield from self._modifiers(child)

    def members(self, sides: Iterable[Side]) -> list[Side]:
        """A joint mention taken apart into one side for each member."""
        return [
            side if len(side.spot.actors) == 1 else side._replace(spot=replace(side.spot, actors=(actor,)))
            for side in sides
            for actor in side.spot.actors
        ]

    # --- parties that only the text around tells ---------------------------------------------------------------------------

    def untold(self, token: Node) -> str | None:
        """What kind of party a word names whose country it does not tell ("we", "the minister", "both sides"); None for any other word."""
        word = token.lower_
        if token.pos_ in ("PRON", "DET") or word in FIRST:
            return next((kind for kind, words in UNTOLD_PRONOUNS.items() if word in words), None)
        if token.pos_ not in ("NOUN", "PROPN"):
            return None
        if singular(token.text) in OTHERS and token.pos_ == "NOUN":
            return "other"
        owner = next((c for c in token.children if c.dep_ == "nmod:poss" and c.pos_ == "PRON"), None)
        if owner is not None and owner.lower_ in FIRST | SECOND:
            return "first" if owner.lower_ in FIRST else "second"
        if singular(token.text) != word and any(c.lower_ in ("two", "both", "three", "either") for c in token.children):
            return "joint" if singular(token.text) in JOINT or self.gazetteer.sector_at([singular(token.text)], 0) else None
        spot = self.found.at(token.i)
        if spot is not None:
            actor = self.found.actors[spot.actors[0]]
            if len(spot.actors) > 1 or _placed(actor):
                return None
            kind = "named" if token.pos_ == "PROPN" and actor.kind == "person" else "office"
            return kind if actor.sector in OFFICIAL else None
        hit = self.gazetteer.sector_at([singular(token.text)], 0)
        return "office" if hit and hit[1].sector in OFFICIAL else None


def _placed(actor: Actor) -> bool:
    """Whether it is known whose somebody is: a state's or a body's."""
    return bool(actor.country) or of_states(actor) or actor.kind not in ("person", "organisation", "group")
