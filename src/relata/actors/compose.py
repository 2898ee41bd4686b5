"""Composition: who a noun phrase means, from its parts, without a dictionary of office-holders.

In: the tokens of one noun phrase. Out: an `Actor` with country, sector, role and kind, or None. "The Turkish coast guard's
eastern command" gets TUR from an adjective and MIL from a noun; neither phrase nor person need be known.
Left out on purpose: anything outside the phrase (see `mentions` for pronouns, last names and appositions).
"""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from ..records import Actor, ActorKind
from .tables import Entry, Gazetteer, SectorWord, plain, singular

DETERMINERS = frozenset((
    "the", "a", "an", "this", "that", "these", "those", "its", "his", "her", "their", "our", "some", "several", "many", "all", "both",
    "two",
))  # fmt: skip
# After these the phrase speaks of a place, a topic or an owner, no longer of its head.
LINKS = frozenset(("of", "for", "in", "from", "at", "to", "on", "with", "and", "under"))
# "Russian studies" is a topic; an institute for it is not Russian.
TOPICS = frozenset(("studies", "affairs", "relations", "policy", "issues", "language", "literature", "history"))
# Nouns that only say "that state's": the state itself is meant.
STATE_NOUNS = frozenset(("side", "nation", "country", "state", "republic", "kingdom", "delegation", "counterpart", "leadership"))
# Blocs of no fixed membership: groups without a country, never their members.
VAGUE = frozenset((
    "western", "eastern", "african", "european", "asian", "arab", "latin", "gulf", "nordic", "baltic", "neighboring", "neighbouring",
    "regional", "allied", "muslim", "islamic",
))  # fmt: skip
STATE_PLURALS = frozenset(("countries", "nations", "states", "powers", "governments", "allies", "partners", "members"))


@dataclass(frozen=True, slots=True)
class Parts:
    """What the tokens of a phrase are, found once from left to right."""

    names: tuple[tuple[int, int, Entry], ...]
    sectors: tuple[tuple[int, int, SectorWord], ...]
    effects: tuple[tuple[int, str], ...]
    link: int  # where the first linking preposition stands, else the phrase's end


# Words of the sector table that in lower case mostly mean something else; they need a capital.
AMBIGUOUS = frozenset((
    "justice", "exchange", "camp", "front", "movement", "circle", "wing", "bench", "fellow", "house", "resistance", "support", "level",
    "interest", "cell",
))  # fmt: skip
# These need a capital or a country: "the bank" may be a river's, "Lebanese banks" are actors.
VAGUE_ALONE = frozenset(("foundation", "party", "press", "media", "academy", "council", "board", "bank", "club"))


def surface(words: Sequence[str]) -> str:
    """Words as text writes them: no space around hyphens or before a possessive."""
    return re.sub(r" ?([-–]) ?", r"\1", " ".join(words)).replace(" 's", "'s").replace(" ' ", "' ")


def parts_of(tokens: Sequence[str], g: Gazetteer, on: dt.date | None, head: int | None = None) -> Parts:
    """Find all parts. `head` is the place of the head noun, where syntax gives it; else the first linking word bounds the head."""
    words = [plain(token) for token in tokens]
    lowered = [word.lower() for word in words]
    single = [singular(word) for word in words]
    names: list[tuple[int, int, Entry]] = []
    sectors: list[tuple[int, int, SectorWord]] = []
    effects: list[tuple[int, str]] = []
    covered = 0
    for i in range(len(words)):
        if i >= covered and words[i][:1].isupper() and (hit := g.name_at(words, i, on=on)):
            names.append((i, i + hit[0], hit[1]))
            covered = i + hit[0]
        sector = g.sector_at(lowered, i)
        if (other := g.sector_at(single, i)) and (sector is None or other[0] > sector[0]):
            sector = other
        if sector and not (sectors and sectors[-1][1] > i) and not any(a <= i < b and e.form == "body" for a, b, e in names):
            sectors.append((i, i + sector[0], sector[1]))
        elif lowered[i] in g.effects:
            effects.append((i, g.effects[lowered[i]]))
    if head is not None:
        return Parts(tuple(names), tuple(sectors), tuple(effects), head + 1)
    link = next((i for i, word in enumerate(lowered) if word in LINKS and i > 0 and not any(a < i < b for a, b, _ in names)), len(words))
    if any(a < link < b for a, b, _ in sectors):
        link = max(b for a, b, _ in sectors if a < link < b)
    return Parts(tuple(names), tuple(sectors), tuple(effects), link)


def compose(
    tokens: Sequence[str], g: Gazetteer, on: dt.date | None = None, person: tuple[int, int] | None = None, head: int | None = None
) -> Actor | None:
    """The actor that a noun phrase means by itself; None where its words do not tell.

    Args:
        tokens: the phrase, determiner included or not; of-phrases after the head may follow.
        on: the day as of which offices hold.
        person: token range of a personal name in it, where the reader saw one.
        head: the head noun's place, where syntax gives it.
    """
    while tokens and plain(tokens[0]).lower() in DETERMINERS:
        tokens = tokens[1:]
        person = (person[0] - 1, person[1] - 1) if person else None
        head = head - 1 if head is not None else None
    if not tokens or (head is not None and head < 0):
        return None
    parts = parts_of(tokens, g, on, head)
    whole = next(((a, b, e) for a, b, e in parts.names if a == 0 and b == len(tokens)), None)
    if whole and whole[2].form != "adjective":
        return _listed(whole[2], on) if whole[2].form == "person" else of_entry(whole[2], g)
    if person and person[0] >= 0:
        return _person(tokens, parts, person, g, on)
    return _described(tokens, parts, g)


def of_entry(entry: Entry, g: Gazetteer) -> Actor:
    """The actor of a table entry. People words mean the people, everything else of a state the state."""
    if entry.kind == "state" and entry.country:
        if entry.form == "people":
            return make_actor(entry.name + " people", "group", entry.country, "CVL")
        if entry.sector == "PRE":
            return make_actor(entry.name, "organisation", entry.country, "PRE")
        return state_actor(entry.country, g)
    return make_actor(entry.name, entry.kind, entry.country, entry.sector, entry.secondary, entry.role)


def _listed(entry: Entry, on: dt.date | None) -> Actor:
    """A person of the dated list, as of the day: in office, out of it (ELI), or not yet in it."""
    if entry.holds(on):
        return make_actor(entry.name, "person", entry.country, entry.sector, entry.secondary, entry.role)
    early = on is not None and entry.since is not None and on < entry.since
    return make_actor(entry.name, "person", entry.country, None if early else "ELI")


def state_actor(country: str, g: Gazetteer) -> Actor:
    return Actor(f"state:{country}", g.states.get(country, country), "state", country)


def slug(text: str) -> str:
    """A name made plain for an id: ASCII letters where there are some, lower case, hyphens."""
    folded = unicodedata.normalize("NFKD", text)
    ascii_only = "".join(c for c in folded if not unicodedata.combining(c)).casefold()
    return re.sub(r"[^\w]+", "-", ascii_only).strip("-") or "unnamed"


def make_actor(
    name: str, kind: ActorKind, country: str | None, sector: str | None = None, secondary: tuple[str, ...] = (), role: str | None = None
) -> Actor:
    at = f"@{country}" if country else ""
    return Actor(f"{kind}:{slug(name)}{at}", name, kind, country, sector, tuple(s for s in secondary if s != sector), role)


def country_in(tokens: Sequence[str], parts: Parts) -> str | None:
    """The country that the phrase's own words give: before the head first, else in what follows ("president of Peru").

    An organisation's topic ("Russian studies") and where an envoy is sent ("ambassador to Norway") give none.
    """
    words = [plain(token).lower() for token in tokens]
    sent_to = {a for a, _, _ in parts.names if "to" in words[max(a - 1, 0) : a] or words[max(a - 2, 0) : a] == ["to", "the"]}
    topical = {b for _, b, _ in parts.names if b < len(tokens) and words[b] in TOPICS}
    places = [(a, e) for a, b, e in parts.names if e.country and e.form != "person" and b not in topical and a not in sent_to]
    before = [e.country for a, e in places if a < parts.link]
    if before:
        return before[0]
    after = [e.country for _, e in places]
    return after[-1] if after else None


def sector_of(parts: Parts, head: SectorWord) -> tuple[str | None, tuple[str, ...]]:
    """Primary sector and the secondary ones: former officials are ELI, opposition and rebels keep what they are.

    Whoever speaks for a body, or whose word says nothing ("member", "aide"), has the sector of the body named with it.
    """
    sector, secondary = head.sector, head.secondary
    if head.kind == "person" and (sector in (None, "UNK") or head.role == "spokesperson"):
        bodies = [word.sector for _, _, word in parts.sectors if word.kind != "person" and word.sector not in (None, "UNK")]
        bodies += [entry.sector for _, _, entry in parts.names if entry.form == "body" and entry.sector and entry.kind != "outlet"]
        sector = bodies[0] if bodies else sector
    for _, effect in parts.effects:
        if effect == "ELI" or (effect in ("OPP", "REB", "PRM") and sector != effect):
            secondary = tuple(s for s in (sector, *secondary) if s)
            sector = effect
        elif sector in (None, "UNK"):
            sector = effect
    return (None if sector == "UNK" else sector), secondary


def _head(parts: Parts) -> tuple[int, int, SectorWord] | None:
    """The sector phrase that ends with the head noun, or holds it ("president of the republic")."""
    return next((s for s in parts.sectors if s[0] < parts.link <= s[1]), None)


def _person(tokens: Sequence[str], parts: Parts, person: tuple[int, int], g: Gazetteer, on: dt.date | None) -> Actor:
    """A named person: titles and adjectives before the name, else the dated list."""
    start, end = person
    name = surface([plain(token) for token in tokens[start:end]])
    known = next((e for a, b, e in parts.names if e.form == "person" and a == start and b == end), None)
    titles = [s for s in parts.sectors if s[1] <= start or s[0] >= end]
    country = next((e.country for a, b, e in parts.names if e.form != "person" and b <= start and e.country), None)
    if country is None:
        country = next((e.country for a, b, e in parts.names if e.form != "person" and a >= end and e.country), None)
    if known and not titles and (known.holds(on) or country is None):
        return _listed(known, on)
    if known and country is None:
        country = known.country
    if not titles:
        body = next((e for _, _, e in parts.names if e.form == "body"), None)
        return make_actor(known.name if known else name, "person", country, body.sector if body and body.country else None)
    before = [s for s in titles if s[1] <= start]
    head = (before or titles)[-1][2]
    sector, secondary = sector_of(parts, head)
    role = ("former " if sector == "ELI" else "") + (head.role or head.word) if head.kind == "person" else None
    return make_actor(known.name if known else name, "person", country, sector, secondary, role)


def _described(tokens: Sequence[str], parts: Parts, g: Gazetteer) -> Actor | None:
    """A phrase without a personal name: a body, an office, an organisation or a group by its head noun."""
    words = [plain(token) for token in tokens]
    lowered = [word.lower() for word in words]
    country = country_in(tokens, parts)
    head = _head(parts)
    last = parts.link
    core = words[:last]
    heading = next((e for a, b, e in parts.names if b == last and e.form in ("body", "name", "people", "capital", "seat")), None)
    if last and lowered[last - 1] in STATE_PLURALS and country is None:
        # "Western countries" are a group; "other countries" are nobody in particular.
        return make_actor(surface(core), "group", None) if set(lowered[: last - 1]) & VAGUE else None
    body = next((e for a, b, e in parts.names if b < last and e.kind == "intergovernmental"), None)
    if body and lowered[last - 1] in ("group", "bloc", "alliance", "grouping"):
        return of_entry(body, g)
    if last and lowered[last - 1] in STATE_NOUNS and country:
        return state_actor(country, g)
    if heading and heading.form == "body":
        actor = of_entry(heading, g)
        return actor if actor.country or country is None else make_actor(actor.name, actor.kind, country, actor.sector, actor.secondary)
    if heading and heading.form == "people" and (head is None or head[1] < last):
        return make_actor(surface(core), "group", heading.country, "CVL")
    if (
        heading
        and heading.kind == "state"
        and heading.country
        and (head is None or head[1] < last)
        and _only_modified(lowered[:last], parts)
    ):
        return of_entry(heading, g)
    if head is None:
        return None
    sector, secondary = sector_of(parts, head[2])
    capital = any(word[:1].isupper() for word in words[head[0] : head[1]])
    vague = head[2].kind == "organisation" or (sector is None and head[2].kind != "group")
    word = singular(head[2].word)
    if not capital and (word in AMBIGUOUS or (country is None and (vague or word in VAGUE_ALONE))):
        return None
    role = head[2].role if head[2].kind == "person" else None
    if role and sector == "ELI":
        role = "former " + role
    core = words[: max(last, head[1])]
    return make_actor(surface(core), head[2].kind, country, sector, secondary, role)


def _only_modified(lowered: Sequence[str], parts: Parts) -> bool:
    """Whether a state's name at the end is just modified ("war-torn Syria"), not part of a longer unknown name."""
    first = min((a for a, _, _ in parts.names), default=0)
    return all(word.islower() or "-" in word for word in lowered[:first]) and first <= 2
