"""CAMEO's actor letters: which country and which sectors does a code such as ``AFGGOVMIL`` mean?

In: a code of a PETRARCH or TABARI dictionary. Out: a `Meaning` in ISO 3166-1 countries and PLOVER sectors. Three letters each: a
country or international code first, then roles. Left out: ethnic, religious and local letters behind them, and parties to codes of
several actors (``ELR/GAL``) after the first. A code is not a recognition.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import cache

from ..records import ActorKind
from .tables import state_letters

# PLOVER's sectors, and what it writes in place of a country.
SECTORS = frozenset((
    "GOV", "MIL", "COP", "SPY", "LEG", "JUD", "PTY", "OPP", "REB", "PRM", "UAF", "UNK", "CRM", "CVL", "BUS", "LAB", "AGR", "EDU", "MED",
    "JRN", "REL", "REF", "ELI", "SOC", "PRE",
))  # fmt: skip
CROSS_BORDER = frozenset(("UNO", "EUR", "IGO", "NGO", "ISM", "IMG", "MNC"))
# CAMEO's letters that PLOVER writes otherwise. MED is the trap: CAMEO's media, PLOVER's medicine.
ROLES = {"INS": "REB", "SEP": "REB", "HLH": "MED", "MED": "JRN", "DEV": "SOC", "ENV": "SOC", "HRI": "SOC", "NGO": "SOC", "NGM": "ISM"}
PLOVER_ONLY = frozenset(("JRN", "PRM", "SOC", "PTY", "ISM"))
CAMEO_ONLY = frozenset(("HLH", "INS", "SEP", "NGM", "HRI", "DEV", "ENV", "RAD", "MOD"))
# Said of a group by its faith or its temper. They give a sector only to who has no other: "BISHOP [~CHR]".
FAITHS = frozenset(("BAH", "BUD", "CHR", "CPT", "CTH", "DOX", "DRZ", "HIN", "JAN", "JEW", "MOS", "MUS", "MRN", "PRO", "SFI", "SHI", "SIK"))
TEMPERS = frozenset(("RAD", "MOD"))
# CAMEO's regions. They stand where a country would and are none; WEU is in dictionaries only.
REGIONS = frozenset((
    "AFR", "ASA", "BLK", "CRB", "CAU", "CFR", "CAS", "CEU", "EIN", "EAF", "EEU", "EUR", "LAM", "MEA", "MDT", "NAF", "NMR", "PGS", "SCN",
    "SAM", "SAS", "SEA", "SAF", "WAF", "WEU", "WST",
))  # fmt: skip
# First letters of who belongs to no country: PLOVER's sector and the kind. INT and UIS say no more than that.
INTERNATIONAL: dict[str, tuple[str | None, ActorKind]] = {
    "IGO": ("IGO", "intergovernmental"), "UNO": ("UNO", "intergovernmental"), "EEC": ("EUR", "intergovernmental"),
    "NGO": ("NGO", "organisation"), "NGM": ("ISM", "organisation"), "ISM": ("ISM", "organisation"), "MNC": ("MNC", "organisation"),
    "IMG": ("IMG", "group"), "INT": (None, "group"), "UIS": (None, "group"),
    # Bodies that older dictionaries name without IGO.
    "IMF": ("IGO", "intergovernmental"), "IBR": ("IGO", "intergovernmental"), "NAT": ("IGO", "intergovernmental"),
    "G77": ("IGO", "intergovernmental"),
}  # fmt: skip
# Letters for countries that are neither ISO's nor in the table of states: slips and codes of older word lists.
SLIPS = {
    "BUL": "BGR", "FRN": "FRA", "GMW": "DEU", "ITL": "ITA", "IVO": "CIV", "JAP": "JPN", "KOS": "XKX", "KUW": "KWT", "LEB": "LBN",
    "LTH": "LTU", "MTN": "MNE", "NZE": "NZL", "PAL": "PSE", "ROC": "TWN", "UAE": "ARE", "USR": "SUN", "VTN": "VNM", "ZAM": "ZMB",
    "ZAR": "COD", "ZBW": "ZWE",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a code means.

    Attributes:
        country, sector, secondary: as in `records.Actor`.
        kind: what the letters alone tell: ``state`` for a country's alone; None where they leave it open.
    """

    country: str | None
    sector: str | None
    secondary: tuple[str, ...] = ()
    kind: ActorKind | None = None


def is_plover(codes: Iterable[str]) -> bool:
    """Whether codes are written in PLOVER's letters, so that MED is medicine.

    They are where one has letters that only PLOVER has, and none has letters that only CAMEO has; CAMEO's are the rule.
    """
    groups = {group for code in set(codes) for group in _groups(code)}
    return bool(groups & PLOVER_ONLY) and not groups & CAMEO_ONLY


def is_nobody(code: str) -> bool:
    """Whether a code says that the name is no actor (``---``, ``###``; of agents also ``~JNK``, ``~NON``)."""
    return code in ("~JNK", "~NON") or not re.search(r"\w", code)


def is_unknown(code: str) -> bool:
    """Whether the first three letters of an actor's code mean nothing to CAMEO, PLOVER or ISO."""
    first = next(iter(_groups(code)), "")
    known = first in INTERNATIONAL or first in REGIONS or first in ROLES or first in SECTORS or first in CROSS_BORDER
    return not is_nobody(code) and not (known or first in FAITHS or first in TEMPERS or country_of(first))


def country_of(letters: str) -> str | None:
    """The country that three letters stand for, as PLOVER codes it (a territory's ruler); None if they stand for none."""
    letters = SLIPS.get(letters, letters)
    return state_letters().get(letters)


def actor_meaning(code: str, *, plover: bool = False, own: Collection[str] = ()) -> Meaning:
    """What an actor's code means. Unknown first letters are a country in `own` or, where they are not, none.

    Args:
        plover: whether MED is medicine, as `is_plover` tells of a whole file.
        own: letters of countries that a user has named.
    """
    groups = _groups(code)
    first, rest = groups[0] if groups else "", groups[1:]
    if first == "EUR" and plover:
        return Meaning(None, "EUR", _roles(rest, plover), "intergovernmental")
    if first in INTERNATIONAL:
        sector, kind = INTERNATIONAL[first]
        if first == "IGO":
            sector = "UNO" if "UNO" in rest else "EUR" if "EEC" in rest else sector
        roles = _roles([group for group in rest if group not in INTERNATIONAL and group not in FAITHS], plover)
        if sector is None and roles:  # "INTREB": rebels of no one country
            return Meaning(None, roles[0], roles[1:])
        return Meaning(None, sector, roles, kind)
    if first == "ESH":  # as the table of breakaways has it
        return Meaning("MAR", "PRE", _roles(rest, plover), None if rest else "state")
    country = country_of(first) or (first if first in own else None)
    if country is None and first not in REGIONS:
        rest = groups
    roles = _roles(rest, plover)
    bare: ActorKind | None = None
    if not rest or (first == "PSE" and rest == ["GZA"]):
        bare = "state" if country else "group" if first in REGIONS else None
    return Meaning(country, roles[0] if roles else None, roles[1:], bare)


def agent_meaning(code: str, *, plover: bool = False) -> Meaning:
    """What the letters beside the tilde of an agent's code mean."""
    roles = _roles(_groups(code.replace("~", "")), plover)
    return Meaning(None, roles[0] if roles else None, roles[1:])


def _roles(groups: Iterable[str], plover: bool) -> tuple[str, ...]:
    """PLOVER's sectors for role letters, each once."""
    roles: dict[str, None] = {}
    faith = False
    for group in groups:
        role = group if plover and group in SECTORS else ROLES.get(group, group)
        faith = faith or group in FAITHS
        if role in SECTORS or role == "ISM":
            roles[role] = None
    return tuple(roles) or (("REL",) if faith else ())


@cache
def _groups(code: str) -> list[str]:
    """The letters in threes. Small ones are ethnic groups (``CVLalb``), unless all are small; what is over is left out."""
    first = re.split(r"[/+]", code.replace("~", ""))[0]
    return [group for group in re.findall(r"[A-Za-z0-9]{3}", first.upper() if first.islower() else first) if group.isupper()]
