"""Who is meant where the clause does not say? The states of a text, likeliest first, for a party that only the text around tells.

In: the parties of a Doc, and who deals with whom in it. Out: `Side`s with how likely each is, and the signs of that. Weights of the signs
are in ``data/guesses.csv``, learned from marked texts (``training/guesses.py``): a conditional logit (McFadden, 1974) over the states of
one text. Left out: whether anything was done (`candidates`, `links`).
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from functools import cache, cached_property
from itertools import takewhile
from operator import itemgetter
from typing import NamedTuple

import numpy as np

from ..actors.compose import state_actor
from ..actors.tables import rows
from ..reading import Node
from .mentions import Side
from .sides import Sides

# Stands for "we" and "us" of people whose state is not told.
US = "us"
# How many states an untold party may stand for.
MOST = 2
Guess = tuple[Side, tuple[str, ...]]


class Dealing(NamedTuple):
    """A predicate whose clauses name a source and a target: its token, and whose states these are."""

    at: int
    sources: frozenset[str]
    targets: frozenset[str]


class Guesses:
    """Guesses for the untold parties of one Doc.

    Args:
        dealings: finds who deals with whom in the Doc, in text order; asked once, if at all.
    """

    def __init__(self, parties: Sides, dealings: Callable[[], Iterable[Dealing]]) -> None:
        self.parties, self._find = parties, dealings
        self._made: dict[tuple[Side, frozenset[str]], list[Guess]] = {}

    @cached_property
    def dealings(self) -> list[Dealing]:
        return list(self._find())

    @cached_property
    def sentences(self) -> dict[str, set[int]]:
        """The sentences, by number, in which each state is named."""
        out: dict[str, set[int]] = {}
        for at, country, _ in self.parties.named:
            out.setdefault(country, set()).add(self.parties.sentence[at])
        return out

    def of(self, side: Side, others: Sequence[Side]) -> list[Guess]:
        """The states that an untold party may stand for, given whom it deals with, likeliest first, each with signs of how likely.

        None is the other side's.
        """
        told = {c for other in others for c in self.parties.found.countries(other.spot)}
        taken = set(told)
        if side.spot.how == "guess other":
            taken |= set(self._owners(self.parties.doc[side.spot.head]))
        elif side.spot.how == "guess first":
            taken |= self._facing_us(side.start)
        key = (side, frozenset(taken))
        if key not in self._made:
            self._made[key] = list(self._guesses(side, taken, told))
        return self._made[key]

    def _guesses(self, side: Side, taken: set[str], told: set[str]) -> Iterator[Guess]:
        options = self.options(side, taken, told)
        if not options:
            return
        weights = _weights()
        scores = np.array([sum(weights.get(sign, 0.0) for sign in signs) for _, signs in options])
        odds = np.exp(scores - scores.max())
        beside = ["guess beside others"] * (side.spot.how == "guess they" and self._is_of_others(side))
        order = np.argsort(-odds, kind="stable")[:MOST]
        for n, at in enumerate(order.tolist()):
            country, signs = options[at]
            actor = state_actor(country, self.parties.gazetteer)
            self.parties.found.actors.setdefault(actor.id, actor)
            likely = f"guess likely {int(10 * odds[at] / odds.sum())}" if len(options) > 1 else "guess alone"
            own = [likely, f"guess place {n}", *beside, *(f"guess {sign}" for sign in signs), *self._subjects(side, country)]
            yield Side(replace(side.spot, actors=(actor.id,)), side.start, side.end), (*own, *(f"{side.spot.how} & {sign}" for sign in own))

    def options(self, side: Side, taken: set[str], told: set[str]) -> list[tuple[str, list[str]]]:
        """Every state of the text that is not taken, in the order of how often it is named, with what speaks for it.

        Args:
            told: the states of the party that it deals with.
        """
        parties = self.parties
        counted = [(c, n) for c, n in parties.main if c not in taken]
        if not counted:
            return []
        most, here = counted[0][1], parties.sentence[side.start]
        before = parties.named[: bisect_left(parties.named, side.start, key=itemgetter(0))][::-1]  # the last one first
        last = list(dict.fromkeys(c for _, c, _ in before if c not in taken))
        back = {c: here - parties.sentence[at] for at, c, _ in reversed(before)}
        behind = {c for at, c, _ in parties.named if at > side.start and parties.sentence[at] == here}
        inside = {token.i for token in parties.doc[side.spot.head].subtree}
        below = {c for at, c, _ in parties.named if at in inside}
        voice = parties.voice_of.get(side.start)
        speaker = set(parties.found.countries(voice.speaker)) if voice is not None and voice.speaker is not None else set()
        to, since = self._dealt(side.start, told)
        out = []
        for country, n in counted:
            signs = [
                f"share {5 * n // most}",
                f"recent {min(last.index(country), 3) if country in last else 'never'}",
                f"back {min(back[country], 4) if country in back else 'never'}",
                f"to {to.get(country, 'never')}",
                f"from {since.get(country, 'never')}",
            ]
            signs += ["lead"] * (0 in self.sentences[country]) + ["next"] * (here + 1 in self.sentences[country])
            signs += ["outlet"] * (country == parties.outlet_country) + ["speaker"] * (country in speaker)
            signs += ["behind"] * (country in behind) + ["below"] * (country in below)
            out.append((country, signs))
        return out

    def _dealt(self, at: int, told: set[str]) -> tuple[dict[str, int], dict[str, int]]:
        """How many sentences ago each state last dealt with the told ones, and these with it, up to three."""
        to: dict[str, int] = {}
        since: dict[str, int] = {}
        for one in self.dealings:
            if one.at >= at:
                break
            ago = min(self.parties.sentence[at] - self.parties.sentence[one.at], 3)
            if not one.targets.isdisjoint(told):
                to |= dict.fromkeys(one.sources, ago)
            if not one.sources.isdisjoint(told):
                since |= dict.fromkeys(one.targets, ago)
        return to, since

    def _facing_us(self, at: int) -> set[str]:
        """The states that the same speaker has deal with "us": whoever lends us a pump is not us."""
        voice = self.parties.voice_of.get(at)
        pairs = [(one.sources, one.targets) for one in self.dealings if self.parties.voice_of.get(one.at) is voice]
        return {state for pair in pairs for mine, other in (pair, pair[::-1]) if US in mine for state in other - {US}}

    def _subjects(self, side: Side, country: str) -> Iterator[str]:
        """Whether the text spoke of a state just before."""
        parties = self.parties
        before = parties.named[: bisect_left(parties.named, side.start, key=itemgetter(0))][::-1]
        here = parties.sentence[side.start]
        subject = next((c for _, c, is_subject in before if is_subject), None)
        yield f"guess last subject {subject == country if subject is not None else 'none'}"
        near = takewhile(lambda one: parties.sentence[one[0]] >= here - 1, before)
        previous = {c for at, c, is_subject in near if is_subject and parties.sentence[at] == here - 1}
        yield f"guess subject before {country in previous if previous else 'none'}"

    def _is_of_others(self, they: Side) -> bool:
        """Whether people of no known state were named last before "them": "paid for the observers and lent them a lorry"."""
        found = self.parties.found
        groups = [spot for spot in found.spots if spot.end <= they.start and all(found.actors[a].kind == "group" for a in spot.actors)]
        group = max(groups, key=lambda spot: spot.end, default=None)
        if group is None or self.parties.sentence[they.start] - self.parties.sentence[group.start] > 1:
            return False
        return not found.countries(group)

    def _owners(self, token: Node) -> tuple[str, ...]:
        """The countries of whoever a thing is somebody's."""
        spots = [spot for c in token.children if c.dep_ == "nmod:poss" and (spot := self.parties.mention(c)) is not None]
        return tuple(c for spot in spots for c in self.parties.found.countries(spot))


@cache
def _weights() -> dict[str, float]:
    return {row["sign"]: float(row["weight"]) for row in rows("guesses.csv")}
