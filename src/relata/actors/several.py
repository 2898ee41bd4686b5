"""Who is meant where one mention names several: "U.S. and Norlandic ships", "the two sides", "both presidents", "the North".

In: a noun phrase, and what was told before. Out: the actors that it means, as a `Spot`, or None where it means no several. Left out:
all that means one alone (`resolve`).
"""

from __future__ import annotations

from dataclasses import replace

from ..reading import Node
from ..records import Actor
from .compose import compose, state_actor
from .found import Spot
from .memory import Memory
from .phrases import Phrase
from .tables import plain, singular

JOINT_NOUNS = frozenset((
    "side", "country", "nation", "state", "government", "neighbor", "neighbour", "power", "capital", "party", "ally", "leader",
    "president", "minister",
))  # fmt: skip
OFFICES = frozenset(("leader", "president", "minister"))
# States of one name, by its plural: "the two Koreas".
NAMESAKES = {"koreas": ("PRK", "KOR"), "sudans": ("SDN", "SSD"), "congos": ("COD", "COG")}
# How many sentences back a pair of states may stand.
PAIR_REACH = 3
# Words of an adjective of a state ("Papua New Guinean").
LONGEST_ADJECTIVE = 5
HALVES = frozenset(("North", "South"))


class Several(Memory):
    """Joint mentions of one Doc."""

    def _is_joint(self, phrase: Phrase, head: Node) -> bool:
        if head.lower_ in NAMESAKES:
            return True
        if singular(head.text) not in JOINT_NOUNS or head.lower_ == singular(head.text):
            return False
        words = [token.lower_ for token in self.doc[phrase.start : phrase.end]]
        if not {"two", "both"} & set(words):
            return False
        return not any(w in self.g.effects for w in words) and len(words) <= 4

    def _joint(self, phrase: Phrase, head: Node) -> Spot | None:
        """ "The two sides", "both countries": the two states last named together, None where no two were; "the two Koreas"."""
        now = self.sentence_of[head.i]
        if head.lower_ in NAMESAKES:
            self.pair = (NAMESAKES[head.lower_], now)
        if singular(head.text) in OFFICES:
            return self._joint_people(phrase, now)
        here = list[str]()
        for spot in self.found.spots:
            if self.sentence_of[spot.head] == now and spot.head < head.i:
                here += [c for c in self.found.countries(spot) if c not in here]
        if self.pair and self.pair[1] == now:
            countries: tuple[str, ...] = self.pair[0]
        elif len(here) == 2:
            countries = tuple(here)
        elif self.pair and now - self.pair[1] <= PAIR_REACH:
            countries = self.pair[0]
        else:
            return None
        return self._spot(phrase, tuple(self._add(state_actor(c, self.g)) for c in countries), "coreference")

    def _joint_people(self, phrase: Phrase, now: int) -> Spot | None:
        """ "The two presidents": the last two people named, if they are of two countries."""
        people: list[str] = []
        for spot in reversed(self.found.spots):
            if now - self.sentence_of[spot.head] > PAIR_REACH or len(people) == 2:
                break
            if len(spot.actors) == 1 and self.found.actors[spot.actors[0]].kind == "person" and spot.actors[0] not in people:
                people.append(spot.actors[0])
        countries = {self.found.actors[person].country for person in people}
        return self._spot(phrase, tuple(people[::-1]), "coreference") if len(countries) == 2 and None not in countries else None

    def _of_several(self, phrase: Phrase, head: Node) -> Spot | None:
        """ "The Ostrian and Norlandic foreign ministers", "U.S. and Norlandic ships": one of each state."""
        nations = self._nations(head)
        if len(nations) < 2 or singular(head.text) == head.lower_:
            return None
        rest = [t.text for t in self.doc[max(phrase.start, nations[-1][1]) : phrase.end]]
        each = [self.told.texts[start:end] for start, end in nations]
        actors = [compose([*words, *rest], self.g, self.on, None, len(words) + len(rest) - 1) for words in each]
        known = [actor for actor in actors if actor is not None]
        if len(known) < len(nations):
            return None
        return replace(self._spot(phrase, tuple(self._add(actor) for actor in known), "phrase"), start=nations[0][0])

    def _nations(self, head: Node) -> list[tuple[int, int]]:
        """Where the states' adjectives (or short names) stand that are joined by "and" before a noun."""
        found: list[tuple[int, int]] = []
        joined, i = False, head.left_edge.i
        while i < head.i:
            token, size = self.doc[i], self._nation(i)
            if size and found and found[-1][1] == i:
                return []  # "Lithuanian American communities"
            if size:
                found.append((i, i + size))
            elif found and token.lower_ == "and" and found[-1][1] in (i, i - 1):
                joined = True
            elif found and not (token.text == "," and found[-1][1] == i):
                break
            i += size or 1
        return found if joined and len(found) > 1 else []

    def _half(self, words: list[str]) -> Actor | None:
        """ "The North" of a text that names the state of which it is the other half, or itself: "Seoul offered talks with the North"."""
        if words[-1] not in HALVES or [word.lower() for word in words[:-1]] not in ([], ["the"]):
            return None
        for actor in self.found.actors.values():
            half, _, whole = actor.name.partition(" ")
            if actor.kind == "state" and half in HALVES and whole:
                halves = {side: compose([side, *whole.split()], self.g, self.on) for side in HALVES}  # South Africa is no half
                if all(other is not None and other.kind == "state" for other in halves.values()):
                    return halves[words[-1]]
        return None

    def _nation(self, start: int) -> int:
        """How many words of a state's adjective, or of a short name that stands for one, begin here: "South Sudanese", "U.S."."""
        if not self.doc[start].text[:1].isupper():
            return 0
        words = [plain(text) for text in self.told.texts[start : start + LONGEST_ADJECTIVE]]
        hit = self.g.name_at(words, 0, on=self.on)
        if hit is None or hit[1].kind not in ("state", "intergovernmental"):
            return 0
        return hit[0] if hit[1].form == "adjective" or (hit[1].form in ("name", "body") and words[0].isupper()) else 0
