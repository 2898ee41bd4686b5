"""How is a state named in a sentence, and how are two states exchanged in it?

In: the shipped tables. Out: `State`s with one name of each form, templates filled with two of them, and texts in which two have changed
places. Left out: other names of a state (its abbreviations, its official name), and everything that is not exchanged for a like form.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Final

from ..actors.compose import SEATS
from ..actors.stand_ins import ARTICLED
from ..actors.tables import cells, partial_date, rows

# By Correlates of War number, which goes by region.
REGIONS: Final = ((200, "Americas"), (400, "Europe"), (600, "Africa"), (700, "Middle East"), (900, "Asia"), (1000, "Oceania"))
NO_NUMBER: Final = {"PSE": "Middle East", "VAT": "Europe"}
# The offices asked for in turn; names of persons stand behind country and office.
OFFICES: Final = ("president", "prime minister", "chancellor", "king", "foreign minister")
# Vowels that sound like consonants.
YOO: Final = re.compile(r"(?:U[gkr][aru]|Euro|Unit)")


@dataclass(frozen=True, slots=True)
class State:
    """A state by one name of each form, None where it has none; `leader` is an office-holder of the day with country and office."""

    code: str
    name: str
    adjective: str | None
    people: str | None
    capital: str
    region: str
    leader: str | None

    def form(self, field: str) -> str | None:
        """What stands for a field of a template: ``a`` name, ``A`` adjective, ``an_A`` with its article, ``pa`` people, ``x``, ``la``."""
        if field.startswith("an_"):
            return f"{article(self.adjective)} {self.adjective}" if self.adjective else None
        forms = {"name": self.name, "adjective": self.adjective, "people": self.people, "capital": self.capital, "leader": self.leader}
        return forms[FIELDS[field][1]]


# Field of a template: which of the two states, and which form.
FIELDS: Final = {
    "a": (0, "name"), "A": (0, "adjective"), "an_A": (0, "adjective"), "pa": (0, "people"), "x": (0, "capital"), "la": (0, "leader"),
    "b": (1, "name"), "B": (1, "adjective"), "an_B": (1, "adjective"), "pb": (1, "people"), "y": (1, "capital"), "lb": (1, "leader"),
}  # fmt: skip


def article(word: str) -> str:
    return "an" if word[0] in "AEIOU" and not YOO.match(word) else "a"


@cache
def states(on: dt.date) -> tuple[State, ...]:
    """Every state of the table that has not ended, with its office-holders of a day."""
    holders: dict[tuple[str, str], str] = {}
    for row in rows("leaders.csv"):
        since, until = partial_date(row["from"]), partial_date(row["to"], end=True)
        if (since is None or since <= on) and (until is None or on <= until):
            holders.setdefault((row["country"], row["role"]), row["name"])
    found = []
    for row in rows("states.csv"):
        if row["kind"] == "state" and not row["to"]:
            code = row["code"]
            adjective = next(iter(cells(row["adjectives"])), None)
            office = next((office for office in OFFICES if (code, office) in holders), None)
            leader = f"{adjective} {office.title()} {holders[code, office]}" if adjective and office else None
            name = f"the {row['name']}" if row["name"] in ARTICLED else row["name"]
            people = next((word for word in cells(row["people"]) if word != adjective), adjective)
            region = NO_NUMBER.get(code) or next(region for above, region in REGIONS if int(row["cow"]) < above)
            found.append(State(code, name, adjective, people, cells(row["capital"])[0], region, leader))
    return tuple(found)


def filled(template: str, pair: tuple[State, State]) -> str | None:
    """The template with its fields filled; None where a state lacks a form, or its capital has its name or mostly stands for a body."""

    def form(found: re.Match[str]) -> str:
        state = pair[FIELDS[found[1]][0]]
        words = state.form(found[1])
        if words is None or (found[1] in "xy" and (words == state.name or words in SEATS)):
            raise LookupError
        return words

    try:
        text = re.sub(r"\{(\w+)\}", form, template)
    except LookupError:
        return None
    return re.sub(r"(?:^|(?<=[.] ))[a-z]", lambda found: found[0].upper(), text)


def exchanged(text: str, places: dict[str, State], on: dt.date) -> str:
    """A text with states' names, adjectives, people words and capitals written for others'.

    Args:
        places: who stands for the state with a code, each with all four forms; others are left as they are.
    """
    pattern, owners = _pattern(on)

    def other(found: re.Match[str]) -> str:
        state, form = owners[found[2]]
        new = places.get(state.code)
        if new is None:
            return found[0]
        word = _forms(new)[form].upper() if found[2].isupper() else _forms(new)[form]
        if found[1].strip().lower() in ("a", "an"):
            return f"{article(word)} {word}" if found[1][0].islower() else f"{article(word).capitalize()} {word}"
        return f"{found[1]}{word}"

    return pattern.sub(other, text)


def named(text: str, on: dt.date) -> list[State]:
    """The states whose forms stand in a text, each once, in its order."""
    pattern, owners = _pattern(on)
    return list({owners[found[2]][0].code: owners[found[2]][0] for found in pattern.finditer(text)}.values())


@cache
def _pattern(on: dt.date) -> tuple[re.Pattern[str], dict[str, tuple[State, int]]]:
    """Finds a form of a state, with an indefinite article before it; and whose form it is."""
    owners: dict[str, tuple[State, int]] = {}
    for state in states(on):
        for form, word in enumerate(_forms(state)):
            owners.setdefault(word, (state, form))
            owners.setdefault(word.upper(), (state, form))
            owners.setdefault(word[0].upper() + word[1:], (state, form))  # "The Gambia"
    words = "|".join(sorted(map(re.escape, owners), key=len, reverse=True))
    return re.compile(rf"\b((?:[Aa]n? )?)({words})\b"), owners


def _forms(state: State) -> list[str]:
    return [word for word in (state.name, state.adjective, state.people, state.capital) if word]


def whole(pool: Iterable[State]) -> list[State]:
    """Those that have all four forms, none with an article, so that each form has its like."""
    return [state for state in pool if len(set(_forms(state))) == 4 and not state.name.startswith("the ")]
