"""Who does "he" or "she" mean? The people named before a pronoun, weighed.

In: candidates in text order, and the pronoun. Out: one of them, or None. A title's gender rules others out, a name's counts; a person of
whom no actor is known ("the woman") is a candidate too, so that nobody else takes the pronoun. Left out: who is a candidate (`resolve`).
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Literal, NamedTuple

from ..reading import Node

Gender = Literal["f", "m"]

PRONOUNS: dict[str, Gender] = {
    "she": "f", "her": "f", "hers": "f", "herself": "f", "he": "m", "him": "m", "his": "m", "himself": "m",
}  # fmt: skip
OBJECTS = frozenset(("him", "her"))
# How many sentences back an antecedent may stand.
REACH = 5
# Weights found on GUM's training documents: a sentence further off costs 1.
SUBJECT, SAME_AS_LAST, KNOWN_GENDER, OFTEN, SAME_PARAGRAPH = 0.8, 0.9, 0.4, 0.15, 0.8
# How sure a gender is by a title or noun, which rules the other one out, by a given name, and by each pronoun; what one that does not fit
# costs for each point of it.
TITLED, GIVEN, MEANT = 9, 2, 1
MISFIT = 1.2
# Who speaks where the pronoun speaks too: "he said" goes on with the one who said something, not with the one he spoke of.
SPEAKS = 1.5

FEMALE = frozenset((
    "woman", "girl", "mother", "mum", "mom", "wife", "daughter", "sister", "aunt", "niece", "grandmother", "widow", "lady", "queen",
    "princess", "duchess", "actress", "mrs", "mrs.", "ms", "ms.", "miss", "madam", "dame", "heroine", "bride", "nun", "empress",
    "sultana", "waitress", "hostess", "goddess", "girlfriend", "stepmother", "granddaughter",
))  # fmt: skip
MALE = frozenset((
    "man", "boy", "father", "dad", "husband", "son", "brother", "uncle", "nephew", "grandfather", "widower", "gentleman", "king",
    "prince", "duke", "actor", "mr", "mr.", "sir", "lord", "bridegroom", "monk", "priest", "emperor", "sultan", "pope", "imam", "ayatollah",
    "boyfriend", "stepfather", "grandson", "archbishop", "sheikh",
))  # fmt: skip
# Ends in -man and says nothing: "German".
NO_MEN = frozenset(("human", "german", "roman", "ottoman", "woman", "layman", "norman", "burman"))


class Candidate(NamedTuple):
    """A person at a place in the text; `actor` is None where nothing is known of who it is. `speaks`: words are told as theirs there.

    `sure` is how sure the gender is, in points.
    """

    actor: str | None
    head: int
    sentence: int
    is_subject: bool
    gender: Gender | None
    speaks: bool = False
    sure: int = TITLED


class Genders:
    """What a text tells of its people's genders: a title outweighs a given name, and that a few pronouns."""

    def __init__(self) -> None:
        # Above 0 for a woman, below for a man.
        self._titles: Counter[str] = Counter()
        self._signs: Counter[str] = Counter()

    def tell(self, actor: str, gender: Gender | None, points: int) -> None:
        """Take in one sign; the same name again is none."""
        if gender is not None and not (points == GIVEN and actor in self._signs):
            (self._titles if points == TITLED else self._signs)[actor] += points if gender == "f" else -points

    def known(self, candidate: Candidate) -> Candidate:
        """The candidate with what is known by now; beside a title nothing else counts."""
        if candidate.actor is None:
            return candidate
        titled = self._titles[candidate.actor]
        points = titled or self._signs[candidate.actor]
        return candidate._replace(gender="f" if points > 0 else "m" if points < 0 else None, sure=TITLED if titled else abs(points))


def gender_of(words: Sequence[str], first_names: Mapping[str, str]) -> Gender | None:
    """What a phrase says of a person's gender: by title or noun, else by the given name. The last word that tells counts among nouns.

    A last name that is also a given one ("Bello") tells nothing.
    """
    lowered = [word.lower() for word in words]
    for word in reversed(lowered):
        if word in FEMALE or word.endswith("woman"):
            return "f"
        if word in MALE or (word.endswith("man") and len(word) > 5 and word not in NO_MEN):
            return "m"
    known = next((first_names[word] for word in words[: max(len(words) - 1, 1)] if word in first_names), None)
    return "f" if known == "f" else "m" if known == "m" else None


def _verbs(verb: Node) -> list[Node]:
    """A verb and those whose subject does it too: "the minister, standing beside him, said"."""
    verbs = [verb]
    while verb.dep_ in ("advcl", "xcomp", "conj") and not any(c.dep_.startswith("nsubj") for c in verb.children):
        verb = verb.head
        verbs.append(verb)
    return verbs


def choose(
    pronoun: Node, sentence: int, candidates: Sequence[Candidate], last: str | None, begins: Sequence[int], *, speaks: bool = False
) -> Candidate | None:
    """The best candidate before the pronoun, None where there is none.

    Args:
        last: the actor that the pronoun before meant.
        begins: first tokens of the paragraphs.
        speaks: words are told as the pronoun's.
    """
    gender = PRONOUNS[pronoun.lower_]
    near = [
        c for c in candidates if c.head < pronoun.i and sentence - c.sentence <= REACH and (c.gender in (None, gender) or c.sure < TITLED)
    ]
    if pronoun.lower_ in OBJECTS and pronoun.dep_ in ("obj", "iobj", "obl"):
        # Not who does it: "X thanked him" thanks another.
        doers = {child.i for verb in _verbs(pronoun.head) for child in verb.children if child.dep_.startswith("nsubj")}
        doers |= {verb.head.i for verb in _verbs(pronoun.head) if verb.dep_ == "acl"}
        doing = {c.actor for c in near if c.head in doers}
        near = [c for c in near if c.head not in doers and (c.actor is None or c.actor not in doing)]
    at = bisect_right(begins, pronoun.i)
    paragraph = begins[at - 1] if at else 0
    named = Counter(c.actor for c in candidates if c.head < pronoun.i and c.actor)

    def weight(c: Candidate) -> tuple[float, int]:
        total = float(c.sentence - sentence)
        total += SUBJECT * c.is_subject + KNOWN_GENDER * (c.gender == gender) + SPEAKS * (speaks and c.speaks)
        total -= MISFIT * c.sure * (c.gender not in (None, gender))
        total += SAME_PARAGRAPH * (c.head >= paragraph)
        if c.actor is not None and not (speaks and c.speaks):
            total += SAME_AS_LAST * (c.actor == last) + OFTEN * min(named[c.actor], 5)
        return total, c.head

    return max(near, key=weight, default=None)
