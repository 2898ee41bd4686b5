"""How does CAMEO write an act and who did it? Labels, Goldstein values, quadrants, and actors in three-letter groups.

In: CAMEO codes, PLOVER sectors. Out: what ICEWS and GDELT write. Left out: how an event got its code (`events`).
Goldstein values differ between the two data sets (``goldstein.csv``), and so do quadrants, from each other and from PLOVER's.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Literal

from . import codes

# PLOVER's sectors that CAMEO writes otherwise or has no letters for. MED is the trap: PLOVER's medicine, CAMEO's media.
ROLES: dict[str, str | None] = {
    "MED": "HLH", "JRN": "MED", "PRM": "MIL", "SOC": "CVL", "REL": "CVL", "ISM": "NGM", "UNK": None, "PRE": None,
}  # fmt: skip
# What stands in front of a body's own letters, GDELT's known group, and what its country column says.
BODIES = {"UNO": ("IGOUNO", "UNO", None), "EUR": ("IGOEUREEC", "EEC", "EUR"), "IGO": ("IGO", None, None)}
# ICEWS' names of sectors, as text_to_CAMEO reads them back into the letters above.
SECTORS = {
    "GOV": "Government", "MIL": "Military", "COP": "Police", "SPY": "Intelligence Ministry", "LEG": "Legislative / Parliamentary",
    "JUD": "Judicial", "PTY": "Parties", "OPP": "Dissident", "REB": "Rebel", "PRM": "Military", "UAF": "Unidentified Forces",
    "CRM": "Criminals / Gangs", "CVL": "General Population / Civilian / Social", "BUS": "Business", "LAB": "Labor",
    "AGR": "Agricultural", "EDU": "Education", "MED": "Medical / Health", "JRN": "Media", "REL": "National Religious",
    "REF": "Refugees / Displaced", "ELI": "Elite", "SOC": "Social", "UNO": "International Government Organization",
    "EUR": "International Government Organization", "IGO": "International Government Organization",
    "NGO": "Nongovernmental Organization (International)", "ISM": "Nongovernmental Organization (International)",
    "IMG": "International Rebels", "MNC": "Multinational Corporation",
}  # fmt: skip
# The same visit as its guest and as its host has it.
TURNED = {"042": "043", "043": "042"}
MOST_ROLES = 3  # GDELT has three columns
MOST_LETTERS = 15


@dataclass(frozen=True, slots=True)
class Letters:
    """An actor in CAMEO's letters: the whole code, and its parts as GDELT has them in columns of their own."""

    code: str | None
    country: str | None
    group: str | None
    roles: tuple[str, ...]


@lru_cache(maxsize=codes.KEPT)
def letters(name: str | None, country: str | None, sector: str | None, secondary: tuple[str, ...]) -> Letters:
    """Country or international letters, then roles, then the body's own, three each; no code for an actor with none of them."""
    own, region = _groups().get(name or "", (None, None))
    roles = tuple(dict.fromkeys(role for s in (sector, *secondary) if s and (role := ROLES.get(s, s)) and s not in BODIES))
    body = next((s for s in (sector, *secondary) if s in BODIES), None)
    if body is not None and country is None:  # "a UN envoy" is the UN's
        front, group, place = BODIES[body]
        if region:
            front, place = front + region, region
        more = roles[: MOST_ROLES - 1]
        tail = own if own and own != group else ""
        code = "".join((front, *more, tail))[:MOST_LETTERS]
        return Letters(code, place, own or group, ("IGO", *more))
    roles = roles[:MOST_ROLES]
    place = codes.cameo(country)
    code = "".join((place or "", *roles, own or ""))[:MOST_LETTERS]
    return Letters(code or None, place, own, roles)


def sector_names(sectors: Sequence[str]) -> str | None:
    """ICEWS' names of PLOVER sectors, joined by commas; None where there is none."""
    return ",".join(dict.fromkeys(SECTORS[s] for s in sectors if s in SECTORS)) or None


def label(code: str) -> str | None:
    """What ICEWS calls a code; for a code that it does not know, what it calls the next one above."""
    labels = _labels()
    return next((labels[code[:n]] for n in range(len(code), 2, -1) if code[:n] in labels), None)


def goldstein(code: str, *, scale: Literal["icews", "gdelt"]) -> float | None:
    """Goldstein value of a code, -10 to 10; a code not listed has that of the next one above."""
    values = _goldstein()
    return next((values[code[:n]][scale] for n in range(len(code), 1, -1) if code[:n] in values), None)


def gdelt_quad(code: str) -> int | None:
    """GDELT's QuadClass by the root: 1 verbal cooperation (01-05), 2 material cooperation (06-09), 3 verbal conflict (10-14), 4 material
    conflict (15-20). It counts investigations (09) as cooperation and protests (14) as verbal."""
    root = int(code[:2]) if code[:2].isdigit() else 0
    return next((quad for quad, last in ((1, 5), (2, 9), (3, 14), (4, 20)) if 1 <= root <= last), None)


@cache
def _groups() -> dict[str, tuple[str, str | None]]:
    return {row["name"]: (row["group"], row["region"] or None) for row in codes.table("codes_groups.csv")}


@cache
def _labels() -> dict[str, str]:
    return {row["cameo"]: row["icews"] for row in codes.table("codes_cameo.csv")}


@cache
def _goldstein() -> dict[str, dict[str, float]]:
    return {row["cameo"]: {"icews": float(row["icews"]), "gdelt": float(row["gdelt"])} for row in codes.table("goldstein.csv")}
