"""What is known of one article's actors: mentions and whom they mean.

In: nothing. Out: the records that `resolve` fills and every later room asks.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from ..records import Actor, Role


@dataclass(frozen=True, slots=True)
class Spot:
    """One mention: tokens ``start:end`` around `head` and the ids of the actors meant (several for a joint mention).

    Attributes:
        how: ``name`` or ``phrase`` where its own words tell, ``coreference`` where the text before does.
        place: it stands where something happens ("in Beijing"), so it is no party.
        modifier: it only modifies a noun ("China-Russia relations").
    """

    head: int
    start: int
    end: int
    actors: tuple[str, ...]
    how: str
    place: bool = False
    modifier: bool = False


@dataclass
class Found:
    """All actors and mentions of one article; `by_token` finds the mention that a token heads, `roles` is what the text teaches."""

    actors: dict[str, Actor] = field(default_factory=dict)
    spots: list[Spot] = field(default_factory=list)
    by_token: dict[int, Spot] = field(default_factory=dict)
    roles: list[Role] = field(default_factory=list)

    def at(self, token: int) -> Spot | None:
        return self.by_token.get(token)

    def countries(self, spot: Spot) -> list[str]:
        return [c for a in spot.actors if (c := self.actors[a].country)]
