"""At which level do two states deal with each other?

In: kind, sector and role of an actor. Out: one of nine levels. Left out: who the person is.

Office words are those of `actors.role`; sectors are PLOVER's. A deputy or vice of an office is an official; who has left an office
has the sector ELI and no level of it.
"""

from __future__ import annotations

from typing import Final

# In order of rank: of two sides of a symmetric event the higher level is the event's.
LEVELS: Final = ("head", "minister", "official", "military", "parliament", "business", "experts_media", "other", "state")

HEADS: Final = frozenset(
    (
        *("president", "prime minister", "premier", "chancellor", "head of state", "head of government", "leader", "supreme leader"),
        *("king", "queen", "emperor", "emir", "sultan", "monarch", "crown prince", "pope"),
    )
)
LESSER: Final = ("deputy", "vice", "former", "assistant", "acting deputy", "under")
SECTORS: Final = {
    **dict.fromkeys(("GOV", "SPY", "COP", "JUD", "UNO", "EUR", "IGO"), "official"),
    "MIL": "military",
    "LEG": "parliament",
    **dict.fromkeys(("BUS", "MNC", "AGR", "LAB"), "business"),
    **dict.fromkeys(("EDU", "JRN", "MED"), "experts_media"),
}


def level(kind: str | None, sector: str | None, role: str | None) -> str:
    """The level of one actor; ``state`` where the text names only the state itself, ``other`` where no level is known."""
    if kind == "state" and role is None:
        return "state"
    if sector == "GOV" and role is not None and not role.startswith(LESSER):
        if role in HEADS:
            return "head"
        if role.endswith("minister") or role in ("minister", "secretary of state", "foreign secretary", "secretary"):
            return "minister"
    return SECTORS.get(sector or "", "other")


def higher(one: str, other: str) -> str:
    """The higher of two levels; a state named without anybody gives way to whoever is named."""
    return min(one, other, key=LEVELS.index)
