"""Names in a user's files: what kind of actor does a name mean, and how is it written?

In: a name, mostly in capitals, and what the file says of it. Out: its kind, its form, its usual letter case. The shipped tables are
asked first, then the file's letters, then the name's last word; a name that tells nothing is taken for a person's.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from ..records import ActorKind
from .cameo import Meaning
from .tables import Form, as_kind, cells, rows, sector_words, singular

# Who is coded so and is no body by name is a band, not a man.
BANDS = frozenset(("REB", "UAF", "PRM", "CRM", "IMG"))
SMALL_WORDS = frozenset(("of", "the", "and", "for", "in", "on", "to", "de", "del", "du", "al", "bin", "van", "von"))
# Behind these a noun phrase names what its head belongs to.
LINKS = re.compile(r" (?:of|for|in|on|to|from|against|at) ")


def kind_of(names: Sequence[str], meanings: Sequence[Meaning], *, dated: bool) -> ActorKind:
    """The kind of one actor.

    Args:
        names: its name and synonyms. meanings: what its codes mean, those that mean nobody left out.
        dated: whether any of them holds for some days only; then it is a person, unless the name is known to be something else.
    """
    if meanings and all(meaning.kind == "state" for meaning in meanings):
        return "state"
    if kind := _bodies().get(names[0].casefold()):
        return kind
    if not dated and (form := _government_form(names[0], meanings)):
        return "state" if form == "capital" else "organisation"
    if dated:
        return "person"
    if kind := next((meaning.kind for meaning in meanings if meaning.kind and meaning.kind != "state"), None):
        return kind
    for name in names:
        if (kind := _kind_of_head(name)) in ("organisation", "group"):
            return kind
    return "group" if any(meaning.sector in BANDS for meaning in meanings) else "person"


def form_of(name: str, kind: ActorKind, country: str | None) -> Form:
    """The form of one name of an actor. A capital stays one, so that "in Kabul" is still a place; an adjective counts as a name."""
    place = _places().get(name.casefold())
    here: Form | None = place[0] if place and place[1] == country else None
    if kind == "state":
        return "capital" if here == "capital" else "name"
    return "person" if kind == "person" else "seat" if here == "seat" else "body"


def word_kind(word: str) -> ActorKind:
    """The kind of whoever bears a common noun: as shipped, else as its head is, else a group in the plural and a person."""
    shipped = sector_words().get(word)
    if shipped:
        return shipped.kind
    plural = singular(_head(word)) != _head(word)
    return "group" if plural else _kind_of_head(word) or "person"


def titled(name: str) -> str:
    """A name in capitals in the usual letter case; any other as it is. Short single words may be acronyms and stay ("FARC")."""
    name = name.removeprefix("THE ") or name
    if not name.isupper() or (" " not in name and (len(name) <= 4 or "." in name)):
        return name
    words = [_titled_word(word) for word in name.split()]
    if len(words) > 1 and re.fullmatch("[ivx]+", words[-1].lower()):  # John Paul II
        words[-1] = words[-1].upper()
    return " ".join([words[0], *(word.lower() if word.lower() in SMALL_WORDS else word for word in words[1:])])


def _titled_word(word: str) -> str:
    if word.isalpha():
        return word.capitalize()
    if re.search(r"\.\w|\d", word):  # U.N., K17
        return word
    # "People's", but "D'Escoto".
    return re.sub(r"(')?([^\W\d_]+)", lambda m: (m[1] or "") + (m[2].lower() if m[1] and len(m[2]) <= 2 else m[2].capitalize()), word)


def _head(phrase: str) -> str:
    """The last word before what the phrase's head belongs to: "department" of "department of state"."""
    return (LINKS.split(phrase.lower())[0].split() or [""])[-1]


def _kind_of_head(name: str) -> ActorKind | None:
    """The kind of the longest sector word with which a name, or what stands before its first preposition, ends."""
    lower = name.lower()
    for phrase in dict.fromkeys((lower, LINKS.split(lower)[0])):
        words = phrase.split()
        one = [*words[:-1], *map(singular, words[-1:])]
        for start in range(len(words)):
            if word := sector_words().get(" ".join(words[start:])) or sector_words().get(" ".join(one[start:])):
                return word.kind
    return None


def _government_form(name: str, meanings: Sequence[Meaning]) -> Form | None:
    """``capital`` or ``seat`` where a name stands for the government of the country that it is coded to ("WASHINGTON [USAGOV]")."""
    place = _places().get(name.casefold())
    fits = place and all(meaning.country == place[1] and meaning.sector in (None, "GOV") for meaning in meanings)
    return place[0] if place and meanings and fits else None


@cache
def _places() -> dict[str, tuple[Form, str]]:
    """Capitals and seats of governments in small letters, and whose they are."""
    places: dict[str, tuple[Form, str]] = {}
    for row in rows("states.csv"):
        forms: dict[Form, list[str]] = {"capital": cells(row["capital"]), "seat": cells(row["seats"])}
        for form, names in forms.items():
            for name in names:
                places.setdefault(name.removeprefix("the ").casefold(), (form, row["code"]))
    return places


@cache
def _bodies() -> dict[str, ActorKind]:
    """Names of the shipped bodies in small letters, and their kinds."""
    bodies: dict[str, ActorKind] = {}
    for row in rows("bodies.csv"):
        for name in (row["name"], *cells(row["acronyms"]), *cells(row["names"])):
            bodies.setdefault(name.casefold(), as_kind(row["kind"]))
    return bodies
