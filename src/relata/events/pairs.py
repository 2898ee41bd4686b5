"""Which two parties may an act link at all? Both known, and not of one house.

In: the ways to a source and to a target. Out: pairs of sides. Left out: whether anything links them (see `candidates` and `links`).
"""

from __future__ import annotations

from collections.abc import Sequence

from ..actors.belonging import OF_STATE
from ..actors.compose import of_states
from ..records import Actor
from .mentions import Side
from .parties import Parties, Reach

ARMED = frozenset(("REB", "PRM", "UAF", "ISM", "IMG", "NGO"))
# Ways to a target that need no reading between the lines.
DIRECT = ("obj", "pass")
Pair = tuple[Side, Side | None]


def pairs_of(source: Reach, target: Reach | None, parties: Parties, *, joint: bool) -> tuple[Pair, ...]:
    """Every pair of parties on these ways, if both are known and differ; `joint`: of the source's own."""
    found = parties.found
    sources = parties.members(source.sides)
    if joint:
        pairs: list[Pair] = [(a, b) for i, a in enumerate(sources) for b in sources[i + 1 :]]
    elif target is None:
        pairs = [(side, None) for side in sources]
    else:
        pairs = [(a, b) for a in sources for b in parties.members(target.sides)]
    direct = target is not None and target.way in DIRECT
    return tuple(pair for pair in pairs if _worth_coding([found.actors[side.spot.actors[0]] for side in pair if side is not None], direct))


def _worth_coding(actors: Sequence[Actor], direct: bool) -> bool:
    """Both parties known: a country's, an international body's, or a group with a name or arms; nobody towards himself.

    What officials of one state do to each other has to be told outright (`direct`): the army arrested the president.
    """
    if len(actors) == 2 and actors[0].id == actors[1].id:
        return False
    if not all(map(_is_known, actors)):
        return False
    if len({actor.country for actor in actors}) < len(actors):
        if any(actor.kind == "state" for actor in actors):
            return False  # a state and its own minister
        if not direct and all(actor.country and (actor.sector is None or actor.sector in OF_STATE) for actor in actors):
            return False
    return any(actor.country or of_states(actor) for actor in actors)


def _is_known(actor: Actor) -> bool:
    named = actor.country or of_states(actor) or (actor.kind == "group" and actor.name[:1].isupper())
    return actor.kind != "outlet" and bool(named or actor.sector in ARMED)
